"""What parts are worth: by hand, and by the naive measure that counts day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seatpolicy.values import measures
from seatpolicy.values.calendar import (
    Marks,
    Window,
    calendar_months,
    days_from,
    months_from,
)
from seatpolicy.values.measures import MeasureError, fixed_days, whole_cycle, worth
from seatpolicy.values.periods import Period
from seatpolicy.values.zones import SECOND, Instant, find_zone, local_day, midnight, parse_instant
from tests.unit.values import naive_days as naive
from tests.unit.values.anchors_drawn import BY_DAYS, IN_MONTHS, LENGTHS, marks_of, of_months, starts
from tests.unit.values.naive_days import Wanted

D = date.fromisoformat
ONE = Fraction(1)
BERLIN = find_zone("Europe/Berlin")


def of(measure: str, first: str, after: str, marks: Marks, whole: Fraction | int = 1, days: int = 0) -> Fraction:
    """The worth of a part of the cycle that holds its first day."""
    length = days or LENGTHS.get(measure, 0)
    return worth(measure, D(first), D(after), marks.window(D(first)), marks, Fraction(whole), days=length, zone=BERLIN)


MONTH = months_from(D("2026-01-31"), 1)
"""31 January to 28 February (28 days), to 31 March (31 days)."""
YEAR = months_from(D("2026-01-15"), 12)
CALENDAR = calendar_months(D("2026-01-01"), 12)


@pytest.mark.parametrize(
    ("measure", "first", "after", "marks", "whole", "expected"),
    [
        (measures.OVER_CYCLE, "2026-02-10", "2026-02-28", MONTH, 1, "18/28"),
        (measures.OVER_CYCLE, "2026-03-10", "2026-03-31", MONTH, 1, "21/31"),
        (measures.OVER_CYCLE, "2026-07-14", "2027-01-01", CALENDAR, 12, "2052/365"),
        # Months of 30 days: 28 February to 31 March are 33 of them, 10 to 31 March 21.
        (measures.FIXED_OVER_CYCLE, "2026-03-10", "2026-03-31", MONTH, 1, "21/33"),
        (measures.FIXED_OVER_CYCLE, "2026-07-14", "2027-01-01", CALENDAR, 12, "167/30"),
        # The 31st is the 1st of the next month: a part of that day alone has no length.
        (measures.FIXED_OVER_CYCLE, "2026-07-31", "2026-08-01", CALENDAR, 12, "0"),
        # 14 July to 15 July of a month of 30 days, five whole months, 17 days of one with 31.
        (measures.OVER_MONTH, "2026-07-14", "2027-01-01", YEAR, 12, "1/30 + 5 + 17/31"),
        (measures.OVER_CALENDAR_MONTH, "2026-07-14", "2027-01-01", YEAR, 12, "18/31 + 5"),
        (measures.OVER_FIXED_MONTH, "2026-07-14", "2027-01-01", YEAR, 12, "1/30 + 5 + 17/30"),
        (measures.OVER_FIXED_MONTH, "2026-07-14", "2027-01-01", CALENDAR, 12, "18/30 + 5"),
        # Thirty days of a month of 31 are a month, and so is the whole.
        (measures.OVER_FIXED_MONTH, "2026-03-02", "2026-04-01", CALENDAR, 12, "1"),
        (measures.OVER_FIXED_YEAR, "2026-07-14", "2027-01-01", CALENDAR, 12, "171/360 * 12"),
        (measures.OVER_FIXED_YEAR, "2026-01-02", "2027-01-01", CALENDAR, 12, "12"),
        # At a rate per year.
        (measures.OVER_MONTH, "2026-07-14", "2027-01-01", CALENDAR, 1, "18/31/12 + 5/12"),
        (measures.OVER_FIXED_YEAR, "2026-07-14", "2027-01-01", CALENDAR, 1, "171/360"),
        # Two years, cut at the mark between them.
        (measures.OVER_FIXED_YEAR, "2026-01-11", "2027-01-31", calendar_months(D("2026-01-01"), 24), 24, "355/30 + 1"),
        (measures.WHOLE, "2026-02-27", "2026-02-28", MONTH, 12, "12"),
        (measures.SECONDS, "2026-03-10", "2026-03-31", MONTH, 1, "1810800 / 2674800"),
        (measures.OVER_CYCLE, "2026-01-04", "2026-01-08", days_from(D("2026-01-01"), 7), 7, "4"),
    ],
)
def test_by_hand(measure: str, first: str, after: str, marks: Marks, whole: int, expected: str) -> None:
    assert of(measure, first, after, marks, whole) == formula(expected)


def formula(text: str) -> Fraction:
    """`2/3 * 4 + 1` as a fraction: sums of products and quotients, from left to right."""
    total = Fraction(0)
    for term in text.split("+"):
        product = ONE
        for factor in term.split("*"):
            numerator, *denominators = (Fraction(one.strip()) for one in factor.split("/"))
            for denominator in denominators:
                numerator /= denominator
            product *= numerator
        total += product
    return total


@pytest.mark.parametrize(
    ("cycle", "count", "per", "expected"),
    [
        (Period.YEAR, 1, Period.MONTH, 12),
        (Period.MONTH, 1, Period.YEAR, Fraction(1, 12)),
        (Period.QUARTER, 2, Period.MONTH, 6),
        (Period.DAY, 30, Period.WEEK, Fraction(30, 7)),
        (Period.DAY, 30, Period.CYCLE, 1),
        (Period.YEAR, 1, Period.ONCE, 1),
    ],
)
def test_what_a_whole_cycle_is_worth(cycle: Period, count: int, per: Period, expected: Fraction) -> None:
    assert whole_cycle(cycle, count, per) == expected


def test_days_are_no_number_of_months() -> None:
    with pytest.raises(MeasureError, match="no number of times a month"):
        whole_cycle(Period.DAY, 30, Period.MONTH)


def test_instants_and_days_mix_where_seconds_count() -> None:
    # The cycle of 1 March in Berlin has 31 days less an hour. Noon of the 29th, behind the change, is at 10:00 in UTC.
    month = calendar_months(D("2026-03-01"), 1)
    noon = parse_instant("2026-03-29T10:00:00Z")
    assert noon is not None
    cycle = month.window(D("2026-03-29"))
    left = worth(measures.SECONDS, noon, D("2026-04-01"), cycle, month, ONE, zone=BERLIN)
    gone = worth(measures.SECONDS, D("2026-03-01"), noon, cycle, month, ONE, zone=BERLIN)
    assert left == Fraction(60 * 3600, (31 * 24 - 1) * 3600)
    assert left + gone == 1
    tick = Instant(noon + 1)
    assert worth(measures.SECONDS, noon, tick, cycle, month, ONE, zone=BERLIN) == Fraction(1, (31 * 24 - 1) * 3600 * SECOND)
    assert worth(measures.WHOLE, noon, tick, cycle, month, ONE, zone=BERLIN) == 1
    assert worth(measures.WHOLE, noon, noon, cycle, month, ONE, zone=BERLIN) == 0


NOON = Instant(0)
WINDOW = MONTH.window(D("2026-02-10"))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: of("days over the moon", "2026-02-10", "2026-02-28", MONTH), "no measure"),
        (lambda: of(measures.OVER_CYCLE, "2026-02-10", "2026-03-01", MONTH), "no part of the cycle"),
        (lambda: of(measures.OVER_CYCLE, "2026-02-10", "2026-02-09", MONTH), "no part of the cycle"),
        (lambda: of(measures.SECONDS, "2026-02-10", "2026-02-09", MONTH), "no part of the cycle"),
        (lambda: of(measures.SECONDS, "2026-02-10", "2026-03-01", MONTH), "no part of the cycle"),
        (lambda: worth(measures.SECONDS, D("2026-02-10"), D("2026-02-28"), WINDOW, MONTH, ONE), "without a time zone"),
        (lambda: worth(measures.OVER_CYCLE, NOON, D("2026-02-28"), WINDOW, MONTH, ONE, zone=BERLIN), "counts days"),
        (lambda: worth(measures.WHOLE, datetime(2026, 2, 10, tzinfo=UTC), D("2026-02-28"), WINDOW, MONTH, ONE), "datetime"),
        (lambda: of(measures.FIXED_OVER_CYCLE, "2026-02-10", "2026-02-28", MONTH, days=28), "less than nothing"),
        (lambda: worth(measures.OVER_FIXED_MONTH, D("2026-02-10"), D("2026-02-28"), WINDOW, MONTH, ONE), "0 days is none"),
    ],
)
def test_what_has_no_worth(call: Callable[[], Fraction], words: str) -> None:
    with pytest.raises(MeasureError, match=words):
        call()


@pytest.mark.parametrize("measure", IN_MONTHS)
@pytest.mark.parametrize("after", ["2026-01-20", "2026-01-31"])
def test_a_cycle_of_days_has_no_months(measure: str, after: str) -> None:
    with pytest.raises(MeasureError, match="a cycle of 30 days is not measured by"):
        of(measure, "2026-01-01", after, days_from(D("2026-01-01"), 30))


# ---- the other way of counting ----------------------------------------------------------------------------------------


def _naive(measure: str, one: Wanted, first: date, after: date, cycle: Window, start: date, days: int) -> Fraction:
    """The share of its cycle that a part is, day by day; not cut off at 1."""
    total = sum(1 for _ in naive.days(cycle.first, cycle.after))
    # What lies inside a cycle begins with it, except that the day of short months is that of the start.
    inside = Wanted(1, one.day, one.month_end, one.calendar)
    if one.month_end == "move for good":
        inside = Wanted(1, max(cycle.first.day, _moved_from(one, start, cycle)), "clamp")
    near = cycle.first - timedelta(days=62), cycle.after + timedelta(days=62)
    months = list(naive.marks_between(inside, start, *near))
    if measure == measures.OVER_CYCLE:
        return Fraction(sum(1 for _ in naive.days(first, after)), total)
    if measure == measures.FIXED_OVER_CYCLE:
        part, whole = (
            sum(naive.day_of_fixed_month(day) for day in naive.days(*ends))
            for ends in ((first, after), (cycle.first, cycle.after))
        )
        return Fraction(part, whole)
    if measure == measures.OVER_MONTH:
        return naive.share_by_months(first, after, months) / one.months
    if measure == measures.OVER_CALENDAR_MONTH:
        found = sum((Fraction(1, naive.length(day)) for day in naive.days(first, after)), Fraction(0))
        return found / one.months
    if measure == measures.OVER_FIXED_MONTH:
        return naive.fixed(first, after, months, days) / one.months
    years = [mark for at, mark in enumerate(_from_the_cycle(months, cycle)) if at % 12 == 0]
    return naive.fixed(first, after, years, days) * 12 / one.months


def _moved_from(one: Wanted, start: date, cycle: Window) -> int:
    """The day that the months inside a cycle want: that of its mark, or for the part before the first mark the anchor's."""
    return (one.day or start.day) if cycle.first < start and cycle.index == 0 and start < cycle.after else 0


