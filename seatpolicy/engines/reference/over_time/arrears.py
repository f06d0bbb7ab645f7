"""A charge that is billed when its time is over and every day of an account in, its parts out.

Each day of the cycle is counted. `each day` prices every stretch of days with one count by itself; highest, lowest, first
and last take the count of one of the days for all the days that the account is there; an average adds the days up over the
whole cycle, days outside the account as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event, UsageReported
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.life import joins
from seatpolicy.engines.reference.over_time.parts import Part
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.values.zones import find_zone, midnight

_DAY = timedelta(days=1)
Counted = tuple[date, Day, Level]


@attrs.define
class Arrears:
    """Walks through the life of one charge, from the day it `begins` up to `ends` (not included; None: no end is known), as
    far as what is due on the day `until`."""

    charge: str
    diary: Diary
    days: Callable[[date], Day]
    level: Callable[[date, str], tuple[Day, Level]]
    begins: date
    ends: date | None
    until: date
    with_use: Callable[[date, date, int], Day]
    """The last day before another one, with what was used since a first one, up to an instant if that is later."""
    who: Callable[[Day], Mapping[Key, Fraction] | None]
    """Who is counted on a day, each with so many seats; None where nobody is named."""
    ending: Event | None = None

    def walk(self) -> Iterator[Part]:
        """The parts of every cycle that is over by the day."""
        first = self.begins
        while first <= self.until and (self.ends is None or first < self.ends):
            over = self._over(first)
            due = over
            if first == self.begins and joins(self.days(first), self.charge) and over != self.ends:
                due = self._over(over)
            if due > self.until:
                return
            for part in self._cycle(first, over):
                yield attrs.evolve(part, due=due, stretch=self._by_the_clock(part))
            first = over

    def _by_the_clock(self, part: Part) -> Stretch:
        """The days of a part; by seconds with the instant at which the charge begins or ends inside them."""
        stretch, day = part.stretch, part.day
        if Statements(part.terms, day.world).measure().stated.kind != "seconds over cycle":
            return stretch
        inside = any(event.instant != midnight(event.day, self.diary.zone) for event in part.events)
        if inside and not part.opens:
            words = f"counts of `{self.charge}` that change inside a day, by seconds, are"
            raise not_billed(refusals.EN503, part.terms.charge.at, words)
        if stretch.first == self.begins:
            stretch = attrs.evolve(stretch, from_instant=self.diary.begun(self.begins))
        if stretch.after == self.ends and self.ending is not None and self.ending.day == self.ends:
            stretch = attrs.evolve(stretch, to_instant=self.ending.instant)
        return stretch

    def _over(self, first: date) -> date:
        """The end of a cycle: its next mark, the day on which the anchor is moved, or the end of the charge."""
        after = self.days(first).terms[self.charge].window.after
        turns = [day for day in self.diary.anchor_turns() if first < day < after]
        return min([after, *turns, *([] if self.ends is None else [self.ends])])

    def _cycle(self, first: date, over: date) -> Iterator[Part]:
        begin = self.days(first)
        terms = begin.terms[self.charge]
        said = Statements(terms, begin.world)
        if first == self.begins and not said.first_day_charged():
            first += _DAY
        if terms.charge.counts_kind == "meter":
            yield self._use(first, over)
            return
        counted: list[Counted] = []
        day = first
        while day < over:
            counted.append((day, *self.level(day, self.charge)))
            day += _DAY
        if not counted:
            return
        quantity = terms.quantity
        how = quantity.value.over if quantity is not None else ""
        row: Fraction | None = None
        if quantity is not None and quantity.value.tier_of:
            row = self._chosen(counted, quantity.value.tier_of)[2].units
            counted = [(day, judged, attrs.evolve(level, row_of=row)) for day, judged, level in counted]
        if how in ("", "each day"):
            yield from self._each_day(counted, over)
        elif how in ("highest", "lowest", "first", "last"):
            yield self._part(self._chosen(counted, how), first, over, over, True)
        elif how == "average":
            yield self._average(counted, first, over, row)
        elif how == "distinct":
            yield self._distinct(counted, first, over, row)
        else:
            at = quantity.at if quantity is not None else terms.charge.at
            raise not_billed(refusals.EN502, at, f"`{how} of the cycle` over days is")

    def _use(self, first: date, over: date) -> Part:
        """What was used up to the end of the cycle, or of the charge; up to the very moment of a cancellation."""
        moment = 0 if self.ending is None or over != self.ends else self.ending.instant
        day = self.with_use(first, over, moment)
        zone = find_zone(day.policy.time_zone)
        begins, ends = midnight(first, zone), max(midnight(over, zone), moment)
        used = [event for event in self.diary.events if isinstance(event, UsageReported) and begins <= event.instant < ends]
        meters = day.terms[self.charge].charge.counts
        events = tuple(event for event in used if event.meter in meters)
        return Part(self.charge, over, day, Stretch(first, over), day.level(self.charge), Fraction(0), begins, events, True)

    def _each_day(self, counted: list[Counted], over: date) -> Iterator[Part]:
        """A part for each run of days with one count; flat parts come once, with the highest of them."""
        begins, highest = 0, max(level.units for _, _, level in counted)
        flat = False
        for number in range(1, len(counted) + 1):
            if number == len(counted) or counted[number][2].units != counted[begins][2].units:
                first = counted[begins][0]
                after = over if number == len(counted) else counted[number][0]
                here = not flat and counted[begins][2].units == highest
                flat = flat or here
                yield attrs.evolve(self._part(counted[begins], first, after, over, begins == 0), with_flat=here)
                begins = number

    def _chosen(self, counted: list[Counted], how: str) -> Counted:
        """The day whose count is that of the cycle; of equal ones the first."""
        if how in ("first", "last"):
            return counted[0] if how == "first" else counted[-1]
        choose = max if how == "highest" else min
        return choose(counted, key=lambda one: one[2].counted.count)

    def _average(self, counted: list[Counted], first: date, over: date, row: Fraction | None) -> Part:
        """The days of every count over those of the whole cycle, priced for the whole cycle."""
        day = counted[-1][1]
        window = day.terms[self.charge].window
        days = (window.after - window.first).days
        average = sum((one.counted.count for _, _, one in counted), Fraction(0)) / days
        level = attrs.evolve(day.level_of(self.charge, average), row_of=row)
        bought = midnight(first, find_zone(day.policy.time_zone))
        whole = Stretch(window.first, window.after)
        return Part(self.charge, over, day, whole, level, Fraction(0), bought, (), True)

    def _distinct(self, counted: list[Counted], first: date, over: date, row: Fraction | None) -> Part:
        """Everybody who counted on any day, once."""
        day = counted[-1][1]
        terms = day.terms[self.charge]
        seats: dict[tuple[str, str], Fraction] = {}
        for _, judged, _ in counted:
            people = self.who(judged)
            if people is None:
                words = "the distinct count of seats that nobody is named for"
                raise not_billed(refusals.EN502, terms.charge.at, f"{words} is")
            for (person, place, _), number in people.items():
                seats[person, place] = max(number, seats.get((person, place), Fraction(0)))
        level = attrs.evolve(day.level_of(self.charge, sum(seats.values(), Fraction(0))), row_of=row)
        bought = midnight(first, find_zone(day.policy.time_zone))
        return Part(self.charge, over, day, Stretch(first, over), level, Fraction(0), bought, (), True)

    def _part(self, one: Counted, first: date, after: date, due: date, is_first: bool) -> Part:
        _, day, level = one
        events: tuple[Event, ...] = () if is_first else tuple(self.diary.on_day(first))
        bought = midnight(first, find_zone(day.policy.time_zone))
        return Part(self.charge, due, day, Stretch(first, after), level, Fraction(0), bought, events, is_first)
