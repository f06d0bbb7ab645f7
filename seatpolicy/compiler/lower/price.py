"""The price of a quantity for one whole period of its rate: A(q) = U(q) + F(q), piece by piece (BILLING-RULES 2, step 4).

A charge may have several prices, one a statement or one a row of a table; each is lowered by itself with the flag that
chooses it. A piece is some units at a rate, or a flat part, and there where the quantity reaches its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.tables import chosen_rows, looked_up
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import (
    Amounts,
    Cell,
    FreePrice,
    Price,
    QuotePrice,
    RatePrice,
    Schedule,
    SchedulePrice,
    TablePrice,
    Tier,
)
from seatpolicy.semantics.model.types import Per
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_amount, format_decimal
from seatpolicy.values.record import evolved, record


@record
class Priced:
    """A price before its quantity is known: what it is per, either one rate or a schedule, and the share of it that is
    charged (None: all of it). `flag` chooses it."""

    flag: Value
    at: Span
    case: Case[Price]
    per: Per
    rate: Value
    rule: str
    schedule: Schedule | None = None
    free: bool = False
    by_quote: bool = False
    floor: Amounts | None = None
    level: Value | None = None
    level_at: Span | None = None

    @property
    def is_fee(self) -> bool:
        """Whether it is one amount, whatever the count: a rate that names no seat, pack or unit."""
        return not self.per.unit and self.schedule is None and not self.free and not self.by_quote


@record
class Piece:
    """`units` at `rate` each, or `flat` once, where `flag` holds. `rule` names the row or rate, `row` what of it a title
    says; `words` is the arithmetic, with how many units where it begins with `{}`. With `share` the rate is a percentage of
    the units, which is no unit price."""

    flag: Value
    rule: str
    row: str
    at: Span
    units: Value
    rate: Value
    flat: Value
    words: str
    figures: tuple[Figure, ...] = ()
    share: bool = False

    def amount(self, low: Lowering) -> Value:
        """What it costs for one period of the rate, 0 where it is not there."""
        whole = low.b.add(low.b.mul(self.units, self.rate), self.flat)
        return low.b.select(self.flag, whole, low.const(0))


def prices(terms: Terms, read: Expressions) -> list[Priced]:
    """Every price that a charge may have."""
    low = read.low
    made: list[Priced] = []
    for flag, case in terms.price:
        with low.when(flag):
            made += [evolved(_levelled(one, read), flag=low.b.all(flag, one.flag)) for one in _stated(case, read)]
    return [one for one in made if low.b.constant(one.flag) != 0]


def _levelled(price: Priced, read: Expressions) -> Priced:
    """The price at its level. Refused: one that leaves no price."""
    low, stated = read.low, price.case.value
    if isinstance(stated, FreePrice | QuotePrice) or stated.level is None or price.free or price.by_quote:
        return price
    with low.when(price.flag):
        level = read.figure(stated.level)
        low.refuse(
            low.b.compare("<=", level, low.const(0)),
            refusals.EN303,
            stated.level.at,
            "a price at {} of itself is none",
            (level, "percent"),
            note="what costs nothing is `free`",
        )
    return evolved(price, level=level, level_at=stated.level.at)


def _stated(case: Case[Price], read: Expressions) -> Iterator[Priced]:
    low, price, at = read.low, case.value, case.at
    yes, nothing = low.const(1), low.const(0)
    match price:
        case FreePrice():
            yield Priced(yes, at, case, Per(), nothing, "free", free=True)
        case QuotePrice():
            per = price.floor.per if price.floor is not None else Per()
            yield Priced(yes, at, case, per, nothing, "by quote", by_quote=True, floor=price.floor)
        case RatePrice():
            yield Priced(yes, at, case, price.amounts.per, read.in_currency(price.amounts), "price")
        case SchedulePrice():
            schedule = low.policy.schedules[price.schedule]
            yield Priced(yes, at, case, schedule.per, nothing, schedule.name, schedule)
        case TablePrice():
            yield from _from_table(case, price.table, read)
        case _:
            low.not_billed(yes, refusals.EN511, at, f"a price of the kind `{type(price).__name__}` is")


def _from_table(case: Case[Price], name: str, read: Expressions) -> Iterator[Priced]:
    """A table's prices: one for all rows with rates per the same, one for all that are free, one for all by quote."""
    low, b = read.low, read.low.b
    table = low.policy.tables[name]
    rows = chosen_rows(table, looked_up(table, read), read)
    words: dict[str, list[Value]] = {}
    rates: dict[Per, list[tuple[Value, Value]]] = {}
    for flag, row in rows:
        if isinstance(row.result, str):
            words.setdefault(row.result, []).append(flag)
            continue
        with low.when(flag):
            if isinstance(row.result, Amounts):
                per, rate = row.result.per, read.in_currency(row.result)
            else:
                per, rate = table.type.per, read.figure(row.result)
        rates.setdefault(per, []).append((flag, rate))
    for per, parts in rates.items():
        yield Priced(b.any(*(flag for flag, _ in parts)), case.at, case, per, low.chosen(parts), name)
    for word, flags in words.items():
        quote = word == "by quote"
        per = table.type.per if quote else Per()
        yield Priced(b.any(*flags), case.at, case, per, low.const(0), name, free=not quote, by_quote=quote)


