"""Dates: only ISO is read, and months are added from the day of the start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.values.dates import add_months, days_in_month, format_date, parse_date

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
    ],
)
def test_dates_that_are_read(text: str, day: date) -> None:
    assert parse_date(text) == day


NO_DATES = """
2026-11-31 2026-02-29 1900-02-29 2100-02-29 2026-13-01 2026-00-01 2026-01-00 2026-01-32
1899-12-31 2201-01-01 0000-01-01 2026-1-1 26-11-01 20261101 2026-W44-1 2026-305 2026/11/01
01.11.2026 11/01/2026 2026-11-01T00:00 2026-11-01Z +2026-11-01 ２０２６-11-01 2026–11–01 today
"""


@pytest.mark.parametrize(
    "text",
    [*NO_DATES.split(), "", " 2026-11-01", "2026-11-01 ", "2026-11-01\n", "2026-11-01\0"],
)
def test_dates_that_are_not_read(text: str) -> None:
    assert parse_date(text) is None


@given(days)
def test_what_is_written_reads_back(day: date) -> None:
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-11-15", 2, "2027-01-15"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_are_added_from_the_start(start: str, months: int, day: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(day)


@given(days, st.integers(-1200, 1200))
def test_the_day_moves_only_at_the_end_of_a_shorter_month(start: date, months: int) -> None:
    moved = add_months(start, months)
    assert (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == months
    if moved.day != start.day:
        assert moved.day < start.day
        assert (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize("months", [12 * 9999, -12 * 9999])
def test_outside_the_calendar(months: int) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(2026, 1, 1), months)


def test_days_in_months() -> None:
    assert [days_in_month(2026, month) for month in (1, 2, 4, 12)] == [31, 28, 30, 31]
    assert days_in_month(2028, 2) == 29
