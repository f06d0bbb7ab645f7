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
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference.heads import Change
from seatpolicy.engines.reference.over_time.absences import Absence, Evening, Key, Leaving
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.in_force import Names
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.people import Holder
from seatpolicy.semantics.model.prices import FewerSeats

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
    """Everybody of one account up to the day `until`, as far as it is known by the day `known` who came back. Each day is
    looked at by the text that is in force for the charge."""

    days: Days
    until: date
    known: date
    cause: Callable[[str, Key, Day, Day], Why]
    """Why somebody counts no more for a charge on the second of two days."""
    _evenings: dict[tuple[date, Names], Day | None] = attrs.field(init=False, factory=dict)
    _absences: dict[str, list[Absence]] = attrs.field(init=False, factory=dict)

    @property
    def diary(self) -> Diary:
        """What is known of the account."""
        return self.days.diary

    # ---- who is counted on a day

    def counted(self, day: Day, charge: str) -> dict[Key, Fraction] | None:
        """Who is counted on a day as it is charged, those included whose old seat goes on."""
        here = there(day, charge)
        return None if here is None else here | {key: seats for key, seats, _ in self._kept(day, charge, here)}

    def changes(self, day: Day, charge: str) -> tuple[Change, ...]:
        """What is counted of a charge beside who is there, by the lines of the policy."""
        here = there(day, charge)
        if here is None:
            return ()
        taken: list[tuple[Key, Fraction]] = []
        back: list[tuple[Key, Fraction]] = []
        until, rules = day.on, day.policy.counting
        for key, seats, absence in self._kept(day, charge, here):
            rules = rules if absence is None else absence.counting
            if absence is not None and absence.is_taken(day.on):
                taken.append((key, seats))
                until = absence.until
            else:
                back.append((key, seats))
        within = "the cycle" if rules.continues_days < 0 else f"{rules.continues_days} days"
        made = []
        for rule, some, words in (
            ("coming back", back, f", back within {within}"),
            ("freed seat", taken, f": stays taken until {until}"),
        ):
            if some:
                basis = named(key[0] for key, _ in some) + words
                seats = sum((one for _, one in some), Fraction(0))
                made.append(Change(rule, rules.at or day.policy.at, basis, seats))
        return tuple(made)

    def _kept(self, day: Day, charge: str, here: dict[Key, Fraction]) -> list[tuple[Key, Fraction, Absence | None]]:
        """Who is not there as a day is charged, and counted all the same: whose seat goes on over the night before and the
        night behind it."""
        if not self._matters:
            return []
        before, after = self._at_night(day.on - _DAY, charge), self._at_night(day.on, charge)
        return [(key, *after[key]) for key in sorted(before.keys() & after.keys() - here.keys())]

    @property
    def _matters(self) -> bool:
        """Whether any text of the policy lets a seat go on on which nobody sits."""
        rules = [policy.counting for policy in self.days.in_force.texts.policies.values()]
        return any(one.continues_days or one.freed_seat == "taken" for one in rules)

    def _at_night(self, on: date, charge: str) -> dict[Key, tuple[Fraction, Absence | None]]:
        """Everybody whose seat goes on in the night behind a day; with the absence of who is not there."""
        evening = self.evening(charge, on) if on >= self.diary.starts else None
        here = None if evening is None else there(evening, charge)
        if here is None:
            return {}
        made: dict[Key, tuple[Fraction, Absence | None]] = {}
        for one in self.absences(charge):
            if one.is_taken(on) or one.is_bridged(on, self.known):
                made[one.key] = one.seats, one
        return made | {key: (seats, None) for key, seats in here.items()}

    def left_before(self, charge: str, key: Key, on: date) -> date | None:
        """The day on which somebody left whose seat was taken up to the night before a day; None: nobody left before."""
        if not self._matters:
            return None
        yesterday = on - _DAY
        return next((one.left for one in self.absences(charge) if one.key == key and one.is_taken(yesterday)), None)

    # ---- who left, and who came back

    def next_return(self, after: date) -> date | None:
        """The first day behind another one on which somebody comes back whose old seat goes on; None: nobody does."""
        days = (one.back for charge in self._charges for one in self.backs(charge))
        return min((day for day in days if day is not None and day > after), default=None)

    def returned(self, on: date) -> list[tuple[Absence, tuple[Event, ...]]]:
        """Who comes back on a day, each once, of those whose old seat goes on, with what happened to them on it."""
        found: dict[Key, tuple[Absence, tuple[Event, ...]]] = {}
        for charge in self._charges:
            for one in self.backs(charge):
                if one.back == on and one.key not in found:
                    found[one.key] = one, self._happened(charge, one.key, on)
        return list(found.values())

    def backs(self, charge: str) -> list[Absence]:
        """The absences of a charge that count for nothing, because the old seat goes on."""
        return [one for one in self.absences(charge) if one.is_nothing] if self._matters else []

    @property
    def _charges(self) -> list[str]:
        texts = self.days.in_force.texts.policies.values()
        blocks = (block for text in texts for block in (*text.plans.values(), *text.addons.values()))
        return list(dict.fromkeys(charge.name for block in blocks for charge in block.charges))

    def _happened(self, charge: str, key: Key, on: date) -> tuple[Event, ...]:
        """What happened to somebody on a day."""
        day = self.evening(charge, on)
        ids = set() if day is None else ids_of(key, day)
        return tuple(event for event in self.diary.on_day(on) if isinstance(event, PersonEvent) and event.person in ids)

    def absences(self, charge: str) -> list[Absence]:
        """Everybody who left a charge."""
        if charge not in self._absences:
            leaving = Leaving(
                partial(self._mark, charge), partial(self._cycle_ends, charge), partial(self._paid_until, charge)
            )
            self._absences[charge] = leaving.absences(self._each_evening(charge))
        return self._absences[charge]

    def _each_evening(self, charge: str) -> Iterator[Evening | None]:
        day = self.diary.starts
        while day <= self.until:
            yield self._evening_of(charge, day)
            day += _DAY

    def _evening_of(self, charge: str, on: date) -> Evening | None:
        day = self.evening(charge, on)
        here, people = (None, None) if day is None else (there(day, charge), day.heads.people())
        if day is None or here is None or people is None:
            return None
        return Evening(on, day.policy.counting, here, {_key(one)[:2]: one.seat for one in people.holders if one.seat})

    def evening(self, charge: str, on: date) -> Day | None:
        """A day by its evening and by the text of a charge; None without people, or where the charge is not held."""
        if self.diary.evening(on).people is None:
            return None
        key = on, self.days.in_force.of(charge, on)
        if key not in self._evenings:
            try:
                self._evenings[key] = self.days.judged(on, self.diary.evening(on), key[1])
            except Refusal:
                self._evenings[key] = None
        day = self._evenings[key]
        return day if day is not None and charge in day.terms else None

    # ---- marks

    def reused_until(self, charge: str, day: Day) -> date:
        """The first day from which somebody who comes may not use again what is free since a day; while it is paid for,
        where the policy says nothing else."""
        said = "freed_seat_line" in day.policy.counting.stated and there(day, charge) is not None
        return self._mark_from(charge, day) if said else date.max

    def _mark(self, charge: str, left: date) -> date:
        """The first day from which a freed seat is no more what it was."""
        day = self._first_free(charge, left)
        return left if day is None else self._mark_from(charge, day)

    def _mark_from(self, charge: str, day: Day) -> date:
        """The mark of `freed seat:` from a day on, the first on which a seat is free."""
        counting, terms, world = day.policy.counting, day.terms[charge], day.world
        word = counting.freed_until
        if lies_on(word, day.on, terms, world):
            return day.on
        if word == "next cycle":
            return self._cycle_ends(charge, day.on)
        if word == "renewal" and world.term() is None and counting.freed_seat != "taken":
            return date.max
        return next_mark(word, day.on, terms, day.terms, world, counting.at or terms.charge.at)

    def _first_free(self, charge: str, left: date) -> Day | None:
        """The first day on which a seat is free that was left on a day: the day behind it, where last days are charged; None
        where the charge is held no more."""
        day = self.evening(charge, left)
        ends_later = day is not None and Statements(day.terms[charge], day.world).last_day_charged()
        return self.evening(charge, left + _DAY) if ends_later else day

    def _cycle_ends(self, charge: str, on: date) -> date:
        day = self.evening(charge, on)
        if day is None:
            return on
        after = day.terms[charge].window.after
        return min([after, *(turn for turn in self.diary.anchor_turns() if on < turn < after)])

    def _paid_until(self, charge: str, key: Key, left: date) -> date:
        """Up to when a seat that was left stays on the bill, and may be used again; the day itself for one that does not."""
        before, day = self.evening(charge, left - _DAY), self.evening(charge, left)
        free = self._first_free(charge, left)
        if before is None or day is None or free is None:
            return left
        rule = self._rule(charge, day, self.cause(charge, key, before, day))
        if rule is None:
            return left
        mark = free.on if free.terms[charge].window.first == free.on else self._cycle_ends(charge, free.on)
        while mark <= self.until and (begins := self.evening(charge, mark)) is not None:
            over = lies_on(rule.when, mark, begins.terms[charge], begins.world)
            if over and free.on <= notice_begins(mark, rule.notice):
                break
            mark = self._cycle_ends(charge, mark)
        return min(mark, self.reused_until(charge, free))

    def _rule(self, charge: str, day: Day, why: Why) -> FewerSeats | None:
        """The line that keeps a seat on the bill which somebody has left; None where none does."""
        terms = day.terms[charge]
        said = Statements(terms, day.world)
        if terms.bill == "in advance":
            rule = said.fewer(why, 0).value
            return rule if rule.kind == "none" else None
        by_days = terms.quantity is not None and terms.quantity.value.over in ("", "each day")
        return said.stays(why) if by_days else None


def _key(holder: Holder) -> Key:
    return holder.identity, holder.place, holder.seat
