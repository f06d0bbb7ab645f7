"""A cycle, its anchor and the start of a subscription in, the whole cycle that holds a day out, or why there is none.

Months are counted as one number (year × 12 + month), so that a mark is found by one division and not by walking there.
Only a day that is moved for good by a short month depends on every month before it.
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
from seatpolicy.values.dates import LAST_YEAR, days_in_month
from seatpolicy.values.periods import Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ON_START = ("subscription day", "first paid day")


@attrs.frozen(slots=True)
class Window:
    """One whole cycle: its first and last day, and how many cycles the account had before; `mark` gives the first day of
    any of its cycles by that number."""

    first: date
    last: date
    index: int
    mark: Callable[[int], date] = attrs.field(eq=False, repr=False)

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


def window(cycle: Cycle, anchor: Anchor, account: Account, as_of: date) -> Window | NoWindow:
    """The cycle that holds a day; none on a day before the start, or for a start that lies inside a cycle."""
    try:
        return _window(cycle, anchor, account, as_of)
    except _Refused as refused:
        return refused.why


def _window(cycle: Cycle, anchor: Anchor, account: Account, as_of: date) -> Window:
    start = account.start
    if as_of.year > LAST_YEAR:
        raise _Refused(NoWindow(refusals.EN303, f"cycles are counted up to the year {LAST_YEAR}"))
    if start is not None and as_of < start:
        words = f"on {as_of} nothing is due: the subscription begins on {start}"
        raise _Refused(NoWindow(refusals.EN107, words))
    mark, guess = _marks(cycle, anchor, account, start or as_of)
    if start is not None and mark(0) != start:
        words = f"the part of a cycle from {start} to the first mark of the anchor is"
        hint = f"a subscription that starts on {mark(0)} or {mark(1)} has whole cycles only"
        raise _not_billed(refusals.EN502, words, hint)
    index = max(guess(as_of), 0)
    while mark(index + 1) <= as_of:
        index += 1
    while index > 0 and mark(index) > as_of:
        index -= 1
    return Window(mark(index), mark(index + 1) - timedelta(days=1), index, mark)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    return _in_month(_number(day) + months, day.day)


Marks = tuple[Callable[[int], date], Callable[[date], int]]
"""The k-th mark, and about which one stands before a day."""


def _marks(cycle: Cycle, anchor: Anchor, account: Account, start: date) -> Marks:
    kind = _period(cycle.period)
    if kind in periods.DAYS:
        return _day_marks(periods.DAYS[kind] * cycle.count, cycle, anchor, start)
    if kind not in periods.MONTHS or anchor.weekday:
        raise _Refused(NoWindow(refusals.EN303, f"an anchor in weeks does not fit a cycle of {_words(cycle)}"))
    return _month_marks(periods.MONTHS[kind] * cycle.count, anchor, account, start)


def _day_marks(length: int, cycle: Cycle, anchor: Anchor, start: date) -> Marks:
    first = start
    if anchor.weekday:
        if cycle.period != "week":
            raise _not_billed(refusals.EN511, "calendar weeks as an anchor of days are")
        first = start - timedelta(days=(start.weekday() - WEEKDAYS.index(anchor.weekday)) % 7)
    elif anchor.kind not in ON_START:
        words = f"an anchor in the calendar does not fit a cycle of {_words(cycle)}"
        raise _Refused(NoWindow(refusals.EN303, words))
    return lambda k: first + timedelta(days=k * length), lambda day: (day - first).days // length


def _month_marks(months: int, anchor: Anchor, account: Account, start: date) -> Marks:
    begins = _number(start)
    if anchor.kind == "calendar":
        # Quarters and half years begin in January; so does anything that is as long as a year or longer.
        begins -= (start.month - 1) % min(months, 12)
        return lambda k: _in_month(begins + k * months, 1), lambda day: (_number(day) - begins) // months
    wanted = start.day
    if anchor.kind not in ON_START:
        wanted = _wanted(anchor, account)
        if _in_month(begins, wanted) > start:
            begins -= 1
    first = _in_month(begins, wanted)

    def guess(day: date) -> int:
        return (_number(day) - begins) // months

    if anchor.month_end == "move for good":
        return _moved(first, months), guess
    day_of = _day_of(first, wanted, anchor.month_end)
    return lambda k: day_of(begins + k * months), guess


def _day_of(first: date, wanted: int, month_end: str) -> Callable[[int], date]:
    """The day of a month on which a mark lies, by what a month without the wanted day does."""
    before_end = days_in_month(first.year, first.month) - first.day
    if month_end == "from end" or (month_end == "stay last" and before_end == 0):
        return lambda month: _in_month(month, max(1, _length(month) - before_end))
    if month_end in ("clamp", "stay last"):
        return lambda month: _in_month(month, wanted)
    raise _not_billed(refusals.EN511, f"the month end `{month_end}` is")


def _moved(first: date, months: int) -> Callable[[int], date]:
    """Marks whose day was once cut short by a month and stays so: the shortest month on the way counts."""
    marks = [first]

    def mark(k: int) -> date:
        while len(marks) <= k:
            marks.append(months_after(marks[-1], months))
        return marks[k]

    return mark


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


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _length(month: int) -> int:
    return days_in_month(month // 12, month % 12 + 1)


def _in_month(month: int, wanted: int) -> date:
    """The wanted day of a month, or its last one."""
    return date(month // 12, month % 12 + 1, min(wanted, _length(month)))


def _period(word: str) -> Period:
    try:
        return Period(word)
    except ValueError:
        raise _not_billed(refusals.EN505, f"an amount per {word} is") from None


def _words(cycle: Cycle) -> str:
    return cycle.period if cycle.count == 1 else f"{cycle.count} {cycle.period}s"


def _not_billed(code: Code, what: str, hint: str = "") -> _Refused:
    return _Refused(NoWindow(code, f"{what} not billed yet", hint, refusals.LEFT_OUT))
