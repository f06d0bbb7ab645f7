"""A stretch of days and the cycle that it lies in in, its share of the whole cycle and its worth in periods of a rate out.

The measures are those of `values.measures`; nothing is counted day by day.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing.calendar import Window
from seatpolicy.pricing.over_time.judged import CycleOf, JudgedDay
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cycle, MeasureOfPart
from seatpolicy.source.text import Span
from seatpolicy.values import calendar, currency, measures
from seatpolicy.values.measures import MeasureError
from seatpolicy.values.periods import Period
from seatpolicy.values.rounding import round_to
from seatpolicy.values.zones import Instant, find_zone, midnight

OVER_CYCLE = MeasureOfPart(measures.OVER_CYCLE)
ONCE = ("", "once")
"""What a price is per that is due whole, however short the part."""


@attrs.frozen(slots=True)
class Stretch:
    """The days [first, after) of a cycle. Where a policy counts seconds, `begins` and `ends` say when on those days it
    begins and ends (None: as the day does)."""

    first: date
    after: date
    begins: Instant | None = None
    ends: Instant | None = None

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.after - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days

    @property
    def is_empty(self) -> bool:
        """Whether it has no day at all."""
        return self.after <= self.first


def measure_of(day: JudgedDay, charge: str) -> tuple[MeasureOfPart, Span]:
    """How parts of a charge's cycles are measured, and where that is written."""
    one = day.charges[charge]
    return day.said(one.measure) or (OVER_CYCLE, one.charge.at)


def by_seconds(day: JudgedDay, charge: str) -> bool:
    """Whether parts are measured by the clock."""
    return measure_of(day, charge)[0].kind == measures.SECONDS


def share(stretch: Stretch, period: str, day: JudgedDay, charge: str) -> Fraction:
    """The share of its whole cycle that a stretch is; 1 of what is due whole. Raises Refusal where the measure says nothing
    about such a cycle."""
    if period in ONCE:
        return Fraction(1)
    return share_of_cycle(stretch, *measure_of(day, charge), day.cycle(charge), day.policy, day.clock)


def share_of_cycle(
    stretch: Stretch, measure: MeasureOfPart, at: Span, here: CycleOf, policy: Policy, clock: int = 0
) -> Fraction:
    """The same of any cycle, by a measure that is written at a place. `clock` is how long after midnight cycles begin that
    are measured by seconds."""
    if stretch.is_empty:
        return Fraction(0)
    if (stretch.first, stretch.after) == (here.window.first, here.window.after) and stretch.begins is stretch.ends is None:
        return Fraction(1)
    inside = here.window.first <= stretch.first and stretch.after <= here.window.after
    if measure.kind == measures.OVER_CYCLE and not inside:
        # A line of a document may be for days of two cycles; each is worth as much as one of the cycle that is looked at.
        return Fraction(stretch.days, here.window.days)
    try:
        return _measured(stretch, measure, here.window, policy, clock)
    except MeasureError:
        words = f"the measure `{measure.kind}` of a part of a cycle of {_words(here.cycle)} is"
        raise not_billed(refusals.EN511, at, words) from None


def factor(part: Fraction, period: str, here: CycleOf, policy: Policy, code: str) -> Fraction:
    """How many periods of the rate a share of a cycle is worth, rounded as factors are."""
    worth = whole(here, period) * part
    line = policy.roundings.get("factor")
    if line is None:
        return worth
    step = Fraction(1, 10 ** currency.minor_digits(code)) if line.to_cent else line.rounding.increment
    return round_to(worth, line.rounding.mode, step)


def whole(here: CycleOf, period: str) -> Fraction:
    """How many periods of a rate a whole cycle is worth. A kernel has refused those that do not fit before."""
    if period in ("", "once", "cycle"):
        return Fraction(1)
    return measures.whole_cycle(Period(here.cycle.period), here.cycle.count, Period(period))


def _measured(stretch: Stretch, measure: MeasureOfPart, window: Window, policy: Policy, clock: int) -> Fraction:
    zone = find_zone(policy.time_zone)
    whole_window = calendar.Window(window.first, window.after, window.index)
    first, after = stretch.first, stretch.after
    if measure.kind == measures.SECONDS:
        low, high = midnight(window.first, zone), midnight(window.after, zone)
        begins: int = midnight(first, zone) + clock if stretch.begins is None else stretch.begins
        ends: int = midnight(after, zone) + clock if stretch.ends is None else stretch.ends
        return Fraction(max(ends - begins, 0), high - low)
    days = measures.FIXED_MONTH if measure.kind == measures.FIXED_OVER_CYCLE else measure.days
    return measures.worth(measure.kind, first, after, whole_window, window.marks, Fraction(1), days=days, zone=zone)


def _words(cycle: Cycle) -> str:
    return cycle.period if cycle.count == 1 else f"{cycle.count} {cycle.period}s"
