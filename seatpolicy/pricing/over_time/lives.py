"""Spans of plans and add-ons in, from when to when each of their charges is billed out.

A charge begins with its plan or add-on, behind a trial; it ends with them, with a pause or with the subscription. Where
nothing is credited at the end until a mark, it goes on to the mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import AddonChanged, Event, PlanChanged
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.fewer import for_the_end
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.pricing.over_time.marks import next_mark

FREE, JOINS = "free", "joins next"
_DAY = timedelta(days=1)


@attrs.frozen
class Life:
    """From the first day on which a charge is billed up to the day on which it is no more (None: no end is known); `ending`
    is the event that ends it."""

    charge: str
    begins: date
    ends: date | None
    ending: Event | None = None


def rests_from(lives: Sequence[Life], day: date) -> date | None:
    """The first day, from a day on, on which nothing is billed any more; None where something goes on without a known
    end."""
    while running := [life for life in lives if life.begins <= day and (life.ends is None or day < life.ends)]:
        ends = [life.ends for life in running if life.ends is not None]
        if len(ends) < len(running):
            return None
        day = max(ends)
    return day


def lives(ledger: Ledger, days: Days, until: date) -> Iterator[Life]:
    """The life of every charge that has begun by a day; one whose plan or add-on comes back has another. Raises Refusal."""
    for span in ledger.spans(until):
        day = days.day(span.begins)
        for name, one in day.charges.items():
            if one.plan.name != span.block:
                continue
            first = max(span.begins, day.trial_ends(name))
            if day.is_stub(name) and day.first_part(name) == FREE:
                first = max(first, day.cycle(name).window.after)
            for since, ending in ledger.between_pauses(first, span.ending, until):
                ends = None if ending is None else _boundary(name, since, ending, days)
                if ends is None or since < ends:
                    yield Life(name, since, ends, ending)


def known_on(lives: Iterable[Life], on: date) -> list[Life]:
    """The lives as they are known on a day: what ends behind it has no end yet."""
    begun = (life for life in lives if life.begins <= on)
    return [one if one.ends is None or one.ends <= on else attrs.evolve(one, ends=None, ending=None) for one in begun]


def joins(day: JudgedDay, charge: str) -> bool:
    """Whether a first part is billed together with the cycle behind it."""
    return day.is_stub(charge) and day.first_part(charge) == JOINS


def _boundary(charge: str, begins: date, ending: Event, days: Days) -> date:
    """The first day that is not billed any more. A change of plan has one boundary for what ends and what begins."""
    day = days.day(max(ending.day - _DAY, begins))
    if charge not in day.charges:
        # It ends on the day on which it would have begun.
        return ending.day
    one = day.charges[charge]
    if isinstance(ending, PlanChanged):
        return ending.day if day.says(one.first_day, True) else ending.day + _DAY
    boundary = ending.day + _DAY if day.says(one.last_day, False) else ending.day
    if not one.fewer and not one.cancelling:
        return boundary
    rule, at = for_the_end(day, charge, Cause.of((ending,)), 0, days)
    if rule.kind != "none":
        return boundary
    if isinstance(ending, AddonChanged):
        raise not_billed(refusals.EN503, ending.at, f"`{ending.addon}`, which stays paid for until the {rule.when}, is")
    return next_mark(rule.when, boundary, charge, day, days, at)