def _from_the_cycle(months: list[date], cycle: Window) -> list[date]:
    return [mark for mark in months if cycle.first <= mark <= cycle.after]


drawn = st.tuples(
    of_months, starts, st.integers(0, 1000), st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(BY_DAYS[:-1])
)


@given(drawn, st.integers(28, 31), st.integers(360, 366))
@settings(max_examples=400, deadline=None)
def test_both_measures_agree(draw: tuple[Wanted, date, int, int, int, str], month: int, year: int) -> None:
    one, start, later, low, high, measure = draw
    # A year that is cut inside a cycle of months which do not divide it is measured by hand above.
    assume(measure != measures.OVER_FIXED_YEAR or one.months % 12 == 0)
    days = {measures.OVER_FIXED_MONTH: month, measures.OVER_FIXED_YEAR: year}.get(measure, 30)
    marks = marks_of(one, start)
    cycle = marks.window(start + timedelta(days=later))
    first, after = sorted(cycle.first + timedelta(days=at % (cycle.days + 1)) for at in (low, high))
    found = worth(measure, first, after, cycle, marks, ONE, days=days)
    if (first, after) == (cycle.first, cycle.after):
        assert found == 1
    else:
        assert found == min(ONE, _naive(measure, one, first, after, cycle, start, days))


