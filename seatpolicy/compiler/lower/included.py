"""What a price includes in, how much of a count is paid for out: per period, or by the billed seats of another charge."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations
from seatpolicy.compiler.lower.context import Figure
from seatpolicy.compiler.lower.cycles import ratio
from seatpolicy.compiler.lower.cycles import words as cycle_words
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Included
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.quantity import Counter


def taken(
    terms: Terms,
    flag: Value,
    cases: Sequence[tuple[Value, Case[Included]]],
    count: Value,
    steps: list[PossibleStep],
    size: int,
    counter: Counter,
) -> Value:
    """How much of a count is included, at most all of it; each included one is a pack of `size`."""
    low, b = counter.low, counter.low.b
    parts: list[tuple[Value, Value]] = []
    for here, case in cases:
        with low.when(here):
            share, words, figures = share_of(terms, case, counter)
            if size > 1:
                share = b.mul(share, b.const(size))
                words += f", in packs of {size}"
            taken = b.min(share, count)
        change = (count, b.sub(count, taken))
        add_step(steps, low, "quantity", "included", case.at, b.all(flag, here), change, words, *figures)
        parts.append((here, taken))
    return low.chosen(parts, b.const(0))


def share_of(terms: Terms, case: Case[Included], counter: Counter) -> tuple[Value, str, tuple[Figure, ...]]:
    """How many are included, with the arithmetic."""
    low, b = counter.low, counter.low.b
    stated, at = case.value, case.at
    if stated.seat:
        seats = counter.billed_seats(stated.seat, terms.plan, at)
        whole = b.round(b.div(seats, b.const(stated.every)), "floor", Fraction(1))
        share = b.mul(b.const(stated.count), whole)
        per = f"{_n(stated.every)} billed seats" if stated.every != 1 else "billed seat"
        words = f"{_n(stated.count)} per {per} of {stated.seat}: {{}} seats include {{}}"
        return share, words, ((seats, "number"), (share, "number"))
    meter = low.policy.meters.get(terms.charge.counts[0]) if terms.charge.counts_kind == "meter" else None
    words = f"{_n(stated.count)} per {stated.period}"
    if meter is not None and stated.period == meter.window != "cycle":
        return b.const(stated.count), words, ()
    adds_up = meter is not None and meter.aggregation == "sum"
    parts: list[tuple[Value, Value]] = []
    for flag, cycle in terms.cycle.cycles:
        with low.when(flag):
            times = Fraction(1)
            if stated.period not in ("", "cycle", "once"):
                times = ratio(cycle, stated.period, at, low)
            share = b.const(stated.count)
            if times != 1 and not adds_up:
                told = f"what is included per {stated.period}, in a cycle of a {cycle_words(cycle.value)}, is"
                low.not_billed(b.const(1), refusals.EN511, at, told)
            elif times > 1:
                share = b.mul(share, b.const(times))
                words += f": {_n(times)} × {_n(stated.count)} in a {cycle_words(cycle.value)}"
            elif times < 1:
                share = b.max(b.const(0), b.sub(share, _used_before(terms, stated, counter.read, at)))
        parts.append((flag, share))
    return low.chosen(parts), words, ()


def left_of_packs(terms: Terms, flag: Value, packs: Value, steps: list[PossibleStep], counter: Counter) -> Value:
    """Packs that are left when those included are taken off."""
    cases = [(here, one) for here, one in terms.included if one.value.after_packs]
    return counter.low.b.sub(packs, taken(terms, flag, cases, packs, steps, 1, counter))


def _used_before(terms: Terms, stated: Included, read: Expressions, at: Span) -> Value:
    """How much of an allotment of a longer period earlier cycles used."""
    from seatpolicy.compiler.lower import history

    low = read.low
    here = history.stretch(stated.period, terms.cycle, durations.term_of(terms.base, read), read, at)
    what = f"what is included per {stated.period}, of which this is cycle {{}},"
    key = f"included {terms.charge.name}/{stated.period}"
    return history.earlier(key, "included", terms.charge.name, here, terms.cycle, low, at, what,
                           [history.place(here, low)])  # fmt: skip


def _n(value: Fraction) -> str:
    return format_decimal(value)
