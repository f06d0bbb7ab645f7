"""An event in, the data that JSON holds of it out, with the keys of a document; and the same in a few words.

Every event says its kind, when it took effect (an instant in UTC, and the day in the policy's zone), when it became known,
and where it came from; then what its type says, as values and as the document has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.documents.events.records import Correction, Event, PersonAdded
from seatpolicy.values.money import format_decimal
from seatpolicy.values.zones import Instant, moment_of

_HEAD = frozenset(field.name for field in attrs.fields(Event))
_NAMES = {"day_of_month": "day", "term_months": "term", "taker": "to"}
"""What a document calls a field that has another name here."""

MOST_WORDS = 12
"""So many members of a list are said in words."""


def event_to_json(event: Event) -> dict[str, Any]:
    """All that it says. A correction says what the event is by it: null where it never happened."""
    made: dict[str, Any] = {
        "event": event.id,
        "type": event.type,
        "at": instant_text(event.instant),
        "day": event.day.isoformat(),
        "recorded_at": instant_text(event.recorded),
        "recorded_on": event.recorded_on.isoformat(),
        "source": event.source or None,
        "says": _says(event),
        "place": event.at.where,
        "text": event.at.text,
    }
    if isinstance(event, Correction):
        corrected = event.corrected
        made["says"] = {"corrects": event.corrects}
        made["corrected"] = None if corrected is None else {
            "type": corrected.type, "at": instant_text(corrected.instant), "day": corrected.day.isoformat(),
            "says": _says(corrected),
        }  # fmt: skip
    return made


def event_words(event: Event) -> str:
    """`seats_changed, charge member_seats, by 3`; without its id and time."""
    if isinstance(event, Correction):
        told = "never happened" if event.corrected is None else event_words(event.corrected)
        return f"correction of {event.corrects}: {told}"
    said = "".join(f", {name} {_word(value)}" for name, value in _says(event).items())
    return f"{event.type}{said}"


def instant_text(instant: Instant) -> str:
    """`2026-11-10T15:04:00Z`; with six digits of a second where it has parts of one."""
    moment = moment_of(instant)
    shown = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{shown}.{moment.microsecond:06}Z" if moment.microsecond else f"{shown}Z"


def _says(event: Event) -> dict[str, Any]:
    """What its type says, by the keys of a document; what is not said is left out."""
    made: dict[str, Any] = {}
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if field.name in _HEAD or value is None or value == "":
            continue
        name = _NAMES.get(field.name, field.name)
        if field.name == "taker":
            made["from"] = made.pop("person")
        made[name] = f"{value} months" if field.name == "term_months" else _plain(value)
    if isinstance(event, PersonAdded):
        facts = made.pop("facts", {})
        made |= {name: value for name, value in facts.items() if name != "id"}
    return made


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(value[name]) for name in sorted(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return format_decimal(value).replace(",", "")
    return value if isinstance(value, int) else str(value)


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return " and ".join(f"{name} {_word(one)}" for name, one in value.items())
    if isinstance(value, list):
        shown = " and ".join(_word(one) for one in value[:MOST_WORDS])
        return shown if len(value) <= MOST_WORDS else f"{shown} and {len(value) - MOST_WORDS:,} more"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)
