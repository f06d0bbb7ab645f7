"""A charge that is billed in advance and the days on which something changes in, what is paid for and given back out.

Cycle by cycle: what is there on the first day is paid for; then each day on which the count may be another one is
compared, by amount, with what is paid for. A change that raises it follows `more seats:`, one that lowers it `fewer seats:`.
What stays paid until a mark may be used again without charge, so that only a count above it is a change.
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
from seatpolicy.ledger.effects import SILENT, PlanBegun, lowers
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.fewer import Ruled, for_another_plan, for_fewer, for_the_end
from seatpolicy.pricing.over_time.given import GivenLine, but_for
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.lives import Life, joins
from seatpolicy.pricing.over_time.marks import lies_on, months_inside, next_mark, notice_begins
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch, by_seconds
from seatpolicy.semantics.model.prices import MoreSeats
from seatpolicy.values.zones import Instant, find_zone, midnight

MORE = MoreSeats(True, "next invoice")
"""What happens to more units where no line says it."""

_DAY = timedelta(days=1)

Find = Callable[[JudgedDay, str, tuple[Event, ...], int, Days], Ruled]
Rule = Callable[[int], Ruled]
"""What comes back of units that were bought at an instant."""


@attrs.define
class _Open:
    """A part of which units may still be given back: those above `part.above`, up to `upto`."""

    part: Part
    upto: Fraction


@attrs.define
class Advance:
    """One life of a charge, as far as a day `until`. `_paid` are the units that are paid for now (None: before the first
    cycle), `_open` the parts that paid for them, the newest last. `given` is what a document says was billed;
    the first days of those that were met are `met`."""

    life: Life
    ledger: Ledger
    days: Days
    until: date
    given: Sequence[GivenLine] = ()
    met: set[date] = attrs.field(init=False, factory=set)
    _paid: Fraction | None = attrs.field(init=False, default=None)
    _open: list[_Open] = attrs.field(init=False, factory=list)

    @property
    def charge(self) -> str:
        """Whose life it is."""
        return self.life.charge

    def due(self) -> Iterator[Part | Return]:
        """Everything that falls due, in the order in which it comes up. Raises Refusal."""
        first, ends = self.life.begins, self.life.ends
        while first <= self.until and (ends is None or first < ends):
            after = self._after(first)
            self._forget(first)
            yield from self._first_part(first)
            for turn in self._turns(first, after):
                yield from self._change(turn)
            first = after
        if ends is not None and ends <= self.until:
            self._forget(ends)
            yield from self._end(ends)

    def _after(self, first: date) -> date:
        """The end of a cycle: its next mark, or the day on which the anchor is moved."""
        mark = self.days.of(first, self.charge).cycle(self.charge).window.after
        return min([mark, *(day for day in self.ledger.anchor_turns if first < day < mark)])

    def _forget(self, day: date) -> None:
        """Parts that are over by a day have nothing to give back."""
        self._open = [one for one in self._open if one.part.stretch.after > day]

    # ---- the first part of a cycle

    def _first_part(self, first: date) -> Iterator[Part | Return]:
        day = self.days.charged(first, self.charge)
        level, begins = day.level(self.charge), first == self.life.begins
        if self._paid is not None:
            level = self._carried(day, level)
        # Where the anchor was moved, some days may be paid for another count.
        before = self._paid if self._open else None
        if before is not None and level.units < before:
            yield from self._fewer(day, level.units)
        self._paid = level.units
        if level.period == "once" and not begins:
            return
        one, window = day.charges[self.charge], day.cycle(self.charge).window
        charged_from = first + _DAY if begins and not day.says(one.first_day, True) else first
        # Where the anchor was moved, days that are paid for already are not charged again.
        charged_from = max([charged_from, *(opened.part.stretch.after for opened in self._open)])
        if before is not None and level.units > before:
            stretch, bought = Stretch(first, min(charged_from, window.after)), self._midnight(first)
            yield self._opened(Part(self.charge, first, day, stretch, level, before, bought, self._events(first)))
        if charged_from >= window.after:
            return
        due = window.after if begins and joins(day, self.charge) else first
        self._at_its_hour(first, day)
        begun = self.ledger.begun(first) if begins and by_seconds(day, self.charge) else None
        stretch = Stretch(charged_from, window.after, begun)
        part = Part(self.charge, due, day, stretch, level, Fraction(0), self._midnight(first), (), True)
        yield from self._but_for_given(part, [line for line in self.given if "+" not in line.id])

    def _carried(self, day: JudgedDay, level: Level) -> Level:
        """What is paid for in a new cycle: what is there, unless an older count stays until a later mark."""
        assert self._paid is not None
        difference = self._difference(day, level)
        stays = False
        if difference > 0:
            more = day.says(day.charges[self.charge].more, MORE)
            stays = not more.charged and not lies_on(more.when, day.on, self.charge, day, self.days)
        elif difference < 0:
            rule, _ = for_fewer(day, self.charge, self._why(day.on), 0, self.days)
            stays = rule.kind == "none" and not self._is_over(rule.when, day, notice_begins(day.on, rule.notice))
        return attrs.evolve(level, units=self._paid) if stays else level

    def _is_over(self, mark: str, day: JudgedDay, by: date) -> bool:
        """Whether a mark lies on a day, and the count was lower early enough for it."""
        if not lies_on(mark, day.on, self.charge, day, self.days):
            return False
        concerns = concerns_of(day.policy, ())
        turns = reversed(self.ledger.between(self.ledger.starts, day.on))
        ours = (turn for turn in turns if any(concerns.of(self.charge, one) for one in self.ledger.on_day(turn)))
        return next(ours, by) <= by

    # ---- changes inside a cycle

    def _turns(self, first: date, after: date) -> list[date]:
        """The days inside a cycle on which the count, or what a mark lets change, may be another one."""
        ends = after if self.life.ends is None else min(after, self.life.ends)
        events = self.ledger.between(first, ends)
        marks = months_inside(self.days.of(first, self.charge).cycle(self.charge))
        found = {*events, *(day + _DAY for day in events), *marks}
        return sorted(day for day in found if first < day < ends and day <= self.until)

    def _change(self, turn: date) -> Iterator[Part | Return]:
        day = self.days.charged(turn, self.charge)
        level = day.level(self.charge)
        if level.units == self._paid:
            return
        assert self._paid is not None
        difference = self._difference(day, level)
        if difference and day.says(day.charges[self.charge].change_lines, "difference") != "difference":
            yield from self._anew(day, level, difference > 0)
        elif difference > 0:
            yield from self._more(day, level)
        elif difference < 0:
            yield from self._fewer(day, level.units)
        elif level.units > self._paid or self._rule(day, self._events(turn))(self._bought())[0].kind != "none":
            self._paid = level.units

    def _more(self, day: JudgedDay, level: Level) -> Iterator[Part]:
        more, one = day.says(day.charges[self.charge].more, MORE), day.charges[self.charge].charge
        if not more.charged and not lies_on(more.when, day.on, self.charge, day, self.days):
            return
        if more.to_term_end:
            raise not_billed(refusals.EN503, one.at, "seats that are charged to the end of the term are")
        due = day.on
        if more.charged:
            due = next_mark(more.when, day.on, self.charge, day, self.days, one.at)
        assert self._paid is not None
        part = self._later(day, level, self._at_most_the_end(due), self._paid)
        self._paid = level.units
        yield from self._but_for_given(part, [line for line in self.given if line.id == part.name])

    def _fewer(self, day: JudgedDay, downto: Fraction) -> Iterator[Return]:
        events = self._events(day.on)
        rule = self._rule(day, events)
        if rule(self._bought())[0].kind != "none":
            yield from self._given_back(day, day.on, downto, events, rule)

    def _anew(self, day: JudgedDay, level: Level, more: bool) -> Iterator[Part | Return]:
        """A credit of all old units, and a charge of all new ones."""
        events, one = self._events(day.on), day.charges[self.charge]
        if more:
            stated = day.says(one.more, MORE)
            if not stated.charged and not lies_on(stated.when, day.on, self.charge, day, self.days):
                return
            charged, word = stated.charged, stated.when
            rule = self._rule(day, events, for_another_plan)
        else:
            rule = self._rule(day, events)
            stated_less, _ = rule(self._bought())
            if stated_less.kind == "none":
                return
            charged, word = True, stated_less.when
        due = next_mark(word, day.on, self.charge, day, self.days, one.charge.at) if charged else day.on
        for back in list(self._given_back(day, day.on, Fraction(0), events, rule)):
            yield attrs.evolve(back, due=max(due, back.part.due))
        self._open = []
        yield self._opened(self._later(day, level, due, Fraction(0)))

    def _end(self, ends: date) -> Iterator[Return]:
        """Everything that is paid for beyond the end is given back, as `cancellation:` says."""
        day, ending = self.days.of(ends - _DAY, self.charge), self.life.ending
        events = () if ending is None else (ending,)
        find = for_another_plan if isinstance(ending, PlanBegun) else for_the_end
        yield from self._given_back(day, ends, Fraction(0), events, self._rule(day, events, find))

    def _given_back(
        self, day: JudgedDay, since: date, downto: Fraction, events: tuple[Event, ...], rule: Rule
    ) -> Iterator[Return]:
        """Units from the newest part first, not paid for `since` a day. Parts of other days may hold the same units, where
        an anchor was moved: they are given back of each."""
        instant = self._instant(events, day)
        for newest in reversed(self._open):
            part, low = newest.part, max(downto, newest.part.above)
            if newest.upto <= low or part.stretch.after <= since:
                continue
            stated, at = rule(part.bought)
            if stated.kind == "none":
                break
            begins = max(since, part.stretch.first)
            due = self._at_most_the_end(next_mark(stated.when, since, self.charge, day, self.days, at))
            unused = Stretch(begins, part.stretch.after, instant if begins == since else None)
            yield Return(part, max(due, part.due), unused, newest.upto, low, stated, at, events, since=since)
            newest.upto = low
            self._paid = low if self._paid is None else min(low, self._paid)
        self._open = [one for one in self._open if one.upto > one.part.above]

    # ---- what they share

    def _but_for_given(self, part: Part, given: Sequence[GivenLine]) -> Iterator[Part]:
        """A part, or what was billed of it and what is left."""
        self.met |= {line.stretch.first for line in given if line.meets(part.stretch)}
        for one in but_for(given, part):
            self._open.append(_Open(one, one.level.units))
            yield one

    def _opened(self, part: Part) -> Part:
        """A part that pays for all units that are there now."""
        self._open.append(_Open(part, part.level.units))
        self._paid = part.level.units
        return part

    def _later(self, day: JudgedDay, level: Level, due: date, above: Fraction) -> Part:
        """A part behind the first one of its cycle."""
        events = self._events(day.on)
        bought = max((event.instant for event in events), default=self._midnight(day.on))
        stretch = Stretch(day.on, day.cycle(self.charge).window.after, self._instant(events, day))
        return Part(self.charge, due, day, stretch, level, above, bought, events)

    def _why(self, day: date) -> tuple[Event, ...]:
        """What made the count lower than that which is paid for: what happened on a day, else the last that may have."""
        here = self._events(day)
        for turn in reversed(self.ledger.between(self.ledger.starts, day)):
            if here:
                break
            ours = (one for one in self.ledger.on_day(turn) if getattr(one, "charge", self.charge) == self.charge)
            here = tuple(one for one in ours if lowers(one))
        return here

    def _bought(self) -> Instant:
        """When the newest part that may be given back was bought."""
        return self._open[-1].part.bought if self._open else Instant(0)

    def _rule(self, day: JudgedDay, events: tuple[Event, ...], find: Find = for_fewer) -> Rule:
        why = events or self._why(day.on)
        return lambda bought: find(day, self.charge, why, bought, self.days)

    def _difference(self, day: JudgedDay, level: Level) -> Fraction:
        """How much more the units of a day cost than those that are paid for, both by the prices of the day."""
        assert self._paid is not None
        now, paid = self.days.prices(day, self.charge, level.units, self._paid)
        return now - paid

    def _events(self, day: date) -> tuple[Event, ...]:
        """What may have changed the count on a day: its own events, or those of the day before whose last day was
        charged."""
        for on in (day, day - _DAY):
            ours = [one for one in self.ledger.on_day(on) if getattr(one, "charge", self.charge) == self.charge]
            if ours:
                return tuple(ours)
        return ()

    def _instant(self, events: tuple[Event, ...], day: JudgedDay) -> Instant | None:
        """The instant from which a change counts, where the policy counts seconds; None: its day does."""
        if not events or not by_seconds(day, self.charge):
            return None
        moving = {event.instant for event in events if event.type not in SILENT or event.type in ("cancelled", "paused")}
        if len(moving) > 1:
            words = f"changes of `{self.charge}` at several times of {day.on}, by seconds, are"
            raise not_billed(refusals.EN503, day.charges[self.charge].charge.at, words)
        return max(moving, default=None)

    def _at_its_hour(self, first: date, day: JudgedDay) -> None:
        """Refuses a change on the day of a mark, before the hour at which the cycle begins there."""
        if first == self.life.begins or not day.clock or not by_seconds(day, self.charge):
            return
        mark = self._midnight(first) + day.clock
        for event in self.ledger.on_day(first):
            ours = getattr(event, "charge", self.charge) == self.charge and event.type != "usage"
            if ours and event.instant < mark:
                raise not_billed(refusals.EN503, event.at, f"`{event.id}`, on the day of a mark and before its hour, is")

    def _midnight(self, day: date) -> Instant:
        return midnight(day, find_zone(self.days.zone))

    def _at_most_the_end(self, due: date) -> date:
        """No later than the charge ends; of an add-on that is given up, no later than the account does."""
        ends, ending, last = self.life.ends, self.life.ending, self.ledger.cancelled
        if ending is not None and ending.type == "addon_removed":
            ends = last.day if last is not None else None
        return due if ends is None else min(due, ends)
