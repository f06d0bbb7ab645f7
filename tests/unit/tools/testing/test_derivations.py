"""Every figure in the case files beside the policies follows from its own derivation, by plain arithmetic."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from seatpolicy.documents.cases import Case, read_cases
from seatpolicy.documents.expected_series import ExpectedSeries
from seatpolicy.workspace.documents import read_document
from tests.unit.tools.testing.derivations import comes_to

POLICIES = Path(__file__).parents[4] / "policies"


def all_cases() -> list[tuple[str, Case]]:
    found = []
    for file in sorted(POLICIES.glob("*/cases.yaml")):
        document = read_document(str(file))
        assert document.value is not None
        read = read_cases(document.value)
        assert read.diagnostics == ()
        assert read.value is not None
        found += [(file.parent.name, case) for case in read.value.cases]
    return found


PRICED = [(folder, case) for folder, case in all_cases() if not case.outcome and case.series is None]
SERIES = [(folder, case.name, case.series) for folder, case in all_cases() if case.series is not None]


@pytest.mark.parametrize(("folder", "case"), PRICED, ids=[f"{folder}: {case.name}" for folder, case in PRICED])
def test_the_total_follows_from_its_derivation(folder: str, case: Case) -> None:
    total = next(one.amount for one in case.amounts if one.charge == "total")
    assert comes_to(case.derivation) == total, case.derivation


def test_there_are_many() -> None:
    assert len(PRICED) >= 120


@pytest.mark.parametrize(("folder", "case"), PRICED, ids=[f"{folder}: {case.name}" for folder, case in PRICED])
def test_the_charges_do_not_exceed_the_total(folder: str, case: Case) -> None:
    amounts = {one.charge: one.amount for one in case.amounts}
    assert sum(amount for charge, amount in amounts.items() if charge not in ("total", "tax", "due")) <= amounts["total"]


@pytest.mark.parametrize(("folder", "name", "series"), SERIES, ids=[f"{one[0]}: {one[1]}" for one in SERIES])
def test_every_line_follows_from_its_derivation_and_every_total_from_its_lines(
    folder: str, name: str, series: ExpectedSeries
) -> None:
    for invoice in series.invoices:
        for line in invoice.lines:
            # What comes back is derived as what it is worth.
            assert comes_to(line.derivation) == abs(line.amount), f"{invoice.as_of}: {line.derivation}"
        assert sum(line.amount for line in invoice.lines) == invoice.total, invoice.as_of


@pytest.mark.parametrize(
    ("derivation", "figure"),
    [
        ("10 × 50.00 + 39 × 40.00", "2060"),
        ("max(1, 3) × 50.00 = 150.00; the minimum adds a line: 150.00 + 50.00", "200"),
        ("9 × 50.00 = 450.00; above the 11 × 40.00 = 440.00 of 11 seats", "450"),
        ("1 × 15.99 × 12 × 0.83 = 191.88 × 0.83 = 159.2604", "159.26"),
        ("10 × 50.00 = 500.00; 1 × 99.00; the sum", "599"),
        ("(1,200 − 10 × 100) × 0.05 = 10.00", "10"),
        ("7 ÷ 5, rounded up, is 2 packs; 2 × 70.00", "140"),
        ("17,798.40, which is 28% off list; the cap leaves more: 24,720.00 × 0.75", "18540"),
        ("12 × 30 days × 30.00 ÷ 30 days = 12 × 30.00", "360"),
    ],
)
def test_how_derivations_are_read(derivation: str, figure: str) -> None:
    assert comes_to(derivation) == Fraction(figure)


@pytest.mark.parametrize("derivation", ["10 × 50.00 = 501.00", "2 × 3 = 6 = 7; 1 × 1", "x: 1 + 1 = 3"])
def test_a_wrong_equation_is_found(derivation: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        comes_to(derivation)


def test_words_alone_come_to_nothing() -> None:
    assert comes_to("the seats above 200 have no price, only a quote") is None
