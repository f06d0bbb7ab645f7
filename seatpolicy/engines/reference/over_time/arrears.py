"""A charge that is billed when its time is over and every day of an account in, its parts out.

Each day of the cycle is counted. `each day` prices every stretch of days with one count by itself; highest, lowest, first
and last take the count of one of the days for all the days that the account is there; an average adds the days up over the
whole cycle, days outside the account as nothing. Where the price is another one from a day on, one count is priced for the
days of each price by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event, UsageReported
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.attendance import Attendance
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.life import joins
from seatpolicy.engines.reference.over_time.new_text import NewText, TextsOf
from seatpolicy.engines.reference.over_time.parts import Part
from seatpolicy.engines.reference.over_time.price_spans import Counted, PriceSpan, counted_alike, price_spans
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.staying import Staying
from seatpolicy.engines.reference.over_time.use_spans import prices_use_anew
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.values.zones import find_zone, midnight

_DAY = timedelta(days=1)


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
    attendance: Attendance
    """Who is counted on a day."""
    ending: Event | None = None
    texts: TextsOf | None = None
    """What finds the texts that count because of their date; None: there is one text only."""
    begins_by_text: bool = False
    _staying: Staying = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._staying = Staying(self.charge, self.diary, self.level, self.begins, self.attendance)

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
                yield attrs.evolve(part, due=due, stretch=self._by_the_clock(part), entered=first)
            first = over

    def _by_the_clock(self, part: Part) -> Stretch:
        """The days of a part; by seconds with the instant at which the charge begins or ends inside them."""
        stretch, day = part.stretch, part.day
        if part.terms.charge.counts_kind == "meter":
            return stretch
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
        """The end of a cycle: its next mark, the day on which the anchor is moved or another text has other cycles, or the
        end of the charge."""
        after = self.days(first).terms[self.charge].window.after
        after = after if self.ends is None else min(after, self.ends)
        turns = [day for day in self.diary.anchor_turns() if first < day < after]
        texts = self._texts(first, min(after, self.until + _DAY))
        return min([after, *turns, *(day for day, new in texts.items() if new.another_cycle)])

    def _texts(self, first: date, after: date) -> dict[date, NewText]:
        return {} if self.texts is None else self.texts.between(first, after)

    def _cycle(self, first: date, over: date) -> Iterator[Part]:
        begin = self.days(first)
        terms = begin.terms[self.charge]
        said = Statements(terms, begin.world)
        if first == self.begins and not self.begins_by_text and not said.first_day_charged():
            first += _DAY
        texts = self._texts(first, over)
        counted_alike(self.charge, texts)
        if terms.charge.counts_kind == "meter":
            yield from self._use(first, over, texts)
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
            yield from self._each_day(self._staying.charged(counted), over, texts)
        elif how in ("highest", "lowest", "first", "last"):
            spans = price_spans(self.charge, self._chosen(counted, how), counted, texts, (first, over), row, False)
            yield from self._spans(spans, first, over)
        elif how == "average":
            window = counted[-1][1].terms[self.charge].window
            chosen = self._average(counted, row)
            spans = price_spans(self.charge, chosen, counted, texts, (window.first, window.after), row, True)
            yield from self._spans(spans, first, over)
        elif how == "distinct":
            spans = price_spans(self.charge, self._distinct(counted, row), counted, texts, (first, over), row, True)
            yield from self._spans(spans, first, over)
        else:
            at = quantity.at if quantity is not None else terms.charge.at
            raise not_billed(refusals.EN502, at, f"`{how} of the cycle` over days is")

    def _use(self, first: date, over: date, texts: Mapping[date, NewText]) -> Iterator[Part]:
        """What was used up to the end of the cycle, or of the charge; up to the very moment of a cancellation. Where the
        price changes inside the cycle, a part for the use of each price."""
        moment = 0 if self.ending is None or over != self.ends else self.ending.instant
        whole = self.with_use(first, over, moment)
        cuts = [turn for turn in sorted(texts) if self._prices_anew(first, texts[turn], whole)]
        for begins, ends in zip([first, *cuts], [*cuts, over], strict=True):
            day = self.with_use(first, ends, moment) if ends == over else self.with_use(first, ends, 0)
            above = Fraction(0) if begins == first else self._used_before(first, begins, day).level(self.charge).units
            events = self._events_of_use(begins, ends, moment if ends == over else 0, day)
            told = (texts[begins].told,) if begins in cuts else ()
            instant = midnight(begins, find_zone(day.policy.time_zone))
            part = Part(self.charge, over, day, Stretch(begins, ends), day.level(self.charge), above, instant, events)
            yield attrs.evolve(part, opens=begins == first, told=told)

    def _prices_anew(self, first: date, new: NewText, whole: Day) -> bool:
        before = self._used_before(first, new.new.on, new.new)
        counted = before if self.texts is None else self.texts.like(whole, new.new)
        return prices_use_anew(self.charge, new, before.level(self.charge), counted.level(self.charge))

    def _used_before(self, first: date, turn: date, day: Day) -> Day:
        """What was used before a day, by the text of another one."""
        used = self.with_use(first, turn, 0)
        return used if self.texts is None else self.texts.like(used, day)

    def _events_of_use(self, begins: date, ends: date, moment: int, day: Day) -> tuple[Event, ...]:
        zone = find_zone(day.policy.time_zone)
        since, until = midnight(begins, zone), max(midnight(ends, zone), moment)
        used = [event for event in self.diary.events if isinstance(event, UsageReported) and since <= event.instant < until]
        return tuple(event for event in used if event.meter in day.terms[self.charge].charge.counts)

    def _each_day(self, counted: list[Counted], over: date, texts: Mapping[date, NewText]) -> Iterator[Part]:
        """A part for each run of days with one count and price; flat parts come once, with the highest count."""
        begins, highest = 0, max(level.units for _, _, level in counted)
        prices = [day for day, _, level in counted if day in texts and texts[day].prices_otherwise(level)]
        flat = False
        for number in range(1, len(counted) + 1):
            ends = number == len(counted) or counted[number][2].units != counted[begins][2].units
            if ends or counted[number][0] in prices:
                first = counted[begins][0]
                after = over if number == len(counted) else counted[number][0]
                here = not flat and counted[begins][2].units == highest
                flat = flat or here
                told = (texts[first].told,) if first in prices else ()
                yield attrs.evolve(self._part(counted[begins], first, after, over, begins == 0), with_flat=here, told=told)
                begins = number

    def _chosen(self, counted: list[Counted], how: str) -> Counted:
        """The day whose count is that of the cycle; of equal ones the first."""
        if how in ("first", "last"):
            return counted[0] if how == "first" else counted[-1]
        choose = max if how == "highest" else min
        return choose(counted, key=lambda one: one[2].counted.count)

    def _average(self, counted: list[Counted], row: Fraction | None) -> Counted:
        """The days of every count over those of the whole cycle."""
        last, day, _ = counted[-1]
        window = day.terms[self.charge].window
        days = (window.after - window.first).days
        average = sum((one.counted.count for _, _, one in counted), Fraction(0)) / days
        return last, day, attrs.evolve(day.level_of(self.charge, average), row_of=row)

    def _distinct(self, counted: list[Counted], row: Fraction | None) -> Counted:
        """Everybody who counted on any day, once."""
        last, day, _ = counted[-1]
        terms = day.terms[self.charge]
        seats: dict[tuple[str, str], Fraction] = {}
        for _, judged, _ in counted:
            people = self.attendance.counted(judged, self.charge)
            if people is None:
                words = "the distinct count of seats that nobody is named for"
                raise not_billed(refusals.EN502, terms.charge.at, f"{words} is")
            for (person, place, _), number in people.items():
                seats[person, place] = max(number, seats.get((person, place), Fraction(0)))
        return last, day, attrs.evolve(day.level_of(self.charge, sum(seats.values(), Fraction(0))), row_of=row)

    def _spans(self, spans: Sequence[PriceSpan], first: date, due: date) -> Iterator[Part]:
        """A part for the days of each price."""
        for number, one in enumerate(spans):
            bought = midnight(max(first, one.first), find_zone(one.day.policy.time_zone))
            stretch = Stretch(one.first, one.after)
            part = Part(self.charge, due, one.day, stretch, one.level, Fraction(0), bought, (), not number)
            yield attrs.evolve(part, with_flat=one.chosen, told=one.told)

    def _part(self, one: Counted, first: date, after: date, due: date, is_first: bool) -> Part:
        _, day, level = one
        events: tuple[Event, ...] = () if is_first else tuple(self.diary.on_day(first))
        bought = midnight(first, find_zone(day.policy.time_zone))
        return Part(self.charge, due, day, Stretch(first, after), level, Fraction(0), bought, events, is_first)
