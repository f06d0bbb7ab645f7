"""A charge that is billed when its time is over and the days on which something changes in, its parts out.

A cycle is cut into runs of days on which nothing changes. `each day` prices every run with one count by itself; highest,
lowest, first and last take the count of one of them for all the days that the account is there; an average adds the days of
all counts up over the whole cycle, days outside the account as nothing. Only where the day itself is read, or a roster says
who was there and people may fall idle on any day, every day is a run of its own. Where the price is another one from a day
on, one count is priced for the days of each price by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.ledger.use import used
from seatpolicy.pricing.over_time.held_over import HeldOver
from seatpolicy.pricing.over_time.judged import JudgedDay, Level
from seatpolicy.pricing.over_time.lives import Life, joins
from seatpolicy.pricing.over_time.marks import months_inside
from seatpolicy.pricing.over_time.new_text import NewText
from seatpolicy.pricing.over_time.parts import Part
from seatpolicy.pricing.over_time.price_spans import Run, counted_alike, price_spans
from seatpolicy.pricing.over_time.texts import DaysByText
from seatpolicy.pricing.over_time.use_spans import prices_use_anew
from seatpolicy.pricing.over_time.worths import Stretch, by_seconds
from seatpolicy.values.zones import Instant, find_zone, midnight

_DAY = timedelta(days=1)


@attrs.frozen
class Arrears:
    """One life of a charge, as far as what is due on a day `until`."""

    life: Life
    ledger: Ledger
    days: DaysByText
    until: date
    _held: HeldOver = attrs.field(init=False)

    @_held.default
    def _begun(self) -> HeldOver:
        return HeldOver(self.life.charge, self.ledger, self.days, self.life.begins)

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
                yield attrs.evolve(part, due=due, stretch=self._by_the_clock(part), entered=first)
            first = over

    def _by_the_clock(self, part: Part) -> Stretch:
        """The days of a part; by seconds with the instant at which the charge begins or ends inside them."""
        stretch, ending = part.stretch, self.life.ending
        if part.day.charges[self.charge].charge.counts_kind == "meter" or not by_seconds(part.day, self.charge):
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
        """The end of a cycle: its next mark, the day on which the anchor is moved or another text has other cycles, or the
        end of the charge."""
        mark = self.days.of(first, self.charge).cycle(self.charge).window.after
        mark = mark if self.life.ends is None else min(mark, self.life.ends)
        texts = self.days.new_texts(self.charge, first, min(mark, self.until + _DAY))
        moved = (day for day, new in texts.items() if new.another_cycle)
        return min([mark, *moved, *(day for day in self.ledger.anchor_turns if first < day < mark)])

    def _cycle(self, first: date, over: date) -> Iterator[Part]:
        day = self.days.of(first, self.charge)
        one = day.charges[self.charge]
        if first == self.life.begins and not self.life.begins_by_text and not day.says(one.first_day, True):
            first += _DAY
        texts = self.days.new_texts(self.charge, first, over)
        counted_alike(self.charge, texts)
        if one.charge.counts_kind == "meter":
            yield from self._use(first, over, texts)
            return
        runs = list(self._runs(first, over, texts))
        if not runs:
            return
        quantity = day.quantity(self.charge)
        how = quantity.over if quantity is not None else ""
        row = None
        if quantity is not None and quantity.tier_of:
            row = _chosen(runs, quantity.tier_of).level.units
            runs = [attrs.evolve(run, level=attrs.evolve(run.level, row=row)) for run in runs]
        if how in ("", "each day"):
            held = (attrs.evolve(run, level=self._held.level(run.day, run.level)) for run in runs)
            yield from self._each_day(list(held), texts)
        elif how in ("highest", "lowest", "first", "last"):
            yield from self._spans(_chosen(runs, how), runs, texts, first, over)
        elif how == "average":
            window = runs[-1].day.cycle(self.charge).window
            count = sum((run.level.count * run.days for run in runs), Fraction(0)) / window.days
            counted = self._counted(runs[-1], count, row)
            yield from self._spans(counted, runs, texts, first, over, (window.first, window.after))
        elif how == "distinct":
            counted = self._counted(runs[-1], self._distinct(runs), row)
            yield from self._spans(counted, runs, texts, first, over, (first, over))
        else:
            at = quantity.at if quantity is not None else one.charge.at
            raise not_billed(refusals.EN502, at, f"`{how} of the cycle` over days is")

    def _runs(self, first: date, over: date, texts: Iterable[date]) -> Iterator[Run]:
        """The days, cut where something may change."""
        if first >= over:
            return
        turns = self._turns(first, over, texts)
        for begins, after in zip(turns, [*turns[1:], over], strict=True):
            day = self.days.charged(begins, self.charge)
            yield Run(begins, after, day, day.level(self.charge))

    def _turns(self, first: date, over: date, texts: Iterable[date]) -> list[date]:
        events = self.ledger.between(first - _DAY, over)
        marks = months_inside(self.days.of(first, self.charge).cycle(self.charge))
        turns = (*events, *(turn + _DAY for turn in events), *marks, *self.days.seat_turns(self.charge, first, over))
        found = {first, *texts, *(turn for turn in turns if first <= turn < over)}
        judged = [self.days.charged(turn, self.charge) for turn in sorted(found)]
        if any(one.is_of_its_day for one in judged):
            return [first + timedelta(days=number) for number in range((over - first).days)]
        return sorted(found)

    def _each_day(self, runs: Sequence[Run], texts: Mapping[date, NewText]) -> Iterator[Part]:
        """A part for all the days that follow each other with one count and price; flat parts come once, with the highest
        count."""
        highest = max(run.level.units for run in runs)
        here = {run.first: run.level for run in runs if run.first in texts}
        prices = [day for day, level in here.items() if texts[day].prices_otherwise(level, self.days)]
        flat, number = False, 0
        while number < len(runs):
            begins = runs[number]
            while number < len(runs) and self._goes_on(begins, runs[number], prices):
                after, number = runs[number].after, number + 1
            with_flat = not flat and begins.level.units == highest
            flat = flat or with_flat
            told = (texts[begins.first].told,) if begins.first in prices else ()
            part = self._part(begins.day, begins.level, begins.first, after, begins is runs[0])
            yield attrs.evolve(part, with_flat=with_flat, told=told)

    @staticmethod
    def _goes_on(begins: Run, run: Run, prices: Sequence[date]) -> bool:
        return run is begins or (run.level.units == begins.level.units and run.first not in prices)

    def _counted(self, last: Run, count: Fraction, row: Fraction | None) -> Run:
        """A count that was made of several days, judged on the last of them."""
        level = attrs.evolve(self.days.with_count(last.day, self.charge, count), row=row)
        return attrs.evolve(last, first=last.after - _DAY, level=level)

    def _spans(
        self,
        chosen: Run,
        runs: Sequence[Run],
        texts: Mapping[date, NewText],
        first: date,
        due: date,
        ends: tuple[date, date] | None = None,
    ) -> Iterator[Part]:
        """A part of one count for the days of each price; `ends` are those of a count that was made of all days."""
        found = price_spans(self.charge, chosen, runs, texts, ends or (first, due), ends is not None, self.days)
        for number, one in enumerate(found):
            bought, stretch = self._midnight(max(first, one.first)), Stretch(one.first, one.after)
            part = Part(self.charge, due, one.day, stretch, one.level, Fraction(0), bought, (), not number)
            yield attrs.evolve(part, with_flat=one.chosen, told=one.told)

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

    def _use(self, first: date, over: date, texts: Mapping[date, NewText]) -> Iterator[Part]:
        """What was used up to the end of the cycle, or of the charge; up to the very moment of a cancellation. Where the
        price changes inside the cycle, a part for the use of each price."""
        ending = self.life.ending
        moment = 0 if ending is None or over != self.life.ends else ending.instant
        whole, _ = self._used(first, over, moment)
        cuts = [turn for turn, new in sorted(texts.items()) if self._prices_anew(first, new, whole)]
        counted: set[str] = set()
        for begins, after in zip([first, *cuts], [*cuts, over], strict=True):
            day, ids = self._used(first, after, moment if after == over else 0)
            above = Fraction(0) if begins == first else self._used_before(first, begins, day).level(self.charge).units
            events = tuple(event for event in self.ledger.events if event.id in ids - counted)
            counted |= ids
            told = (texts[begins].told,) if begins in cuts else ()
            bought, stretch, level = self._midnight(begins), Stretch(begins, after), day.level(self.charge)
            part = Part(self.charge, over, day, stretch, level, above, bought, events, begins == first)
            yield attrs.evolve(part, told=told)

    def _used(self, first: date, after: date, moment: int = 0) -> tuple[JudgedDay, set[str]]:
        """The last day before another one, with what every meter came to since a first one, and the ids of the events of
        the charge's own meters."""
        last = after - _DAY
        policy = self.days.of(last, self.charge).policy
        made = {
            name: used(first, after, self.ledger.events, meter, policy.time_zone, moment)
            for name, meter in policy.meters.items()
        }  # fmt: skip
        day = self.days.with_use(last, self.charge, {name: one for name, (one, _) in made.items() if one is not None})
        return day, {event.id for name in day.charges[self.charge].charge.counts for event in made[name][1]}

    def _used_before(self, first: date, turn: date, day: JudgedDay) -> JudgedDay:
        """What was used before a day, by the text of another one."""
        return self.days.like(self._used(first, turn)[0], day, self.charge)

    def _prices_anew(self, first: date, new: NewText, whole: JudgedDay) -> bool:
        before, counted = self._used_before(first, new.on, new.new), self.days.like(whole, new.new, self.charge)
        return prices_use_anew(self.charge, new, before.level(self.charge), counted.level(self.charge), self.days)

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
