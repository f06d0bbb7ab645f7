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
from seatpolicy.pricing.over_time.totals import REFUND
from seatpolicy.source.text import Span

Key = tuple[str, object, object]
_ZERO = Fraction(0)


@attrs.frozen
class News:
    """What is known of the past from a day on: the events that tell it, and how a line says it (`at` None: where the line is
    written)."""

    events: tuple[Event, ...]
    rule: str = "correction"
    words: str = "billed, and recorded later that it was not so"
    at: Span | None = None


@attrs.define
class Book:
    """What was billed so far, line by line, and lines of the past as they would be now."""

    _billed: dict[Key, DueLine] = attrs.field(init=False, factory=dict)
    _amounts: dict[Key, Fraction] = attrs.field(init=False, factory=dict)
    _anew: list[DueLine] = attrs.field(init=False, factory=list)
    _news: tuple[News, ...] = attrs.field(init=False, default=())
    waits: bool = attrs.field(init=False, default=False)
    """Whether more is known of the past than the last invoice knew."""

    def learn(self, news: Iterable[News]) -> None:
        """Begins to look at the past anew, because more of it is known."""
        self._news = (*self._news, *news)
        self._anew = []
        self.waits = True

    def lay_by(self, lines: Iterable[DueLine]) -> None:
        """Keeps the lines of an invoice of the past as they would be now."""
        self._anew += lines

    def bill(self, lines: Sequence[DueLine]) -> tuple[list[DueLine], Fraction]:
        """The lines of an invoice behind those that put earlier ones right, and how much of these was billed before."""
        why = ids(event for one in self._news for event in one.events)
        made: list[DueLine] = []
        whole = _ZERO
        # What was recorded late says why, before anybody who came back does.
        told = min(self._news, key=lambda one: one.at is not None, default=News(()))
        if self.waits:
            known = {one.key for one in self._anew}
            for one in self._anew:
                billed = self._amounts.get(one.key, _ZERO)
                if one.line.amount != billed:
                    self._keep(one)
                    made.append(_less(one, billed, why, told))
                    whole += billed
            for key, billed in self._amounts.items():
                if key not in known and billed:
                    made.append(_back(self._billed[key], billed, why, told))
                    self._amounts[key] = _ZERO
            self._anew, self._news, self.waits = [], (), False
        for one in lines:
            self._keep(one)
        return [*made, *lines], whole

    def _keep(self, one: DueLine) -> None:
        self._billed[one.key] = one
        self._amounts[one.key] = one.line.amount


def _anew(line: Line) -> str:
    """The id of a line that puts another one right."""
    return f"{line.id}@{line.period.first}"


def _less(one: DueLine, billed: Fraction, why: tuple[str, ...], told: News) -> DueLine:
    """The line, less what was billed of it."""
    if not billed:
        return one
    line = one.line
    amount = line.amount - billed
    basis = "" if told.at is None else told.words
    step = Step("amount", "billed before", line.at, basis, line.amount, -billed, amount, "")
    events = tuple(dict.fromkeys((*line.events, *why)))
    changed = attrs.evolve(
        line, id=_anew(line), amount=amount, exact=amount, steps=joined(line.steps, (step,)), events=events
    )
    return _due(attrs.evolve(one, line=changed))


def _back(one: DueLine, billed: Fraction, why: tuple[str, ...], told: News) -> DueLine:
    """What was billed and should not have been, as a credit of its line."""
    line = one.line
    step = Step("amount", told.rule, told.at or line.at, told.words, _ZERO, -billed, -billed, "")
    credit = attrs.evolve(
        line, id=_anew(line), kind="credit", credits=line.id, events=why, steps=(step,), list_amount=_ZERO,
        amount=-billed, exact=-billed,
    )  # fmt: skip
    return _due(attrs.evolve(one, line=credit, cut=_ZERO, before=-billed))


def _due(one: DueLine) -> DueLine:
    """What is taken back of a refund is due: the refund was paid out."""
    return attrs.evolve(one, goes_to="") if one.goes_to == REFUND and one.line.amount > 0 else one
