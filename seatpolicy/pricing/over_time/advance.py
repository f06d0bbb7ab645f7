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

from seatpolicy.compiler.lower.over_time.day import Units
from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.effects import SILENT, PlanBegun
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.anew import credited
from seatpolicy.pricing.over_time.causes import Cause, Moves, dealt
from seatpolicy.pricing.over_time.fewer import Ruled, for_all_anew, for_another_plan, for_fewer, for_the_end
from seatpolicy.pricing.over_time.given import GivenLine, but_for, is_later
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.kept import KeptUnits
from seatpolicy.pricing.over_time.lives import Life, joins
from seatpolicy.pricing.over_time.marks import lies_on, months_inside, next_mark, renewal_inside
from seatpolicy.pricing.over_time.new_text import NewText, unlike
from seatpolicy.pricing.over_time.paid_parts import PaidParts, Rule
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.texts import DaysByText
from seatpolicy.pricing.over_time.worths import Stretch, by_seconds
from seatpolicy.semantics.model.prices import FewerSeats, MoreSeats
from seatpolicy.values.zones import Instant, find_zone, midnight

MORE = MoreSeats(True, "next invoice")
"""What happens to more units where no line says it."""

_DAY = timedelta(days=1)

Find = Callable[[JudgedDay, str, Cause, int, Days], Ruled]


