"""The texts of a policy and the ledger of an account in, the changes in force on any day out, for the account and for each
of its charges.

A change reaches the account by its date, with a cycle of its first plan or with a renewal, and then stays: the days on which
one of these can be are looked for, and no other. A charge ends the cycle that it is in by the text with which that
began, but for what comes by its date alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.calendar import months_after
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import AT_NEXT_CYCLE, AT_RENEWAL, Reach, Texts

Names = frozenset[str]
_DAY = timedelta(days=1)
_BROUGHT = (AT_NEXT_CYCLE, AT_RENEWAL)


class Judge(Protocol):
    """What judges a page by a text, whatever is wrong with it."""

    def by(self, on: date, page: Account, policy: Policy) -> JudgedDay:
        """A page on a day. Raises Refusal where it holds what the text does not have."""

    def term(self, day: JudgedDay) -> tuple[int | None, int]:
        """The months of the account's term (None: it has none) and those that it renews for (0: it does not)."""


@attrs.define(eq=False, repr=False)
class InForce:
    """What is in force for one account. `_days` are its first one and every day known on which something came, with what is
    in force from then on; `_brought` those on which a cycle or a renewal brought it; `_following` is the next day that
    is to be looked at (None: nothing comes any more)."""

    texts: Texts
    ledger: Ledger
    judge: Judge
    _days: list[date] = attrs.field(init=False, factory=list)
    _names: list[Names] = attrs.field(init=False, factory=list)
    _brought: list[date] = attrs.field(init=False, factory=list)
    _following: date | None = attrs.field(init=False, default=None)
    _by_charge: dict[tuple[str, date], Names] = attrs.field(init=False, factory=dict)

    def names(self, on: date) -> Names:
        """The changes in force for the account on a day; those of its first day before it."""
        if not self.texts.changes:
            return frozenset()
        self._look(on)
        return self._names[max(0, bisect_right(self._days, on) - 1)]

    def turns(self, first: date, behind: date) -> list[date]:
        """The days between on which something comes, for the account or for a charge of it that goes on behind its cycle."""
        self._look(behind)
        return [day for day in self._days if first < day < behind]

    def of(self, charge: str, on: date) -> Names:
        """The changes in force for a charge on a day."""
        here = self.names(on)
        if not self._brought or on < self._brought[0]:
            return here
        key = (charge, on)
        if key not in self._by_charge:
            over = self.finishes(charge, on)
            turn = self._last_brought(on)
            before = self.of(charge, turn - _DAY) if over is not None else here
            self._by_charge[key] = here if over is None or on >= over else before | self._by_date(on)
        return self._by_charge[key]

    def finishes(self, charge: str, on: date) -> date | None:
        """The end of the cycle in which a charge was when a cycle or a renewal of the account last brought something by a
        day; None where it was in none."""
        if not self.texts.changes or not (self.names(on) and self._brought and self._brought[0] <= on):
            return None
        turn = self._last_brought(on)
        before = turn - _DAY
        if before < self.ledger.starts:
            return None
        try:
            day = self.judge.by(before, self.ledger.page(before), self.policy(self.of(charge, before)))
            if charge not in day.charges:
                return None
            over = day.cycle(charge).window.after
        except (Refusal, KeyError):
            return None
        return min([over, *(moved for moved in self.ledger.anchor_turns if turn <= moved < over)])

    def policy(self, names: Names) -> Policy:
        """The text with some changes."""
        return self.texts.of(names)

    def reached_by(self, change: Reach, until: date) -> date | None:
        """The first day up to another one on which a change from outside reaches the account, such as the whole policy; None
        where it does not by then."""
        day = change.first
        since = self.ledger.first.customer_since or self.ledger.starts
        while day <= until:
            if change.by_date(day, since):
                return day
            if change.others in _BROUGHT and change.others in self._begins(day, self.names(day), {change.others}):
                return day
            ahead = self._ahead(day, self.names(day), {change.others})
            day = min([one for one in (*ahead, change.everyone_by) if one is not None and one > day], default=date.max)
        return None

    # ---- looking

    def _last_brought(self, on: date) -> date:
        return self._brought[bisect_right(self._brought, on) - 1]

    def _by_date(self, on: date) -> Names:
        return self.texts.by_date(on, self.ledger.first.customer_since or self.ledger.starts)

    def _look(self, on: date) -> None:
        """Finds every day up to one on which something comes."""
        starts = self.ledger.starts
        if not self._days:
            # Its first cycle and its first term begin on this day, whatever window the day lies in.
            begun = (one.name for one in self.texts.changes if one.first <= starts and one.others in _BROUGHT)
            self._days.append(starts)
            self._names.append(self._by_date(starts) | frozenset(begun))
            self._following = self._next(starts)
        while self._following is not None and self._following <= on:
            day = self._following
            known = self._names[-1] | self._by_date(day)
            found = known
            while more := self._brings(day, found):
                found |= more
            if found != self._names[-1]:
                self._days.append(day)
                self._names.append(found)
            if found != known:
                self._brought.append(day)
            self._following = self._next(day)

    def _waiting(self, names: Names) -> list[Reach]:
        return [one for one in self.texts.changes if one.name not in names and one.others in _BROUGHT]

    def _next(self, here: date) -> date | None:
        """The next day behind one on which something may come."""
        names = self._names[-1]
        dates = [day for day in self.texts.dates() if day > here]
        waiting = self._waiting(names)
        dates += [one.first for one in waiting if one.first > here]
        if any(one.first <= here for one in waiting):
            dates += self._ahead(here, names, {one.others for one in waiting if one.first <= here})
        return min(dates, default=None)

    def _ahead(self, day: date, names: Names, asked: set[str]) -> Iterator[date]:
        """The next days behind one on which the page changes, and on which a cycle or a term may begin."""
        place = bisect_right(self.ledger.turns, day)
        yield from self.ledger.turns[place : place + 1]
        judged = self._judged(day, names)
        if judged is None:
            return
        if AT_NEXT_CYCLE in asked:
            for plan in judged.page.plans:
                try:
                    window = judged.cycle_of_block(plan.name).window
                except KeyError:
                    continue
                # Behind a trial, the first cycle may not have begun.
                yield window.first if window.first > day else window.after
        if AT_RENEWAL in asked and (renewal := self._renewal(judged, day + _DAY)) is not None:
            yield renewal

    def _brings(self, day: date, names: Names) -> Names:
        """What a cycle or a renewal that begins on a day brings to an account that has some changes."""
        waiting = [one for one in self._waiting(names) if one.first <= day]
        begins = self._begins(day, names, {one.others for one in waiting}) if waiting else set()
        return frozenset(one.name for one in waiting if one.others in begins)

    def _begins(self, day: date, names: Names, asked: set[str]) -> set[str]:
        """What begins on a day. Refused: plans in whose cycles it lies otherwise, if a cycle is `asked` for."""
        judged, found = self._judged(day, names), set()
        if judged is None:
            return set()
        try:
            firsts = {judged.cycle_of_block(plan.name).window.first == day for plan in judged.page.plans}
        except KeyError:
            return set()
        if AT_NEXT_CYCLE in asked and len(firsts) > 1:
            words = "an account whose plans have two texts of the policy in force is"
            raise not_billed(refusals.EN510, judged.page.plans[1].at, words)
        if True in firsts and judged.cycle_of_block(judged.page.plans[0].name).window.first == day:
            found.add(AT_NEXT_CYCLE)
        if self._renewal(judged, day) == day:
            found.add(AT_RENEWAL)
        return found

    def _judged(self, day: date, names: Names) -> JudgedDay | None:
        # Where another plan comes with the text itself, the day begins with the one before.
        for page in (self.ledger.page(day), self.ledger.page(day - _DAY)):
            try:
                return self.judge.by(day, page, self.policy(names))
            except Refusal:
                continue
        # Whoever judges the day says why.
        return None

    def _renewal(self, judged: JudgedDay, since: date) -> date | None:
        """The first day, from a day on, on which a term begins anew; None where none does."""
        try:
            term, renews = self.judge.term(judged)
        except Refusal:
            return None
        start = judged.page.start
        if start is None or term is None or not renews:
            return None
        months = term
        while (mark := months_after(start, months)) < since:
            months += renews
        return mark
