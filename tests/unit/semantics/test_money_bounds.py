"""Minimums, maximums and commitments: per a period, below each other, over one cycle."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.charged import MONTHLY, SEATS, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

BAD = ["50.00 USD", "50.00 USD once", "5.00 USD per seat per month", "5.00 USD per started pack of 5 per month"]


@pytest.mark.parametrize("amount", BAD)
@pytest.mark.parametrize("word", ["minimum", "maximum", "commitment"])
def test_a_bound_is_an_amount_per_period(word: str, amount: str) -> None:
    for text in (
        charged(f"{SEATS}; {word}: {amount}"),
        charged(SEATS, f"{MONTHLY}; {word}: {amount}"),
        charged(head=f"{word}: {amount}"),
    ):
        assert placed(findings(text, "MN761")) == [("MN761", amount)]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("minimum: 50.00 USD per term", 1),
        ("maximum: 50.00 USD per subscription", 1),
        ("minimum: 50.00 USD per cycle", 0),
        ("minimum: 50.00 USD per month, before discounts, prorated", 0),
        ("commitment: 50.00 USD per term", 0),
        ("commitment: 50.00 USD per year", 0),
    ],
)
def test_what_a_bound_may_be_per(line: str, count: int) -> None:
    assert len(findings(charged(SEATS, f"{MONTHLY}; term: 12 months; {line}"), "MN761")) == count


IN_MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
IN_DAYS = {"day": 1, "week": 7}
PERIODS = [*IN_MONTHS, *IN_DAYS, "cycle"]


@settings(max_examples=80)
@given(
    low=st.integers(1, 40), high=st.integers(1, 40), low_per=st.sampled_from(PERIODS), high_per=st.sampled_from(PERIODS)
)
def test_a_minimum_above_the_maximum(low: int, high: int, low_per: str, high_per: str) -> None:
    """Both per month, or per day, by a calculation of its own; what does not convert is not compared."""
    text = charged(f"{SEATS}; minimum: {low}.00 USD per {low_per}; maximum: {high}.00 USD per {high_per}")
    expected = False
    for units in (IN_MONTHS, IN_DAYS, {"cycle": 1}):
        if low_per in units and high_per in units:
            expected = Fraction(low, units[low_per]) > Fraction(high, units[high_per])
    assert bool(findings(text, "MN764")) is expected


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("minimum: 50.00 USD per month; maximum: 40.00 USD per month", 1),
        ("minimum: 50.00 USD per month, before discounts; maximum: 40.00 USD per month", 0),
        ("minimum: 50.00 USD per month when pilot; maximum: 40.00 USD per month when not pilot", 0),
        ("minimum: 50.00 USD per month when pilot; maximum: 40.00 USD per month", 1),
    ],
)
def test_bounds_at_one_point_of_one_bill(lines: str, count: int) -> None:
    assert len(findings(charged(SEATS, f"{MONTHLY}; {lines}"), "MN764")) == count


def test_currencies_are_compared_one_by_one() -> None:
    two = SEATS.replace("10.00 USD", "10.00 USD or 9.00 EUR")
    lines = "minimum: 50.00 USD or 50.00 EUR per month; maximum: 60.00 USD or 40.00 EUR per month"
    found = findings(charged(f"{two}; {lines}", currencies="USD and EUR"), "MN764")
    assert [one.message for one in found] == ["a minimum of 50.00 EUR per month, and a maximum of 40.00 EUR per month"]


YEARLY = "cycle: year; anchor: subscription day"
BOTH = "cycle: year when billing = annual; cycle: month otherwise; anchor: subscription day"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [(MONTHLY, MONTHLY, 0), (MONTHLY, YEARLY, 1), (BOTH, BOTH, 0), (BOTH, MONTHLY, 1)],
)
def test_a_bound_over_all_plans_needs_one_cycle(first: str, second: str, count: int) -> None:
    for word in ("minimum", "maximum"):
        head = f"{word}: 50.00 USD per cycle"
        text = policy(plan("one", lines=first), plan("two", lines=second), head=head)
        assert len(findings(text, "MN766")) == count
    assert findings(policy(plan("one", lines=first), plan("two", lines=second)), "MN766") == []
