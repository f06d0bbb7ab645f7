"""A cycle, its anchor and the start of the subscription in, the whole cycle that holds a day out.

Mark k is computed from the start, never from the mark before, so that the 31st comes back after a short month (only
"short months move the day for good" says otherwise). A cycle runs from its mark to the day before the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Period
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.source.text import Span
from seatpolicy.values import periods
from seatpolicy.values.dates import LAST_YEAR, add_months, days_in_month
from seatpolicy.values.periods import Period as Kind

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@attrs.frozen
class Window:
    """One whole cycle: its first day, the first day after it, and how many cycles the account had before; `mark` gives the
    first day of any of its cycles by that number."""

    first: date
    after: date
    index: int
    mark: Callable[[int], date] = attrs.field(eq=False, repr=False)

    @property
    def period(self) -> Period:
        """Its days, both ends included."""
        return Period(self.first, self.after - timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days


def window(cycle: Cycle, anchor: Anchor, at: Span, world: World) -> Window:
    """The cycle that holds the day. Refused: a day before the start, and a start that lies inside a cycle."""
    start, day = world.account.start, world.as_of
    if day.year > LAST_YEAR:
        raise refusal(refusals.EN303, at, f"cycles are counted up to the year {LAST_YEAR}")
    if start is not None and day < start:
        raise refusal(refusals.EN107, at, f"on {day} nothing is due: the subscription begins on {start}")
    mark = _marks(cycle, anchor, at, world)
    if start is not None and mark(0) != start:
        raise not_billed(
            refusals.EN502,
            at,
            f"the part of a cycle from {start} to the first mark of the anchor is",
            f"a subscription that starts on {mark(0)} or {mark(1)} has whole cycles only",
        )
    index = 0
    while (after := mark(index + 1)) <= day:
        index += 1
    return Window(mark(index), after, index, mark)


def worth(cycle: Cycle, per: str, at: Span) -> Fraction:
    """How many periods of a rate a whole cycle is worth: 12 for a rate per month in a year. A rate per cycle, once, or
    without a period is due as it stands."""
    if per in ("", "cycle", "once"):
        return Fraction(1)
    ratio = periods.ratio(_kind(cycle.period, at), _kind(per, at))
    if ratio is None:
        raise refusal(refusals.EN303, at, f"a cycle of {words(cycle)} is no number of times a {per}")
    return ratio * cycle.count


def last_renewal(start: date, term: Fraction, renews: Fraction | None, day: date) -> date | None:
    """The last day, up to and including a day, on which a new term began; None in the first one. `term` and what it
    `renews` for are in months; without the second, or for 0, the first term is the only one."""
    months = term.numerator
    renewed = None
    while renews and (following := add_months(start, months)) <= day:
        renewed = following
        months += renews.numerator
    return renewed


def words(cycle: Cycle) -> str:
    """`month`, or `30 days`."""
    return cycle.period if cycle.count == 1 else f"{cycle.count} {cycle.period}s"


def _kind(word: str, at: Span) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise not_billed(refusals.EN505, at, f"an amount per {word} is") from None


def _marks(cycle: Cycle, anchor: Anchor, at: Span, world: World) -> Callable[[int], date]:
    """The k-th mark of the anchor, from the first one at or before the start (the day itself, without a start)."""
    kind = _kind(cycle.period, at)
    start = world.account.start or world.as_of
    if kind in periods.DAYS:
        length = timedelta(days=periods.DAYS[kind] * cycle.count)
        first = start
        if anchor.weekday:
            if cycle.period != "week":
                raise not_billed(refusals.EN511, at, "calendar weeks as an anchor of days are")
            first = start - timedelta(days=(start.weekday() - _WEEKDAYS.index(anchor.weekday)) % 7)
        elif anchor.kind not in ("subscription day", "first paid day"):
            raise refusal(refusals.EN303, at, f"an anchor in the calendar does not fit a cycle of {words(cycle)}")
        return lambda k: first + k * length
    if kind not in periods.MONTHS or anchor.weekday:
        raise refusal(refusals.EN303, at, f"an anchor in weeks does not fit a cycle of {words(cycle)}")
    months = periods.MONTHS[kind] * cycle.count
    if anchor.kind == "calendar":
        passed = (start.month - 1) % months if months < 12 else start.month - 1
        january_first = add_months(start.replace(day=1), -passed)
        return lambda k: add_months(january_first, k * months)
    wanted, here = _monthly(anchor, start, at, world)
    # A mark that lies behind the start is the next one; the cycle that holds the start is one cycle earlier.
    earlier = 1 if here > start else 0
    if anchor.month_end == "move for good":
        before = [_in_month(add_months(here.replace(day=1), -months), wanted)]
        return _moving([*before[:earlier], here], months)
    return lambda k: _mark(here, wanted, k - earlier, months, anchor.month_end, at)


def _moving(marks: list[date], months: int) -> Callable[[int], date]:
    """Marks that are each counted from the one before, from the last one given: a day once cut short stays so."""

    def mark(k: int) -> date:
        while len(marks) <= k:
            marks.append(add_months(marks[-1], months))
        return marks[k]

    return mark


def _monthly(anchor: Anchor, start: date, at: Span, world: World) -> tuple[int, date]:
    """The day of the month that an anchor wants, and the mark in the month of the start."""
    if anchor.kind in ("subscription day", "first paid day"):
        return start.day, start
    wanted = anchor.day
    if anchor.kind == "fact day":
        given = world.account.facts.get(anchor.fact)
        if given is None or not isinstance(given.value, Fraction):
            raise refusal(
                refusals.EN301,
                at,
                f"the anchor depends on the fact `{anchor.fact}`, which is not given",
                subject=anchor.fact,
            )
        wanted = given.value.numerator
    elif anchor.kind != "day":
        raise not_billed(refusals.EN511, at, f"the anchor `{anchor.kind}` is")
    if not 1 <= wanted <= 31:
        raise refusal(refusals.EN303, at, f"{wanted} is no day of a month")
    return wanted, _in_month(start, wanted)


def _mark(first: date, wanted: int, k: int, months: int, month_end: str, at: Span) -> date:
    """Mark k; `month_end` says what a month without the wanted day does."""
    there = add_months(first.replace(day=1), k * months)
    last = days_in_month(there.year, there.month)
    from_end = days_in_month(first.year, first.month) - first.day
    if month_end == "stay last" and from_end == 0:
        return there.replace(day=last)
    if month_end == "from end":
        return there.replace(day=max(1, last - from_end))
    if month_end in ("clamp", "stay last"):
        return _in_month(there, wanted)
    raise not_billed(refusals.EN511, at, f"the month end `{month_end}` is")


def _in_month(day: date, wanted: int) -> date:
    """The wanted day of a day's month, or the last one of a shorter month."""
    return day.replace(day=min(wanted, days_in_month(day.year, day.month)))
