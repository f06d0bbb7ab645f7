"""Lines as they would have been billed and lines that were billed in, what the next invoice puts right out.

A line that was billed otherwise comes again, less what was billed of it; one that should not have been billed comes back
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents.events.concerns import Concerns, ids_of
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Step
from seatpolicy.pricing.line_steps import joined
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.totals import REFUND
from seatpolicy.source.text import Span

Key = tuple[str, object, object, int]
"""That of a line, and which line with the same one it is: a minimum of one cycle may have lines on several invoices."""
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
    """What was billed so far, line by line, and lines of the past as they would be now. What the news are is named by the
    next line of every charge that reads it."""

    concerns: Concerns
    _billed: dict[Key, DueLine] = attrs.field(init=False, factory=dict)
    _amounts: dict[Key, Fraction] = attrs.field(init=False, factory=dict)
    _anew: dict[Key, DueLine] = attrs.field(init=False, factory=dict)
    _so_far: dict[tuple[str, object, object], int] = attrs.field(init=False, factory=dict)
    _late: list[Event] = attrs.field(init=False, factory=list)
    _told: dict[str, set[str]] = attrs.field(init=False, factory=dict)
    _news: tuple[News, ...] = attrs.field(init=False, default=())
    waits: bool = attrs.field(init=False, default=False)
    """Whether more is known of the past than the last invoice knew."""

    def learn(self, news: Iterable[News]) -> None:
        """Begins to look at the past anew, because more of it is known."""
        made = tuple(news)
        self._news = (*self._news, *made)
        self._late += [event for one in made for event in one.events]
        self._anew, self._so_far = {}, {}
        self.waits = True

    def lay_by(self, lines: Iterable[DueLine]) -> None:
        """Keeps the lines of an invoice of the past as they would be now."""
        for one in lines:
            self._anew[self._key(one)] = one

    def bill(self, lines: Sequence[DueLine]) -> tuple[list[DueLine], Fraction]:
        """The lines of an invoice behind those that put earlier ones right, and how much of these was billed before."""
        made: list[DueLine] = []
        whole = _ZERO
        # What was recorded late says why, before anybody who came back does.
        told = min(self._news, key=lambda one: one.at is not None, default=News(()))
        if self.waits:
            for key, one in self._anew.items():
                billed = self._amounts.get(key, _ZERO)
                if one.line.amount != billed:
                    self._keep(key, one)
                    made.append(_less(one, billed, self._unnamed(one.line.charge), told, _anew(one, key)))
                    whole += billed
            for key, billed in self._amounts.items():
                if key not in self._anew and billed:
                    back = self._billed[key]
                    made.append(_back(back, billed, self._unnamed(back.line.charge), told, _anew(back, key)))
                    self._amounts[key] = _ZERO
            self._anew, self._news, self.waits = {}, (), False
        lines = self._named_by(lines, {one.line.charge for one in made})
        for one in lines:
            self._keep(self._key(one), one)
        return [*made, *lines], whole

    def _unnamed(self, charge: str) -> tuple[str, ...]:
        """What is new and no line of a charge has named."""
        late = (event for event in self._late if event.id not in self._told.get(charge, ()))
        return tuple(dict.fromkeys(name for one in late if self.concerns.of(charge, one) for name in ids_of(one)))

    def _named_by(self, lines: Sequence[DueLine], named: set[str]) -> list[DueLine]:
        """The lines, of which the first of a charge names what is new, where none did that puts another one right."""
        made = []
        for one in lines:
            line = one.line
            if self._late and line.kind != "top_up" and line.charge not in named:
                named.add(line.charge)
                events = tuple(dict.fromkeys((*line.events, *self._unnamed(line.charge))))
                one = attrs.evolve(one, line=attrs.evolve(line, events=events))
            made.append(one)
        for charge in named:
            self._told.setdefault(charge, set()).update(event.id for event in self._late)
        return made

    def _keep(self, key: Key, one: DueLine) -> None:
        self._billed[key] = one
        self._amounts[key] = one.line.amount

    def _key(self, one: DueLine) -> Key:
        """The key of the next line that comes."""
        number = self._so_far.get(one.key, 0)
        self._so_far[one.key] = number + 1
        return *one.key, number


def _anew(one: DueLine, key: Key) -> str:
    """The id of a line that puts another one right."""
    number = key[-1]
    return f"{one.line.id}@{one.line.period.first}" + (f".{number + 1}" if number else "")


def _less(one: DueLine, billed: Fraction, why: tuple[str, ...], told: News, name: str) -> DueLine:
    """The line, less what was billed of it."""
    line = one.line
    events = tuple(dict.fromkeys((*line.events, *why)))
    if not billed:
        return attrs.evolve(one, line=attrs.evolve(line, events=events))
    amount = line.amount - billed
    basis = "" if told.at is None else told.words
    step = Step("amount", "billed before", line.at, basis, line.amount, -billed, amount, "")
    changed = attrs.evolve(
        line, id=name, amount=amount, exact=amount, steps=joined(line.steps, (step,)), events=events
    )
    return _due(attrs.evolve(one, line=changed))


def _back(one: DueLine, billed: Fraction, why: tuple[str, ...], told: News, name: str) -> DueLine:
    """What was billed and should not have been, as a credit of its line."""
    line = one.line
    step = Step("amount", told.rule, told.at or line.at, told.words, _ZERO, -billed, -billed, "")
    credit = attrs.evolve(
        line, id=name, kind="credit", credits=line.id, events=why, steps=(step,), list_amount=_ZERO,
        amount=-billed, exact=-billed,
    )  # fmt: skip
    return _due(attrs.evolve(one, line=credit, cut=_ZERO, before=-billed))


def _due(one: DueLine) -> DueLine:
    """What is taken back of a refund is due: the refund was paid out."""
    return attrs.evolve(one, goes_to="") if one.goes_to == REFUND and one.line.amount > 0 else one
