"""The term of an account, and lengths of time in months: those of its document, or of the only plan that states one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.documents import refusals
from seatpolicy.documents.typed import MOST_MONTHS
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.prices import Duration, Plan

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.expressions import Expressions


def term(read: Expressions) -> tuple[Value, Value]:
    """Whether the account has a term, and its months: its own, or those of its only plan with one."""
    low, b = read.low, read.low.b
    given = inputs.term()
    own, months = b.is_known(given), b.input(given)
    out = b.any(b.compare("<", months, b.const(1)), b.compare(">", months, b.const(MOST_MONTHS)))
    low.refuse(b.all(own, out), refusals.EN303, None, f"a term is from 1 to {MOST_MONTHS:,} months")
    with low.when(b.negate(own)):
        there, stated, _ = _months(read, [plan.term for plan in low.plans])
    return b.any(own, there), b.select(own, months, stated)


def term_of(plan: Plan, read: Expressions) -> tuple[Value, Value]:
    """Whether there is a term of one plan, and its months: the account's own, or what the plan says."""
    low, b = read.low, read.low.b
    given = inputs.term()
    own = b.is_known(given)
    with low.when(own):
        _, months = term(read)
    with low.when(b.negate(own)):
        there, stated, _ = _months(read, [plan.term])
    return b.any(own, there), b.select(own, months, stated)


def first_term_ends(read: Expressions) -> tuple[Value, Value]:
    """Whether the account has a term, and the first day behind the first one."""
    low, b = read.low, read.low.b
    known, _ = term(read)
    own = b.is_known(inputs.term())
    with low.when(b.negate(own)):
        _, _, parts = _months(read, [plan.term for plan in low.plans])
    ends = [(flag, b.input(inputs.term_end(months))) for flag, months in parts]
    return known, b.select(own, b.input(inputs.term_end(None)), low.chosen(ends, low.const(0)))


def months(read: Expressions, statements: Sequence[Cases[Duration]]) -> tuple[Value, Value]:
    """The length in months that the only one of some blocks which states one states; and whether there is one."""
    there, length, _ = _months(read, statements)
    return there, length


def _months(read: Expressions, statements: Sequence[Cases[Duration]]) -> tuple[Value, Value, list[tuple[Value, int]]]:
    """The same, and every length that may be it with its flag."""
    low, b = read.low, read.low.b
    fitting = [read.cases(cases) for cases in statements]
    fits = [b.any(*(flag for flag, _ in cases)) for cases in fitting]
    parts: list[tuple[Value, int]] = []
    for place, cases in enumerate(fitting):
        others = b.any(*(fits[:place] + fits[place + 1 :]))
        for flag, case in cases:
            months = in_months(case.value)
            if months is not None:
                parts.append((b.all(flag, b.negate(others)), months))
    there = b.any(*(flag for flag, _ in parts))
    return there, low.chosen([(flag, b.const(months)) for flag, months in parts], low.const(0)), parts


def in_months(duration: Duration) -> int | None:
    """The months of a duration that is made of months."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(duration.unit)
    return None if months is None else duration.length * months