def pieces(price: Priced, quantity: Value, terms: Terms, low: Lowering) -> list[Piece]:
    """The pieces of a quantity (seats, units or packs; 1 for a fee). Refused: a part that only a quote prices."""
    b = low.b
    yes, nothing = b.const(1), b.const(0)
    if price.by_quote:
        asked = b.compare("!=", quantity, nothing)
        _by_quote(asked, terms, price.at, price.floor, low)
        return []
    if price.free:
        return [Piece(yes, "free", "", price.at, quantity, nothing, nothing, "{} × free", ((quantity, "number"),))]
    if price.schedule is not None:
        if price.schedule.model == "graduated":
            return list(_graduated(price, price.schedule, quantity, terms, low))
        if price.schedule.model in ("volume", "stairstep"):
            return list(_one_row(price, price.schedule, quantity, terms, low))
        words = f"a schedule of the model `{price.schedule.model}` is"
        low.not_billed(yes, refusals.EN511, price.schedule.at, words)
        return []
    shown: tuple[Figure, ...] = ((price.rate, "amount"),)
    words = "{}"
    if price.per.unit:
        shown, words = ((quantity, "number"), *shown), "{} × {}"
    return [Piece(yes, price.rule, "", price.at, quantity, price.rate, nothing, words, shown)]


def _graduated(price: Priced, schedule: Schedule, quantity: Value, terms: Terms, low: Lowering) -> Iterator[Piece]:
    """Each row prices the quantity that lies inside it."""
    b = low.b
    below = Fraction(0)
    for number, tier in enumerate(schedule.tiers):
        bottom = b.const(below)
        inside = b.sub(quantity if tier.high is None else b.min(quantity, b.const(tier.high)), bottom)
        there = b.compare(">", quantity, bottom)
        if number == 0 and tier.low == 0:
            there = b.const(1)
        yield from _cell_pieces(price, schedule, tier, there, inside, terms, low)
        if tier.high is None:
            return
        below = tier.high
    _no_row(schedule, quantity, below, low)


def _one_row(price: Priced, schedule: Schedule, quantity: Value, terms: Terms, low: Lowering) -> Iterator[Piece]:
    """The row that holds the whole quantity prices all of it."""
    b = low.b
    below: Fraction | None = None
    if not schedule.tiers or schedule.tiers[0].low > 0:
        below = Fraction(0)
    for tier in schedule.tiers:
        ends = [] if below is None else [b.compare(">", quantity, b.const(below))]
        ends += [] if tier.high is None else [b.compare("<=", quantity, b.const(tier.high))]
        yield from _cell_pieces(price, schedule, tier, b.all(*ends), quantity, terms, low)
        if tier.high is None:
            return
        below = tier.high
    _no_row(schedule, quantity, below or Fraction(0), low)


