"""Anchors, measures and zones once more, day by day: nothing is computed that can be walked to.

A mark is a day of which something is true (its number, or what tomorrow is), and the worth of a part is what its days are
worth one by one. Slow on purpose, and no formula of `seatpolicy.values` is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs

DAY = timedelta(days=1)


@attrs.frozen
class Wanted:
    """Where marks lie: every so many months, on a day of the month (0: that of the start) with what short months do; in
    the calendar; or every so many days, on a weekday (0 is Monday) or from the start."""

    months: int = 0
    day: int = 0
    month_end: str = "clamp"
    calendar: bool = False
    days: int = 0
    weekday: int | None = None

    @property
    def by_months(self) -> bool:
        return self.months > 0


def length(day: date) -> int:
    """The days of a day's month, by walking to the next one."""
    at = day
    while at.month == day.month:
        at += DAY
    return (at - DAY).day


def month_of(day: date) -> tuple[date, int]:
    """The first day of a month and how many days it has."""
    return day.replace(day=1), length(day)


def marks_between(wanted: Wanted, start: date, first: date, last: date) -> Iterator[date]:
    """Every mark from one day to another, in order. A day that moves for good is the one of the last mark from the start's
    month on."""
    if not wanted.by_months:
        yield from _every_so_many_days(wanted, start, first, last)
        return
    origin = start.replace(month=1, day=1) if wanted.calendar else start.replace(day=1)
    number = 1 if wanted.calendar else (wanted.day or start.day)
    of_start = length(start)
    reach = of_start - min(number, of_start)
    at = min(first.replace(day=1), origin)
    passed = -_firsts(at, origin)
    while at <= last:
        days = length(at)
        if passed % wanted.months == 0:
            on = min(number, days)
            if wanted.month_end == "move for good" and passed >= 0:
                number = on
            if wanted.month_end == "from end" or (wanted.month_end == "stay last" and reach == 0):
                on = days - reach if days > reach else 1
            if first <= at.replace(day=on) <= last:
                yield at.replace(day=on)
        at += days * DAY
        passed += 1


def _every_so_many_days(wanted: Wanted, start: date, first: date, last: date) -> Iterator[date]:
    at = start
    while wanted.weekday is not None and at.weekday() != wanted.weekday:
        at -= DAY
    since = 0
    while at <= last:
        if since == 0 and at >= first:
            yield at
        at, since = at + DAY, (since + 1) % wanted.days


def _firsts(first: date, after: date) -> int:
    """How many firsts of a month come behind a first of a month, up to another."""
    count = 0
    while first < after:
        first += length(first) * DAY
        count += 1
    return count


def day_of_fixed_month(day: date) -> int:
    """How often a day counts where every month has 30: the 31st not at all, the last of February for all that lack."""
    if day.day == 31:
        return 0
    if day.month == 2 and (day + DAY).month == 3:
        return 30 - day.day + 1
    return 1


def days(first: date, after: date) -> Iterator[date]:
    while first < after:
        yield first
        first += DAY


def share_by_months(first: date, after: date, months: list[date]) -> Fraction:
    """Each day is worth one part of the month that it lies in; in months."""
    found = Fraction(0)
    for day in days(first, after):
        begins = max(mark for mark in months if mark <= day)
        ends = min(mark for mark in months if mark > day)
        found += Fraction(1, sum(1 for _ in days(begins, ends)))
    return found


def fixed(first: date, after: date, marks: list[date], of: int) -> Fraction:
    """Whole months (years) count 1; the days of another are counted up to as many as it may have."""
    found = Fraction(0)
    for begins, ends in pairwise(marks):
        inside = [day for day in days(begins, ends) if first <= day < after]
        if inside and len(inside) == sum(1 for _ in days(begins, ends)):
            found += 1
        else:
            found += Fraction(len(inside[:of]), of)
    return found
