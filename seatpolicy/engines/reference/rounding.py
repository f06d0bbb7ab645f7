"""Rounding and dealing out, written down once more for the reference alone.

The everyday engine has its own in `values`. If both used the same code, comparing them would compare nothing; so here
stands the shortest text of each rule instead: a nearest multiple is found from the floor, a total is dealt out coin by
coin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import attrs

from seatpolicy.semantics.model.policy import RoundingLine
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_decimal
from seatpolicy.values.rounding import Mode

HALF = Fraction(1, 2)


def rounded(value: Fraction, mode: Mode, increment: Fraction) -> Fraction:
    """The multiple of the increment that the mode chooses."""
    steps = value / increment
    below = floor(steps)
    over = steps - below
    away = ceil(steps) if steps > 0 else below  # the neighbour further from zero
    towards = below if steps > 0 else ceil(steps)
    if over == 0:
        chosen = below
    elif mode is Mode.CEILING:
        chosen = below + 1
    elif mode is Mode.FLOOR:
        chosen = below
    elif mode is Mode.UP:
        chosen = away
    elif mode is Mode.DOWN:
        chosen = towards
    elif over != HALF:
        chosen = below + 1 if over > HALF else below
    elif mode is Mode.HALF_EVEN:
        chosen = below if below % 2 == 0 else below + 1
    elif mode is Mode.HALF_DOWN:
        chosen = towards
    else:
        chosen = away
    return chosen * increment


def deal_out(total_minor: int, weights: Sequence[Fraction], remainder: str) -> list[int]:
    """The total in whole minor units over lines by weight: each its share cut, then what is left: to `largest` one coin
    each, to the lines that lost most by the cut; to `first` or `last` all of it. Nothing for a line without a weight."""
    whole = sum(weights, Fraction(0))
    if whole == 0:
        return [0] * len(weights)
    sign = -1 if total_minor < 0 else 1
    shares = [abs(total_minor) * weight / whole for weight in weights]
    parts = [floor(share) for share in shares]
    while (left := abs(total_minor) - sum(parts)) > 0:
        weighty = [line for line, weight in enumerate(weights) if weight > 0]
        if remainder == "first":
            parts[weighty[0]] += left
        elif remainder == "last":
            parts[weighty[-1]] += left
        else:
            lost = [shares[line] - parts[line] for line in range(len(parts))]
            parts[lost.index(max(lost))] += 1
    return [sign * part for part in parts]


@attrs.frozen
class Roundings:
    """The roundings of a policy for one currency."""

    lines: Mapping[str, RoundingLine]
    currency: str

    def at(self, point: str) -> RoundingLine | None:
        """The statement for a point: quantity, pack, factor, unit price, step, line, charge or total."""
        return self.lines.get(point)

    def increment(self, point: str) -> Fraction:
        """What is rounded to at a point; the currency's minor unit for "the cent"."""
        line = self.lines[point]
        return Fraction(1, 10 ** minor_digits(self.currency)) if line.to_cent else line.rounding.increment

    def apply(self, point: str, value: Fraction) -> Fraction:
        """The value as that point rounds it; unchanged where the policy states nothing for it."""
        line = self.lines.get(point)
        return value if line is None else rounded(value, line.rounding.mode, self.increment(point))

    def whole_packs(self, packs: Fraction) -> Fraction:
        """Started packs, or packs as the policy rounds them."""
        return Fraction(ceil(packs)) if self.at("pack") is None else self.apply("pack", packs)

    def words(self, point: str) -> str:
        """`half up to 0.01`; empty where nothing is stated."""
        line = self.lines.get(point)
        return "" if line is None else f"{line.rounding.mode.value} to {format_decimal(self.increment(point))}"

    @property
    def minor(self) -> Fraction:
        """The currency's minor unit."""
        return Fraction(1, 10 ** minor_digits(self.currency))
