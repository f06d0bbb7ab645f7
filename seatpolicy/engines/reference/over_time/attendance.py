"""Days of an account in, who is counted for a charge on each of them out: who is there, and whose old seat goes on.

Every evening from the first day on is looked at. What is known of those who came back is known by one day: an invoice of an
earlier one knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.people import GIVEN, TAKEN
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference.heads import Change
from seatpolicy.engines.reference.over_time.absences import Absence, Evening, Key, Leaving
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.freed import FreedSeats
from seatpolicy.engines.reference.over_time.in_force import Names
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.there import ids_of, is_about, key_of, named, there
from seatpolicy.engines.reference.over_time.trials import Trials

_DAY = timedelta(days=1)


@attrs.define
class Attendance:
    """Everybody of one account up to the day `until`, as far as it is known by the day `known` who came back. Each day is
    looked at by the text that is in force for the charge."""

    days: Days
    until: date
    known: date
    cause: Callable[[str, Key, Day, Day], Why]
    """Why somebody counts no more for a charge on the second of two days."""
    _trials: Trials = attrs.field(init=False)
    _evenings: dict[tuple[date, Names], Day | None] = attrs.field(init=False, factory=dict)
    _absences: dict[str, list[Absence]] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._trials = Trials(self.days, self.until)

    def trials_can_begin(self) -> None:
        """Refuses a trial of a person where no seat has one."""
        self._trials.all_can_begin()

    @property
    def diary(self) -> Diary:
        """What is known of the account."""
        return self.days.diary

    # ---- who is counted on a day

    def counted(self, day: Day, charge: str) -> dict[Key, Fraction] | None:
        """Who is counted on a day as it is charged: who is there and in no trial, and whose old seat goes on."""
        here = self._charged(day, charge, self._begins_later(day, charge))
        return None if here is None else here | {key: seats for key, seats, _ in self._kept(day, charge, here)}

    def changes(self, day: Day, charge: str) -> tuple[Change, ...]:
        """What is counted of a charge beside who is there, by the lines of the policy."""
        later = self._begins_later(day, charge)
        here, charged = there(day, charge), self._charged(day, charge, later)
        if here is None or charged is None:
            return ()
        made = []
        tried = self._trials.tried(day, charge, sorted(here.keys() - charged.keys()), later)
        if tried:
            basis, at = f"{named(key[0] for key in tried)}, in trial", next(iter(tried.values())).at
            limited = sum((here[key] for key, one in tried.items() if one.value.counts), Fraction(0))
            made.append(Change("trial", at, basis, -sum((here[key] for key in tried), Fraction(0)), limited))
        return (*made, *self._going_on(day, self._kept(day, charge, charged)))

    def _going_on(self, day: Day, kept: Sequence[tuple[Key, Fraction, Absence | None]]) -> Iterator[Change]:
        """The seats on which nobody sits."""
        taken: list[tuple[Key, Fraction]] = []
        back: list[tuple[Key, Fraction]] = []
        until, rules = day.on, day.policy.counting
        for key, seats, absence in kept:
            rules = rules if absence is None else absence.counting
            if absence is not None and absence.is_taken(day.on):
                taken.append((key, seats))
                until = absence.until
            else:
                back.append((key, seats))
        within = "the cycle" if rules.continues_days < 0 else f"{rules.continues_days} days"
        for rule, some, words in (
            ("coming back", back, f", back within {within}"),
            ("freed seat", taken, f": stays taken until {until}"),
        ):
            if some:
                basis = named(key[0] for key, _ in some) + words
                yield Change(rule, rules.at or day.policy.at, basis, sum((one for _, one in some), Fraction(0)))

    def _charged(self, day: Day, charge: str, begins_later: bool) -> dict[Key, Fraction] | None:
        """Who is there on a day and in no trial."""
        here = there(day, charge)
        if not here:
            return here
        tried = self._trials.tried(day, charge, here, begins_later)
        return {key: seats for key, seats in here.items() if key not in tried}

    def _begins_later(self, day: Day, charge: str) -> bool:
        terms = day.terms.get(charge)
        return terms is not None and not Statements(terms, day.world).first_day_charged()

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
        here = None if evening is None else self._charged(evening, charge, False)
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
        return tuple(event for event in self.diary.on_day(on) if is_about(event, ids))

    def absences(self, charge: str) -> list[Absence]:
        """Everybody who left a charge."""
        if charge not in self._absences:
            freed = self._freed(charge)
            leaving = Leaving(freed.mark, freed.cycle_ends, freed.paid_until)
            self._absences[charge] = leaving.absences(self._each_evening(charge))
        return self._absences[charge]

    def reused_until(self, charge: str, day: Day) -> date:
        """The first day from which somebody who comes may not use again what is free since a day; while it is paid for,
        where the policy says nothing else."""
        return self._freed(charge).reused_until(day)

    def _freed(self, charge: str) -> FreedSeats:
        return FreedSeats(charge, self.diary, self.until, partial(self.evening, charge), partial(self.cause, charge))

    def _each_evening(self, charge: str) -> Iterator[Evening | None]:
        day = self.diary.starts
        while day <= self.until:
            yield self._evening_of(charge, day)
            day += _DAY

    def _evening_of(self, charge: str, on: date) -> Evening | None:
        day = self.evening(charge, on)
        here, people = (None, None) if day is None else (self._charged(day, charge, False), day.heads.people())
        if day is None or here is None or people is None:
            return None
        held = {key_of(one)[:2]: one.seat for one in people.holders if one.seat}
        return Evening(on, day.policy.counting, here, _marked(day, GIVEN), _marked(day, TAKEN), held)

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


def _marked(day: Day, fact: str) -> set[Key]:
    """The seats that people have given or taken over, by who it is."""
    counting = day.policy.counting
    found: set[Key] = set()
    for one in day.page.people or ():
        seats = one.facts.get(fact, ())
        who = str(one.id if counting.same_person == "id" else one.facts.get(counting.same_person))
        place = one.workspace if counting.per == "workspace" else ""
        found |= {(who, place, str(seat)) for seat in (seats if isinstance(seats, tuple) else (seats,))}
    return found
