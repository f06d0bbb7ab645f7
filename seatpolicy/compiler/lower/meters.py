"""A meter in, its use as a figure of a kernel out; and how many windows of it a cycle has.

A meter of the cycle comes to one figure, which whoever fills the inputs in makes of a list. A meter of each hour, day or
month has a figure for each window, and every one of them is priced by itself (`windows`).
"""

from __future__ import annotations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.cycles import words
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.parties import Case, Meter
from seatpolicy.semantics.model.prices import Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.periods import Period
from seatpolicy.values.record import record

_SHORT = ("hour", "day", "week")
_HOURS = 24


def use_of(measure: Measure, low: Lowering) -> Value:
    """The use of a meter as one figure, for a condition or an amount that reads it; 0 where none is given."""
    b, meter = low.b, low.policy.meters[measure.of]
    known = b.is_known(inputs.usage(meter))
    with low.when(known):
        if meter.window != "cycle":
            words_ = f"a figure that reads `{meter.name}`, of each {meter.window}, is"
            low.not_billed(b.const(1), refusals.EN501, measure.at, words_)
        figure = _figure(meter, low)
    return b.select(known, figure, b.const(0))


def used(meter: Meter, low: Lowering) -> tuple[Value, Value]:
    """The use of a meter in a cycle that is one window of it, and whether anybody gave it."""
    b = low.b
    known = b.is_known(inputs.usage(meter))
    with low.when(known):
        figure = _figure(meter, low)
    return b.select(known, figure, b.const(0)), known


def _figure(meter: Meter, low: Lowering) -> Value:
    b = low.b
    low.refuse_outside(b.input(inputs.stopped("usage", meter.name)), f"usage {meter.name}")
    figure = b.input(inputs.usage(meter))
    return b.div(figure, b.input(inputs.usage_parts(meter.name))) if meter.aggregation == "average" else figure


@record
class Windows:
    """How many windows of a meter one cycle has: `single` where it is one, `count` where it is known how many, `most` where
    it is not."""

    single: bool
    count: Value | None


def windows_in(meter: Meter, terms: Terms, case: Case[Cycle], at: Span, low: Lowering) -> Windows:
    """The windows of a meter in a cycle; weeks begin where they begin."""
    b, cycle = low.b, case.value
    if meter.window == "cycle":
        return Windows(True, b.const(1))
    if meter.window == "week":
        known = cycle.period == "week"
        return Windows(known and cycle.count == 1, b.const(cycle.count) if known else None)
    if meter.window in _SHORT:
        window = terms.cycle.window
        days = b.add(b.sub(window.last, window.first), b.const(1))
        one = meter.window == "day" and cycle == Cycle("day", 1)
        return Windows(one, b.mul(days, b.const(_HOURS if meter.window == "hour" else 1)))
    known = meter.window in {one.value for one in periods.MONTHS}
    ratio = periods.ratio(Period(cycle.period), Period(meter.window)) if known else None
    held = None if ratio is None else ratio * cycle.count
    if held is None or held.denominator != 1:
        told = f"`{meter.name}`, counted for each {meter.window}, in a cycle of a {words(cycle)} is"
        low.not_billed(b.const(1), refusals.EN501, at, told)
        return Windows(True, b.const(1))
    return Windows(held == 1, b.const(held))
