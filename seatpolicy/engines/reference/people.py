"""A roster and a day in, who counts out: the seats that each person holds, whether they are billable, and why.

Entries with the same value of `same person:` are one person. A person holds one seat in each place where it counts again:
the account (`per enterprise` is the same, for one account), each of its workspaces, or each of its roles. Of several
entries the seat is the first of the order that fits any of them, and it is billable if an entry that holds it is. A shared
login counts as many seats as `shared login:` says, wherever it signs in; `as each user`, it counts like a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import CountedPerson
from seatpolicy.documents.people import DEACTIVATED, Person
from seatpolicy.documents.refusals import refusal
from seatpolicy.documents.typed import Value
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.seats import Judged, first_in_order, fitting, judged
from seatpolicy.engines.reference.statuses import PersonOnDay, on_day


@attrs.frozen
class Holder:
    """A person in one place (a workspace, a role, or empty) and the seat held there (empty: none), in so many `seats`."""

    person: str
    place: str
    seat: str
    seats: Fraction
    judged: Judged
    why: str
    idle: bool
    identity: str = ""
    """What tells the person apart from others: the value of `same person:`."""

    @property
    def billable(self) -> bool:
        """Whether the seat counts. Refused where that needs a fact that is not known."""
        if self.judged.stopped is not None:
            raise self.judged.stopped
        return self.judged.billable is True

    def record(self) -> CountedPerson:
        """What an invoice keeps of it."""
        return CountedPerson(self.person, self.place, self.seat, self.seats, self.judged.billable, self.why)


@attrs.frozen
class Roster:
    """Everybody of an account on one day, sorted by person and place, so that the order of a list never matters."""

    holders: tuple[Holder, ...]
    entries: tuple[PersonOnDay, ...]

    def assigned(self, seats: Iterable[str]) -> Fraction:
        """How many of some seat types people hold, billable or not."""
        return self._sum(seats, lambda holder: True)

    def billable(self, seats: Iterable[str]) -> Fraction:
        """How many of them count by `billable:`."""
        return self._sum(seats, lambda holder: holder.billable)

    def idle(self, seats: Iterable[str]) -> Fraction:
        """How many of them belong to people whom the line `idle:` has suspended."""
        return self._sum(seats, lambda holder: holder.idle)

    def records(self) -> tuple[CountedPerson, ...]:
        """Who counted, and why."""
        return tuple(holder.record() for holder in self.holders)

    def _sum(self, seats: Iterable[str], counts: Callable[[Holder], bool]) -> Fraction:
        wanted = frozenset(seats)
        return sum((h.seats for h in self.holders if h.seat in wanted and counts(h)), Fraction(0))


def roster(world: World) -> Roster | None:
    """Who counts on the day; None for an account without a list of people."""
    if world.account.people is None:
        return None
    counting = world.policy.counting
    listed = sorted(world.account.people, key=lambda person: (person.id, person.workspace))
    entries = [on_day(person, counting, world.people_on or world.as_of) for person in listed]
    people: dict[Value, list[PersonOnDay]] = {}
    for entry in entries:
        people.setdefault(_identity(entry.person, counting.same_person), []).append(entry)
    holders = [
        attrs.evolve(holder, identity=str(who)) for who, same in people.items() for holder in _holders(same, world)
    ]
    return Roster(tuple(sorted(holders, key=lambda h: (h.person, h.place))), tuple(entries))


def looking_at(world: World, entry: PersonOnDay) -> World:
    """The world in which conditions about a person are read. That they read the day does not make a price change inside
    a cycle: people count as they stand on the one day of the roster."""
    return attrs.evolve(world, person=entry, as_of=world.people_on or world.as_of, day_read=[])


def _identity(person: Person, fact: str) -> Value:
    value = person.id if fact == "id" else person.facts.get(fact)
    if value is None:
        raise refusal(
            refusals.EN301,
            person.at,
            f"`{fact}` of the person `{person.id}` is not given, and people are told apart by it",
            subject=fact,
        )
    return value


def _holders(same: list[PersonOnDay], world: World) -> Iterator[Holder]:
    """The seats of one person, in each place where it counts."""
    counting = world.policy.counting
    shared = any(entry.person.is_shared_login for entry in same)
    if shared and counting.shared_login is not None:
        yield _holder("", same, world, Fraction(counting.shared_login))
        return
    places: dict[str, list[PersonOnDay]] = {}
    for entry in same:
        if counting.per == "workspace":
            places.setdefault(entry.person.workspace, []).append(entry)
        elif counting.per == "role":
            for role in entry.roles or ("",):
                places.setdefault(role, []).append(attrs.evolve(entry, roles=(role,) if role else ()))
        else:
            places.setdefault("", []).append(entry)
    for place, there in places.items():
        yield _holder(place, there, world, Fraction(1))


def _holder(place: str, there: list[PersonOnDay], world: World, seats: Fraction) -> Holder:
    """The one seat held by entries that are one person in one place."""
    looked = [(entry, looking_at(world, entry)) for entry in there]
    fits = [(entry, seen, fitting(seen)) for entry, seen in looked]
    names = list(dict.fromkeys(name for _, _, found in fits for name in found))
    seat = first_in_order(names, looked[0][1])
    person = there[0].person.id
    if not seat:
        gone = all(entry.status == DEACTIVATED for entry in there)
        roles = " and ".join(dict.fromkeys(role for entry in there for role in entry.roles)) or "no role"
        return Holder(person, place, "", seats, Judged(None, ""), DEACTIVATED if gone else f"{roles}: no seat fits", False)
    holding = [(entry, found[seat], judged(world.policy.seats[seat], seen)) for entry, seen, found in fits if seat in found]
    # One billable entry is enough; what cannot be told matters where none is.
    _, why, answer = min(holding, key=lambda one: (one[2].billable is not True, one[2].stopped is None))
    told = f"{why}; {answer.why}" if answer.why else why
    if seats != 1:
        told += "; a shared login"
    return Holder(person, place, seat, seats, answer, told, all(entry.idle for entry, _, _ in holding))
