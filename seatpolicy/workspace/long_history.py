"""The many events of one account in, its invoices out, without ever holding the events: for a history of counts.

The lines are read once to see whether they are such a history, and whether they come in the order of time; then they are
read again and billed as they come. Where they come in another order, their instants are sorted, and each line is read when
its turn comes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import date

import attrs

from seatpolicy.compiler.meaning import Stopped
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.one_by_one import OneByOne
from seatpolicy.documents.events.order import place_in_time
from seatpolicy.documents.events.records import Event, SeatsChanged
from seatpolicy.documents.events.simultaneous import undecided
from seatpolicy.documents.events.usual import UsualEvents
from seatpolicy.documents.invoice import Invoice
from seatpolicy.engines.python.only_counts.fits import Same, is_plain_count, same_of
from seatpolicy.engines.python.only_counts.invoices import OnlyCounts
from seatpolicy.engines.python.only_counts.unfit import Unfit
from seatpolicy.engines.python.programs import Programs
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.source.text import SourceText, Span
from seatpolicy.workspace.event_lines import AccountLines, Held, Line
from seatpolicy.workspace.event_nodes import plain_data, quick_node

BITS = 16
"""Bits a line, by which ids are remembered: one id in a thousand looks like one that came before, and is looked for."""


class _OutOfOrder(Exception):
    """A line is earlier than the one before."""


@attrs.define(eq=False)
class LongHistory:
    """An account without its events, and the lines of these; `tick` is told of each line that is read. `in_order`: they come
    in the order of time. `count` are the invoices that were made to try it."""

    same: Same
    lines: AccountLines
    path: str
    read: OneByOne
    charges: frozenset[str]
    tick: Callable[[], None]
    in_order: bool = True
    count: int = 0
    usual: UsualEvents = attrs.field(init=False)
    _rows: array[int] | None = None

    def __attrs_post_init__(self) -> None:
        self.usual = UsualEvents(self.read.reader)

    def invoices(self, until: date) -> Iterator[Invoice]:
        """Each invoice up to a day, one after the other. Raises Unfit where the short way ends."""
        return OnlyCounts(self.same, until, (one for one in self._events() if one.day <= until)).invoices()

    def is_fit(self, until: date) -> bool:
        """Whether all invoices up to a day can be made so; every line is read for it."""
        try:
            try:
                self._tried(until)
            except _OutOfOrder:
                self.in_order = False
                self._sort()
                self._tried(until)
        except (Unfit, Stopped):
            return False
        return True

    def _tried(self, until: date) -> None:
        ids = _Ids(len(self.lines))
        events = self._checked(ids)
        self.count = sum(1 for _ in OnlyCounts(self.same, until, (one for one in events if one.day <= until)).invoices())
        for _ in events:
            pass
        if ids.suspects and not self._differ(ids.suspects):
            raise Unfit

    def _checked(self, ids: _Ids) -> Iterator[SeatsChanged]:
        """Every event; Unfit where one is not of a history of counts, or cannot be true."""
        start = self.same.day.on
        for event in self._events():
            if not is_plain_count(event, start, self.charges):
                raise Unfit
            ids.add(event.id)
            yield event

    def _differ(self, suspects: set[str]) -> bool:
        """Whether ids that look like others are others, or the same event again."""
        seen: set[str] = set()
        for event in self._events():
            if event.id in seen:
                return False
            if event.id in suspects:
                seen.add(event.id)
        return True

    # ---- reading

    def _events(self) -> Iterator[SeatsChanged]:
        """All events in their order, each once. Raises Unfit for what is no change of seats, _OutOfOrder."""
        together: list[SeatsChanged] = []
        for line in self._in_time():
            event = self._event(line)
            if together and event.instant != together[-1].instant:
                if event.instant < together[-1].instant:
                    raise _OutOfOrder
                yield from _one_instant(together)
                together = []
            together.append(event)
        yield from _one_instant(together)

    def _in_time(self) -> Iterator[Line]:
        if self._rows is None:
            return iter(self.lines)
        assert isinstance(self.lines, Held)
        held = self.lines
        return (held.line(row) for row in self._rows)

    def _event(self, line: Line) -> SeatsChanged:
        self.tick()
        plain = plain_data(line.content)
        if plain is not None:
            said, text = plain
            usual = self.usual.event(said, Span(SourceText(self.path, text, line.number), 0, len(text)))
            if usual is not None:
                return usual
        node = quick_node(self.path, line.number, line.content)
        event = None if node is None else self.read.event(node)
        if not isinstance(event, SeatsChanged):
            raise Unfit
        return event

    def _sort(self) -> None:
        """The rows in the order of time; lines that were read where they stand are held from now on."""
        if not isinstance(self.lines, Held):
            held = Held()
            for line in self.lines:
                held.add(line)
            self.lines = held
        instants = array("q", (self._event(line).instant for line in self.lines))
        self._rows = array("I", sorted(range(len(instants)), key=instants.__getitem__))

    @property
    def size(self) -> int:
        """Bytes of memory that the lines take."""
        rows = 0 if self._rows is None else 12 * len(self._rows)
        return rows + (self.lines.size if isinstance(self.lines, Held) else 0)


def long_history(
    programs: Programs,
    texts: Texts,
    account: Account,
    lines: AccountLines,
    path: str,
    until: date,
    tick: Callable[[], None] = lambda: None,
) -> LongHistory | None:
    """The history of an account that was read without its events; None where the whole way must be gone."""
    same = same_of(programs, texts, attrs.evolve(account, has_history=True), until)
    if same is None:
        return None
    read = OneByOne(texts.any, account.currency, Diagnostics())
    made = LongHistory(same, lines, path, read, frozenset(one.of.name for one in same.charges), tick)
    return made if made.is_fit(until) else None


def _one_instant(events: list[SeatsChanged]) -> Iterator[SeatsChanged]:
    """Events of one instant in their order; the same one told twice counts once. Raises Unfit where they contradict each
    other."""
    if len(events) == 1:
        yield events[0]
        return
    ordered = sorted(events, key=place_in_time)
    if any(True for _ in undecided(ordered)):
        raise Unfit
    before: Event | None = None
    for event in ordered:
        if event != before:
            yield event
        before = event


@attrs.define(eq=False)
class _Ids:
    """Which ids were met, in two bytes each: `suspects` are those that may have been met before."""

    count: int
    suspects: set[str] = attrs.field(factory=set)
    _bits: bytearray = attrs.field(init=False)
    _hash: Callable[[object], int] = hash

    def __attrs_post_init__(self) -> None:
        self._bits = bytearray(max(self.count * BITS // 8, 1024))

    def add(self, name: str) -> None:
        """One more."""
        bits, size = self._bits, len(self._bits) * 8
        mixed = self._hash(name) & 0xFFFFFFFFFFFFFFFF
        known = True
        for _ in range(4):
            mixed = (mixed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
            place, bit = divmod((mixed >> 16) % size, 8)
            if not bits[place] >> bit & 1:
                known = False
                bits[place] |= 1 << bit
        if known:
            self.suspects.add(name)
