"""A day of a charge and the day before in, what moved its count out: the events, and the `cause` of everything that is less.

Everybody who counts no more has a cause of their own: removed, deactivated, suspended, or idle, where nothing happened but
that time passed. Whoever stays and is given another role, other facts or no seat any more was removed from the seat. Where
fewer are ordered, the order says it. What comes on the same day takes the place of what goes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event, FactsChanged, PurchaseReturned, SeatsChanged
from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.attendance import Attendance
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, is_an_end
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.there import ids_of, is_about
from seatpolicy.values.zones import midnight

_DAY = timedelta(days=1)
_OF_PEOPLE = {"deactivated": "deactivation", "removed": "removal", "suspended": "suspension"}
_AWAY = (*_OF_PEOPLE, "roles_changed", "facts_changed", "seat_reassigned")
"""What may end that somebody counts."""


@attrs.frozen
class Loss:
    """So many fewer, and why."""

    count: Fraction
    why: Why


@attrs.frozen
class Causes:
    """What moves the count of one charge."""

    charge: str
    diary: Diary
    attendance: Attendance

    def events(self, before: Day, day: Day) -> tuple[Event, ...]:
        """What led to the count of a day: of people, what happened to those who came or went, long ago perhaps, where only
        time has passed; else everything that counts from the day on."""
        moved = self._moved(before, day)
        if not moved:
            return tuple(self.on(day))
        here = {event.id: event for key in moved for event in self._of(key, before, day)[1]}
        return tuple(sorted(here.values(), key=lambda event: (event.instant, event.id)))

    def losses(self, before: Day, day: Day) -> list[Loss]:
        """What is less, each cause by itself; at least one."""
        people = self._who(before) is not None and self._who(day) is not None
        made = self._people(before, day) if people else self._orders(before, day)
        causes: dict[str, Loss] = {}
        for loss in made:
            same = causes.get(loss.why.cause)
            causes[loss.why.cause] = loss if same is None else _together(same, loss)
        return list(causes.values()) or [Loss(Fraction(0), self._unknown(day))]

    def on(self, day: Day) -> list[Event]:
        """What happened that counts from a day on, by its first and last days, and concerns the charge."""
        said = Statements(day.terms[self.charge], day.world)
        first, last = said.first_day_charged(), said.last_day_charged()

        def later(event: Event) -> bool:
            return last if is_an_end(event) else not first

        here = [event for event in self.diary.on_day(day.on - _DAY) if later(event)]
        here += [event for event in self.diary.on_day(day.on) if not later(event)]
        return [event for event in here if getattr(event, "charge", self.charge) == self.charge]

    # ---- people

    def _moved(self, before: Day, day: Day) -> list[Key]:
        """Who came, and who went."""
        old, new = self._who(before), self._who(day)
        if old is None or new is None:
            return []
        return sorted(old.keys() ^ new.keys())

    def _people(self, before: Day, day: Day) -> list[Loss]:
        old, new = self._who(before) or {}, self._who(day) or {}
        came = sum((new[key] for key in new.keys() - old.keys()), Fraction(0))
        gone = [(key, *self._of(key, before, day)) for key in sorted(old.keys() - new.keys())]
        begins = midnight(day.on, self.diary.zone)
        at = day.terms[self.charge].charge.at
        losses = []
        for key, cause, events in gone:
            instant = begins if cause == "inactivity" else max((one.instant for one in events), default=begins)
            losses.append(Loss(old[key], Why(cause, events, instant, events[-1].at if events else at, (key[0],))))
        return _less(sorted(losses, key=lambda one: one.why.instant), came)

    def why(self, key: Key, before: Day, day: Day) -> Why:
        """Why somebody counts no more."""
        cause, events = self._happened(key, before, day)
        at = events[-1].at if events else day.terms[self.charge].charge.at
        return Why(cause, events, midnight(day.on, self.diary.zone), at)

    def _who(self, day: Day) -> dict[Key, Fraction] | None:
        return self.attendance.counted(day, self.charge)

    def _of(self, key: Key, before: Day, day: Day) -> tuple[str, tuple[Event, ...]]:
        """Why somebody counts or counts no more, and the events that say so; whose seat was only taken left before."""
        left = self.attendance.left_before(self.charge, key, day.on)
        if left is not None and left < day.on:
            was, gone = (self.attendance.evening(self.charge, one) for one in (left - _DAY, left))
            before, day = was or before, gone or day
        return self._happened(key, before, day)

    def _happened(self, key: Key, before: Day, day: Day) -> tuple[str, tuple[Event, ...]]:
        ids = ids_of(key, before) | ids_of(key, day)
        happened = self.on(day)
        own = tuple(one for one in happened if is_about(one, ids))
        away = [one for one in own if one.type in _AWAY]
        if away:
            return _OF_PEOPLE.get(away[-1].type, "removal"), own
        if own:
            return "inactivity", own
        account = tuple(one for one in happened if isinstance(one, FactsChanged) and not one.person)
        if account:
            return "order", account
        return "inactivity", self._last_of(ids, day)

    def _last_of(self, ids: Iterable[str], day: Day) -> tuple[Event, ...]:
        """The last that happened to somebody before a day."""
        names = set(ids)
        return tuple([one for one in self.diary.events if one.day <= day.on and is_about(one, names)][-1:])

    # ---- orders

    def _orders(self, before: Day, day: Day) -> list[Loss]:
        given = before.page.seats.get(self.charge)
        count = Fraction(0) if given is None else given.count
        losses, more = [], Fraction(0)
        for event in self.on(day):
            if isinstance(event, SeatsChanged):
                by = Fraction(event.to) - count if event.to is not None else Fraction(event.by or 0)
            elif isinstance(event, PurchaseReturned):
                by = Fraction(-event.by)
            else:
                continue
            count += by
            if by < 0:
                losses.append(Loss(-by, Why.of((event,))))
            more += max(by, Fraction(0))
        return _less(losses, more)

    # ---- what they share

    def _unknown(self, day: Day) -> Why:
        """A count that is lower by itself, such as one that follows from facts."""
        events = tuple(self.on(day))
        if events:
            return Why.of(events)
        return Why("order", (), midnight(day.on, self.diary.zone), day.terms[self.charge].charge.at)


def each(day: Day, charge: str, units: Fraction, level: Level, losses: Sequence[Loss]) -> Iterator[tuple[Fraction, Loss]]:
    """How many of so many units, which are less, each loss makes; the last one makes what is left."""
    count = level.counted.count + sum((loss.count for loss in losses), Fraction(0))
    for loss in losses[:-1]:
        before, count = day.level_of(charge, count).units, count - loss.count
        less = min(before - day.level_of(charge, count).units, units)
        units -= less
        yield less, loss
    if losses:
        yield units, losses[-1]


def _less(losses: Sequence[Loss], more: Fraction) -> list[Loss]:
    """The losses that are left when what came has taken the place of the first of them."""
    left = []
    for loss in losses:
        taken = min(loss.count, more)
        more -= taken
        if loss.count > taken:
            left.append(Loss(loss.count - taken, loss.why))
    return left


def _together(one: Loss, other: Loss) -> Loss:
    events = {event.id: event for event in (*one.why.events, *other.why.events)}
    instant = max(one.why.instant, other.why.instant)
    who = (*one.why.who, *other.why.who)
    return Loss(one.count + other.count, attrs.evolve(one.why, events=tuple(events.values()), instant=instant, who=who))
