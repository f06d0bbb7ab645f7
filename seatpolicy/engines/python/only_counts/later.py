"""What an invoice of a history of counts came to in, its lines out, made by the whole way's own functions when they are
read.

A line that comes to another amount than the short way said would be a mistake of the program, and is told as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import overload

import attrs

from seatpolicy.documents.account import CountGiven
from seatpolicy.documents.invoice import Line
from seatpolicy.engines.python.only_counts.fits import Same
from seatpolicy.engines.python.only_counts.turns import Back, Charged
from seatpolicy.engines.python.over_time.listing import Listing
from seatpolicy.engines.python.over_time.settling import Settling
from seatpolicy.pricing.calendar import window
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.credits import Billed, credit_of
from seatpolicy.pricing.over_time.judged import JudgedDay, Level
from seatpolicy.pricing.over_time.lives import Life
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.values.zones import find_zone, midnight


@attrs.define(eq=False, repr=False)
class LaterLines(Sequence[Line]):
    """The lines of an invoice of the day `on`. Behaves as the tuple of them."""

    same: Same
    on: date
    dues: Sequence[Charged | Back]
    _made: tuple[Line, ...] | None = None

    def _all(self) -> tuple[Line, ...]:
        if self._made is None:
            writer = _Writer(self.same, self.on)
            self._made = tuple(writer.line(one) for one in self.dues)
        return self._made

    @overload
    def __getitem__(self, place: int) -> Line: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...

    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self.dues)

    def __iter__(self) -> Iterator[Line]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, LaterLines)) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


@attrs.define(eq=False)
class _Writer:
    """Makes the lines of one invoice."""

    same: Same
    on: date
    _parts: dict[int, tuple[Part, list[Line], Line]] = attrs.field(init=False, factory=dict)

    def line(self, one: Charged | Back) -> Line:
        """One line, with its steps."""
        made = self._charged(one)[2] if isinstance(one, Charged) else self._back(one)
        charge = one.charge if isinstance(one, Charged) else one.part.charge
        short = Fraction(one.amount, self.same.charges[charge].of.settled.dens[1])
        assert made.amount == short, f"{made.id} is {made.amount}, by the short way {short}"
        return made

    def _charged(self, one: Charged) -> tuple[Part, list[Line], Line]:
        """A part, its lines at list price, and its line as it was billed."""
        found = self._parts.get(id(one))
        if found is None:
            part = self._part(one)
            listed = Listing(self.same.series.programs).lines(part)
            here = part.day.cycle(part.charge)
            due = DueLine(listed[0], here.cycle, here.window, part)
            found = self._parts[id(one)] = part, listed, self._settled(part.day, [due], [])
        return found

    def _back(self, one: Back) -> Line:
        same = self.same.charges[one.part.charge]
        part, listed, billed = self._charged(one.part)
        unused = Stretch(date.fromordinal(one.since), date.fromordinal(one.part.after))
        back = Return(
            part, date.fromordinal(one.due), unused, Fraction(one.upto), Fraction(one.downto), same.fewer, same.fewer_at,
            Cause.of(one.events),
        )  # fmt: skip
        before = Fraction(one.credited, same.of.settled.dens[1])
        credited = Billed([billed], [each.amount for each in listed], before)
        made = credit_of(back, credited, self.same.series.days, Listing(self.same.series.programs))
        assert made is not None, f"nothing comes back of {back.name}"
        here = part.day.cycle(part.charge)
        return self._settled(part.day, [], [DueLine(made.line, here.cycle, here.window)])

    def _settled(self, day: JudgedDay, lines: Sequence[DueLine], credits: Sequence[DueLine]) -> Line:
        lives = [Life(one.of.name, self.same.day.on, None) for one in self.same.charges]
        settling = Settling(self.same.series.programs, (), lives)
        (made,) = settling.settled(self.on, day, lines, credits).lines
        return made.line

    def _part(self, one: Charged) -> Part:
        name, turn = self.same.charges[one.charge].of.name, date.fromordinal(one.turn)
        day = self._day(one, name, turn)
        period = day.level(name).period
        level = Level(Fraction(one.units), Fraction(one.count), period)
        zone = find_zone(day.policy.time_zone)
        bought = max((event.instant for event in one.events), default=midnight(turn, zone))
        stretch, due = Stretch(turn, date.fromordinal(one.after)), date.fromordinal(one.due)
        return Part(name, due, day, stretch, level, Fraction(one.above), bought, one.events, one.opens)

    def _day(self, one: Charged, name: str, turn: date) -> JudgedDay:
        """The day as it is judged with the count of its evening: everything else is as on the first day."""
        first = self.same.day
        page = first.page
        if name in page.seats:
            at = one.events[-1].at if one.events else page.seats[name].at
            page = attrs.evolve(page, seats={**page.seats, name: CountGiven(Fraction(one.count), at)})
        windows = [window(cycle, anchor, page, turn) for cycle, anchor in first.program.pairs]
        given = attrs.evolve(first.given, account=page, as_of=turn, windows=windows, outside={})
        return JudgedDay(first.program, given, first.figures, first.failures, first.clock)
