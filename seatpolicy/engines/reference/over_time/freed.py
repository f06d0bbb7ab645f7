"""A charge and the days on which somebody leaves it in, up to when the freed seat is what the policy makes of it out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import attrs

from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.there import there
from seatpolicy.semantics.model.prices import FewerSeats

_DAY = timedelta(days=1)


@attrs.frozen
class FreedSeats:
    """The seats of one charge, up to a day `until`. `evening` gives a day by its evening and the text of the charge, None
    where that is not held; `cause` why somebody counts no more on the second of two days."""

    charge: str
    diary: Diary
    until: date
    evening: Callable[[date], Day | None]
    cause: Callable[[Key, Day, Day], Why]

    def reused_until(self, day: Day) -> date:
        """The first day from which somebody who comes may not use again what is free since a day; while it is paid for,
        where the policy says nothing else."""
        said = "freed_seat_line" in day.policy.counting.stated and there(day, self.charge) is not None
        return self._mark_from(day) if said else date.max

    def mark(self, left: date) -> date:
        """The first day from which a freed seat is no more what it was."""
        day = self._first_free(left)
        return left if day is None else self._mark_from(day)

    def _mark_from(self, day: Day) -> date:
        """The mark of `freed seat:` from a day on, the first on which a seat is free."""
        counting, terms, world = day.policy.counting, day.terms[self.charge], day.world
        word = counting.freed_until
        if lies_on(word, day.on, terms, world):
            return day.on
        if word == "next cycle":
            return self.cycle_ends(day.on)
        if word == "renewal" and world.term() is None and counting.freed_seat != "taken":
            return date.max
        return next_mark(word, day.on, terms, day.terms, world, counting.at or terms.charge.at)

    def _first_free(self, left: date) -> Day | None:
        """The first day on which a seat is free that was left on a day: the day behind it, where last days are charged; None
        where the charge is held no more."""
        day = self.evening(left)
        ends_later = day is not None and Statements(day.terms[self.charge], day.world).last_day_charged()
        return self.evening(left + _DAY) if ends_later else day

    def cycle_ends(self, on: date) -> date:
        """The end of the cycle that holds a day, or the day on which its anchor is moved."""
        day = self.evening(on)
        if day is None:
            return on
        after = day.terms[self.charge].window.after
        return min([after, *(turn for turn in self.diary.anchor_turns() if on < turn < after)])

    def paid_until(self, key: Key, left: date) -> date:
        """Up to when a seat that was left stays on the bill, and may be used again; the day itself for one that does not."""
        before, day = self.evening(left - _DAY), self.evening(left)
        free = self._first_free(left)
        if before is None or day is None or free is None:
            return left
        rule = self._rule(day, self.cause(key, before, day))
        if rule is None:
            return left
        mark = free.on if free.terms[self.charge].window.first == free.on else self.cycle_ends(free.on)
        while mark <= self.until and (begins := self.evening(mark)) is not None:
            over = lies_on(rule.when, mark, begins.terms[self.charge], begins.world)
            if over and free.on <= notice_begins(mark, rule.notice):
                break
            mark = self.cycle_ends(mark)
        return min(mark, self.reused_until(free))

    def _rule(self, day: Day, why: Why) -> FewerSeats | None:
        """The line that keeps a seat on the bill which somebody has left; None where none does."""
        terms = day.terms[self.charge]
        said = Statements(terms, day.world)
        if terms.bill == "in advance":
            rule = said.fewer(why, 0).value
            return rule if rule.kind == "none" else None
        by_days = terms.quantity is not None and terms.quantity.value.over in ("", "each day")
        return said.stays(why) if by_days else None
