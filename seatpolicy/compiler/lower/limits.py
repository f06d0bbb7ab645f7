"""A charge with a limit in, whether its count is above it out; and the refusal of a count that may not be."""

from __future__ import annotations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.counts import in_trial
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.quantity import Counter
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Limit

BILLS_THE_REST = ("bill rest", "bill the rest")


def above_limit(terms: Terms, case: Case[Limit], count: Value, counter: Counter, read: Expressions) -> tuple[Value, Value]:
    """Whether a count is above a limit, and how many that allows."""
    b, limit = read.low.b, case.value
    known = b.const(1)
    if isinstance(limit.most, str):
        known, most = counter.heads.ordered(terms.charge)
    else:
        most = read.figure(limit.most)
    return b.all(known, b.compare(">", count, most)), most


def refuse_above(terms: Terms, case: Case[Limit], above: Value, count: Value, most: Value, read: Expressions) -> None:
    """Refuses a count above its limit."""
    low, charge = read.low, terms.charge
    low.refuse(
        above,
        refusals.EN101,
        case.at,
        f"{low.said(charge.title)} are sold up to {{}}",
        (most, "number"),
        note="the account has {}",
        note_figures=[(count, "number")],
        subject=charge.name,
    )


def held_to_limit(terms: Terms, counter: Counter, read: Expressions) -> None:
    """Refuses a count of a history that is above its limit, as the policy says; moving to another plan on the way is not
    billed."""
    low = read.low
    count = counter.count(terms.charge.name)
    if low.people and terms.charge.counts_kind == "seat":
        count = low.b.add(count, in_trial(terms.charge.name, low))
    for flag, case in terms.limit:
        limit = case.value
        with low.when(flag):
            above, most = above_limit(terms, case, count, counter, read)
            if limit.then == "refuse":
                refuse_above(terms, case, above, count, most, read)
            elif limit.then == "plan":
                words = f"moving the account to the plan `{limit.plan}` inside a history is"
                low.not_billed(above, refusals.EN506, case.at, words)
            elif limit.then not in BILLS_THE_REST:
                low.not_billed(above, refusals.EN511, case.at, f"a limit that goes on to `{limit.then}` is")
