"""Two values in, their order out; a cell of a decision table and a value in, whether it holds the value out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.prices import Key


def less_or_equal(left: Fraction | date, right: Fraction | date) -> bool:
    """Whether the left one is no greater. Raises TypeError for two kinds of values."""
    if isinstance(left, date) and isinstance(right, date):
        return left <= right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left <= right
    raise TypeError(f"{left} and {right} have no order; the checker lets no such comparison pass")


def fits(key: Key, value: Value, plain: Callable[[object], object]) -> bool:
    """Whether a cell holds a value. `plain` gives the value of what a cell says by a name or a literal."""
    if key.any:
        return True
    if key.values:
        options = [plain(option) for option in key.values]
        return any(one in options for one in value) if isinstance(value, tuple) else value in options
    low, high = plain(key.low), plain(key.high)
    if not isinstance(value, (Fraction, date)):
        return False
    if isinstance(low, (Fraction, date)) and (not less_or_equal(low, value) or (key.above and low == value)):
        return False
    return not isinstance(high, (Fraction, date)) or (less_or_equal(value, high) and not (key.below and high == value))
