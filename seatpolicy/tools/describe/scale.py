"""Amounts and counts in, places on a drawing and round marks on its axes out, exactly: a drawing needs no rounding here.

Places are fractions of the drawing's units; `place` writes them with two decimals.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

_ROUND = (1, 2, 5)


@attrs.frozen
class Scale:
    """From 0 to `most`, laid from `start` to `end`."""

    most: Fraction
    start: Fraction
    end: Fraction

    def at(self, value: Fraction | int) -> Fraction:
        """Where a value lies."""
        return self.start + (self.end - self.start) * Fraction(value) / self.most


def marks(most: Fraction, wanted: int) -> list[Fraction]:
    """Round values from 0 up to the most, at most `wanted` steps: multiples of 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [Fraction(0)]
    power = Fraction(1)
    while power * 10 <= most / wanted:
        power *= 10
    while power > most / wanted:
        power /= 10
    step = next(power * factor for factor in (*_ROUND, 10, 20) if power * factor * wanted >= most)
    return [step * count for count in range(int(most / step) + 1)]


def headroom(most: Fraction, wanted: int) -> Fraction:
    """The first round mark at or above the most."""
    found = marks(most, wanted)
    step = found[1] - found[0] if len(found) > 1 else max(most, Fraction(1))
    return found[-1] if found[-1] >= most and found[-1] > 0 else found[-1] + step


def place(value: Fraction) -> str:
    """`12.5`: two decimals at most."""
    hundredths = (value * 200 + 1) // 2 if value >= 0 else -((-value * 200 + 1) // 2)
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:02d}".rstrip("0")
