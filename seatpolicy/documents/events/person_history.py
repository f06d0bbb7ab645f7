"""Events in their order and a roster in, contradictions about people out: who is there, and in which status.

Somebody is there from `person_added` to `removed`, once in each workspace. An event without a workspace is about all entries
of the person. Who stands in the roster beside the events was there before them, in a status that the first event tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.events import history_messages as told
from seatpolicy.documents.events.history_messages import out_of_turn
from seatpolicy.documents.events.order import place_in_time
from seatpolicy.documents.events.records import Event, FactsChanged, PersonAdded, PersonEvent, SeatReassigned, TrialStarted
from seatpolicy.documents.people import ACTIVE, DEACTIVATED, SUSPENDED, Person

_LEADS_TO = {"person_accepted": ACTIVE, "suspended": SUSPENDED, "reactivated": ACTIVE, "deactivated": DEACTIVATED}
_AGAIN = {"person_accepted": "is active", "suspended": "is suspended", "deactivated": "is deactivated"}
_MOST_NAMES = 1000  # so many people are looked through for a name that was meant


@attrs.define
class _Entry:
    """Somebody in one workspace: the status (empty: not known) and the event that made it so."""

    status: str
    since: Event | None


def person_contradictions(events: Sequence[Event], roster: Sequence[Person] | None) -> Iterator[Diagnostic]:
    """One finding at most for each event."""
    people = _People(roster or ())
    for event in events:
        if isinstance(event, PersonAdded):
            people.later.setdefault(event.person, event)
    for event in events:
        found = people.happens(event)
        if found is not None:
            yield found


class _People:
    """Who is there at a time; `later` are the first events that add somebody, `gone` the last that removed somebody."""

    def __init__(self, roster: Sequence[Person]) -> None:
        self.there: dict[str, dict[str, _Entry]] = {}
        self.later: dict[str, Event] = {}
        self.gone: dict[str, Event] = {}
        for one in roster:
            self.there.setdefault(one.id, {})[one.workspace] = _Entry("", None)

    def happens(self, event: Event) -> Diagnostic | None:
        """Changes who is there; the finding, where the event cannot be."""
        if isinstance(event, PersonAdded):
            return self._added(event)
        if isinstance(event, TrialStarted):
            return self._missing(event, event.person, "") if event.person else None
        if not isinstance(event, PersonEvent) or (isinstance(event, FactsChanged) and not event.person):
            return None
        missing = self._missing(event, event.person, event.workspace)
        if missing is None and isinstance(event, SeatReassigned):
            missing = self._missing(event, event.taker, "")
        if missing is not None:
            return missing
        entries = self.there[event.person]
        meant = [entries[event.workspace]] if event.workspace else list(entries.values())
        if event.type == "removed":
            self.gone[event.person] = event
            self.there[event.person] = {
                name: one for name, one in entries.items() if event.workspace and name != event.workspace
            }
            return None
        status = _LEADS_TO.get(event.type)
        if status is None:
            return None
        found = _does_not_fit(event, meant)
        for one in meant:
            one.status, one.since = status, event
        return found

    def _added(self, event: PersonAdded) -> Diagnostic | None:
        entries = self.there.setdefault(event.person, {})
        earlier = entries.get(event.workspace)
        entries[event.workspace] = _Entry(event.status, event)
        if earlier is None:
            return None
        where = f" to `{event.workspace}`" if event.workspace else ""
        by = f"`{earlier.since.id}` shows there" if earlier.since is not None else "stands in the roster from before"
        words = f"`{event.id}` adds `{event.person}`{where}, whom {by} already"
        if earlier.since is None:
            words = f"`{event.id}` adds `{event.person}`{where}, who stands in the roster beside the events"
        hint = "remove one, add `removed` between them (within one day, give times), or say in which `workspace` each is"
        return out_of_turn(told.DO534, event, words, hint, earlier.since, "from which day the person counts is a guess")

    def _missing(self, event: Event, person: str, workspace: str) -> Diagnostic | None:
        """The finding where somebody is not there."""
        entries = self.there.get(person)
        if entries and (not workspace or workspace in entries):
            return None
        gone, later = self.gone.get(person), self.later.get(person)
        if gone is not None and not entries:
            words = f"`{event.id}` is about `{person}`, whom `{gone.id}` removed before"
            hint = "correct one of the two times; somebody who comes back is added again"
            return out_of_turn(told.DO533, event, words, hint, gone, "who is not there holds no seat")
        if later is not None and not entries and _before(event, later):
            words = f"`{event.id}` is about `{person}` on {event.day}, whom `{later.id}` adds only on {later.day}"
            hint = "correct one of the two times"
            return out_of_turn(told.DO532, event, words, hint, later, "since when the person counts is not told")
        names = list(self.there)[:_MOST_NAMES] if not entries else []
        near = next(iter(closest(person, names, 1)), "")
        return told.never_added(event, person, workspace if entries else "", near)


def _before(event: Event, later: Event) -> bool:
    return place_in_time(event) < place_in_time(later)


def _does_not_fit(event: PersonEvent, meant: Sequence[_Entry]) -> Diagnostic | None:
    """The finding where an event does not fit the status that somebody has. A roster's status may be any."""
    known = [one for one in meant if one.status]
    if not known or len(known) < len(meant):
        return None
    first, person = known[0], f"`{event.person}`"
    if event.type == "reactivated" and not any(one.status in (SUSPENDED, DEACTIVATED) for one in known):
        since = f"`{first.since.id}` made them {first.status}" if first.since is not None else f"they are {first.status}"
        words = f"`{event.id}` reactivates {person}, who never left: {since}"
        hint = "remove it, or add the event `suspended` or `deactivated` before it; within one day, give times"
        return out_of_turn(told.DO535, event, words, hint, first.since, "for which days nothing was due is not told")
    if event.type == "person_accepted" and any(one.status in (SUSPENDED, DEACTIVATED) for one in known):
        words = f"`{event.id}` accepts an invitation of {person}, who is {first.status}"
        hint = "write `reactivated` for somebody who comes back"
        return out_of_turn(told.DO536, event, words, hint, first.since, "whether the person is active is not told")
    if event.type in _AGAIN and all(one.status == _LEADS_TO[event.type] for one in known):
        words = f"`{event.id}` says that {person} {_AGAIN[event.type]}, which is so already"
        hint = "remove it, or add the event between the two that is missing"
        return out_of_turn(told.DO537, event, words, hint, first.since, "it changes nothing")
    return None
