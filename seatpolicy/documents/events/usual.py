"""What a line of a file of events says, as plain data, in; the change of seats that it is out, where it is written as most
are.

Histories of a million events are made of one kind of event, which programs write alike. Whatever is written otherwise is no
mistake: it is left to the reader that knows every form, and that makes the same event of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from sys import intern
from typing import Any, TypeGuard

import attrs

from seatpolicy.documents.bounds import MOST_COUNT
from seatpolicy.documents.events.reader import Reader
from seatpolicy.documents.events.records import SeatsChanged
from seatpolicy.source.text import Span
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR
from seatpolicy.values.zones import Instant, local_day, parse_instant

TYPE = "seats_changed"
_KEYS = frozenset(("id", "at", "type", "charge", "by", "to", "source"))
_DAY = timedelta(days=1)


@attrs.define
class UsualEvents:
    """Reads events of the policy and currency of a reader."""

    reader: Reader
    _charges: frozenset[str] = attrs.field(init=False)
    _today: date = attrs.field(init=False, default=date.min)
    _begins: int = attrs.field(init=False, default=0)
    _ends: int = attrs.field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        counted = (name for name, one in self.reader.charges.items() if one.counts_kind in ("seat", "item"))
        self._charges = frozenset(counted)

    def event(self, said: Mapping[str, Any], at: Span) -> SeatsChanged | None:
        """The event; None where it is not written as usual."""
        name, when, source = said.get("id"), said.get("at"), said.get("source", "")
        by, to, charge = said.get("by"), said.get("to"), said.get("charge")
        if said.get("type") != TYPE or charge not in self._charges or not said.keys() <= _KEYS:
            return None
        if not _is_plain(name) or not _is_plain(when) or not when.endswith("Z"):
            return None
        if "source" in said and not _is_plain(source):
            return None
        if ("by" in said) == ("to" in said) or not (_is_step(by) or _is_count(to)):
            return None
        instant = parse_instant(when)
        day = None if instant is None else self._day(instant)
        if instant is None or day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            return None
        return SeatsChanged(
            id=name, type=TYPE, instant=instant, day=day, recorded=instant, recorded_on=day, source=intern(source), at=at,
            charge=intern(charge), by=by, to=to,
        )  # fmt: skip

    def _day(self, instant: Instant) -> date | None:
        """The day of an instant; looked up anew only when it is another one than before. None at the ends of all days."""
        if not self._begins <= instant < self._ends:
            day = local_day(instant, self.reader.times.zone)
            if not FIRST_YEAR < day.year < LAST_YEAR:
                return None
            begins, ends = self.reader.times.begin(day), self.reader.times.begin(day + _DAY)
            if not begins <= instant < ends:
                return None
            self._today, self._begins, self._ends = day, begins, ends
        return self._today


def _is_plain(text: object) -> TypeGuard[str]:
    return type(text) is str and text.isascii() and text.isprintable() and not text.isspace() and text != ""


def _is_step(by: object) -> bool:
    return type(by) is int and by != 0 and abs(by) <= MOST_COUNT


def _is_count(to: object) -> bool:
    return type(to) is int and 0 <= to <= MOST_COUNT
