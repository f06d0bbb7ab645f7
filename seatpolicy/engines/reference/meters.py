"""A meter, what an account used of it and a whole cycle in, the figures that are priced out.

A meter of the cycle comes to one figure; a list of the figures of its parts is made into one as the meter says. A meter
of each hour, day or month has a figure for each window, and every one of them is priced by itself. Windows that a list
does not reach had no use.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.semantics.model.prices import Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.money import format_decimal
from seatpolicy.values.periods import Period

_COMBINED = ("sum", "highest", "lowest", "first", "last", "average")
_SHORT = ("hour", "day", "week")
_HOURS = 24


@attrs.frozen
class Used:
    """`figures` are priced one by one; more than one only where the meter has a window shorter than the cycle. `empty` is
    how many windows had no use and are in none of them (None: nobody can say how many windows there are). `length` is what
    a price per period is measured over: the cycle, or one window."""

    figures: tuple[Fraction, ...]
    empty: int | None
    window: str
    length: Cycle | None
    given: bool

    @property
    def is_split(self) -> bool:
        """Whether there are windows that are priced by themselves."""
        return self.window != ""


def used(terms: Terms, world: World) -> Used:
    """What the meter of a charge came to in its cycle."""
    meter = world.policy.meters[terms.charge.counts[0]]
    at = terms.quantity.at if terms.quantity is not None else terms.charge.at
    given = world.account.usage.get(meter.name)
    windows = _windows(meter, terms.cycle.value, terms.window, at)
    if windows == 1:
        figure = Fraction(0) if given is None else _one(meter, given)
        return Used((figure,), 0, "", terms.cycle.value, given is not None)
    length = None if meter.window == "hour" else Cycle(meter.window, 1)
    if given is None:
        return Used((), windows, meter.window, length, False)
    if not given.listed:
        raise not_billed(
            refusals.EN501,
            given.at,
            f"one figure for `{meter.name}`, which is counted for each {meter.window}, is",
            f"give one for each {meter.window} with use, in order: `{meter.name}: [50, 150, 200]`",
        )
    most = windows if windows is not None else terms.window.days // 7 + 2
    # A day on which the clock is set back has an hour more.
    if len(given.figures) > most + (1 if meter.window == "hour" else 0):
        raise refusal(
            refusals.EN303,
            given.at,
            f"`{meter.name}` has {len(given.figures):,} figures, and the cycle has {most:,} {meter.window}s",
            subject=meter.name,
        )
    figures = tuple(_whole(meter, figure, given) for figure in given.figures)
    return Used(figures, None if windows is None else max(windows - len(figures), 0), meter.window, length, True)


def use_of(measure: Measure, world: World) -> Fraction:
    """The use of a meter as one figure, for a condition or an amount that reads it."""
    meter = world.policy.meters[measure.of]
    given = world.account.usage.get(meter.name)
    if given is None:
        return Fraction(0)
    if meter.window != "cycle":
        raise not_billed(refusals.EN501, measure.at, f"a figure that reads `{meter.name}`, of each {meter.window}, is")
    return _one(meter, given)


def _one(meter: Meter, given: UsageGiven) -> Fraction:
    """The figure of the whole cycle, out of those of its parts where a list is given."""
    figures = [_whole(meter, figure, given) for figure in given.figures]
    if len(figures) == 1:
        return figures[0]
    if not figures:
        return Fraction(0)
    if meter.aggregation not in _COMBINED:
        raise not_billed(
            refusals.EN501,
            given.at,
            f"the {meter.aggregation} use of `{meter.name}` out of the figures of parts is",
            "what was used in two parts may be the same: give one figure for the cycle",
        )
    return _combined(meter.aggregation, figures)


def _combined(aggregation: str, figures: Sequence[Fraction]) -> Fraction:
    whole = sum(figures, Fraction(0))
    return {
        "sum": whole,
        "highest": max(figures),
        "lowest": min(figures),
        "first": figures[0],
        "last": figures[-1],
        "average": whole / len(figures),
    }[aggregation]


def _whole(meter: Meter, figure: Fraction, given: UsageGiven) -> Fraction:
    """A figure as the meter counts: no half of what is counted in whole ones, none below 0."""
    if figure < 0 or (meter.type.kind == "count" and figure.denominator != 1):
        words = f"`{meter.name}` is {format_decimal(figure)}, and it is a {meter.type.kind}"
        raise refusal(refusals.EN303, given.at, words, subject=meter.name)
    return figure


def _windows(meter: Meter, cycle: Cycle, window: Window, at: Span) -> int | None:
    """How many windows of the meter a cycle has; None for weeks, which begin where they begin."""
    if meter.window == "cycle":
        return 1
    if meter.window in _SHORT:
        if meter.window == "week":
            return None if cycle.period != "week" else cycle.count
        return window.days * (_HOURS if meter.window == "hour" else 1)
    known = meter.window in {one.value for one in periods.MONTHS}
    ratio = periods.ratio(Period(cycle.period), Period(meter.window)) if known else None
    held = None if ratio is None else ratio * cycle.count
    if held is None or held.denominator != 1:
        words = f"`{meter.name}`, counted for each {meter.window}, in a cycle of a {cycles.words(cycle)} is"
        raise not_billed(refusals.EN501, at, words)
    return held.numerator
