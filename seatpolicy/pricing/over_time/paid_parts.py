"""Parts that pay for the units of a charge in, newest last, units that are given back of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.fewer import Ruled
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.pricing.over_time.marks import next_mark
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.values.zones import Instant

Rule = Callable[[int], Ruled]
"""What comes back of units that were bought at an instant."""


@attrs.define
class _Open:
    """A part of which units may still be given back: those above `part.above`, up to `upto`."""

    part: Part
    upto: Fraction


@attrs.define
class PaidParts:
    """Of one charge; `units` are paid for now (None: before the first cycle)."""

    charge: str
    units: Fraction | None = None
    _open: list[_Open] = attrs.field(init=False, factory=list)

    @property
    def some(self) -> bool:
        """Whether anything may still be given back."""
        return bool(self._open)

    @property
    def bought(self) -> Instant:
        """When the newest part that may be given back was bought."""
        return self._open[-1].part.bought if self._open else Instant(0)

    def behind(self, day: date) -> date:
        """The first day, from a day on, that no part pays for."""
        return max([day, *(one.part.stretch.after for one in self._open)])

    def add(self, part: Part) -> Part:
        """One more part, the newest."""
        self._open.append(_Open(part, part.level.units))
        return part

    def only(self, part: Part) -> Part:
        """A part that pays for all units that are there now, in place of all others."""
        self._open = []
        self.units = part.level.units
        return self.add(part)

    def over_by(self, day: date) -> None:
        """Parts that are over by a day have nothing to give back."""
        self._open = [one for one in self._open if one.part.stretch.after > day]

    def given_back(
        self,
        day: JudgedDay,
        days: Days,
        since: date,
        downto: Fraction,
        cause: Cause,
        rule: Rule,
        instant: Instant | None,
        no_later: Callable[[date], date],
    ) -> Iterator[Return]:
        """Units from the newest part first, not paid for `since` a day. Parts of other days may hold the same units, where
        an anchor was moved: they are given back of each."""
        for newest in reversed(self._open):
            part, low = newest.part, max(downto, newest.part.above)
            if newest.upto <= low or part.stretch.after <= since:
                continue
            stated, at = rule(part.bought)
            if stated.kind == "none":
                break
            begins = max(since, part.stretch.first)
            due = no_later(next_mark(stated.when, since, self.charge, day, days, at))
            unused = Stretch(begins, part.stretch.after, instant if begins == since else None)
            yield Return(part, max(due, part.due), unused, newest.upto, low, stated, at, cause, since)
            newest.upto = low
            self.units = low if self.units is None else min(low, self.units)
        self._open = [one for one in self._open if one.upto > one.part.above]
