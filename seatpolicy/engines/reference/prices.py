"""The price of a quantity for one whole period of its rate: A(q) = U(q) + F(q), piece by piece (BILLING-RULES 2, step 4).

A piece is some units at a rate, or a flat part. Graduated: each row prices the quantity that lies inside it. Volume and
stairstep: the row that holds the whole quantity prices all of it. A row holds what lies above the row before, up to and
including its own bound, fractions too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.policy import Policy
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
from seatpolicy.values.money import format_amount, format_decimal, format_percent


@attrs.frozen
class Piece:
    """`units` at `rate` each (with `share` a percentage of the units, which is no unit price), or `flat` once. `rule` names
    the row or rate, and `words` the arithmetic: `39 × 40.00`."""

    rule: str
    at: Span
    units: Fraction
    rate: Fraction
    flat: Fraction
    words: str
    share: bool = False

    @property
    def amount(self) -> Fraction:
        """What it costs for one period of the rate."""
        return self.units * self.rate + self.flat


@attrs.frozen
class Whole:
    """A price before its quantity is known: what it is per, either one rate or a schedule, and which share of it is
    charged."""

    per: Per
    rate: Fraction = Fraction(0)
    schedule: Schedule | None = None
    rule: str = ""
    free: bool = False
    by_quote: bool = False
    floor: Amounts | None = None
    level: Fraction = Fraction(1)
    level_at: Span | None = None

    @property
    def is_fee(self) -> bool:
        """Whether it is one amount, whatever the count: a rate that names no seat, pack or unit."""
        return not self.per.unit and self.schedule is None and not self.free and not self.by_quote


def pack_size(price: Price, policy: Policy) -> int:
    """The size of the packs that a price is per; 0 for a price per seat, unit, or nothing."""
    per = Per()
    if isinstance(price, RatePrice):
        per = price.amounts.per
    elif isinstance(price, QuotePrice) and price.floor is not None:
        per = price.floor.per
    elif isinstance(price, SchedulePrice):
        per = policy.schedules[price.schedule].per
    elif isinstance(price, TablePrice):
        per = policy.tables[price.table].type.per
    return per.pack_size if per.unit == "pack" else 0


def stated_price(terms: Terms, world: World) -> Whole:
    """What the price line says for this account, a table looked up. Refused: a level that leaves no price."""
    whole, price = _listed_price(terms, world), terms.price.value
    if isinstance(price, FreePrice | QuotePrice) or price.level is None or whole.free or whole.by_quote:
        return whole
    level = world.figure(price.level)
    if level <= 0:
        raise refusal(
            refusals.EN303,
            price.level.at,
            f"a price at {format_percent(level)} of itself is none",
            note="what costs nothing is `free`",
        )
    return attrs.evolve(whole, level=level, level_at=price.level.at)


def _listed_price(terms: Terms, world: World) -> Whole:
    price, at = terms.price.value, terms.price.at
    match price:
        case FreePrice():
            return Whole(Per(), rule="free", free=True)
        case QuotePrice():
            per = price.floor.per if price.floor is not None else Per()
            return Whole(per, rule="by quote", by_quote=True, floor=price.floor)
        case RatePrice():
            return Whole(price.amounts.per, world.in_currency(price.amounts), rule="price")
        case SchedulePrice():
            schedule = world.policy.schedules[price.schedule]
            return Whole(schedule.per, schedule=schedule, rule=schedule.name)
        case TablePrice():
            return _from_table(price.table, world)
    raise not_billed(refusals.EN511, at, f"a price of the kind `{type(price).__name__}` is")


def pieces(whole: Whole, quantity: Fraction, terms: Terms, world: World) -> list[Piece]:
    """The pieces of a quantity (seats, units or packs; 1 for a fee). Refused: a part that only a quote prices."""
    at, currency = terms.price.at, world.account.currency
    if whole.by_quote:
        if quantity == 0:
            return []
        raise _by_quote(terms, at, whole.floor, currency)
    if whole.free:
        return [Piece("free", at, quantity, Fraction(0), Fraction(0), f"{format_decimal(quantity)} × free")]
    if whole.schedule is not None:
        if whole.schedule.model == "graduated":
            return list(_graduated(whole.schedule, quantity, terms, currency, whole.level))
        if whole.schedule.model in ("volume", "stairstep"):
            return list(_one_row(whole.schedule, quantity, terms, currency, whole.level))
        raise not_billed(refusals.EN511, whole.schedule.at, f"a schedule of the model `{whole.schedule.model}` is")
    words = format_amount(whole.rate, currency)
    if whole.per.unit:
        words = f"{format_decimal(quantity)} × {words}"
    return [Piece(whole.rule, at, quantity, whole.rate, Fraction(0), words)]


def _from_table(name: str, world: World) -> Whole:
    table = world.policy.tables[name]
    result = world.row(table).result
    if result == "by quote":
        return Whole(table.type.per, rule=name, by_quote=True)
    if isinstance(result, str):
        return Whole(Per(), rule=name, free=True)
    if isinstance(result, Amounts):
        return Whole(result.per, world.in_currency(result), rule=name)
    return Whole(table.type.per, world.figure(result), rule=name)


def _graduated(schedule: Schedule, quantity: Fraction, terms: Terms, currency: str, level: Fraction) -> Iterator[Piece]:
    below = Fraction(0)
    for number, tier in enumerate(schedule.tiers):
        inside = (quantity if tier.high is None else min(quantity, tier.high)) - below
        if inside > 0 or (number == 0 and tier.low == 0 and quantity == 0):
            yield from _cell_pieces(schedule, tier, max(inside, Fraction(0)), terms, currency, level)
        if tier.high is None or quantity <= tier.high:
            return
        below = tier.high
    raise _no_row(schedule, quantity)


def _one_row(schedule: Schedule, quantity: Fraction, terms: Terms, currency: str, level: Fraction) -> Iterator[Piece]:
    if quantity == 0 and (not schedule.tiers or schedule.tiers[0].low > 0):
        return
    for tier in schedule.tiers:
        if tier.high is None or quantity <= tier.high:
            yield from _cell_pieces(schedule, tier, quantity, terms, currency, level)
            return
    raise _no_row(schedule, quantity)


def _cell_pieces(
    schedule: Schedule, tier: Tier, units: Fraction, terms: Terms, currency: str, level: Fraction
) -> Iterator[Piece]:
    """What the units of one row cost at list price: the rate of the cell, then its flat part. Where it needs a quote, what
    that begins with is told at the account's level."""
    cell = tier.cells.get(currency)
    if cell is None:
        raise refusal(refusals.EN106, tier.at, f"this row has no price in {currency}", subject=schedule.name)
    rule = f"{schedule.name}, {_bounds(tier)}"
    if cell.by_quote:
        floor = Amounts({currency: cell.floor * level}, schedule.per, tier.at) if cell.floor is not None else None
        raise _by_quote(terms, tier.at, floor, currency, f"of {schedule.name}, {_bounds(tier)}: ")
    if cell.free:
        yield Piece(rule, tier.at, units, Fraction(0), Fraction(0), f"{_n(units)} × free")
    elif cell.rate is not None or cell.percent is not None:
        yield _rate_piece(cell, rule, tier, units, currency)
    if cell.flat is not None:
        words = f"flat {format_amount(cell.flat, currency)}"
        yield Piece(rule, tier.at, Fraction(0), Fraction(0), cell.flat, words)


