"""The checked model of a whole policy: every part by its name, for one date and one customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from seatpolicy.semantics.model.exceptions import Approvals, Example, Guarantee, Release
from seatpolicy.semantics.model.expressions import Expression
from seatpolicy.semantics.model.parties import Cases, Counting, Fact, Meter, Requirement, SeatType, Signal, SoldItem
from seatpolicy.semantics.model.prices import (
    Amounts,
    Bound,
    Combine,
    Commitment,
    Discount,
    Plan,
    Proration,
    Schedule,
    Table,
)
from seatpolicy.source.text import Span
from seatpolicy.values.record import record
from seatpolicy.values.rounding import Rounding


@record
class RoundingLine:
    """Rounding at one point: quantity, pack, factor, unit price, step, line, charge, total or tax. `to_cent` says that the
    increment is the account's currency's minor unit; else `rounding.increment` counts."""

    point: str
    rounding: Rounding
    to_cent: bool
    at: Span


@record
class Tax:
    """What the tax hook is given; `prices_at`, `figured_at` and `base_at` where those choices are written."""

    attach: tuple[str, ...]
    include: bool
    per_line: bool
    rounded_base: bool
    at: Span | None
    prices_at: Span | None = None
    figured_at: Span | None = None
    base_at: Span | None = None


@record
class Definition:
    """A `let`: its figure or condition."""

    name: str
    value: Expression
    at: Span


@record
class Policy:
    """A policy as it stands for one date and one customer.

    `roundings` by point; `remainder` largest, first or last; `facts` by name, standard ones included; `minimum`,
    `maximum` and `commitment` are the policy's own, over all plans. `remainder_at` and `currencies_at` are
    where those two are written.
    """

    name: str
    title: str
    version: str
    owner: str
    backup: str
    effective: date | None
    time_zone: str
    currencies: tuple[str, ...]
    roundings: Mapping[str, RoundingLine]
    remainder: str
    minimum: Cases[Bound]
    maximum: Cases[Bound]
    commitment: Cases[Commitment]
    facts: Mapping[str, Fact]
    seats: Mapping[str, SeatType]
    counting: Counting
    meters: Mapping[str, Meter]
    items: Mapping[str, SoldItem]
    schedules: Mapping[str, Schedule]
    amounts: Mapping[str, Amounts]
    lets: Mapping[str, Definition]
    tables: Mapping[str, Table]
    plans: Mapping[str, Plan]
    addons: Mapping[str, Plan]
    proration: Proration
    discounts: Mapping[str, Discount]
    combine: Combine | None
    tax: Tax | None
    requirements: tuple[Requirement, ...]
    signals: Mapping[str, Signal]
    approvals: Approvals | None
    release: Release | None
    guarantees: tuple[Guarantee, ...]
    examples: tuple[Example, ...]
    at: Span
    remainder_at: Span | None = None
    currencies_at: Span | None = None
