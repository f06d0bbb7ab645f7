"""What it costs, as the model has it: amounts, schedules, tables, charges, plans, proration, discounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from seatpolicy.semantics.model.expressions import Expression
from seatpolicy.semantics.model.parties import Cases, Trial
from seatpolicy.semantics.model.types import Per, Type
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Amounts:
    """One amount in every currency it is written in, and what it is per."""

    values: Mapping[str, Fraction]
    per: Per
    at: Span


@record
class Cell:
    """A price in one row and currency: `rate` per unit (per started `per` units where `per` > 0), `flat` once, `percent`
    of the quantity, `free`, or `by_quote` with an optional `floor`."""

    rate: Fraction | None = None
    per: Fraction = Fraction(0)
    flat: Fraction | None = None
    percent: Fraction | None = None
    free: bool = False
    by_quote: bool = False
    floor: Fraction | None = None
    at: Span | None = None


@record
class Tier:
    """A row of a schedule: quantities above the row before, up to `high` (None: and up). `low` is as written; a row from
    0 owes its flat part at 0. `cells` by currency. `at` is its bounds; `low_at` and `high_at` (`and up`, where it is
    open) each of them."""

    low: Fraction
    high: Fraction | None
    cells: Mapping[str, Cell]
    at: Span
    low_at: Span | None = None
    high_at: Span | None = None


@record
class Schedule:
    """`model` is graduated, volume or stairstep; `counts` what its rows count: seats, packs or units. `whole` is false where
    a row could not be read."""

    name: str
    title: str
    model: str
    per: Per
    counts: str
    tiers: tuple[Tier, ...]
    at: Span
    whole: bool = True


@record
class Key:
    """One cell of a decision table's row, over its column: `any`, a set of `values`, or a range from `low` to `high`
    (None: open; `above` says that `low` itself is excluded, `below` that `high` is). `wrong`: it could not be read."""

    any: bool = False
    values: tuple[object, ...] = ()
    low: object = None
    high: object = None
    above: bool = False
    at: Span | None = None
    below: bool = False
    wrong: bool = False


@record
class TableRow:
    """The keys of a row, one a column, and its result: an expression, `Amounts`, or "free" / "by quote"."""

    keys: tuple[Key, ...]
    result: Expression | Amounts | str
    at: Span


@record
class Table:
    """A decision table: exactly one row fits any input. `columns` are the facts and measures that its keys test. `whole` is
    false where a row could not be read."""

    name: str
    title: str
    type: Type
    columns: tuple[Expression, ...]
    rows: tuple[TableRow, ...]
    at: Span
    whole: bool = True


@record
class FreePrice:
    """Nothing to pay, and yet a seat that is counted."""


@record
class QuotePrice:
    """A price that only a quote can give; `floor` is what the policy shows."""

    floor: Amounts | None


@record
class RatePrice:
    """A rate written in the charge; `level` is the share of it that is charged, in percent (None: all of it)."""

    amounts: Amounts
    level: Expression | None = None


@record
class SchedulePrice:
    """The price of a schedule by its name; `level` as of a rate."""

    schedule: str
    level: Expression | None = None


@record
class TablePrice:
    """The price that a decision table gives, by its name, at a `level` as of a rate."""

    table: str
    level: Expression | None = None


Price = FreePrice | QuotePrice | RatePrice | SchedulePrice | TablePrice


@record
class Packs:
    """Quantities are sold in packs of `size`; above `up_to` (0: always) in packs of `then`."""

    size: int
    up_to: int = 0
    then: int = 0


@record
class Quantity:
    """`kind` is contracted, assigned, billable, used or equals (then `figure` says what). `over` says how a cycle's days
    become one count: "" (no time in it), each day, highest, lowest, first, last, distinct, average. `tier_of` is "", last,
    first or highest."""

    kind: str
    figure: Expression | None
    at_least: tuple[Expression | str, ...]  # a figure, or the word "contracted"
    at_most: tuple[Expression | str, ...]
    packs: Packs | None
    over: str
    tier_of: str
    at: Span


@record
class Included:
    """Units that are not charged: `count` per `every` billed seats of `seat`, or `count` per `period` (allotment)."""

    count: Fraction
    every: Fraction
    seat: str
    period: str
    prorated: bool
    after_packs: bool
    at: Span


@record
class Overage:
    """Billable seats above the contract: `blocked`, or billed `when` (next invoice, at once, month mark, …)."""

    blocked: bool
    when: str
    at: Span


@record
class Limit:
    """`then` is refuse, bill the rest, or plan (then `plan` names it)."""

    most: Expression | str
    then: str
    plan: str
    at: Span


@record
class Bound:
    """A minimum or maximum: per its period, before or after discounts, prorated or whole."""

    amounts: Amounts
    before_discounts: bool
    prorated: bool
    at: Span


@record
class Commitment:
    """An amount promised per period; overage at a share of the price; a shortfall billed or forgiven."""

    amounts: Amounts
    overage: Fraction
    shortfall_billed: bool
    at: Span


@record
class Cycle:
    """`period` month, quarter, half year, year, week or day; `count` of them (30 days: 30 × day)."""

    period: str
    count: int


@record
class Anchor:
    """`kind`: subscription day, first paid day, day, fact day, calendar. `month_end`: clamp, move for good, stay last,
    from end; `month_end_at` where it is written. `weekday` for calendar weeks."""

    kind: str
    day: int
    fact: str
    weekday: str
    month_end: str
    month_end_at: Span | None = None


@record
class Duration:
    """A length in a unit: day, week, month, quarter, year, hour, cycle."""

    length: int
    unit: str


@record
class RenewalPrice:
    """The price at renewal rises at most by a share; only the first renewal, or every one."""

    rise: Fraction
    first_only: bool


@record
class MeasureOfPart:
    """How a part of a cycle is measured: `kind` as the grammar names it, `days` for fixed months and years."""

    kind: str
    days: int = 0


@record
class MoreSeats:
    """`charged` with `when`, perhaps to the end of the term; or not charged until a mark (`when`)."""

    charged: bool
    when: str
    to_term_end: bool = False


@record
class FewerSeats:
    """`kind`: at billed, less used, in full, none. `when` the credit comes, or the mark until which there is none;
    `within` of purchase; where the credit goes: `to` next invoice, account credit (for `months`, 0: unlimited), refund;
    `notice`."""

    kind: str
    when: str = ""
    within: Duration | None = None
    to: str = "next invoice"
    months: int = 0
    notice: Duration | None = None


@record
class Proration:
    """The statements of one proration block; empty cases are taken from the block around it, then from the defaults."""

    measure: Cases[MeasureOfPart] = ()
    first_day: Cases[bool] = ()
    last_day: Cases[bool] = ()
    more_seats: Cases[MoreSeats] = ()
    fewer_seats: Cases[FewerSeats] = ()
    cancellation: Cases[FewerSeats] = ()
    change_lines: Cases[str] = ()
    upgrade: Cases[str] = ()
    downgrade: Cases[str] = ()
    flat_fees: Cases[str] = ()
    at: Span | None = None


@record
class Charge:
    """What is billed: `counts` names seat types, a meter or an item (`counts_kind`: seat, meter, item, or "" for a fee).
    `bill` is in advance, in arrears or as used; `lines` change, charge, seat or tier."""

    name: str
    title: str
    counts: tuple[str, ...]
    counts_kind: str
    price: Cases[Price]
    quantity: Cases[Quantity]
    included: Cases[Included]
    overage: Cases[Overage]
    limit: Cases[Limit]
    bill: Cases[str]
    lines: Cases[str]
    cycle: Cases[Cycle]
    trial: Cases[Trial]
    minimum: Cases[Bound]
    maximum: Cases[Bound]
    commitment: Cases[Commitment]
    proration: Proration
    because: str
    at: Span


@record
class Plan:
    """A plan, or an add-on (`addon`) with the plans it may be sold to and the add-ons it goes or never goes with."""

    name: str
    title: str
    addon: bool
    sold_with: tuple[str, ...]
    only_with: tuple[str, ...]
    never_with: tuple[str, ...]
    cycle: Cases[Cycle]
    anchor: Cases[Anchor]
    trial: Cases[Trial]
    first_part: Cases[str]
    term: Cases[Duration]
    renews: Cases[Duration]
    renewal_price: Cases[RenewalPrice]
    sold_in: tuple[str, ...]
    minimum: Cases[Bound]
    maximum: Cases[Bound]
    commitment: Cases[Commitment]
    charges: tuple[Charge, ...]
    proration: Proration
    because: str
    at: Span
    sold_in_at: Span | None = None


@record
class Off:
    """`share` (a figure in percent) or `amounts` per `period`, of `targets` (charges by name; empty: everything)."""

    share: Expression | None
    amounts: Amounts | None
    period: str
    targets: tuple[str, ...]
    prorated: bool
    spread: str  # "by amount" or "in order"
    at: Span


@record
class Discount:
    """A declared discount: what comes off, when, offered from to, how long it lasts."""

    name: str
    title: str
    off: Cases[Off]
    when: Expression | None
    offered_from: date | None
    offered_to: date | None
    offered_prorated: bool
    lasts_cycles: int  # 0: not limited by cycles
    lasts_until: str  # "" for ever, "renewal", or an event
    because: str
    at: Span
    offered_at: Span | None = None


@record
class Combine:
    """`order`: groups in order; a group of several is "best of". `each`: what is left, or list. `together`: a cap."""

    order: tuple[tuple[str, ...], ...]
    each: str
    together: Fraction | None
    at: Span
