"""The list `events:` of a document and a checked policy in, a history in its one order out; a finding for everything that
cannot be read.

Two readings: first what happened, then the corrections, each of which is read together with the event that it corrects. Time
and memory grow with the length of the list and no faster.
"""

from __future__ import annotations

from sys import intern

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import shape
from seatpolicy.documents.events import chain_messages, messages
from seatpolicy.documents.events.builds import BUILDS
from seatpolicy.documents.events.corrections import CorrectionReader
from seatpolicy.documents.events.forms import COMMON, FORMS
from seatpolicy.documents.events.order import in_order
from seatpolicy.documents.events.reader import Head, Reader
from seatpolicy.documents.events.records import Correction, Event
from seatpolicy.documents.events.repeated import Repeated
from seatpolicy.documents.nodes import Mapping, Node, Scalar, is_nothing
from seatpolicy.semantics.model.policy import Policy

SAMPLE = "events: [{id: e-1, at: 2026-11-10T15:04:00Z, type: seats_changed, charge: member_seats, by: 2}]"

_OTHER_WORDS = {
    "canceled": "cancelled", "subscription_cancelled": "cancelled", "seat_added": "seats_changed",
    "seats_added": "seats_changed", "seats_removed": "seats_changed", "user_added": "person_added",
    "user_removed": "removed", "person_removed": "removed", "deleted": "removed", "activated": "reactivated",
    "disabled": "suspended", "invited": "person_added", "renewal": "renewed", "upgraded": "plan_changed",
    "downgraded": "plan_changed", "unpaused": "resumed",
}  # fmt: skip
"""Types as other systems call them."""


def read_events(
    node: Node | None, policy: Policy, currency: str, found: Diagnostics, tolerant: bool = False
) -> tuple[Event, ...]:
    """Everything that happened, corrections among it, each event once and in order; empty where the document has none."""
    own = Repeated()
    history = History(Reader(policy, currency, own, tolerant))
    for item in shape.items(node, "events", own, SAMPLE):
        history.first(item)
    for entry in history.corrections:
        history.correction(entry)
    history.ties()
    history.reader.entries.missing()
    found.extend(own)
    return in_order(history.events.values())


@attrs.define
class History:
    """Events by id, with the entries that they were read from; `unread` are ids of events that could not be read,
    `chained` the entries of corrections by id."""

    reader: Reader
    events: dict[str, Event] = attrs.field(factory=dict)
    entries: dict[str, Mapping] = attrs.field(factory=dict)
    unread: set[str] = attrs.field(factory=set)
    corrections: list[Mapping] = attrs.field(factory=list)
    chained: dict[str, Mapping] | None = None

    def first(self, item: Node) -> None:
        """Reads an event; keeps a correction for later."""
        entry = shape.mapping(item, "an event", self.reader.found, "{id: e-1, at: 2026-11-10T15:04:00Z, type: paused}")
        if entry is None:
            return
        type_ = self._type(entry)
        if type_ == "correction":
            self.corrections.append(entry)
            return
        head = self._head(entry, type_)
        event = None if head is None or not type_ else BUILDS[type_](self.reader, entry, head)
        if event is not None:
            self._keep(event, entry)
        elif isinstance(named := entry.get("id"), Scalar):
            self.unread.add(named.text)

    def correction(self, entry: Mapping) -> None:
        """Reads a correction; every other event is known by now."""
        head = self._head(entry, "correction")
        if self.chained is None:
            ids = [(named.text, one) for one in self.corrections if isinstance(named := one.get("id"), Scalar)]
            self.chained = dict(reversed(ids))
        reader = CorrectionReader(self.reader, self.events, self.entries, self.unread, self.chained)
        made = None if head is None else reader.read(entry, head)
        if made is not None:
            self._keep(made, entry)

    def forget(self) -> None:
        """Forgets everything that was read."""
        self.events, self.entries = {}, {}
        self.corrections, self.unread = [], set()

    def ties(self) -> None:
        """A finding for every two corrections of one event that were recorded together and say different things."""
        at_once: dict[tuple[str, int], Correction] = {}
        for one in sorted((one for one in self.events.values() if isinstance(one, Correction)), key=lambda one: one.id):
            other = at_once.setdefault((one.corrects, one.recorded), one)
            if other.corrected != one.corrected:
                self.reader.found.add(chain_messages.at_one_instant(one.at, one.id, other.id, one.corrects, other.at))

    def _type(self, entry: Mapping) -> str:
        """The type of an event; empty, and a finding, where there is none."""
        given = shape.scalar(entry.get("type"), "type", self.reader.found, "type: seats_changed")
        if given is None:
            if is_nothing(entry.get("type")):
                shape.check_keys(entry, "an event", COMMON, self.reader.found, tolerant=True)
            return ""
        if given.text not in FORMS:
            near = _OTHER_WORDS.get(given.text.lower(), "")
            self.reader.found.add(messages.unknown_type(given, tuple(FORMS), near))
            return ""
        return given.text

    def _head(self, entry: Mapping, type_: str) -> Head | None:
        """What every event has; None, and findings, where some of it is missing or wrong."""
        if not type_:
            return None
        reader = self.reader
        # Which keys a person has the policy says, and what a correction may say the event that it corrects.
        open_ = type_ in ("person_added", "correction")
        of = f"an event `{type_}`"
        shape.check_keys(entry, of, (*COMMON, *FORMS[type_]), reader.found, reader.tolerant or open_)
        name = reader.text(entry, "id", "id: e-1")
        when = reader.moment(entry, "at")
        recorded = reader.moment(entry, "recorded_at") or when
        source = reader.text(entry, "source", "source: admin-console") or ""
        if name is None or when is None or recorded is None:
            return None
        return Head(
            id=name, type=intern(type_), instant=when.instant, day=when.day, recorded=recorded.instant,
            recorded_on=recorded.day, source=source, at=entry.at,
        )  # fmt: skip

    def _keep(self, event: Event, entry: Mapping) -> None:
        """Keeps an event under its id: the same one told twice counts once, a different one is a finding."""
        earlier = self.events.get(event.id)
        if earlier is None:
            self.events[event.id] = event
            self.entries[event.id] = entry
        elif earlier != event:
            self.reader.found.add(chain_messages.id_twice(event.at, event.id, differs(earlier, event), earlier.at))


def differs(one: Event, other: Event) -> str:
    """The first key, as a document calls it, in which two events differ."""
    names = {"instant": "at", "recorded": "recorded_at", "recorded_on": "recorded_at", "day_of_month": "day",
             "term_months": "term", "taker": "to", "corrected": "what it corrects"}  # fmt: skip
    if one.type != other.type:
        return "type"
    for field in attrs.fields(type(one)):
        if field.name != "at" and getattr(one, field.name) != getattr(other, field.name):
            return "from" if field.name == "person" and one.type == "seat_reassigned" else names.get(field.name, field.name)
    return "at"
