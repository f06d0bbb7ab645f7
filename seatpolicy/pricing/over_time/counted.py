"""A judged day in, who of its roster is counted for a charge out, by person, place and seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatpolicy.documents.events.records import Event, PersonEvent, SeatReassigned
from seatpolicy.documents.refusals import Refusal
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.people import Roster
from seatpolicy.semantics.model.policy import Policy

Key = tuple[str, str, str]
"""Who it is by `same person:`, where the person counts, and the seat that is held there."""

Counted = Mapping[Key, int]
"""Each with so many seats."""


def counted(day: JudgedDay, charge: str) -> Counted | None:
    """Everybody who is counted; None for a charge that counts no people. Raises Refusal where that cannot be told."""
    one = day.charges.get(charge)
    roster = day.given.roster
    if one is None or one.charge.counts_kind != "seat" or not isinstance(roster, Roster):
        return None
    quantity = day.quantity(charge)
    if quantity is None or quantity.kind not in ("assigned", "billable"):
        return None
    return dict(_of(roster, frozenset(one.charge.counts), quantity.kind == "billable"))


def _of(roster: Roster, seats: frozenset[str], billable: bool) -> Iterator[tuple[Key, int]]:
    for one in roster.holders:
        if one.seat not in seats:
            continue
        if billable and isinstance(one.billable, Refusal):
            raise one.billable
        if not billable or one.billable:
            yield (one.identity, one.place, one.seat), one.seats


def identities(name: str, day: JudgedDay) -> frozenset[str]:
    """Who the entries of an id are, on a day."""
    fact, people = day.policy.counting.same_person, day.page.people or ()
    return frozenset(str(one.id if fact == "id" else one.facts.get(fact)) for one in people if one.id == name)


def is_about(event: Event, ids: frozenset[str]) -> bool:
    """Whether something happened to one of some people; a seat that changes hands happens to two."""
    if isinstance(event, SeatReassigned) and event.taker in ids:
        return True
    return isinstance(event, PersonEvent) and event.person in ids


def marked(fact: str, day: JudgedDay) -> frozenset[Key]:
    """The seats that people of a day have given away or taken over, as a fact of theirs says."""
    counting, found = day.policy.counting, set()
    for one in day.page.people or ():
        seats = one.facts.get(fact, ())
        place = one.workspace if counting.per == "workspace" else ""
        who = str(one.id if counting.same_person == "id" else one.facts.get(counting.same_person))
        found |= {(who, place, str(seat)) for seat in (seats if isinstance(seats, tuple) else (seats,))}
    return frozenset(found)


def ids_of(identity: str, day: JudgedDay, policy: Policy) -> frozenset[str]:
    """The ids of all entries of a day's page that are one person."""
    fact, people = policy.counting.same_person, day.page.people or ()
    if fact == "id":
        return frozenset((identity,))
    return frozenset(one.id for one in people if str(one.facts.get(fact)) == identity)
