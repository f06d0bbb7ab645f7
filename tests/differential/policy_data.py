"""A policy, an account and what they hold as plain data: what the drawing makes, what is written as text and priced naively.

Money is a mapping from currency to the exact amount. A condition is a tuple: ("=", fact, value), ("in", fact, values),
("flag", fact), ("known", fact), ("size >=", count), ("range", low, high) of the size, ("seats >=", seat, count),
("not", condition), ("and", one, two), ("or", one, two). None always fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Generic, TypeVar

import attrs

T = TypeVar("T")
Money = Mapping[str, Fraction]
Condition = tuple[Any, ...] | None

SEATS = ("member", "guest", "contractor")
ITEM = "phone"
FIGURES = {
    "plain": "size",
    "twice": "size * 2",
    "half": "size / 2",
    "third": "(size + 1) / 3",
    "spare": "max(size - 3, 0)",
    "some": "min(size, 7) + 0.25",
    "desks": "seats of member / 2 + 1",
}
"""What `quantity: equals …` can say here, by a name."""


@attrs.frozen
class Case(Generic[T]):
    """A value under a condition; the first that fits counts."""

    value: T
    when: Condition = None


Cases = tuple[Case[T], ...]


@attrs.frozen
class Cell:
    """`kind` rate, flat, rate and flat, per (a rate for each started `per`), per and flat, free or quote (`rate` is then
    the figure that is only shown)."""

    kind: str
    rate: Money | None = None
    flat: Money | None = None
    per: int = 0


@attrs.frozen
class Row:
    """Quantities above the row before, up to `high` (None: and up)."""

    low: int
    high: int | None
    cell: Cell


@attrs.frozen
class Schedule:
    """`model` graduated, volume or stairstep; `unit` seat, unit or pack of `pack`; `period` of the rate."""

    name: str
    model: str
    unit: str
    pack: int
    period: str
    rows: tuple[Row, ...]


@attrs.frozen
class TableRow:
    """A key for each column, and the `result`: money, or free, or quote. A key is a tuple: ("any",), ("in", values),
    ("range", low, high or None), ("up to", bound) or ("above", bound of the row before)."""

    keys: tuple[tuple[Any, ...], ...]
    result: Money | str


@attrs.frozen
class Table:
    """By the `columns`: tier, size, vip or `seats of member`. It gives money, or a rate per `unit` (of `pack`) and
    `period`."""

    name: str
    unit: str
    pack: int
    period: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@attrs.frozen
class Price:
    """`kind` rate, schedule, table, free or quote (`money` is then the figure that is only shown); a rate is per `unit`
    (seat, unit, pack of `pack`, or nothing) and `period` (or cycle, or once). `level` is a share of it or the name of
    one; all of it is charged without."""

    kind: str
    money: Money | None = None
    unit: str = ""
    pack: int = 0
    period: str = ""
    name: str = ""
    level: Fraction | str | None = None


@attrs.frozen
class Quantity:
    """`kind` contracted, assigned, billable, or the name of a figure; a bound is a number, `size` or `contracted`; `over`
    and `tier_of` as written, or empty; `packs` (size,) or (size, up to, then)."""

    kind: str
    at_least: tuple[int | str, ...] = ()
    at_most: tuple[int | str, ...] = ()
    packs: tuple[int, ...] = ()
    over: str = ""
    tier_of: str = ""


@attrs.frozen
class Included:
    """`count` for each (each full `every`) of the billed seats of `seat`; without a seat, per `period`."""

    count: Fraction
    seat: str = ""
    every: int = 1
    period: str = ""
    prorated: bool = False
    after_packs: bool = False


@attrs.frozen
class Bound:
    """A minimum or maximum; `point` before, after or not said (empty)."""

    money: Money
    period: str
    point: str = ""
    prorated: bool = False


@attrs.frozen
class Limit:
    """`most` a number, `size` or `contracted`; `then` refuse or bill the rest."""

    most: int | str
    then: str


@attrs.frozen
class Charge:
    """`counts` are seats, or the item; none for a fee and for a figure. `cycle` empty: the plan's."""

    name: str
    counts: tuple[str, ...]
    price: Cases[Price]
    bill: str
    quantity: Cases[Quantity] = ()
    included: Cases[Included] = ()
    limit: Cases[Limit] = ()
    lines: str = ""
    cycle: str = ""
    overage: str = ""
    minimum: Cases[Bound] = ()
    maximum: Cases[Bound] = ()
    flat_fees: Cases[str] = ()


@attrs.frozen
class Plan:
    """A plan or an add-on (then `sold_with` says for which plans, and `cycle` may be empty). `term` and `renews` in months,
    0 none; `sold_in` currencies, empty all."""

    name: str
    cycle: Cases[str]
    charges: tuple[Charge, ...]
    anchor: str = ""
    month_end: str = ""
    term: int = 0
    renews: int = 0
    sold_in: tuple[str, ...] = ()
    sold_with: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()
    minimum: Cases[Bound] = ()
    maximum: Cases[Bound] = ()
    flat_fees: Cases[str] = ()


@attrs.frozen
class Discount:
    """`share` a percentage or the name of one, or `money` per `period`; `targets` empty: everything."""

    name: str
    targets: tuple[str, ...]
    share: Fraction | str | None = None
    money: Money | None = None
    period: str = "cycle"
    spread: str = ""
    prorated: bool = False
    when: Condition = None
    offered: tuple[date, date | None] | None = None
    offered_prorated: bool = False
    lasts_cycles: int = 0
    lasts_until: str = ""


@attrs.frozen
class Combine:
    """Groups in order, one of several is `best of` them; `each` is left or list; `together` a share of list or None."""

    order: tuple[tuple[str, ...], ...]
    each: str
    together: Fraction | None = None


@attrs.frozen
class Rounding:
    """`grain` the cent, whole numbers, `N decimals`, or a step such as 0.05."""

    mode: str
    grain: str
    point: str


@attrs.frozen
class PolicyData:
    """A whole policy. `requires` are conditions, or names of facts, that hold before an invoice."""

    currencies: tuple[str, ...]
    roundings: tuple[Rounding, ...]
    plans: tuple[Plan, ...]
    addons: tuple[Plan, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    tables: tuple[Table, ...] = ()
    discounts: tuple[Discount, ...] = ()
    combine: Combine | None = None
    remainder: str = ""
    minimum: Cases[Bound] = ()
    maximum: Cases[Bound] = ()
    requires: tuple[Any, ...] = ()
    measure: str = "days over the cycle"
    flat_fees: Cases[str] = ()


@attrs.frozen
class AccountData:
    """`seats` by charge, as ordered; `held` by seat type or item; `term` in months, 0 the plan's. `facts`: billing, tier
    (texts), vip (a flag), size and billing_day (counts), share (a percentage), partner (a text or absent)."""

    plans: tuple[str, ...]
    addons: tuple[str, ...]
    currency: str
    start: date
    as_of: date
    facts: Mapping[str, Any]
    seats: Mapping[str, int]
    held: Mapping[str, int] = attrs.field(factory=dict)
    term: int = 0
