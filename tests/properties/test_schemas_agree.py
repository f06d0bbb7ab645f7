"""Readers and schemas judge the same documents: what a reader takes its schema takes, and what a reader refuses for its
shape the schema refuses.
The documents are those of policies/ with slips; a thousand of accounts, some hundred of cases and rates.

Where they differ they must, and it is listed here:

- the policy types facts and names plans, charges and meters, and a schema knows no policy (DO42x, DO431 to DO435, DO437,
  DO45x);
- in JSON a key that stands twice is one key already, and what YAML refuses is no JSON (DO40x);
- numbers and texts of numbers are bounded, and how many decimals they may have depends on the currency (DO439);
- the number 1 and the number 1.0 are one number in JSON, and only `1.0` is a version (DO414); so are 0 and -0 (DO443);
- a second plan or case of one name is a list of different items to a schema, where it is written in two ways (DO434).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.asked import read_asked
from seatpolicy.documents.cases import read_cases
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.places import located
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_path
from tests.properties.mutated_documents import MUTATIONS, ROOT, mutated
from tests.unit.documents.schema_documents import data, refusals

OF_SHAPE = ("DO411", "DO412", "DO413", "DO414", "DO436", "DO438", "DO443", "DO444")
FACTS = ("facts", "people", "country", "billing_entity")
"""What stands below these is typed by the policy: `facts: {desks: 1.5}` may be right."""

Judge = Callable[[Node], tuple[Diagnostic, ...]]


@cache
def checked(policy: str) -> Checked:
    outcome = check_path(policy)
    assert outcome.value is not None
    return outcome.value


def typed_by_the_policy(one: Diagnostic) -> bool:
    """Whether a finding of shape is about something that only the policy knows the shape of."""
    keys = re.sub(r"^cases\[\d+\]\.given\.", "", one.keys)
    top = keys.partition(".")[0].partition("[")[0]
    of_facts = top in FACTS and one.code not in ("DO411", "DO412", "DO413")
    return of_facts or (top == "usage" and one.code == "DO436")


def compare(kind: str, text: str, judge: Judge) -> str:
    """`taken`, `refused` by both, or `differs` where only the reader can refuse; fails where they must agree."""
    node = parse_document(SourceText("document.yaml", text)).value
    if node is None:
        return "no document"
    found = judge(node)
    refused = refusals(kind, data(node))
    told = [f"{one.code} {one.keys} {one.message}" for one in found]
    if not found:
        assert refused == [], refused
        return "taken"
    of_shape = [one for one in found if one.code in OF_SHAPE and not typed_by_the_policy(one)]
    same = {"DO414": ("1",), "DO443": ("-0", "-0.0", "-0.00")}
    if of_shape and all(one.span is not None and one.span.text in same.get(one.code, ()) for one in of_shape):
        return "differs"
    assert not of_shape or refused, told
    return "refused" if refused else "differs"


def accounts(seed: int) -> tuple[str, str, Judge]:
    file, text = mutated(seed)
    policy = checked(str(file.parents[1] / "policy.seat")).texts[-1].policy
    assert policy is not None
    return "account", text, lambda node: read_account(node, policy).diagnostics


def _slipped(file: Path, seed: int) -> str:
    chance = random.Random(seed)
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    # The first cases are enough; a schema takes its time for each.
    text = "".join(lines[:40]) if len(lines) > 40 else text
    for _ in range(chance.choice([1, 1, 2])):
        text = chance.choice(MUTATIONS)(chance, text)
    return text


def cases(seed: int) -> tuple[str, str, Judge]:
    files = sorted(ROOT.glob("policies/*/cases.yaml"))
    file = files[seed % len(files)]
    policy = checked(str(file.parent / "policy.seat")).texts[-1].policy
    assert policy is not None

    def judge(node: Node) -> tuple[Diagnostic, ...]:
        """What is given is read when a case is run."""
        read = read_cases(node)
        given = [one.asked for one in read.value.cases if one.asked is not None] if read.value is not None else []
        asked = [located(read_asked(one, policy).diagnostics, node) for one in given]
        return (*read.diagnostics, *(one for found in asked for one in found))

    return "cases", _slipped(file, seed), judge


def rates(seed: int) -> tuple[str, str, Judge]:
    (file,) = ROOT.glob("policies/*/accounts/rates.yaml")
    return "tax-rates", _slipped(file, seed), lambda node: read_rates(node).diagnostics


def run(make: Callable[[int], tuple[str, str, Judge]], seeds: range) -> dict[str, int]:
    counts: dict[str, int] = {}
    for seed in seeds:
        kind, text, judge = make(seed)
        try:
            ended = compare(kind, text, judge)
        except AssertionError as trouble:
            raise AssertionError(f"seed {seed}: {trouble}\n{text}") from trouble
        counts[ended] = counts.get(ended, 0) + 1
    return counts


@pytest.mark.parametrize(("make", "number"), [(accounts, 1000), (cases, 150), (rates, 150)])
def test_reader_and_schema_agree(make: Any, number: int) -> None:
    counts = run(make, range(number))
    assert counts["taken"] > number // 20
    assert counts["refused"] > number // 10


@pytest.mark.long
@pytest.mark.parametrize("make", [accounts, cases, rates])
def test_reader_and_schema_agree_on_more(make: Any) -> None:
    assert sum(run(make, range(1000, 4000)).values()) == 3000


def test_invoices_of_documents_with_slips_have_the_shape() -> None:
    seen = 0
    for seed in range(400):
        file, text = mutated(seed)
        node = parse_document(SourceText("document.yaml", text)).value
        if node is None:
            continue
        policy = checked(str(file.parents[1] / "policy.seat"))
        made = bill_account(policy, lambda one, node=node: read_account(node, one), None, ReferenceEngine()).value  # type: ignore[misc]
        if made is not None:
            seen += 1
            assert refusals("invoice", invoice_to_json(made), closed=True) == []
    assert seen > 40
