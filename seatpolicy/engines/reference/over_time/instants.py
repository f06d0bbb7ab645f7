"""Changes of a charge that is measured by seconds in, the instant from which they count out.

The days of an account are judged as days; by seconds a change counts from its instant on. What days cannot tell apart is
refused: changes at several times of a day, and one on the day of a mark before the hour at which the cycle begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import BESIDE
from seatpolicy.values.zones import Zone, midnight

ENDS = ("cancelled", "paused")


def instant_of(events: Sequence[Event], charge: str, day: Day) -> int | None:
    """The one instant of some events, in microseconds; None where none of them changes anything: then the day counts."""
    instants = {event.instant for event in events if event.type not in BESIDE or event.type in ENDS}
    if len(instants) > 1:
        at = day.terms[charge].charge.at
        raise not_billed(refusals.EN503, at, f"changes of `{charge}` at several times of {day.on}, by seconds, are")
    return max(instants, default=None)


def at_its_hour(day: Day, events: Iterable[Event], zone: Zone) -> None:
    """Refuses an event on the day of a mark that lies before the hour at which the cycle begins there."""
    mark = midnight(day.on, zone) + day.clock
    for event in events:
        if event.type != "usage" and event.instant < mark and day.clock:
            raise not_billed(refusals.EN503, event.at, f"`{event.id}`, on the day of a mark and before its hour, is")
