"""Invoices of the short way in, the same with the lines of the whole way out, which are made when somebody reads them.

The short way knows what every invoice comes to. Which events a line names is asked of the whole history, by the whole way's
own rules, so that there is one answer; who wants sums alone never pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import overload

import attrs

from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice, Line
from seatpolicy.engines.python.over_time.invoices import History
from seatpolicy.engines.python.programs import Programs
from seatpolicy.semantics.model.texts import Texts

Whole = Callable[[], tuple[Invoice, ...]]


@attrs.define(eq=False, repr=False)
class WholeLines(Sequence[Line]):
    """The lines of the invoice at a `place` of a series. Behaves as the tuple of them."""

    whole: Whole
    place: int
    size: int

    def _all(self) -> tuple[Line, ...]:
        return tuple(self.whole()[self.place].lines)

    @overload
    def __getitem__(self, place: int) -> Line: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...

    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        return self._all()[place]

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Line]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, WholeLines)) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def with_whole_lines(
    short: Sequence[Invoice], programs: Programs, texts: Texts, account: Account, until: date
) -> tuple[Invoice, ...]:
    """The same invoices. Raises AssertionError, when a line is read, where the two ways come to other totals: that is a
    mistake of the program."""
    made: list[tuple[Invoice, ...]] = []

    def whole() -> tuple[Invoice, ...]:
        if not made:
            made.append(History(programs, texts, account).series(until).value)
            same = [(one.id, one.as_of, one.totals, len(one.lines)) for one in made[0]]
            assert same == [(one.id, one.as_of, one.totals, len(one.lines)) for one in short], "two ways, two totals"
        return made[0]

    return tuple(
        attrs.evolve(one, lines=WholeLines(whole, place, len(one.lines))) for place, one in enumerate(short)
    )
