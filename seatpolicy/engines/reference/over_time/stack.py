"""Parts that were paid for in advance in, the newest last, what is given back of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.marks import next_mark
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.statements import Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import FewerSeats

Rule = Callable[[int], Case[FewerSeats]]
"""What comes back of units that were bought at an instant."""


@attrs.define
class _Open:
    """A part of which units may still be given back: all those above `part.above`, up to `upto`."""

    part: Part
    upto: Fraction


@attrs.define
class Stack:
    """The parts of one charge; `paid` are the units that are paid for now (None: before the first cycle)."""

    charge: str
    paid: Fraction | None = None
    _open: list[_Open] = attrs.field(init=False, factory=list)

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def bought(self) -> int:
        """When the newest part was bought."""
        return self._open[-1].part.bought if self._open else 0

    def after(self, day: date) -> date:
        """A day, or the first one behind all parts, if that is later."""
        return max([day, *(one.part.stretch.after for one in self._open)])

    def push(self, part: Part) -> None:
        """Adds the newest part."""
        self._open.append(_Open(part, part.level.units))

    def clear(self) -> None:
        """Forgets all parts."""
        self._open = []

    def forget(self, day: date) -> None:
        """Parts that are over by a day have nothing to give back."""
        self._open = [one for one in self._open if one.part.stretch.after > day]

    def given_back(
        self,
        day: Day,
        since: date,
        downto: Fraction,
        why: Why,
        rule: Rule,
        instant: int | None,
        no_later: Callable[[date], date],
    ) -> Iterator[Return]:
        """Units from the newest part first, not paid for `since` a day, or an instant of it; due `no_later` than some day.
        Parts of other days may hold the same units, where an anchor was moved or some days were billed before: they are
        given back of each."""
        terms = day.terms[self.charge]
        for newest in reversed(self._open):
            low = max(downto, newest.part.above)
            if newest.upto <= low or newest.part.stretch.after <= since:
                continue
            case = rule(newest.part.bought)
            if case.value.kind == "none":
                break
            begins = max(since, newest.part.stretch.first)
            unused = Stretch(begins, newest.part.stretch.after, instant if begins == since else None)
            due = no_later(next_mark(case.value.when, since, terms, day.terms, day.world, case.at))
            yield Return(newest.part, max(due, newest.part.due), unused, newest.upto, low, case, why, since)
            newest.upto = low
            self.paid = min(low, self.paid or low)
        self._open = [one for one in self._open if one.upto > one.part.above]
