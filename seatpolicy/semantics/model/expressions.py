"""Conditions and figures as the model has them: typed, resolved, every name bound to what it means.

Values of literals: Fraction for numbers, percents (20% is 1/5) and durations (in the unit of their type), str for texts,
set members and currencies, bool for flags, date for dates. Money holds one amount per currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Union

from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Literal:
    """A value written in the policy."""

    type: Type
    at: Span
    value: Fraction | str | bool | date


@record
class MoneyLiteral:
    """An amount, or a rate, in one or more currencies."""

    type: Type
    at: Span
    values: Mapping[str, Fraction]


@record
class FactValue:
    """A fact of account, person or quote, by its name."""

    type: Type
    at: Span
    name: str


@record
class Measure:
    """A measure of a declared thing: `seats of member`, `line_exception of member_seats`, `total`.

    `window_days` or `window_unit` narrow it: "in the last 30 days", "this quarter".
    """

    type: Type
    at: Span
    measure: str
    of: str
    window_days: int = 0
    window_unit: str = ""


@record
class Named:
    """A `let`, an `amount` or a `table` by its name; the definition stands in the model under that name."""

    type: Type
    at: Span
    kind: str  # "let", "amount" or "table"
    name: str


@record
class Arithmetic:
    """`op` is +, -, * or /; exact."""

    type: Type
    at: Span
    op: str
    left: Expression
    right: Expression


@record
class Negative:
    """The opposite of a figure."""

    type: Type
    at: Span
    operand: Expression


@record
class Comparison:
    """`op` is =, !=, <, <=, > or >=."""

    type: Type
    at: Span
    op: str
    left: Expression
    right: Expression


@record
class Logic:
    """`op` is and or or."""

    type: Type
    at: Span
    op: str
    parts: tuple[Expression, ...]


@record
class Not:
    """The opposite of a condition."""

    type: Type
    at: Span
    operand: Expression


@record
class Known:
    """Whether an optional fact is known (`known`) or unknown."""

    type: Type
    at: Span
    operand: Expression
    known: bool


@record
class InSet:
    """Whether a value is one of some; for an `any of` fact, whether it holds one of them."""

    type: Type
    at: Span
    operand: Expression
    options: tuple[Expression, ...]


@record
class InRange:
    """Whether a value lies between two, both ends included."""

    type: Type
    at: Span
    operand: Expression
    low: Expression
    high: Expression


@record
class InLast:
    """Whether a date lies in the last `days` days: the day itself and the `days` - 1 before."""

    type: Type
    at: Span
    operand: Expression
    days: int


@record
class Call:
    """A function of figures: min, max, or one of a plugin, which is then `defined`."""

    type: Type
    at: Span
    function: str
    arguments: tuple[Expression, ...]
    defined: Function | None = None


Expression = Union[  # noqa: UP007 (a name that refers to itself needs the old form)
    Literal,
    MoneyLiteral,
    FactValue,
    Measure,
    Named,
    Arithmetic,
    Negative,
    Comparison,
    Logic,
    Not,
    Known,
    InSet,
    InRange,
    InLast,
    Call,
]
