"""A charge's cycle and a day in, the next day out on which something may be billed: an invoice, a mark, a renewal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import refusal
from seatpolicy.engines.reference.cycles import Window, last_renewal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.prices import Duration
from seatpolicy.source.text import Span
from seatpolicy.values.dates import add_months
from seatpolicy.values.periods import MONTHS, Period

QUARTER = 3
NOTICE_DAYS = {"day": 1, "week": 7}


def next_mark(word: str, day: date, terms: Terms, others: Mapping[str, Terms], world: World, at: Span) -> date:
    """The day that a word of the policy names, on or behind a day: `at once` the day itself, `next invoice` the next day on
    which a cycle of the account ends, `next cycle` the end of the charge's own, the others their own marks."""
    if word == "at once":
        return day
    if word == "next invoice":
        return min(one.window.after for one in others.values())
    if word == "next cycle":
        return terms.window.after
    if word == "renewal":
        return _renewal(day, world, at)
    step = {"month mark": 1, "quarter mark": QUARTER}[word]
    return next(mark for mark in _months(terms, step) if mark >= day)


def lies_on(word: str, day: date, terms: Terms, world: World) -> bool:
    """Whether a day is such a mark."""
    if word == "next cycle":
        return day == terms.window.first
    if word == "renewal":
        term, start = world.term(), world.account.start
        return term is not None and start is not None and last_renewal(start, term, world.renews(), day) == day
    step = {"month mark": 1, "quarter mark": QUARTER}[word]
    return day in _months(terms, step)


def notice_begins(mark: date, notice: Duration | None) -> date:
    """The last day on which notice can be given before a mark; the mark itself where none is asked for."""
    if notice is None:
        return mark
    if notice.unit in NOTICE_DAYS:
        return date.fromordinal(mark.toordinal() - notice.length * NOTICE_DAYS[notice.unit])
    return add_months(mark, -notice.length * MONTHS[Period(notice.unit)])


def _months(terms: Terms, step: int) -> list[date]:
    """The marks of every `step` months inside the charge's cycle and at its ends, counted from the first mark of all."""
    window, months = terms.window, _length(terms)
    if window.month is None:
        return [window.first, window.after]
    passed = window.index * months
    return [window.month(n) for n in range(months + 1) if (passed + n) % step == 0] + _beyond(window, months, step)


def _beyond(window: Window, months: int, step: int) -> list[date]:
    """The first such mark behind the cycle, of which the cycle may hold none."""
    assert window.month is not None
    behind = (window.index + 1) * months
    following = -(-behind // step) * step
    ahead = following - behind
    # Marks are counted from the anchor, so that the 31st comes back behind a short month.
    return [window.mark(window.index + 1 + ahead // months) if ahead % months == 0 else add_months(window.after, ahead)]


def _length(terms: Terms) -> int:
    cycle = terms.cycle.value
    return MONTHS.get(Period(cycle.period), 0) * cycle.count


def _renewal(day: date, world: World, at: Span) -> date:
    """The next day on which a term ends."""
    start, term, renews = world.account.start, world.term(), world.renews()
    if start is None or term is None:
        raise refusal(refusals.EN303, at, "there is no renewal, for an account without a term")
    months = term.numerator
    while (mark := add_months(start, months)) <= day:
        months += renews.numerator if renews else term.numerator
    return mark
