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
from seatpolicy.engines.reference.over_time.anew import credited
from seatpolicy.engines.reference.over_time.attendance import Attendance
from seatpolicy.engines.reference.over_time.causes import Causes, Loss, each
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.given import GivenLine, gaps, is_later
from seatpolicy.engines.reference.over_time.instants import at_its_hour, instant_of
from seatpolicy.engines.reference.over_time.kept import Kept
from seatpolicy.engines.reference.over_time.life import joins
from seatpolicy.engines.reference.over_time.marks import lies_on, next_mark
from seatpolicy.engines.reference.over_time.new_text import NewText, TextsOf, Units, units_of, unlike
from seatpolicy.engines.reference.over_time.parts import Part, Return, price_of
from seatpolicy.engines.reference.over_time.stack import Rule, Stack
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.semantics.model.prices import FewerSeats
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
    attendance: Attendance
    begins: date
    ends: date | None
    until: date
    ending: Event | None = None
    given: Sequence[GivenLine] = ()
    """What the document says was billed of it."""
    texts: TextsOf | None = None
    """What finds the texts that count because of their date; None: there is one text only."""
    begins_by_text: bool = False
    ended_by: NewText | None = None
    """The text of the policy that has the charge no more, where one ends it."""
    met: set[tuple[str, date]] = attrs.field(factory=set)
    """The id and first day of the given lines that were met."""
    _stack: Stack = attrs.field(init=False)
    _seen: Fraction | None = attrs.field(init=False, default=None)
    """The units that were there on the last day that was looked at."""
    _kept: Kept = attrs.field(init=False)
    _causes: Causes = attrs.field(init=False)
    _waiting: tuple[Event, ...] = attrs.field(init=False, default=())
    """What led to units that wait for a mark."""
    _units: Units | None = attrs.field(init=False, default=None)
    """What a unit is of those that are paid for."""
    _entered: date = attrs.field(init=False, default=date.min)
    """The day on which this cycle began for the charge."""

    def __attrs_post_init__(self) -> None:
        self._stack = Stack(self.charge)
        self._kept = Kept(self.charge)
        self._causes = Causes(self.charge, self.diary, self.attendance)

    def walk(self) -> Iterator[Part | Return]:
        """Everything that falls due of the charge, in the order in which it comes up."""
        first = self.begins
        while first <= self.until and (self.ends is None or first < self.ends):
            over, texts = self._over(first), self._texts(first, date.max)
            self._entered = first
            self._stack.forget(first)
            yield from self._first_part(first)
            for turn in self._turns(first, over):
                if turn in texts:
                    yield from self._repriced(texts[turn])
                yield from self._change(turn, turn in texts)
            first = over
            if over in texts and texts[over].another_cycle:
                yield from self._all_back(texts[over])
        if self.ends is not None and self.ends <= self.until:
            self._stack.forget(self.ends)
            yield from self._end(self.ends)

    def _over(self, first: date) -> date:
        """The end of a cycle: its next mark, or the day on which the anchor is moved, or another text has other cycles."""
        after = self.days(first).terms[self.charge].window.after
        moved = [day for day, new in self._texts(first, after).items() if new.another_cycle]
        return min([after, *moved, *(day for day in self.diary.anchor_turns() if first < day < after)])

    # ---- the first part of a cycle

    def _first_part(self, first: date) -> Iterator[Part | Return]:
        day, level = self.level(first, self.charge)
        said = Statements(day.terms[self.charge], day.world)
        begins, here = first == self.begins, level.units
        losses = self._losses(day) if self._seen is not None and here < self._seen else []
        units, self._units = self._units, units_of(day, self.charge)
        if unlike(units, self._units):
            self._kept.clear()
        elif self._stack.paid is not None:
            level = self._carried(day, level, losses, said)
        self._seen = here
        # Where the anchor was moved, some days may be paid for another count.
        before = self._stack.paid if self._stack else None
        if before is not None and level.units < before:
            for loss in losses:
                if said.fewer(loss.why, self._stack.purchases.newest).value.kind != "none":
                    yield from self._given_back(day, first, level.units, loss.why, partial(said.fewer, loss.why))
        bought = midnight(first, find_zone(day.policy.time_zone))
        self._stack.hold(level.units, bought)
        if level.whole.per.period == "once" and (not begins or self.begins_by_text):
            return
        window = day.terms[self.charge].window
        late = begins and not self.begins_by_text and not said.first_day_charged()
        charged_from = first + _DAY if late else first
        # Days that are billed already are not billed again.
        charged_from = self._stack.after(charged_from)
        if before is not None and level.units > before:
            until = min(charged_from, window.after)
            step = Part(self.charge, first, day, Stretch(first, until), level, before, bought, self._events(day))
            step = attrs.evolve(step, entered=first)
            self._stack.push(step)
            yield step
        if charged_from >= window.after:
            return
        due = window.after if begins and joins(day, self.charge) else first
        if not begins and self._by_seconds(said):
            here_ = (event for event in self.diary.on_day(first) if self._concerns(event))
            at_its_hour(day, here_, self.diary.zone)
        stretch = Stretch(charged_from, window.after, self._begun(first, said) if begins else None)
        part = Part(self.charge, due, day, stretch, level, Fraction(0), bought, (), True, entered=first)
        yield from self._but_for_given([line for line in self.given if not is_later(line.id)], part)

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
        self._kept.use(max(level.units - self._seen, Fraction(0)), day.on)
        for units, loss in each(day, self.charge, self._seen - level.units, level, losses):
            rule = said.fewer(loss.why, 0).value
            if rule.kind == "none":
                self._keep(units, rule, day)
        self._kept.new_cycle(day)
        all_of_it = level.paying(level.units + self._kept.units)
        more = said.more()
        waits = not more.charged and not lies_on(more.when, day.on, day.terms[self.charge], day.world)
        if waits and self._difference(day, all_of_it) > 0:
            self._waiting += self._events(day) if level.units != self._seen else ()
            return level.paying(self._stack.paid)
        self._waiting = ()
        return all_of_it

    # ---- changes inside a cycle

    def _turns(self, first: date, after: date) -> list[date]:
        """The days inside a cycle on which the count, or what a mark lets change, may be another one: with people, any day
        may be."""
        ends = after if self.ends is None else min(after, self.ends)
        events = self.diary.turns(first, ends)
        days = {*events, *(day + _DAY for day in events), *self._texts(first, ends)}
        begin = self.days(first)
        terms = begin.terms[self.charge]
        if terms.window.month is not None:
            days |= {terms.window.month(n) for n in range(1, 13) if terms.window.month(n) < ends}
        days |= {day for day in Stretch(first, ends).days if lies_on("renewal", day, terms, begin.world)}
        if any(self.diary.evening(day).people is not None for day in (first, *events)):
            days |= {first + timedelta(days=number) for number in range((ends - first).days)}
        return sorted(day for day in days if first < day < ends and day <= self.until)

    def _change(self, turn: date, by_text: bool) -> Iterator[Part | Return]:
        """What follows from a day. Units that were used again cost nothing; what stays paid is no change of its own. Units
        that wait for a mark are looked at by another text anew."""
        day, level = self.level(turn, self.charge)
        assert self._stack.paid is not None
        assert self._seen is not None
        here, seen, self._seen = level.units, self._seen, level.units
        if here > seen:
            self._kept.use(here - seen, turn)
        more = here >= seen or (by_text and here > self._stack.paid)
        units = (max if more else min)(self._stack.paid, here + self._kept.units)
        if units == self._stack.paid:
            return
        level = level.paying(units)
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
        elif units < self._stack.paid:
            self._stack.hold(credited(day, level, said, self._stack, self._keep, self._losses(day))[1].units, 0)
        else:
            self._stack.hold(units, midnight(turn, find_zone(day.policy.time_zone)))

    # ---- another text

    def _texts(self, first: date, after: date) -> dict[date, NewText]:
        """The days between from which another text counts because of its date, as far as they are looked at; whoever has
        left is reached by none, however long what is paid goes on."""
        known = min(after, self.until + _DAY, self.ends or date.max, date.max if self.ending is None else self.ending.day)
        return {} if self.texts is None else self.texts.between(first, known)

    def _repriced(self, new: NewText) -> Iterator[Part | Return]:
        """What is paid for at another price by the text of a day comes back for the days from then on, and is charged
        anew, each part by itself. Where the units are other ones, all that is there now is charged for all that was."""
        day, (_, level) = new.new, self.level(new.new.on, self.charge)
        if new.other_units:
            yield from self._all_back(new)
            stretch = Stretch(day.on, day.terms[self.charge].window.after)
            whole = Part(self.charge, day.on, day, stretch, level, Fraction(0), new.begins, (), True, entered=self._entered)
            yield from self._paid_anew(new.anew(whole, level, level.units))
            self._seen = level.units
            self._stack.hold(level.units, self._stack.purchases.newest)
            self._units = units_of(day, self.charge)
            self._kept.clear()
            return
        for part, upto in self._stack.taken():
            if part.stretch.after <= day.on or not new.costs_otherwise(upto, part.above):
                self._stack.push(part, upto)
                continue
            yield new.back(part, upto)
            yield from self._paid_anew(new.anew(part, level, upto))

    def _paid_anew(self, part: Part) -> Iterator[Part]:
        yield from self._but_for_given([line for line in self.given if line.id == part.name], part)

    def _all_back(self, new: NewText) -> Iterator[Return]:
        """All that is paid for from a day on; what came once has come."""
        for part, upto in self._stack.taken():
            if part.stretch.after > new.new.on and part.level.whole.per.period != "once":
                yield new.back(part, upto)

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
        self._stack.hold(level.units, part.bought)
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
        return Part(self.charge, due, day, stretch, level, above, bought, events, entered=self._entered)

    def _anew(self, day: Day, level: Level, said: Statements, more: bool) -> Iterator[Part | Return]:
        """A credit of all old seats, and a charge of all new ones. Where seats that went are credited in full, the rest is
        charged for the days of the old line, as if they had never been bought."""
        terms, charged, whole, named = day.terms[self.charge], True, None, "fewer seats"
        if more:
            word, charged = said.more().when, said.more().charged
            if not charged and not lies_on(word, day.on, terms, day.world):
                return
            events, named = self._waiting, "change lines"
            why = Why.of(events) if events else self._losses(day)[0].why
            rule = said.charged_anew(why, self._stack.purchases.newest)
        else:
            found, level = credited(day, level, said, self._stack, self._keep, self._losses(day))
            if found is None:
                return
            loss, rule = found
            why, events, word = loss.why, loss.why.events, rule.value.when
            if rule.value.kind == "in full":
                whole = self._stack.only
                if whole is None:
                    raise not_billed(refusals.EN503, rule.at, "a credit in full of what several lines charged anew is")
        due = next_mark(word, day.on, terms, day.terms, day.world, terms.charge.at) if charged else day.on
        purchases = self._stack.purchases.copied()
        for back in list(self._given_back(day, day.on, Fraction(0), why, lambda _: rule)):
            yield attrs.evolve(back, due=max(due, back.part.due), said=(named, ""))
        part = self._later(day, level, due, Fraction(0), events, said)
        if whole is not None:
            part = attrs.evolve(part, stretch=whole.stretch)
        self._stack.replace(part, purchases)
        self._waiting = ()
        yield part

    def _fewer(self, day: Day, level: Level, said: Statements) -> Iterator[Return]:
        """Units that are given back, each cause by its own rule; what is not credited stays paid."""
        assert self._stack.paid is not None
        for less, loss in list(each(day, self.charge, self._stack.paid - level.units, level, self._losses(day))):
            low = self._stack.paid - less
            yield from self._given_back(day, day.on, low, loss.why, partial(said.fewer, loss.why))
            self._keep(self._stack.paid - low, said.fewer(loss.why, self._stack.purchases.newest).value, day)

    def _keep(self, units: Fraction, rule: FewerSeats, day: Day) -> None:
        """Units that stay paid, though they are not there."""
        self._kept.keep(units, rule, day.on, self.attendance.reused_until(self.charge, day))

    def _end(self, ends: date) -> Iterator[Return]:
        """Everything that is paid for beyond the end is given back, as `cancellation:` says; at what was billed, where a
        text of the policy ends the charge."""
        if self.ended_by is not None:
            yield from self._all_back(self.ended_by)
            return
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
        """The day before, by the same text: what another one counts is nobody's doing."""
        before = self.level(max(day.on - _DAY, self.begins), self.charge)[0]
        return before if self.texts is None else self.texts.like(before, day)

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
