"""An exact amount in, the nearest one in whole minor units out; a tie goes away from 0. For telling, never for billing."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.values.currency import minor_digits


def nearest(amount: Fraction, currency: str) -> Fraction:
    """The amount in whole cents (or what the currency has)."""
    units = 10 ** minor_digits(currency)
    size = abs(amount) * units
    whole = Fraction((2 * size.numerator + size.denominator) // (2 * size.denominator), units)
    return -whole if amount < 0 else whole
