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
from seatpolicy.documents.invoice import Line, LineQuantity, Period, Step
from seatpolicy.engines.python.only_counts.fits import Same
from seatpolicy.engines.python.only_counts.turns import Back, Charged
from seatpolicy.engines.python.over_time.listing import Listing
from seatpolicy.pricing import assemble
from seatpolicy.pricing.calendar import window
from seatpolicy.pricing.line_steps import joined, when_read, written_later
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.credits import Billed, credit_of
from seatpolicy.pricing.over_time.judged import JudgedDay, Level
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.values.zones import find_zone, midnight

_ZERO = Fraction(0)


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
    """Makes the lines of one invoice. What only explains them is left to the whole way, and waits until it is read."""

    same: Same
    on: date

    def line(self, one: Charged | Back) -> Line:
        """One line."""
        return self._charged(one) if isinstance(one, Charged) else self._back(one)

    def _charged(self, one: Charged) -> Line:
        """The line at list price, with what it comes to."""
        same = self.same.charges[one.charge]
        line, den = self._listed(one), same.of.settled.dens
        return attrs.evolve(
            line,
            list_amount=Fraction(one.listed, den[0]),
            amount=Fraction(one.amount, den[1]),
            exact=same.exact(line.amount),
            steps=joined(line.steps, when_read(lambda: self._settling(one, line))),
        )

    def _back(self, one: Back) -> Line:
        """The line of what comes back."""
        same, day, billed = self.same.charges[one.part.charge], self.same.day, self._listed(one.part)
        charge, days = day.charges[same.of.name], _period(one.since, one.part.after)
        worth = Fraction(*one.share)
        return Line(
            id=f"{billed.id}-{days.first}",
            kind="credit",
            charge=same.of.name,
            owner=charge.plan.name,
            title=charge.charge.title,
            counts=charge.charge.counts,
            quantity=LineQuantity(Fraction(one.downto - one.upto), _ZERO, ()),
            period=days,
            factor=worth * same.whole_cycle,
            unit=billed.unit,
            list_amount=_ZERO,
            amount=Fraction(one.amount, same.of.settled.dens[1]),
            steps=when_read(lambda: self._given_back(one)),
            at=same.fewer_at,
            exact=Fraction(*one.exact),
            events=one.led.fewer,
            credits=billed.id,
        )

    def _listed(self, one: Charged) -> Line:
        """The line of a part at list price."""
        same = self.same.charges[one.charge]
        days, of = one.after - one.turn, one.after - one.first
        program, figures = same.lister.listed(one.units, one.above, one.share, one.count, days, of)
        line = assemble.line(program.lines[0], figures, {same.of.name: _period(one.turn, one.after)})
        later = "" if one.opens else f"+{date.fromordinal(one.turn)}"
        return attrs.evolve(line, id=f"{same.of.name}{later}", events=one.led.ids if one.led is not None else ())

    # ---- steps

    def _settling(self, one: Charged, line: Line) -> Sequence[Step]:
        """The steps behind those of the list price."""
        same = self.same.charges[one.charge]
        program, figures = same.lister.settled((line.amount.numerator, line.amount.denominator), one.count)
        made, short = program.lines[0], Fraction(one.amount, same.of.settled.dens[1])
        assert figures[made.amount] == short, f"{line.id} is {figures[made.amount]}, by the short way {short}"
        return written_later(made.steps, figures)

    def _given_back(self, one: Back) -> Sequence[Step]:
        """The steps of a credit."""
        same = self.same.charges[one.part.charge]
        part, listed, billed = self._part(one.part), self._listed(one.part), self._charged(one.part)
        unused = Stretch(date.fromordinal(one.since), date.fromordinal(one.part.after))
        back = Return(
            part, date.fromordinal(one.due), unused, Fraction(one.upto), Fraction(one.downto), same.fewer, same.fewer_at,
            Cause.of((one.led.last,)),
        )  # fmt: skip
        before = Fraction(one.credited, same.of.settled.dens[1])
        credited = Billed([billed], [listed.amount], before)
        made = credit_of(back, credited, self.same.series.days, Listing(self.same.series.programs))
        assert made is not None, f"nothing comes back of {back.name}"
        short = Fraction(one.amount, same.of.settled.dens[1])
        assert made.line.amount == short, f"{back.name} is {made.line.amount}, by the short way {short}"
        return made.line.steps

    def _part(self, one: Charged) -> Part:
        name, turn = self.same.charges[one.charge].of.name, date.fromordinal(one.turn)
        day = self._day(one, name, turn)
        level = Level(Fraction(one.units), Fraction(one.count), day.level(name).period)
        zone = find_zone(day.policy.time_zone)
        bought = one.led.last.instant if one.led is not None else midnight(turn, zone)
        stretch, due = Stretch(turn, date.fromordinal(one.after)), date.fromordinal(one.due)
        return Part(name, due, day, stretch, level, Fraction(one.above), bought, (), one.opens)

    def _day(self, one: Charged, name: str, turn: date) -> JudgedDay:
        """The day as it is judged with the count of its evening: everything else is as on the first day."""
        first = self.same.day
        page = first.page
        if name in page.seats:
            at = one.led.last.at if one.led is not None else page.seats[name].at
            page = attrs.evolve(page, seats={**page.seats, name: CountGiven(Fraction(one.count), at)})
        windows = [window(cycle, anchor, page, turn) for cycle, anchor in first.program.pairs]
        given = attrs.evolve(first.given, account=page, as_of=turn, windows=windows, outside={})
        return JudgedDay(first.program, given, first.figures, first.failures, first.clock)


def _period(first: int, after: int) -> Period:
    return Period(date.fromordinal(first), date.fromordinal(after - 1))
