"""A policy, an account and its history in, the invoices out that fall due up to a day, one after the other.

The way of an invoice: what falls due on its day → lines at list price → bounds before → discounts → rounding of lines →
credits → bounds after → sums. Lines of earlier invoices are what later ones read as billed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.events.records import Event, UsageReported
from seatpolicy.documents.invoice import Line
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.bounds import Block, apply_bounds, blocks_of
from seatpolicy.engines.reference.commitments import apply_commitments
from seatpolicy.engines.reference.discounts import Discounting
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.arrears import Arrears
from seatpolicy.engines.reference.over_time.credits import credit_draft
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.life import lives
from seatpolicy.engines.reference.over_time.lines import part_drafts
from seatpolicy.engines.reference.over_time.paid import Paid
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.plan_changes import taken_effect
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.use import used_in
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.semantics.model.policy import Policy

_DAY = timedelta(days=1)


@attrs.frozen
class Due:
    """What one invoice holds, and what it takes for granted."""

    on: date
    drafts: tuple[Draft, ...]
    before: tuple[Fraction, ...]
    """What each draft came to before charges and the total were rounded."""
    assumed: tuple[str, ...]


@attrs.define
class Series:
    """The invoices of one account. `found` is what stops them, and why."""

    policy: Policy
    account: Account
    events: tuple[Event, ...]
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    diary: Diary = attrs.field(init=False)
    roundings: Roundings = attrs.field(init=False)
    billed: list[EarlierLine] = attrs.field(init=False, factory=list)
    _days: dict[tuple[date, bool, bool], Day] = attrs.field(init=False, factory=dict)
    _worth: dict[int, list[Draft]] = attrs.field(init=False, factory=dict)
    _credited: dict[int, Fraction] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.diary = Diary(self.account, taken_effect(self.policy, self.account, self.events))
        self.roundings = Roundings(self.policy.roundings, self.account.currency)

    def invoices(self, until: date) -> Iterator[Due]:
        """Every invoice up to a day. Raises Refusal where one cannot be made."""
        dues = list(self.falling_due(until))
        for on in sorted({one.due for one in dues if one.due <= until}):
            made = self._invoice(on, [one for one in dues if one.due == on])
            # A credit of nothing leaves an invoice without a line, which is none.
            if made.drafts:
                yield made

    def falling_due(self, until: date) -> Iterator[Part | Return]:
        """What falls due of every charge, as far as it comes up by a day."""
        for life in lives(self.diary, self.day, until):
            terms = self.day(life.begins).terms[life.charge]
            if terms.bill == "as used":
                raise not_billed(refusals.EN503, terms.charge.at, f"`{life.charge}`, billed as used, beside a history is")
            if terms.bill == "in advance":
                yield from Paid(
                    life.charge, self.diary, self.day, self.level, life.begins, life.ends, until, life.ending
                ).walk()
            else:
                yield from Arrears(
                    life.charge, self.diary, self.day, self.level, life.begins, life.ends, until, self.with_use
                ).walk()

    # ---- days

    def day(self, on: date, first_day: bool = True, last_day: bool = False) -> Day:
        """A day judged, by the page with which it is charged. Raises Refusal for a day that cannot be billed."""
        key = (on, first_day, last_day)
        if key not in self._days:
            made = Day(self.policy, on, self.diary.page(on, first_day, last_day))
            if refusals.status(made.found) != "priced":
                self.found.extend(made.found)
                raise Refusal(next(one for one in made.found if one.code.startswith("EN")))
            self._days[key] = made
        return self._days[key]

    def level(self, on: date, charge: str) -> tuple[Day, Level]:
        """What is paid for of a charge on a day, with its first and last days as the policy charges them."""
        day = self.day(on)
        said = Statements(day.terms[charge], day.world)
        charged = self.day(on, said.first_day_charged(), said.last_day_charged())
        return charged, charged.level(charge)

    def with_use(self, first: date, after: date) -> Day:
        """The last day before `after`, with what every meter came to since the `first` day."""
        page = self.day(after - _DAY).page
        events = [event for event in self.events if isinstance(event, UsageReported)]
        meters = self.policy.meters.values()
        given = {meter.name: used_in(first, after, events, meter, self.policy.time_zone) for meter in meters}
        usage = {name: one for name, one in given.items() if one is not None}
        return Day(self.policy, after - _DAY, attrs.evolve(page, usage=usage))

    # ---- an invoice

    def _invoice(self, on: date, dues: Sequence[Part | Return]) -> Due:
        drafts: list[Draft] = []
        assumed: list[str] = []
        groups: dict[date, list[Part]] = {}
        for part in dues:
            if isinstance(part, Part):
                groups.setdefault(part.terms.window.first, []).append(part)
        returns = [one for one in dues if isinstance(one, Return)]
        for one in returns:
            groups.setdefault(one.part.terms.window.first, [])
        for first in sorted(groups):
            back = [one for one in returns if one.part.terms.window.first == first]
            drafts += self._settled(on, groups[first], back, assumed)
        self._cap(returns, drafts)
        before = [draft.left for draft in drafts]
        settle.round_sums(drafts, self.policy.remainder, self.roundings)
        lines = settle.lines(drafts, self.roundings)
        self.billed += [earlier(line, draft) for line, draft in zip(lines, drafts, strict=True)]
        return Due(on, tuple(drafts), tuple(before), tuple(assumed))

    def _settled(self, on: date, parts: Sequence[Part], back: Sequence[Return], assumed: list[str]) -> list[Draft]:
        """The lines of one cycle that are due, from list prices on."""
        day = min((part.day for part in (*parts, *(one.part for one in back))), key=lambda one: one.on)
        world = attrs.evolve(day.world, account=attrs.evolve(day.page, billed=tuple(self.billed)))
        drafts: list[Draft] = []
        for part in parts:
            self._worth[id(part)] = made = part_drafts(part, self.roundings)
            drafts += made
        blocks = [self._open(block, day, on) for block in blocks_of(day.terms.values(), day.blocks, world)]
        apply_bounds(blocks, drafts, True, world, self.roundings)
        assumed += [one for one in Discounting(world, self.roundings, drafts).run() if one not in assumed]
        settle.round_lines(drafts, self.roundings)
        credited = [draft for one in back if (draft := self._credit(one)) is not None]
        settle.round_lines(credited, self.roundings)
        drafts += credited
        apply_bounds(blocks, drafts, False, world, self.roundings)
        apply_commitments(blocks, drafts, world, self.roundings)
        return drafts

    def _cap(self, returns: Sequence[Return], drafts: Sequence[Draft]) -> None:
        """What comes back at a change of plan is at most what the new plan costs, where the policy says so."""
        taken = [event for one in returns for event in one.events if isinstance(event, PlanTaken) and event.capped]
        if not taken:
            return
        new = sum((one.left for one in drafts if one.kind == "charge" and one.owner in taken[0].plans), Fraction(0))
        names = {one.name for one in returns if taken[0] in one.events}
        for draft in drafts:
            if draft.kind == "credit" and draft.id in names:
                cut = min(-draft.left, new)
                new -= cut
                if cut != -draft.left:
                    draft.change("upgrade", draft.at, "at most the new charge", -cut)

    def _credit(self, back: Return) -> Draft | None:
        key = id(back.part)
        drafts = self._worth[key]
        billed = sum((draft.left for draft in drafts), Fraction(0))
        listed = sum((draft.listed for draft in drafts), Fraction(0))
        made = credit_draft(back, billed, listed, self._credited.get(key, Fraction(0)), self.roundings)
        if made is not None:
            self._credited[key] = self._credited.get(key, Fraction(0)) - self.roundings.apply("line", made.left)
        return made

    def _open(self, block: Block, day: Day, on: date) -> Block:
        """Whether more of the block's cycle will be billed by itself, and how much of the cycle the account is there for."""
        waits = any(
            one.bill != "in advance" and on < self._over(one.window.after) for one in day.terms.values()
            if block.counts(one.charge.name, one.plan.name)
        )  # fmt: skip
        return attrs.evolve(block, goes_on=block.goes_on or waits, share=self._share(block))

    def _share(self, block: Block) -> Fraction:
        """The days of the account over those of the block's cycle."""
        first, after = max(block.window.first, self.diary.starts), self._over(block.window.after)
        return Fraction((after - first).days, block.window.days)

    def _over(self, after: date) -> date:
        cancelled = self.diary.cancelled
        return after if cancelled is None else min(after, cancelled.day)


def earlier(line: Line, draft: Draft) -> EarlierLine:
    """A line as later invoices read it."""
    taken: dict[str, Fraction] = {}
    for step in line.steps:
        if step.rule.startswith("discount "):
            name = step.rule.removeprefix("discount ")
            taken[name] = taken.get(name, Fraction(0)) - step.change
    return EarlierLine(
        id=line.id,
        kind=line.kind,
        charge=line.charge,
        owner=line.owner,
        first=draft.window.first if line.kind == "top_up" else line.period.first,
        last=line.period.last,
        amount=line.amount,
        included=line.quantity.included,
        taken=taken,
        at=line.at,
    )
