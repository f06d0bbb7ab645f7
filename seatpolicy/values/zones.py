"""The name of a time zone in; local days of instants, the instants at which days begin, and their seconds, out.

An instant is a whole number of microseconds since 1970-01-01T00:00:00Z; nothing here rounds and nothing asks the clock. This
is the only module that reads the rules of zones: those of the machine, or else of the package `tzdata`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import NewType, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from seatpolicy.values.dates import parse_date

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z; a second without leap seconds, as all clocks here count."""

Zone: TypeAlias = ZoneInfo
"""The rules of one zone."""

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_WRITTEN = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(:(?P<second>[0-9]{2})(\.(?P<parts>[0-9]{1,6}))?)?"
    r"(Z|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))"
)


class ZoneError(ValueError):
    """There is no such zone, or no rules of zones at all on this machine."""


def zone_names() -> tuple[str, ...]:
    """The names of all known zones, in order; none where a machine has neither rules of its own nor `tzdata`."""
    return tuple(sorted(available_timezones()))


def find_zone(name: str) -> Zone:
    """The zone of a name of the IANA database, as `Europe/Berlin`. ZoneError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A name may also be that of a folder, or no path at all: the library has an error of its own for each.
        raise ZoneError(f"there is no time zone `{name}`") from None


def parse_instant(text: str) -> Instant | None:
    """The instant written as `2026-11-10T15:04:00Z` or `2026-11-10T16:04:00.25+01:00`: minutes, seconds, up to six digits
    of a second; Z or an offset below 24 hours. None for anything else, for a local time that no zone goes with, and
    outside 1900 to 2200."""
    found = _WRITTEN.fullmatch(text)
    day = parse_date(found["day"]) if found else None
    if found is None or day is None:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    if hour > 23 or minute > 59 or second > 59 or hours > 23 or minutes > 59:
        return None
    offset = (hours * 60 + minutes) * (-1 if found["sign"] == "-" else 1)
    seconds = (day.toordinal() - EPOCH.toordinal()) * 86400 + (hour * 60 + minute - offset) * 60 + second
    return Instant(seconds * SECOND + int((found["parts"] or "").ljust(6, "0")))


def instant_of(moment: datetime) -> Instant:
    """The instant of a datetime with an offset. ValueError for one without, which names no instant."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no offset")
    return Instant((moment - EPOCH) // MICROSECOND)


def moment_of(instant: Instant) -> datetime:
    """The same instant as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=instant)


def format_instant(instant: Instant) -> str:
    """The instant as `2026-11-10T15:04:00Z`, with the digits of the second that are not zero."""
    text = moment_of(instant).strftime("%Y-%m-%dT%H:%M:%S")
    parts = f"{instant % SECOND:06}".rstrip("0")
    return f"{text}.{parts}Z" if parts else f"{text}Z"


def local_day(instant: Instant, zone: Zone) -> date:
    """The day that the clocks of a zone show at an instant."""
    return moment_of(instant).astimezone(zone).date()


def midnight(day: date, zone: Zone) -> Instant:
    """The instant at which a day begins: the first at which the clocks of the zone show it, or a later day.

    So a day whose midnight is left out begins when the clocks move (in São Paulo at 01:00), a day that a zone leaves out as
    a whole begins and ends at one instant (in Apia 30 December 2011), and where midnight comes twice (in Havana each
    autumn) the day begins with the first, since the hour between the two is already its own. Days then lie side by side,
    whatever the clocks do, and every one of them ends where the next one begins.
    """
    shown = datetime(day.year, day.month, day.day, tzinfo=zone)
    before, after = instant_of(shown.astimezone(UTC)), instant_of(shown.replace(fold=1).astimezone(UTC))
    if before <= after:
        return before  # A midnight that comes once, or the first of two.
    # The clocks jump over midnight somewhere in between, on a whole second.
    low, high = after // SECOND, before // SECOND
    while low + 1 < high:
        middle = (low + high) // 2
        if local_day(Instant(middle * SECOND), zone) >= day:
            high = middle
        else:
            low = middle
    return Instant(high * SECOND)


def seconds_between(first: Instant, after: Instant) -> Fraction:
    """The seconds from one instant to another; below 0 if it is the earlier one."""
    return Fraction(after - first, SECOND)


def seconds_of_day(day: date, zone: Zone) -> Fraction:
    """How long a day is in a zone: 86400 seconds; 82800 and 90000 on days that clocks change by an hour; what it was."""
    return seconds_between(midnight(day, zone), midnight(date.fromordinal(day.toordinal() + 1), zone))
