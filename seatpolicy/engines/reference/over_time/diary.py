"""An account and what happened to it in, the account as it stands on any day out.

A page is an account like any other, with the counts, people, facts, plans and add-ons of that day, so that whatever counts
or prices an account can read it. Two pages belong to a day: how it begins, and how it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, Anchored, CountGiven, FactGiven, Held
from seatpolicy.documents.events.records import (
    AddonChanged,
    AnchorMoved,
    Event,
    FactsChanged,
    PlanChanged,
    PurchaseReturned,
    SeatsChanged,
)
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.over_time.people_pages import of_people, told
from seatpolicy.values.zones import Zone, midnight

_DAY = timedelta(days=1)
ENDS = ("cancelled",)
BESIDE = ("subscription_started", "cancelled", "paused", "resumed", "trial_started", "usage")
"""Events that move nothing on a page: they say when the subscription is billed, what is tried, and what was used."""


@attrs.frozen(slots=True, kw_only=True)
class PlanTaken(PlanChanged):
    """A change of plan on the day from which it counts. `sources` are, by charge of the new plans, the old charges whose
    counts of that day go over. Where the cycles begin anew it is `anchored` on that day; `capped`: what comes back of the
    old plan is at most what the new one costs."""

    sources: Mapping[str, str]
    anchored: Anchored | None = None
    capped: bool = False

    def turned(self, page: Account) -> Account:
        """The page with the new plans."""
        held = {one.name: one for one in page.plans}
        plans = tuple(held.get(name) or Held(name, self.at) for name in self.plans)
        carried = {new: page.seats[old] for new, old in self.sources.items() if old in page.seats}
        # What is carried is left behind nowhere: an old count would come back with its plan.
        kept = {name: count for name, count in page.seats.items() if name not in self.sources.values()}
        return attrs.evolve(page, plans=plans, seats={**carried, **kept}, anchored=self.anchored or page.anchored)


@attrs.define
class Diary:
    """The pages of one account. `events` are in their order; `starts` is its first day, `ends` the day from which it is
    billed no more (None: it goes on)."""

    account: Account
    events: tuple[Event, ...]
    zone: Zone
    _pages: dict[date, Account] = attrs.field(init=False, factory=dict)
    _first: Account = attrs.field(init=False)
    _turns: list[date] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        days = sorted({event.day for event in self.events if event.type not in BESIDE})
        page = self._first = attrs.evolve(self.account, events=(), has_history=True, billed=None)
        for day in days:
            for event in self.on_day(day):
                page = self._after(page, event)
            self._pages[day] = page
        self._turns = days

    @property
    def starts(self) -> date:
        """The first day of the subscription."""
        assert self.account.start is not None
        return self.account.start

    def clock(self, day: date) -> int:
        """How long after midnight, in microseconds, cycles begin that are measured by seconds: at the time at which the
        subscription began, or at which they were begun anew on or before a day."""
        begun = [event for event in self.events if event.day <= day and _begins_cycles(event)]
        return 0 if not begun else begun[-1].instant - midnight(begun[-1].day, self.zone)

    def begun(self, day: date) -> int | None:
        """The instant at which a charge begins with a plan, an add-on or the end of a pause on a day; None: with the day."""
        if day == self.starts:
            return None
        here = (event.instant for event in self.on_day(day) if event.type in ("plan_changed", "addon_added", "resumed"))
        return max(here, default=None)

    @property
    def cancelled(self) -> Event | None:
        """What ends the subscription."""
        return next((event for event in self.events if event.type in ENDS), None)

    def on_day(self, day: date) -> list[Event]:
        """What happens on a day, in order."""
        return [event for event in self.events if event.day == day]

    def evening(self, day: date) -> Account:
        """The page of a day's end: everything that happens on it has happened."""
        last = next((turn for turn in reversed(self._turns) if turn <= day), None)
        return self._first if last is None else self._pages[last]

    def morning(self, day: date) -> Account:
        """The page of a day's beginning."""
        return self.evening(day - _DAY)

    def page(self, day: date, first_day: bool, last_day: bool) -> Account:
        """The page by which a day is charged: with what begins on it, if a first day is charged, and with what ends on it,
        if a last one is."""
        if first_day and not last_day:
            return self.evening(day)
        page = self.morning(day)
        for event in self.on_day(day):
            if has_begun(event, first_day, last_day):
                page = self._after(page, event)
        return page

    def turns(self, first: date, after: date) -> list[date]:
        """The days between on which something on the page changes."""
        return [day for day in self._turns if first <= day < after]

    def anchor_turns(self) -> list[date]:
        """The days on which cycles begin to be counted anew."""
        return sorted({event.day for event in self.events if begins_anew(event)})

    def pauses(self) -> list[tuple[Event, Event | None]]:
        """Each pause with what ends it."""
        found: list[tuple[Event, Event | None]] = []
        for event in self.events:
            if event.type == "paused":
                found.append((event, None))
            elif event.type == "resumed" and found and found[-1][1] is None:
                found[-1] = (found[-1][0], event)
        return found

    def _after(self, page: Account, event: Event) -> Account:
        change = _CHANGES.get(type(event)) or of_people(event)
        if event.type in BESIDE:
            return page
        if change is None:
            raise not_billed(refusals.EN503, event.at, f"what follows from `{event.type}` is")
        return change(page, event)


