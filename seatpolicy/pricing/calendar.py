"""A cycle, its anchor and the start of a subscription in, the whole cycle that holds a day out, or why there is none.

The marks are those of `values.calendar`; here the words of the model are turned into them, and what is not billed is
refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.codes import Code
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.values import periods
from seatpolicy.values.calendar import (
    MONTH_ENDS,
    Marks,
    calendar_months,
    days_from,
    in_month,
    month_number,
    months_on_day,
    weeks_from,
)
from seatpolicy.values.dates import LAST_YEAR
from seatpolicy.values.periods import Period

ON_START = ("subscription day", "first paid day")


@attrs.frozen(slots=True)
class Window:
    """One whole cycle: its first and last day, and how many cycles the account had before; `mark` gives the first day of
    any of its cycles by that number, `marks` are those that it is one of."""

    first: date
    last: date
    index: int
    mark: Callable[[int], date] = attrs.field(eq=False, repr=False)
    marks: Marks = attrs.field(eq=False, repr=False)

    @property
    def after(self) -> date:
        """The first day behind it."""
        return self.last + timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@attrs.frozen(slots=True)
class NoWindow:
    """Why a cycle is not billed; the place is that of the cycle."""

    code: Code
    message: str
    hint: str = ""
    why: str = ""
    subject: str = ""


class _Refused(Exception):
    def __init__(self, why: NoWindow) -> None:
        super().__init__(why.message)
        self.why = why


def window(
    cycle: Cycle, anchor: Anchor, account: Account, as_of: date, paid_from: date | None = None
) -> Window | NoWindow:
    """The cycle that holds a day; none on a day before the start, or, of an account without a history, for a start that lies
    inside a cycle. An anchor on the first paid day is counted from `paid_from`, behind a trial; one that was moved, from the
    day on which it was."""
    try:
        return _window(cycle, anchor, account, as_of, paid_from)
    except _Refused as refused:
        return refused.why


def _window(cycle: Cycle, anchor: Anchor, account: Account, as_of: date, paid_from: date | None) -> Window:
    start = account.start
    if account.anchored is not None:
        start, anchor = account.anchored.day, account.anchored.over(anchor)
    elif start is not None and paid_from is not None and anchor.kind == "first paid day":
        start, as_of = paid_from, max(paid_from, as_of)
    if as_of.year > LAST_YEAR:
        raise _Refused(NoWindow(refusals.EN303, f"cycles are counted up to the year {LAST_YEAR}"))
    if start is not None and as_of < start:
        words = f"on {as_of} nothing is due: the subscription begins on {start}"
        raise _Refused(NoWindow(refusals.EN107, words))
    cycles = _marks(cycle, anchor, account, start or as_of)
    if start is not None and cycles.mark(0) != start and not account.has_history:
        words = f"the part of a cycle from {start} to the first mark of the anchor is"
        hint = f"a subscription that starts on {cycles.mark(0)} or {cycles.mark(1)} has whole cycles only"
        raise _not_billed(refusals.EN502, words, hint)
    whole = cycles.window(as_of)
    return Window(whole.first, whole.after - timedelta(days=1), whole.index, cycles.mark, cycles)


def marks(cycle: Cycle, anchor: Anchor, account: Account, start: date) -> Marks | NoWindow:
    """The marks of an anchor that acts from a day on: the start of a subscription, its first paid day for that anchor, or
    the day on which an anchor was moved."""
    try:
        return _marks(cycle, anchor, account, start)
    except _Refused as refused:
        return refused.why


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    return in_month(month_number(day) + months, day.day)


def _marks(cycle: Cycle, anchor: Anchor, account: Account, start: date) -> Marks:
    kind = _period(cycle.period)
    if kind in periods.DAYS:
        return _day_marks(periods.DAYS[kind] * cycle.count, cycle, anchor, start)
    if kind not in periods.MONTHS or anchor.weekday:
        raise _Refused(NoWindow(refusals.EN303, f"an anchor in weeks does not fit a cycle of {_words(cycle)}"))
    months = periods.MONTHS[kind] * cycle.count
    if anchor.kind == "calendar":
        return calendar_months(start, months)
    wanted = start.day if anchor.kind in ON_START else _wanted(anchor, account)
    if anchor.month_end not in MONTH_ENDS:
        raise _not_billed(refusals.EN511, f"the month end `{anchor.month_end}` is")
    return months_on_day(start, months, wanted, anchor.month_end)


def _day_marks(days: int, cycle: Cycle, anchor: Anchor, start: date) -> Marks:
    if anchor.weekday:
        if cycle.period != "week":
            raise _not_billed(refusals.EN511, "calendar weeks as an anchor of days are")
        return weeks_from(start, anchor.weekday, cycle.count)
    if anchor.kind not in ON_START:
        words = f"an anchor in the calendar does not fit a cycle of {_words(cycle)}"
        raise _Refused(NoWindow(refusals.EN303, words))
    return days_from(start, days)


def _wanted(anchor: Anchor, account: Account) -> int:
    """The day of the month that an anchor names, or that a fact gives."""
    wanted = anchor.day
    if anchor.kind == "fact day":
        given = account.facts.get(anchor.fact)
        if given is None or not isinstance(given.value, Fraction):
            words = f"the anchor depends on the fact `{anchor.fact}`, which is not given"
            raise _Refused(NoWindow(refusals.EN301, words, subject=anchor.fact))
        wanted = given.value.numerator
    elif anchor.kind != "day":
        raise _not_billed(refusals.EN511, f"the anchor `{anchor.kind}` is")
    if not 1 <= wanted <= 31:
        raise _Refused(NoWindow(refusals.EN303, f"{wanted} is no day of a month"))
    return wanted


def _period(word: str) -> Period:
    try:
        return Period(word)
    except ValueError:
        raise _not_billed(refusals.EN505, f"an amount per {word} is") from None


def _words(cycle: Cycle) -> str:
    return cycle.period if cycle.count == 1 else f"{cycle.count} {cycle.period}s"


def _not_billed(code: Code, what: str, hint: str = "") -> _Refused:
    return _Refused(NoWindow(code, f"{what} not billed yet", hint, refusals.LEFT_OUT))
