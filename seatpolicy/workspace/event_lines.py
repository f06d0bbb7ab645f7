"""A file of events as JSON Lines in, each account's events out, one account after the other.

    {"account": "acme-corp", "id": "e-1", "at": "2026-11-10T15:04:00Z", "type": "seats_changed", "charge": "seats", "by": 2}

The file is looked through once before anything is billed: a line that no account can be told from stops everything, for a
bill without it would be wrong. Where the accounts' events stand together, in the order in which the accounts come, they are
read once more while the accounts are billed, and nothing is held but one account's lines, of a very long one not even these.
Otherwise all lines are held, put together by account.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents import messages
from seatpolicy.source.text import BYTE_ORDER_MARK, SourceText, Span
from seatpolicy.workspace.accounts import bounded_lines
from seatpolicy.workspace.event_nodes import ACCOUNT
from seatpolicy.workspace.files import decode, read_source, unreadable
from seatpolicy.workspace.json_text import read_json_line
from seatpolicy.workspace.standard_input import NAME, SHOWN

DO463 = code("DO463", "events-of-nobody", Severity.ERROR, "events are of an account that is billed")

LONG = 5_000
"""So many events of one account are taken into memory; the lines of more are read where they stand."""

MOST_TOLD = 20
"""So many lines that cannot be read are told."""

SAMPLE = '"account": "acme-corp"'


class Line(NamedTuple):
    """The number of a line in its file, its bytes without the line end, and the offset behind it."""

    number: int
    content: bytes
    end: int


@attrs.frozen
class Kept:
    """How the events of a run are held: how many there are, of how many accounts; whether one account's are at a time, and
    how many bytes of memory each takes otherwise."""

    path: str
    events: int
    accounts: int
    in_order: bool
    bytes_each: int


@attrs.define(eq=False)
class Held:
    """Lines side by side: nothing but their own bytes and twelve more are held of each."""

    content: bytearray = attrs.field(factory=bytearray)
    ends: array[int] = attrs.field(factory=lambda: array("Q"))
    numbers: array[int] = attrs.field(factory=lambda: array("I"))

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[Line]:
        return (self.line(row) for row in range(len(self.ends)))

    def add(self, line: Line) -> None:
        """One more."""
        self.content += line.content
        self.ends.append(len(self.content))
        self.numbers.append(line.number)

    def line(self, row: int) -> Line:
        """One of them."""
        begin, end = self.ends[row - 1] if row else 0, self.ends[row]
        return Line(self.numbers[row], bytes(self.content[begin:end]), end)

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return sys.getsizeof(self.content) + sys.getsizeof(self.ends) + sys.getsizeof(self.numbers)


@attrs.frozen
class Place:
    """Where the lines of one account stand in a file, from an offset and the number of a line on up to others."""

    file: str
    offset: int
    number: int
    count: int
    end: int
    after: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Line]:
        return (line for line, _ in zip(_lines(self.file, self.offset, self.number), range(self.count), strict=False))


AccountLines = list[Line] | Held | Place
"""The lines of one account: a few, all of them together with those of all other accounts, or where they stand. They can be
read again and again."""


@attrs.define(eq=False)
class EventLines:
    """The events of a file, opened by `event_lines`."""

    path: str
    kept: Kept
    _file: str
    _held: dict[str, Held]
    _long: dict[str, Place]
    _stream: Iterator[tuple[str | None, Line]] | None = None
    _next: tuple[str | None, Line] | None = None

    def of(self, account: str) -> AccountLines:
        """The lines of an account; accounts are asked for in the order in which they were looked through."""
        if not self.kept.in_order:
            return self._held.pop(account, None) or []
        if account in self._long:
            place = self._long.pop(account)
            self._go_on(place.end, place.after)
            return place
        if self._stream is None:
            self._go_on(0, 1)
        found: list[Line] = []
        while self._next is not None and self._next[0] == account:
            found.append(self._next[1])
            self._step()
        return found

    def left(self) -> Iterator[Diagnostic]:
        """A finding for every account whose events nobody asked for."""
        for account, held in self._held.items():
            words = f"{len(held):,} events are" if len(held) > 1 else "an event is"
            yield DO463.at(None, f"{words} of `{account}`, which is no account that is billed",
                           path=f"{self.path}:{held.line(0).number}", why="what happened to it is in no bill",
                           hint="name its document, too, or correct the key `account`", subject=account)  # fmt: skip

    def close(self) -> None:
        """Forgets a copy of standard input."""
        if self._file != self.path:
            with contextlib.suppress(OSError):
                os.remove(self._file)

    def _go_on(self, offset: int, number: int) -> None:
        self._stream = _with_accounts(_lines(self._file, offset, number))
        self._step()

    def _step(self) -> None:
        assert self._stream is not None
        self._next = next(self._stream, None)


def event_lines(path: str, accounts: Iterable[str] | None) -> tuple[EventLines | None, list[Diagnostic]]:
    """The events of a file, or of standard input, looked through; None, and why, where that fails. `accounts` are the names
    of accounts in the order in which they are billed; None: the order is not known before."""
    shown = SHOWN if path == NAME else path
    try:
        file = _spooled() if path == NAME else path
        order, found = _looked_through(file, shown, accounts)
    except (FileNotFoundError, IsADirectoryError):
        return None, list(read_source(path).diagnostics)
    except (OSError, ValueError) as trouble:
        return None, [unreadable(shown, trouble)]
    if found:
        return None, found
    held: dict[str, Held] = {}
    if not order.is_kept:
        for account, line in _with_accounts(_lines(file)):
            held.setdefault(str(account), Held()).add(line)
    size = sum(one.size + sys.getsizeof(name) for name, one in held.items())
    kept = Kept(shown, order.events, len(held) or order.groups, order.is_kept, -(-size // max(order.events, 1)))
    return EventLines(shown, kept, file, held, order.long), []


@attrs.define(eq=False)
class _Order:
    """Whether events come account by account, as the accounts do; and the accounts that have very many."""

    file: str
    accounts: Iterator[str]
    is_kept: bool
    events: int = 0
    groups: int = 0
    long: dict[str, Place] = attrs.field(factory=dict)
    _current: str = ""
    _begin: tuple[int, int] = (0, 1)
    _before: tuple[int, int] = (0, 1)
    _count: int = 0

    def meets(self, account: str, line: Line) -> None:
        """One more event."""
        self.events += 1
        if account != self._current and self.is_kept:
            self._current, self._count, self._begin = account, 0, self._before
            self.groups += 1
            self.is_kept = any(name == account for name in self.accounts)
        self._before = line.end, line.number + 1
        self._count += 1
        if self._count > LONG and self.is_kept:
            self.long[account] = Place(self.file, *self._begin, self._count, *self._before)


def _looked_through(file: str, shown: str, accounts: Iterable[str] | None) -> tuple[_Order, list[Diagnostic]]:
    found: list[Diagnostic] = []
    order = _Order(file, iter(accounts or ()), accounts is not None)
    for account, line in _with_accounts(_lines(file)):
        if account is not None:
            order.meets(account, line)
        elif len(found) < MOST_TOLD:
            found.append(_why_not(shown, line))
    return order, found


def _with_accounts(lines: Iterable[Line]) -> Iterator[tuple[str | None, Line]]:
    """Each line with its account; None for a line that says none."""
    for line in lines:
        try:
            account = json.loads(line.content).get(ACCOUNT)
        except (ValueError, AttributeError, RecursionError):
            account = None
        yield (account if isinstance(account, str) and account.strip() else None), line


def _lines(file: str, offset: int = 0, number: int = 1) -> Iterator[Line]:
    """The lines of a file that are not empty, from an offset on."""
    with open(file, "rb") as opened:
        opened.seek(offset)
        end = offset
        for count, line in enumerate(bounded_lines(opened), start=number):
            end += len(line)
            if line.strip():
                yield Line(count, line.strip(b"\r\n"), end)


def _why_not(path: str, line: Line) -> Diagnostic:
    """Why a line is no event of an account."""
    read = decode(f"{path}:{line.number}", line.content)
    if read.value is None:
        return read.diagnostics[0]
    source = SourceText(path, read.value.text.removeprefix(BYTE_ORDER_MARK), line.number)
    made = read_json_line(source)
    if made.has_errors:
        return made.diagnostics[0]
    return messages.missing_key(Span(source, 0, len(source.text)), "an event of a file of events", ACCOUNT, SAMPLE)


def _spooled() -> str:
    """Standard input as a file that can be read twice."""
    if sys.stdin is None:
        raise OSError(0, "Standard input is closed")
    descriptor, name = tempfile.mkstemp(prefix="seatpolicy-")
    with os.fdopen(descriptor, "wb") as file:
        while part := sys.stdin.buffer.read(1 << 20):
            file.write(part)
    return name
