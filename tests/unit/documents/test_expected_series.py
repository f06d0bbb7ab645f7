"""Cases of several invoices: what they say, and what is said about bad ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.cases import CaseFile, read_cases
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.documents.schema_documents import data, refusals

FIRST = '{as_of: 2026-11-01, lines: [{charge: seats, derivation: "5 × 10.00", amount: "50.00"}], total: "50.00"}'
SECOND = (
    '{as_of: 2026-12-01, lines: [{derivation: "60.00 − 50.00", amount: "10.00"}, {charge: seats, from: 2026-11-10, '
    'to: 2026-11-30, derivation: "3 × 10.00 × 21 ÷ 30", amount: "21.00"}], total: "31.00", due: "30.00"}'
)
GOOD = {
    "name": "name: two months",
    "account": "account: accounts/growing.yaml",
    "period": "period: {from: 2026-11-01, to: 2026-12-31}",
    "invoices": f"invoices: [{SECOND}, {FIRST}]",
}
SHAPES = ("DO411", "DO412", "DO413")


def read(*lines: str, without: str = "") -> tuple[Outcome[CaseFile | None], list[str]]:
    """A file with one case, which has other lines; and why the schema refuses it."""
    made = {key: line for key, line in GOOD.items() if key != without}
    for line in lines:
        made[line.partition(":")[0]] = line
    body = "\n    ".join(made.values())
    text = f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n  - {body}\n'
    document = parse_document(SourceText("cases.yaml", text)).value
    assert document is not None
    return read_cases(document), refusals("cases", data(document))


def test_a_good_case() -> None:
    outcome, refused = read("waits: time", "tax: accounts/rates.yaml")
    assert (outcome.diagnostics, refused) == ((), [])
    assert outcome.value is not None
    (one,) = outcome.value.cases
    assert (one.name, one.waits, one.asked, one.amounts, one.outcome) == ("two months", "time", None, (), "")
    assert one.account is not None
    assert one.tax is not None
    assert one.series is not None
    assert (one.series.first, one.series.last) == (date(2026, 11, 1), date(2026, 12, 31))
    # By day, whatever the order in the file.
    november, december = one.series.invoices
    assert (november.as_of, november.total, november.due) == (date(2026, 11, 1), Fraction(50), None)
    assert (december.total, december.due) == (Fraction(31), Fraction(30))
    of_plan, seats = december.lines
    assert (of_plan.charge, of_plan.first, of_plan.last, of_plan.amount) == ("", None, None, Fraction(10))
    assert (seats.charge, seats.first, seats.last) == ("seats", date(2026, 11, 10), date(2026, 11, 30))
    assert (seats.derivation, seats.amount) == ("3 × 10.00 × 21 ÷ 30", Fraction(21))


def test_a_period_without_an_invoice() -> None:
    outcome, refused = read("invoices: []")
    assert (outcome.diagnostics, refused) == ((), [])
    assert outcome.value is not None
    assert outcome.value.cases[0].series is not None
    assert outcome.value.cases[0].series.invoices == ()


@pytest.mark.parametrize(
    ("line", "without", "codes"),
    [
        ("", "name", ["DO413"]),
        ("", "account", ["DO413"]),
        ("", "period", ["DO413"]),
        ("", "invoices", ["DO413"]),
        ("period:", "", ["DO413"]),
        ("invoices:", "", ["DO413"]),
        ("invoices: 3", "", ["DO411"]),
        ("invoices: [3]", "", ["DO411"]),
        ("period: 2026", "", ["DO411"]),
        ("period: {from: 2026-11-01}", "", ["DO413"]),
        ("period: {from: 2026-11-01, to: 2026-12-31, until: 2027-01-01}", "", ["DO412"]),
        ("period: {from: 2026-11-01, to: soon}", "", ["DO431"]),
        ("period: {from: 2026-12-31, to: 2026-11-01}", "", ["DO437"]),
        ("period: {from: 2026-11-15, to: 2026-12-31}", "", ["DO437"]),
        ("as_of: 2026-11-01", "", ["DO412"]),
        ("expect: {total: 1}", "", ["DO412"]),
        ("given: {plan: team}", "", ["DO412"]),
        (f"invoices: [{FIRST}, {FIRST}]", "", ["DO434"]),
        ('invoices: [{as_of: 2026-11-01, total: "0.00"}]', "", ["DO413"]),
        ("invoices: [{as_of: 2026-11-01, lines: []}]", "", ["DO413"]),
        ('invoices: [{lines: [], total: "0.00"}]', "", ["DO413"]),
        ('invoices: [{as_of: 2026-11-01, lines: [], total: "0.00", paid: "0.00"}]', "", ["DO412"]),
        ("invoices: [{as_of: 2026-11-01, lines: [], total: much}]", "", ["DO431"]),
        ('invoices: [{as_of: 2026-11-01, lines: [{amount: "1.00"}], total: "1.00"}]', "", ["DO413"]),
        ('invoices: [{as_of: 2026-11-01, lines: [{derivation: x}], total: "1.00"}]', "", ["DO413"]),
        ('invoices: [{as_of: 2026-11-01, lines: [{derivation: x, amount: 1, off: 2}], total: "1.00"}]', "", ["DO412"]),
    ],
)
def test_bad_cases(line: str, without: str, codes: list[str]) -> None:
    outcome, refused = read(*([line] if line else []), without=without)
    assert [found.code for found in outcome.diagnostics] == codes
    assert all(found.span is not None for found in outcome.diagnostics)
    # What is wrong with the shape the schema refuses, too.
    assert bool(refused) or not set(codes) & set(SHAPES), codes
