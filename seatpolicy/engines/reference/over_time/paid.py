"""A charge that is billed in advance and every day of an account in, what is paid for and what is given back out.

Cycle by cycle: what is there on the first day is paid for; then each day on which the count changes is compared, by amount,
with what is paid for. A change that raises it follows `more seats:`, one that lowers it `fewer seats:`. What stays paid
until a mark may be used again without charge, so that only a count above it is a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.causes import Causes, Loss, each
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.given import GivenLine, gaps
from seatpolicy.engines.reference.over_time.instants import at_its_hour, instant_of
from seatpolicy.engines.reference.over_time.kept import Kept
from seatpolicy.engines.reference.over_time.life import joins
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark
from seatpolicy.engines.reference.over_time.parts import Part, Return, price_of
from seatpolicy.engines.reference.over_time.stack import Rule, Stack
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.values.zones import find_zone, midnight

_DAY = timedelta(days=1)


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
    _stack: Stack = attrs.field(init=False)
    _seen: Fraction | None = attrs.field(init=False, default=None)
    """The units that were there on the last day that was looked at."""
    _kept: Kept = attrs.field(init=False)
    _causes: Causes = attrs.field(init=False)
    _waiting: tuple[Event, ...] = attrs.field(init=False, default=())
    """What led to units that wait for a mark."""

    def __attrs_post_init__(self) -> None:
        self._stack = Stack(self.charge)
        self._kept = Kept(self.charge)
        self._causes = Causes(self.charge, self.diary)

    def walk(self) -> Iterator[Part | Return]:
        """Everything that falls due of the charge, in the order in which it comes up."""
        first = self.begins
        while first <= self.until and (self.ends is None or first < self.ends):
            over = self._over(first)
            self._stack.forget(first)
            yield from self._first_part(first)
            for turn in self._turns(first, over):
                yield from self._change(turn)
            first = over
        if self.ends is not None and self.ends <= self.until:
            self._stack.forget(self.ends)
            yield from self._end(self.ends)

    def _over(self, first: date) -> date:
        """The end of a cycle: its next mark, or the day on which the anchor is moved."""
        after = self.days(first).terms[self.charge].window.after
        return min([after, *(day for day in self.diary.anchor_turns() if first < day < after)])

    # ---- the first part of a cycle

    def _first_part(self, first: date) -> Iterator[Part | Return]:
        day, level = self.level(first, self.charge)
        said = Statements(day.terms[self.charge], day.world)
        begins, here = first == self.begins, level.units
        losses = self._losses(day) if self._seen is not None and here < self._seen else []
        if self._stack.paid is not None:
            level = self._carried(day, level, losses, said)
        self._seen = here
        # Where the anchor was moved, some days may be paid for another count.
        before = self._stack.paid if self._stack else None
        if before is not None and level.units < before:
            for loss in losses:
                if said.fewer(loss.why, self._stack.bought).value.kind != "none":
                    yield from self._given_back(day, first, level.units, loss.why, partial(said.fewer, loss.why))
        self._stack.paid = level.units
        if level.whole.per.period == "once" and not begins:
            return
        window = day.terms[self.charge].window
        charged_from = first + _DAY if begins and not said.first_day_charged() else first
        bought = midnight(first, find_zone(day.policy.time_zone))
        # Days that are billed already are not billed again.
        charged_from = self._stack.after(charged_from)
        if before is not None and level.units > before:
            until = min(charged_from, window.after)
            step = Part(self.charge, first, day, Stretch(first, until), level, before, bought, self._events(day))
            self._stack.push(step)
            yield step
        if charged_from >= window.after:
            return
        due = window.after if begins and joins(day, self.charge) else first
        if not begins and self._by_seconds(said):
            here_ = (event for event in self.diary.on_day(first) if self._concerns(event))
            at_its_hour(day, here_, self.diary.zone)
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
            self._stack.push(one)
            yield one

    def _carried(self, day: Day, level: Level, losses: Sequence[Loss], said: Statements) -> Level:
        """What is paid for in a new cycle: what is there, unless an older count stays until a later mark."""
        assert self._stack.paid is not None
        assert self._seen is not None
        difference = self._difference(day, level)
        if difference > 0:
            more = said.more()
            self._kept.clear()
            if not more.charged and not lies_on(more.when, day.on, day.terms[self.charge], day.world):
                self._waiting += self._events(day) if level.units != self._seen else ()
                return attrs.evolve(level, units=self._stack.paid)
            self._waiting = ()
            return level
        self._waiting = ()
        self._kept.use(max(level.units - self._seen, Fraction(0)))
        for units, loss in each(day, self.charge, self._seen - level.units, level, losses):
            rule = said.fewer(loss.why, 0).value
            if rule.kind == "none":
                self._kept.keep(units, rule, day.on)
        self._kept.new_cycle(day)
        if difference == 0:
            self._kept.clear()
        return attrs.evolve(level, units=max(level.units, min(self._stack.paid, level.units + self._kept.units)))

    # ---- changes inside a cycle

    def _turns(self, first: date, after: date) -> list[date]:
        """The days inside a cycle on which the count may be another one: with people, any day may be."""
        ends = after if self.ends is None else min(after, self.ends)
        events = self.diary.turns(first, ends)
        days = {*events, *(day + _DAY for day in events)}
        terms = self.days(first).terms[self.charge]
        if terms.window.month is not None:
            days |= {terms.window.month(n) for n in range(1, 13) if terms.window.month(n) < ends}
        if any(self.diary.evening(day).people is not None for day in (first, *events)):
            days |= {first + timedelta(days=number) for number in range((ends - first).days)}
        return sorted(day for day in days if first < day < ends and day <= self.until)

    def _change(self, turn: date) -> Iterator[Part | Return]:
        """What follows from a day. Units that were used again cost nothing; what stays paid is no change of its own."""
        day, level = self.level(turn, self.charge)
        assert self._stack.paid is not None
        assert self._seen is not None
        here, seen, self._seen = level.units, self._seen, level.units
        if here > seen:
            self._kept.use(here - seen)
        units = max(here, self._stack.paid) if here >= seen else min(self._stack.paid, here + self._kept.units)
        if units == self._stack.paid:
            return
        level = attrs.evolve(level, units=units)
        difference = self._difference(day, level)
        said = Statements(day.terms[self.charge], day.world)
        if difference > 0 and here != seen:
            self._waiting += self._events(day)
        if difference and said.change_lines() != "difference":
            yield from self._anew(day, level, said, difference > 0)
        elif difference > 0:
            yield from self._more(day, level, said)
        elif difference < 0:
            yield from self._fewer(day, level, said)
        elif units > self._stack.paid:
            self._stack.paid = units
        else:
            _, level = self._credited(day, level, said)
            self._stack.paid = level.units

    def _more(self, day: Day, level: Level, said: Statements) -> Iterator[Part]:
        more, terms, world = said.more(), day.terms[self.charge], day.world
        if not more.charged and not lies_on(more.when, day.on, terms, world):
            return
        events, self._waiting = self._waiting, ()
        if more.to_term_end:
            raise not_billed(refusals.EN503, terms.charge.at, "seats that are charged to the end of the term are")
        due = day.on
        if more.charged:
            due = next_mark(more.when, day.on, terms, day.terms, world, terms.charge.at)
        part = self._later(day, level, self._at_most_end(due), self._stack.paid or Fraction(0), events, said)
        self._stack.paid = level.units
        yield from self._but_for_given([line for line in self.given if line.id == part.name], part)

    def _later(
        self, day: Day, level: Level, due: date, above: Fraction, events: tuple[Event, ...], said: Statements
    ) -> Part:
        """A part behind the first one of its cycle."""
        today = self._causes.on(day)
        here = tuple(event for event in events if event in today)
        bought = max((event.instant for event in here), default=midnight(day.on, find_zone(day.policy.time_zone)))
        instant = instant_of(here, self.charge, day) if self._by_seconds(said) else None
        stretch = Stretch(day.on, day.terms[self.charge].window.after, instant)
        return Part(self.charge, due, day, stretch, level, above, bought, events)

    def _anew(self, day: Day, level: Level, said: Statements, more: bool) -> Iterator[Part | Return]:
        """A credit of all old seats, and a charge of all new ones."""
        terms, charged = day.terms[self.charge], True
        if more:
            word, charged = said.more().when, said.more().charged
            if not charged and not lies_on(word, day.on, terms, day.world):
                return
            events = self._waiting
            why = Why.of(events) if events else self._losses(day)[0].why
            rule = partial(said.plan_left, why)
        else:
            credited, level = self._credited(day, level, said)
            if credited is None:
                return
            events, word = credited.why.events, said.fewer(credited.why, self._stack.bought).value.when
            why, rule = credited.why, partial(said.fewer, credited.why)
        due = next_mark(word, day.on, terms, day.terms, day.world, terms.charge.at) if charged else day.on
        for back in list(self._given_back(day, day.on, Fraction(0), why, rule)):
            yield attrs.evolve(back, due=max(due, back.part.due))
        part = self._later(day, level, due, Fraction(0), events, said)
        self._stack.clear()
        self._stack.push(part)
        self._stack.paid, self._waiting = level.units, ()
        yield part

    def _credited(self, day: Day, level: Level, said: Statements) -> tuple[Loss | None, Level]:
        """The first loss of a day that is credited, and what is paid for behind it: units that are not credited stay."""
        assert self._stack.paid is not None
        credited, units = None, self._stack.paid
        for less, loss in each(day, self.charge, self._stack.paid - level.units, level, self._losses(day)):
            rule = said.fewer(loss.why, self._stack.bought).value
            if rule.kind == "none":
                self._kept.keep(less, rule, day.on)
            else:
                credited, units = credited or loss, units - less
        return credited, attrs.evolve(level, units=units)

    def _fewer(self, day: Day, level: Level, said: Statements) -> Iterator[Return]:
        """Units that are given back, each cause by its own rule; what is not credited stays paid."""
        assert self._stack.paid is not None
        for less, loss in list(each(day, self.charge, self._stack.paid - level.units, level, self._losses(day))):
            low = self._stack.paid - less
            yield from self._given_back(day, day.on, low, loss.why, partial(said.fewer, loss.why))
            self._kept.keep(self._stack.paid - low, said.fewer(loss.why, self._stack.bought).value, day.on)

    def _end(self, ends: date) -> Iterator[Return]:
        """Everything that is paid for beyond the end is given back, as `cancellation:` says."""
        day = self.days(ends - _DAY)
        said = Statements(day.terms[self.charge], day.world)
        assert self.ending is not None
        why = Why.of((self.ending,))
        rule = said.plan_left if isinstance(self.ending, PlanTaken) else said.cancelling
        yield from self._given_back(day, ends, Fraction(0), why, partial(rule, why), why.events)

    def _given_back(
        self, day: Day, since: date, downto: Fraction, why: Why, rule: Rule, today: Sequence[Event] | None = None
    ) -> Iterator[Return]:
        """Units that are not paid for `since` a day, on which `today` happened."""
        instant = None
        if self._by_seconds(Statements(day.terms[self.charge], day.world)):
            here = self._causes.on(day) if today is None else today
            instant = instant_of([event for event in why.events if event in here], self.charge, day)
        yield from self._stack.given_back(day, since, downto, why, rule, instant, self._at_most_end)

    # ---- what they ask

    def _difference(self, day: Day, level: Level) -> Fraction:
        """How much more the units of a day cost than those that are paid for, both by the prices of the day."""
        assert self._stack.paid is not None
        now = price_of(level.whole, level.units, day, self.charge)
        return now - price_of(level.whole, self._stack.paid, day, self.charge)

    def _before(self, day: Day) -> Day:
        return self.level(max(day.on - _DAY, self.begins), self.charge)[0]

    def _events(self, day: Day) -> tuple[Event, ...]:
        """What led to the count of a day."""
        return self._causes.events(self._before(day), day)

    def _losses(self, day: Day) -> list[Loss]:
        """What is less than on the day before, and why."""
        return self._causes.losses(self._before(day), day)

    def _concerns(self, event: Event) -> bool:
        return getattr(event, "charge", self.charge) == self.charge

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
