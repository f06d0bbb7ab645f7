"""Two days of a charge, one after the other, in, why its count moved between them out: the events, and the `cause` of a
decrease.

A person who counts no more has a cause that is the person's own; orders have that of their events. Of one day, what comes
fills the gaps of what goes, the earliest first, so that only the rest is a decrease.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event, FactsChanged, PurchaseReturned, SeatsChanged
from seatpolicy.ledger.effects import ends_something
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.counted import Counted, Key, ids_of, is_about
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.source.text import Span
from seatpolicy.values.zones import Instant, midnight

INACTIVITY, REMOVAL, ORDER = "inactivity", "removal", "order"
_BY_EVENT = {
    "removed": REMOVAL,
    "deactivated": "deactivation",
    "suspended": "suspension",
    "roles_changed": REMOVAL,
    "facts_changed": REMOVAL,
    "seat_reassigned": REMOVAL,
}
_DAY = timedelta(days=1)


@attrs.frozen
class Cause:
    """Why there are `count` fewer: the word, written at a place, the events behind it, the instant from which it counts, and
    `who` counts no more."""

    word: str
    events: tuple[Event, ...]
    instant: Instant
    at: Span
    count: Fraction = Fraction(0)
    who: tuple[str, ...] = ()

    @classmethod
    def of(cls, events: Sequence[Event], count: Fraction = Fraction(0)) -> Cause:
        """That of orders and ends: the last one says it."""
        last = events[-1]
        word = last.cause if isinstance(last, SeatsChanged) else ""
        return cls(word or ORDER, tuple(events), max(event.instant for event in events), last.at, count)


@attrs.frozen
class Moves:
    """What moved the count of a charge from one day (`before`) to the next."""

    charge: str
    ledger: Ledger
    days: Days
    before: JudgedDay
    day: JudgedDay

    @property
    def today(self) -> tuple[Event, ...]:
        """What concerns the charge and counts from the day on, by its first and last days."""
        one = self.day.charges[self.charge]
        begins_later = not self.day.says(one.first_day, True)
        ends_later = self.day.says(one.last_day, False)

        def later(event: Event) -> bool:
            return ends_later if ends_something(event) else begins_later

        on = self.day.on
        found = [event for event in self.ledger.on_day(on - _DAY) if later(event)]
        found += [event for event in self.ledger.on_day(on) if not later(event)]
        return tuple(one for one in found if getattr(one, "charge", self.charge) == self.charge)

    @property
    def events(self) -> tuple[Event, ...]:
        """What led to the count of the day: of people, what happened to those who came or went, be it long ago."""
        old, new = self._people()
        moved = [key for key in (*old, *new) if (key in old) != (key in new)]
        if not moved:
            return self.today
        found = {event.id: event for key in moved for event in self._why(key)[1]}
        return tuple(sorted(found.values(), key=lambda event: (event.instant, event.id)))

    def causes(self) -> list[Cause]:
        """The causes of what is less, each once; one at least."""
        old, new = self._people()
        made = self._of_people(old, new) if old or new else self._of_orders()
        merged: dict[str, Cause] = {}
        for one in made:
            same = merged.get(one.word)
            if same is not None:
                events = (*same.events, *(event for event in one.events if event not in same.events))
                instant = max(same.instant, one.instant)
                count, who = same.count + one.count, (*same.who, *one.who)
                one = attrs.evolve(same, events=events, instant=instant, count=count, who=who)
            merged[one.word] = one
        return list(merged.values()) or [self._of_nothing()]

    # ---- people

    def _people(self) -> tuple[Counted, Counted]:
        """Who was counted before and who is, where both days count people."""
        old, new = (self.days.who(day, self.charge) for day in (self.before, self.day))
        return ({}, {}) if old is None or new is None else (old, new)

    def _of_people(self, old: Counted, new: Counted) -> Iterator[Cause]:
        begins, at = midnight(self.day.on, self.ledger.zone), self.day.charges[self.charge].charge.at
        gone = []
        for key in sorted(key for key in old if key not in new):
            word, events = self._why(key)
            instant = begins
            if events and word != INACTIVITY:
                instant = max(event.instant for event in events)
            gone.append(Cause(word, events, instant, events[-1].at if events else at, Fraction(old[key]), key[:1]))
        came = sum(seats for key, seats in new.items() if key not in old)
        return _left(sorted(gone, key=lambda one: one.instant), Fraction(came))

    def cause_of(self, key: Key) -> Cause:
        """Why somebody is counted no more."""
        word, events = self._happened(key)
        at = events[-1].at if events else self.day.charges[self.charge].charge.at
        return Cause(word, events, midnight(self.day.on, self.ledger.zone), at)

    def _why(self, key: Key) -> tuple[str, tuple[Event, ...]]:
        """Why somebody counts, or counts no more, and the events that say so; whose seat was only taken left before."""
        left = self.days.left_before(self.charge, key, self.day.on)
        if left is not None and left < self.day.on:
            before = self.days.evening(self.charge, left - _DAY) or self.before
            day = self.days.evening(self.charge, left) or self.day
            return attrs.evolve(self, before=before, day=day)._happened(key)
        return self._happened(key)

    def _happened(self, key: Key) -> tuple[str, tuple[Event, ...]]:
        policy, today = self.day.policy, self.today
        ids = ids_of(key[0], self.before, policy) | ids_of(key[0], self.day, policy)
        ours = tuple(one for one in today if is_about(one, ids))
        if ours:
            words = [_BY_EVENT[event.type] for event in ours if event.type in _BY_EVENT]
            return (words[-1] if words else INACTIVITY), ours
        facts = tuple(one for one in today if isinstance(one, FactsChanged) and not one.person)
        return (ORDER, facts) if facts else (INACTIVITY, self._last(ids))

    def _last(self, ids: frozenset[str]) -> tuple[Event, ...]:
        """What happened last to somebody, up to the day."""
        for event in reversed(self.ledger.events):
            if event.day <= self.day.on and is_about(event, ids):
                return (event,)
        return ()

    # ---- orders

    def _of_orders(self) -> Iterator[Cause]:
        given = self.before.page.seats.get(self.charge)
        count = Fraction(0) if given is None else given.count
        fewer, more = [], Fraction(0)
        for event in self.today:
            after = _ordered(event, count)
            if after < count:
                fewer.append(Cause.of((event,), count - after))
            more += max(after - count, Fraction(0))
            count = after
        return _left(fewer, more)

    def _of_nothing(self) -> Cause:
        """A count that is lower by itself, such as one that follows from facts."""
        today = self.today
        if today:
            return Cause.of(today)
        return Cause(ORDER, (), midnight(self.day.on, self.ledger.zone), self.day.charges[self.charge].charge.at)


def dealt(causes: Sequence[Cause], units: Fraction, level: Level, day: JudgedDay, charge: str, days: Days) -> list[
    tuple[Fraction, Cause]
]:  # fmt: skip
    """So many units that are less, dealt out over their causes; the last one gets what is left. `level` is the day's."""
    count = level.count + sum((one.count for one in causes), Fraction(0))
    made = []
    for one in causes[:-1]:
        above, below = (days.with_count(day, charge, some).units for some in (count, count - one.count))
        count -= one.count
        less = min(above - below, units)
        units -= less
        made.append((less, one))
    return [*made, *((units, one) for one in causes[-1:])]


def _ordered(event: Event, count: Fraction) -> Fraction:
    """How many are ordered behind an event."""
    if isinstance(event, SeatsChanged):
        return count + (event.by or 0) if event.to is None else Fraction(event.to)
    return count - event.by if isinstance(event, PurchaseReturned) else count


def _left(causes: Iterable[Cause], more: Fraction) -> Iterator[Cause]:
    """What is left when so many more have taken the place of the first."""
    for one in causes:
        filled = min(one.count, more)
        more -= filled
        if filled < one.count:
            yield attrs.evolve(one, count=one.count - filled)
