"""A start, the length of a cycle and where its marks want to lie in; the k-th mark and the cycle that holds a day, out.

Marks are counted from the month or the day of the start, never from the mark before: 31 January, 28 February, 31 March.
Mark 0 is the last one at or before the start. Where it lies before the start, the days from the start to mark 1 are a part
of the whole cycle [mark 0, mark 1). A cycle holds its first mark and not the next one.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import gcd
from typing import TypeAlias

import attrs

from seatpolicy.values.dates import days_in_month

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_ENDS = ("clamp", "move for good", "stay last", "from end")
SHORTEST_MONTH = 28


class CalendarError(ValueError):
    """What no calendar has: an unknown word, a length of nothing, a day before the first mark."""


@attrs.frozen(slots=True)
class Window:
    """One whole cycle: its first day, the first day after it, and its number (0 for the one that holds the start)."""

    first: date
    after: date
    index: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days


@attrs.frozen(slots=True)
class DayMarks:
    """Marks every `step` days; `origin` is mark 0."""

    origin: date
    step: int

    def mark(self, k: int) -> date:
        """The first day of cycle k, k ≥ 0. CalendarError below 0 or beyond the year 9999."""
        _not_below_zero(k)
        return _later(self.origin, k * self.step)

    def index(self, day: date) -> int:
        """The number of the cycle that holds a day. CalendarError before mark 0."""
        if day < self.origin:
            raise CalendarError(f"{day} lies before {self.origin}, the first mark")
        return (day - self.origin).days // self.step

    def window(self, day: date) -> Window:
        """The whole cycle that holds a day. CalendarError before mark 0."""
        k = self.index(day)
        return Window(self.mark(k), self.mark(k + 1), k)


@attrs.frozen(slots=True)
class MonthMarks:
    """Marks every `step` months from the month of the start, on the day that is `wanted` there.

    `base` is the month of the start (year × 12 + month − 1; January of its year for an anchor in the calendar), and what
    happens in a month without that day is said by `month_end`:

    - clamp: its last day, and the wanted day again in the next month that has it;
    - move for good: its last day, and that number ever after; only a mark moves the day, and none before the start does;
    - stay last: if the wanted day is the last one of the month of the start, then the last one of every month;
    - from end: as far from the end of the month as in the month of the start, but not before the 1st.

    `moves` is how many months lie between the marks that move the day for good: those of the cycle, also where this is a
    calendar of the months inside it.
    """

    start: date
    base: int
    wanted: int
    step: int
    month_end: str
    moves: int

    def mark(self, k: int) -> date:
        """The first day of cycle k, k ≥ 0. CalendarError below 0 or beyond the year 9999."""
        _not_below_zero(k)
        return self._at((self._before(self.start) + k) * self.step)

    def index(self, day: date) -> int:
        """The number of the cycle that holds a day, without walking there. CalendarError before mark 0."""
        return self.window(day).index

    def window(self, day: date) -> Window:
        """The whole cycle that holds a day. CalendarError before mark 0."""
        first, at = self._before(self.start), self._before(day)
        if at < first:
            raise CalendarError(f"{day} lies before {self._at(first * self.step)}, the first mark")
        return Window(self._at(at * self.step), self._at((at + 1) * self.step), at - first)

    def every(self, months: int) -> MonthMarks:
        """The marks of every so many months by the same anchor: 1 for month marks, 3 for quarter marks, 12 for years.

        They are those of a cycle of that length, save that a day that moves for good is moved by the marks of this
        calendar only: between two of them the day of the earlier one is wanted, so that the last month ends with the cycle.
        """
        _a_length(months, "months")
        return attrs.evolve(self, step=months)

    def overlapping(self, first: date, after: date) -> tuple[Window, ...]:
        """The windows that hold a day from `first` up to and without `after`, in order; those before mark 0 too (their
        numbers are below 0). Without such a day: none."""
        start, found = self._before(self.start), []
        at = self._before(first)
        begins = self._at(at * self.step)
        while begins < after and first < after:
            ends = self._at((at + 1) * self.step)
            found.append(Window(begins, ends, at - start))
            at, begins = at + 1, ends
        return tuple(found)

    def _before(self, day: date) -> int:
        """Which mark, counted from the base, is the last one at or before a day."""
        at = (month_number(day) - self.base) // self.step
        return at if self._at(at * self.step) <= day else at - 1

    def _at(self, months: int) -> date:
        """The day wanted so many months after the base."""
        month = self.base + months
        if self.month_end == "move for good":
            return in_month(month, self._moved(months // self.moves))
        if self.month_end != "clamp":
            to_end = _length(self.base) - min(self.wanted, _length(self.base))
            if self.month_end == "from end" or to_end == 0:
                return in_month(month, max(1, _length(month) - to_end))
        return in_month(month, self.wanted)

    def _moved(self, at: int) -> int:
        """The day after the marks 0 to `at` have moved it: the shortest of their months counts.

        After a round of at most twelve marks the same months come again, and only February's length differs by the year.
        """
        day, turn = self.wanted, 12 // gcd(self.moves, 12)
        februaries = range(0)
        for k in range(min(at + 1, turn)):
            month = self.base + k * self.moves
            day = min(day, _length(month))
            if month % 12 == 1:
                februaries = range(k + turn, at + 1, turn)
        for k in februaries:
            if day <= SHORTEST_MONTH:
                break
            day = min(day, _length(self.base + k * self.moves))
        return day


Marks: TypeAlias = DayMarks | MonthMarks


def days_from(start: date, days: int) -> DayMarks:
    """Cycles of so many days from the start on."""
    _a_length(days, "days")
    return DayMarks(start, days)


def weeks_from(start: date, weekday: str, weeks: int = 1) -> DayMarks:
    """Cycles of so many weeks that begin on a weekday, the first of them at or before the start."""
    _a_length(weeks, "weeks")
    if weekday not in WEEKDAYS:
        raise CalendarError(f"`{weekday}` is no day of the week")
    return DayMarks(start - timedelta(days=(start.weekday() - WEEKDAYS.index(weekday)) % 7), 7 * weeks)


def months_from(start: date, months: int, month_end: str = "clamp") -> MonthMarks:
    """Cycles of so many months from the start on: the subscription's day, or the first paid day after a trial."""
    return months_on_day(start, months, start.day, month_end)


