"""A page of an account and an event of its people in, the page as it is behind it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import Event, PersonAdded, PersonEvent, RolesChanged, SeatReassigned, Used
from seatpolicy.documents.people import ACTIVE, DEACTIVATED, GIVEN, GIVER, SUSPENDED, TAKEN, Person, given_away
from seatpolicy.documents.typed import Value


def of_people(event: Event) -> Callable[..., Account] | None:
    """What an event of people does to a page; None for another event."""
    return _BY_CLASS.get(type(event)) or _BY_WORD.get(event.type)


def told(page: Account, event: PersonEvent, facts: Mapping[str, Value | None]) -> Account:
    """The page with other facts of a person; None: not known any more."""
    return _each(page, event, lambda one: _with(one, event, facts))


def _added(page: Account, event: PersonAdded) -> Account:
    others = tuple(one for one in page.people or () if not _is(one, event))
    facts = {"id": event.person, **event.facts}
    if event.workspace:
        facts["workspace"] = event.workspace
    # Who is active from the day of being added accepted that day, where nothing else says so.
    if event.status == ACTIVE:
        facts.setdefault("accepted_on", event.day)
    return attrs.evolve(page, people=(*others, Person(event.person, facts, event.at)))


def _removed(page: Account, event: PersonEvent) -> Account:
    return attrs.evolve(page, people=tuple(one for one in page.people or () if not _is(one, event)))


def _roles(page: Account, event: RolesChanged) -> Account:
    anew = {"roles": event.roles, GIVEN: None, TAKEN: None, GIVER: None}
    return _each(page, event, lambda one: _with(one, event, anew))


def _reassigned(page: Account, event: SeatReassigned) -> Account:
    """The seat of one person is another one's. Who gives away what was taken over, or gets back what was given away, is as
    before."""

    def moved(one: Person) -> Person:
        if _is(one, event):
            if one.facts.get(TAKEN) == event.seat:
                return _with(one, event, {TAKEN: None, GIVER: None})
            return _with(one, event, {GIVEN: (*given_away(one), event.seat)})
        if one.id == event.taker and event.workspace in ("", one.workspace):
            if event.seat in given_away(one):
                return _with(one, event, {GIVEN: tuple(seat for seat in given_away(one) if seat != event.seat)})
            return _with(one, event, {TAKEN: event.seat, GIVER: event.person})
        return one

    return attrs.evolve(page, people=tuple(moved(one) for one in page.people or ()))


def _used(page: Account, event: Used) -> Account:
    return _each(page, event, lambda one: _with(one, event, {"last_used": event.day}))


def _status(status: str, day_of: str = "") -> Callable[[Account, PersonEvent], Account]:
    def change(page: Account, event: PersonEvent) -> Account:
        dated = {day_of: event.day} if day_of else {}
        return _each(page, event, lambda one: _with(one, event, {"status": status, **dated}))

    return change


def _each(page: Account, event: PersonEvent, change: Callable[[Person], Person]) -> Account:
    return attrs.evolve(page, people=tuple(change(one) if _is(one, event) else one for one in page.people or ()))


def _with(person: Person, event: Event, facts: Mapping[str, Value | None]) -> Person:
    kept = {name: value for name, value in person.facts.items() if facts.get(name, value) is not None}
    told = {name: value for name, value in facts.items() if value is not None}
    return attrs.evolve(person, facts=kept | told, at=event.at)


def _is(person: Person, event: PersonEvent) -> bool:
    return person.id == event.person and (not event.workspace or person.workspace == event.workspace)


_BY_CLASS: dict[type[Event], Callable[..., Account]] = {
    PersonAdded: _added,
    RolesChanged: _roles,
    SeatReassigned: _reassigned,
    Used: _used,
}
_BY_WORD: dict[str, Callable[..., Account]] = {
    "person_accepted": _status(ACTIVE, "accepted_on"),
    "suspended": _status(SUSPENDED, "suspended_on"),
    "reactivated": _status(ACTIVE),
    "deactivated": _status(DEACTIVATED, "deactivated_on"),
    "removed": _removed,
}
