"""Units that nobody has any more and that stay paid all the same in, how many there are on a day out.

They stay paid until the mark that `no credit until …` names, and may be used again without charge, for as long as `freed
seat:` lets them be. Whoever takes some over takes those that would stay paid the longest.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.marks import lies_on, notice_begins
from seatpolicy.semantics.model.prices import Duration, FewerSeats

_LASTING = ("month mark", "next cycle", "quarter mark", "renewal")
"""Marks, those first that come sooner."""


@attrs.define
class _Kept:
    """So many units, since a day, until a mark; with `notice`, until one for which it was given in time. They may be used
    again up to the day `reused_until`."""

    units: Fraction
    since: date
    until: str
    notice: Duration | None
    reused_until: date


@attrs.define
class Kept:
    """The units of one charge."""

    charge: str
    _all: list[_Kept] = attrs.field(init=False, factory=list)

    @property
    def units(self) -> Fraction:
        """How many there are."""
        return sum((one.units for one in self._all), Fraction(0))

    def keep(self, units: Fraction, rule: FewerSeats, since: date, reused_until: date) -> None:
        """Adds units by a rule. What a credit could not give back stays until the next cycle."""
        if units > 0:
            until = rule.when if rule.kind == "none" else "next cycle"
            self._all.append(_Kept(units, since, until, rule.notice, reused_until))

    def use(self, units: Fraction, on: date) -> None:
        """Takes units away, because somebody uses them again from a day on."""
        free = (one for one in self._all if on < one.reused_until)
        for one in sorted(free, key=lambda one: (-_LASTING.index(one.until), one.since)):
            taken = min(one.units, units)
            one.units -= taken
            units -= taken
        self._all = [one for one in self._all if one.units]

    def clear(self) -> None:
        """Forgets them all."""
        self._all = []

    def new_cycle(self, day: Day) -> None:
        """Forgets those whose mark lies on a day, the first of a cycle."""
        self._all = [one for one in self._all if not self._is_over(one, day)]

    def _is_over(self, one: _Kept, day: Day) -> bool:
        terms = day.terms[self.charge]
        return lies_on(one.until, day.on, terms, day.world) and one.since <= notice_begins(day.on, one.notice)
