"""Seats that are given from one person to another in, each with its type out: the one that the giver holds at that time.

Refused: a seat that the giver does not hold, one that the taker holds already, and a taker who is not in the place where the
giver counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import Event, SeatReassigned
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.in_force import InForce, world_of
from seatpolicy.engines.reference.people import Holder, Roster, roster
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.values.zones import find_zone


def with_seats(texts: Texts, account: Account, events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, every seat that is given away with its type, by the text in force on its day."""
    made: list[Event] = []
    for event in events:
        if isinstance(event, SeatReassigned):
            diary = Diary(account, tuple(made), find_zone(texts.any.time_zone))
            policy = texts.of(InForce(texts, diary).names(event.day))
            page = diary.evening(event.day)
            people = roster(world_of(policy, page, event.day))
            assert people is not None
            event = attrs.evolve(event, seat=_seat(event, people, page, policy))
        made.append(event)
    return tuple(made)


def _seat(event: SeatReassigned, people: Roster, page: Account, policy: Policy) -> str:
    if policy.counting.per == "role":
        at = policy.counting.one_person_at or policy.counting.at
        raise not_billed(refusals.EN503, at, "a seat that is given to another, where people count once for each role, is")
    giver, taker = (_holding(name, event, people, page, policy) for name in (event.person, event.taker))
    held = [one for one in giver if one.seat and event.seat in ("", one.seat)]
    seats = list(dict.fromkeys(one.seat for one in held))
    which = f"a seat `{event.seat}`" if event.seat else "a seat"
    if not seats:
        raise _impossible(event, f"`{event.id}` gives {which} away that `{event.person}` does not hold", "who holds it?")
    if len(seats) > 1:
        words = f"`{event.id}` gives a seat away of `{event.person}`, who holds {' and '.join(f'`{one}`' for one in seats)}"
        raise _impossible(event, words, "write which one, as `seat:`")
    if any(one.seat == seats[0] for one in taker):
        words = f"`{event.id}` gives `{event.taker}` a seat `{seats[0]}`, who holds one already"
        raise _impossible(event, words, "one person holds one: write `removed` or `roles_changed` of the other")
    places = {one.place for one in taker}
    missing = sorted(one.place for one in held if one.place not in places)
    if missing:
        words = f"`{event.id}` gives a seat in `{missing[0]}` to `{event.taker}`, who is not there"
        raise _impossible(event, words, "add the person there first")
    return seats[0]


def _holding(name: str, event: SeatReassigned, people: Roster, page: Account, policy: Policy) -> list[Holder]:
    """What somebody holds, in the place that is meant."""
    fact = policy.counting.same_person
    who = {str(one.id if fact == "id" else one.facts.get(fact)) for one in page.people or () if one.id == name}
    place = event.workspace if policy.counting.per == "workspace" else ""
    return [one for one in people.holders if one.identity in who and place in ("", one.place)]


def _impossible(event: SeatReassigned, words: str, hint: str) -> Refusal:
    return refusal(refusals.EN303, event.at, words, hint=hint, subject=event.person)
