"""Instants, days and clocks: facts of zones by hand, and a midnight found by trying every minute."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seatpolicy.values.zones import (
    SECOND,
    Instant,
    ZoneError,
    find_zone,
    format_instant,
    instant_of,
    local_day,
    midnight,
    moment_of,
    parse_instant,
    seconds_between,
    seconds_of_day,
    zone_names,
)

D = date.fromisoformat
NAMES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "America/Havana",
    "America/Toronto", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia",
    "Europe/Amsterdam", "Asia/Beirut",
)  # fmt: skip


def at(text: str) -> Instant:
    found = parse_instant(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", "0"),
        ("1970-01-01T00:00Z", "0"),
        ("1970-01-02T00:00:00Z", "86400"),
        ("1969-12-31T23:59:59.999999Z", "-0.000001"),
        ("1970-01-01T01:00:00+01:00", "0"),
        ("1969-12-31T18:30:00-05:30", "0"),
        ("1970-01-01T00:00:00.5-00:01", "60.5"),
        ("1970-01-01T00:00:00.25Z", "0.25"),
        # Times of two peers' cases.
        ("2020-08-06T21:28:08Z", "1596749288"),
        ("2020-09-06T21:28:08+00:00", "1599427688"),
        ("1900-01-01T00:00:00Z", "-2208988800"),
        ("2200-12-31T23:59:59Z", "7289654399"),
    ],
)
def test_instants_that_are_read(text: str, seconds: str) -> None:
    assert at(text) == Fraction(seconds) * SECOND


NO_INSTANTS = """
2026-11-10 2026-11-10T15:04:00 2026-11-10T15Z 2026-11-10T24:00:00Z 2026-11-10T15:60:00Z 2026-11-10T15:04:60Z
2026-02-29T00:00:00Z 2026-13-01T00:00:00Z 1899-12-31T23:59:59Z 2201-01-01T00:00:00Z 2026-11-10t15:04:00Z
2026-11-10T15:04:00z 2026-11-10T15:04:00+0100 2026-11-10T15:04:00+24:00 2026-11-10T15:04:00+01:60 2026-11-10T15:04:00.Z
2026-11-10T15:04:00.1234567Z 2026-11-10T15:04:00,5Z 2026-11-10T15:04:00+1:00 20261110T150400Z ２０２６-11-10T15:04:00Z
2026-11-10T15:04.5Z 2026-11-10T15:04:00Z+01:00 1596749288 now
"""


@pytest.mark.parametrize("text", [*NO_INSTANTS.split(), "", "2026-11-10 15:04:00Z", "2026-11-10T15:04:00Z\n"])
def test_instants_that_are_not_read(text: str) -> None:
    assert parse_instant(text) is None


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=st.just(UTC)), st.integers(-1439, 1439))
def test_what_python_reads_is_what_we_read(moment: datetime, offset: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=offset)))
    assert at(elsewhere.isoformat()) == instant_of(moment) == instant_of(elsewhere)
    assert at(format_instant(instant_of(moment))) == instant_of(moment)
    assert moment_of(instant_of(moment)) == moment


def test_how_instants_are_written() -> None:
    assert format_instant(at("2026-11-10T16:04:00.250+01:00")) == "2026-11-10T15:04:00.25Z"
    assert format_instant(at("2026-11-10T15:04Z")) == "2026-11-10T15:04:00Z"
    assert format_instant(Instant(-1)) == "1969-12-31T23:59:59.999999Z"


def test_a_time_without_an_offset_names_no_instant() -> None:
    with pytest.raises(ValueError, match="no offset"):
        instant_of(datetime(2026, 11, 10, 15, 4))


@pytest.mark.parametrize("name", ["Europe/Belrin", "", "Europe", "../etc/passwd", "/etc/localtime", "a\0b", "UTC+1"])
def test_no_such_zone(name: str) -> None:
    with pytest.raises(ZoneError):
        find_zone(name)


def test_the_names_of_zones() -> None:
    names = zone_names()
    assert set(NAMES) <= set(names)
    assert list(names) == sorted(names)


def test_without_rules_of_the_machine_those_of_the_package_count() -> None:
    try:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()
        assert set(NAMES) <= set(zone_names())
        assert local_day(at("2023-03-01T03:47:00Z"), find_zone("America/New_York")) == D("2023-02-28")
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        # 03:47 in London is still the evening before in New York.
        ("America/New_York", "2023-03-01T03:47:00Z", "2023-02-28"),
        ("America/New_York", "2023-03-01T05:00:00Z", "2023-03-01"),
        ("America/New_York", "2023-07-01T03:59:59.999999Z", "2023-06-30"),
        ("America/New_York", "2023-07-01T04:00:00Z", "2023-07-01"),
        ("Asia/Kathmandu", "2026-01-01T18:14:59Z", "2026-01-01"),
        ("Asia/Kathmandu", "2026-01-01T18:15:00Z", "2026-01-02"),
        ("Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
        ("Europe/Berlin", "2199-06-30T22:00:00Z", "2199-07-01"),
    ],
)
def test_local_days(zone: str, instant: str, day: str) -> None:
    assert local_day(at(instant), find_zone(zone)) == D(day)


@pytest.mark.parametrize(
    ("zone", "day", "begins", "seconds"),
    [
        ("UTC", "2026-03-29", "2026-03-29T00:00:00Z", 86400),
        ("Europe/Berlin", "2026-03-28", "2026-03-27T23:00:00Z", 86400),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 82800),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 90000),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 82800),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 90000),
        # Half an hour, the other way round.
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 88200),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 84600),
        # No midnight: at 00:00 it becomes 01:00. And at 24:00 it becomes 23:00.
        ("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z", 82800),
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 90000),
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z", 86400),
        # At 23:30 it becomes 00:30: half an hour of the evening is gone, and half an hour of the night.
        ("America/Toronto", "1919-03-30", "1919-03-30T05:00:00Z", 84600),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", 84600),
        # Midnight twice: at 01:00 it becomes 00:00.
        ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 90000),
        # And at 00:01 it becomes 23:01 of the evening before.
        ("America/St_Johns", "2010-11-06", "2010-11-06T02:30:00Z", 86400),
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", 90000),
        # A day that never was, at the date line.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 86400),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 86400),
        # A quarter of an hour, once; and an offset of seconds.
        ("Asia/Kathmandu", "1986-01-01", "1985-12-31T18:30:00Z", 85500),
        ("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z", 83730),
    ],
)
def test_how_days_begin_and_how_long_they_are(zone: str, day: str, begins: str, seconds: int) -> None:
    assert format_instant(midnight(D(day), find_zone(zone))) == begins
    assert seconds_of_day(D(day), find_zone(zone)) == seconds


def test_an_hour_that_clocks_show_after_the_next_day_began() -> None:
    """Clocks that go back behind midnight show the evening once more: the day that they show is then not the one whose
    seconds are counted."""
    zone = find_zone("America/St_Johns")
    begins = midnight(D("2010-11-07"), zone)
    assert local_day(begins, zone) == D("2010-11-07")
    assert local_day(Instant(begins + 90 * SECOND), zone) == D("2010-11-06")


def test_seconds_are_exact() -> None:
    first, after = at("2026-01-01T00:00:00.1Z"), at("2026-01-01T00:00:00.400001Z")
    assert seconds_between(first, after) == Fraction(300001, 1000000)
    assert seconds_between(after, first) == -Fraction(300001, 1000000)


days = st.dates(date(1900, 1, 2), date(2200, 12, 30))


@given(st.sampled_from(NAMES), days)
@example("America/Toronto", D("1919-03-31"))
@example("Pacific/Apia", D("2011-12-30"))
@example("America/St_Johns", D("2010-11-07"))
@example("America/Sao_Paulo", D("2017-10-15"))
@settings(max_examples=60, deadline=None)
def test_a_day_begins_when_its_clocks_first_show_it(name: str, day: date) -> None:
    """Every minute from long before is tried, then every second of the minute before the first that fits."""
    zone = find_zone(name)
    noon = datetime(day.year, day.month, day.day, tzinfo=UTC)

    def first(begin: datetime, step: timedelta) -> datetime:
        while begin.astimezone(zone).date() < day:
            begin += step
        return begin

    minute = first(noon - timedelta(hours=16), timedelta(minutes=1))
    assert moment_of(midnight(day, zone)) == first(minute - timedelta(minutes=1), timedelta(seconds=1))


@given(st.sampled_from(NAMES), days, st.integers(0, 400))
def test_days_lie_side_by_side(name: str, day: date, more: int) -> None:
    zone = find_zone(name)
    last = day + timedelta(days=more)
    total = sum((seconds_of_day(day + timedelta(days=k), zone) for k in range(more)), Fraction(0))
    assert seconds_between(midnight(day, zone), midnight(last, zone)) == total
    assert all(0 <= seconds_of_day(day + timedelta(days=k), zone) <= 172800 for k in range(min(more, 3)))
