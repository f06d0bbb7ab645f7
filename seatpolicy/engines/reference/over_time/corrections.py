"""Lines as they would have been billed and lines that were billed in, what the next invoice puts right out.

A line that was billed otherwise comes again, less what was billed of it; one that should not have been billed comes back
whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.balance import REFUND
from seatpolicy.engines.reference.over_time.diary import ids
from seatpolicy.engines.reference.over_time.series import Due
from seatpolicy.source.text import Span

Key = tuple[str, date, date]


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
    """What was billed so far, line by line, and what should have been."""

    _billed: dict[Key, Draft] = attrs.field(init=False, factory=dict)
    _amounts: dict[Key, Fraction] = attrs.field(init=False, factory=dict)
    _anew: list[Due] = attrs.field(init=False, factory=list)
    _learned: list[Learned] = attrs.field(init=False, factory=list)
    waits: bool = attrs.field(init=False, default=False)
    """Whether more is known of the past than the last invoice knew."""

    def learn(self, learned: Iterable[Learned]) -> None:
        """Begins to look at the past anew, because more of it is known."""
        self._learned += learned
        self._anew = []
        self.waits = True

    def lay_by(self, due: Due) -> None:
        """Keeps an invoice of the past as it would be now."""
        self._anew.append(due)

    def bill(self, due: Due) -> tuple[Due, Fraction]:
        """The invoice with what is to be put right of earlier ones, and how much of it was billed before."""
        why = ids(event for one in self._learned for event in one.events)
        drafts: list[Draft] = []
        before: list[Fraction] = []
        whole = Fraction(0)
        if self.waits:
            known = {_key(draft) for one in self._anew for draft in one.drafts}
            for one in self._anew:
                for draft, left in zip(one.drafts, one.before, strict=True):
                    billed = self._amounts.get(_key(draft), Fraction(0))
                    if draft.left != billed:
                        self._keep(draft, draft.left)
                        drafts.append(_less(draft, billed, why, self._told()))
                        before.append(left)
                        whole += billed
            for key in [key for key in self._amounts if key not in known and self._amounts[key]]:
                back = _back(self._billed[key], self._amounts[key], why, self._told())
                drafts.append(back)
                before.append(back.left)
                self._amounts[key] = Fraction(0)
            self._anew, self._learned = [], []
            self.waits = False
        for draft in due.drafts:
            self._keep(draft, draft.left)
        made = attrs.evolve(due, drafts=(*drafts, *due.drafts), before=(*before, *due.before))
        return made, whole

    def _told(self) -> Learned:
        """What a line says: that something was recorded late, before anything else."""
        return next((one for one in self._learned if one.at is None), self._learned[0])

    def _keep(self, draft: Draft, amount: Fraction) -> None:
        self._billed[_key(draft)] = draft
        self._amounts[_key(draft)] = amount


def _key(draft: Draft) -> Key:
    return draft.id, draft.window.first, draft.days.first


def _anew(draft: Draft) -> str:
    """The id of a line that puts another one right."""
    return f"{draft.id}@{draft.days.first}"


def _less(draft: Draft, billed: Fraction, why: tuple[str, ...], told: Learned) -> Draft:
    """The line, less what was billed of it."""
    if not billed:
        return draft
    made = attrs.evolve(draft, id=_anew(draft), steps=list(draft.steps), events=tuple(dict.fromkeys((*draft.events, *why))))
    made.change("billed before", made.at, told.words if told.at is not None else "", made.left - billed)
    return _asked_for(made)


def _back(draft: Draft, billed: Fraction, why: tuple[str, ...], told: Learned) -> Draft:
    """What was billed and should not have been, as a credit of its line."""
    zero = Fraction(0)
    made = attrs.evolve(
        draft, id=_anew(draft), kind="credit", credits=draft.id, events=why, steps=[],
        listed=zero, base=zero, left=zero, cut_by_maximum=zero, exact=zero,
    )  # fmt: skip
    made.change(told.rule, told.at or made.at, told.words, -billed)
    return _asked_for(made)


def _asked_for(draft: Draft) -> Draft:
    """A refund was paid out: what is taken back of it is due."""
    return attrs.evolve(draft, goes_to="") if draft.left > 0 and draft.goes_to == REFUND else draft
