"""Lines that a document says were billed and the days of a charge in, what of the days is left to bill out.

No day is billed twice for one charge: what is billed in advance for days that were billed already is not billed again, and
credits come out of what was billed. A bill of what is over is the price of its cycle, less what was billed of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.engines.reference.over_time.worth import Stretch

_DAY = timedelta(days=1)


@attrs.frozen
class GivenLine:
    """What was billed of a charge for some days, all lines of these days together, and what was given back of it."""

    id: str
    first: date
    last: date
    amount: Fraction
    credited: Fraction

    @property
    def stretch(self) -> Stretch:
        """Its days."""
        return Stretch(self.first, self.last + _DAY)

    def meets(self, stretch: Stretch) -> bool:
        """Whether it is for one of some days."""
        return self.first < stretch.after and stretch.first <= self.last


def given_lines(charge: str, lines: Sequence[EarlierLine]) -> list[GivenLine]:
    """What was billed of a charge, by its days. A line for seats that were added later, or for another price, goes by its
    own id."""
    made: dict[tuple[str, date, date], Fraction] = {}
    for line in lines:
        if (line.charge, line.kind) == (charge, "charge"):
            key = (line.id if is_later(line.id) else charge, line.first, line.last)
            made[key] = made.get(key, Fraction(0)) + line.amount
    backs = [line for line in lines if (line.charge, line.kind) == (charge, "credit")]
    ids = sorted({name for name, _, _ in made}, key=len, reverse=True)
    return [GivenLine(*key, amount, _credited(key, backs, ids)) for key, amount in sorted(made.items())]


def is_later(name: str) -> bool:
    """Whether a line has an id of its own, and not that of its charge: for seats that came later, or for another price."""
    return "+" in name or "~" in name


def _credited(key: tuple[str, date, date], backs: Sequence[EarlierLine], ids: Sequence[str]) -> Fraction:
    """What was given back of a line: the credits of its days, but for those whose id says that they are another line's."""
    name, first, last = key
    mine = [one for one in backs if next((each for each in ids if one.id.startswith(f"{each}-")), name) == name]
    return -sum((line.amount for line in mine if first <= line.first and line.last <= last), Fraction(0))


def gaps(stretch: Stretch, given: Sequence[GivenLine]) -> Iterator[Stretch]:
    """The parts of some days that were not billed."""
    first = stretch.first
    for line in sorted((one for one in given if one.meets(stretch)), key=lambda one: one.first):
        if first < line.first:
            yield Stretch(first, line.first)
        first = max(first, line.last + _DAY)
    if first < stretch.after:
        yield Stretch(first, stretch.after)
