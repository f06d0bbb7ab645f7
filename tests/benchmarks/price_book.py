"""Job A in our own language: `policies/regional-price-book`, what prices it, and the job's accounts as that takes them.

The accounts are the job's own (`gen.account_dicts`, with numpy and pyarrow) where the benchmarks stand beside the project
and these are installed; else they are drawn alike by `job_a.accounts`.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from seatpolicy import Evaluator, compile
from seatpolicy.compiler.lower.program import lower
from seatpolicy.engines.python.load import Entry, loaded_entry
from seatpolicy.semantics.check import Checked
from seatpolicy.workspace.policy import check_path
from tests.benchmarks import job_a

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "policies" / "regional-price-book" / "policy.seat"
REGIONS = {"US": "americas", "EU": "europe", "UK": "britain", "IN": "india", "BR": "brazil"}
FACTS = ("billing", "region", "requested", "edit", "lite", "view", "guest")


def checked() -> Checked:
    """The policy, without errors."""
    outcome = check_path(str(POLICY))
    assert outcome.value is not None
    assert not outcome.has_errors
    return outcome.value


def entry() -> Entry:
    """The entry of the policy's one plan, for accounts with these facts."""
    policy = checked().texts[0].policy
    assert policy is not None
    return loaded_entry(lower(policy, ("book",), (), "USD").kernel, FACTS)


def evaluator() -> Evaluator:
    """What prices accounts of the policy's one plan, as anybody may have it."""
    return compile(POLICY, plan="book")


def said_of(account: dict[str, Any]) -> dict[str, object]:
    """One of the job's accounts as an evaluator takes it: percentages as a document writes them."""
    return {**facts_of(account), "requested": f"{account['requested']}%"}


def facts_of(account: dict[str, Any]) -> dict[str, object]:
    """One of the job's accounts as our facts: regions by their names, percentages as exact fractions."""
    return {
        **{seat: account[seat] for seat in ("edit", "lite", "view", "guest")},
        "region": REGIONS[account["region"]],
        "billing": account["term"],
        "requested": Fraction(account["requested"], 100),
    }


def accounts(base: Any) -> tuple[list[dict[str, Any]], str]:
    """The job's 4,000 accounts, and in a word where they are from."""
    module = beside("gen")
    if module is not None:
        return module.account_dicts(job_a.ACCOUNTS), "the job's own accounts"
    return job_a.accounts(base), "accounts drawn as the job draws them (numpy, pyarrow or the benchmarks are absent)"


def beside(name: str) -> Any:
    """A module of the benchmarks beside the project; None where they, or what they need, are absent."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "bench" / f"{name}.py").is_file():
            sys.path.insert(0, str(folder / "shared" / "bench"))
            try:
                return importlib.import_module(name)
            except ImportError:
                return None
            finally:
                sys.path.pop(0)
    return None


def zen_price() -> Callable[[dict[str, Any]], int] | None:
    """The price part of the same policy for zen-engine, by its loader with content compiled before; None without it."""
    peers = beside("peers_a")
    try:
        zen = importlib.import_module("zen")
    except ImportError:
        return None
    if peers is None:
        return None
    document = json.loads(peers.zen_document(True))
    # The approvals are no part of the price: the last table goes, and its neighbour ends the graph.
    nodes, edges = document["nodes"], document["edges"]
    gone = next(node["id"] for node in nodes if node["name"] == "approvals")
    before = next(edge["sourceId"] for edge in edges if edge["targetId"] == gone)
    document["nodes"] = [node for node in nodes if node["id"] != gone]
    document["edges"] = [
        {**edge, "sourceId": before if edge["sourceId"] == gone else edge["sourceId"]}
        for edge in edges
        if edge["targetId"] != gone
    ]
    content = zen.ZenDecisionContent(json.dumps(document))
    engine = zen.ZenEngine({"loader": lambda _: content})
    return lambda account: int(engine.evaluate("price", account)["result"]["amount"])
