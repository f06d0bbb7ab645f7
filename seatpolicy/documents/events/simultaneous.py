"""Events in their order in, a finding out for every two of one instant that set one thing to two values.

Of two events of one type and instant the one that was recorded later counts. Events that were recorded together have an
order too (`order`), so that nothing hangs on how they arrived; but where it would decide a bill, it would be a guess.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.events import history_messages as told
from seatpolicy.documents.events.records import (
    AnchorMoved,
    Event,
    FactsChanged,
    PlanChanged,
    RolesChanged,
    SeatReassigned,
    SeatsChanged,
)


def undecided(events: Sequence[Event]) -> Iterator[Diagnostic]:
    """One finding for each event that contradicts an earlier one of its instant."""
    instant: int | None = None
    said: dict[Hashable, tuple[object, Event]] = {}
    for event in events:
        if event.instant != instant:
            instant = event.instant
            said = {}
        for slot, what, value in _sets(event):
            earlier = said.setdefault((event.recorded, slot), (value, event))
            if earlier[0] != value:
                yield told.neither_later(event, earlier[1], what)
                break


def _sets(event: Event) -> Iterator[tuple[Hashable, str, object]]:
    """What an event sets: a slot, its name, and the value. Steps by so many add up in any order, and set nothing by
    themselves; beside a count they do."""
    if isinstance(event, SeatsChanged):
        yield ("seats", event.charge), f"the seats of `{event.charge}`", event.to
    elif isinstance(event, PlanChanged):
        yield "plans", "the plans", frozenset(event.plans)
    elif isinstance(event, AnchorMoved):
        yield "anchor", "the anchor", event.day_of_month
    elif isinstance(event, RolesChanged):
        yield ("roles", event.person, event.workspace), f"the roles of `{event.person}`", frozenset(event.roles)
    elif isinstance(event, SeatReassigned):
        yield ("seat", event.person, event.workspace, event.seat), f"the seat of `{event.person}`", event.taker
    elif isinstance(event, FactsChanged):
        whose = f"of `{event.person}`" if event.person else "of the account"
        for name, value in event.facts.items():
            yield ("fact", event.person, event.workspace, name), f"the fact `{name}` {whose}", value