def months_on_day(start: date, months: int, day: int, month_end: str = "clamp") -> MonthMarks:
    """Cycles of so many months that begin on a day of the month, in the month of the start or whole cycles away from it."""
    _a_length(months, "months")
    if not 1 <= day <= 31:
        raise CalendarError(f"{day} is no day of a month")
    if month_end not in MONTH_ENDS:
        raise CalendarError(f"`{month_end}` says nothing about the end of a month")
    return MonthMarks(start, month_number(start), day, months, month_end, months)


def calendar_months(start: date, months: int) -> MonthMarks:
    """Cycles of so many months that begin on the 1st, counted from the January of the start's year."""
    _a_length(months, "months")
    return MonthMarks(start, start.year * 12, 1, months, "clamp", months)


def month_number(day: date) -> int:
    """The month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def in_month(month: int, wanted: int) -> date:
    """The wanted day of a month by its number, or its last one. CalendarError outside the years 1 to 9999."""
    if not 12 <= month < 120000:
        raise CalendarError(f"the year {month // 12} is outside the calendar")
    return date(month // 12, month % 12 + 1, min(wanted, _length(month)))


def _length(month: int) -> int:
    return days_in_month(month // 12, month % 12 + 1)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CalendarError(f"{days} days after {day} is outside the calendar") from None


def _not_below_zero(k: int) -> None:
    if k < 0:
        raise CalendarError(f"there is no mark {k}")


def _a_length(count: int, what: str) -> None:
    if count < 1:
        raise CalendarError(f"no cycle is as long as {count} {what}")
