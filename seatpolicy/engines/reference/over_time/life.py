"""An account's days in, from when to when each charge is billed out.

A charge begins with the subscription, or with the add-on that it belongs to; it ends with them. The end of a subscription is a
boundary like that of seats: its last day is charged or not. Where nothing is credited until a mark, it goes on to the mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import attrs

from seatpolicy.documents.account import Held
from seatpolicy.documents.events.records import AddonChanged, Event
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.marks import next_mark
from seatpolicy.engines.reference.over_time.statements import Statements

_DAY = timedelta(days=1)


@attrs.frozen
class Life:
    """From the first day on which a charge is billed up to the day on which it is no more (None: no end is known); `ending`
    are the events that end it."""

    charge: str
    begins: date
    ends: date | None
    ending: tuple[Event, ...] = ()


def lives(diary: Diary, days: Callable[[date], Day], until: date) -> Iterator[Life]:
    """The life of every charge that has begun by a day; one whose add-on comes back has another."""
    cancelled = diary.cancelled
    first = diary.starts
    for held, begins, ending in _held(diary, until):
        policy = days(begins).policy
        block = policy.plans.get(held.name) or policy.addons[held.name]
        for charge in block.charges:
            events = tuple(one for one in (ending, cancelled) if one is not None)
            last = min(events, key=lambda one: one.instant, default=None)
            if last is None or last.day > until:
                yield Life(charge.name, max(begins, first), None)
            else:
                yield Life(charge.name, max(begins, first), _boundary(charge.name, last, days), (last,))


def _held(diary: Diary, until: date) -> Iterator[tuple[Held, date, Event | None]]:
    """Each plan and add-on with the day on which it is held first, and what ends it."""
    page = diary.morning(diary.starts)
    for held in page.plans:
        yield held, diary.starts, None
    changes = [event for event in diary.events if isinstance(event, AddonChanged)]
    for held in page.addons:
        yield held, diary.starts, next((one for one in changes if one.addon == held.name), None)
    for number, event in enumerate(changes):
        if event.type == "addon_added" and event.day <= until:
            later = (one for one in changes[number + 1 :] if one.addon == event.addon)
            addon = next(one for one in diary.evening(event.day).addons if one.name == event.addon)
            yield addon, event.day, next(later, None)


def _boundary(charge: str, last: Event, days: Callable[[date], Day]) -> date:
    """The first day that is not billed any more."""
    day = days(last.day - _DAY)
    terms = day.terms[charge]
    said = Statements(terms, day.world)
    boundary = last.day + _DAY if said.last_day_charged() else last.day
    if terms.charge.counts_kind == "" and terms.bill != "in advance":
        return boundary
    blocks = (terms.charge.proration, terms.plan.proration, day.policy.proration)
    if not any(block.fewer_seats or block.cancellation for block in blocks):
        return boundary
    rule = said.cancelling((last,), 0)
    if rule.value.kind != "none":
        return boundary
    return next_mark(rule.value.when, boundary, terms, day.terms, day.world, rule.at)
