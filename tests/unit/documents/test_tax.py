"""Tax rates in a document: what is read, and every slip."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.tax import RateDocument, read_rates
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document

HEAD = 'schema_version: "1.0"\n'


def read(text: str) -> Outcome[RateDocument | None]:
    node = parse_document(SourceText("rates.yaml", text)).value
    assert node is not None
    return read_rates(node)


def test_rates() -> None:
    made = read(
        f"{HEAD}rates:\n"
        "  - {when: {country: DE, vip: yes}, charges: [books], taxes: [{title: VAT, rate: 7.5%}, {title: Levy, rate: 1%}]}\n"
        "  - {taxes: []}\n"
    ).value
    assert made is not None
    first, rest = made.cases
    assert {name: value for name, (value, _) in first.when.items()} == {"country": "DE", "vip": "yes"}
    assert first.charges is not None
    assert list(first.charges) == ["books"]
    assert [(tax.title, tax.share) for tax in first.taxes] == [("VAT", Fraction(3, 40)), ("Levy", Fraction(1, 100))]
    assert (rest.when, rest.charges, rest.taxes) == ({}, None, ())
    assert made.path == "rates.yaml"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("- 1\n", ["DO411"]),
        ("rates: []\n", ["DO413"]),
        (HEAD, ["DO413"]),
        (f"{HEAD}rates: 19%\n", ["DO411"]),
        (f"{HEAD}rates: [19%]\n", ["DO411"]),
        (f"{HEAD}rates: [{{}}]\n", ["DO413"]),
        (f"{HEAD}rates: [{{tax: []}}]\n", ["DO412", "DO413"]),
        (f"{HEAD}rates: [{{taxes: [19%]}}]\n", ["DO411"]),
        (f"{HEAD}rates: [{{taxes: [{{title: VAT}}]}}]\n", ["DO413"]),
        (f"{HEAD}rates: [{{taxes: [{{title: VAT, rate: 0.19}}]}}]\n", ["DO431"]),
        (f"{HEAD}rates: [{{taxes: [{{title: VAT, rate: -5%}}]}}]\n", ["DO443"]),
        (f"{HEAD}rates: [{{when: {{country: [DE]}}, taxes: []}}]\n", ["DO411"]),
        (f"{HEAD}rates: [{{when: DE, taxes: []}}]\n", ["DO411"]),
        (f"{HEAD}rates: [{{charges: seats, taxes: []}}]\n", ["DO411"]),
        (f"{HEAD}rates: [{{charges: [[seats]], taxes: []}}]\n", ["DO411"]),
    ],
)
def test_slips(text: str, codes: list[str]) -> None:
    outcome = read(text)
    assert sorted({found.code for found in outcome.diagnostics}) == codes
    assert outcome.value is None
