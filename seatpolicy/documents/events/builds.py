"""The type of an event in, the function out that reads an entry of it into its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seatpolicy.documents import nodes
from seatpolicy.documents.events import of_contracts, of_people
from seatpolicy.documents.events.reader import Head, Reader
from seatpolicy.documents.events.records import Event

Build = Callable[[Reader, nodes.Mapping, Head], Event | None]

BUILDS: Mapping[str, Build] = {
    "subscription_started": of_contracts.subscription_started,
    "seats_changed": of_contracts.seats_changed,
    "person_added": of_people.person_added,
    "person_accepted": of_people.person_event,
    "roles_changed": of_people.roles_changed,
    "facts_changed": of_people.facts_changed,
    "suspended": of_people.person_event,
    "reactivated": of_people.person_event,
    "deactivated": of_people.person_event,
    "removed": of_people.person_event,
    "used": of_people.used,
    "seat_reassigned": of_people.seat_reassigned,
    "plan_changed": of_contracts.plan_changed,
    "addon_added": of_contracts.addon_changed,
    "addon_removed": of_contracts.addon_changed,
    "anchor_moved": of_contracts.anchor_moved,
    "trial_started": of_contracts.trial_started,
    "renewed": of_contracts.renewed,
    "paused": of_contracts.plain,
    "resumed": of_contracts.plain,
    "cancelled": of_contracts.plain,
    "usage": of_contracts.usage_reported,
    "purchase_returned": of_contracts.purchase_returned,
}
"""What reads each type; corrections are read by `corrections`."""
