"""A day of an account in, who is counted for a charge on it out: everybody by person, place and seat."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.engines.reference.over_time.day import Day

Key = tuple[str, str, str]
"""Who it is by `same person:`, the place where the person counts, and the seat that is held there."""


def there(day: Day, charge: str) -> dict[Key, Fraction] | None:
    """Who is counted, each with so many seats; None for a charge that counts no people."""
    terms = day.terms.get(charge)
    if terms is None or terms.quantity is None or terms.charge.counts_kind != "seat":
        return None
    kind, people = terms.quantity.value.kind, day.heads.people()
    if people is None or kind not in ("assigned", "billable"):
        return None
    ours = (one for one in people.holders if one.seat in terms.charge.counts)
    return {(one.identity, one.place, one.seat): one.seats for one in ours if kind == "assigned" or one.billable}


def ids_of(key: Key, day: Day) -> set[str]:
    """The ids of all entries on a day that are one person."""
    fact = day.policy.counting.same_person
    entries = day.page.people or ()
    return {one.id for one in entries if str(one.id if fact == "id" else one.facts.get(fact)) == key[0]}