def _rate_piece(cell: Cell, rule: str, tier: Tier, units: Fraction, currency: str) -> Piece:
    nothing = Fraction(0)
    if cell.percent is not None:
        words = f"{_n(units)} × {_n(cell.percent * 100)}%"
        return Piece(rule, tier.at, units, cell.percent, nothing, words, share=True)
    rate = cell.rate if cell.rate is not None else nothing
    shown = format_amount(rate, currency)
    if cell.per > 0:
        packs = Fraction(ceil(units / cell.per))
        return Piece(rule, tier.at, packs, rate, nothing, f"{_n(packs)} × {shown} per {_n(cell.per)}")
    return Piece(rule, tier.at, units, rate, nothing, f"{_n(units)} × {shown}")


def _bounds(tier: Tier) -> str:
    return f"{_n(tier.low)} and up" if tier.high is None else f"{_n(tier.low)} to {_n(tier.high)}"


def _by_quote(terms: Terms, at: Span, floor: Amounts | None, currency: str, where: str = "") -> Exception:
    note = ""
    if floor is not None and currency in floor.values:
        note = f"it begins at {format_amount(floor.values[currency], currency)} {currency} {floor.per}".rstrip()
    return refusal(
        refusals.EN201,
        at,
        f"{terms.charge.title} waits for a quote",
        note=f"{where}{note}".removesuffix(": "),
        why="the policy gives no price here",
        subject=terms.charge.name,
    )


def _no_row(schedule: Schedule, quantity: Fraction) -> Exception:
    return refusal(refusals.EN106, schedule.at, f"no row of `{schedule.name}` holds {_n(quantity)}", subject=schedule.name)


def _n(value: Fraction) -> str:
    return format_decimal(value)
