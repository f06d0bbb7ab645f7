"""Periods: which convert, by how much, and that nothing crosses from months to days."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.values.periods import Period, ratio

FAMILIES = [
    {Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR},
    {Period.DAY, Period.WEEK},
    {Period.CYCLE},
    {Period.ONCE},
]


@pytest.mark.parametrize(
    ("frm", "to", "expected"),
    [
        (Period.YEAR, Period.MONTH, "12"),
        (Period.MONTH, Period.YEAR, "1/12"),
        (Period.HALF_YEAR, Period.QUARTER, "2"),
        (Period.QUARTER, Period.MONTH, "3"),
        (Period.QUARTER, Period.YEAR, "1/4"),
        (Period.WEEK, Period.DAY, "7"),
        (Period.DAY, Period.WEEK, "1/7"),
        (Period.CYCLE, Period.CYCLE, "1"),
        (Period.ONCE, Period.ONCE, "1"),
    ],
)
def test_ratios(frm: Period, to: Period, expected: str) -> None:
    assert ratio(frm, to) == Fraction(expected)


@pytest.mark.parametrize("frm", Period)
@pytest.mark.parametrize("to", Period)
def test_only_families_convert(frm: Period, to: Period) -> None:
    together = any(frm in family and to in family for family in FAMILIES)
    assert (ratio(frm, to) is not None) == together


@given(*[st.sampled_from(Period)] * 3)
def test_ratios_chain(one: Period, other: Period, third: Period) -> None:
    there, on, straight = ratio(one, other), ratio(other, third), ratio(one, third)
    if there is not None and on is not None:
        assert straight == there * on
        assert ratio(other, one) == 1 / there


def test_words_of_the_policy() -> None:
    assert Period("half year") is Period.HALF_YEAR
