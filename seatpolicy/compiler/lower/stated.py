"""A statement of quantity in, what it counts out, before and after its own bounds."""

from __future__ import annotations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.counts import Heads
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Quantity
from seatpolicy.source.text import Span

KINDS = ("contracted", "assigned", "billable", "used", "equals")
OVER = ("", "each day", "highest", "lowest", "first", "last", "distinct", "average")
TIER_OF = ("", "last", "first", "highest")


def counted_by(terms: Terms, case: Case[Quantity], heads: Heads, read: Expressions) -> tuple[Value, Value]:
    """The count before any bound, and whether anyone gave it."""
    low, stated = read.low, case.value
    if stated.kind not in KINDS or stated.over not in OVER or stated.tier_of not in TIER_OF:
        over = f", {stated.over}" if stated.over else ""
        low.not_billed(low.const(1), refusals.EN511, stated.at, f"`{stated.kind}{over}` is")
        return low.const(0), low.const(1)
    if stated.kind == "used":
        if terms.charge.counts_kind == "meter":
            from seatpolicy.compiler.lower import meters

            return meters.used(low.policy.meters[terms.charge.counts[0]], low)
        words = f"the use of `{terms.charge.name}`, which counts no meter, is"
        low.not_billed(low.const(1), refusals.EN501, stated.at, words)
        return low.const(0), low.const(1)
    if stated.kind == "equals":
        if stated.figure is None:
            low.refuse(low.const(1), refusals.EN303, stated.at, "there is no figure to count")
            return low.const(0), low.const(1)
        return _not_below_0(read.figure(stated.figure), stated.figure.at, read), low.const(1)
    if stated.kind == "contracted":
        known, count = heads.ordered(terms.charge)
        return count, known
    if low.people and not low.history and terms.charge.counts_kind == "seat":
        from seatpolicy.compiler.lower.snapshot import must_answer

        must_answer(terms, stated, read)
    find = heads.assigned if stated.kind == "assigned" else heads.billable
    known, count = find(terms.charge)
    return count, known


def bounded(
    terms: Terms,
    case: Case[Quantity],
    flag: Value,
    count: Value,
    steps: list[PossibleStep],
    heads: Heads,
    read: Expressions,
) -> Value:
    """At least, then at most; a bound may be `contracted`, which is the count on the order."""
    low, b, stated = read.low, read.low.b, case.value
    made = count
    for word, bounds, choose in (("at least", stated.at_least, b.max), ("at most", stated.at_most, b.min)):
        for bound in bounds:
            if isinstance(bound, str):
                limit, at = heads.ordered(terms.charge)[1], stated.at
            else:
                limit, at = _not_below_0(read.figure(bound), bound.at, read), bound.at
            after = choose(made, limit)
            changed = b.all(flag, b.compare("!=", after, made))
            add_step(steps, low, "quantity", word, at, changed, (made, after), f"{word} {{}}", (limit, "number"))
            made = after
    return made


def _not_below_0(figure: Value, at: Span, read: Expressions) -> Value:
    message = "this comes to {}, and a quantity is never below 0"
    below = read.low.b.compare("<", figure, read.low.const(0))
    read.low.refuse(below, refusals.EN303, at, message, (figure, "number"))
    return figure
