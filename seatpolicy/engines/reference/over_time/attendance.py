"""Days of an account in, who is counted for a charge on each of them out: who is there, and whose old seat goes on.

Every evening from the first day on is looked at. What is known of those who came back is known by one day: an invoice of an
earlier one knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.documents.events.records import Event, PersonEvent
from seatpolicy.engines.reference.heads import Change
from seatpolicy.engines.reference.over_time.absences import Absence, Evening, Key, Leaving
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.people import Holder
from seatpolicy.semantics.model.policy import Policy

_DAY = timedelta(days=1)


def there(day: Day, charge: str) -> dict[Key, Fraction] | None:
    """Who is counted as a day's page has it, each with so many seats; None for a charge that counts no people."""
    terms = day.terms.get(charge)
    if terms is None or terms.quantity is None or terms.charge.counts_kind != "seat":
        return None
    kind, people = terms.quantity.value.kind, day.heads.people()
    if people is None or kind not in ("assigned", "billable"):
        return None
    ours = (one for one in people.holders if one.seat in terms.charge.counts)
    return {_key(one): one.seats for one in ours if kind == "assigned" or one.billable}


def ids_of(key: Key, day: Day) -> set[str]:
    """The ids of all entries on a day that are one person."""
    fact = day.policy.counting.same_person
    entries = day.page.people or ()
    return {one.id for one in entries if str(one.id if fact == "id" else one.facts.get(fact)) == key[0]}


