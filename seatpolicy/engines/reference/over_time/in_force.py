"""The texts of a policy and an account's diary in, the text that is in force on each day out, for the account and for each
of its charges.

One day after the other: a change reaches the account by its date, on the first day of a cycle of its first plan, or on the
day of a renewal, and then stays. A charge ends the cycle that it is in by the text with which that began, whatever
reaches the account meanwhile, but for what comes by its date alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference.cycles import Window, last_renewal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Heads
from seatpolicy.engines.reference.meters import use_of
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.terms import base_plan, block_terms, charge_terms
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import AT_NEXT_CYCLE, AT_RENEWAL, Reach, Texts

Names = frozenset[str]
_DAY = timedelta(days=1)


@attrs.define
class InForce:
    """Which changes are in force for one account. Days are looked at once, from its first one on."""

    texts: Texts
    diary: Diary
    _reached: list[Names] = attrs.field(init=False, factory=list)
    """The changes in force on the first day and on each day behind it, as far as it was asked for."""
    _turns: list[date] = attrs.field(init=False, factory=list)
    """The days on which a cycle or a renewal brought a change."""
    _by_charge: dict[tuple[str, date], Names] = attrs.field(init=False, factory=dict)

    @property
    def dates(self) -> list[date]:
        """The days on which changes come by their date alone."""
        return self.texts.dates()

    def names(self, on: date) -> Names:
        """The changes in force for the account on a day; those of its first day before it."""
        if not self.texts.changes:
            return frozenset()
        starts = self.diary.starts
        while len(self._reached) <= (max(on, starts) - starts).days:
            self._reached.append(self._on(starts + timedelta(days=len(self._reached))))
        return self._reached[(max(on, starts) - starts).days]

    def policy(self, names: Names) -> Policy:
        """The text with some changes."""
        return self.texts.of(names)

    def of(self, charge: str, on: date) -> Names:
        """The changes in force for a charge on a day."""
        key = (charge, on)
        if key not in self._by_charge:
            self._by_charge[key] = self._of(charge, on)
        return self._by_charge[key]

    def _of(self, charge: str, on: date) -> Names:
        here = self.names(on)
        turn = next((day for day in reversed(self._turns) if day <= on), None)
        if turn is None:
            return here
        before = self.of(charge, turn - _DAY)
        window = self._window(charge, before, turn - _DAY)
        if window is None:
            return here
        over = min([window.after, *(day for day in self.diary.anchor_turns() if turn <= day < window.after)])
        return before | self._by_date(on) if on < over else here

    def reached_by(self, change: Reach, until: date) -> date | None:
        """The first day up to another one on which a change from outside reaches the account, such as the whole policy; None
        where it does not by then."""
        day = change.first
        since = self.diary.account.customer_since or self.diary.starts
        while day <= until:
            brought = {AT_NEXT_CYCLE: 0, AT_RENEWAL: 1}.get(change.others)
            if change.by_date(day, since):
                return day
            if brought is not None and self._begins(day, self.names(day), brought == 0)[brought]:
                return day
            day += _DAY
        return None

    def _on(self, day: date) -> Names:
        by_date = self._by_date(day)
        if day == self.diary.starts:
            # Its first cycle and its first term begin on this day, whatever window the day lies in.
            begun = (c.name for c in self.texts.changes if c.first <= day and c.others in (AT_NEXT_CYCLE, AT_RENEWAL))
            return by_date | frozenset(begun)
        known = self._reached[-1] | by_date
        found = known
        while more := self._brought(day, found):
            found |= more
        if found != known:
            self._turns.append(day)
        return found

    def _brought(self, day: date, known: Names) -> Names:
        """What a cycle or a renewal that begins on a day brings to an account that has some changes."""
        waiting = [c for c in self.texts.changes if c.name not in known and c.first <= day]
        if not any(c.others in (AT_NEXT_CYCLE, AT_RENEWAL) for c in waiting):
            return frozenset()
        cycle, renewal = self._begins(day, known, any(c.others == AT_NEXT_CYCLE for c in waiting))
        brought = {AT_NEXT_CYCLE: cycle, AT_RENEWAL: renewal}
        return frozenset(c.name for c in waiting if brought.get(c.others, False))

    def _begins(self, day: date, known: Names, asked: bool) -> tuple[bool, bool]:
        """Whether a cycle and whether a term begins on a day. Refused: plans in whose cycles it lies otherwise, if that is
        `asked`."""
        policy, page = self.policy(known), self.diary.evening(day)
        if unknown_blocks(policy, page):
            # Another plan that comes with the text itself: the day begins with the one before.
            page = self.diary.morning(day)
        world = world_of(policy, page, day)
        try:
            plans = [policy.plans[held.name] for held in page.plans if held.name in policy.plans]
            begin = [block_terms(plan, plan, world).window.first == day for plan in plans]
            start, term = page.start, world.term()
            renewed = start is not None and term is not None and last_renewal(start, term, world.renews(), day) == day
        except Refusal:
            # Whoever judges the day says why.
            return False, False
        if asked and len(set(begin)) > 1:
            words = "an account whose plans have two texts of the policy in force is"
            raise not_billed(refusals.EN510, page.plans[1].at, words)
        return bool(begin) and begin[0], renewed

    def _window(self, charge: str, names: Names, on: date) -> Window | None:
        """The cycle of a charge on a day, by a text; None where it has none."""
        policy, page = self.policy(names), self.diary.evening(on)
        if on < self.diary.starts or any(unknown_blocks(policy, page)):
            return None
        held = [*(policy.plans[one.name] for one in page.plans), *(policy.addons[one.name] for one in page.addons)]
        world = world_of(policy, page, on)
        for plan in held:
            for one in plan.charges:
                if one.name == charge:
                    try:
                        return charge_terms(one, plan, base_plan(plan, held, world), world).window
                    except Refusal:
                        return None
        return None

    def _by_date(self, day: date) -> Names:
        account = self.diary.account
        return self.texts.by_date(day, account.customer_since or self.diary.starts)


def world_of(policy: Policy, page: Account, on: date) -> World:
    """What conditions may read of a page on a day."""
    heads = Heads(policy, page)

    def counted(measure: Measure) -> Fraction:
        return use_of(measure, world) if measure.of in policy.meters else heads.seats_of(measure)

    heads.world = world = World(policy, page, on, counted)
    return world


def unknown_blocks(policy: Policy, page: Account) -> list[str]:
    """The plans and add-ons of a page that a text does not have."""
    plans = [one.name for one in page.plans if one.name not in policy.plans]
    return plans + [one.name for one in page.addons if one.name not in policy.addons]


def not_in_force(policy: Policy, page: Account, on: date) -> Refusal | None:
    """Why a page cannot be judged by a text: it holds what the text does not have."""
    unknown = unknown_blocks(policy, page)
    if not unknown:
        return None
    at = next(one.at for one in (*page.plans, *page.addons) if one.name == unknown[0])
    return refusal(
        refusals.EN106,
        at,
        f"`{unknown[0]}` is held on {on}, and the text in force for the account on that day does not have it",
        why="another text of the policy has it, from or until a change",
        hint="say in `events:` when the account got another plan or gave the add-on up",
        subject=unknown[0],
    )