def _no_row(schedule: Schedule, quantity: Value, below: Fraction, low: Lowering) -> None:
    message = f"no row of `{schedule.name}` holds {{}}"
    above = low.b.compare(">", quantity, low.const(below))
    low.refuse(above, refusals.EN106, schedule.at, message, (quantity, "number"), subject=schedule.name)


def _cell_pieces(
    price: Priced, schedule: Schedule, tier: Tier, there: Value, units: Value, terms: Terms, low: Lowering
) -> Iterator[Piece]:
    """What the units of one row cost at list price: the rate of the cell, then its flat part."""
    cell, row = tier.cells.get(low.currency), _bounds(tier)
    if low.b.constant(there) == 0:
        return
    if cell is None:
        message = f"this row has no price in {low.currency}"
        low.refuse(there, refusals.EN106, tier.at, message, subject=schedule.name)
        return
    rule, nothing = f"{schedule.name}, {row}", low.const(0)
    if cell.by_quote:
        floor = Amounts({low.currency: cell.floor}, schedule.per, tier.at) if cell.floor is not None else None
        _by_quote(there, terms, tier.at, floor, low, f"of {schedule.name}, {row}: ", price.level)
        return
    if cell.free:
        yield Piece(there, rule, row, tier.at, units, nothing, nothing, "{} × free", ((units, "number"),))
    elif cell.rate is not None or cell.percent is not None:
        yield _rate_piece(cell, rule, row, tier, there, units, low)
    if cell.flat is not None:
        words = f"flat {format_amount(cell.flat, low.currency)}"
        yield Piece(there, rule, row, tier.at, nothing, nothing, low.const(cell.flat), words)


def _rate_piece(cell: Cell, rule: str, row: str, tier: Tier, there: Value, units: Value, low: Lowering) -> Piece:
    b, nothing = low.b, low.const(0)
    if cell.percent is not None:
        words = f"{{}} × {_n(cell.percent * 100)}%"
        return Piece(there, rule, row, tier.at, units, b.const(cell.percent), nothing, words, ((units, "number"),), True)
    rate = cell.rate if cell.rate is not None else Fraction(0)
    words = f"{{}} × {format_amount(rate, low.currency)}"
    if cell.per > 0:
        units = rounding.ceiling(b.div(units, b.const(cell.per)), low)
        words += f" per {_n(cell.per)}"
    return Piece(there, rule, row, tier.at, units, b.const(rate), nothing, words, ((units, "number"),))


def _by_quote(
    flag: Value,
    terms: Terms,
    at: Span,
    floor: Amounts | None,
    low: Lowering,
    where: str = "",
    level: Value | None = None,
) -> None:
    """Waits for a quote; what that begins with is told at the account's level."""
    note, figures = "", []
    if floor is not None and low.currency in floor.values:
        note = f"it begins at {{}} {low.currency} {floor.per}".rstrip()
        amount = low.const(floor.values[low.currency])
        figures.append((amount if level is None else low.b.mul(amount, level), "amount"))
    low.refuse(
        flag,
        refusals.EN201,
        at,
        f"{low.said(terms.charge.title)} waits for a quote",
        note=f"{low.said(where)}{note}".removesuffix(": "),
        note_figures=figures,
        why="the policy gives no price here",
        subject=terms.charge.name,
    )


def _bounds(tier: Tier) -> str:
    return f"{_n(tier.low)} and up" if tier.high is None else f"{_n(tier.low)} to {_n(tier.high)}"


def _n(value: Fraction) -> str:
    return format_decimal(value)
