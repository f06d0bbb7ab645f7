"""A page of an account and an event in, the page behind it out. Refused: an event that nothing is known to follow from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, Anchored, CountGiven, FactGiven, Held
from seatpolicy.documents.events.records import (
    AddonChanged,
    AnchorMoved,
    Event,
    FactsChanged,
    PersonAdded,
    PersonEvent,
    PlanChanged,
    PurchaseReturned,
    RolesChanged,
    SeatReassigned,
    SeatsChanged,
    Used,
)
from seatpolicy.documents.people import ACTIVE, DEACTIVATED, GIVEN, GIVER, SUSPENDED, TAKEN, Person, given_away
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.documents.typed import Value

SILENT = frozenset(("subscription_started", "cancelled", "paused", "resumed", "trial_started", "usage"))
"""Types that move nothing on a page."""

ENDINGS = frozenset(("suspended", "deactivated", "removed", "addon_removed", "purchase_returned"))
"""Types behind which somebody or something is there no more."""


@attrs.frozen(slots=True, kw_only=True)
class PlanBegun(PlanChanged):
    """A change of plan on the day from which it counts. `taken_over` are pairs of an old charge and a new one that has its
    count from then on; where its cycles are counted anew it is `anchored`; `capped`: what comes back of the old plan is at
    most what the new one costs."""

    taken_over: tuple[tuple[str, str], ...]
    anchored: Anchored | None = None
    capped: bool = False


def after(page: Account, event: Event) -> Account:
    """The page behind an event. Refused: more seats taken than there are, and what nothing is known to follow from."""
    if event.type in SILENT:
        return page
    change = _BY_CLASS.get(type(event)) or _BY_TYPE.get(event.type)
    if change is None:
        raise not_billed(refusals.EN503, event.at, f"what follows from `{event.type}` is")
    made: Account = change(page, event)
    return made


def ends_something(event: Event) -> bool:
    """Whether its day is the last one of somebody or something, rather than the first."""
    if isinstance(event, SeatsChanged):
        return event.by is not None and event.by < 0
    return event.type in ENDINGS


# ---- counts, facts, what is held


def _seats(page: Account, event: SeatsChanged) -> Account:
    count = Fraction(event.to) if event.to is not None else _there(page, event.charge) + (event.by or 0)
    return _counted(page, event, count)


def _returned(page: Account, event: PurchaseReturned) -> Account:
    return _counted(page, event, _there(page, event.charge) - event.by)


def _there(page: Account, charge: str) -> Fraction:
    given = page.seats.get(charge)
    return Fraction(0) if given is None else given.count


def _counted(page: Account, event: SeatsChanged | PurchaseReturned, count: Fraction) -> Account:
    if count < 0:
        words = f"`{event.id}` takes more seats of `{event.charge}` than there are"
        raise refusal(refusals.EN303, event.at, words, note=f"{-count} too many", subject=event.charge)
    return attrs.evolve(page, seats={**page.seats, event.charge: CountGiven(count, event.at)})


def _facts(page: Account, event: FactsChanged) -> Account:
    if event.person:
        return _told(page, event, event.facts)
    facts = dict(page.facts)
    for name, value in event.facts.items():
        if value is None:
            facts.pop(name, None)
        else:
            facts[name] = FactGiven(value, event.at)
    return attrs.evolve(page, facts=facts)


def _plan(page: Account, event: PlanBegun) -> Account:
    known = {one.name: one for one in page.plans}
    plans = tuple(known.get(name) or Held(name, event.at) for name in event.plans)
    anchored = page.anchored if event.anchored is None else event.anchored
    # A count moves, it is not copied: the old charge would find a count of long ago when its plan comes back.
    left = {old for old, _ in event.taken_over}
    seats = {name: given for name, given in page.seats.items() if name not in left}
    for old, new in event.taken_over:
        if old in page.seats:
            seats.setdefault(new, page.seats[old])
    return attrs.evolve(page, plans=plans, seats=seats, anchored=anchored)


def _anchor(page: Account, event: AnchorMoved) -> Account:
    return attrs.evolve(page, anchored=Anchored(event.day, event.day_of_month))


def _addon(page: Account, event: AddonChanged) -> Account:
    kept = [one for one in page.addons if one.name != event.addon]
    if event.type == "addon_added":
        kept.append(Held(event.addon, event.at))
    return attrs.evolve(page, addons=tuple(kept))


# ---- people


def _added(page: Account, event: PersonAdded) -> Account:
    facts: dict[str, Value] = {"id": event.person, **event.facts}
    if event.workspace:
        facts["workspace"] = event.workspace
    if event.status == ACTIVE:
        # Who is active from the first day on accepted on that day, where nothing else says when.
        facts.setdefault("accepted_on", event.day)
    return attrs.evolve(page, people=(*_others(page, event), Person(event.person, facts, event.at)))


def _gone(page: Account, event: PersonEvent) -> Account:
    return attrs.evolve(page, people=_others(page, event))


def _roles(page: Account, event: RolesChanged) -> Account:
    # With roles of their own, people hold what these give them.
    return _told(page, event, {"roles": event.roles, GIVEN: None, TAKEN: None, GIVER: None})


def _handed_over(page: Account, event: SeatReassigned) -> Account:
    """A seat that goes from one person to another; one that goes back is as if it had never gone."""
    people = list(page.people or ())
    for place, one in enumerate(people):
        if _is_meant(one, event):
            away = {TAKEN: None, GIVER: None} if one.facts.get(TAKEN) == event.seat else {
                GIVEN: (*given_away(one), event.seat)
            }  # fmt: skip
            people[place] = _with(one, event, away)
        elif one.id == event.taker and event.workspace in ("", one.workspace):
            left = tuple(seat for seat in given_away(one) if seat != event.seat)
            back = event.seat in given_away(one)
            people[place] = _with(one, event, {GIVEN: left} if back else {TAKEN: event.seat, GIVER: event.person})
    return attrs.evolve(page, people=tuple(people))


def _used(page: Account, event: Used) -> Account:
    return _told(page, event, {"last_used": event.day})


def _status(status: str, dated: str = "") -> Callable[[Account, PersonEvent], Account]:
    def change(page: Account, event: PersonEvent) -> Account:
        facts: dict[str, Value | None] = {"status": status}
        if dated:
            facts[dated] = event.day
        return _told(page, event, facts)

    return change


def _told(page: Account, event: PersonEvent, facts: Mapping[str, Value | None]) -> Account:
    """The page with other facts of a person; None: not known any more."""
    people = list(page.people or ())
    for place, one in enumerate(people):
        if _is_meant(one, event):
            people[place] = _with(one, event, facts)
    return attrs.evolve(page, people=tuple(people))


def _with(one: Person, event: PersonEvent, facts: Mapping[str, Value | None]) -> Person:
    known = {name: value for name, value in one.facts.items() if name not in facts}
    known |= {name: value for name, value in facts.items() if value is not None}
    return attrs.evolve(one, facts=known, at=event.at)


def _others(page: Account, event: PersonEvent) -> tuple[Person, ...]:
    return tuple(one for one in page.people or () if not _is_meant(one, event))


def _is_meant(person: Person, event: PersonEvent) -> bool:
    return person.id == event.person and event.workspace in ("", person.workspace)


_BY_CLASS: dict[type[Event], Callable[..., Account]] = {
    SeatsChanged: _seats,
    PurchaseReturned: _returned,
    FactsChanged: _facts,
    AnchorMoved: _anchor,
    PlanBegun: _plan,
    AddonChanged: _addon,
    PersonAdded: _added,
    RolesChanged: _roles,
    SeatReassigned: _handed_over,
    Used: _used,
}
_BY_TYPE: dict[str, Callable[..., Account]] = {
    "person_accepted": _status(ACTIVE, "accepted_on"),
    "suspended": _status(SUSPENDED, "suspended_on"),
    "reactivated": _status(ACTIVE),
    "deactivated": _status(DEACTIVATED, "deactivated_on"),
    "removed": _gone,
}
