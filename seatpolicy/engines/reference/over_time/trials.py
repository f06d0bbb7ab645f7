"""People of an account and trials of their seats in, who is in trial on a day out.

A person's trial runs from the first day on which that person is counted on the seat (by `assigned`, on which it is held;
by `billable`, on which it would be charged for), or from the day of the last event that begins it. Who has the seat on the
first day of the account has had it since the acceptance that is told. It runs on while the person is away, and there is no
second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import TrialStarted
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference.cycles import trial_end
from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.there import ids_of, key_of
from seatpolicy.semantics.model.parties import Case, Trial

_DAY = timedelta(days=1)


@attrs.define
class Trials:
    """The trials of one account, up to a day `until`."""

    days: Days
    until: date
    _first: dict[str, dict[Key, date]] | None = attrs.field(init=False, default=None)
    """By `assigned` and `billable`, since when each is there."""

    def tried(self, day: Day, charge: str, there: Iterable[Key], begins_later: bool) -> dict[Key, Case[Trial]]:
        """Who of those that are there is in trial on a day. Where first days are not charged, a trial ends a day later."""
        terms = day.terms[charge]
        if not any(day.policy.seats[name].trial for name in terms.charge.counts if name in day.policy.seats):
            return {}
        kind = "" if terms.quantity is None else terms.quantity.value.kind
        found = {}
        for key in there:
            seat = day.policy.seats.get(key[2])
            stated = day.world.first_that_fits(seat.trial) if seat is not None else None
            if stated is None:
                continue
            begins = self._begins(key, kind, day)
            if begins is not None and day.on < trial_end(begins, stated.value) + (_DAY if begins_later else timedelta()):
                found[key] = stated
        return found

    def _begins(self, key: Key, kind: str, day: Day) -> date | None:
        """The day on which somebody's trial begins, as it is told by a day."""
        started = [one for one in self._diary.events if isinstance(one, TrialStarted) and one.person and one.day <= day.on]
        ids = ids_of(key, day) if started else set()
        last = next((one for one in reversed(started) if one.person in ids), None)
        if last is not None:
            return last.day
        first = self._firsts()[kind].get(key)
        return None if first is None or first > day.on else first

    def _firsts(self) -> dict[str, dict[Key, date]]:
        if self._first is None:
            self._first = {"assigned": {}, "billable": {}}
            day = self._diary.starts
            while day <= self.until:
                self._look(day, self._first)
                day += _DAY
        return self._first

    def _look(self, on: date, first: dict[str, dict[Key, date]]) -> None:
        """Who is there on an evening for the first time."""
        page = self._diary.evening(on)
        if page.people is None:
            return
        try:
            day = self.days.judged(on, page, self.days.in_force.names(on))
        except Refusal:
            return
        people = day.heads.people()
        for one in () if people is None else people.holders:
            key = key_of(one)
            since = self._since(key, day) if on == self._diary.starts else on
            if one.seat:
                first["assigned"].setdefault(key, since)
            if one.seat and one.judged.billable is True:
                first["billable"].setdefault(key, since)

    def _since(self, key: Key, day: Day) -> date:
        """Since when somebody is there on the first day of all."""
        ids = ids_of(key, day)
        told = (one.facts.get("accepted_on") for one in day.page.people or () if one.id in ids)
        return min([day.on, *(one for one in told if isinstance(one, date))])

    def all_can_begin(self) -> None:
        """Refuses a trial of a person where no seat has one."""
        for event in self._diary.events:
            if isinstance(event, TrialStarted) and event.person:
                policy = self.days.in_force.policy(self.days.in_force.names(event.day))
                if not any(seat.trial for seat in policy.seats.values()):
                    words = f"`{event.id}` begins a trial of `{event.person}`, and no seat has one"
                    raise refusal(refusals.EN303, event.at, words, hint="write `trial:` in a seat", subject=event.person)

    @property
    def _diary(self) -> Diary:
        return self.days.diary
