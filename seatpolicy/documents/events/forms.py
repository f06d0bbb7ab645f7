"""What each type of event may say: its keys, which of them it needs, and a sample of each."""

from __future__ import annotations

from collections.abc import Mapping

from seatpolicy.documents.shape import Key

COMMON = (
    Key("id", "id: e-1", needed=True),
    Key("at", "at: 2026-11-10T15:04:00Z", needed=True),
    Key("type", "type: seats_changed", needed=True),
    Key("recorded_at", "recorded_at: 2026-11-12T09:00:00Z"),
    Key("source", "source: admin-console"),
)
"""What every event may say."""

_CHARGE = Key("charge", "charge: member_seats", needed=True)
_PERSON = Key("person", "person: u-1", needed=True)
_WORKSPACE = Key("workspace", "workspace: north")
_ROLES = Key("roles", "roles: [editor]")
_FACTS = Key("facts", "facts: {segment: smb}")
_TERM = Key("term", "term: 12 months")
_WHO = (_PERSON, _WORKSPACE)

FORMS: Mapping[str, tuple[Key, ...]] = {
    "subscription_started": (_TERM,),
    "seats_changed": (_CHARGE, Key("by", "by: 2"), Key("to", "to: 49"), Key("cause", "cause: inactivity")),
    "person_added": (*_WHO, Key("status", "status: active"), _ROLES, _FACTS),
    "person_accepted": _WHO,
    "roles_changed": (*_WHO, Key("roles", "roles: [editor]", needed=True)),
    "facts_changed": (Key("person", "person: u-1"), _WORKSPACE, Key("facts", "facts: {segment: smb}", needed=True)),
    "suspended": _WHO,
    "reactivated": _WHO,
    "deactivated": _WHO,
    "removed": _WHO,
    "used": (*_WHO, Key("kind", "kind: edit")),
    "seat_reassigned": (
        Key("from", "from: u-1", needed=True),
        Key("to", "to: u-2", needed=True),
        _WORKSPACE,
        Key("seat", "seat: member"),
    ),
    "plan_changed": (Key("plans", "plans: [team]", needed=True),),
    "addon_added": (Key("addon", "addon: audit", needed=True),),
    "addon_removed": (Key("addon", "addon: audit", needed=True),),
    "anchor_moved": (Key("day", "day: 15"),),
    "trial_started": (Key("plan", "plan: team"), Key("person", "person: u-1")),
    "renewed": (_TERM,),
    "paused": (),
    "resumed": (),
    "cancelled": (),
    "usage": (Key("meter", "meter: exports", needed=True), Key("amount", "amount: 1200", needed=True)),
    "purchase_returned": (_CHARGE, Key("by", "by: 2", needed=True)),
    "correction": (
        Key("corrects", "corrects: e-1", needed=True),
        Key("moved_to", "moved_to: 2026-11-11T09:00:00Z"),
        Key("never_happened", "never_happened: yes"),
    ),
}
"""The keys of each type beside the common ones. A person that is added may also have every fact of a roster's entry, and a
correction every key of the type that it corrects."""

EITHER = {"seats_changed": ("by", "to"), "trial_started": ("plan", "person")}
"""Keys of which only one can stand: a correction that says one takes the place of both."""
