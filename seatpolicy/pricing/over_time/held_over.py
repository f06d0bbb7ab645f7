"""Runs of days of a charge that is billed by its days in, what is charged for on each of them out.

Units that were given up stay on the bill as long as `fewer seats: no credit until …` says, free to be used again; units that
came stay off it as long as `more seats: no charge until …` says. Where nothing is paid in advance, nothing is given back.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.causes import Moves, dealt
from seatpolicy.pricing.over_time.fewer import that_stays
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.kept import KeptUnits
from seatpolicy.pricing.over_time.marks import lies_on
from seatpolicy.semantics.model.prices import MoreSeats

_MORE = MoreSeats(True, "next invoice")


@attrs.define
class HeldOver:
    """One life of a charge, whose runs are asked for in their order. `_there` and `_charged` are those of the run before."""

    charge: str
    ledger: Ledger
    days: Days
    begins: date
    _kept: KeptUnits = attrs.field(init=False, factory=KeptUnits)
    _there: Fraction | None = attrs.field(init=False, default=None)
    _charged: Fraction = attrs.field(init=False, default=Fraction(0))

    def level(self, day: JudgedDay, level: Level) -> Level:
        """What is charged for from a day on, on which the count, or what stays on the bill, may be another one."""
        one, there = day.charges[self.charge], self._there
        first, there = there is None, level.units if there is None else there
        self._kept.used_again(level.units - there, day.on)
        if level.units < there and one.fewer:
            self._given_up(day, level, there)
        self._kept.into_a_cycle(day.on, lambda mark: lies_on(mark, day.on, self.charge, day, self.days))
        units = level.units + self._kept.units
        if units > level.units:
            dearer, cheaper = self.days.prices(day, self.charge, units, level.units)
            if dearer <= cheaper:
                self._kept.clear()
                units = level.units
        more = day.says(one.more, _MORE)
        if not first and not more.charged and units > self._charged:
            units = units if lies_on(more.when, day.on, self.charge, day, self.days) else self._charged
        self._there, self._charged = level.units, units
        return level if units == level.units else level.paying(units)

    def _given_up(self, day: JudgedDay, level: Level, there: Fraction) -> None:
        before = self.days.charged(max(day.on - timedelta(days=1), self.begins), self.charge)
        causes = Moves(self.charge, self.ledger, self.days, before, day).causes()
        for units, cause in dealt(causes, there - level.units, level, day, self.charge, self.days):
            rule = that_stays(day, self.charge, cause, self.days)
            if rule is not None:
                self._kept.add(units, rule, day.on, self.days.reused_until(day, self.charge))
