"""A charge that counts people and the day of a roster in, a refusal out where one day cannot say the count.

A roster answers a charge whose count is that of the one day it shows. What is billed in advance can also hang on earlier
days: seats given up before, or added before; where no mark of these lies on the day, the roster alone does not know the
count.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations, inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.cycles import months_in
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Expression
from seatpolicy.semantics.model.prices import Quantity
from seatpolicy.source.text import Span

_FIRST, _LAST = ("", "first"), ("last",)


def must_answer(terms: Terms, stated: Quantity, read: Expressions) -> None:
    """Refuses a charge whose count, by its `quantity:`, is not that of the roster's day."""
    low, over, tier_of = read.low, stated.over, stated.tier_of
    yes = low.const(1)
    if over not in (*_FIRST, *_LAST):
        words = over if over == "each day" else f"{over} of the cycle"
        _not_enough(yes, stated.at, f"`{words}` needs every day of the cycle", terms, low)
    if tier_of not in ("", "first" if over in _FIRST else "last"):
        _not_enough(yes, stated.at, f"`tier of the {tier_of} count` needs another day", terms, low)
    must_be_on(over in _FIRST, stated.at, terms, low)
    _must_begin_anew(terms, read)


def must_be_on(first: bool, at: Span, terms: Terms, low: Lowering) -> None:
    """Refuses a roster of another day than the one that is counted: the first or the last of the cycle."""
    b, window = low.b, terms.cycle.window
    shown = b.input(inputs.roster_day())
    day = window.first if first else window.last
    which = "first" if first else "last"
    again = "ask for the next bill, on the first day of its cycle" if first else "ask with the roster of that day"
    low.refuse(
        b.compare("!=", shown, day),
        refusals.EN110,
        at,
        f"`{terms.charge.name}` counts who is there on {{}}, the {which} day of its cycle",
        (day, "day"),
        note="the roster is as of {}, the day that is asked for",
        note_figures=[(shown, "day")],
        why="a roster shows one day, and nothing of the days before it",
        hint=again,
        subject=terms.charge.name,
    )


def _must_begin_anew(terms: Terms, read: Expressions) -> None:
    """Refuses a count billed in advance that earlier days still move."""
    low, b = read.low, read.low.b
    ahead = b.any(*(flag for flag, case in terms.bill if case.value == "in advance"))
    later = b.all(ahead, b.compare(">", terms.cycle.window.index, b.const(0)))
    days = len(low.day_read)
    with low.when(later):
        for flag, at, mark, words in _carried(terms, read):
            with low.when(flag):
                _not_enough(b.negate(lies_on(mark, terms, read)), at, f"{words} until the {mark}", terms, low)
    # That people count by the day does not make a price change inside a cycle.
    del low.day_read[days:]


def lies_on(mark: str, terms: Terms, read: Expressions) -> Value:
    """Whether the first day of a cycle is such a mark: the next cycle, a month or quarter mark, a renewal."""
    low, b = read.low, read.low.b
    if mark == "next cycle":
        return b.const(1)
    if mark == "renewal":
        begun = b.is_known(inputs.begun())
        with low.when(begun):
            known, _ = durations.term(read)
            with low.when(known):
                durations.months(read, [plan.renews for plan in low.plans])
        window = terms.cycle.window
        renewed = low.chosen([(flag, b.input(inputs.renews_on(pair))) for flag, pair in window.pairs], b.const(0))
        return b.all(begun, known, renewed)
    every = {"month mark": 1, "quarter mark": 3}.get(mark)
    fits = [flag for flag, case in terms.cycle.cycles if every and (held := months_in(case.value)) and held % every == 0]
    return b.any(*fits)


def _carried(terms: Terms, read: Expressions) -> Iterator[tuple[Value, Span, str, str]]:
    """The lines by which earlier days still count, each with its flag, its mark and what it does."""
    low, b = read.low, read.low.b
    blocks = (terms.charge.proration, terms.plan.proration, low.policy.proration)
    fewer = next((block.fewer_seats for block in blocks if block.fewer_seats), ())
    told = b.const(0)
    for less in fewer:
        # Why a seat was given up is not told by a roster: a case whose condition cannot be judged may count.
        fits, judged = _possible(less.when, read)
        if less.value.kind == "none":
            yield b.all(b.negate(told), fits), less.at, less.value.when, "seats that were given up are paid"
        if less.value.within is None:
            told = b.any(told, b.all(fits, judged))
    more = next((block.more_seats for block in blocks if block.more_seats), ())
    told = b.const(0)
    for plus in more:
        fits, judged = _possible(plus.when, read)
        if not plus.value.charged:
            yield b.all(b.negate(told), fits), plus.at, plus.value.when, "seats that were added are not charged"
        told = b.any(told, b.all(fits, judged))
    counting = low.policy.counting
    if counting.freed_seat == "taken" and counting.at is not None:
        yield b.const(1), counting.at, counting.freed_until, "freed seats stay taken"


def _possible(when: Expression | None, read: Expressions) -> tuple[Value, Value]:
    """Whether a case may count, and whether its condition could be judged. What cannot be judged stops nothing here."""
    low, b = read.low, read.low.b
    if when is None:
        return b.const(1), b.const(1)
    low.quiet = True
    with low.caught(low.scope) as stops:
        holds = read.holds(when)
    low.quiet = False
    stop = b.any(*stops)
    return b.any(stop, holds), b.negate(stop)


def _not_enough(flag: Value, at: Span, message: str, terms: Terms, low: Lowering) -> None:
    low.refuse(
        flag,
        refusals.EN110,
        at,
        f"{message}, and a roster shows one",
        why="the days before are not in it, so the count would be a guess",
        hint="this bill needs the history, as `events:`",
        subject=terms.charge.name,
    )
