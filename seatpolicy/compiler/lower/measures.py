"""`MEASURE of NAME` in a condition or figure in, its value out: seats, use, seats that were added, what signals know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs, meters
from seatpolicy.compiler.lower.counts import seats_of
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Measure

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.expressions import Expressions

OF_SIGNALS = ("assigned", "billable", "idle", "allowed", "seats_to_next_step", "saving_at_next_step")
"""What only signals know of a charge."""


def measured(measure: Measure, read: Expressions) -> Value:
    """The value of a measure; refused where nobody knows it."""
    low, b = read.low, read.low.b
    if measure.measure == "seats":
        return _seats(measure, read)
    if measure.measure == "total" and read.total is not None:
        return read.total()
    if measure.measure == "added":
        return _added(measure, read)
    made = b.const(0)
    known = b.const(0)
    charges = {charge.name for plan in low.held for charge in plan.charges}
    window = measure.window_days or measure.window_unit
    if read.of_signals and measure.measure in OF_SIGNALS and measure.of in charges and not window:
        key = f"{measure.measure} of {measure.of}"
        low.refuse_outside(b.input(inputs.stopped("measured", key)), key)
        figure = inputs.measured(measure.measure, measure.of)
        known = b.is_known(figure)
        made = b.div(b.input(figure), b.input(inputs.measured_den(measure.measure, measure.of)))
        read.looked_at.append((key, b.all(low.live, known)))
    of = f" of {measure.of}" if measure.of else ""
    low.refuse(
        b.negate(known),
        refusals.EN507,
        measure.at,
        f"`{measure.measure}{of}` is not known when an account is billed",
        note="a history, a quote or the finished bill knows it",
    )
    return made


def _seats(measure: Measure, read: Expressions) -> Value:
    low, policy = read.low, read.low.policy
    if measure.of in policy.meters:
        return meters.use_of(measure, low)
    if read.counting and low.people and measure.of in policy.seats:
        at = policy.counting.at or policy.at
        low.refuse(low.const(1), refusals.EN303, at, "who holds a seat depends on how many people hold one")
        return low.const(0)
    return seats_of(measure, low)


def _added(measure: Measure, read: Expressions) -> Value:
    """How many seats were added, as the document says: the number is that of one window, the first that is asked for."""
    low, b = read.low, read.low.b
    made = inputs.added(measure.of)
    words = f"how many seats of `{measure.of}` were added {window_words(measure)} is not known"
    low.refuse(
        b.negate(b.is_known(made)), refusals.EN507, measure.at, words, note="a history of events is not read yet",
        hint=f"give it, as in `added: {{{measure.of}: 10}}`", subject=measure.of,
    )  # fmt: skip
    asked = [(first, other) for first, other in low.added if other.of == measure.of]
    for first, other in asked:
        if (other.window_days, other.window_unit) != (measure.window_days, measure.window_unit):
            note = f"the number that is given is that {window_words(other)}"
            low.refuse(first, refusals.EN507, measure.at, words, note=note, subject=measure.of)
    if read.of_signals:
        elsewhere = b.input(inputs.stopped("added", f"{measure.of} {window_words(measure)}"))
        low.refuse(elsewhere, refusals.EN507, measure.at, words, subject=measure.of)
    low.added.append((b.all(low.live, b.negate(b.any(*(first for first, _ in asked)))), measure))
    return b.input(made)


def window_words(measure: Measure) -> str:
    """`in the last 30 days`."""
    if measure.window_days:
        return f"in the last {measure.window_days} days"
    return f"this {measure.window_unit}" if measure.window_unit else "since the cycle began"
