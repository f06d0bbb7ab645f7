"""Seats that change hands in, each with its type out. Refused: seats that nobody has, and hands that hold one already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event, SeatReassigned
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.pricing.over_time.counted import identities
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.people import Holder, Roster

Evening = Callable[[Sequence[Event], Event], JudgedDay]
"""How an account is, behind some events, when another one happens."""


def with_their_seats(events: Iterable[Event], evening: Evening) -> tuple[Event, ...]:
    """The events in their order, every seat that changes hands with its type."""
    made: list[Event] = []
    for event in events:
        if isinstance(event, SeatReassigned):
            made.append(attrs.evolve(event, seat=_seat(event, evening(made, event))))
        else:
            made.append(event)
    return tuple(made)


def _seat(event: SeatReassigned, day: JudgedDay) -> str:
    counting, roster = day.policy.counting, day.given.roster
    if counting.per == "role":
        words = "a seat that is given to another, where people count once for each role, is"
        raise not_billed(refusals.EN503, counting.one_person_at or counting.at, words)
    if isinstance(roster, Diagnostic):
        raise Refusal(roster)
    assert roster is not None
    there = {name: _holds(name, event, roster, day) for name in (event.person, event.taker)}
    held = [one for one in there[event.person] if one.seat and event.seat in ("", one.seat)]
    kinds = list(dict.fromkeys(one.seat for one in held))
    if not kinds:
        which = f"a seat `{event.seat}`" if event.seat else "a seat"
        _refuse(event, f"`{event.id}` gives {which} away that `{event.person}` does not hold", "who holds it?")
    if len(kinds) > 1:
        words = f"`{event.id}` gives a seat away of `{event.person}`, who holds {' and '.join(f'`{one}`' for one in kinds)}"
        _refuse(event, words, "write which one, as `seat:`")
    if any(one.seat == kinds[0] for one in there[event.taker]):
        words = f"`{event.id}` gives `{event.taker}` a seat `{kinds[0]}`, who holds one already"
        _refuse(event, words, "one person holds one: write `removed` or `roles_changed` of the other")
    without = sorted({one.place for one in held} - {one.place for one in there[event.taker]})
    if without:
        words = f"`{event.id}` gives a seat in `{without[0]}` to `{event.taker}`, who is not there"
        _refuse(event, words, "add the person there first")
    return kinds[0]


def _holds(name: str, event: SeatReassigned, roster: Roster, day: JudgedDay) -> list[Holder]:
    who = identities(name, day)
    place = event.workspace if day.policy.counting.per == "workspace" else ""
    return [one for one in roster.holders if one.identity in who and place in ("", one.place)]


def _refuse(event: SeatReassigned, words: str, hint: str) -> None:
    raise refusal(refusals.EN303, event.at, words, hint=hint, subject=event.person)
