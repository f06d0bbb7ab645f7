"""A diary and the texts in force in, any day of the account judged out: for all of it, or as one of its charges is billed.

A charge may be billed by another text than the account as a whole, because its cycle began under that text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import UsageReported
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference.heads import Change
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.in_force import InForce, Names, not_in_force
from seatpolicy.engines.reference.over_time.new_text import NewText
from seatpolicy.engines.reference.over_time.parts import Part
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.use import used_in

_DAY = timedelta(days=1)


@attrs.frozen
class ChargeTexts:
    """The texts of one charge."""

    charge: str
    days: Days

    def between(self, first: date, after: date) -> dict[date, NewText]:
        """The days between, but for the first one, from which it has another text because of a date alone."""
        found = {}
        for day in self.days.in_force.dates:
            if first < day < after and (made := self.days.new_text(self.charge, day)) is not None:
                found[day] = made
        return found

    def like(self, day: Day, other: Day) -> Day:
        """The page of a day, judged by the text of another one."""
        return self.days.by_text(day, self.days.in_force.of(self.charge, other.on))


@attrs.define
class Days:
    """The days of one account, each judged once. `found` gathers what stops one of them."""

    diary: Diary
    in_force: InForce
    found: Diagnostics
    changes: Callable[[Day, str], tuple[Change, ...]] | None = None
    """What is counted of a charge beside the people who are there."""
    _days: dict[tuple[date, bool, bool, Names], Day] = attrs.field(init=False, factory=dict)
    _texts: dict[tuple[str, date], NewText | None] = attrs.field(init=False, factory=dict)

    def day(self, on: date, first_day: bool = True, last_day: bool = False, names: Names | None = None) -> Day:
        """A day judged, by the page with which it is charged and by the text in force for the account, or by the one with
        some changes. Raises Refusal for a day that cannot be billed."""
        names = self.in_force.names(on) if names is None else names
        key = (on, first_day, last_day, names)
        if key not in self._days:
            made = self.judged(on, self.diary.page(on, first_day, last_day), names)
            if refusals.status(made.found) != "priced":
                self.found.extend(made.found)
                raise Refusal(next(one for one in made.found if one.code.startswith("EN")))
            self._days[key] = made
        return self._days[key]

    def plainly(self, on: date, charge: str) -> Day:
        """A day by the text of a charge, which may not be held on it any more."""
        return self.day(on, names=self.in_force.of(charge, on))

    def of(self, on: date, charge: str) -> Day:
        """A day on which a charge is billed, though its plan is held no more in the evening: then as it was held last."""
        names = self.in_force.of(charge, on)
        day = self.day(on, names=names)
        for turn in reversed(self.diary.turns(self.diary.starts, on + _DAY)):
            if charge in day.terms:
                break
            day = self.judged(on, self.diary.morning(turn), names)
        return day

    def level(self, on: date, charge: str) -> tuple[Day, Level]:
        """What is paid for of a charge on a day, with its first and last days as the policy charges them."""
        day = self.of(on, charge)
        said = Statements(day.terms[charge], day.world)
        names = self.in_force.of(charge, on)
        charged = self.day(on, said.first_day_charged(), said.last_day_charged(), names)
        # On its first day, where that is not charged, and on its last one, it is not on the page by which others are
        # charged.
        charged = charged if charge in charged.terms else day
        return charged, charged.level(charge)

    def new_text(self, charge: str, on: date) -> NewText | None:
        """Another text of a charge than that of the day before; None where it is the same."""
        key = (charge, on)
        if key not in self._texts:
            self._texts[key] = self._new_text(charge, on)
        return self._texts[key]

    def _new_text(self, charge: str, on: date) -> NewText | None:
        before, here = self.in_force.of(charge, on - _DAY), self.in_force.of(charge, on)
        if before == here:
            return None
        new = self.of(on, charge)
        return NewText(charge, self.judged(on, new.page, before), new, self._name(here - before))

    def _name(self, names: Names) -> str:
        return " and ".join(f"change {one.name}" for one in self.in_force.texts.changes if one.name in names)

    def morning(self, on: date) -> Day:
        """A day as it begins, before anything has happened on it."""
        return self.judged(on, self.diary.morning(on), self.in_force.names(on))

    def opening(self, part: Part) -> Names:
        """The changes in force when the cycle began that a part is of."""
        first = part.terms.window.first if part.entered == date.min else part.entered
        return self.in_force.of(part.charge, max(first, self.diary.starts))

    def by_text(self, day: Day, names: Names) -> Day:
        """The page of a day, judged by the text with some changes."""
        return day if self.in_force.policy(names) is day.policy else self.judged(day.on, day.page, names)

    def ended_by(self, charge: str, on: date) -> NewText:
        """The text of a day that has a charge no more; what is told of it is where it was priced before."""
        before, here = self.in_force.of(charge, on - _DAY), self.in_force.of(charge, on)
        old = self.of(on - _DAY, charge)
        return NewText(charge, old, attrs.evolve(old, on=on), self._name(here - before))

    def with_use(self, charge: str, first: date, after: date, moment: int) -> Day:
        """The last day before `after`, with what every meter came to since the `first` day, up to a later moment if there is
        one."""
        day = self.of(after - _DAY, charge)
        events = [event for event in self.diary.events if isinstance(event, UsageReported)]
        meters, zone = day.policy.meters.values(), day.policy.time_zone
        given = {meter.name: used_in(first, after, events, meter, zone, moment) for meter in meters}
        usage = {name: one for name, one in given.items() if one is not None}
        return Day(day.policy, after - _DAY, attrs.evolve(day.page, usage=usage))

    def judged(self, on: date, page: Account, names: Names) -> Day:
        """A page by the text with some changes, whatever is wrong with it. Raises Refusal where it holds what the text does
        not have."""
        policy = self.in_force.policy(names)
        stop = not_in_force(policy, page, on)
        if stop is not None:
            raise stop
        return Day(policy, on, page, clock=self.diary.clock(on), changes=self.changes)
