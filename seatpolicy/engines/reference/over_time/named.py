"""What falls due of a charge and everything that happened in, each part with the events that its line names out.

Of all events those that the charge reads. The first line of a cycle names what happened since the first line of the cycle
before, for that is why its count is another one; a later line of the cycle, and a credit, what led to it, and where nobody
can tell, what happened since the line before it; a line of what is over, what happened in its time. The first line of all
names everything since the account began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

import attrs

from seatpolicy.documents.events.concerns import Concerns
from seatpolicy.documents.events.order import in_order
from seatpolicy.documents.events.records import Event, PersonEvent, UsageReported, Used
from seatpolicy.engines.reference.bounds import Block
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import Diary, begins_anew, has_begun, ids
from seatpolicy.engines.reference.over_time.life import Life
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.statements import Statements

_DAY = timedelta(days=1)
Said = Callable[[date], tuple[bool, bool]]
"""Whether first days are charged on a day, and last days."""


@attrs.define
class Names:
    """The events of one charge, and which of them its lines have not named yet: since its last line, since the first one of
    its cycle."""

    events: tuple[Event, ...]
    said: Said
    named: dict[Part | Return, tuple[str, ...]]
    _since_line: list[Event] = attrs.field(init=False)
    _since_opening: list[Event] = attrs.field(init=False)
    _last: tuple[date, bool, tuple[Event, ...]] | None = attrs.field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        self._since_line, self._since_opening = list(self.events), list(self.events)

    def told(self, dues: Iterable[Part | Return], life: Life, in_advance: bool) -> Iterator[Part | Return]:
        """What falls due in one life of the charge; the ids that each line names are put into `named`."""
        for one in dues:
            opens = in_advance and isinstance(one, Part) and one.opens
            on = _day_of(one, life, in_advance)
            if self._last is None or self._last[:2] != (on, opens):
                self._last = on, opens, tuple(self._until(on, life, opens))
            here = self._last[2]
            if not isinstance(one, Part) or one.level.counted.given:
                # A part that nobody gave a count for may become no line.
                self._name(here, opens)
            also = [event for event in one.events if event in self.events or _is_use(event, one)]
            cut = [event for event in self.events if not in_advance and event.day == one.due and begins_anew(event)]
            if life.ending is not None and one.due == life.ends:
                # It is due on this day because nothing goes on behind it.
                cut.append(life.ending)
            if in_advance and not opens and also:
                # Of people it is known who made the change, perhaps long ago; what others did before it is none of its.
                here = tuple(event for event in here if not isinstance(event, PersonEvent) or _made_by(event, on))
            every = (*here, *also, *cut)
            self.named[one] = ids(in_order({event.id: event for event in every}.values()))
            yield one

    def _until(self, on: date, life: Life, opens: bool) -> Iterator[Event]:
        """What has happened by a day and has not been named."""
        whole_day = on in (life.begins, life.ends)
        first_day, last_day = (True, False) if whole_day else self.said(on)
        for event in self._since_opening if opens else self._since_line:
            begun = whole_day or begins_anew(event) or has_begun(event, first_day, last_day)
            if event.day < on or (event.day == on and begun):
                yield event

    def _name(self, here: tuple[Event, ...], opens: bool) -> None:
        self._since_line = [event for event in self._since_line if event not in here]
        if opens:
            self._since_opening = [event for event in self._since_opening if event not in here]


@attrs.define
class Naming:
    """The names of every charge of an account, whose lines may have several lives."""

    diary: Diary
    days: Days
    concerns: Concerns
    known: tuple[Event, ...]
    """All events: those among them that the diary leaves out moved something by what they were overtaken by."""
    named: dict[Part | Return, tuple[str, ...]] = attrs.field(init=False, factory=dict)
    _names: dict[str, Names] = attrs.field(init=False, factory=dict)
    _due: dict[date, list[Part | Return]] = attrs.field(init=False, factory=dict)
    _here: tuple[Part | Return, ...] = attrs.field(init=False, default=())

    def of(self, life: Life) -> Names:
        """Those of the charge that lives so."""
        charge = life.charge
        if charge not in self._names:
            counts = self.days.plainly(life.begins, charge).terms[charge].charge.counts
            here = {event.id for event in self.diary.events}
            every = in_order((*self.diary.events, *(event for event in self.known if event.id not in here)))
            events = (event for event in every if self.concerns.of(charge, event))
            # Of use, each line names that which it is for.
            ours = tuple(event for event in events if not isinstance(event, UsageReported) or event.meter not in counts)
            self._names[charge] = Names(ours, partial(self._said, charge), self.named)
        return self._names[charge]

    def by(self, one: Part | Return) -> tuple[str, ...]:
        """What the lines of a part or a credit name: of what is no part of a life, the events of its own day."""
        return self.named.get(one, ids(one.events))

    def name(self, one: Part | Return, drafts: Iterable[Draft]) -> None:
        """Has lines name it."""
        for draft in drafts:
            draft.events = self.by(one)

    def fell_due(self, dues: Iterable[Part | Return]) -> None:
        """Keeps what was due so far, by the first day of its cycle."""
        self._here = tuple(dues)
        for one in self._here:
            self._due.setdefault(_part(one).terms.window.first, []).append(one)

    def name_top_ups(self, drafts: Sequence[Draft], blocks: Iterable[Block]) -> None:
        """Has lines that a minimum or a commitment added name what is named by all of the cycle that it counts over, on this
        invoice and before; and what made the invoice, where that was something else."""
        for top_up in (draft for draft in drafts if draft.kind == "top_up"):
            block = next(one for one in blocks if (one.name, one.charge) == (top_up.owner, top_up.charge))
            here = self._due.get(top_up.window.first, ())
            ours = [one for one in here if block.counts(one.charge, _part(one).terms.plan.name)]
            ours += () if any(one in self._here for one in ours) else self._here
            top_up.events = tuple(dict.fromkeys(name for one in ours for name in self.by(one)))

    def _said(self, charge: str, on: date) -> tuple[bool, bool]:
        day = self.days.plainly(on, charge)
        if charge not in day.terms:
            return True, False
        said = Statements(day.terms[charge], day.world)
        return said.first_day_charged(), said.last_day_charged()


def _part(one: Part | Return) -> Part:
    return one if isinstance(one, Part) else one.part


def _day_of(one: Part | Return, life: Life, in_advance: bool) -> date:
    """The day up to which what happened has made it what it is."""
    if isinstance(one, Return):
        return one.since or one.unused.first
    if in_advance:
        return one.day.on
    after = min(one.stretch.after, one.due)
    return after if after == life.ends else after - _DAY


def _made_by(event: PersonEvent, on: date) -> bool:
    """Whether it may have taken the place of another one on a day."""
    return event.day >= on - _DAY and not isinstance(event, Used)


def _is_use(event: Event, one: Part | Return) -> bool:
    """Whether it is use that the line is for."""
    return isinstance(event, UsageReported) and isinstance(one, Part) and event.meter in one.terms.charge.counts
