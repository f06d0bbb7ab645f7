"""Lines as they would have been billed and lines that were billed in, what the next invoice puts right out.

A line that was billed otherwise comes again, less what was billed of it; one that should not have been billed comes back
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Line, Step
from seatpolicy.ledger.ledger import ids
from seatpolicy.pricing.line_steps import joined
from seatpolicy.pricing.over_time.billed import DueLine

Key = tuple[str, object, object]
_ZERO = Fraction(0)


@attrs.define
class Book:
    """What was billed so far, line by line, and lines of the past as they would be now."""

    _billed: dict[Key, DueLine] = attrs.field(init=False, factory=dict)
    _amounts: dict[Key, Fraction] = attrs.field(init=False, factory=dict)
    _anew: list[DueLine] = attrs.field(init=False, factory=list)
    waits: bool = attrs.field(init=False, default=False)
    """Whether more is known of the past than the last invoice knew."""

    def learn(self) -> None:
        """Begins to look at the past anew, because more of it is known."""
        self._anew = []
        self.waits = True

    def lay_by(self, lines: Iterable[DueLine]) -> None:
        """Keeps the lines of an invoice of the past as they would be now."""
        self._anew += lines

    def bill(self, lines: Sequence[DueLine], late: Iterable[Event]) -> tuple[list[DueLine], Fraction]:
        """The lines of an invoice behind those that put earlier ones right, since events were recorded `late`; and how much
        of these was billed before."""
        why = ids(late)
        made: list[DueLine] = []
        whole = _ZERO
        if self.waits:
            known = {one.key for one in self._anew}
            for one in self._anew:
                billed = self._amounts.get(one.key, _ZERO)
                if one.line.amount != billed:
                    self._keep(one)
                    made.append(_less(one, billed, why))
                    whole += billed
            for key, billed in self._amounts.items():
                if key not in known and billed:
                    made.append(_back(self._billed[key], billed, why))
                    self._amounts[key] = _ZERO
            self._anew = []
            self.waits = False
        for one in lines:
            self._keep(one)
        return [*made, *lines], whole

    def _keep(self, one: DueLine) -> None:
        self._billed[one.key] = one
        self._amounts[one.key] = one.line.amount


def _anew(line: Line) -> str:
    """The id of a line that puts another one right."""
    return f"{line.id}@{line.period.first}"


def _less(one: DueLine, billed: Fraction, why: tuple[str, ...]) -> DueLine:
    """The line, less what was billed of it."""
    if not billed:
        return one
    line = one.line
    amount = line.amount - billed
    step = Step("amount", "billed before", line.at, "", line.amount, -billed, amount, "")
    events = tuple(dict.fromkeys((*line.events, *why)))
    changed = attrs.evolve(
        line, id=_anew(line), amount=amount, exact=amount, steps=joined(line.steps, (step,)), events=events
    )
    return attrs.evolve(one, line=changed)


def _back(one: DueLine, billed: Fraction, why: tuple[str, ...]) -> DueLine:
    """What was billed and should not have been, as a credit of its line."""
    line, words = one.line, "billed, and recorded later that it was not so"
    step = Step("amount", "correction", line.at, words, _ZERO, -billed, -billed, "")
    credit = attrs.evolve(
        line, id=_anew(line), kind="credit", credits=line.id, events=why, steps=(step,), list_amount=_ZERO,
        amount=-billed, exact=-billed,
    )  # fmt: skip
    return attrs.evolve(one, line=credit, cut=_ZERO, before=-billed)
