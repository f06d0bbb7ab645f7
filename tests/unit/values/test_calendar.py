"""Marks: days worked out by hand, laws over all anchors, and the naive calendar that walks day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.values.calendar import (
    MONTH_ENDS,
    CalendarError,
    MonthMarks,
    Window,
    calendar_months,
    days_from,
    in_month,
    months_from,
    months_on_day,
    weeks_from,
)
from tests.unit.values.anchors_drawn import marks_of, of_months, starts, wanted
from tests.unit.values.naive_days import Wanted, marks_between

D = date.fromisoformat


def first_marks(marks: MonthMarks, count: int) -> str:
    """The first marks as `MM-DD`."""
    return " ".join(marks.mark(k).isoformat()[5:] for k in range(count))


@pytest.mark.parametrize(
    ("start", "months", "month_end", "expected"),
    [
        ("2026-01-31", 1, "clamp", "01-31 02-28 03-31 04-30 05-31"),
        ("2028-01-31", 1, "clamp", "01-31 02-29 03-31 04-30 05-31"),
        ("2026-01-31", 1, "move for good", "01-31 02-28 03-28 04-28 05-28"),
        ("2028-01-31", 1, "move for good", "01-31 02-29 03-29 04-29 05-29"),
        ("2026-03-31", 1, "move for good", "03-31 04-30 05-30 06-30 07-30"),
        ("2026-04-30", 1, "clamp", "04-30 05-30 06-30 07-30 08-30"),
        ("2026-04-30", 1, "stay last", "04-30 05-31 06-30 07-31 08-31"),
        ("2026-04-29", 1, "stay last", "04-29 05-29 06-29 07-29 08-29"),
        ("2026-02-28", 1, "stay last", "02-28 03-31 04-30 05-31 06-30"),
        ("2028-02-28", 1, "stay last", "02-28 03-28 04-28 05-28 06-28"),
        ("2026-01-29", 1, "from end", "01-29 02-26 03-29 04-28 05-29"),
        # Thirty days before the end of January; a shorter month has no such day, and begins instead.
        ("2026-01-01", 1, "from end", "01-01 02-01 03-01 04-01 05-01"),
        ("2026-01-03", 1, "from end", "01-03 02-01 03-03 04-02 05-03"),
        ("2026-11-30", 3, "clamp", "11-30 02-28 05-30 08-30 11-30"),
        ("2026-11-30", 3, "move for good", "11-30 02-28 05-28 08-28 11-28"),
        ("2026-08-31", 6, "stay last", "08-31 02-28 08-31 02-29 08-31"),
        # A leap day: every year, until the first year without one, in the fourth year again.
        ("2024-02-29", 12, "clamp", "02-29 02-28 02-28 02-28 02-29"),
        ("2024-02-29", 12, "move for good", "02-29 02-28 02-28 02-28 02-28"),
        ("2024-02-29", 12, "from end", "02-29 02-28 02-28 02-28 02-29"),
        ("2024-02-29", 48, "clamp", "02-29 02-29 02-29 02-29 02-29"),
        # 2100 is no leap year, 2104 is.
        ("2092-02-29", 48, "clamp", "02-29 02-29 02-28 02-29 02-29"),
        ("2092-02-29", 48, "move for good", "02-29 02-29 02-28 02-28 02-28"),
    ],
)
def test_what_short_months_do(start: str, months: int, month_end: str, expected: str) -> None:
    assert first_marks(months_from(D(start), months, month_end), 5) == expected


@pytest.mark.parametrize(
    ("start", "months", "day", "month_end", "expected"),
    [
        ("2026-03-15", 1, 15, "clamp", "03-15 04-15 05-15"),
        ("2026-03-20", 1, 15, "clamp", "03-15 04-15 05-15"),
        # The 15th of the start's month is still to come: the cycle that holds the start began a whole cycle earlier.
        ("2026-03-10", 1, 15, "clamp", "02-15 03-15 04-15"),
        ("2026-03-10", 3, 15, "clamp", "12-15 03-15 06-15"),
        ("2026-03-10", 12, 15, "clamp", "03-15 03-15 03-15"),
        ("2026-02-14", 1, 31, "clamp", "01-31 02-28 03-31"),
        ("2026-02-28", 1, 31, "clamp", "02-28 03-31 04-30"),
        ("2026-02-14", 3, 31, "clamp", "11-30 02-28 05-31"),
        # No month before the start moves the day; from the start's own month on they do.
        ("2026-03-10", 1, 31, "move for good", "02-28 03-31 04-30"),
        ("2026-02-14", 1, 31, "move for good", "01-31 02-28 03-28"),
        ("2024-02-28", 12, 30, "move for good", "02-28 02-29 02-28"),
        # Of the start's month: the 30th is the last day of April, and not of May.
        ("2026-04-10", 1, 30, "stay last", "03-31 04-30 05-31"),
        ("2026-05-10", 1, 30, "stay last", "04-30 05-30 06-30"),
        ("2026-04-10", 1, 29, "from end", "03-30 04-29 05-30"),
    ],
)
def test_a_day_of_the_month(start: str, months: int, day: int, month_end: str, expected: str) -> None:
    assert first_marks(months_on_day(D(start), months, day, month_end), 3) == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-03-10", 1, "03-01 04-01 05-01"),
        ("2026-03-10", 3, "01-01 04-01 07-01"),
        ("2026-09-30", 6, "07-01 01-01 07-01"),
        ("2026-12-31", 12, "01-01 01-01 01-01"),
    ],
)
def test_in_the_calendar(start: str, months: int, expected: str) -> None:
    assert first_marks(calendar_months(D(start), months), 3) == expected


def test_weeks_and_days() -> None:
    # 4 November 2026 is a Wednesday.
    weeks = weeks_from(D("2026-11-04"), "monday")
    assert weeks.window(D("2026-11-04")) == Window(D("2026-11-02"), D("2026-11-09"), 0)
    assert weeks.window(D("2026-11-09")) == Window(D("2026-11-09"), D("2026-11-16"), 1)
    assert weeks_from(D("2026-11-04"), "wednesday").mark(0) == D("2026-11-04")
    assert days_from(D("2026-01-01"), 30).window(D("2026-03-02")) == Window(D("2026-03-02"), D("2026-04-01"), 2)


def test_the_stub_is_a_part_of_a_whole_cycle() -> None:
    window = months_on_day(D("2026-03-10"), 1, 15).window(D("2026-03-10"))
    assert (window.first, window.after, window.index, window.days) == (D("2026-02-15"), D("2026-03-15"), 0, 28)


def test_marks_of_months_and_quarters_inside_a_cycle() -> None:
    year = months_from(D("2026-01-31"), 12)
    assert first_marks(year.every(1), 5) == "01-31 02-28 03-31 04-30 05-31"
    assert first_marks(year.every(3), 5) == "01-31 04-30 07-31 10-31 01-31"
    assert first_marks(calendar_months(D("2026-02-14"), 1).every(3), 3) == "01-01 04-01 07-01"
    assert first_marks(months_on_day(D("2026-03-10"), 12, 15).every(1), 3) == "02-15 03-15 04-15"
    # Only a mark of the cycle moves the day: of the year from January none does, of the quarters April's does.
    assert first_marks(months_from(D("2026-01-31"), 12, "move for good").every(1), 5) == "01-31 02-28 03-31 04-30 05-31"
    assert first_marks(months_from(D("2026-01-31"), 3, "move for good").every(1), 8) == (
        "01-31 02-28 03-31 04-30 05-30 06-30 07-30 08-30"
    )
    # Quarters among months: the day that February left, from February on.
    assert first_marks(months_from(D("2026-01-31"), 1, "move for good").every(3), 3) == "01-31 04-28 07-28"


def test_windows_that_a_part_reaches_into() -> None:
    months = months_from(D("2026-01-31"), 12).every(1)
    found = months.overlapping(D("2026-02-10"), D("2026-03-31"))
    assert found == (Window(D("2026-01-31"), D("2026-02-28"), 0), Window(D("2026-02-28"), D("2026-03-31"), 1))
    assert months.overlapping(D("2026-02-10"), D("2026-02-10")) == ()
    assert [one.index for one in months.overlapping(D("2025-12-31"), D("2026-02-01"))] == [-1, 0]


@pytest.mark.parametrize(
    "call",
    [
        lambda: months_from(D("2026-01-01"), 0),
        lambda: months_from(D("2026-01-01"), 1, "skip"),
        lambda: months_on_day(D("2026-01-01"), 1, 0),
        lambda: months_on_day(D("2026-01-01"), 1, 32),
        lambda: days_from(D("2026-01-01"), 0),
        lambda: weeks_from(D("2026-01-01"), "moonday"),
        lambda: weeks_from(D("2026-01-01"), "monday", 0),
        lambda: calendar_months(D("2026-01-01"), -1),
        lambda: months_from(D("2026-01-01"), 1).every(0),
        lambda: months_from(D("2026-01-01"), 1).mark(-1),
        lambda: days_from(D("2026-01-01"), 1).mark(-1),
        lambda: months_from(D("2026-01-02"), 1).window(D("2026-01-01")),
        lambda: weeks_from(D("2026-01-01"), "monday").window(D("2025-12-01")),
        lambda: months_from(D("2026-01-01"), 1).mark(120_000),
        lambda: days_from(D("2026-01-01"), 1).mark(10**12),
        lambda: in_month(11, 1),
    ],
)
def test_what_no_calendar_has(call: object) -> None:
    with pytest.raises(CalendarError):
        call()  # type: ignore[operator]


@given(one=wanted, start=starts, later=st.integers(0, 1500))
@settings(max_examples=400, deadline=None)
def test_both_calendars_have_the_same_marks(one: Wanted, start: date, later: int) -> None:
    made = marks_of(one, start)
    # Far enough back for the last mark at or before the start.
    back, day = start - timedelta(days=31 * (one.months + 1)), start + timedelta(days=later)
    naive = list(marks_between(one, start, back, day + timedelta(days=31 * (one.months + 1) + one.days)))
    before = [mark for mark in naive if mark <= start]
    assert made.mark(0) == before[-1]
    known = [before[-1], *(mark for mark in naive if mark > start)]
    assert [made.mark(k) for k in range(len(known))] == known
    index = sum(1 for mark in known if mark <= day) - 1
    assert made.window(day) == Window(known[index], known[index + 1], index)


@given(one=of_months, start=starts, step=st.sampled_from((1, 3, 12)), later=st.integers(0, 900))
@settings(max_examples=200, deadline=None)
def test_marks_inside_cycles_are_those_of_shorter_cycles(one: Wanted, start: date, step: int, later: int) -> None:
    made = marks_of(one, start)
    assert isinstance(made, MonthMarks)
    inner = made.every(step)
    if one.month_end != "move for good":
        assert inner.window(start + timedelta(days=later)) == marks_of(
            Wanted(step, one.day or (0 if one.calendar else start.day), one.month_end, one.calendar), start
        ).window(start + timedelta(days=later))
    cycle = made.window(start + timedelta(days=later))
    if one.months % step == 0:
        # They begin and end with the cycle, and as many as fit lie in it, none longer than such a period can be.
        found = inner.overlapping(cycle.first, cycle.after)
        assert (found[0].first, found[-1].after, len(found)) == (cycle.first, cycle.after, one.months // step)
        assert all(28 * step <= window.days <= 31 * step for window in found)


@given(one=wanted, start=starts, first=st.integers(0, 400), more=st.integers(0, 400))
def test_windows_lie_side_by_side(one: Wanted, start: date, first: int, more: int) -> None:
    made = marks_of(one, start)
    day = start + timedelta(days=first)
    window = made.window(day)
    assert window.first <= day < window.after
    assert made.window(window.after - timedelta(days=1)) == window
    assert made.window(window.after).first == window.after
    assert made.window(window.after).index == window.index + 1
    assert (made.mark(window.index), made.mark(window.index + 1)) == (window.first, window.after)
    assert made.mark(0) <= start < made.mark(1)
    if isinstance(made, MonthMarks):
        found = made.overlapping(day, day + timedelta(days=more))
        assert all(before.after == behind.first for before, behind in pairwise(found))
        assert not more or (found[0] == window and found[-1] == made.window(day + timedelta(days=more - 1)))


@pytest.mark.parametrize("month_end", MONTH_ENDS)
@pytest.mark.parametrize("start", ["1900-01-31", "1900-01-30", "1904-02-29", "1903-03-29", "1999-12-31"])
@pytest.mark.parametrize("months", [1, 3, 12])
def test_from_the_first_to_the_last_year(month_end: str, start: str, months: int) -> None:
    begins, ends = D(start), D("2200-12-31")
    made = months_from(begins, months, month_end)
    naive = list(marks_between(Wanted(months, 0, month_end), begins, begins, ends))
    assert [made.mark(k) for k in range(len(naive))] == naive
    assert made.index(ends) == len(naive) - 1
    # The last mark is found at once, whatever lies before it.
    assert made.window(naive[-1]).first == naive[-1]
