"""Seat types in, out: roles without a seat, people who fit two seats without an order, and seats that nothing counts.

A person may have several roles where `roles of person` is `any of`; then any two seats that no condition keeps apart have
a person who fits both. `one person:` must say which of them that person holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, product

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.conditions import meeting
from seatpolicy.semantics.checks.mentions import mentions
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.terms import expanded, rewritten, walk
from seatpolicy.semantics.checks.words import listed
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import SeatType
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.types import FLAG
from seatpolicy.source.text import Span

ST002 = code("ST002", "uncounted-seat", Severity.WARNING, "no charge counts a seat, and nothing says that it is free")
ST003 = code("ST003", "seat-order", Severity.ERROR, "a person fits two seats, and nothing says which of them counts")
ST004 = code("ST004", "role-without-seat", Severity.ERROR, "people with a role hold no seat")

MOST_TRIED = 1_000
"""So many pairs of seats are compared; a policy with more has been told of its missing order long before."""
MOST_ROLE_SETS = 64
MOST_FACTS = 10
"""Conditions about more facts than this are not compared: nothing is said rather than something wrong."""


def check_seats(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Everything about who holds which seat."""
    if poison.lost:
        return []
    return [*_roles_without_seat(policy, poison), *_seat_order(policy, poison), *_uncounted(policy, poison)]


# ---- roles ----------------------------------------------------------------------------------------------------------


