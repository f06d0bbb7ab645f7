"""Parts of a policy as data in, their text out: numbers, money, conditions, cases, schedules and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from tests.differential.policy_data import Cases, Cell, Condition, Money, Price, Schedule, Table

T = TypeVar("T")


def block(head: str, lines: Iterable[str]) -> list[str]:
    """A head, lines inside it, and a line behind it."""
    return [f"{head} {{", *(f"  {line}" for line in lines), "}", ""]


def number(value: Fraction) -> str:
    """A decimal as the language writes it: no exponent, no comma."""
    whole, rest = divmod(abs(value), 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


def money(values: Money) -> str:
    """`20.00 USD or 18.50 EUR`."""
    return " or ".join(f"{number(value)} {currency}" for currency, value in values.items())


def basis(unit: str, pack: int, period: str) -> str:
    """` per seat per month`."""
    said = {"": "", "seat": " per seat", "unit": " per unit", "pack": f" per started pack of {pack}"}[unit]
    return said + (" once" if period == "once" else f" per {period}" if period else "")


def condition(when: Condition) -> str:
    """A condition in words."""
    assert when is not None
    kind, *rest = when
    if kind == "=":
        return f"{rest[0]} = {rest[1]}"
    if kind == "in":
        return f"{rest[0]} in ({', '.join(rest[1])})"
    if kind == "flag":
        return str(rest[0])
    if kind == "known":
        return f"{rest[0]} is known"
    if kind == "size >=":
        return f"size >= {rest[0]}"
    if kind == "range":
        return f"size in {rest[0]} to {rest[1]}"
    if kind == "seats >=":
        return f"seats of {rest[0]} >= {rest[1]}"
    if kind == "not":
        return f"not ({condition(rest[0])})"
    return f"({condition(rest[0])}) {kind} ({condition(rest[1])})"


def cases(label: str, given: Cases[T], write: Callable[[T], str]) -> list[str]:
    """The lines of a label: the last one without a condition is `otherwise` where there are others."""
    lines = []
    for one in given:
        tail = f" when {condition(one.when)}" if one.when else " otherwise" if len(given) > 1 else ""
        lines.append(f"{label}: {write(one.value)}{tail}")
    return lines


def price(one: Price) -> str:
    """What stands behind `price:`."""
    level = f"{number(one.level * 100)}%" if isinstance(one.level, Fraction) else one.level
    return f"{_listed(one)}, at {level}" if level else _listed(one)


def _listed(one: Price) -> str:
    if one.kind in ("schedule", "table"):
        return one.name
    if one.kind == "free":
        return "free"
    shown = money(one.money) + basis(one.unit, one.pack, one.period) if one.money is not None else ""
    if one.kind == "quote":
        return f"by quote, from {shown}" if shown else "by quote"
    return shown


def cell(one: Cell, currency: str) -> str:
    """The cell of a schedule in one column."""
    rate = number(one.rate[currency]) if one.rate is not None else ""
    flat = f"flat {number(one.flat[currency])}" if one.flat is not None else ""
    if one.kind == "quote":
        return f"by quote, from {rate}" if rate else "by quote"
    if one.kind == "free":
        return "free"
    return " + ".join(part for part in (f"{rate} per {one.per}" if one.per else rate, flat) if part)


def schedule(one: Schedule, currencies: tuple[str, ...]) -> list[str]:
    """A schedule with a column for each currency."""
    counted = {"seat": "seats", "unit": "units", "pack": "packs"}[one.unit]
    rows = [" | ".join([counted if one.model == "graduated" else f"total {counted}", *currencies])]
    for row in one.rows:
        end = "and up" if row.high is None else f"to {row.high}"
        rows.append(" | ".join([f"{row.low} {end}", *(cell(row.cell, currency) for currency in currencies)]))
    return block(f'schedule {one.name} "List" {one.model}{basis(one.unit, one.pack, one.period)}', rows)


def key(one: tuple[Any, ...]) -> str:
    """A key of a table."""
    kind, *rest = one
    if kind == "in":
        said = ("yes" if value is True else "no" if value is False else value for value in rest[0])
        return " or ".join(said)
    if kind == "range":
        return f"{rest[0]} to {rest[1]}" if rest[1] is not None else f"{rest[0]} and up"
    return f"up to {rest[0]}" if kind == "up to" else str(kind)


def table(one: Table) -> list[str]:
    """A table with its columns and, last, its result."""
    gives = f"rate{basis(one.unit, one.pack, one.period)}" if one.period else "money"
    rows = [" | ".join([*one.columns, one.name])]
    for row in one.rows:
        result = row.result
        if not isinstance(result, str):
            result = money(result) + basis(one.unit, one.pack, one.period)
        rows.append(" | ".join([*map(key, row.keys), result.replace("quote", "by quote")]))
    return block(f'table {one.name} "Table" gives {gives}', rows)
