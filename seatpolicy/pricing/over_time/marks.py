"""A charge's cycle and a day in, the next day out on which something may be billed: an invoice, a mark, a renewal."""

from __future__ import annotations

from datetime import date, timedelta

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import refusal
from seatpolicy.pricing.calendar import months_after
from seatpolicy.pricing.over_time.judged import CycleOf, Days, JudgedDay
from seatpolicy.semantics.model.prices import Duration
from seatpolicy.source.text import Span
from seatpolicy.values.calendar import MonthMarks
from seatpolicy.values.periods import MONTHS, Period

STEPS = {"month mark": 1, "quarter mark": 3}
_DAYS = {"day": 1, "week": 7}


def next_mark(word: str, on: date, charge: str, day: JudgedDay, days: Days, at: Span) -> date:
    """The day that a word of the policy names, on or behind a day: `at once` the day itself, `next invoice` the next day on
    which a cycle of the account ends, `next cycle` the end of the charge's own, the others their own marks. Raises Refusal
    for a renewal of an account without a term."""
    if word == "at once":
        return on
    if word == "next invoice":
        return min(day.cycle(name).window.after for name in day.charges)
    if word == "next cycle":
        return day.cycle(charge).window.after
    if word == "renewal":
        return _renewal(on, day, days, at)
    return next(mark for mark in _month_marks(day.cycle(charge), STEPS[word]) if mark >= on)


def lies_on(word: str, on: date, charge: str, day: JudgedDay, days: Days) -> bool:
    """Whether a day is such a mark."""
    if word == "next cycle":
        return on == day.cycle(charge).window.first
    if word == "renewal":
        return _renewed_on(on, day, days)
    return on in _month_marks(day.cycle(charge), STEPS[word])


def notice_begins(mark: date, notice: Duration | None) -> date:
    """The last day on which notice can be given before a mark; the mark itself where none is asked for."""
    if notice is None:
        return mark
    if notice.unit in _DAYS:
        return mark - timedelta(days=notice.length * _DAYS[notice.unit])
    return months_after(mark, -notice.length * MONTHS[Period(notice.unit)])


def months_inside(here: CycleOf) -> list[date]:
    """The days inside a cycle on which a month of it begins, without its first one; none in a cycle of days."""
    marks, window = here.window.marks, here.window
    if not isinstance(marks, MonthMarks):
        return []
    return [one.first for one in marks.every(1).overlapping(window.first, window.after)][1:]


def _month_marks(here: CycleOf, step: int) -> list[date]:
    """The marks of every so many months inside a cycle and at its ends, counted from the first mark of all, and the first
    one behind it."""
    window, marks = here.window, here.window.marks
    if not isinstance(marks, MonthMarks):
        return [window.first, window.after]
    months = marks.step
    passed = window.index * months
    far = months_after(window.after, step + 1)
    found = [one.first for one in marks.every(1).overlapping(window.first, far)]
    inside = [mark for number, mark in enumerate(found[: months + 1]) if (passed + number) % step == 0]
    behind = passed + months
    following = -(-behind // step) * step
    return [*inside, found[months + following - behind]]


def _renewal(on: date, day: JudgedDay, days: Days, at: Span) -> date:
    """The next day on which a term ends."""
    start, (term, renews) = day.page.start, days.term(day)
    if start is None or term is None:
        raise refusal(refusals.EN303, at, "there is no renewal, for an account without a term")
    months = term
    while (mark := months_after(start, months)) <= on:
        months += renews or term
    return mark


def renewal_inside(first: date, behind: date, day: JudgedDay, days: Days) -> list[date]:
    """The days of a cycle behind its first one on which a new term begins: none or one."""
    start, (term, renews) = day.page.start, days.term(day)
    if start is None or term is None or not renews:
        return []
    months = term
    while (mark := months_after(start, months)) <= first:
        months += renews
    return [mark] if mark < behind else []


def _renewed_on(on: date, day: JudgedDay, days: Days) -> bool:
    """Whether a new term begins on a day."""
    start, (term, renews) = day.page.start, days.term(day)
    if start is None or term is None or not renews:
        return False
    months = term
    while (mark := months_after(start, months)) < on:
        months += renews
    return mark == on
