"""Events in any order in, the one order that they have out, whatever order they arrived in."""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.documents.events.records import Event

RANKS = (
    "subscription_started", "trial_started", "resumed", "renewed", "anchor_moved", "plan_changed", "addon_added",
    "seats_changed", "purchase_returned", "person_added", "person_accepted", "reactivated", "facts_changed", "roles_changed",
    "seat_reassigned", "used", "usage", "suspended", "deactivated", "removed", "addon_removed", "paused", "cancelled",
    "correction",
)  # fmt: skip
"""Every type, in the order in which events of one instant count: what begins comes first, what ends last. So somebody who is
added, accepts and uses on one day may be told in dates alone, and whenever each of it became known; what happened the other
way round on one day (left and came back) needs its times, and is refused without them."""

_RANK = {name: rank for rank, name in enumerate(RANKS)}


def place_in_time(event: Event) -> tuple[int, int, int, str]:
    """Instant, rank of the type, when recorded, id: no two events of an account have the same."""
    return event.instant, _RANK[event.type], event.recorded, event.id


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by their place in time."""
    return tuple(sorted(events, key=place_in_time))
