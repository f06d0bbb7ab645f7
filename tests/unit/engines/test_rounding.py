"""The reference's own rounding and dealing out: by hand, and against the everyday code of `values`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.engines.reference.rounding import Roundings, deal_out, rounded
from seatpolicy.semantics.model.policy import RoundingLine
from seatpolicy.values.allocation import allocate
from seatpolicy.values.rounding import Mode, Rounding, round_to
from tests.unit.engines.policies import HERE

CENT = Fraction(1, 100)


@pytest.mark.parametrize(
    ("mode", "results"),
    [
        # 1.005, 1.015, 1.004, 1.006, -1.005, -1.004: a middle above an even and an odd cent, near ones, and below zero.
        (Mode.HALF_UP, "1.01 1.02 1.00 1.01 -1.01 -1.00"),
        (Mode.HALF_EVEN, "1.00 1.02 1.00 1.01 -1.00 -1.00"),
        (Mode.HALF_DOWN, "1.00 1.01 1.00 1.01 -1.00 -1.00"),
        (Mode.UP, "1.01 1.02 1.01 1.01 -1.01 -1.01"),
        (Mode.DOWN, "1.00 1.01 1.00 1.00 -1.00 -1.00"),
        (Mode.CEILING, "1.01 1.02 1.01 1.01 -1.00 -1.00"),
        (Mode.FLOOR, "1.00 1.01 1.00 1.00 -1.01 -1.01"),
    ],
)
def test_every_mode(mode: Mode, results: str) -> None:
    values = [Fraction(text) for text in ("1.005", "1.015", "1.004", "1.006", "-1.005", "-1.004")]
    assert [rounded(value, mode, CENT) for value in values] == [Fraction(text) for text in results.split()]


def test_to_five_hundredths_and_to_whole_numbers() -> None:
    assert rounded(Fraction("30.679"), Mode.HALF_UP, Fraction(1, 20)) == Fraction("30.70")
    assert rounded(Fraction("30.66"), Mode.HALF_UP, Fraction(1, 20)) == Fraction("30.65")
    assert rounded(Fraction(5, 2), Mode.HALF_EVEN, Fraction(1)) == 2


@given(
    st.fractions(max_denominator=10_000),
    st.sampled_from(list(Mode)),
    st.sampled_from([CENT, Fraction(1, 20), Fraction(1), Fraction(1, 1000), Fraction(5)]),
)
def test_both_codes_agree(value: Fraction, mode: Mode, increment: Fraction) -> None:
    assert rounded(value, mode, increment) == round_to(value, mode, increment)


Remainder = Literal["largest", "first", "last"]


@pytest.mark.parametrize(
    ("total", "weights", "remainder", "parts"),
    [
        (5, "1 1 1", "largest", [2, 2, 1]),
        (5, "1 1 1", "first", [3, 1, 1]),
        (5, "1 1 1", "last", [1, 1, 3]),
        (7, "50 30 20", "largest", [4, 2, 1]),
        (10, "0 1 1 1 0", "first", [0, 4, 3, 3, 0]),
        (-5, "1 1 1", "largest", [-2, -2, -1]),
        (0, "0 0", "largest", [0, 0]),
    ],
)
def test_dealing_out(total: int, weights: str, remainder: str, parts: list[int]) -> None:
    assert deal_out(total, [Fraction(weight) for weight in weights.split()], remainder) == parts


@given(
    st.integers(0, 10**9),
    st.lists(st.fractions(min_value=0, max_value=10**4, max_denominator=100), min_size=1, max_size=8),
    st.sampled_from(["largest", "first", "last"]),
)
def test_both_ways_of_dealing_agree(total: int, weights: list[Fraction], remainder: str) -> None:
    if sum(weights) == 0:
        assert deal_out(total, weights, remainder) == [0] * len(weights)
        return
    assert deal_out(total, weights, remainder) == allocate(total, weights, cast(Remainder, remainder))


def test_the_cent_is_the_smallest_unit_of_the_currency() -> None:
    to_cent = RoundingLine("line", Rounding(Mode.HALF_UP, CENT), True, HERE)
    assert Roundings({"line": to_cent}, "JPY").apply("line", Fraction("12.5")) == 13
    assert Roundings({"line": to_cent}, "KWD").apply("line", Fraction("1.2345")) == Fraction("1.235")
    assert Roundings({"line": to_cent}, "USD").words("line") == "half up to 0.01"


def test_a_point_without_a_statement_changes_nothing() -> None:
    assert Roundings({}, "USD").apply("line", Fraction(1, 3)) == Fraction(1, 3)
    assert Roundings({}, "USD").words("line") == ""
    assert Roundings({}, "USD").whole_packs(Fraction(6, 5)) == 2
