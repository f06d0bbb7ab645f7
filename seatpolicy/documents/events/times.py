"""The text of a time in, its instant and its day in the policy's zone out, or the finding that says why it has none."""

from __future__ import annotations

import re
from datetime import date

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import messages as told
from seatpolicy.documents import typed, value_messages
from seatpolicy.documents.events import messages
from seatpolicy.documents.nodes import Scalar
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR, parse_date
from seatpolicy.values.zones import Instant, Zone, local_day, midnight, parse_instant

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fine>[0-9]+))?)?"
    r"(?P<zone> ?(?:Z|[+-](?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?))?"
)


@attrs.frozen
class Moment:
    """An instant, in microseconds since 1970 in UTC, and its day in the policy's zone."""

    instant: Instant
    day: date


@attrs.frozen
class Times:
    """Reads times against one zone. A history has few days, so each is kept once."""

    zone: Zone
    _begins: dict[date, Instant] = attrs.field(factory=dict, init=False)
    _days: dict[date, date] = attrs.field(factory=dict, init=False)

    def read(self, given: Scalar, key: str) -> Moment | Diagnostic:
        """An instant with its offset, or a date, which is the first instant of that day in the zone."""
        if _DATE.fullmatch(given.text):
            return self._day(given, key)
        instant = parse_instant(given.text)
        if instant is None or (not given.text.endswith("Z") and _too_far(given.text)):
            return self._why_not(given, key)
        day = local_day(instant, self.zone)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return value_messages.outside_the_years(given.at, key)
        return Moment(instant, self._days.setdefault(day, day))

    def begin(self, day: date) -> Instant:
        """The first instant of a day."""
        found = self._begins.get(day)
        if found is None:
            found = self._begins[day] = midnight(day, self.zone)
        return found

    def _day(self, given: Scalar, key: str) -> Moment | Diagnostic:
        day = typed.day(given, key)
        if isinstance(day, Diagnostic):
            return day
        begin = self.begin(day)
        if local_day(begin, self.zone) != day:
            why = f"the clock of {self.zone.key} passed over this day"
            return messages.impossible_time(given, key, why)
        return Moment(begin, self._days.setdefault(day, day))

    def _why_not(self, given: Scalar, key: str) -> Diagnostic:
        found = _TIME.fullmatch(given.text)
        if found is None:
            wanted = "an instant with its offset from UTC, or a date"
            return told.wrong_value(given.at, key, wanted, messages.SAMPLE)
        if parse_date(found["day"]) is None:
            return value_messages.no_such_day(given.at, key)
        why = _impossible(found)
        if why:
            return messages.impossible_time(given, key, why)
        if found["zone"] is None:
            return messages.without_zone(given, key, self.zone.key)
        if len(found["fine"] or "") > 6:
            return value_messages.too_fine_a_time(given.at, key)
        return told.wrong_value(given.at, key, "an instant in the form of ISO 8601, or a date", messages.SAMPLE)


def _too_far(text: str) -> bool:
    """Whether the offset of an instant is one that no zone has."""
    found = _TIME.fullmatch(text)
    return found is not None and _impossible(found) != ""


def _impossible(found: re.Match[str]) -> str:
    """Which part of a time there is not; empty if there is each."""
    if found["hour"] == "24":
        return "a day ends at 23:59:59.999999; 24:00 is 00:00 of the next day"
    if int(found["hour"]) > 23:
        return "a day has 24 hours, 00 to 23"
    if int(found["minute"]) > 59:
        return "an hour has 60 minutes, 00 to 59"
    if found["second"] == "60":
        return "leap seconds are not counted: write 59.999999, or the second that follows"
    if int(found["second"] or 0) > 59:
        return "a minute has 60 seconds, 00 to 59"
    if int(found["minutes"] or 0) > 59 or int(found["hours"] or 0) * 60 + int(found["minutes"] or 0) > 14 * 60:
        return "no zone is further than 14:00 from UTC"
    return ""
