"""A part of a cycle and a measure in; what the part is worth in periods of a rate, as an exact fraction, out.

T is what a whole cycle is worth: 12 for a year at a rate per month. By every measure a whole cycle is worth T, a part
without a day 0, and no part more than T (pieces of two calendar months may add up to more than a month; whoever comes a day
later never pays more). That the parts of a cycle add up to T is certain over the cycle, over months counted as 30 days, over
the month and by seconds; over the calendar month where the marks lie on the 1st; by days per month or year it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from seatpolicy.values import periods
from seatpolicy.values.calendar import Marks, MonthMarks, Window, calendar_months
from seatpolicy.values.periods import Period
from seatpolicy.values.zones import Instant, Zone, midnight

End: TypeAlias = date | Instant
"""Where a part begins or ends: a day (its beginning), or an instant where seconds are counted."""

OVER_CYCLE = "days over cycle"
FIXED_OVER_CYCLE = "fixed days over cycle"
OVER_MONTH = "days over month"
OVER_CALENDAR_MONTH = "days over calendar month"
OVER_FIXED_MONTH = "days over fixed month"
OVER_FIXED_YEAR = "days over fixed year"
SECONDS = "seconds over cycle"
WHOLE = "whole cycles"

FIXED_MONTH = 30


class MeasureError(ValueError):
    """A measure that says nothing about such a cycle or part."""


def whole_cycle(cycle: Period, count: int, per: Period) -> Fraction:
    """T: how many periods of a rate a cycle of so many periods is worth; 1 for what is per cycle or comes once.
    MeasureError where one is made of months and the other of days."""
    if per in (Period.CYCLE, Period.ONCE):
        return Fraction(1)
    ratio = periods.ratio(cycle, per)
    if ratio is None:
        raise MeasureError(f"a cycle of {count} × {cycle.value} is no number of times a {per.value}")
    return ratio * count


def worth(
    measure: str,
    first: End,
    after: End,
    cycle: Window,
    marks: Marks,
    whole: Fraction,
    *,
    days: int = 0,
    zone: Zone | None = None,
) -> Fraction:
    """What the part [first, after) of a cycle is worth, in periods of the rate: 0 to `whole`, which is T.

    `measure` is one of the eight words above; `days` the length of a month or year that is counted with a fixed one (30 for
    months over the cycle); `marks` those that the cycle is one of; `zone` says when a day begins, and is needed for seconds
    and instants alone. MeasureError: an unknown measure, months of a cycle of days, instants where days are counted, and a
    part that is not inside its cycle.
    """
    if measure == SECONDS or not _are_days(first, after):
        return _by_seconds(measure, first, after, cycle, whole, zone)
    assert isinstance(first, date)
    assert isinstance(after, date)
    if not cycle.first <= first <= after <= cycle.after:
        raise MeasureError(f"{first} to {after} is no part of the cycle from {cycle.first} to {cycle.after}")
    of_part = _MEASURES.get(measure)
    if of_part is None:
        raise MeasureError(f"`{measure}` is no measure")
    share = of_part(first, after, cycle, marks, days)
    if first == after:
        return Fraction(0)
    if (first, after) == (cycle.first, cycle.after):
        return whole
    return whole * min(share, Fraction(1))


def fixed_days(first: date, after: date, month: int = FIXED_MONTH) -> int:
    """The days from one day to another as if every month had so many: a day is the number month × (12 × year + month of
    the year) + day. Months of 30 days make the 31st the 1st of the next month; longer ones leave days out, shorter ones
    count some twice."""

    def number(day: date) -> int:
        return month * (12 * day.year + day.month) + day.day

    return number(after) - number(first)


def _over_cycle(first: date, after: date, cycle: Window, _: Marks, __: int) -> Fraction:
    return Fraction((after - first).days, cycle.days)


def _fixed_over_cycle(first: date, after: date, cycle: Window, marks: Marks, days: int) -> Fraction:
    _made_of_months(marks, "months of 30 days")
    if days != FIXED_MONTH:
        raise MeasureError(f"months counted as {days} days would make days that are worth less than nothing")
    return Fraction(fixed_days(first, after), fixed_days(cycle.first, cycle.after))


def _over_month(first: date, after: date, _: Window, marks: Marks, __: int) -> Fraction:
    own = _made_of_months(marks, "months")
    found = sum((Fraction(d, month.days) for month, d in _pieces(own.every(1), first, after)), Fraction(0))
    return found / own.step


def _over_calendar_month(first: date, after: date, _: Window, marks: Marks, __: int) -> Fraction:
    own = _made_of_months(marks, "months of the calendar")
    calendar = calendar_months(first, 1)
    return sum((Fraction(d, month.days) for month, d in _pieces(calendar, first, after)), Fraction(0)) / own.step


def _over_fixed_month(first: date, after: date, _: Window, marks: Marks, days: int) -> Fraction:
    own = _made_of_months(marks, "months")
    return _fixed(own.every(1), first, after, days) / own.step


def _over_fixed_year(first: date, after: date, _: Window, marks: Marks, days: int) -> Fraction:
    own = _made_of_months(marks, "years")
    return _fixed(own.every(12), first, after, days) * 12 / own.step


def _whole(*_: object) -> Fraction:
    return Fraction(1)


_MEASURES: dict[str, Callable[[date, date, Window, Marks, int], Fraction]] = {
    OVER_CYCLE: _over_cycle,
    FIXED_OVER_CYCLE: _fixed_over_cycle,
    OVER_MONTH: _over_month,
    OVER_CALENDAR_MONTH: _over_calendar_month,
    OVER_FIXED_MONTH: _over_fixed_month,
    OVER_FIXED_YEAR: _over_fixed_year,
    WHOLE: _whole,
}
"""The share of a cycle that the days [first, after) are, by each measure that counts days."""


def _fixed(marks: MonthMarks, first: date, after: date, days: int) -> Fraction:
    """How many months or years a part is: a whole one is 1, and a piece its days over so many, at most 1."""
    if days < 1:
        raise MeasureError(f"a period of {days} days is none")
    found = Fraction(0)
    for one, d in _pieces(marks, first, after):
        found += 1 if d == one.days else min(Fraction(1), Fraction(d, days))
    return found


def _pieces(marks: MonthMarks, first: date, after: date) -> Iterator[tuple[Window, int]]:
    """The windows that a part reaches into, and how many of its days lie in each."""
    for one in marks.overlapping(first, after):
        yield one, (min(one.after, after) - max(one.first, first)).days


def _by_seconds(measure: str, first: End, after: End, cycle: Window, whole: Fraction, zone: Zone | None) -> Fraction:
    """By seconds over the cycle, or any part at instants where no time is counted."""
    if measure not in (SECONDS, WHOLE):
        raise MeasureError(f"`{measure}` counts days, and a part from {first} to {after} has none")
    if zone is None:
        raise MeasureError("without a time zone a day does not begin at an instant")
    begins, ends = (_instant(one, zone) for one in (first, after))
    low, high = midnight(cycle.first, zone), midnight(cycle.after, zone)
    if not low <= begins <= ends <= high:
        raise MeasureError(f"{first} to {after} is no part of the cycle from {cycle.first} to {cycle.after}")
    if begins == ends:
        return Fraction(0)
    return whole if measure == WHOLE else whole * Fraction(ends - begins, high - low)


def _instant(end: End, zone: Zone) -> Instant:
    return midnight(end, zone) if isinstance(end, date) else end


def _are_days(*ends: End) -> bool:
    if any(isinstance(one, datetime) for one in ends):
        raise MeasureError("a datetime is neither a day nor an instant")
    return all(isinstance(one, date) for one in ends)


def _made_of_months(marks: Marks, what: str) -> MonthMarks:
    if not isinstance(marks, MonthMarks):
        raise MeasureError(f"a cycle of {marks.step} days is not measured by {what}")
    return marks
