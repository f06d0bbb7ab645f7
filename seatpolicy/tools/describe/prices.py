"""Prices: a price line as a sentence, schedules and decision tables as tables in every currency."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.expressions import Literal
from seatpolicy.semantics.model.prices import (
    Amounts,
    Cell,
    Charge,
    FreePrice,
    Key,
    Price,
    QuotePrice,
    RatePrice,
    Schedule,
    SchedulePrice,
    Table,
    TablePrice,
    TableRow,
)
from seatpolicy.semantics.model.types import Type
from seatpolicy.tools.describe import document
from seatpolicy.tools.describe.document import Block, Paragraph, strong
from seatpolicy.tools.describe.told import Told
from seatpolicy.tools.describe.words import amounts, listed, number, per, percent, sentence
from seatpolicy.values.money import format_amount

_MODELS = {
    "graduated": "Each row prices only the {} that lie inside it, and the amounts are added.",
    "volume": "The row that holds the total number of {} prices all of them.",
    "stairstep": "The row that holds the total number of {} gives one price for all of them together.",
}


@attrs.define
class Shown:
    """Which price lists and tables a description has shown already: each stands in it once."""

    told: Told
    _done: dict[str, str] = attrs.field(factory=dict)

    def price(self, charge: Charge, where: str) -> list[Block]:
        """The price of a charge: sentences, and the tables that they name where they are met first. `where` is how the
        place is called for later readers."""
        says = [price_words(self.told, case.value) for case in charge.price]
        blocks: list[Block] = [Paragraph(sentence(self.told.phrases.cases(charge.price, says)))]
        for case in charge.price:
            blocks += self.table_of(case.value, where)
        return blocks

    def table_of(self, price: Price, where: str) -> list[Block]:
        """The table that a price names; a word where it stands, if it was shown before."""
        policy = self.told.policy
        if isinstance(price, SchedulePrice):
            return self._once(price.schedule, where, schedule_table(policy.schedules[price.schedule], policy.currencies))
        if isinstance(price, TablePrice):
            return self._once(price.table, where, [decision_table(self.told, policy.tables[price.table])])
        return []

    def _once(self, name: str, where: str, table: list[Block]) -> list[Block]:
        if name in self._done:
            if self._done[name] == where:
                return []
            return [Paragraph(f"The table “{self.told.names.of(name)}” stands above, under {self._done[name]}.")]
        self._done[name] = where
        return table

    def rest(self) -> list[Block]:
        """Price lists and tables that no charge has shown."""
        policy = self.told.policy
        blocks: list[Block] = []
        for schedule in policy.schedules.values():
            if schedule.name not in self._done:
                blocks += [Paragraph(f"No charge uses this price list: {schedule.title}."),
                           *schedule_table(schedule, policy.currencies)]  # fmt: skip
        blocks += [decision_table(self.told, table) for table in policy.tables.values() if table.name not in self._done]
        return blocks


def price_words(told: Told, price: Price) -> str:
    """`the price is 50.00 USD or 46.00 EUR per seat per month`, `…, of which 105% are charged`."""
    words = _listed(told, price)
    if isinstance(price, FreePrice | QuotePrice) or price.level is None:
        return words
    if isinstance(price.level, Literal):
        return f"{words}; {told.phrases.figure(price.level)} of it is charged"
    return f"{words}; charged is a share of it: {told.phrases.figure(price.level)}"


def _listed(told: Told, price: Price) -> str:
    match price:
        case FreePrice():
            return "nothing is charged"
        case QuotePrice(floor=None):
            return "the price comes by quote"
        case QuotePrice(floor=floor):
            return f"the price comes by quote, from {amounts(floor)}" if floor is not None else ""
        case RatePrice():
            return f"the price is {amounts(price.amounts)}"
        case SchedulePrice():
            schedule = told.policy.schedules[price.schedule]
            return f"the price comes from “{schedule.title}”"
        case TablePrice():
            table = told.policy.tables[price.table]
            once = " once in each cycle" if table.type.kind == "money" else ""
            return f"the price comes from “{table.title}”{once}"
    raise TypeError(f"no price is a {type(price).__name__}")


def schedule_table(schedule: Schedule, currencies: Iterable[str]) -> list[Block]:
    """A schedule: its rows in every currency, and how they are read."""
    shown = [currency for currency in currencies if any(currency in tier.cells for tier in schedule.tiers)]
    counted = schedule.counts
    rows = []
    for tier in schedule.tiers:
        bounds = f"{number(tier.low)} and up" if tier.high is None else f"{number(tier.low)} to {number(tier.high)}"
        bounds = number(tier.low) if tier.low == tier.high else bounds
        rows.append((bounds, *(cell_words(tier.cells.get(currency), currency) for currency in shown)))
    total = "Total " if schedule.model != "graduated" else ""
    head = (
        sentence(f"{total}{counted}")[:-1]
        .replace("Total S", "Total s")
        .replace("Total P", "Total p")
        .replace("Total U", "Total u")
    )
    what = per(schedule.per).strip().removeprefix(", ")
    caption = f"{schedule.title}: {schedule.model} prices {what}".rstrip()
    table = document.Table(caption, (head, *shown), tuple(rows), frozenset(range(1, len(shown) + 1)))
    return [table, Paragraph(_MODELS[schedule.model].format(counted))]


def cell_words(cell: Cell | None, currency: str) -> str:
    """`50.00`, `0.02 + 5.00 flat`, `1.00 per started 100`, `1.5%`, `free`, `by quote, from 24.00`."""
    if cell is None:
        return "–"
    if cell.by_quote:
        floor = f", from {format_amount(cell.floor, currency)}" if cell.floor is not None else ""
        return f"by quote{floor}"
    if cell.free:
        return "free"
    parts = []
    if cell.percent is not None:
        parts.append(percent(cell.percent))
    elif cell.rate is not None:
        each = f" per started {number(cell.per)}" if cell.per else ""
        parts.append(f"{format_amount(cell.rate, currency)}{each}")
    if cell.flat is not None:
        parts.append(f"{format_amount(cell.flat, currency)} flat")
    return " + ".join(parts)


def decision_table(told: Told, table: Table) -> document.Table:
    """A decision table: what is looked at, and what comes out."""
    head = [sentence(told.phrases.figure(column))[:-1] for column in table.columns]
    rows = []
    for place, row in enumerate(table.rows):
        keys = [_key(told, table, place, column) for column in range(len(row.keys))]
        rows.append((*keys, result_words(told, row, table.type)))
    figures = frozenset([len(head)] if table.type.kind in ("money", "rate", "percent", "count", "number") else [])
    gives = {"money": "gives an amount", "percent": "gives a share", "rate": "gives a price"}.get(table.type.kind, "")
    what = f"{table.title} ({gives})" if gives else table.title
    return document.Table(what, (*head, table.title), tuple(rows), figures)


def result_words(told: Told, row: TableRow, type_: Type) -> str:
    """What a row of a decision table gives."""
    if isinstance(row.result, str):
        return row.result
    if isinstance(row.result, Amounts):
        return amounts(row.result)
    return told.phrases.figure(row.result)


def _key(told: Told, table: Table, row: int, column: int) -> str:
    """A cell of a decision table; `above` and `below` say above or below what."""
    key: Key = table.rows[row].keys[column]
    type_ = table.columns[column].type
    if key.any:
        return "any"
    if key.values:
        return listed((told.phrases.value(value, type_) for value in key.values), "or")
    low, high = (_bound(told, bound, type_) for bound in (key.low, key.high))
    if key.low is not None and key.high is not None:
        if key.above:
            return f"above {low}, up to {high}"
        return f"{low} to {'below ' if key.below else ''}{high}"
    if key.low is not None:
        return f"above {low}" if key.above else f"{low} and up"
    return f"below {high}" if key.below else f"up to {high}"


def _bound(told: Told, bound: object, type_: Type) -> str:
    if bound is None:
        return ""
    if isinstance(bound, x.Literal | x.MoneyLiteral | x.Named | x.FactValue):
        return told.phrases.figure(bound)
    if isinstance(bound, Amounts):
        return amounts(bound)
    return told.phrases.value(bound if not isinstance(bound, int) or isinstance(bound, bool) else Fraction(bound), type_)


def model_words(schedule: Schedule) -> str:
    """How a schedule is called where its rows do not stand."""
    return f"{strong(schedule.title)}, {schedule.model}"
