"""Who counts, as the model has it: facts, seat types, counting, meters, items, requirements, signals."""

from __future__ import annotations

from fractions import Fraction
from typing import Generic, TypeVar

from seatpolicy.semantics.model.expressions import Expression
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

T = TypeVar("T")


@record
class Case(Generic[T]):
    """A statement under a condition; without one it always fits."""

    value: T
    when: Expression | None
    at: Span


Cases = tuple[Case[T], ...]
"""Statements of one label in the order in which they are tried: the first that fits counts. Empty: not stated."""


@record
class Fact:
    """`owner` is account, person, quote or release; `record` names the record that it is taken from, or is empty.

    `at` is None for a standard fact that the policy does not declare itself.
    """

    name: str
    owner: str
    type: Type
    record: str
    at: Span | None


@record
class Billable:
    """The statuses that count (none: never billable)."""

    statuses: tuple[str, ...]


@record
class Trial:
    """How long, in `unit`s (day, week, month), and whether trial people count towards a limit (None: not said)."""

    length: int
    unit: str
    counts: bool | None


@record
class SeatType:
    """`roles` that hold the seat (None: anyone), each case with its condition; when it is billable; its trial."""

    name: str
    title: str
    held_by: Cases[tuple[str, ...] | None]
    billable: Cases[Billable]
    trial: Cases[Trial]
    because: str
    at: Span


@record
class Counting:
    """How people become seats. `order` is the seat order for people who fit several; `per` is account, workspace,
    enterprise or role; `shared_login` a number of seats or None for "as each user"; `continues_days` the window of
    coming back (0: none, -1: within the cycle). `stated` are the kinds of the lines that are written, `one_person_at` and
    `same_person_at` where those two stand."""

    per: str = "account"
    order: tuple[str, ...] = ()
    same_person: str = "id"
    shared_login: int | None = 1
    idle_days: int = 0
    continues_days: int = 0
    freed_seat: str = "reused"  # or "taken"
    freed_until: str = "next cycle"
    stated: tuple[str, ...] = ()
    at: Span | None = None
    one_person_at: Span | None = None
    same_person_at: Span | None = None


@record
class Meter:
    """A usage quantity and how a cycle's usage becomes one figure: `aggregation` over each `window`."""

    name: str
    type: Type
    aggregation: str
    window: str  # "cycle", "hour", "day", "month"
    at: Span


@record
class SoldItem:
    """A thing sold that is no person."""

    name: str
    title: str
    at: Span


@record
class Requirement:
    """Facts that must be known, or a condition that must hold, before a stage."""

    facts: tuple[str, ...]
    condition: Expression | None
    stage: str
    at: Span


@record
class Signal:
    """Something reported beside the bill."""

    name: str
    title: str
    when: Expression | None
    for_each: str
    tell: tuple[str, ...]
    because: str
    at: Span


Number = Fraction
