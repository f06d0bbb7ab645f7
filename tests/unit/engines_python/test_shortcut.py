"""An evaluator takes a shortcut to amounts once a few accounts have said the same things; it never changes an answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import seatpolicy
from seatpolicy.engines.base import Unusual
from seatpolicy.engines.shortcuts import FEW

POLICIES = Path(__file__).parents[3] / "policies"
BOOK = {"edit": 10, "lite": 0, "view": 2, "guest": 0, "region": "europe", "billing": "monthly", "requested": "0%"}


def warm(policy: str, plan: str, given: dict[str, object], as_of: date | None = None, **more: str) -> seatpolicy.Evaluator:
    """An evaluator that has billed a few accounts whole."""
    made = seatpolicy.compile(POLICIES / policy / "policy.seat", plan=plan, **more)
    for _ in range(FEW):
        made.amount(given, as_of=as_of)
    return made


def shortcut(made: seatpolicy.Evaluator, given: dict[str, object]) -> Fraction | None:
    """What the shortcut alone says."""
    try:
        return made._shortcuts.latest.due(given)
    except Unusual:
        return None


@pytest.fixture(scope="module")
def book() -> seatpolicy.Evaluator:
    made = warm("regional-price-book", "book", BOOK)
    made.amount(BOOK)
    return made


def test_it_is_made_for_the_few_and_not_before() -> None:
    made = seatpolicy.compile(POLICIES / "regional-price-book" / "policy.seat", plan="book")
    for _ in range(FEW):
        assert shortcut(made, BOOK) is None
        assert made.amount(BOOK) == Fraction("163.80")
    assert made.amount(BOOK) == Fraction("163.80")
    # 10 × 15.00 + 2 × 3.00 = 156.00, at 105%.
    assert shortcut(made, BOOK) == Fraction("163.80")


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        ({"edit": 11}, Fraction("177.98")),  # (150.00 + 13.50 + 6.00) × 1.05 = 177.975
        ({"requested": "12.5%"}, Fraction("143.33")),  # 163.80 × 0.875 = 143.325
        ({"billing": "annual"}, Fraction("1572.48")),  # 163.80 × 12 × 0.8
        ({"region": "india"}, Fraction("85.80")),  # 156.00 × 0.55
    ],
)
def test_other_values_of_the_same_facts(book: seatpolicy.Evaluator, change: dict[str, object], amount: Fraction) -> None:
    given = {**BOOK, **change}
    assert shortcut(book, given) == amount
    assert book.amount(given) == amount


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"edit": -1}, ("DO443",)),
        ({"edit": True}, ("DO436",)),
        ({"edit": 10**9 + 1}, ("DO439",)),
        ({"edit": None}, ("DO436",)),
        ({"region": "mars"}, ("DO432",)),
        ({"region": ["europe"]}, ("DO431",)),
        ({"requested": Fraction(1, 5)}, ("DO431",)),
        ({"requested": 1}, ("DO431",)),
        ({"requested": "101%"}, ("EN303",)),
        ({"requested": None}, ("EN301",)),
        ({"editor": 3}, ("DO423",)),
    ],
)
def test_what_is_wrong_has_its_code(book: seatpolicy.Evaluator, change: dict[str, object], codes: tuple[str, ...]) -> None:
    given = {**BOOK, **change}
    with pytest.raises(seatpolicy.PolicyError) as fresh:
        seatpolicy.compile(POLICIES / "regional-price-book" / "policy.seat", plan="book").amount(given)
    with pytest.raises(seatpolicy.PolicyError) as stop:
        book.amount(given)
    assert stop.value.codes == fresh.value.codes == codes


def test_a_text_is_not_taken_for_a_number_that_equals_it(book: seatpolicy.Evaluator) -> None:
    """A count may be a Decimal; a percentage is a text, and no number that was met before makes it another."""
    assert book.amount({**BOOK, "edit": Decimal(10)}) == Fraction("163.80")
    for value in (Decimal("0.2"), 0, False):
        with pytest.raises(seatpolicy.PolicyError):
            book.amount({**BOOK, "requested": value})


def test_a_mapping_that_makes_what_it_lacks(book: seatpolicy.Evaluator) -> None:
    given: dict[str, object] = defaultdict(int, {name: value for name, value in BOOK.items() if name != "view"})
    given["viewer"] = 3
    with pytest.raises(seatpolicy.PolicyError) as stop:
        book.amount(given)
    assert stop.value.codes == ("DO423",)
    assert "view" not in given


def test_each_set_of_facts_and_each_day_has_its_own() -> None:
    made = warm("guide-graduated", "team", {"member_seats": 49})
    for _ in range(FEW + 1):
        assert made.amount({"member": 11}) == 540
        assert made.amount({"member_seats": 11}, as_of=date(2026, 12, 15)) == 540
    assert made.amount({"member_seats": 49}) == 2060
    with pytest.raises(seatpolicy.PolicyError) as stop:
        made.amount({"member_seats": 49}, as_of=date(2020, 1, 1))
    assert stop.value.codes == ("EN108",)


def test_a_price_by_quote_is_left_to_the_whole_bill() -> None:
    made = warm("guide-graduated", "team", {"member_seats": 49})
    with pytest.raises(seatpolicy.PolicyError) as stop:
        made.amount({"member_seats": 201})
    assert stop.value.codes == ("DO474",)


def test_engines_without_one_bill_whole() -> None:
    made = warm("guide-graduated", "team", {"member_seats": 49}, engine="reference")
    assert shortcut(made, {"member_seats": 49}) is None
    assert made.amount({"member_seats": 50}) == 2100
