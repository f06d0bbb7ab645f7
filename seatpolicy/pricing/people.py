"""A roster and a day in, who counts out: the seats that each person holds, whether they are billable, and why.

What a policy says of one person is a kernel, run once for each entry. Here entries become people, and people holders of
seats: one in each place where somebody counts again, and as many for a shared login as the policy says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import CountedPerson
from seatpolicy.documents.people import ACTIVE, DEACTIVATED, GIVER, NEVER, SUSPENDED, TAKEN, Person, given_away
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.parties import Counting, SeatType
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, record


@record
class PersonOnDay:
    """An entry as the policy sees it on a day: its status then, the roles that are looked at, and whether the line `idle:`
    has suspended it."""

    person: Person
    status: str
    roles: tuple[str, ...]
    idle: bool

    def fact(self, name: str, type_: str) -> Value | None:
        """A fact as it stands on the day; `type_` is that of the input which reads it."""
        if name == "roles":
            if type_ == "symbol":
                return self.roles[0] if self.roles else None
            return self.roles
        known: Mapping[str, Value | None] = {
            "status": self.status,
            "last_used": self.person.last_used,
            "is_shared_login": self.person.is_shared_login,
        }
        return known[name] if name in known else self.person.facts.get(name)

    @property
    def said(self) -> str:
        """The status in words."""
        return f"suspended, {used_words(self.person)}" if self.idle else self.status


@record
class Looked:
    """What the kernel says of one entry: by seat type the number of the case that fits (None: none does), or why that cannot
    be told; the same for `billable:`."""

    held: Mapping[str, int | Refusal | None]
    billable: Mapping[str, int | Refusal | None]


Looks = Callable[[PersonOnDay], Looked]


@record
class Holder:
    """A person in one place and the seat held there (empty: none), in so many `seats`; `billable` None where nothing says
    it, a Refusal where it cannot be told. `identity` tells the person apart from others: the value of `same person:`; `at`
    is the line of the policy that decides."""

    person: str
    place: str
    seat: str
    seats: int
    billable: bool | Refusal | None
    why: str
    idle: bool = False
    identity: str = ""
    status: str = ""
    at: Span | None = None


@record
class Roster:
    """Everybody, sorted by person and place; and the entries."""

    holders: tuple[Holder, ...]
    entries: tuple[PersonOnDay, ...]

    def count(self, word: str, seats: Iterable[str]) -> int:
        """How many of some seat types are `assigned`, `billable` or `idle`. Raises Refusal where that cannot be told."""
        wanted, made = frozenset(seats), 0
        for one in self.holders:
            if one.seat not in wanted or not one.seat:
                continue
            if word == "billable" and isinstance(one.billable, Refusal):
                raise one.billable
            if word == "assigned" or (one.billable is True if word == "billable" else one.idle):
                made += one.seats
        return made

    def records(self) -> tuple[CountedPerson, ...]:
        """Who counted, and why."""
        return tuple(
            CountedPerson(
                one.person,
                one.place,
                one.seat,
                Fraction(one.seats),
                None if isinstance(one.billable, Refusal) else one.billable,
                one.why,
            )
            for one in self.holders
        )


def roster(people: Sequence[Person], policy: Policy, day: date, looks: Looks) -> Roster:
    """Who counts on a day. Raises Refusal."""
    counting = policy.counting
    listed = sorted(people, key=lambda person: (person.id, person.workspace))
    entries = tuple(_on_day(person, counting, day) for person in listed)
    same: dict[Value, list[PersonOnDay]] = {}
    for entry in entries:
        same.setdefault(_identity(entry.person, counting.same_person), []).append(entry)
    holders = [
        evolved(holder, identity=str(who)) for who, one in same.items() for holder in _holders(one, policy, looks)
    ]
    return Roster(tuple(sorted(holders, key=lambda one: (one.person, one.place))), entries)


def used_words(person: Person) -> str:
    """When somebody last used the product."""
    used = person.last_used
    return "never used" if used in (None, NEVER) else f"last used on {used}"


def _on_day(person: Person, counting: Counting, day: date) -> PersonOnDay:
    for fact, when in person.past():
        if when > day:
            raise refusal(
                refusals.EN109,
                person.at,
                f"the roster is of a later day than {day}: `{fact}` of `{person.id}` is {when}",
                why="a roster shows one day, and nothing of the days before it",
                hint=f"ask for the day that it shows: `--as-of {when}` or later",
                subject=person.id,
            )
    idle = False
    if counting.idle_days > 0 and person.status == ACTIVE:
        used = person.last_used
        if used is None:
            raise refusal(
                refusals.EN301,
                person.at,
                f"when `{person.id}` was last active is not given, and who is idle is suspended",
                hint="give `last_used:`, or the day of acceptance as `accepted_on:`",
                subject="last_used",
            )
        idle = used + timedelta(days=counting.idle_days) <= day if used != NEVER else True
    return PersonOnDay(person, SUSPENDED if idle else person.status, person.roles, idle)


def _identity(person: Person, fact: str) -> Value:
    value = person.id if fact == "id" else person.facts.get(fact)
    if value is None:
        words = f"`{fact}` of the person `{person.id}` is not given, and people are told apart by it"
        raise refusal(refusals.EN301, person.at, words, subject=fact)
    return value


def _holders(same: Sequence[PersonOnDay], policy: Policy, looks: Looks) -> list[Holder]:
    """The seats of one person, in each place where it counts."""
    counting = policy.counting
    if counting.shared_login is not None and any(one.person.is_shared_login for one in same):
        return [_holder("", same, policy, looks, counting.shared_login)]
    places: dict[str, list[PersonOnDay]] = {}
    for one in same:
        if counting.per == "role":
            for role in one.roles or ("",):
                places.setdefault(role, []).append(evolved(one, roles=(role,) if role else ()))
        else:
            places.setdefault(one.person.workspace if counting.per == "workspace" else "", []).append(one)
    return [_holder(place, there, policy, looks, 1) for place, there in places.items()]


def _holder(place: str, there: Sequence[PersonOnDay], policy: Policy, looks: Looks, seats: int) -> Holder:
    """The one seat held by entries that are one person in one place."""
    looked = [(one, looks(one)) for one in there]
    fits = [(one, seen, _fitting(one, seen, policy)) for one, seen in looked]
    person = there[0].person
    seat = _first(list(dict.fromkeys(name for _, _, found in fits for name in found)), person, policy)
    if not seat:
        gone = all(one.status == DEACTIVATED for one in there)
        roles = " and ".join(dict.fromkeys(role for one in there for role in one.roles)) or "no role"
        told = DEACTIVATED if gone else f"{roles}: no seat fits"
        return Holder(person.id, place, "", seats, None, told, status=there[0].status)
    type_ = policy.seats[seat]
    holding = [(one, found[seat], _judged(one, seen, type_), seen) for one, seen, found in fits if seat in found]
    # One billable entry is enough; what cannot be told matters where none is.
    chosen, why, (billable, because), seen = min(
        holding, key=lambda it: (it[2][0] is not True, not isinstance(it[2][0], Refusal))
    )
    told = f"{why}; {because}" if because else why
    told += "; a shared login" if seats != 1 else ""
    idle = all(one.idle for one, *_ in holding)
    return Holder(
        person.id, place, seat, seats, billable, told, idle, status=chosen.status, at=_decides(type_, seen)
    )


def _decides(seat: SeatType, seen: Looked) -> Span:
    """The line that says whether a holder of a seat is billable; that by which it is held, where none does."""
    for cases, place in ((seat.billable, seen.billable.get(seat.name)), (seat.held_by, seen.held.get(seat.name))):
        if cases:
            return cases[place if isinstance(place, int) else -1].at
    return seat.at


def _fitting(one: PersonOnDay, seen: Looked, policy: Policy) -> dict[str, str]:
    """The seat types that fit, each with its reason: a role, or anyone; or the one that somebody else gave away."""
    found: dict[str, str] = {}
    for seat in policy.seats.values():
        counts_gone = any(DEACTIVATED in case.value.statuses for case in seat.billable)
        if one.status == DEACTIVATED and not counts_gone:
            continue
        taken = one.person.facts.get(TAKEN)
        if taken is not None:
            found |= {seat.name: f"the seat of {one.person.facts.get(GIVER)}"} if taken == seat.name else {}
            continue
        if seat.name in given_away(one.person):
            continue
        place = seen.held[seat.name]
        if isinstance(place, Refusal):
            raise place
        if place is None:
            continue
        wanted = seat.held_by[place].value
        why = "anyone" if wanted is None else " and ".join(role for role in wanted if role in one.roles)
        if why:
            found[seat.name] = why
    return found


def _first(names: Sequence[str], person: Person, policy: Policy) -> str:
    """Of several seat types the one held: the first of `one person:`. Refused where the order names none."""
    for name in policy.counting.order:
        if name in names:
            return name
    if len(names) > 1:
        raise refusal(
            refusals.EN303,
            policy.counting.at or policy.seats[names[0]].at,
            f"`{person.id}` fits {' and '.join(f'`{name}`' for name in names)}, and nothing says which seat counts",
            hint="name them in the order of `one person:`",
        )
    return names[0] if names else ""


def _judged(one: PersonOnDay, seen: Looked, seat: SeatType) -> tuple[bool | Refusal | None, str]:
    """Whether a person is billable on a seat, and why."""
    if not seat.billable:
        return None, ""
    place = seen.billable[seat.name]
    if isinstance(place, Refusal):
        return place, "not judged"
    if place is None:
        open_ones = [case.when for case in seat.billable if case.when is not None and one.status in case.value.statuses]
        but = " or ".join(" ".join(when.at.text.split()) for when in open_ones)
        return False, f"{one.said}, but not {but}" if but else one.said
    case = seat.billable[place]
    if not case.value.statuses:
        return False, "never billable"
    if one.status not in case.value.statuses:
        return False, one.said
    return True, one.said + (f", {' '.join(case.when.at.text.split())}" if case.when is not None else "")
