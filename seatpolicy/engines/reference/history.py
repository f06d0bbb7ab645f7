"""The lines that an account was billed before, read by what still depends on them.

A commitment of a term, a budget of a subscription and an allotment of a year go on from cycle to cycle. In their first
cycle nothing was billed before; in a later one the document has to say what was, with `billed:`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.prices import Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.periods import Period


@attrs.frozen
class Stretch:
    """A longer period that some cycles make up: this one is the `position`-th of `cycles` (None: without an end), counted
    from 0."""

    position: int
    cycles: int | None

    @property
    def is_last(self) -> bool:
        """Whether this cycle ends it."""
        return self.cycles is not None and self.position == self.cycles - 1


def stretch(period: str, cycle: Cycle, window: Window, world: World, term: Fraction | None, at: Span) -> Stretch | None:
    """Which cycle of a longer period this is: of a term, of the subscription, of a year of months. None for a period that is
    no longer than the cycle, of which the cycle holds whole ones. Years and quarters begin with the subscription."""
    if period == "subscription":
        return Stretch(window.index, None)
    if period == "term":
        if term is None:
            raise not_billed(refusals.EN511, at, "an amount per term, for an account without a term, is")
        first = _cycles(term, cycle, at)
        again = world.renews()
        if window.index < first:
            return Stretch(window.index, first)
        following = _cycles(again, cycle, at) if again else first
        return Stretch((window.index - first) % following, following)
    times = cycles.worth(cycle, period, at)
    if times >= 1:
        return None
    if times.numerator != 1:
        raise not_billed(refusals.EN511, at, f"an amount per {period} in cycles of {_length(cycle)} is")
    return Stretch(window.index % times.denominator, times.denominator)


def before(
    here: Stretch, window: Window, world: World, counts: Callable[[EarlierLine], bool], at: Span, what: str
) -> list[EarlierLine]:
    """The lines that count and were billed in earlier cycles of this stretch. Refused where the document does not say."""
    if here.position == 0:
        return []
    billed = world.account.billed
    if billed is None:
        hint = "give the lines of earlier cycles in `billed:`, even if there are none"
        raise not_billed(refusals.EN505, at, f"{what} without the lines of earlier cycles, is", hint)
    since = window.mark(window.index - here.position)
    return [line for line in billed if counts(line) and since <= line.first and line.last < window.first]


def billed_again(terms: Terms, world: World) -> Iterator[Diagnostic]:
    """A line for days that this bill is about. Use is billed for the cycle so far, less what was billed of it; what is left
    to bill of seats that were billed for a part of a cycle is not worked out yet."""
    for line in world.account.billed or ():
        overlaps = line.first <= terms.window.period.last and line.last >= terms.window.first
        inside = line.first >= terms.window.first and line.last <= terms.window.period.last
        use = terms.charge.counts_kind == "meter" and inside
        if overlaps and not use and line.charge == terms.charge.name:
            words = f"the rest of a cycle of `{line.charge}` that was billed from {line.first} on is"
            yield not_billed(refusals.EN505, line.at, words).found


def _cycles(months: Fraction, cycle: Cycle, at: Span) -> int:
    kind = Period(cycle.period)
    length = periods.MONTHS.get(kind)
    held = months / (length * cycle.count) if length is not None else None
    if held is None or held.denominator != 1:
        words = f"an amount over a term of {months} months, which is no number of cycles of {_length(cycle)},"
        raise not_billed(refusals.EN504, at, f"{words} is")
    return held.numerator


def _length(cycle: Cycle) -> str:
    return f"a {cycles.words(cycle)}" if cycle.count == 1 else cycles.words(cycle)
