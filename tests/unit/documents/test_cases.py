"""Case files: what a case says, and what is said about bad ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.cases import CaseFile, read_cases
from seatpolicy.documents.nodes import Scalar
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document

GOOD = {
    "name": "name: 49 seats",
    "given": "given: {plan: team, currency: USD, seats: {seats: 49}, facts: {billing: monthly}, addons: [audit], usage: {}}",
    "derivation": 'derivation: "49 × 10.00"',
    "expect": 'expect: {seats: "490.00", total: "490.00"}',
}


def read(text: str) -> Outcome[CaseFile | None]:
    document = parse_document(SourceText("cases.yaml", text))
    assert document.value is not None, document.diagnostics
    return read_cases(document.value)


def case(*lines: str, without: str = "") -> Outcome[CaseFile | None]:
    """A file with one case, which has other lines."""
    made = {key: line for key, line in GOOD.items() if key not in without.split()}
    for line in lines:
        made[line.partition(":")[0]] = line
    body = "\n    ".join(made.values())
    return read(f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n  - {body}\n')


def test_a_good_case() -> None:
    outcome = case("as_of: 2026-12-01", "customer_since: 2026-11-15", "waits: time")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert outcome.value.policy.text == "policy.seat"
    (one,) = outcome.value.cases
    assert (one.name, one.waits, one.derivation, one.outcome) == ("49 seats", "time", "49 × 10.00", "")
    assert (one.as_of, one.customer_since) == (date(2026, 12, 1), date(2026, 11, 15))
    assert [(each.charge, each.amount) for each in one.amounts] == [("seats", Fraction(490)), ("total", Fraction(490))]
    assert one.asked is not None
    assert [node.text for node in one.asked.plans if isinstance(node, Scalar)] == ["team"]
    assert [key.text for key, _ in one.asked.counts] == ["seats"]


def test_a_case_of_an_account() -> None:
    outcome = case("account: accounts/first.yaml", "expect: {refused: held}", without="given")
    assert outcome.value is not None
    (one,) = outcome.value.cases
    assert one.account is not None
    assert (one.account.text, one.asked, one.outcome, one.amounts) == ("accounts/first.yaml", None, "held", ())


@pytest.mark.parametrize(
    ("lines", "without", "codes"),
    [
        ((), "name", ["DO413"]),
        ((), "derivation", ["DO413"]),
        ((), "expect", ["DO413"]),
        ((), "given", ["DO413"]),
        (("account: a.yaml",), "", ["DO413"]),
        (("colour: red",), "", ["DO412"]),
        (("given: {plan: team, color: red}",), "", ["DO412"]),
        (("given: {seats: {seats: 3}}",), "", ["DO413"]),
        (("given: team",), "", ["DO411"]),
        (("as_of: tomorrow",), "", ["DO431"]),
        (("expect: {total: much}",), "", ["DO431"]),
        (("expect: {total: [1]}",), "", ["DO411"]),
        (("expect: {refused: maybe}",), "", ["DO432"]),
        (('expect: {refused: held, total: "1.00"}',), "", ["DO434"]),
        (("expect: 490.00",), "", ["DO411"]),
    ],
)
def test_bad_cases(lines: tuple[str, ...], without: str, codes: list[str]) -> None:
    outcome = case(*lines, without=without)
    assert [found.code for found in outcome.diagnostics] == codes
    assert all(found.span is not None for found in outcome.diagnostics)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("- a\n", ["DO411"]),
        ('schema_version: "1.0"\ncases: [{name: x}]\n', ["DO413", "DO413", "DO413", "DO413"]),
        ('schema_version: "1.0"\npolicy: p.seat\ncases: x\n', ["DO411"]),
        ('schema_version: "1.0"\npolicy: p.seat\ncases: [x]\n', ["DO411"]),
        ('schema_version: "3.0"\npolicy: p.seat\ncases: []\n', ["DO414"]),
    ],
)
def test_bad_files(text: str, codes: list[str]) -> None:
    assert [found.code for found in read(text).diagnostics] == codes


def test_two_cases_of_one_name() -> None:
    body = "\n    ".join(GOOD.values())
    outcome = read(f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n  - {body}\n  - {body}\n')
    assert [found.code for found in outcome.diagnostics] == ["DO434"]
    assert outcome.value is not None
    assert len(outcome.value.cases) == 1


def test_one_bad_case_does_not_hide_the_others() -> None:
    body = "\n    ".join(GOOD.values())
    outcome = read(f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n  - name: broken\n  - {body}\n')
    assert outcome.value is not None
    assert [one.name for one in outcome.value.cases] == ["49 seats"]
    assert outcome.diagnostics
