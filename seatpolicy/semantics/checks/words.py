"""Counts, ranges and lists in, the words that messages use for them out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.values.money import format_amount, format_decimal

Range = tuple[Fraction, Fraction]
"""A first and a last count, both included."""


def number(value: Fraction | int) -> str:
    """`1,001`."""
    return format_decimal(Fraction(value))


def money(amount: Fraction, currency: str) -> str:
    """`2,060.00 USD`."""
    return f"{format_amount(amount, currency)} {currency}"


def singular(counted: str) -> str:
    """`seat` for `seats`."""
    return counted.removesuffix("s")


def so_many(counted: str, count: Fraction | int) -> str:
    """`1 seat`, `10 seats`."""
    return f"{number(count)} {singular(counted) if count == 1 else counted}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`9 and 10`; `1, 2 and 3`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def ranges(found: Sequence[Range], step: int = 1) -> str:
    """`39 to 50`; `9 and 10`; `3, 9 to 12 and 20`: at least one range, the counts in each `step` apart."""
    parts: list[str] = []
    for first, last in found:
        if last - first <= step:
            parts += [number(first)] if first == last else [number(first), number(last)]
        else:
            parts.append(f"{number(first)} to {number(last)}")
    return listed(parts)
