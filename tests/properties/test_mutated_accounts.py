"""Two thousand documents with slips: no traceback, and never a wrong bill. Whatever is billed is what the document plainly
says, by a reader that shares no code with the strict one; everything else ends in a finding that says where and why.

A few hundred run each time; `pytest -m long` runs all of them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.diagnostics.to_json import to_json
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_path
from tests.properties.mutated_documents import DOCUMENTS, mutated
from tests.properties.naive_account import naive_account, unread_keys

ALL, EACH_TIME = 2000, 300
CASES = sorted((Path(__file__).parent / "mutated_cases").glob("*.yaml"))


HISTORY = re.compile(r"(?m)^events:\s*(\[\s*\{|(?:#[^\n]*)?\n(?:\s*#[^\n]*\n)*\s*-)")


@cache
def checked(policy: str) -> Checked:
    outcome = check_path(policy)
    assert outcome.value is not None
    return outcome.value


def strictly(text: str, policy: Checked) -> tuple[Outcome[Invoice | None], list[Any]]:
    """The bill of a text, and every finding about it as JSON; each can be shown."""
    document = parse_document(SourceText("account.yaml", text))
    node = document.value
    if node is None:
        outcome: Outcome[Invoice | None] = Outcome(None, document.diagnostics)
    else:
        outcome = bill_account(policy, lambda made: read_account(node, made), None, ReferenceEngine())
    for one in outcome.diagnostics:
        assert render(one, 80).encode("utf-8")
    return outcome, [to_json(one) for one in outcome.diagnostics]


def agrees(file: Path, text: str) -> str:
    """What became of a text: the invoice's status, or `refused`. Fails where a bill is not what the text plainly says."""
    policy = checked(str(file.parents[1] / "policy.seat"))
    outcome, found = strictly(text, policy)
    invoice = outcome.value
    if invoice is None:
        assert found, "neither a bill nor a finding"
        return "unread"
    assert invoice.status == "priced" or found
    if HISTORY.search(text):
        # What happened is read by tests of its own; the plain reader knows how things stand.
        return invoice.status
    plainly = bill_account(policy, lambda made: Outcome(naive_account(text, made)), None, ReferenceEngine())
    assert plainly.value is not None
    assert invoice_to_json(invoice) == invoice_to_json(plainly.value)
    texts = [text_.policy for text_ in policy.texts if text_.policy is not None]
    assert any(not unread_keys(text, one) for one in texts)
    return invoice.status


def run(seeds: range) -> dict[str, int]:
    counts: dict[str, int] = {}
    for seed in seeds:
        file, text = mutated(seed)
        try:
            status = agrees(file, text)
        except Exception as trouble:
            raise AssertionError(f"seed {seed}, {file}:\n{text}") from trouble
        counts[status] = counts.get(status, 0) + 1
    return counts


def test_the_documents_themselves_are_read_alike() -> None:
    for file in DOCUMENTS:
        agrees(file, file.read_text(encoding="utf-8"))


def test_some_hundred_documents_with_slips() -> None:
    counts = run(range(EACH_TIME))
    # Both ends are met: slips that leave a bill, and slips that leave none.
    assert counts["priced"] > EACH_TIME // 20
    assert counts["unread"] > EACH_TIME // 3


@pytest.mark.long
def test_two_thousand_documents_with_slips() -> None:
    assert sum(run(range(ALL)).values()) == ALL


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_went_wrong_once(case: Path) -> None:
    """Each file is a document that was read wrongly; its first line names the policy and what must become of it."""
    head, _, text = case.read_text(encoding="utf-8").partition("\n")
    policy, status = head.removeprefix("# ").split(": ")
    file = next(one for one in DOCUMENTS if one.parents[1].name == policy)
    assert agrees(file, text) == status
