"""A judged day in, who of its roster is counted for a charge out, by person, place and seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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


def ids_of(identity: str, day: JudgedDay, policy: Policy) -> frozenset[str]:
    """The ids of all entries of a day's page that are one person."""
    fact, people = policy.counting.same_person, day.page.people or ()
    if fact == "id":
        return frozenset((identity,))
    return frozenset(one.id for one in people if str(one.facts.get(fact)) == identity)