@attrs.define
class Advance:
    """One life of a charge, as far as a day `until`. `given` is what a document says was billed; the first days of those
    that were met are `met`. `_there` are the units of the last day that was looked at, each one of `_units`, `_waiting`
    what led to units that wait for a mark; `_entered` is the day on which this cycle began for the charge."""

    life: Life
    ledger: Ledger
    days: DaysByText
    until: date
    given: Sequence[GivenLine] = ()
    met: set[date] = attrs.field(init=False, factory=set)
    _paid: PaidParts = attrs.field(init=False)
    _kept: KeptUnits = attrs.field(init=False, factory=KeptUnits)
    _there: Fraction = attrs.field(init=False, default=Fraction(0))
    _waiting: tuple[Event, ...] = attrs.field(init=False, default=())
    _units: Units | None = attrs.field(init=False, default=None)
    _entered: date = attrs.field(init=False, default=date.min)

    def __attrs_post_init__(self) -> None:
        self._paid = PaidParts(self.charge)

    @property
    def charge(self) -> str:
        """Whose life it is."""
        return self.life.charge

    def due(self) -> Iterator[Part | Return]:
        """Everything that falls due, in the order in which it comes up. Raises Refusal."""
        first, ends = self.life.begins, self.life.ends
        while first <= self.until and (ends is None or first < ends):
            after, texts = self._after(first), self._texts(first, date.max)
            self._entered = first
            self._paid.over_by(first)
            yield from self._first_part(first)
            for turn in self._turns(first, after):
                if turn in texts:
                    yield from self._repriced(texts[turn])
                yield from self._change(turn, turn in texts)
            first = after
            if after in texts and texts[after].another_cycle:
                yield from self._all_back(texts[after])
        if ends is not None and ends <= self.until:
            self._paid.over_by(ends)
            yield from self._end(ends)

    def _after(self, first: date) -> date:
        """The end of a cycle: its next mark, or the day on which the anchor is moved, or another text has other cycles."""
        mark = self.days.of(first, self.charge).cycle(self.charge).window.after
        moved = (day for day, new in self._texts(first, mark).items() if new.another_cycle)
        return min([mark, *moved, *(day for day in self.ledger.anchor_turns if first < day < mark)])

    def _texts(self, first: date, after: date) -> dict[date, NewText]:
        """The days between from which another text counts because of its date, as far as they are looked at; whoever has
        left is reached by none, however long what is paid goes on."""
        return self.days.new_texts(self.charge, first, min(after, self.until + _DAY, self.life.reached_until))

    # ---- the first part of a cycle

    def _first_part(self, first: date) -> Iterator[Part | Return]:
        day, paid = self.days.charged(first, self.charge), self._paid
        level, begins = day.level(self.charge), first == self.life.begins
        there, self._there = self._there, level.units
        causes: list[Cause] = []
        units, self._units = self._units, day.units(self.charge)
        if unlike(units, self._units):
            self._kept.clear()
        elif paid.units is not None:
            causes = self._moves(day).causes() if level.units < there else []
            level = self._carried(day, level, there, causes)
        # Where the anchor was moved, some days may be paid for another count.
        before = paid.units if paid.some else None
        if before is not None and level.units < before:
            for one in causes:
                if self._rule(day, one)(paid.lots.newest)[0].kind != "none":
                    yield from self._given_back(day, first, level.units, one)
        paid.pay(level.units, self._midnight(first))
        if level.period == "once" and (not begins or self.life.begins_by_text):
            return
        one_, window = day.charges[self.charge], day.cycle(self.charge).window
        late = begins and not self.life.begins_by_text and not day.says(one_.first_day, True)
        charged_from = first + _DAY if late else first
        # Where the anchor was moved, days that are paid for already are not charged again.
        charged_from = paid.behind(charged_from)
        if before is not None and level.units > before:
            stretch, bought = Stretch(first, min(charged_from, window.after)), self._midnight(first)
            events = self._moves(day).events
            yield paid.add(Part(self.charge, first, day, stretch, level, before, bought, events, entered=first))
        if charged_from >= window.after:
            return
        due = window.after if begins and joins(day, self.charge) else first
        self._at_its_hour(first, day)
        begun = self.ledger.begun(first) if begins and by_seconds(day, self.charge) else None
        stretch = Stretch(charged_from, window.after, begun)
        part = Part(self.charge, due, day, stretch, level, Fraction(0), self._midnight(first), (), True, entered=first)
        yield from self._but_for_given(part, [line for line in self.given if not is_later(line.id)])

    def _carried(self, day: JudgedDay, level: Level, there: Fraction, causes: Sequence[Cause]) -> Level:
        """What is paid for in a new cycle: what is there, unless an older count stays until a later mark."""
        paid = self._paid.units
        assert paid is not None
        self._kept.used_again(level.units - there, day.on)
        for units, one in dealt(causes, there - level.units, level, day, self.charge, self.days):
            rule, _ = self._rule(day, one)(0)
            if rule.kind == "none":
                self._keep(units, rule, day)
        self._kept.into_a_cycle(day.on, lambda mark: self._lies_on(mark, day))
        made = level.paying(level.units + self._kept.units)
        more = day.says(day.charges[self.charge].more, MORE)
        if self._difference(day, made) > 0 and not more.charged and not self._lies_on(more.when, day):
            self._waiting += self._moves(day).events if level.units != there else ()
            return level.paying(paid)
        self._waiting = ()
        return made

    # ---- changes inside a cycle

    def _turns(self, first: date, after: date) -> list[date]:
        """The days inside a cycle on which the count, or what a mark lets change, may be another one."""
        ends = after if self.life.ends is None else min(after, self.life.ends)
        events = self.ledger.between(first, ends)
        begin = self.days.of(first, self.charge)
        marks = [*months_inside(begin.cycle(self.charge)), *renewal_inside(first, ends, begin, self.days)]
        seats = self.days.seat_turns(self.charge, first, ends)
        found = {*events, *(day + _DAY for day in events), *seats, *marks, *self._texts(first, ends)}
        # Who is in a roster may fall idle on any day.
        pages = [turn for turn in (first, *sorted(found)) if first <= turn < ends and turn <= self.until]
        if any(self.days.charged(turn, self.charge).moves_by_itself for turn in pages):
            found |= {first + timedelta(days=number) for number in range((ends - first).days)}
        return sorted(day for day in found if first < day < ends and day <= self.until)

    def _change(self, turn: date, by_text: bool) -> Iterator[Part | Return]:
        """What a day changes: units that are used again, and those that stay paid, are no change. Units that wait for a mark
        are looked at by another text anew."""
        day, paid = self.days.charged(turn, self.charge), self._paid.units
        level = day.level(self.charge)
        assert paid is not None
        there, self._there = self._there, level.units
        self._kept.used_again(level.units - there, turn)
        units = level.units + self._kept.units
        more = level.units >= there or (by_text and level.units > paid)
        units = max(units, paid) if more else min(units, paid)
        if units == paid:
            return
        moved = level.units != there
        level = level.paying(units)
        difference = self._difference(day, level)
        if difference > 0 and moved:
            self._waiting += self._moves(day).events
        if difference and day.says(day.charges[self.charge].change_lines, "difference") != "difference":
            yield from self._anew(day, level, difference > 0)
        elif difference > 0:
            yield from self._more(day, level)
        elif difference < 0:
            yield from self._fewer(day, level)
        elif units < paid:
            _, level = credited(day, level, self._paid, self._keep, self._dealt(day, level), self._rule)
            self._paid.pay(level.units, Instant(0))
        else:
            self._paid.pay(units, self._midnight(turn))

    # ---- another text

    def _repriced(self, new: NewText) -> Iterator[Part | Return]:
        """What is paid for at another price by the text of a day comes back for the days from then on, and is charged
        anew, each part by itself. Where the units are other ones, all that is there now is charged for all that was."""
        day, level = new.new, self.days.charged(new.on, self.charge).level(self.charge)
        if new.other_units:
            yield from self._all_back(new)
            stretch, bought = Stretch(new.on, day.cycle(self.charge).window.after), new.midnight
            whole = Part(self.charge, new.on, day, stretch, level, Fraction(0), bought, (), True, entered=self._entered)
            yield from self._paid_anew(new.anew(whole, level, level.units))
            self._there = level.units
            self._paid.pay(level.units, self._paid.lots.newest)
            self._units = day.units(self.charge)
            self._kept.clear()
            return
        for part, upto in self._paid.taken():
            if part.stretch.after <= new.on or not new.costs_otherwise(upto, part.above, self.days):
                self._paid.add(part, upto)
                continue
            yield new.back(part, upto)
            yield from self._paid_anew(new.anew(part, level, upto))

    def _paid_anew(self, part: Part) -> Iterator[Part]:
        yield from self._but_for_given(part, [line for line in self.given if line.id == part.name])

    def _all_back(self, new: NewText) -> Iterator[Return]:
        """All that is paid for from a day on; what came once has come."""
        for part, upto in self._paid.taken():
            if part.stretch.after > new.on and part.level.period != "once":
                yield new.back(part, upto)

    def _more(self, day: JudgedDay, level: Level) -> Iterator[Part]:
        more, one = day.says(day.charges[self.charge].more, MORE), day.charges[self.charge].charge
        if not more.charged and not self._lies_on(more.when, day):
            return
        if more.to_term_end:
            raise not_billed(refusals.EN503, one.at, "seats that are charged to the end of the term are")
        due = day.on
        if more.charged:
            due = next_mark(more.when, day.on, self.charge, day, self.days, one.at)
        assert self._paid.units is not None
        part = self._later(day, level, self._at_most_the_end(due), self._paid.units, self._waiting)
        self._paid.pay(level.units, part.bought)
        self._waiting = ()
        yield from self._but_for_given(part, [line for line in self.given if line.id == part.name])

    def _fewer(self, day: JudgedDay, level: Level) -> Iterator[Return]:
        """Units that are given back, those of each cause by its own line; what is not credited stays paid."""
        for units, one in self._dealt(day, level):
            assert self._paid.units is not None
            low = self._paid.units - units
            yield from self._given_back(day, day.on, low, one)
            self._keep(self._paid.units - low, self._rule(day, one)(self._paid.lots.newest)[0], day)

    def _keep(self, units: Fraction, rule: FewerSeats, day: JudgedDay) -> None:
        """Units that are there no more and stay paid."""
        self._kept.add(units, rule, day.on, self.days.reused_until(day, self.charge))

    def _anew(self, day: JudgedDay, level: Level, more: bool) -> Iterator[Part | Return]:
        """A credit of all old units, and a charge of all new ones. Where units that went are credited in full, the rest is
        charged for the days of the old line, as if they had never been bought."""
        one, lots = day.charges[self.charge], self._paid.lots
        whole: Part | None = None
        if more:
            stated = day.says(one.more, MORE)
            if not stated.charged and not self._lies_on(stated.when, day):
                return
            charged, word, events = stated.charged, stated.when, self._waiting
            cause = Cause.of(events) if events else self._moves(day).causes()[0]
            ruled, named = for_all_anew(day, self.charge, cause, lots.newest, self.days), "change lines"
        else:
            found, level = credited(day, level, self._paid, self._keep, self._dealt(day, level), self._rule)
            if found is None:
                return
            (cause, ruled), charged, named = found, True, "fewer seats"
            word, events = ruled[0].when, cause.events
            if ruled[0].kind == "in full":
                whole = self._paid.alone
                if whole is None:
                    raise not_billed(refusals.EN503, ruled[1], "a credit in full of what several lines charged anew is")
        due = next_mark(word, day.on, self.charge, day, self.days, one.charge.at) if charged else day.on
        for back in list(self._given_back(day, day.on, Fraction(0), cause, lambda *_: ruled)):
            yield attrs.evolve(back, due=max(due, back.part.due), said=(named, ""))
        self._waiting = ()
        part = self._later(day, level, due, Fraction(0), events)
        yield self._paid.only(part if whole is None else attrs.evolve(part, stretch=whole.stretch), lots)

    def _end(self, ends: date) -> Iterator[Return]:
        """Everything that is paid for beyond the end is given back, as `cancellation:` says; at what was billed, where a
        text of the policy ends the charge."""
        if self.life.ends_by_text:
            yield from self._all_back(self.days.ended_by(self.charge, ends))
            return
        day, ending = self.days.of(ends - _DAY, self.charge), self.life.ending
        assert ending is not None
        find = for_another_plan if isinstance(ending, PlanBegun) else for_the_end
        yield from self._given_back(day, ends, Fraction(0), Cause.of((ending,)), find, (ending,))

    def _given_back(
        self,
        day: JudgedDay,
        since: date,
        downto: Fraction,
        cause: Cause,
        find: Find = for_fewer,
        today: Sequence[Event] | None = None,
    ) -> Iterator[Return]:
        """Units that are not paid for `since` a day, on which `today` happened."""
        here = self._moves(day).today if today is None else today
        instant = self._instant([event for event in cause.events if event in here], day)
        rule = self._rule(day, cause, find)
        yield from self._paid.given_back(
            day, self.days, since, downto, cause, rule, instant, self._at_most_the_end
        )

    # ---- what they share

    def _but_for_given(self, part: Part, given: Sequence[GivenLine]) -> Iterator[Part]:
        """A part, or what was billed of it and what is left."""
        self.met |= {line.stretch.first for line in given if line.meets(part.stretch)}
        for one in but_for(given, part):
            yield self._paid.add(one)

    def _later(self, day: JudgedDay, level: Level, due: date, above: Fraction, events: tuple[Event, ...]) -> Part:
        """A part behind the first one of its cycle."""
        today = self._moves(day).today
        here = [event for event in events if event in today]
        bought = max((event.instant for event in here), default=self._midnight(day.on))
        stretch = Stretch(day.on, day.cycle(self.charge).window.after, self._instant(here, day))
        return Part(self.charge, due, day, stretch, level, above, bought, events, entered=self._entered)

    def _moves(self, day: JudgedDay) -> Moves:
        """What moved the count since the day before, by the same text: what another one counts is nobody's doing."""
        before = self.days.charged(max(day.on - _DAY, self.life.begins), self.charge)
        before = self.days.like(before, day, self.charge)
        return Moves(self.charge, self.ledger, self.days, before, day)

    def _dealt(self, day: JudgedDay, level: Level) -> list[tuple[Fraction, Cause]]:
        """The units that are not paid for any more, dealt out over the causes."""
        assert self._paid.units is not None
        units = self._paid.units - level.units
        return dealt(self._moves(day).causes(), units, level, day, self.charge, self.days)

    def _rule(self, day: JudgedDay, cause: Cause, find: Find = for_fewer) -> Rule:
        return lambda bought: find(day, self.charge, cause, bought, self.days)

    def _lies_on(self, mark: str, day: JudgedDay) -> bool:
        return lies_on(mark, day.on, self.charge, day, self.days)

    def _difference(self, day: JudgedDay, level: Level) -> Fraction:
        """How much more the units of a day cost than those that are paid for, both by the prices of the day."""
        assert self._paid.units is not None
        now, paid = self.days.prices(day, self.charge, level.units, self._paid.units)
        return now - paid

    def _instant(self, events: Sequence[Event], day: JudgedDay) -> Instant | None:
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