def named(who: Iterable[str]) -> str:
    """Some people by name: the first three, and how many others."""
    names = list(who)
    shown, others = names[:3], len(names) - 3
    if others > 0:
        shown.append(f"{others} {'other' if others == 1 else 'others'}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@attrs.define
class Attendance:
    """Everybody of one account up to the day `until`, as far as it is known by the day `known` who came back."""

    policy: Policy
    diary: Diary
    until: date
    known: date
    cause: Callable[[str, Key, Day, Day], Why]
    """Why somebody counts no more for a charge on the second of two days."""
    _evenings: dict[date, Day] = attrs.field(init=False, factory=dict)
    _absences: dict[str, list[Absence]] = attrs.field(init=False, factory=dict)

    # ---- who is counted on a day

    def counted(self, day: Day, charge: str) -> dict[Key, Fraction] | None:
        """Who is counted on a day as it is charged, those included whose old seat goes on."""
        here = there(day, charge)
        return None if here is None else here | {key: seats for key, seats, _ in self._kept(day, charge, here)}

    def changes(self, day: Day, charge: str) -> tuple[Change, ...]:
        """What is counted of a charge beside who is there, by the lines of the policy."""
        here, counting = there(day, charge), self.policy.counting
        if here is None or counting.at is None:
            return ()
        taken: list[tuple[Key, Fraction]] = []
        back: list[tuple[Key, Fraction]] = []
        until = day.on
        for key, seats, absence in self._kept(day, charge, here):
            if absence is not None and absence.is_taken(day.on) and counting.freed_seat == "taken":
                taken.append((key, seats))
                until = absence.until
            else:
                back.append((key, seats))
        within = "the cycle" if counting.continues_days < 0 else f"{counting.continues_days} days"
        made = []
        for rule, some, words in (
            ("coming back", back, f", back within {within}"),
            ("freed seat", taken, f": stays taken until {until}"),
        ):
            if some:
                basis = named(key[0] for key, _ in some) + words
                made.append(Change(rule, counting.at, basis, sum((seats for _, seats in some), Fraction(0))))
        return tuple(made)

    def _kept(self, day: Day, charge: str, here: dict[Key, Fraction]) -> list[tuple[Key, Fraction, Absence | None]]:
        """Who is not there as a day is charged, and counted all the same: whose seat goes on over the night before and the
        night behind it."""
        counting = self.policy.counting
        if not (counting.continues_days or counting.freed_seat == "taken"):
            return []
        before, after = self._at_night(day.on - _DAY, charge), self._at_night(day.on, charge)
        found = []
        for key in sorted(before.keys() & after.keys() - here.keys()):
            found.append((key, after[key][0], after[key][1]))
        return found

    def _at_night(self, on: date, charge: str) -> dict[Key, tuple[Fraction, Absence | None]]:
        """Everybody whose seat goes on in the night behind a day; with the absence of who is not there."""
        here = there(self.evening(on), charge) if on >= self.diary.starts else None
        if here is None:
            return {}
        made: dict[Key, tuple[Fraction, Absence | None]] = {}
        for one in self.absences(charge):
            taken = self.policy.counting.freed_seat == "taken" and one.is_taken(on)
            if taken or one.is_bridged(on, self.known):
                made[one.key] = one.seats, one
        return made | {key: (seats, None) for key, seats in here.items()}

    def left_before(self, charge: str, key: Key, on: date) -> date | None:
        """The day on which somebody left whose seat was taken up to the night before a day; None: nobody left before."""
        if self.policy.counting.freed_seat != "taken":
            return None
        yesterday = on - _DAY
        return next((one.left for one in self.absences(charge) if one.key == key and one.is_taken(yesterday)), None)

    # ---- who left, and who came back

    def next_return(self, after: date) -> date | None:
        """The first day behind another one on which somebody comes back whose old seat goes on; None: nobody does."""
        plans = (*self.policy.plans.values(), *self.policy.addons.values())
        backs = (self.backs(charge.name) for plan in plans for charge in plan.charges)
        days = {one.back for some in backs for one in some if one.back is not None}
        return min((day for day in days if day > after), default=None)

    def returned(self, on: date) -> list[Absence]:
        """Who comes back on a day, each once, of those whose old seat goes on."""
        plans = (*self.policy.plans.values(), *self.policy.addons.values())
        backs = (self.backs(charge.name) for plan in plans for charge in plan.charges)
        return list({one.key: one for some in backs for one in some if one.back == on}.values())

    def happened(self, key: Key, on: date) -> tuple[Event, ...]:
        """What happened to somebody on a day."""
        ids = ids_of(key, self.evening(on))
        return tuple(event for event in self.diary.on_day(on) if isinstance(event, PersonEvent) and event.person in ids)

    def backs(self, charge: str) -> list[Absence]:
        """The absences of a charge that count for nothing, because the old seat goes on."""
        if not self.policy.counting.continues_days:
            return []
        taken = self.policy.counting.freed_seat == "taken"
        return [
            one for one in self.absences(charge)
            if one.goes_on and one.back is not None and (one.back > one.until or not taken)
        ]  # fmt: skip

    def absences(self, charge: str) -> list[Absence]:
        """Everybody who left a charge."""
        if charge not in self._absences:
            leaving = Leaving(
                self.policy.counting,
                partial(self._mark, charge),
                partial(self._cycle_ends, charge),
                partial(self._paid_until, charge),
            )
            self._absences[charge] = leaving.absences(self._each_evening(charge))
        return self._absences[charge]

    def _each_evening(self, charge: str) -> Iterator[Evening | None]:
        day = self.diary.starts
        while day <= self.until:
            yield self._evening_of(charge, day)
            day += _DAY

    def _evening_of(self, charge: str, on: date) -> Evening | None:
        if self.diary.evening(on).people is None:
            return None
        day = self.evening(on)
        here, people = there(day, charge), day.heads.people()
        if here is None or people is None:
            return None
        return Evening(on, here, {_key(one)[:2]: one.seat for one in people.holders if one.seat})

    def evening(self, on: date) -> Day:
        """A day by its evening, as people see it."""
        if on not in self._evenings:
            self._evenings[on] = Day(self.policy, on, self.diary.evening(on), clock=self.diary.clock(on))
        return self._evenings[on]

    def _mark(self, charge: str, left: date) -> date:
        """The first day from which a freed seat is no more what it was."""
        return self.mark(charge, self._first_free(charge, left))

    def mark(self, charge: str, day: Day) -> date:
        """The mark of `freed seat:` from a day on, the first on which a seat is free."""
        word, at = self.policy.counting.freed_until, self.policy.counting.at
        terms, world = day.terms.get(charge), day.world
        if terms is None or lies_on(word, day.on, terms, world):
            return day.on
        if word == "next cycle":
            return self._cycle_ends(charge, day.on)
        if word == "renewal" and world.term() is None and self.policy.counting.freed_seat != "taken":
            return date.max
        return next_mark(word, day.on, terms, day.terms, world, at or terms.charge.at)

    def reused_until(self, charge: str, day: Day) -> date:
        """The first day from which somebody who comes may not use again what is free since a day; while it is paid for,
        where the policy says nothing else."""
        said = "freed_seat_line" in self.policy.counting.stated and there(day, charge) is not None
        return self.mark(charge, day) if said else date.max

    def _first_free(self, charge: str, left: date) -> Day:
        """The first day on which a seat is free that was left on a day: the day behind it, where last days are charged."""
        day = self.evening(left)
        terms = day.terms.get(charge)
        ends_later = terms is not None and Statements(terms, day.world).last_day_charged()
        return self.evening(left + _DAY) if ends_later else day

    def _cycle_ends(self, charge: str, on: date) -> date:
        terms = self.evening(on).terms.get(charge)
        if terms is None:
            return on
        moved = (turn for turn in self.diary.anchor_turns() if on < turn < terms.window.after)
        return min([terms.window.after, *moved])

    def _paid_until(self, charge: str, key: Key, left: date) -> date:
        """Up to when a seat that was left stays paid, and may be used again; the day itself for one that is given back."""
        day, free = self.evening(left), self._first_free(charge, left)
        terms = day.terms[charge]
        if terms.bill != "in advance" or charge not in free.terms:
            return left
        why = self.cause(charge, key, self.evening(left - _DAY), day)
        rule = Statements(terms, day.world).fewer(why, 0).value
        if rule.kind != "none":
            return left
        mark = free.on if free.terms[charge].window.first == free.on else self._cycle_ends(charge, free.on)
        while mark <= self.until and charge in self.evening(mark).terms:
            begins = self.evening(mark)
            over = lies_on(rule.when, mark, begins.terms[charge], begins.world)
            if over and free.on <= notice_begins(mark, rule.notice):
                break
            mark = self._cycle_ends(charge, mark)
        return min(mark, self.reused_until(charge, free))


def _key(holder: Holder) -> Key:
    return holder.identity, holder.place, holder.seat
