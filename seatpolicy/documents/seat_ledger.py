"""Seats over time, as the ledger tells them: by charge and day how many there are and how many are billed, by person and day
which seat is held, in which state, whether it counts and why.

Days that follow each other and say the same are one record. Counts are Fractions, in units of the charge's price (seats,
packs, 1 for a fee); both days of a record are included.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Line, Period, PolicyNamed
from seatpolicy.source.text import Span

RUNNING, TRIAL, PAUSED, FREE, ENDED = "running", "trial", "paused", "free", "ended"
"""What a charge is on a day: billed; in a trial; paused; in a first part that is free; over."""


@attrs.frozen(slots=True)
class ChargeOnDays:
    """`count` is what there is (None: use, which has no count by the day), `units` what the price is for, `billed` how many
    units the lines are for that name these days."""

    first: date
    last: date
    state: str
    count: Fraction | None
    units: Fraction | None
    billed: Fraction


@attrs.frozen(slots=True)
class PersonOnDays:
    """One seat on some days: in which `status`, and whether it `counts` in the charge. `billable` None: nothing says. `at`
    is the line of the policy that decides."""

    first: date
    last: date
    seat: str
    seats: int
    status: str
    idle: bool
    billable: bool | None
    counts: bool
    why: str
    at: Span | None


@attrs.frozen(slots=True)
class PersonSeats:
    """A person in one place (a workspace or role where people count again; else empty), with the days on which a seat is
    held."""

    person: str
    place: str
    days: tuple[PersonOnDays, ...]


@attrs.frozen(slots=True)
class LineBilled:
    """A line of the charge, with the invoice that holds it and its day."""

    invoice: str
    on: date
    line: Line


@attrs.frozen(slots=True)
class ChargeSeats:
    """One charge. `quantity` is the kind of its count (contracted, assigned, billable, used; empty for a fee), `bill` when
    it is billed; `cycle` is its own cycle on the day that was asked for (None: it is not held then)."""

    charge: str
    title: str
    block: str
    counts: tuple[str, ...]
    quantity: str
    bill: str
    cycle: Period | None
    at: Span
    days: tuple[ChargeOnDays, ...]
    lines: tuple[LineBilled, ...]
    people: tuple[PersonSeats, ...]
    events: tuple[Event, ...]


@attrs.frozen(slots=True)
class SeatLedger:
    """The seats of an account over some days. `others` are people who hold no seat of any charge, `events` everything that
    happened on these days, in order."""

    account: str
    policy: PolicyNamed
    currency: str
    period: Period
    charges: tuple[ChargeSeats, ...]
    others: tuple[PersonSeats, ...]
    events: tuple[Event, ...]
