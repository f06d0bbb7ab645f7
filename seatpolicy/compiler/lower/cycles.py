"""The cycle of a charge or block, with its window: days and a number that a calendar gives, chosen by conditions.

A policy says which cycle and anchor an account may have, so there are few pairs of them, and the calendar works out the
window of each before the kernel runs. The kernel chooses. How many periods of a rate a cycle is worth is known while
compiling, for each cycle that may be chosen.
"""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.periods import Period
from seatpolicy.values.record import record


@record
class Window:
    """One of some pairs of cycle and anchor, each with the flag that chooses it."""

    low: Lowering
    pairs: tuple[tuple[Value, int], ...]

    def _chosen(self, which: str) -> Value:
        b = self.low.b
        return self.low.chosen([(flag, b.input(inputs.mark(pair, which))) for flag, pair in self.pairs])

    @property
    def first(self) -> Value:
        """The first day."""
        return self._chosen("first")

    @property
    def last(self) -> Value:
        """The last day."""
        return self._chosen("last")

    @property
    def index(self) -> Value:
        """How many cycles were before."""
        return self._chosen("index")

    def differs(self, other: Window) -> Value:
        """Whether another window is another one. Cycles of different lengths have no window in common, so that the calendar
        is asked only where two of one length have different anchors, or where months meet days."""
        b = self.low.b
        if self.pairs == other.pairs:
            return b.const(0)
        made = []
        for here, pair in self.pairs:
            for there, second in other.pairs:
                flag = b.all(here, there)
                if pair != second and b.constant(flag) != 0:
                    made.append(b.all(flag, self._differ(pair, second)))
        return b.any(*made)

    def _differ(self, pair: int, other: int) -> Value:
        b, pairs = self.low.b, self.low.pairs
        lengths = [_length(pairs[one][0]) for one in (pair, other)]
        if lengths[0][0] == lengths[1][0] and lengths[0] != lengths[1]:
            return b.const(1)
        marks = [[b.input(inputs.mark(one, which)) for which in ("first", "last", "index")] for one in (pair, other)]
        return b.any(*(b.compare("!=", one, second) for one, second in zip(*marks, strict=True)))


@record
class Cycled:
    """The cycles that may count, each with its flag, and the window."""

    cycles: tuple[tuple[Value, Case[Cycle]], ...]
    window: Window

    def worth(self, per: str, at: Span | None, low: Lowering) -> Value:
        """How many periods of a rate the cycle is worth: 12 for a rate per month in a year. A rate per cycle, once, or
        without a period is due as it stands. Refused at `at`, or where the cycle is written."""
        if per in ("", "cycle", "once"):
            return low.const(1)
        parts = []
        for flag, case in self.cycles:
            with low.when(flag):
                parts.append((flag, low.const(ratio(case, per, at or case.at, low))))
        return low.chosen(parts)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for two that always have the same cycle."""
        return tuple((flag, case.value) for flag, case in self.cycles)


def cycled(
    cycles: list[tuple[Value, Case[Cycle]]], anchors: list[tuple[Value, Case[Anchor]]], low: Lowering
) -> tuple[Cycled, list[tuple[Value, int, Span]]]:
    """A cycle and its anchor, and every pair of them that may be asked of the calendar with the place of the cycle."""
    b = low.b
    pairs: list[tuple[Value, int]] = []
    uses: list[tuple[Value, int, Span]] = []
    for here, cycle in cycles:
        for there, anchor in anchors:
            flag = b.all(here, there)
            if b.constant(flag) == 0:
                continue
            pair = (cycle.value, anchor.value)
            if pair not in low.pairs:
                low.pairs.append(pair)
            pairs.append((flag, low.pairs.index(pair)))
            uses.append((b.all(low.live, flag), low.pairs.index(pair), cycle.at))
    return Cycled(tuple(cycles), Window(low, tuple(pairs))), uses


def _length(cycle: Cycle) -> tuple[str, int]:
    """A cycle in months or in days."""
    kind = Period(cycle.period) if cycle.period in {one.value for one in Period} else Period.CYCLE
    for name, family in (("months", periods.MONTHS), ("days", periods.DAYS)):
        if kind in family:
            return name, family[kind] * cycle.count
    return cycle.period, cycle.count


def months_in(cycle: Cycle) -> int:
    """The months of a cycle that is made of months, else 0."""
    name, length = _length(cycle)
    return length if name == "months" else 0


def words(cycle: Cycle) -> str:
    """`month`, or `30 days`."""
    return cycle.period if cycle.count == 1 else f"{cycle.count} {cycle.period}s"


def ratio(case: Case[Cycle], per: str, at: Span, low: Lowering) -> Fraction:
    """How many periods of a rate one cycle holds; 1 where that is refused."""
    kinds = []
    for word in (case.value.period, per):
        try:
            kinds.append(Period(word))
        except ValueError:
            low.not_billed(low.const(1), refusals.EN505, at, f"an amount per {word} is")
            return Fraction(1)
    made = periods.ratio(*kinds)
    if made is None:
        low.refuse(low.const(1), refusals.EN303, at, f"a cycle of {words(case.value)} is no number of times a {per}")
        return Fraction(1)
    return made * case.value.count
