"""A cycle, an anchor, a start and a day in, the cycle that holds the day out, counted mark by mark; LANGUAGE.md 4.8."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

MONTHS_OF = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
DAYS_OF = {"day": 1, "week": 7}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@attrs.frozen
class Window:
    """A cycle by its name, its first and its last day; the first of the subscription has the number 0."""

    cycle: str
    first: date
    last: date
    number: int

    def periods(self, period: str) -> Fraction:
        """How many periods of a rate the whole cycle is."""
        if period in ("", "once", "cycle"):
            return Fraction(1)
        if period in MONTHS_OF:
            return Fraction(MONTHS_OF[self.cycle], MONTHS_OF[period])
        return Fraction(_days(self.cycle), DAYS_OF[period])


@attrs.frozen
class Anchor:
    """Where cycles begin: as written, `day N of the month` with its number; and what a short month does to it."""

    said: str = "subscription day"
    month_end: str = ""

    @property
    def day(self) -> int:
        """The day of the month that is wanted; 0 for that of the start."""
        return int(self.said.split(" ")[1]) if self.said.startswith("day ") else 0

    def begins_on(self, cycle: str, start: date) -> bool:
        """Whether a cycle can begin on a day, so that no part of one lies before the first mark."""
        if "weeks from" in self.said:
            return start.weekday() == WEEKDAYS.index(self.said.rpartition(" ")[2])
        if self.said == "calendar":
            return start.day == 1 and (start.month - 1) % MONTHS_OF[cycle] == 0
        return not self.day or start.day == min(self.day, last_day(start.year, start.month))

    def window(self, cycle: str, start: date, as_of: date) -> Window:
        """The cycle that holds a day; the start lies on a mark."""
        number, first = 0, start
        while True:
            following = self._mark(cycle, start, number + 1, first)
            if following > as_of:
                return Window(cycle, first, following - timedelta(days=1), number)
            number, first = number + 1, following

    def _mark(self, cycle: str, start: date, number: int, before: date) -> date:
        """Mark `number`: so many cycles behind the start."""
        if cycle not in MONTHS_OF:
            return start + timedelta(days=number * _days(cycle))
        months = start.year * 12 + start.month - 1 + number * MONTHS_OF[cycle]
        year, month = months // 12, months % 12 + 1
        length, of_start = last_day(year, month), last_day(start.year, start.month)
        if self.month_end == "short months move the day for good":
            return date(year, month, min(before.day, length))
        if self.month_end == "last days stay last days" and start.day == of_start:
            return date(year, month, length)
        if self.month_end == "counted from the end of the month":
            return date(year, month, max(length - (of_start - start.day), 1))
        return date(year, month, min(self.day or start.day, length))


def _days(cycle: str) -> int:
    return 7 if cycle == "week" else int(cycle.split(" ")[0])


def last_day(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, last_day(year, month)))
