"""An event in, what it says in a few words out: `+3 member_seats`, `u-9 added (editor)`, `cancelled`."""

from __future__ import annotations

from collections.abc import Mapping

from seatpolicy.documents.events.records import (
    AddonChanged,
    AnchorMoved,
    Event,
    FactsChanged,
    PersonAdded,
    PersonEvent,
    PlanChanged,
    PurchaseReturned,
    RolesChanged,
    SeatReassigned,
    SeatsChanged,
    UsageReported,
)
from seatpolicy.documents.typed import Value
from seatpolicy.values.money import format_decimal

_DONE = {
    "person_accepted": "accepted", "suspended": "suspended", "reactivated": "active again", "deactivated": "deactivated",
    "removed": "removed", "used": "used the product",
}  # fmt: skip


def event_words(event: Event) -> str:
    """What happened, without its day and id."""
    match event:
        case SeatsChanged():
            cause = f", {event.cause}" if event.cause else ""
            return f"{f'to {event.to:,}' if event.to is not None else f'{event.by or 0:+,}'} {event.charge}{cause}"
        case PurchaseReturned():
            return f"{-event.by:+,} {event.charge}, returned"
        case PersonAdded():
            roles = event.facts.get("roles", ())
            named = ", ".join(roles) if isinstance(roles, tuple) else str(roles)
            return f"{_whom(event)} added, {event.status}{f' ({named})' if named else ''}"
        case RolesChanged():
            return f"{_whom(event)} is {' and '.join(event.roles) or 'without a role'}"
        case SeatReassigned():
            return f"the {event.seat or 'seat'} of {_whom(event)} goes to {event.taker}"
        case FactsChanged():
            return f"{_whom(event)}: {_facts(event.facts)}" if event.person else _facts(event.facts)
        case PersonEvent():
            return f"{_whom(event)} {_DONE.get(event.type, event.type)}"
        case PlanChanged():
            return f"the plan is {' and '.join(event.plans)}"
        case AddonChanged():
            return f"{event.addon} {'added' if event.type == 'addon_added' else 'removed'}"
        case AnchorMoved():
            return "the anchor is moved" + (f" to day {event.day_of_month}" if event.day_of_month is not None else " here")
        case UsageReported():
            return f"{format_decimal(event.amount)} {event.meter} used"
    return event.type.replace("_", " ")


def _whom(event: PersonEvent) -> str:
    return f"{event.person} in {event.workspace}" if event.workspace else event.person


def _facts(facts: Mapping[str, Value | None]) -> str:
    return ", ".join(f"{name} is {_value(value)}" for name, value in facts.items())


def _value(value: Value | None) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " and ".join(value) if isinstance(value, tuple) else str(value)
