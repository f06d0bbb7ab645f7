"""A charge that is billed when its time is over and the days on which something changes in, its parts out.

A cycle is cut into runs of days on which nothing changes. `each day` prices every run with one count by itself; highest,
lowest, first and last take the count of one of them for all the days that the account is there; an average adds the days of
all counts up over the whole cycle, days outside the account as nothing. Only where the day itself is read, or a roster says
who was there and people may fall idle on any day, every day is a run of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.ledger.use import used
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.lives import Life, joins
from seatpolicy.pricing.over_time.parts import Part
from seatpolicy.pricing.over_time.worths import Stretch, by_seconds
from seatpolicy.values.zones import Instant, find_zone, midnight

_DAY = timedelta(days=1)


@attrs.frozen
class Run:
    """Days on which nothing changes, and what is paid for on each of them."""

    first: date
    after: date
    day: JudgedDay
    level: Level

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days


@attrs.frozen
class Arrears:
    """One life of a charge, as far as what is due on a day `until`."""

    life: Life
    ledger: Ledger
    days: Days
    until: date

    @property
    def charge(self) -> str:
        """Whose life it is."""
        return self.life.charge

    def due(self) -> Iterator[Part]:
        """The parts of every cycle that is over by the day. Raises Refusal."""
        first, ends = self.life.begins, self.life.ends
        while first <= self.until and (ends is None or first < ends):
            over = due = self._over(first)
            if first == self.life.begins and over != ends and joins(self.days.of(first, self.charge), self.charge):
                due = self._over(over)
            if due > self.until:
                return
            for part in self._cycle(first, over):
                yield attrs.evolve(part, due=due, stretch=self._by_the_clock(part))
            first = over

    def _by_the_clock(self, part: Part) -> Stretch:
        """The days of a part; by seconds with the instant at which the charge begins or ends inside them."""
        stretch, ending = part.stretch, self.life.ending
        if not by_seconds(part.day, self.charge):
            return stretch
        if not part.opens and any(event.instant != self._midnight(event.day) for event in part.events):
            words = f"counts of `{self.charge}` that change inside a day, by seconds, are"
            raise not_billed(refusals.EN503, part.day.charges[self.charge].charge.at, words)
        if stretch.first == self.life.begins:
            stretch = attrs.evolve(stretch, begins=self.ledger.begun(self.life.begins))
        if stretch.after == self.life.ends and ending is not None and ending.day == self.life.ends:
            stretch = attrs.evolve(stretch, ends=ending.instant)
        return stretch

    def _over(self, first: date) -> date:
        """The end of a cycle: its next mark, the day on which the anchor is moved, or the end of the charge."""
        mark = self.days.of(first, self.charge).cycle(self.charge).window.after
        turns = [day for day in self.ledger.anchor_turns if first < day < mark]
        return min([mark, *turns, *([] if self.life.ends is None else [self.life.ends])])

    def _cycle(self, first: date, over: date) -> Iterator[Part]:
        day = self.days.of(first, self.charge)
        one = day.charges[self.charge]
        if first == self.life.begins and not day.says(one.first_day, True):
            first += _DAY
        if one.charge.counts_kind == "meter":
            yield self._use(first, over)
            return
        runs = list(self._runs(first, over))
        if not runs:
            return
        quantity = day.quantity(self.charge)
        how = quantity.over if quantity is not None else ""
        row = None
        if quantity is not None and quantity.tier_of:
            row = _chosen(runs, quantity.tier_of).level.units
            runs = [attrs.evolve(run, level=attrs.evolve(run.level, row=row)) for run in runs]
        if how in ("", "each day"):
            yield from self._each_day(runs)
        elif how in ("highest", "lowest", "first", "last"):
            chosen = _chosen(runs, how)
            yield self._part(chosen.day, chosen.level, first, over, True)
        elif how == "average":
            window = runs[-1].day.cycle(self.charge).window
            count = sum((run.level.count * run.days for run in runs), Fraction(0)) / window.days
            yield self._counted(runs[-1].day, count, row, Stretch(window.first, window.after), first)
        elif how == "distinct":
            yield self._counted(runs[-1].day, self._distinct(runs), row, Stretch(first, over), first)
        else:
            at = quantity.at if quantity is not None else one.charge.at
            raise not_billed(refusals.EN502, at, f"`{how} of the cycle` over days is")

    def _runs(self, first: date, over: date) -> Iterator[Run]:
        """The days, cut where something may change."""
        if first >= over:
            return
        turns = self._turns(first, over)
        for begins, after in zip(turns, [*turns[1:], over], strict=True):
            day = self.days.charged(begins, self.charge)
            yield Run(begins, after, day, day.level(self.charge))

    def _turns(self, first: date, over: date) -> list[date]:
        events = self.ledger.between(first - _DAY, over)
        found = {first, *(turn for turn in (*events, *(turn + _DAY for turn in events)) if first <= turn < over)}
        found |= self.days.seat_turns(self.charge, first, over)
        judged = [self.days.charged(turn, self.charge) for turn in sorted(found)]
        if any(one.is_of_its_day for one in judged):
            return [first + timedelta(days=number) for number in range((over - first).days)]
        return sorted(found)

    def _each_day(self, runs: Sequence[Run]) -> Iterator[Part]:
        """A part for all the days that follow each other with one count; flat parts come once, with the highest count."""
        highest = max(run.level.units for run in runs)
        flat, number = False, 0
        while number < len(runs):
            begins = runs[number]
            while number < len(runs) and runs[number].level.units == begins.level.units:
                after, number = runs[number].after, number + 1
            here = not flat and begins.level.units == highest
            flat = flat or here
            part = self._part(begins.day, begins.level, begins.first, after, begins is runs[0])
            yield attrs.evolve(part, with_flat=here)

    def _counted(self, day: JudgedDay, count: Fraction, row: Fraction | None, stretch: Stretch, first: date) -> Part:
        """A part of a count that was made of several days."""
        level = attrs.evolve(self.days.with_count(day, self.charge, count), row=row)
        return Part(self.charge, stretch.after, day, stretch, level, Fraction(0), self._midnight(first), (), True)

    def _distinct(self, runs: Sequence[Run]) -> Fraction:
        """How many seats everybody had who counted on any day, each counted once with the most."""
        seats: dict[tuple[str, str], int] = {}
        for run in runs:
            people = self.days.who(run.day, self.charge)
            if people is None:
                words = "the distinct count of seats that nobody is named for is"
                raise not_billed(refusals.EN502, run.day.charges[self.charge].charge.at, words)
            for (person, place, _), number in people.items():
                seats[person, place] = max(number, seats.get((person, place), 0))
        return Fraction(sum(seats.values()))

    def _use(self, first: date, over: date) -> Part:
        """What was used up to the end of the cycle, or of the charge; up to the very moment of a cancellation."""
        ending = self.life.ending
        moment = 0 if ending is None or over != self.life.ends else ending.instant
        last = over - _DAY
        policy = self.days.of(last, self.charge).policy
        made = {
            name: used(first, over, self.ledger.events, meter, policy.time_zone, moment)
            for name, meter in policy.meters.items()
        }  # fmt: skip
        day = self.days.with_use(last, self.charge, {name: one for name, (one, _) in made.items() if one is not None})
        counts = day.charges[self.charge].charge.counts
        ours = {event.id for name in counts for event in made[name][1]}
        events = tuple(event for event in self.ledger.events if event.id in ours)
        level, bought = day.level(self.charge), self._midnight(first)
        return Part(self.charge, over, day, Stretch(first, over), level, Fraction(0), bought, events, True)

    def _part(self, day: JudgedDay, level: Level, first: date, after: date, opens: bool) -> Part:
        events: tuple[Event, ...] = () if opens else tuple(self.ledger.on_day(first))
        stretch, bought = Stretch(first, after), self._midnight(first)
        return Part(self.charge, after, day, stretch, level, Fraction(0), bought, events, opens)

    def _midnight(self, day: date) -> Instant:
        return midnight(day, find_zone(self.days.zone))


def _chosen(runs: Sequence[Run], how: str) -> Run:
    """The run whose count is that of the cycle; of equal ones the first."""
    if how in ("first", "last"):
        return runs[0] if how == "first" else runs[-1]
    choose = max if how == "highest" else min
    return choose(runs, key=lambda run: run.level.count)