def begins_anew(event: Event) -> bool:
    """Whether cycles begin to be counted anew on its day."""
    return isinstance(event, AnchorMoved) or bool(getattr(event, "anchored", None))


def _begins_cycles(event: Event) -> bool:
    """Whether cycles are counted from an event's own instant."""
    anew = isinstance(event, AnchorMoved) and event.day_of_month is None
    return event.type == "subscription_started" or anew or getattr(event, "anchored", None) is not None


def has_begun(event: Event, first_day: bool, last_day: bool) -> bool:
    """Whether it counts on its own day already, where first days are charged or not, and last days. Cycles are counted anew
    on the day on which the anchor is moved, whatever is charged on it."""
    if isinstance(event, AnchorMoved):
        return True
    return not last_day if is_an_end(event) else first_day


def is_an_end(event: Event) -> bool:
    """Whether somebody or something is there no more, so that its day is a last one."""
    if isinstance(event, SeatsChanged):
        return event.by is not None and event.by < 0
    return event.type in ("suspended", "deactivated", "removed", "addon_removed", "purchase_returned")


# ---- what each event does to a page


def _seats(page: Account, event: SeatsChanged) -> Account:
    if event.to is not None:
        return _counted(page, event, Fraction(event.to))
    given = page.seats.get(event.charge)
    here = given.count if given is not None else Fraction(0)
    return _counted(page, event, here + (event.by or 0))


def _returned(page: Account, event: PurchaseReturned) -> Account:
    given = page.seats.get(event.charge)
    here = given.count if given is not None else Fraction(0)
    return _counted(page, event, here - event.by)


def _counted(page: Account, event: SeatsChanged | PurchaseReturned, count: Fraction) -> Account:
    if count < 0:
        raise refusal(
            refusals.EN303,
            event.at,
            f"`{event.id}` takes more seats of `{event.charge}` than there are",
            note=f"{-count} too many",
            subject=event.charge,
        )
    return attrs.evolve(page, seats={**page.seats, event.charge: CountGiven(count, event.at)})


def _facts(page: Account, event: FactsChanged) -> Account:
    if event.person:
        return told(page, event, event.facts)
    facts = {name: one for name, one in page.facts.items() if event.facts.get(name, one) is not None}
    facts |= {name: FactGiven(value, event.at) for name, value in event.facts.items() if value is not None}
    return attrs.evolve(page, facts=facts)


def _plans(page: Account, event: PlanTaken) -> Account:
    return event.turned(page)


def _anchor(page: Account, event: AnchorMoved) -> Account:
    return attrs.evolve(page, anchored=Anchored(event.day, event.day_of_month))


def _addons(page: Account, event: AddonChanged) -> Account:
    others = tuple(one for one in page.addons if one.name != event.addon)
    added = (Held(event.addon, event.at),) if event.type == "addon_added" else ()
    return attrs.evolve(page, addons=(*others, *added))


_CHANGES: dict[type[Event], Callable[..., Account]] = {
    SeatsChanged: _seats,
    PurchaseReturned: _returned,
    FactsChanged: _facts,
    AnchorMoved: _anchor,
    PlanTaken: _plans,
    AddonChanged: _addons,
}
def ids(events: Iterable[Event]) -> tuple[str, ...]:
    """The ids of some events, each with its corrections behind it."""
    return tuple(dict.fromkeys(name for event in events for name in (event.id, *event.corrections)))
