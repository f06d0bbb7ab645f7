"""A part of a cycle and a measure in, what the part is worth in periods of a rate out (BILLING-RULES 4).

Every day of the part is walked over and worth its share; only the two measures that count at most so many days a month or
year look at pieces. A whole cycle is worth T by every measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.semantics.model.prices import Cycle, MeasureOfPart
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.dates import days_in_month
from seatpolicy.values.periods import Period
from seatpolicy.values.zones import find_zone, midnight

OVER_CYCLE = MeasureOfPart("days over cycle")
_DAY = timedelta(days=1)


@attrs.frozen
class Stretch:
    """Some days of a cycle: from the first on, up to `after`, which is not among them. Where the policy counts seconds,
    `from_instant` and `to_instant` (microseconds) say when on those days it begins and ends; None: as the day does."""

    first: date
    after: date
    from_instant: int | None = None
    to_instant: int | None = None

    @property
    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + timedelta(days=number) for number in range((self.after - self.first).days))

    @property
    def last(self) -> date:
        """The last of them."""
        return self.after - _DAY

    @property
    def is_empty(self) -> bool:
        """Whether it has no day at all."""
        return self.after <= self.first


@attrs.frozen
class Measure:
    """How a policy measures parts of one charge's cycles; `zone` is where its days begin, `at` where the line stands."""

    stated: MeasureOfPart
    zone: str
    at: Span
    clock: int = 0
    """How long after midnight cycles begin, in microseconds; only a measure by seconds looks at it."""

    def worth(self, part: Stretch, cycle: Cycle, window: Window, per: str) -> Fraction:
        """The part in periods of a rate per `per`. A rate per cycle counts the cycle as 1; one that comes once, or that
        names no period, as of use, is due whole, however short the part."""
        whole = cycles.worth(cycle, per, self.at)
        if per in ("", "once"):
            return whole
        if self.stated.kind == "whole cycles":
            return Fraction(0) if part.is_empty else whole
        if part.first == window.first and part.after == window.after and part.from_instant is part.to_instant is None:
            return whole
        if self._of_cycle:
            return whole * self._share(part, window)
        # Pieces of two calendar months may add up to more than one: whoever comes a day later never pays more.
        return min(whole, whole * self._in_months(part, cycle, window) / _length(cycle, self.at))

    @property
    def _of_cycle(self) -> bool:
        return self.stated.kind in ("days over cycle", "fixed days over cycle", "seconds over cycle")

    def _share(self, part: Stretch, window: Window) -> Fraction:
        """The part's share of its whole cycle."""
        whole = Stretch(window.first, window.after)
        if self.stated.kind == "seconds over cycle":
            return Fraction(self._seconds(part), self._seconds(whole))
        return Fraction(sum(map(self._units, part.days)), sum(map(self._units, whole.days)))

    def _units(self, day: date) -> int:
        """What one day counts: 1, or, by months of 30 days, how far the number of the next day is from its own."""
        if self.stated.kind == "days over cycle":
            return 1
        return _thirty(day + _DAY) - _thirty(day)

    def _seconds(self, part: Stretch) -> int:
        """Microseconds from its beginning to its end, by the clock that runs on."""
        begins, ends = part.from_instant, part.to_instant
        begins = midnight(part.first, find_zone(self.zone)) + self.clock if begins is None else begins
        ends = midnight(part.after, find_zone(self.zone)) + self.clock if ends is None else ends
        return max(ends - begins, 0)

    def _in_months(self, part: Stretch, cycle: Cycle, window: Window) -> Fraction:
        """The part in months."""
        kind = self.stated.kind
        if kind == "days over calendar month":
            return sum((Fraction(1, days_in_month(day.year, day.month)) for day in part.days), Fraction(0))
        months = _length(cycle, self.at)
        if kind == "days over month":
            marks = _marks(window, months, 1)
            shares = (Fraction(1, (after - first).days) for day in part.days for first, after in _holding(marks, day))
            return sum(shares, Fraction(0))
        if kind == "days over fixed month":
            return self._in_pieces(part, _marks(window, months, 1))
        if kind == "days over fixed year":
            return 12 * self._in_pieces(part, _marks(window, months, 12))
        raise not_billed(refusals.EN511, self.at, f"the measure `{kind}` is")

    def _in_pieces(self, part: Stretch, marks: list[tuple[date, date]]) -> Fraction:
        """Whole months (or years) as 1, and of the others at most so many days of the fixed number."""
        worth = Fraction(0)
        for first, after in marks:
            days = sum(1 for day in part.days if first <= day < after)
            worth += 1 if days == (after - first).days else min(Fraction(1), Fraction(days, self.stated.days))
        return worth


def runs(days: Iterable[date]) -> Iterator[Stretch]:
    """Days in their order as stretches without a gap."""
    first = last = None
    for day in days:
        if first is None or last is None or day != last + _DAY:
            if first is not None and last is not None:
                yield Stretch(first, last + _DAY)
            first = day
        last = day
    if first is not None and last is not None:
        yield Stretch(first, last + _DAY)


def _thirty(day: date) -> int:
    return 30 * (12 * day.year + day.month) + day.day


def _length(cycle: Cycle, at: Span) -> int:
    """How many months a cycle has."""
    months = periods.MONTHS.get(Period(cycle.period))
    if months is None:
        raise not_billed(refusals.EN511, at, f"a measure by months in a cycle of {cycles.words(cycle)} is")
    return months * cycle.count


def _marks(window: Window, months: int, step: int) -> list[tuple[date, date]]:
    """The months (or the years) that a cycle is made of, each counted from the anchor; a cycle shorter than a year is a part
    of one that begins with it."""
    assert window.month is not None
    marks = [window.month(done) for done in range(0, max(months, step) + 1, step)]
    return list(pairwise(marks))


def _holding(marks: list[tuple[date, date]], day: date) -> Iterator[tuple[date, date]]:
    return (one for one in marks if one[0] <= day < one[1])
