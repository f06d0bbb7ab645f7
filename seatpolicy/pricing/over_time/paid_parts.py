"""Parts that pay for the units of a charge in, newest last, units that are given back of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.pricing.over_time.bought import Lots
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
    lots: Lots = attrs.field(init=False, default=Lots())
    _open: list[_Open] = attrs.field(init=False, factory=list)

    @property
    def some(self) -> bool:
        """Whether anything may still be given back."""
        return bool(self._open)

    @property
    def alone(self) -> Part | None:
        """The part that pays for all units; None where several do, or none."""
        return self._open[0].part if len(self._open) == 1 else None

    def pay(self, units: Fraction, at: Instant) -> None:
        """So many units are paid for from now on; those that are more were bought at an instant."""
        self.units, self.lots = units, self.lots.to(units, at)

    def behind(self, day: date) -> date:
        """The first day, from a day on, that no part pays for."""
        return max([day, *(one.part.stretch.after for one in self._open)])

    def add(self, part: Part, upto: Fraction | None = None) -> Part:
        """One more part, the newest, of which units may be given back from its highest one on, or from `upto`."""
        self._open.append(_Open(part, part.level.units if upto is None else upto))
        return part

    def taken(self) -> list[tuple[Part, Fraction]]:
        """All parts, each with the highest unit that it still pays for, the oldest first; none is left."""
        found = [(one.part, one.upto) for one in self._open]
        self._open = []
        return found

    def only(self, part: Part, lots: Lots) -> Part:
        """A part that pays for all units that are there now, in place of all others; they were bought as `lots` say, and
        what is more with the part."""
        self._open, self.lots = [], lots
        self.pay(part.level.units, part.bought)
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
            part = newest.part
            if part.stretch.after <= since:
                continue
            for high, low, (stated, at) in self._by_line(newest.upto, max(downto, part.above), rule):
                if stated.kind == "none":
                    break
                begins = max(since, part.stretch.first)
                due = no_later(next_mark(stated.when, since, self.charge, day, days, at))
                unused = Stretch(begins, part.stretch.after, instant if begins == since else None)
                yield Return(part, max(due, part.due), unused, high, low, stated, at, cause, since=since)
                newest.upto = low
                self.units = low if self.units is None else min(low, self.units)
            else:
                continue
            break
        self._open = [one for one in self._open if one.upto > one.part.above]
        self.lots = self.lots.to(self.units or Fraction(0), Instant(0))

    def _by_line(self, high: Fraction, low: Fraction, rule: Rule) -> list[tuple[Fraction, Fraction, Ruled]]:
        """Units from one number down to another, by the line of the policy that says what comes back."""
        made: list[tuple[Fraction, Fraction, Ruled]] = []
        for lot in self.lots.down(high, low):
            ruled = rule(lot.at)
            upto = made.pop()[0] if made and made[-1][2] == ruled else lot.high
            made.append((upto, lot.low, ruled))
        return made