@given(
    st.sampled_from(("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia")),
    st.dates(date(2009, 1, 1), date(2019, 12, 31)),
    st.integers(1, 12),
    st.integers(0, 12),
    st.integers(0, 12),
)
@settings(max_examples=40, deadline=None)
def test_seconds_are_those_of_the_clocks(name: str, start: date, length: int, low: int, high: int) -> None:
    """Every quarter of an hour is looked at; in these years no clock of these zones moved by less."""
    zone = find_zone(name)
    first, after = sorted(start + timedelta(days=at % (length + 1)) for at in (low, high))
    marks = days_from(start, length)
    cycle = marks.window(start)
    quarter, begin = 900 * SECOND, (start - date(1970, 1, 1)).days * 86400 * SECOND
    looked = [local_day(Instant(begin + at * quarter), zone) for at in range(-100, 96 * length + 100)]
    of_cycle = sum(1 for day in looked if cycle.first <= day < cycle.after)
    of_part = sum(1 for day in looked if first <= day < after)
    assume(of_cycle)
    found = worth(measures.SECONDS, first, after, cycle, marks, ONE, zone=zone)
    assert found == (Fraction(of_part, of_cycle) if midnight(first, zone) < midnight(after, zone) else 0)


@given(starts, st.integers(0, 800))
def test_days_of_fixed_months(first: date, more: int) -> None:
    after = first + timedelta(days=more)
    assert fixed_days(first, after) == sum(naive.day_of_fixed_month(day) for day in naive.days(first, after))
