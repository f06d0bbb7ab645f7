"""Instants and days of zones, at the changes of the clock too; every expected figure is counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.values.instants import local_day, midnight, parse_instant

SECOND = 1_000_000
DAY = 86_400 * SECOND


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00Z", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.5Z", 500_000),
        ("1970-01-02T01:00:00+01:00", DAY),
        ("1969-12-31T23:00:00-01:30", 1800 * SECOND),
        ("2000-03-01T00:00:00Z", 11_017 * DAY),  # 30 years, 7 leap days, 31 + 29 days
    ],
)
def test_texts_with_an_offset_are_instants(text: str, instant: int) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-11-10", "2026-11-10T15:04:00", "2026-11-10 15:04:00Z", "2026-11-10T15Z", "2026-11-10T24:00:00Z",
        "2026-11-10T15:60:00Z", "2026-11-10T15:04:60Z", "2026-02-29T00:00:00Z", "2026-11-10T15:04:00+15:00",
        "2026-11-10T15:04:00+1:00", "2026-11-10T15:04:00.1234567Z", "2026-11-10T15:04:00z", "1899-12-31T00:00:00Z",
        "2201-01-01T00:00:00Z", "2026-11-10T15:04:00Z\n", "٢٠٢٦-11-10T15:04:00Z", "2026-11-10T15:04:00+14:01",
    ],
)  # fmt: skip
def test_other_texts_are_none(text: str) -> None:
    assert parse_instant(text) is None


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("UTC", date(2026, 11, 1), "2026-11-01T00:00Z"),
        ("Europe/Berlin", date(2026, 7, 1), "2026-06-30T22:00Z"),
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00Z"),  # the clock moves at 02:00
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29T22:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00Z"),  # 00:00 is skipped, the day begins at 01:00
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00Z"),  # 00:00 comes twice, the day begins at the first
        ("America/Sao_Paulo", date(2018, 2, 18), "2018-02-18T03:00Z"),  # 23:00 of the day before comes twice
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30Z"),  # 23:30 becomes 00:30
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00Z"),  # a day that never was
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00Z"),
    ],
)
def test_a_day_begins_at_its_first_instant(zone: str, day: date, utc: str) -> None:
    first = midnight(day, zone)
    assert first == parse_instant(utc)
    assert local_day(first, zone) >= day
    assert local_day(first - 1, zone) < day


ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo")


@given(st.integers(0, 300 * 365), st.sampled_from(ZONES))
def test_midnight_is_the_border_of_the_day(days: int, zone: str) -> None:
    day = date(1900, 1, 2) + timedelta(days=days)
    first = midnight(day, ZoneInfo(zone))
    assert local_day(first - 1, zone) < day <= local_day(first, zone)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30)), st.integers(-840, 840))
def test_written_and_read_again(when: datetime, minutes: int) -> None:
    sign = "-" if minutes < 0 else "+"
    text = when.isoformat() + f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    since = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    assert parse_instant(text) == (since.days * 86_400 + since.seconds) * SECOND + since.microseconds
