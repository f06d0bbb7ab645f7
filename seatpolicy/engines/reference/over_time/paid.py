"""A charge that is billed in advance and every day of an account in, what is paid for and what is given back out.

Cycle by cycle: what is there on the first day is paid for; then each day on which the count changes is compared, by amount,
with what is paid for. A change that raises it follows `more seats:`, one that lowers it `fewer seats:`. What stays paid
until a mark may be used again without charge, so that only a count above it is a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.concerns import concerns_of
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken, lowers
from seatpolicy.engines.reference.over_time.given import GivenLine, gaps
from seatpolicy.engines.reference.over_time.instants import at_its_hour, instant_of
from seatpolicy.engines.reference.over_time.life import joins
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.engines.reference.over_time.parts import Part, Return, price_of
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Duration, FewerSeats
from seatpolicy.values.zones import find_zone, midnight

_DAY = timedelta(days=1)


@attrs.define
class _Open:
    """A part of which units may still be given back: all those above `downto`, up to `upto`."""

    part: Part
    upto: Fraction


@attrs.define
class Paid:
    """Walks through the life of one charge, from the day it `begins` up to `ends` (not included; None: no end is known), as
    far as the day `until`. `ending` is the event that ends it."""

    charge: str
    diary: Diary
    days: Callable[[date], Day]
    level: Callable[[date, str], tuple[Day, Level]]
    begins: date
    ends: date | None
    until: date
    ending: Event | None = None
    given: Sequence[GivenLine] = ()
    """What the document says was billed of it."""
    met: set[tuple[str, date]] = attrs.field(factory=set)
    """The id and first day of the given lines that were met."""
    _paid: Fraction | None = attrs.field(init=False, default=None)
    _stack: list[_Open] = attrs.field(init=False, factory=list)
    _lowered: date | None = attrs.field(init=False, default=None)

    def walk(self) -> Iterator[Part | Return]:
        """Everything that falls due of the charge, in the order in which it comes up."""
        first = self.begins
        while first <= self.until and (self.ends is None or first < self.ends):
            over = self._over(first)
            self._stack = [one for one in self._stack if one.part.stretch.after > first]
            yield from self._first_part(first)
            for turn in self._turns(first, over):
                yield from self._change(turn)
            first = over
        if self.ends is not None and self.ends <= self.until:
            self._stack = [one for one in self._stack if one.part.stretch.after > self.ends]
            yield from self._end(self.ends)

    def _over(self, first: date) -> date:
        """The end of a cycle: its next mark, or the day on which the anchor is moved."""
        after = self.days(first).terms[self.charge].window.after
        return min([after, *(day for day in self.diary.anchor_turns() if first < day < after)])

    # ---- the first part of a cycle

    def _first_part(self, first: date) -> Iterator[Part | Return]:
        day, level = self.level(first, self.charge)
        said = Statements(day.terms[self.charge], day.world)
        begins = first == self.begins
        if self._paid is not None:
            level = self._carried(day, level, said)
        # Where the anchor was moved, some days may be paid for another count.
        before = self._paid if self._stack else None
        if before is not None and level.units < before:
            yield from self._fewer(day, level, said)
        self._paid = level.units
        if level.whole.per.period == "once" and not begins:
            return
        window = day.terms[self.charge].window
        charged_from = first + _DAY if begins and not said.first_day_charged() else first
        bought = midnight(first, find_zone(day.policy.time_zone))
        # Days that are billed already are not billed again.
        charged_from = max([charged_from, *(one.part.stretch.after for one in self._stack)])
        if before is not None and level.units > before:
            until = min(charged_from, window.after)
            step = Part(self.charge, first, day, Stretch(first, until), level, before, bought, self._events(first))
            self._stack.append(_Open(step, level.units))
            yield step
        if charged_from >= window.after:
            return
        due = window.after if begins and joins(day, self.charge) else first
        if not begins and self._by_seconds(said):
            at_its_hour(day, (event for event in self.diary.on_day(first) if self._concerns(event)), self.diary.zone)
        stretch = Stretch(charged_from, window.after, self._begun(first, said) if begins else None)
        part = Part(self.charge, due, day, stretch, level, Fraction(0), bought, (), True)
        yield from self._but_for_given([line for line in self.given if "+" not in line.id], part)

    def _but_for_given(self, given: Sequence[GivenLine], part: Part) -> Iterator[Part]:
        """A part, or, where some of its days were billed already, what was billed and what is left of it."""
        made = [
            attrs.evolve(part, stretch=line.stretch, billed_before=line.amount, credited_before=line.credited)
            for line in given
            if line.meets(part.stretch)
        ]
        self.met |= {(line.id, line.first) for line in given if line.meets(part.stretch)}
        made += [attrs.evolve(part, stretch=stretch) if given else part for stretch in gaps(part.stretch, given)]
        for one in made:
            self._stack.append(_Open(one, part.level.units))
            yield one

    def _carried(self, day: Day, level: Level, said: Statements) -> Level:
        """What is paid for in a new cycle: what is there, unless an older count stays until a later mark."""
        assert self._paid is not None
        difference = self._difference(day, level)
        if difference > 0:
            more = said.more()
            stays = not more.charged and not lies_on(more.when, day.on, day.terms[self.charge], day.world)
        elif difference < 0:
            fewer = said.fewer(self._why(day.on), 0).value
            stays = fewer.kind == "none" and not self._is_over(fewer.when, fewer.notice, day)
        else:
            stays = False
        return attrs.evolve(level, units=self._paid) if stays else level

    # ---- changes inside a cycle

    def _turns(self, first: date, after: date) -> list[date]:
        """The days inside a cycle on which the count may be another one."""
        ends = after if self.ends is None else min(after, self.ends)
        events = self.diary.turns(first, ends)
        days = {*events, *(day + _DAY for day in events)}
        terms = self.days(first).terms[self.charge]
        if terms.window.month is not None:
            days |= {terms.window.month(n) for n in range(1, 13) if terms.window.month(n) < ends}
        return sorted(day for day in days if first < day < ends and day <= self.until)

    def _change(self, turn: date) -> Iterator[Part | Return]:
        day, level = self.level(turn, self.charge)
        if level.units == self._paid:
            return
        difference = self._difference(day, level)
        said = Statements(day.terms[self.charge], day.world)
        if difference and said.change_lines() != "difference":
            yield from self._anew(day, level, said, difference > 0)
        elif difference > 0:
            yield from self._more(day, level, said)
        elif difference < 0:
            yield from self._fewer(day, level, said)
        elif not self._stays_paid(day, level, said):
            self._paid = level.units

    def _stays_paid(self, day: Day, level: Level, said: Statements) -> bool:
        """Of fewer units at the same amount: whether they stay paid all the same."""
        assert self._paid is not None
        return level.units < self._paid and said.fewer(self._why(day.on), self._bought()).value.kind == "none"

    def _more(self, day: Day, level: Level, said: Statements) -> Iterator[Part]:
        more = said.more()
        terms, world = day.terms[self.charge], day.world
        if not more.charged and not lies_on(more.when, day.on, terms, world):
            return
        if more.to_term_end:
            raise not_billed(refusals.EN503, terms.charge.at, "seats that are charged to the end of the term are")
        due = day.on
        if more.charged:
            due = next_mark(more.when, day.on, terms, day.terms, world, terms.charge.at)
        events = self._events(day.on)
        assert self._paid is not None
        bought = max((event.instant for event in events), default=midnight(day.on, find_zone(day.policy.time_zone)))
        instant = instant_of(events, self.charge, day) if self._by_seconds(said) else None
        stretch = Stretch(day.on, terms.window.after, instant)
        part = Part(self.charge, self._at_most_end(due), day, stretch, level, self._paid, bought, events)
        self._paid = level.units
        yield from self._but_for_given([line for line in self.given if line.id == part.name], part)

    def _anew(self, day: Day, level: Level, said: Statements, more: bool) -> Iterator[Part | Return]:
        """A credit of all old seats, and a charge of all new ones."""
        terms, events = day.terms[self.charge], self._events(day.on)
        if more and not (said.more().charged or lies_on(said.more().when, day.on, terms, day.world)):
            return
        if not more and said.fewer(events or self._why(day.on), self._bought()).value.kind == "none":
            return
        why = events or self._why(day.on)
        rule = (lambda bought: said.plan_left(events, bought)) if more else (lambda bought: said.fewer(why, bought))
        word = said.more().when if more else said.fewer(events or self._why(day.on), self._bought()).value.when
        due = day.on
        if not more or said.more().charged:
            due = next_mark(word, day.on, terms, day.terms, day.world, terms.charge.at)
        for back in list(self._given_back(day, day.on, Fraction(0), events, rule, said)):
            yield attrs.evolve(back, due=max(due, back.part.due))
        bought = max((event.instant for event in events), default=midnight(day.on, find_zone(day.policy.time_zone)))
        instant = instant_of(events, self.charge, day) if self._by_seconds(said) else None
        part = Part(self.charge, due, day, Stretch(day.on, terms.window.after, instant), level, Fraction(0), bought, events)
        self._stack = [_Open(part, level.units)]
        self._paid = level.units
        yield part

    def _fewer(self, day: Day, level: Level, said: Statements) -> Iterator[Return]:
        events = self._events(day.on)
        if said.fewer(events or self._why(day.on), self._bought()).value.kind == "none":
            return
        why = events or self._why(day.on)
        yield from self._given_back(day, day.on, level.units, events, lambda bought: said.fewer(why, bought), said)

    def _end(self, ends: date) -> Iterator[Return]:
        """Everything that is paid for beyond the end is given back, as `cancellation:` says."""
        day = self.days(ends - _DAY)
        said = Statements(day.terms[self.charge], day.world)
        events = () if self.ending is None else (self.ending,)
        ended = isinstance(self.ending, PlanTaken)

        def rule(bought: int) -> Case[FewerSeats]:
            return said.plan_left(events, bought) if ended else said.cancelling(events, bought)

        yield from self._given_back(day, ends, Fraction(0), events, rule, said)

    def _given_back(
        self,
        day: Day,
        since: date,
        downto: Fraction,
        events: tuple[Event, ...],
        rule: Callable[[int], Case[FewerSeats]],
        said: Statements,
    ) -> Iterator[Return]:
        """Units from the newest part first, not paid for `since` a day. Parts of other days may hold the same units, where
        an anchor was moved or some days were billed before: they are given back of each."""
        terms = day.terms[self.charge]
        instant = instant_of(events, self.charge, day) if self._by_seconds(said) else None
        for newest in reversed(self._stack):
            low = max(downto, newest.part.above)
            if newest.upto <= low or newest.part.stretch.after <= since:
                continue
            case = rule(newest.part.bought)
            if case.value.kind == "none":
                break
            begins = max(since, newest.part.stretch.first)
            unused = Stretch(begins, newest.part.stretch.after, instant if begins == since else None)
            due = next_mark(case.value.when, since, terms, day.terms, day.world, case.at)
            due = max(self._at_most_end(due), newest.part.due)
            yield Return(newest.part, due, unused, newest.upto, low, case, events, since=since)
            newest.upto = low
            self._paid = min(low, self._paid or low)
        self._stack = [one for one in self._stack if one.upto > one.part.above]

    # ---- what they ask

    def _difference(self, day: Day, level: Level) -> Fraction:
        """How much more the units of a day cost than those that are paid for, both by the prices of the day."""
        assert self._paid is not None
        now = price_of(level.whole, level.units, day, self.charge)
        return now - price_of(level.whole, self._paid, day, self.charge)

    def _events(self, day: date) -> tuple[Event, ...]:
        """What happened that may have changed the count on a day: its own events, or those of the day before whose last day
        was charged."""
        here = [event for event in self.diary.on_day(day) if self._concerns(event)]
        return tuple(here or [event for event in self.diary.on_day(day - _DAY) if self._concerns(event)])

    def _why(self, day: date) -> tuple[Event, ...]:
        """What made the count lower than that which is paid for: what happened on a day, else the last that may have."""
        here = self._events(day)
        for turn in reversed(self.diary.turns(self.diary.starts, day)):
            if here:
                break
            here = tuple(event for event in self.diary.on_day(turn) if self._concerns(event) and lowers(event))
        return here

    def _bought(self) -> int:
        """When the newest part that may be given back was bought."""
        return self._stack[-1].part.bought if self._stack else 0

    def _concerns(self, event: Event) -> bool:
        return getattr(event, "charge", self.charge) == self.charge

    def _is_over(self, mark: str, notice: Duration | None, day: Day) -> bool:
        """Whether a mark lies on a day and, where notice is asked for, the count was lower early enough."""
        terms = day.terms[self.charge]
        if not lies_on(mark, day.on, terms, day.world):
            return False
        concerns = concerns_of(day.policy, ())
        turns = self.diary.turns(date.min, day.on)
        lowered = [turn for turn in turns if any(concerns.of(self.charge, event) for event in self.diary.on_day(turn))]
        return not lowered or lowered[-1] <= notice_begins(day.on, notice)

    def _at_most_end(self, due: date) -> date:
        """What waits for an invoice waits no longer than the charge lives, or, of an add-on that is given up while the
        account goes on, no longer than the account."""
        ends, last = self.ends, self.diary.cancelled
        if self.ending is not None and self.ending.type == "addon_removed":
            ends = None if last is None else last.day
        return due if ends is None else min(due, ends)

    def _begun(self, first: date, said: Statements) -> int | None:
        """The instant at which a charge begins, by seconds; None: with its day."""
        return self.diary.begun(first) if self._by_seconds(said) else None

    @staticmethod
    def _by_seconds(said: Statements) -> bool:
        return said.measure().stated.kind == "seconds over cycle"
