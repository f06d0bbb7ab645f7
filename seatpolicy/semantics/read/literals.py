"""Values written in a policy: a form of the tree in, a typed literal out."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import (
    COUNT,
    CURRENCY,
    DATE,
    DAYS,
    ERROR,
    FLAG,
    HOURS,
    MONTHS,
    NUMBER,
    PERCENT,
    TEXT,
    Per,
    Type,
)
from seatpolicy.semantics.read import unit_messages as messages
from seatpolicy.semantics.read.amounts import money_values, read_per
from seatpolicy.semantics.reading import Reading
from seatpolicy.syntax.tree import Node
from seatpolicy.values.dates import parse_date

UNIT_TYPES = {
    "day": (DAYS, 1),
    "week": (DAYS, 7),
    "hour": (HOURS, 1),
    "month": (MONTHS, 1),
    "quarter": (MONTHS, 3),
    "year": (MONTHS, 12),
}
"""The units of durations: of which type each is, and how many of that type."""


def literal(reading: Reading, tree: Node) -> x.Expression:
    """A number, percent, duration, amount, date, text, currency, yes or no."""
    at, kind = reading.at(tree), tree.kind
    if kind == "number":
        value = reading.number(tree.leaf("NUMBER"))
        return x.Literal(COUNT if value.denominator == 1 else NUMBER, at, value)
    if kind == "percent":
        return x.Literal(PERCENT, at, reading.number(tree.leaf("PERCENT")))
    if kind == "duration":
        unit = tree.all()[0].kind
        if unit not in UNIT_TYPES:
            reading.report(messages.no_duration(at, unit.removesuffix("_period")))
            return x.Literal(ERROR, at, Fraction(0))
        type_, factor = UNIT_TYPES[unit]
        return x.Literal(type_, at, reading.number(tree.leaf("NUMBER")) * factor)
    if kind in ("money_rate", "money", "money_or", "amounts"):
        per = read_per(reading, tree)
        values = money_values(reading, tree, complete=False)
        missing = [c for c in reading.currencies if c not in values]
        if missing and values:
            reading.report(messages.one_currency(at, missing, reading.currencies))
        return x.MoneyLiteral(Type("rate", per=per) if per != Per() else Type("money"), at, values)
    if kind == "date":
        day = parse_date(tree.leaf("DATE").text)
        if day is None:
            reading.report(messages.no_such_day(at))
            return x.Literal(ERROR, at, False)
        return x.Literal(DATE, at, day)
    if kind == "string":
        return x.Literal(TEXT, at, reading.text(tree.leaf("STRING")))
    if kind == "currency":
        return x.Literal(CURRENCY, at, tree.leaf("CURRENCY").text)
    if kind in ("yes", "no"):
        return x.Literal(FLAG, at, kind == "yes")
    raise AssertionError(f"no literal: {kind}")
