"""An account with its events in, its page on any day out, and the days on which something about it changes.

Only changes are kept: one page for each day on which there is one. A page is an account like any other, with the counts,
facts, people, plans and add-ons of that day, so that whatever prices an account reads it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import AddonChanged, AnchorMoved, Event, PlanChanged
from seatpolicy.ledger.effects import SILENT, PlanBegun, after, ends_something
from seatpolicy.ledger.folding import folded
from seatpolicy.values.zones import Instant, Zone, midnight

_DAY = timedelta(days=1)
BEGINNINGS = ("plan_changed", "addon_added", "resumed")
"""Types with which a charge begins."""


@attrs.frozen(slots=True)
class Span:
    """A plan or add-on that is held from a day on, and what ends that (None: nothing known)."""

    block: str
    begins: date
    ending: Event | None


@attrs.frozen(slots=True)
class Ledger:
    """Made by `ledger_of`. `starts` is the first day of the subscription; `turns` are the days on which a page changes, with
    the page of each day's end; `cancelled` ends the subscription, `beginnings` begin cycles at their own time of the day."""

    starts: date
    events: tuple[Event, ...]
    first: Account
    turns: tuple[date, ...]
    pages: tuple[Account, ...]
    anchor_turns: tuple[date, ...]
    cancelled: Event | None
    beginnings: tuple[Event, ...]
    zone: Zone
    _by_day: dict[date, tuple[Event, ...]]

    def on_day(self, day: date) -> Sequence[Event]:
        """What happens on a day, in order."""
        return self._by_day.get(day, ())

    def page(self, day: date, first_day: bool = True, last_day: bool = False) -> Account:
        """The page by which a day is charged: with what begins on it, if a first day is charged; still with what ends on it,
        if a last one is."""
        if first_day and not last_day:
            return self._until(day)
        page = self._until(day - _DAY)
        for event in self.on_day(day):
            counts = not last_day if ends_something(event) else first_day
            # Cycles are counted anew on the day on which the anchor is moved, whatever is charged on it.
            if counts or isinstance(event, AnchorMoved):
                page = after(page, event)
        return page

    def between(self, first: date, behind: date) -> Sequence[date]:
        """The days from one up to another, not included, on which a page changes."""
        return self.turns[bisect_left(self.turns, first) : bisect_left(self.turns, behind)]

    def clock(self, day: date) -> int:
        """How long after midnight, in microseconds, cycles begin that are measured by seconds: at the time at which the
        subscription began, or at which they were begun anew on or before a day."""
        begun = [event for event in self.beginnings if event.day <= day]
        return 0 if not begun else begun[-1].instant - midnight(begun[-1].day, self.zone)

    def begun(self, day: date) -> Instant | None:
        """The instant at which a charge begins with a plan, an add-on or the end of a pause on a day; None: with the day."""
        if day == self.starts:
            return None
        return max((event.instant for event in self.on_day(day) if event.type in BEGINNINGS), default=None)

    def spans(self, until: date) -> list[Span]:
        """Each plan and add-on that was held by a day, in the order in which they began: how one ends later never moves what
        stands on earlier invoices."""
        cancelled = self.cancelled
        is_over = cancelled is not None and cancelled.day <= until
        last = cancelled.day - _DAY if cancelled is not None and is_over else until
        since: dict[str, tuple[int, date]] = {}
        found: list[tuple[int, Span]] = []
        number = 0
        for day in (self.starts, *self.between(self.starts + _DAY, last + _DAY)):
            page = self._until(day)
            here = [one.name for one in (*page.plans, *page.addons)]
            for name in [name for name in since if name not in here]:
                place, begins = since.pop(name)
                found.append((place, Span(name, begins, self._what_ended(name, day))))
            for name in here:
                if name not in since:
                    since[name] = number, day
                    number += 1
        found += [(place, Span(name, begins, cancelled if is_over else None)) for name, (place, begins) in since.items()]
        return [span for _, span in sorted(found, key=lambda one: one[0])]

    def between_pauses(self, begins: date, ending: Event | None, until: date) -> Iterator[tuple[date, Event | None]]:
        """The times between pauses from a day on, up to what ends them, each with what ends it."""
        for paused, resumed in self._pauses():
            if paused.day > until or (ending is not None and paused.day >= ending.day):
                break
            if paused.day > begins:
                yield begins, paused
            if resumed is None or resumed.day > until:
                return
            begins = max(begins, resumed.day)
        yield begins, ending

    def _until(self, day: date) -> Account:
        """The page of a day's end."""
        place = bisect_right(self.turns, day)
        return self.pages[place - 1] if place else self.first

    def _pauses(self) -> Iterator[tuple[Event, Event | None]]:
        paused: Event | None = None
        for event in self.events:
            if event.type == "paused":
                if paused is not None:
                    yield paused, None
                paused = event
            elif event.type == "resumed" and paused is not None:
                yield paused, event
                paused = None
        if paused is not None:
            yield paused, None

    def _what_ended(self, block: str, day: date) -> Event:
        ours = [one for one in self.on_day(day) if isinstance(one, PlanChanged) or _is_of(one, block)]
        return ours[-1]


def ledger_of(account: Account, events: Iterable[Event], zone: Zone) -> Ledger:
    """The ledger of an account that has a first day, in the zone of the policy. `events` are in their order, without
    corrections. Refused: what `effects.after` refuses."""
    assert account.start is not None
    made = tuple(events)
    by_day: dict[date, list[Event]] = {}
    for event in made:
        by_day.setdefault(event.day, []).append(event)
    first = page = attrs.evolve(account, events=(), has_history=True, billed=None)
    turns: list[date] = []
    pages: list[Account] = []
    for day in sorted(by_day):
        moving = [event for event in by_day[day] if event.type not in SILENT]
        if moving:
            page = folded(page, moving)
            turns.append(day)
            pages.append(page)
    return Ledger(
        starts=account.start,
        events=made,
        first=first,
        turns=tuple(turns),
        pages=tuple(pages),
        anchor_turns=tuple(sorted({event.day for event in made if begins_anew(event)})),
        cancelled=next((event for event in made if event.type == "cancelled"), None),
        beginnings=tuple(event for event in made if _begins_cycles(event)),
        zone=zone,
        by_day={day: tuple(here) for day, here in by_day.items()},
    )


def ids(events: Iterable[Event]) -> tuple[str, ...]:
    """The ids of events, each with its corrections behind it."""
    listed = tuple(events)
    if not any(event.corrections for event in listed):
        return tuple([event.id for event in listed])
    return tuple(dict.fromkeys(name for event in listed for name in (event.id, *event.corrections)))


def _begins_cycles(event: Event) -> bool:
    """Whether cycles are counted from an event's own instant."""
    anew = isinstance(event, AnchorMoved) and event.day_of_month is None
    taken = isinstance(event, PlanBegun) and event.anchored is not None
    return anew or taken or event.type == "subscription_started"


def _is_of(event: Event, block: str) -> bool:
    return isinstance(event, AddonChanged) and event.addon == block


def begins_anew(event: Event) -> bool:
    """Whether cycles begin to be counted anew on its day."""
    return isinstance(event, AnchorMoved) or (isinstance(event, PlanBegun) and event.anchored is not None)
