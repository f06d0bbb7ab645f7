"""Whatever stands in an account's document, there is an invoice or a finding, never a traceback."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.render import render
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.reports.invoice_text import invoice_text
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_path

POLICIES = Path(__file__).parents[2] / "policies"
DOCUMENTS = sorted(POLICIES.glob("*/accounts/*.yaml"))
WORDS = [
    "team", "0", "-1", "1e9", "999999999999", "2026-02-30", "2200-12-31", "yes", "[", "]", "{", "}", ":", "- ", "'", '"',
    "~", "#", "null", "USD", "EUR", "XXX", "member_seats: 10", "seats:", "facts: {}", "people: [1]", "\t", "\n", "\x00",
    "\ud800", "&a", "*a", "!!str", "<<: {}", "schema_version: '9.9'", "12 months", "20%", "%", "\u202e", "é", "billed: []",
    "events: [{}]",
]  # fmt: skip


@cache
def checked(policy: str) -> Checked:
    outcome = check_path(policy)
    assert outcome.value is not None
    return outcome.value


@settings(max_examples=400)
@given(st.data())
def test_no_document_ends_in_a_traceback(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(DOCUMENTS))
    text = file.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = min(len(text), at + data.draw(st.integers(0, 12)))
        text = text[:at] + data.draw(st.sampled_from(WORDS)) + text[until:]
    document = parse_document(SourceText(file.name, text))
    found = document.diagnostics
    if document.value is not None:
        node = document.value
        policy = checked(str(file.parents[1] / "policy.seat"))
        invoice = bill_account(policy, lambda made: read_account(node, made), None, ReferenceEngine())
        found += invoice.diagnostics
        if invoice.value is not None:
            invoice_to_json(invoice.value)
            invoice_text(invoice.value, 80)
            assert invoice.value.status == "priced" or found
        else:
            assert found
    else:
        assert found
    for one in found:
        assert render(one).encode("utf-8")
