"""A longer period that some cycles make up in, which of them a cycle is out; and what earlier invoices say of it.

A commitment of a term, a budget of a subscription and an allotment of a year go on from cycle to cycle. What was billed of
them is no figure of the kernel: it asks (`Asked`), and whoever runs it fills the answer in.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations, inputs
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.cycles import Cycled, ratio, words
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.program import Asked
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.periods import Period
from seatpolicy.values.record import record

Term = tuple[Value, Value]
"""Whether there is a term, and its months."""


@record
class Stretch:
    """Where a cycle stands: `there` says that the period is longer than the cycle (else it holds `times` of them),
    `position` counts from 0, `is_last` says that the cycle ends it."""

    there: Value
    times: Value
    position: Value
    is_last: Value


def stretch(period: str, cycle: Cycled, term: Term, read: Expressions, at: Span) -> Stretch:
    """Where a cycle stands in a longer period: a term, the subscription, a year of months. Years and quarters begin with the
    subscription."""
    low, b = read.low, read.low.b
    parts = []
    for flag, case in cycle.cycles:
        with low.when(flag):
            parts.append((flag, _of_cycle(period, case, cycle, term, read, at)))
    names = ("there", "times", "position", "is_last")
    return Stretch(*(low.chosen([(flag, getattr(one, name)) for flag, one in parts], b.const(0)) for name in names))


def _of_cycle(period: str, case: Case[Cycle], cycle: Cycled, term: Term, read: Expressions, at: Span) -> Stretch:
    low, b = read.low, read.low.b
    yes, nothing, index = b.const(1), b.const(0), cycle.window.index
    if period == "subscription":
        return Stretch(yes, yes, index, nothing)
    if period == "term":
        low.not_billed(b.negate(term[0]), refusals.EN511, at, "an amount per term, for an account without a term, is")
        first = _cycles(term[1], case.value, low, at)
        goes_on, again = durations.months(read, [plan.renews for plan in low.plans])
        goes_on = b.all(goes_on, b.compare("!=", again, nothing))
        with low.when(b.all(goes_on, b.compare(">=", index, first))):
            following = b.select(goes_on, _cycles(again, case.value, low, at), first)
        following = b.max(following, yes)
        in_first = b.compare("<", index, first)
        position = b.select(in_first, index, _rest(b.sub(index, first), following, low))
        length = b.select(in_first, first, following)
        return Stretch(yes, yes, position, b.compare("=", position, b.sub(length, yes)))
    if period in ("", "cycle", "once"):
        return Stretch(nothing, yes, nothing, nothing)
    times = ratio(case, period, at, low)
    if times >= 1:
        return Stretch(nothing, b.const(times), nothing, nothing)
    if times.numerator != 1:
        shown = f"a {words(case.value)}" if case.value.count == 1 else words(case.value)
        low.not_billed(yes, refusals.EN511, at, f"an amount per {period} in cycles of {shown} is")
        return Stretch(nothing, yes, nothing, nothing)
    position = _rest(index, b.const(times.denominator), low)
    return Stretch(yes, yes, position, b.compare("=", position, b.const(times.denominator - 1)))


def earlier(
    key: str,
    kind: str,
    name: str,
    here: Stretch,
    cycle: Cycled,
    low: Lowering,
    at: Span,
    words_: str,
    figures: Sequence[Figure] = (),
    charges: frozenset[str] | None = None,
) -> Value:
    """What earlier cycles of a stretch came to; 0 in its first one. Refused where the document does not say."""
    b = low.b
    later = b.all(here.there, b.compare(">", here.position, b.const(0)))
    if b.constant(later) == 0:
        return b.const(0)
    with low.when(later):
        unsaid = b.negate(b.input(inputs.earlier_known()))
        hint = "give the lines of earlier cycles in `billed:`, even if there are none"
        lines = f"{words_} without the lines of earlier cycles, is"
        low.not_billed(unsaid, refusals.EN505, at, lines, *figures, hint=hint)
        # Several statements may ask for the same: each says where it is the one that counts.
        present = low.flag(low.live)
        if (key, present) not in [(one.key, one.present) for one in low.asked]:
            windows = tuple((low.flag(flag), pair) for flag, pair in cycle.window.pairs)
            low.asked.append(
                Asked(key, kind, name, present, low.note(here.position), windows, charges,
                      low.words(words_, *figures), at)
            )  # fmt: skip
        low.refuse_outside(b.input(inputs.stopped("earlier", key)), f"earlier {key}")
    # Lines of a history are known to any fraction of a cent; those of documents have so many decimals.
    known = low.given(f"earlier {key}") if low.history else b.input(inputs.earlier(key))
    return b.select(later, known, b.const(0))


def place(here: Stretch, low: Lowering) -> Figure:
    """Which cycle of a stretch it is, counted from 1."""
    return low.b.add(here.position, low.const(1)), "number"


def _cycles(months: Value, cycle: Cycle, low: Lowering, at: Span) -> Value:
    """How many cycles there are in so many months, which must be whole ones."""
    b = low.b
    length = periods.MONTHS.get(Period(cycle.period), 0) * cycle.count
    held = b.div(months, b.const(length or 1))
    whole = b.round(held, "floor", Fraction(1))
    part = b.compare("!=", whole, held) if length else b.const(1)
    of = f"a {words(cycle)}" if cycle.count == 1 else words(cycle)
    told = f"an amount over a term of {{}} months, which is no number of cycles of {of}, is"
    low.not_billed(part, refusals.EN504, at, told, (months, "number"))
    return b.max(whole, b.const(1))


def _rest(value: Value, by: Value, low: Lowering) -> Value:
    """What a division by something above 0 leaves."""
    b = low.b
    return b.sub(value, b.mul(by, b.round(b.div(value, by), "floor", Fraction(1))))
