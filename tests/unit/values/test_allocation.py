"""Dealing out a total: the parts sum to it, and the remainder goes where it was told to go."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seatpolicy.values.allocation import Remainder, allocate

remainders: st.SearchStrategy[Remainder] = st.sampled_from(["largest", "first", "last"])
totals = st.integers(-(10**12), 10**12)
weights = st.lists(st.fractions(min_value=0, max_value=10**6, max_denominator=1000), min_size=1)


@pytest.mark.parametrize(
    ("total", "weighed", "remainder", "parts"),
    [
        # 5 cents over three equal lines: 1 2/3 each, cut to 1, and 2 left.
        (5, "1 1 1", "largest", [2, 2, 1]),
        (5, "1 1 1", "first", [3, 1, 1]),
        (5, "1 1 1", "last", [1, 1, 3]),
        (-5, "1 1 1", "largest", [-2, -2, -1]),
        (-5, "1 1 1", "last", [-1, -1, -3]),
        # 7 over 50, 30, 20: 3.5, 2.1 and 1.4; the first lost most.
        (7, "50 30 20", "largest", [4, 2, 1]),
        (7, "50 30 20", "last", [3, 2, 2]),
        # 10 over 1, 1, 4: 1 2/3, 1 2/3, 6 2/3; all lost 2/3, the first two come first.
        (10, "1 1 4", "largest", [2, 2, 6]),
        # 10 over 3, 4, 4: 2 8/11, 3 7/11, 3 7/11; 2 left, to the first and then the second.
        (10, "3 4 4", "largest", [3, 4, 3]),
        # A line without a weight gets nothing, wherever it stands.
        (10, "0 1 1 1 0", "first", [0, 4, 3, 3, 0]),
        (10, "0 1 1 1 0", "last", [0, 3, 3, 4, 0]),
        (100, "1/3 2/3", "largest", [33, 67]),
        (9000, "1", "largest", [9000]),
        (0, "0 0", "largest", [0, 0]),
        (0, "", "last", []),
    ],
)
def test_cases(total: int, weighed: str, remainder: Remainder, parts: list[int]) -> None:
    assert allocate(total, [Fraction(weight) for weight in weighed.split()], remainder) == parts


@pytest.mark.parametrize("weighed", [[], [0], [0, 0]])
def test_nobody_to_deal_to(weighed: list[int]) -> None:
    with pytest.raises(ValueError, match="nothing to deal"):
        allocate(1, [Fraction(weight) for weight in weighed], "largest")


def test_negative_weights() -> None:
    with pytest.raises(ValueError, match="negative weight"):
        allocate(1, [Fraction(2), Fraction(-1)], "largest")


@given(totals, weights, remainders)
def test_the_parts_sum_to_the_total(total: int, weighed: list[Fraction], remainder: Remainder) -> None:
    assume(any(weighed))
    parts = allocate(total, weighed, remainder)
    assert sum(parts) == total
    assert all(part == 0 for part, weight in zip(parts, weighed, strict=True) if weight == 0)
    assert allocate(-total, weighed, remainder) == [-part for part in parts]
    assert allocate(total, [7 * weight for weight in weighed], remainder) == parts


@given(totals, weights)
def test_by_the_largest_no_line_is_a_unit_off(total: int, weighed: list[Fraction]) -> None:
    assume(any(weighed))
    parts = allocate(total, weighed, "largest")
    for part, weight in zip(parts, weighed, strict=True):
        assert abs(part - total * weight / sum(weighed)) < 1


@given(totals, weights, st.sampled_from(["first", "last"]))
def test_only_one_line_takes_the_rest(total: int, weighed: list[Fraction], remainder: Remainder) -> None:
    assume(any(weighed))
    parts = allocate(total, weighed, remainder)
    ordered = list(zip(parts, weighed, strict=True))
    if remainder == "last":
        ordered.reverse()
    lines = [(part, weight) for part, weight in ordered if weight]
    for part, weight in lines[1:]:
        share = abs(total) * weight / sum(weighed)
        assert abs(part) == share.numerator // share.denominator
