"""What falls due of a charge and the ledger in, the same with the events that each line names out.

A line names events that its charge reads: the first of a cycle those since the first of the cycle before, a later one and a
credit those that led to it (else those since the line before it), a line of what is over those of its time. Events are kept
in the order of their days, and a mark says how far lines have named them; a few of a mark's own day may stay behind it,
where first or last days are not charged on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.compiler.lower.over_time.due import Counts
from seatpolicy.documents.events.concerns import Concerns
from seatpolicy.documents.events.order import place_in_time
from seatpolicy.documents.events.records import Event, PersonEvent, UsageReported, Used
from seatpolicy.ledger.effects import ends_something
from seatpolicy.ledger.ledger import Ledger, begins_anew, ids
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.judged import Days
from seatpolicy.pricing.over_time.lives import Life
from seatpolicy.pricing.over_time.opened import counts
from seatpolicy.pricing.over_time.parts import Part, Return

_DAY = timedelta(days=1)


@attrs.frozen
class _Mark:
    """How many events are named, but for those at some places before."""

    upto: int = 0
    behind: tuple[int, ...] = ()


@attrs.define(eq=False)
class Names:
    """The events that one charge reads, by day, and what its lines have named."""

    charge: str
    events: Sequence[Event]
    days: Days
    anew: Collection[date]
    named: dict[Part | Return, tuple[str, ...]]
    _days: list[date] = attrs.field(init=False)
    _ids: frozenset[str] = attrs.field(init=False)
    _line: _Mark = attrs.field(init=False, factory=_Mark)
    _opening: _Mark = attrs.field(init=False, factory=_Mark)
    _at: tuple[date, bool] | None = attrs.field(init=False, default=None)
    _here: tuple[Event, ...] = attrs.field(init=False, default=())

    def __attrs_post_init__(self) -> None:
        self._days = [event.day for event in self.events]
        self._ids = frozenset(event.id for event in self.events)

    def of(self, dues: Iterable[Part | Return], life: Life, in_advance: bool) -> Iterator[Part | Return]:
        """What falls due in one life of the charge; the ids that each line names are put into `named`."""
        for one in dues:
            opens = in_advance and isinstance(one, Part) and one.opens
            on = self._up_to(one, life, in_advance)
            if self._at != (on, opens):
                self._at = on, opens
                mark = self._mark(on, on in (life.begins, life.ends))
                self._here = self._between(self._opening if opens else self._line, mark)
                if isinstance(one, Return) or one.level.given:
                    # A part that nobody gave a count for may become no line, so that the next one names the same.
                    self._line = mark
                    self._opening = mark if opens else self._opening
            cut = [] if in_advance else list(self._beginning_anew(one.due))
            if life.ending is not None and one.due == life.ends:
                # It is due on this day because nothing goes on behind it.
                cut.append(life.ending)
            own, here = tuple(self._of_its_own(one)), self._here
            if own and in_advance and not opens:
                # Of people it is known who made the change, perhaps long ago; of the others those of its day may have
                # taken a place.
                here = tuple(event for event in here if self._may_have_moved(event, on))
            named = {event.id: event for event in (*here, *own, *cut)}
            self.named[one] = ids(sorted(named.values(), key=place_in_time))
            yield one

    def _up_to(self, one: Part | Return, life: Life, in_advance: bool) -> date:
        """The last day whose events have made it what it is."""
        if isinstance(one, Return):
            return one.since or one.unused.first
        if in_advance:
            return one.day.on
        after = min(one.stretch.after, one.due)
        return after if after == life.ends else after - _DAY

    def _mark(self, on: date, whole_day: bool) -> _Mark:
        """How far lines have named the events when those of a day are."""
        upto, first = bisect_right(self._days, on), bisect_left(self._days, on)
        if whole_day or first == upto:
            return _Mark(upto)
        day = self.days.of(on, self.charge)
        one = day.charges.get(self.charge)
        begins, ends = (True, False) if one is None else (day.says(one.first_day, True), day.says(one.last_day, False))
        here = range(first, upto)
        return _Mark(upto, tuple(n for n in here if self._waits(self.events[n], begins, ends)))

    @staticmethod
    def _waits(event: Event, begins: bool, ends: bool) -> bool:
        """Whether what happened counts from the next day on, where first days are charged or not, and last days; cycles
        begin anew at once."""
        if begins_anew(event):
            return False
        return ends if ends_something(event) else not begins

    def _between(self, mark: _Mark, later: _Mark) -> tuple[Event, ...]:
        places = (*mark.behind, *range(mark.upto, later.upto))
        return tuple(self.events[n] for n in places if n not in later.behind)

    @staticmethod
    def _may_have_moved(event: Event, on: date) -> bool:
        if not isinstance(event, PersonEvent):
            return True
        return event.day >= on - _DAY and not isinstance(event, Used)

    def _beginning_anew(self, on: date) -> Iterator[Event]:
        """What cut the cycle short that is over on a day: cycles that begin to be counted anew."""
        if on in self.anew:
            here = range(bisect_left(self._days, on), bisect_right(self._days, on))
            yield from (self.events[n] for n in here if begins_anew(self.events[n]))

    def _of_its_own(self, one: Part | Return) -> Iterator[Event]:
        """What happened on its own day, and the use that it is for."""
        day = one.day if isinstance(one, Part) else one.part.day
        meters = day.charges[self.charge].charge.counts
        for event in one.events:
            if isinstance(event, UsageReported):
                ours = isinstance(one, Part) and event.meter in meters
            else:
                ours = event.id in self._ids
            if ours:
                yield event


@attrs.define(eq=False)
class Naming:
    """The names of every charge of an account, made when its first life is billed. `known` are all events, those too that
    others overtook, so that the ledger has none of them."""

    ledger: Ledger
    days: Days
    concerns: Concerns
    known: Sequence[Event]
    named: dict[Part | Return, tuple[str, ...]] = attrs.field(init=False, factory=dict)
    _names: dict[str, Names] = attrs.field(init=False, factory=dict)
    _due: dict[date, list[Part | Return]] = attrs.field(init=False, factory=dict)
    _now: list[Part | Return] = attrs.field(init=False, factory=list)

    def of(self, life: Life) -> Names:
        """Those of the charge that lives so; use is named by the line that it is billed with."""
        charge = life.charge
        if charge not in self._names:
            meters = self.days.of(life.begins, charge).charges[charge].charge.counts
            counted = {event.id for event in self.ledger.events}
            every = (*self.ledger.events, *(event for event in self.known if event.id not in counted))
            events = (event for event in every if self.concerns.of(charge, event))
            ours = (event for event in events if not (isinstance(event, UsageReported) and event.meter in meters))
            by_day = sorted(ours, key=lambda event: (event.day, place_in_time(event)))
            self._names[charge] = Names(charge, by_day, self.days, self.ledger.anchor_turns, self.named)
        return self._names[charge]

    def by(self, one: Part | Return) -> tuple[str, ...]:
        """What the lines of a part or a credit name: of what is no part of a life, the events of its own day."""
        return self.named[one] if one in self.named else ids(one.events)

    def fell_due(self, first: date, dues: Iterable[Part | Return]) -> None:
        """Keeps what was due so far of the cycle with a first day."""
        self._now = list(dues)
        self._due.setdefault(first, []).extend(self._now)

    def top_up(self, one: DueLine, blocks: Sequence[Counts]) -> DueLine:
        """A line that a minimum or a commitment added, with what is named by all of the cycle that it counts over, on this
        invoice and before; and what made the invoice, where that was something else."""
        line = one.line
        block = next(block for block in blocks if (block.name, block.charge) == (line.owner, line.charge))
        ours = [due for due in self._due.get(one.window.first, ()) if counts(block, due.charge, due.owner)]
        if not any(due in ours for due in self._now):
            ours += self._now
        events = tuple(dict.fromkeys(name for due in ours for name in self.by(due)))
        return attrs.evolve(one, line=attrs.evolve(line, events=events))
