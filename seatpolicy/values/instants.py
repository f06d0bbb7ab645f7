"""A text with its offset in, an exact instant out: whole microseconds since 1970 began in UTC, as one int; and instants as
days of a time zone.

A day of a zone begins at its first instant, which is midnight except where the clock is moved over midnight. Nothing here
is a float, and no zone is ever guessed: a time without an offset is no instant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from seatpolicy.values.dates import parse_date

_FORM = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


def parse_instant(text: str) -> int | None:
    """The instant written as `2026-11-10T15:04:00Z` or with an offset to 14 hours, seconds and their decimals (six at most)
    perhaps left out; None for any other text, for days that do not exist, and for days outside 1900 to 2200."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    day = parse_date(found[1])
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    hours, minutes = int(found[7] or 0), int(found[8] or 0)
    if day is None or hour > 23 or minute > 59 or second > 59 or minutes > 59 or hours * 60 + minutes > 14 * 60:
        return None
    offset = (hours * 60 + minutes) * (-1 if found[6] == "-" else 1)
    seconds = (hour * 60 + minute - offset) * 60 + second
    return _days(day) * _DAY + seconds * _SECOND + int((found[5] or "0").ljust(6, "0"))


def local_day(instant: int, zone: ZoneInfo | str) -> date:
    """The calendar day of a zone on which an instant lies. Raises ZoneInfoNotFoundError for a zone that there is not."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(_zone(zone)).date()


def midnight(day: date, zone: ZoneInfo | str) -> int:
    """The first instant of a day of a zone; of a day that the zone skipped, the first instant after it.

    Raises ZoneInfoNotFoundError for a zone that there is not.
    """
    there = _zone(zone)
    early, late = sorted(_at_midnight(day, there, fold) for fold in (0, 1))
    if early == late:
        return early
    if local_day(early, there) >= day and local_day(early - 1, there) < day:
        return early
    # The clock is moved over midnight: the day begins where it is moved, between the two readings.
    while late - early > 1:
        middle = (early + late) // 2
        if local_day(middle, there) < day:
            early = middle
        else:
            late = middle
    return late


def _at_midnight(day: date, zone: tzinfo, fold: int) -> int:
    """Where the clock shows midnight, by the offset before (fold 0) or after (1) a change of the clock."""
    offset = datetime(day.year, day.month, day.day, fold=fold, tzinfo=zone).utcoffset() or timedelta(0)
    return _days(day) * _DAY - (offset.days * _DAY + offset.seconds * _SECOND + offset.microseconds)


def _days(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH.toordinal()


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone
