"""A point of rounding and a value in, the value as that point rounds it out; unchanged where the policy states nothing."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.semantics.model.policy import RoundingLine
from seatpolicy.values.money import format_decimal


def stated(point: str, low: Lowering) -> RoundingLine | None:
    """The statement for a point: quantity, pack, factor, unit price, step, line, charge or total."""
    return low.policy.roundings.get(point)


def rounded(point: str, value: Value, low: Lowering) -> Value:
    """The value, rounded."""
    line = stated(point, low)
    return value if line is None else low.b.round(value, line.rounding.mode.value, _increment(line, low))


def words(point: str, low: Lowering) -> str:
    """`half up to 0.01`; empty where nothing is stated."""
    line = stated(point, low)
    return "" if line is None else f"{line.rounding.mode.value} to {format_decimal(_increment(line, low))}"


def whole_packs(packs: Value, low: Lowering) -> Value:
    """Started packs, or packs as the policy rounds them."""
    return ceiling(packs, low) if stated("pack", low) is None else rounded("pack", packs, low)


def ceiling(value: Value, low: Lowering) -> Value:
    """The least whole number that is not below a value."""
    return low.b.round(value, "ceiling", Fraction(1))


def _increment(line: RoundingLine, low: Lowering) -> Fraction:
    return low.minor if line.to_cent else line.rounding.increment
