"""Rounding: every mode on both sides of zero, against a table and against the decimal module."""

from __future__ import annotations

import decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.values.rounding import Mode, Rounding, round_to

VALUES = ["2.4", "2.5", "2.6", "3.5", "0.5", "3", "0", "-0.5", "-2.4", "-2.5", "-2.6", "-3.5"]
TO_WHOLE = {
    Mode.HALF_UP: [2, 3, 3, 4, 1, 3, 0, -1, -2, -3, -3, -4],
    Mode.HALF_EVEN: [2, 2, 3, 4, 0, 3, 0, 0, -2, -2, -3, -4],
    Mode.HALF_DOWN: [2, 2, 3, 3, 0, 3, 0, 0, -2, -2, -3, -3],
    Mode.UP: [3, 3, 3, 4, 1, 3, 0, -1, -3, -3, -3, -4],
    Mode.DOWN: [2, 2, 2, 3, 0, 3, 0, 0, -2, -2, -2, -3],
    Mode.CEILING: [3, 3, 3, 4, 1, 3, 0, 0, -2, -2, -2, -3],
    Mode.FLOOR: [2, 2, 2, 3, 0, 3, 0, -1, -3, -3, -3, -4],
}

IN_DECIMAL = {
    Mode.HALF_UP: decimal.ROUND_HALF_UP,
    Mode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Mode.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Mode.UP: decimal.ROUND_UP,
    Mode.DOWN: decimal.ROUND_DOWN,
    Mode.CEILING: decimal.ROUND_CEILING,
    Mode.FLOOR: decimal.ROUND_FLOOR,
}

modes = st.sampled_from(Mode)
values = st.fractions(max_denominator=10_000)
increments = st.one_of(
    st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 20), Fraction(1, 1000)]),
    st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000),
)


@pytest.mark.parametrize("mode", Mode)
def test_to_whole_numbers(mode: Mode) -> None:
    assert [round_to(Fraction(value), mode, Fraction(1)) for value in VALUES] == TO_WHOLE[mode]


@pytest.mark.parametrize(
    ("value", "mode", "increment", "expected"),
    [
        ("10.275", Mode.HALF_UP, "0.01", "10.28"),
        ("10.278798", Mode.HALF_UP, "0.01", "10.28"),
        ("0.005", Mode.HALF_UP, "0.01", "0.01"),
        ("0.005", Mode.HALF_EVEN, "0.01", "0"),
        ("1023.5", Mode.HALF_UP, "1", "1024"),
        ("9.97", Mode.HALF_UP, "0.05", "9.95"),
        ("9.975", Mode.HALF_UP, "0.05", "10"),
        ("9.975", Mode.HALF_DOWN, "0.05", "9.95"),
        # 199 steps of 0.05 lie below and 200 above: the even one is 200.
        ("9.975", Mode.HALF_EVEN, "0.05", "10"),
        ("-9.96", Mode.FLOOR, "0.05", "-10"),
        ("100/3", Mode.DOWN, "0.01", "33.33"),
        ("100/3", Mode.UP, "0.01", "33.34"),
        ("10", Mode.UP, "3", "12"),
    ],
)
def test_to_increments(value: str, mode: Mode, increment: str, expected: str) -> None:
    rounded = Rounding(mode, Fraction(increment)).apply(Fraction(value))
    assert rounded == Fraction(expected)


@pytest.mark.parametrize("increment", [Fraction(0), Fraction(-1, 100)])
def test_an_increment_is_positive(increment: Fraction) -> None:
    with pytest.raises(ValueError, match="rounding to"):
        Rounding(Mode.UP, increment)
    with pytest.raises(ValueError, match="rounding to"):
        round_to(Fraction(1), Mode.UP, increment)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**9), modes)
def test_as_the_decimal_module_rounds(value: decimal.Decimal, mode: Mode) -> None:
    with decimal.localcontext() as context:
        context.prec = 400
        expected = value.quantize(decimal.Decimal("0.01"), rounding=IN_DECIMAL[mode])
    assert round_to(Fraction(value), mode, Fraction(1, 100)) == Fraction(expected)


@given(values, modes, increments)
def test_the_result_is_a_near_multiple_and_stays(value: Fraction, mode: Mode, increment: Fraction) -> None:
    rounded = round_to(value, mode, increment)
    assert (rounded / increment).denominator == 1
    assert abs(rounded - value) < increment
    if mode.value.startswith("half"):
        assert 2 * abs(rounded - value) <= increment
    assert round_to(rounded, mode, increment) == rounded


@given(values, increments)
def test_the_sign_turns_the_modes(value: Fraction, increment: Fraction) -> None:
    turned = {Mode.CEILING: Mode.FLOOR, Mode.FLOOR: Mode.CEILING}
    for mode in Mode:
        mirrored = -round_to(-value, turned.get(mode, mode), increment)
        assert round_to(value, mode, increment) == mirrored


@given(values, values, modes, increments)
def test_order_is_kept(one: Fraction, other: Fraction, mode: Mode, increment: Fraction) -> None:
    low, high = sorted((one, other))
    assert round_to(low, mode, increment) <= round_to(high, mode, increment)
