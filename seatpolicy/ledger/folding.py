"""A page of an account and what happened on one day in, the page of its evening out: as `effects.after` says, event by
event, but with one page for the day and not one for each event.

A page is a whole account; making one for each of a thousand changes of seats took longer than pricing them. Changes of
counts are added up, and people are looked up by name while a day is folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from seatpolicy.documents.account import Account, CountGiven
from seatpolicy.documents.events.records import Event, FactsChanged, PersonAdded, PersonEvent, SeatReassigned, SeatsChanged
from seatpolicy.documents.people import Person
from seatpolicy.ledger.effects import after

FEW = 3
"""So many events about people are applied one by one: looking everybody up costs more."""


def folded(page: Account, events: Sequence[Event]) -> Account:
    """The page behind events of one day, in their order. Refused: what `after` refuses."""
    if len(events) == 1:
        return after(page, events[0])
    for kind, run in groupby(events, _kind):
        if kind == "seats":
            page = _with_seats(page, run)  # type: ignore[arg-type]
        elif kind == "people":
            page = _with_people(page, list(run))  # type: ignore[arg-type]
        else:
            for event in run:
                page = after(page, event)
    return page


def _kind(event: Event) -> str:
    if type(event) is SeatsChanged:
        return "seats"
    # Reassigning looks at two people, and facts may be the account's.
    single = isinstance(event, PersonEvent) and not isinstance(event, SeatReassigned)
    return "people" if single and not (isinstance(event, FactsChanged) and not event.person) else ""


def _with_seats(page: Account, events: Iterable[SeatsChanged]) -> Account:
    """Counts are added up; who takes more than there are is told as one by one."""
    counts: dict[str, int | Fraction] = {}
    last: dict[str, SeatsChanged] = {}
    for event in events:
        charge = event.charge
        count = counts.get(charge)
        if event.to is not None:
            count = event.to
        else:
            if count is None:
                given = page.seats.get(charge)
                count = 0 if given is None else given.count
            count = count + (event.by or 0)
        if count < 0:
            behind = attrs.evolve(page, seats=_given(page, counts, last))
            return after(behind, event)
        counts[charge], last[charge] = count, event
    return attrs.evolve(page, seats=_given(page, counts, last))


def _given(page: Account, counts: dict[str, int | Fraction], last: dict[str, SeatsChanged]) -> dict[str, CountGiven]:
    return {**page.seats, **{name: CountGiven(Fraction(count), last[name].at) for name, count in counts.items()}}


def _with_people(page: Account, events: Sequence[PersonEvent]) -> Account:
    """Each event is applied to the entries of its own person."""
    if len(events) <= FEW:
        for event in events:
            page = after(page, event)
        return page
    entries: dict[str, list[Person]] = {}
    for person in page.people or ():
        entries.setdefault(person.id, []).append(person)
    alone = attrs.evolve(page, people=())
    for event in events:
        own = entries.get(event.person, [])
        made = list(after(attrs.evolve(alone, people=tuple(own)), event).people or ())
        if isinstance(event, PersonAdded):
            # Who comes, comes last.
            entries.pop(event.person, None)
        entries[event.person] = made
    return attrs.evolve(page, people=tuple(person for own in entries.values() for person in own))
