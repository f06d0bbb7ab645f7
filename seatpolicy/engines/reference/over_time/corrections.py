"""Lines as they would have been billed and lines that were billed in, what the next invoice puts right out.

A line that was billed otherwise comes again, less what was billed of it; one that should not have been billed comes back
whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.events.concerns import Concerns, ids_of
from seatpolicy.documents.events.records import Event
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.balance import REFUND
from seatpolicy.engines.reference.over_time.series import Due
from seatpolicy.source.text import Span

Key = tuple[str, date, date, int]
"""The id of a line, the first days of its cycle and of its own time, and how many lines had the same three before: the lines
of a minimum of one cycle may stand on several invoices."""


@attrs.frozen
class Learned:
    """Something about the past that is known now: the events that say so, and the `rule` and words that a line has for it,
    written at a place (None: where the line itself is)."""

    events: tuple[Event, ...]
    rule: str = "correction"
    words: str = "billed, and recorded later that it was not so"
    at: Span | None = None


@attrs.define
class Book:
    """What was billed so far, line by line, and what should have been. The next line of every charge names what was learned
    and the charge reads, as far as no line of it has named that."""

    concerns: Concerns
    _billed: dict[Key, Draft] = attrs.field(init=False, factory=dict)
    _amounts: dict[Key, Fraction] = attrs.field(init=False, factory=dict)
    _anew: list[tuple[Key, Draft, Fraction]] = attrs.field(init=False, factory=list)
    _met: Counter[tuple[str, date, date]] = attrs.field(init=False, factory=Counter)
    _learned: list[Learned] = attrs.field(init=False, factory=list)
    _late: list[Event] = attrs.field(init=False, factory=list)
    _named: set[tuple[str, str]] = attrs.field(init=False, factory=set)
    waits: bool = attrs.field(init=False, default=False)
    """Whether more is known of the past than the last invoice knew."""

    def learn(self, learned: Iterable[Learned]) -> None:
        """Begins to look at the past anew, because more of it is known."""
        made = list(learned)
        self._learned += made
        self._late += [event for one in made for event in one.events]
        self._anew = []
        self._met.clear()
        self.waits = True

    def lay_by(self, due: Due) -> None:
        """Keeps an invoice of the past as it would be now."""
        self._anew += [(self._key(draft), draft, left) for draft, left in zip(due.drafts, due.before, strict=True)]

    def bill(self, due: Due) -> tuple[Due, Fraction]:
        """The invoice with what is to be put right of earlier ones, and how much of it was billed before."""
        drafts: list[Draft] = []
        before: list[Fraction] = []
        whole = Fraction(0)
        if self.waits:
            known = {key for key, _, _ in self._anew}
            for key, draft, left in self._anew:
                billed = self._amounts.get(key, Fraction(0))
                if draft.left != billed:
                    self._keep(key, draft)
                    drafts.append(_less(draft, billed, self._why(draft.charge), self._told(), _anew(draft, key)))
                    before.append(left)
                    whole += billed
            for key in [key for key in self._amounts if key not in known and self._amounts[key]]:
                draft = self._billed[key]
                back = _back(draft, self._amounts[key], self._why(draft.charge), self._told(), _anew(draft, key))
                drafts.append(back)
                before.append(back.left)
                self._amounts[key] = Fraction(0)
            self._anew, self._learned = [], []
            self.waits = False
        self._name({draft.charge for draft in drafts}, due.drafts)
        for draft in due.drafts:
            self._keep(self._key(draft), draft)
        made = attrs.evolve(due, drafts=(*drafts, *due.drafts), before=(*before, *due.before))
        return made, whole

    def _told(self) -> Learned:
        """What a line says: that something was recorded late, before anything else."""
        return next((one for one in self._learned if one.at is None), self._learned[0])

    def _why(self, charge: str) -> tuple[str, ...]:
        """What was learned and no line of a charge has named."""
        late = (event for event in self._late if (charge, event.id) not in self._named)
        ours = (event for event in late if self.concerns.of(charge, event))
        return tuple(dict.fromkeys(name for event in ours for name in ids_of(event)))

    def _name(self, put_right: Iterable[str], drafts: Iterable[Draft]) -> None:
        """Has the first new line of each charge name what is late, unless it is named by a line that puts another right."""
        named = set(put_right)
        for draft in drafts:
            if draft.charge not in named and draft.kind != "top_up":
                draft.events = tuple(dict.fromkeys((*draft.events, *self._why(draft.charge))))
                named.add(draft.charge)
        self._named |= {(charge, event.id) for charge in named for event in self._late}

    def _keep(self, key: Key, draft: Draft) -> None:
        self._billed[key] = draft
        self._amounts[key] = draft.left

    def _key(self, draft: Draft) -> Key:
        """That of the next line of its kind."""
        plain = draft.id, draft.window.first, draft.days.first
        self._met[plain] += 1
        return *plain, self._met[plain] - 1


def _anew(draft: Draft, key: Key) -> str:
    """The id of a line that puts another one right."""
    return f"{draft.id}@{draft.days.first}" + (f".{key[-1] + 1}" if key[-1] else "")


def _less(draft: Draft, billed: Fraction, why: tuple[str, ...], told: Learned, name: str) -> Draft:
    """The line, less what was billed of it."""
    events = tuple(dict.fromkeys((*draft.events, *why)))
    if not billed:
        return attrs.evolve(draft, events=events)
    made = attrs.evolve(draft, id=name, steps=list(draft.steps), events=events)
    made.change("billed before", made.at, told.words if told.at is not None else "", made.left - billed)
    return _asked_for(made)


def _back(draft: Draft, billed: Fraction, why: tuple[str, ...], told: Learned, name: str) -> Draft:
    """What was billed and should not have been, as a credit of its line."""
    zero = Fraction(0)
    made = attrs.evolve(
        draft, id=name, kind="credit", credits=draft.id, events=why, steps=[],
        listed=zero, base=zero, left=zero, cut_by_maximum=zero, exact=zero,
    )  # fmt: skip
    made.change(told.rule, told.at or made.at, told.words, -billed)
    return _asked_for(made)


def _asked_for(draft: Draft) -> Draft:
    """A refund was paid out: what is taken back of it is due."""
    return attrs.evolve(draft, goes_to="") if draft.left > 0 and draft.goes_to == REFUND else draft
