"""A day in, who of its people is counted for a charge out, by person, place and seat."""

from __future__ import annotations

from collections.abc import Container, Iterable
from fractions import Fraction

from seatpolicy.documents.events.records import Event, PersonEvent, SeatReassigned
from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.people import Holder


def there(day: Day, charge: str) -> dict[Key, Fraction] | None:
    """Who is counted as a day's page has it, each with so many seats; None for a charge that counts no people."""
    terms = day.terms.get(charge)
    if terms is None or terms.quantity is None or terms.charge.counts_kind != "seat":
        return None
    kind, people = terms.quantity.value.kind, day.heads.people()
    if people is None or kind not in ("assigned", "billable"):
        return None
    ours = (one for one in people.holders if one.seat in terms.charge.counts)
    return {key_of(one): one.seats for one in ours if kind == "assigned" or one.billable}


def ids_of(key: Key, day: Day) -> set[str]:
    """The ids of all entries on a day that are one person."""
    fact = day.policy.counting.same_person
    entries = day.page.people or ()
    return {one.id for one in entries if str(one.id if fact == "id" else one.facts.get(fact)) == key[0]}


def is_about(event: Event, ids: Container[str]) -> bool:
    """Whether something happened to somebody: a seat that changes hands is about both."""
    taker = event.taker if isinstance(event, SeatReassigned) else ""
    return isinstance(event, PersonEvent) and (event.person in ids or taker in ids)


def named(who: Iterable[str]) -> str:
    """Some people by name: the first three, and how many others."""
    names = list(who)
    shown, others = names[:3], len(names) - 3
    if others > 0:
        shown.append(f"{others} {'other' if others == 1 else 'others'}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def key_of(holder: Holder) -> Key:
    """Who sits there, where, and on which seat."""
    return holder.identity, holder.place, holder.seat
