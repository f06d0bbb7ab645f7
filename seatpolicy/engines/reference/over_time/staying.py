"""The count of every day of a charge that is billed by its days in, the count that each day is charged for out.

`fewer seats: no credit until …` keeps what was given up on the bill to that mark, where somebody else may use it without a
charge; `more seats: no charge until …` leaves what came off it to that mark. Nothing is paid before its time is over, so
that what the other lines give back does not arise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.over_time.attendance import Attendance
from seatpolicy.engines.reference.over_time.causes import Causes, each
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.kept import Kept
from seatpolicy.engines.reference.over_time.marks import lies_on
from seatpolicy.engines.reference.over_time.parts import price_of
from seatpolicy.engines.reference.over_time.price_spans import Counted
from seatpolicy.engines.reference.over_time.statements import Statements

_DAY = timedelta(days=1)


@attrs.define
class Staying:
    """Walks through the days of one life of a charge, from its first one, which `begins` it."""

    charge: str
    diary: Diary
    level: Callable[[date, str], tuple[Day, Level]]
    begins: date
    attendance: Attendance
    _kept: Kept = attrs.field(init=False)
    _causes: Causes = attrs.field(init=False)
    _seen: Fraction | None = attrs.field(init=False, default=None)
    """What there was on the day before."""
    _charged: Fraction = attrs.field(init=False, default=Fraction(0))
    """What was charged for on the day before."""

    def __attrs_post_init__(self) -> None:
        self._kept = Kept(self.charge)
        self._causes = Causes(self.charge, self.diary, self.attendance)

    def charged(self, counted: Sequence[Counted]) -> list[Counted]:
        """The days that follow, each with what is charged for on it."""
        return [self._day(*one) for one in counted]

    def _day(self, on: date, day: Day, level: Level) -> Counted:
        here, seen = level.units, level.units if self._seen is None else self._seen
        said = Statements(day.terms[self.charge], day.world)
        if here > seen:
            self._kept.use(here - seen, on)
        elif here < seen:
            before = self.level(max(on - _DAY, self.begins), self.charge)[0]
            for less, loss in each(day, self.charge, seen - here, level, self._causes.losses(before, day)):
                rule = said.stays(loss.why)
                if rule is not None:
                    self._kept.keep(less, rule, on, self.attendance.reused_until(self.charge, day))
        if self._kept.units:
            self._kept.new_cycle(day)
        units = here + self._kept.units
        if units > here and self._price(level, units, day) <= self._price(level, here, day):
            # What costs no more than fewer would is no decrease.
            self._kept.clear()
            units = here
        more = said.more()
        waits = self._seen is not None and not more.charged
        if waits and units > self._charged and not lies_on(more.when, on, day.terms[self.charge], day.world):
            units = self._charged
        self._seen, self._charged = here, units
        return on, day, level if units == here else level.paying(units)

    def _price(self, level: Level, units: Fraction, day: Day) -> Fraction:
        return price_of(level.whole, units, day, self.charge)
