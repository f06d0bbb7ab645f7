"""What happened to an account, as typed records: one class for each shape, and a word for the type.

Every event has its instant (microseconds since 1970 in UTC) and its day in the policy's time zone. Where an event stands in
a document is no part of what it is: two events are equal if they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.typed import Value
from seatpolicy.source.text import Span
from seatpolicy.values.zones import Instant


@attrs.frozen(slots=True, kw_only=True)
class Event:
    """`instant` and `day`: when it takes effect; `recorded` and `recorded_on`: when it became known. `source` is free text,
    perhaps empty. `corrections` are the ids of the corrections that were applied or overruled, in the order recorded; only
    `known_by` fills them. By itself it is `paused`, `resumed` or `cancelled`: the types without fields of their own."""

    id: str
    type: str
    instant: Instant
    day: date
    recorded: Instant
    recorded_on: date
    source: str = ""
    corrections: tuple[str, ...] = ()
    at: Span = attrs.field(eq=False, repr=False)


@attrs.frozen(slots=True, kw_only=True)
class SubscriptionStarted(Event):
    """`subscription_started`; `term_months` None: as the account or the plan says."""

    term_months: int | None = None


@attrs.frozen(slots=True, kw_only=True)
class SeatsChanged(Event):
    """`seats_changed`: contracted seats of a charge, `by` so many or `to` so many (the other is None). `cause` of a
    decrease; empty: not said."""

    charge: str
    by: int | None = None
    to: int | None = None
    cause: str = ""


@attrs.frozen(slots=True, kw_only=True)
class PersonEvent(Event):
    """Something that happened to a person; `workspace` empty: in every workspace. By itself it is `person_accepted`,
    `suspended`, `reactivated`, `deactivated` or `removed`."""

    person: str
    workspace: str = ""


@attrs.frozen(slots=True, kw_only=True)
class PersonAdded(PersonEvent):
    """`person_added`, with the facts that a roster would hold, `status` and `roles` among them. It has a status always:
    invited, if none is given."""

    facts: Mapping[str, Value]

    @property
    def status(self) -> str:
        """invited, active, suspended or deactivated."""
        return str(self.facts["status"])


@attrs.frozen(slots=True, kw_only=True)
class RolesChanged(PersonEvent):
    """`roles_changed`: all roles from then on."""

    roles: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class FactsChanged(PersonEvent):
    """`facts_changed`, of a person, or of the account where `person` is empty. A value of None: not known any more."""

    facts: Mapping[str, Value | None]


@attrs.frozen(slots=True, kw_only=True)
class Used(PersonEvent):
    """`used`; `kind` of use, perhaps empty."""

    kind: str = ""


@attrs.frozen(slots=True, kw_only=True)
class SeatReassigned(PersonEvent):
    """`seat_reassigned`: the seat of `person` is `taker`'s from then on; `seat` is its type, empty: the one that is held."""

    taker: str
    seat: str = ""


@attrs.frozen(slots=True, kw_only=True)
class PlanChanged(Event):
    """`plan_changed`: all plans that are held from then on."""

    plans: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class AddonChanged(Event):
    """`addon_added` or `addon_removed`."""

    addon: str


@attrs.frozen(slots=True, kw_only=True)
class AnchorMoved(Event):
    """`anchor_moved` to a day of the month, 1 to 31; None: cycles are counted from the event's own day on."""

    day_of_month: int | None = None


@attrs.frozen(slots=True, kw_only=True)
class TrialStarted(Event):
    """`trial_started`, of a plan or of a person's seat; both empty: of the account."""

    plan: str = ""
    person: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Renewed(Event):
    """`renewed`; `term_months` None: as the plan says."""

    term_months: int | None = None


@attrs.frozen(slots=True, kw_only=True)
class UsageReported(Event):
    """`usage` of a meter: an amount in the meter's own unit, money in the account's currency."""

    meter: str
    amount: Fraction


@attrs.frozen(slots=True, kw_only=True)
class PurchaseReturned(Event):
    """`purchase_returned`: so many seats of a charge, 1 or more, are given back."""

    charge: str
    by: int


@attrs.frozen(slots=True, kw_only=True)
class Correction(Event):
    """`correction` of the first event of a chain, made at its own `instant`. `corrected` is that event as it is by this
    correction alone, with the id of the first event; None: it never happened."""

    corrects: str
    corrected: Event | None
