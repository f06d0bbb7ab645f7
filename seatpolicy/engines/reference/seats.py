"""A person on a day in, the seat types that fit and whether a seat is billable out, each with the reason in words.

held by:   who holds the seat: a role, or anyone, under a condition; nobody who is deactivated, unless the seat's own
           `billable:` counts deactivated people. Who has given the seat away holds it no more, and who has taken
           one over holds that one
billable:  the status of the day is listed and the condition holds; a seat without the line leaves it unsaid
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.people import DEACTIVATED, GIVER, TAKEN, given_away
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.statuses import PersonOnDay, used_words
from seatpolicy.semantics.model.parties import SeatType


@attrs.frozen
class Judged:
    """Whether a person is billable on a seat (None: nothing says), why, and what stops the answer where it is needed."""

    billable: bool | None
    why: str
    stopped: Refusal | None = None


def fitting(world: World) -> dict[str, str]:
    """The seat types that the world's person may hold, with the reason: its role, or anyone."""
    found = {}
    facts = _person(world).person.facts
    for seat in world.policy.seats.values():
        if TAKEN in facts:
            why = f"the seat of {facts.get(GIVER)}" if facts[TAKEN] == seat.name and not _is_gone(seat, world) else ""
        else:
            why = _held(seat, world) if seat.name not in given_away(_person(world).person) else ""
        if why:
            found[seat.name] = why
    return found


def first_in_order(names: Sequence[str], world: World) -> str:
    """Of several seat types that fit, the one held: the first of `one person:`; empty where none fits.

    Refused: two that fit, of which the order names none. The checker finds those that it can.
    """
    for name in world.policy.counting.order:
        if name in names:
            return name
    if len(names) > 1:
        person = _person(world).person
        raise refusal(
            refusals.EN303,
            world.policy.counting.at or world.policy.seats[names[0]].at,
            f"`{person.id}` fits {' and '.join(f'`{name}`' for name in names)}, and nothing says which seat counts",
            hint="name them in the order of `one person:`",
        )
    return names[0] if names else ""


def judged(seat: SeatType, world: World) -> Judged:
    """Whether the world's person is billable on a seat that it holds."""
    if not seat.billable:
        return Judged(None, "")
    try:
        case = world.first_that_fits(seat.billable)
    except Refusal as stop:
        return Judged(None, "not judged", stop)
    one = _person(world)
    if case is None:
        conditions = [
            case.when.at.text for case in seat.billable if case.when is not None and one.status in case.value.statuses
        ]
        but = f", but not {' or '.join(' '.join(text.split()) for text in conditions)}" if conditions else ""
        return Judged(False, f"{_status(one)}{but}")
    if not case.value.statuses:
        return Judged(False, "never billable")
    if one.status not in case.value.statuses:
        return Judged(False, _status(one))
    condition = f", {' '.join(case.when.at.text.split())}" if case.when is not None else ""
    return Judged(True, f"{_status(one)}{condition}")


def _held(seat: SeatType, world: World) -> str:
    """Why the person may hold the seat; empty if it may not."""
    if _is_gone(seat, world):
        return ""
    one = _person(world)
    case = world.first_that_fits(seat.held_by)
    if case is None:
        return ""
    if case.value is None:
        return "anyone"
    roles = [role for role in case.value if role in one.roles]
    return " and ".join(roles)


def _is_gone(seat: SeatType, world: World) -> bool:
    """Whether the person is deactivated, and the seat type does not count such people."""
    counts = any(DEACTIVATED in case.value.statuses for case in seat.billable)
    return _person(world).status == DEACTIVATED and not counts


def _status(one: PersonOnDay) -> str:
    return f"suspended, {used_words(one.person)}" if one.idle else one.status


def _person(world: World) -> PersonOnDay:
    assert world.person is not None
    return world.person