def _roles_without_seat(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    fact = policy.facts.get("roles")
    seats = policy.seats.values()
    if fact is None or fact.at is None or not seats or poison.hit(fact.at, *(s.at for s in seats)):
        return
    held: set[str] = set()
    for seat in seats:
        for case in seat.held_by:
            if case.value is None:
                return
            held.update(case.value)
    if not held <= set(fact.type.values):
        return  # a role that nobody can have may have meant any
    for role in fact.type.values:
        if role not in held:
            yield ST004.at(
                _word(fact.at, role),
                f"people with the role `{role}` hold no seat",
                note="no `held by:` names it, so nothing says whether they are billed",
                hint=f"name it in a seat, or write one that costs nothing: `held by: {role}` and `billable: never`",
                subject=role,
            )


def _word(place: Span, word: str) -> Span:
    """Where a word of a closed set stands in its declaration."""
    found = re.search(rf"(?<=[\s,]){re.escape(word)}\b", place.text[place.text.find(":") :])
    if found is None:
        return place
    start = place.start + place.text.find(":") + found.start()
    return Span(place.source, start, start + len(word))


# ---- the seat order -------------------------------------------------------------------------------------------------


@attrs.frozen
class _Holding:
    """One way to hold a seat: the roles (None: any), and conditions that all hold."""

    roles: tuple[str, ...] | None
    conditions: tuple[x.Expression, ...]


@attrs.frozen
class _Holder:
    seat: SeatType
    ways: tuple[_Holding, ...]

    @property
    def roles(self) -> frozenset[str] | None:
        """All roles that may hold the seat; None: any."""
        if any(way.roles is None for way in self.ways):
            return None
        return frozenset(role for way in self.ways for role in way.roles or ())


def _seat_order(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    if poison.names_missing(policy.counting.at):
        return
    ordered = set(policy.counting.order)
    holders = [_holder(policy, s) for s in policy.seats.values() if s.held_by and not poison.hit(s.at)]
    if all(holder.seat.name in ordered for holder in holders):
        return
    roles = _Roles.of(policy)
    beside = _beside(roles, holders)
    left = MOST_TRIED
    for holder in holders:
        if holder.seat.name in ordered:
            continue
        for other in beside(holder):
            left -= 1
            person = _fits_both(roles, other, holder)
            if person:
                yield _without_order(policy, other.seat, holder.seat, person)
                break
            if left <= 0:
                return
        else:
            continue
        if not ordered:
            return


def _beside(roles: _Roles, holders: Sequence[_Holder]) -> Callable[[_Holder], Iterator[_Holder]]:
    """The seats that somebody might hold beside a seat: all; or those that share a role, where people have one each."""
    by_role: dict[str, list[_Holder]] = {}
    anyones = [holder for holder in holders if holder.roles is None]
    for holder in holders:
        for role in holder.roles or ():
            by_role.setdefault(role, []).append(holder)

    def beside(holder: _Holder) -> Iterator[_Holder]:
        if roles.several or holder.roles is None:
            others = holders
        else:
            others = [*anyones, *(other for role in holder.roles for other in by_role[role])]
        return (other for other in others if other is not holder)

    return beside


def _without_order(policy: Policy, first: SeatType, second: SeatType, person: str) -> Diagnostic:
    counting = policy.counting
    if next(name for name in policy.seats if name in (first.name, second.name)) == second.name:
        first, second = second, first
    place = counting.one_person_at or second.at
    missing = [seat for seat in (first, second) if seat.name not in counting.order]
    related = [Related(case.at, f"who holds `{seat.name}`") for seat in (first, second) for case in seat.held_by[:1]]
    if not counting.order:
        note = "nothing says which of the two seats they hold"
    else:
        note = f"`{missing[0].name}` has no place in the seat order" if len(missing) == 1 else "the seat order has neither"
    return ST003.at(
        place,
        f"{person} fits `{first.name}` and `{second.name}`",
        note=note,
        related=tuple(related),
        why="one person holds one seat: the first that fits",
        hint=f"write in `counting`: `one person: one seat, as {', else '.join(_suggested(policy))}`, in the order you mean",
        subject=f"{first.name}, {second.name}",
    )


def _suggested(policy: Policy) -> list[str]:
    """The order as it stands, then the seats that it lacks, those that cost nothing last."""
    rest = [s for s in policy.seats.values() if s.name not in policy.counting.order]
    free = [s.name for s in rest if s.billable and not any(case.value.statuses for case in s.billable)]
    names = [*policy.counting.order, *(s.name for s in rest if s.name not in free), *free]
    return names if len(names) <= 8 else [*names[:7], "…"]


def _holder(policy: Policy, seat: SeatType) -> _Holder:
    ways = []
    earlier: list[x.Expression] = []
    for case in seat.held_by:
        own = [expanded(case.when, policy.lets)] if case.when is not None else []
        ways.append(_Holding(case.value, (*own, *(x.Not(FLAG, e.at, e) for e in earlier))))
        earlier += own
    return _Holder(seat, tuple(ways))


@attrs.frozen
class _Roles:
    """The roles of people, by name their places; `several` says that a person can have more than one at a time."""

    places: dict[str, int]
    several: bool

    @classmethod
    def of(cls, policy: Policy) -> _Roles:
        fact = policy.facts.get("roles")
        several = fact is not None and fact.type.kind == "any of" and policy.counting.per != "role"
        return cls({role: n for n, role in enumerate(fact.type.values)} if fact is not None else {}, several)

    def sets(self, one: _Holding, other: _Holding) -> Iterator[tuple[str, ...]]:
        """The roles of people who may hold both, the fewest first."""
        if not self.several:
            shared = [r for r in one.roles or self.places if other.roles is None or r in other.roles]
            yield from ((role,) for role in shared) if self.places else [()]
            return
        asked = {e.value for c in (*one.conditions, *other.conditions) for e in walk(c) if isinstance(e, x.Literal)}
        near = {str(value) for value in asked} | set(one.roles or ()) | set(other.roles or ())
        near.update(islice((role for role in self.places if role not in near), 1))
        relevant = sorted(near & self.places.keys(), key=lambda role: self.places[role])
        for size in (1, 2, 3, 0):
            for roles in islice(combinations(relevant, size), MOST_TRIED):
                if all(way.roles is None or not set(way.roles).isdisjoint(roles) for way in (one, other)):
                    yield roles


def _fits_both(roles: _Roles, first: _Holder, second: _Holder) -> str:
    """A person who fits two seats, in words; empty where there is none, or where it cannot be told."""
    for one, other in product(first.ways, second.ways):
        conditions = (*one.conditions, *other.conditions)
        if len({e.name for c in conditions for e in walk(c) if isinstance(e, x.FactValue)}) > MOST_FACTS:
            continue
        for some in islice(roles.sets(one, other), MOST_ROLE_SETS):
            words = meeting(*(_with_roles(c, some) for c in conditions))
            if words is not None:
                return _person(some, words)
    return ""


def _with_roles(condition: x.Expression, roles: Sequence[str]) -> x.Expression:
    """The condition for people with these roles."""

    def decided(e: x.Expression) -> x.Expression | None:
        if isinstance(e, x.InSet) and isinstance(e.operand, x.FactValue) and e.operand.name == "roles":
            return x.Literal(FLAG, e.at, any(isinstance(o, x.Literal) and o.value in roles for o in e.options))
        if isinstance(e, x.Comparison) and isinstance(e.left, x.FactValue) and e.left.name == "roles":
            return x.Literal(FLAG, e.at, (isinstance(e.right, x.Literal) and e.right.value in roles) is (e.op == "="))
        return None

    return rewritten(condition, decided)


def _person(roles: Sequence[str], words: str) -> str:
    person = "a person"
    if roles:
        person += f" with the role{'s' if len(roles) > 1 else ''} {listed(list(roles))}"
    return f"{person}, where {words}," if words else person


# ---- seats that nothing counts --------------------------------------------------------------------------------------


def _uncounted(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    holders = (*policy.plans.values(), *policy.addons.values())
    if poison.names_missing(*(plan.at for plan in holders)):
        return  # what a `for:` meant may be any seat
    counted = {name for plan in holders for charge in plan.charges for name in charge.counts}
    left = [s for s in policy.seats.values() if s.name not in counted and not s.billable and not poison.hit(s.at)]
    used = mentions(policy, examples=False) if left else {}
    for seat in left:
        if seat.name in used:
            continue
        yield ST002.at(
            seat.at,
            f"no charge counts `{seat.name}`",
            note="its people cost nothing, and nothing says that this is meant",
            hint=f"name it in a charge (`for: {seat.name}`), or write `billable: never` in the seat",
            subject=seat.name,
        )
