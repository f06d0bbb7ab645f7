"""Parts that were paid for in advance in, the newest last, what is given back of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.marks import next_mark
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.purchases import Purchases
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
    purchases: Purchases = attrs.field(init=False, factory=Purchases)
    _open: list[_Open] = attrs.field(init=False, factory=list)

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def only(self) -> Part | None:
        """The one part that may be given back; None where there are several, or none."""
        return self._open[0].part if len(self._open) == 1 else None

    def hold(self, units: Fraction, instant: int) -> None:
        """So many units are paid for from now on; those that are more were bought at an instant."""
        self.paid = units
        self.purchases.hold(units, instant)

    def after(self, day: date) -> date:
        """A day, or the first one behind all parts, if that is later."""
        return max([day, *(one.part.stretch.after for one in self._open)])

    def push(self, part: Part, upto: Fraction | None = None) -> None:
        """Adds the newest part, of which units may be given back from its highest one on, or from `upto`."""
        self._open.append(_Open(part, part.level.units if upto is None else upto))

    def taken(self) -> list[tuple[Part, Fraction]]:
        """All parts, each with the highest unit that it still pays for, the oldest first; none is left."""
        found = [(one.part, one.upto) for one in self._open]
        self._open = []
        return found

    def replace(self, part: Part, purchases: Purchases) -> None:
        """A part in place of all others; its units were bought when they were, and none on the day of the part but those
        that are more."""
        self._open = []
        self.push(part)
        self.purchases = purchases
        self.hold(part.level.units, part.bought)

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
        stays = False
        for newest in reversed(self._open):
            if stays or newest.part.stretch.after <= since:
                continue
            for upto, low, case in self._by_rule(newest.upto, max(downto, newest.part.above), rule):
                stays = case.value.kind == "none"
                if stays:
                    break
                begins = max(since, newest.part.stretch.first)
                unused = Stretch(begins, newest.part.stretch.after, instant if begins == since else None)
                due = no_later(next_mark(case.value.when, since, terms, day.terms, day.world, case.at))
                yield Return(newest.part, max(due, newest.part.due), unused, upto, low, case, why, since=since)
                newest.upto = low
                self.paid = min(low, self.paid or low)
        self._open = [one for one in self._open if one.upto > one.part.above]
        self.purchases.hold(self.paid or Fraction(0), 0)

    def _by_rule(
        self, upto: Fraction, downto: Fraction, rule: Rule
    ) -> Iterator[tuple[Fraction, Fraction, Case[FewerSeats]]]:
        """Units from one number down to another, by the line that says what comes back of them."""
        made: list[tuple[Fraction, Fraction, Case[FewerSeats]]] = []
        for high, low, bought in self.purchases.between(upto, downto):
            case = rule(bought)
            if made and made[-1][2] == case:
                high = made.pop()[0]
            made.append((high, low, case))
        yield from made
