"""Units that are there no more and stay paid in, which of them a new cycle still pays out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.pricing.over_time.marks import notice_begins
from seatpolicy.semantics.model.prices import Duration, FewerSeats

NEXT_CYCLE = "next cycle"
SOONEST_FIRST = ("month mark", NEXT_CYCLE, "quarter mark", "renewal")


@attrs.frozen
class _Left:
    """Units that stay paid until a mark, since a day; `notice` must be given so long before it. From `spent` on nobody may
    use them again."""

    units: Fraction
    until: str
    since: date
    notice: Duration | None
    spent: date


@attrs.define
class KeptUnits:
    """What stays paid of one charge, those first that stay the shortest."""

    _left: list[_Left] = attrs.field(init=False, factory=list)

    @property
    def units(self) -> Fraction:
        """How many they are."""
        return sum((one.units for one in self._left), Fraction(0))

    def add(self, units: Fraction, rule: FewerSeats, since: date, spent: date) -> None:
        """Units that a rule leaves paid; what a credit found nothing to come from stays for the cycle."""
        if units > 0:
            until = rule.when if rule.kind == "none" else NEXT_CYCLE
            self._left.append(_Left(units, until, since, rule.notice, spent))
            self._left.sort(key=lambda one: (SOONEST_FIRST.index(one.until), -one.since.toordinal()))

    def used_again(self, units: Fraction, on: date) -> None:
        """Somebody uses so many of them from a day on: those that stay the longest, the oldest of them first."""
        for place in reversed(range(len(self._left))):
            one = self._left[place]
            if units > 0 and on < one.spent:
                self._left[place] = attrs.evolve(one, units=max(one.units - units, Fraction(0)))
                units -= one.units
        self._left = [one for one in self._left if one.units]

    def clear(self) -> None:
        """None is left."""
        self._left = []

    def into_a_cycle(self, first: date, lies_on: Callable[[str], bool]) -> None:
        """Those are left whose mark does not lie on the first day of a cycle, or that were given up too late for it."""
        self._left = [
            one for one in self._left if not lies_on(one.until) or one.since > notice_begins(first, one.notice)
        ]
