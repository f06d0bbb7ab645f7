"""Amounts in, amounts rounded or dealt out over lines out; LANGUAGE.md 4.1, rounding and remainder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from tests.differential.naive_calendar import Window
from tests.differential.policy_data import PolicyData

ZERO = Fraction(0)
DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}


@attrs.define
class Line:
    """A line on its way: `listed` at first, `off_list` what discounts begin with, `amount` what it has come to."""

    id: str
    holder: str
    charge: str
    window: Window
    listed: Fraction
    amount: Fraction
    off_list: Fraction = ZERO


def cent(currency: str) -> Fraction:
    """The minor unit."""
    return Fraction(1, 10 ** DIGITS[currency])


def rounded(policy: PolicyData, currency: str, point: str, value: Fraction) -> Fraction:
    """A value as the policy rounds it at a point; as it is where it says nothing about the point."""
    said = next((one for one in policy.roundings if one.point == point), None)
    if said is None:
        return value
    grain = Fraction(1)
    if said.grain == "cent":
        grain = cent(currency)
    elif said.grain.endswith(" decimals"):
        grain = Fraction(1, 10 ** int(said.grain.split(" ")[0]))
    elif said.grain != "whole numbers":
        grain = Fraction(said.grain)
    return near(value / grain, said.mode) * grain


def near(value: Fraction, mode: str) -> int:
    """A whole number for a value, by one of the seven modes."""
    below = value.numerator // value.denominator
    rest = value - below
    if rest == 0:
        return below
    towards, away = (below, below + 1) if value > 0 else (below + 1, below)
    half = Fraction(1, 2)
    if mode == "floor":
        return below
    if mode == "ceiling":
        return below + 1
    if mode == "up":
        return away
    if mode == "down":
        return towards
    if rest != half:
        return below + 1 if rest > half else below
    if mode == "half up":
        return away
    if mode == "half down":
        return towards
    return below if below % 2 == 0 else below + 1


def deal(
    policy: PolicyData, currency: str, whole: Fraction, lines: Sequence[Line], weights: Sequence[Fraction]
) -> list[Fraction]:
    """An amount over lines in proportion to weights: each share is cut to minor units, and what is left goes where
    `remainder:` says, never to a line without a weight. An amount finer than minor units is dealt exactly."""
    together = sum(weights, ZERO)
    if together == 0:
        return [ZERO for _ in lines]
    unit = cent(currency)
    exact = [whole * weight / together for weight in weights]
    if (whole / unit).denominator != 1:
        return exact
    shares = [(one / unit).__floor__() * unit for one in exact]
    left = whole - sum(shares, ZERO)
    places = [place for place, weight in enumerate(weights) if weight > 0]
    if policy.remainder == "first":
        shares[places[0]] += left
    elif policy.remainder == "last":
        shares[places[-1]] += left
    else:
        places.sort(key=lambda place: (shares[place] - exact[place], lines[place].id))
        while left > 0:
            shares[places.pop(0)] += unit
            left -= unit
    return shares


def keep_below(shares: list[Fraction], lines: Sequence[Line]) -> list[Fraction]:
    """Shares of which none is above what its line has left: what is too much goes to the first lines that have room."""
    over = ZERO
    for place, line in enumerate(lines):
        over += max(shares[place] - line.amount, ZERO)
        shares[place] = min(shares[place], line.amount)
    for place, line in enumerate(lines):
        more = min(over, line.amount - shares[place])
        shares[place] += more
        over -= more
    return shares
