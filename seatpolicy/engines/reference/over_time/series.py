"""A policy, an account and its history in, the invoices out that fall due up to a day, one after the other.

The way of an invoice: what falls due on its day → lines at list price → bounds before → discounts → rounding of lines →
credits → bounds after → sums. Lines of earlier invoices are what later ones read as billed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.events.concerns import concerns_of
from seatpolicy.documents.events.records import Event, UsageReported
from seatpolicy.documents.invoice import Line
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.bounds import Block, apply_bounds, blocks_of
from seatpolicy.engines.reference.commitments import apply_commitments
from seatpolicy.engines.reference.discounts import Discounting
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.over_time.arrears import Arrears
from seatpolicy.engines.reference.over_time.credits import credit_draft, taken_back
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.given import given_lines
from seatpolicy.engines.reference.over_time.given_up import given_up, less_given
from seatpolicy.engines.reference.over_time.life import Life, known_on, lives, rests_from
from seatpolicy.engines.reference.over_time.lines import one_for_all, part_drafts
from seatpolicy.engines.reference.over_time.named import Naming
from seatpolicy.engines.reference.over_time.paid import Paid
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.plan_changes import taken_effect
from seatpolicy.engines.reference.over_time.shares import CycleShares, share_of
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.use import used_in
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.money import format_decimal
from seatpolicy.values.zones import find_zone

_DAY = timedelta(days=1)


@attrs.frozen
class Due:
    """What one invoice holds, and what it takes for granted."""

    on: date
    drafts: tuple[Draft, ...]
    before: tuple[Fraction, ...]
    """What each draft came to before charges and the total were rounded."""
    assumed: tuple[str, ...]
    world: World
    """What conditions may read on its day."""
    billed: Fraction = Fraction(0)
    """How much of what the lines come to was billed before, by lines that the document gives."""


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
    _lives: list[Life] = attrs.field(init=False, factory=list)
    _naming: Naming = attrs.field(init=False)
    _given_back: dict[str, dict[str, Fraction]] = attrs.field(init=False, factory=dict)
    _credited: dict[int, Fraction] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.diary = Diary(
            self.account,
            taken_effect(self.policy, self.account, self.events),
            find_zone(self.policy.time_zone),
        )
        self.roundings = Roundings(self.policy.roundings, self.account.currency)
        self._naming = Naming(self.diary, self.day, concerns_of(self.policy, ()), self.events)

    def invoices(self, until: date) -> Iterator[Due]:
        """Every invoice up to a day; where the document says what was billed, one with all that is due and was not. Raises
        Refusal where one cannot be made."""
        dues = list(self.falling_due(until))
        # What is billed when its time is over is priced anew, and what was billed of it taken off in the end.
        self.billed += [line for line in self.account.billed or () if line.kind != "charge" or not self._bills_later(line)]
        if self.account.billed is not None:
            here = [one for one in dues if one.due <= until]
            made = self._invoice(max(one.due for one in here), here) if here else None
            if made is not None and made.drafts:
                yield made
            return
        for on in sorted({one.due for one in dues if one.due <= until}):
            made = self._invoice(on, [one for one in dues if one.due == on])
            # A credit of nothing leaves an invoice without a line, which is none.
            if made.drafts:
                yield made

    def rest(self, since: date) -> Due | None:
        """An invoice of nothing new on the first day, from a day on, on which nothing falls due any more; None where
        something goes on. What is put right has no other invoice to stand on."""
        on = rests_from(self._lives, since)
        return None if on is None else Due(on, (), (), (), self._world(on))

    def falling_due(self, until: date) -> Iterator[Part | Return]:
        """What falls due of every charge, as far as it comes up by a day."""
        self._lives = list(lives(self.diary, self.day, until))
        met: set[tuple[str, date]] = set()
        for life in self._lives:
            given = given_lines(life.charge, self.account.billed or ())
            days, use = partial(self.day_of, charge=life.charge), partial(self.with_use, life.charge)
            terms = self.day(life.begins).terms[life.charge]
            if terms.bill == "as used":
                raise not_billed(refusals.EN503, terms.charge.at, f"`{life.charge}`, billed as used, beside a history is")
            if terms.bill == "in advance":
                paid = Paid(
                    life.charge, self.diary, days, self.level, life.begins, life.ends, until, life.ending, given
                )
                yield from self._naming.of(life).told(paid.walk(), life, True)
                met |= {(life.charge, first) for _, first in paid.met}
            else:
                walk = Arrears(
                    life.charge, self.diary, days, self.level, life.begins, life.ends, until, use, life.ending
                ).walk()
                yield from self._naming.of(life).told(walk, life, False)

        yield from self._not_held(met)

    def _not_held(self, met: Container[tuple[str, date]]) -> Iterator[Return]:
        """What was billed in advance for days on which the account has another plan after all."""
        seen: set[str] = set()
        for line in self.account.billed or ():
            if line.kind != "charge" or line.charge in seen or self._bills_later(line):
                continue
            seen.add(line.charge)
            for given in given_lines(line.charge, self.account.billed or ()):
                if (line.charge, given.first) not in met:
                    yield given_up(self.policy, self.diary, line, given)

    def _bills_later(self, line: EarlierLine) -> bool:
        """Whether a line is of use, or of what is billed when its time is over."""
        for life in self._lives:
            if life.charge == line.charge:
                return self.day(life.begins).terms[line.charge].bill != "in advance"
        return False

    # ---- days

    def day(self, on: date, first_day: bool = True, last_day: bool = False) -> Day:
        """A day judged, by the page with which it is charged. Raises Refusal for a day that cannot be billed."""
        key = (on, first_day, last_day)
        if key not in self._days:
            made = Day(self.policy, on, self.diary.page(on, first_day, last_day), clock=self.diary.clock(on))
            if refusals.status(made.found) != "priced":
                self.found.extend(made.found)
                raise Refusal(next(one for one in made.found if one.code.startswith("EN")))
            self._days[key] = made
        return self._days[key]

    def level(self, on: date, charge: str) -> tuple[Day, Level]:
        """What is paid for of a charge on a day, with its first and last days as the policy charges them."""
        day = self.day_of(on, charge)
        said = Statements(day.terms[charge], day.world)
        charged = self.day(on, said.first_day_charged(), said.last_day_charged())
        # On its first day, where that is not charged, and on its last one, it is not on the page by which others are
        # charged.
        charged = charged if charge in charged.terms else day
        return charged, charged.level(charge)

    def day_of(self, on: date, charge: str) -> Day:
        """A day on which a charge is billed, though its plan is held no more in the evening: then as it was held last."""
        day = self.day(on)
        for turn in reversed(self.diary.turns(self.diary.starts, on + _DAY)):
            if charge in day.terms:
                break
            page = self.diary.morning(turn)
            day = Day(self.policy, on, page, clock=self.diary.clock(on))
        return day

    def with_use(self, charge: str, first: date, after: date, moment: int) -> Day:
        """The last day before `after`, with what every meter came to since the `first` day, up to a later moment if there is
        one."""
        page = self.day_of(after - _DAY, charge).page
        events = [event for event in self.events if isinstance(event, UsageReported)]
        meters = self.policy.meters.values()
        given = {meter.name: used_in(first, after, events, meter, self.policy.time_zone, moment) for meter in meters}
        usage = {name: one for name, one in given.items() if one is not None}
        return Day(self.policy, after - _DAY, attrs.evolve(page, usage=usage))

    # ---- an invoice

    def _invoice(self, on: date, dues: Sequence[Part | Return]) -> Due:
        drafts: list[Draft] = []
        assumed: list[str] = []
        groups: dict[date, list[Part]] = {}
        for part in dues:
            if isinstance(part, Part):
                if part.billed_before is not None:
                    self._as_given(part)
                    continue
                groups.setdefault(part.terms.window.first, []).append(part)
        returns = [one for one in dues if isinstance(one, Return)]
        for one in returns:
            if one.part.billed_before is not None:
                self._as_given(one.part)
            groups.setdefault(one.part.terms.window.first, [])
        for first in sorted(groups):
            back = [one for one in returns if one.part.terms.window.first == first]
            drafts += self._settled(on, groups[first], back, assumed, [self._as_billed(draft) for draft in drafts])
        self._cap(returns, drafts)
        before = [draft.left for draft in drafts]
        settle.round_sums(drafts, self.policy.remainder, self.roundings)
        later = [line for line in self.account.billed or () if line.kind == "charge" and self._bills_later(line)]
        drafts, before, billed = less_given(drafts, before, later, self.day(self.diary.starts).world)
        lines = settle.lines(drafts, self.roundings)
        self.billed += [
            earlier(line, draft, self._given_back.get(draft.id, {})) for line, draft in zip(lines, drafts, strict=True)
        ]
        return Due(on, tuple(drafts), tuple(before), tuple(assumed), self._world(on), billed)

    def _as_given(self, part: Part) -> None:
        """The lines of a part that was billed, as they came to what the document says."""
        if id(part) in self._worth or part.billed_before is None:
            return
        self._worth[id(part)] = made = part_drafts(part, self.roundings)
        self._credited[id(part)] = part.credited_before
        for number, draft in enumerate(made):
            draft.left = draft.exact = Fraction(0) if number else part.billed_before

    def _world(self, on: date) -> World:
        """What conditions may read on a day, or on the last one of a subscription that is over."""
        cancelled = self.diary.cancelled
        last = on if cancelled is None or on < cancelled.day else cancelled.day - _DAY
        return self.day(max(last, self.diary.starts)).world

    def _settled(
        self, on: date, parts: Sequence[Part], back: Sequence[Return], assumed: list[str], so_far: Sequence[EarlierLine]
    ) -> list[Draft]:
        """The lines of one cycle that are due, from list prices on; `so_far` are those of earlier cycles on this invoice."""
        day = min((part.day for part in (*parts, *(one.part for one in back))), key=lambda one: one.on)
        self._naming.fell_due((*parts, *back))
        # What is given back of earlier invoices goes back into the budgets that it came from, before they are used again.
        credited = [draft for one in back if id(one.part) in self._worth and (draft := self._credit(one)) is not None]
        drafts: list[Draft] = []
        for part in parts:
            self._worth[id(part)] = made = part_drafts(part, self.roundings)
            self._naming.name(part, made)
            before = drafts[-1] if drafts and part.terms.lines == "charge" and part.terms.bill != "in advance" else None
            if before is not None and before.charge == part.charge:
                drafts[-1] = one_for_all([before, *made])
                continue
            # A charge of which nobody gave a count has lines only where something is due.
            if part.level.counted.given or any(draft.listed for draft in made):
                drafts += made
            else:
                told = f"no count is given for `{part.charge}`: {format_decimal(part.level.counted.count)}"
                assumed += [told] if told not in assumed else []
        if not parts and not credited:
            return []
        returned = [self._as_billed(draft) for draft in credited]
        world = attrs.evolve(day.world, account=attrs.evolve(day.page, billed=(*self.billed, *so_far, *returned)))
        lives = known_on(self._lives, on)
        blocks = [self._open(block, day, on, lives) for block in blocks_of(day.terms.values(), day.blocks, world)]
        apply_bounds(blocks, drafts, True, world, self.roundings)
        discounting = Discounting(world, self.roundings, drafts, CycleShares(lives, day))
        assumed += [one for one in discounting.run() if one not in assumed]
        settle.round_lines(drafts, self.roundings)
        here = {id(part) for part in parts}
        credited += [draft for one in back if id(one.part) in here and (draft := self._credit(one)) is not None]
        drafts += credited
        # From here on credits are lines of their own, and none of those that were billed before.
        world = attrs.evolve(world, account=attrs.evolve(day.page, billed=(*self.billed, *so_far)))
        apply_bounds(blocks, drafts, False, world, self.roundings)
        apply_commitments(blocks, drafts, world, self.roundings)
        self._naming.name_top_ups(drafts, blocks)
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
        made = credit_draft(back, drafts, self._credited.get(key, Fraction(0)), self.roundings)
        if made is not None:
            self._naming.name(back, [made])
            settle.round_lines([made], self.roundings)
            self._credited[key] = self._credited.get(key, Fraction(0)) - made.left
            self._given_back[made.id] = taken_back(drafts, -made.left)
        return made

    def _as_billed(self, draft: Draft) -> EarlierLine:
        return earlier(draft.line(draft.listed), draft, self._given_back.get(draft.id, {}))

    def _open(self, block: Block, day: Day, on: date, lives: Sequence[Life]) -> Block:
        """Whether more of the block's cycle will be billed by itself, and how much of the cycle the account is there for."""
        here = [life for life in lives if life.charge in day.terms and self._is_of(life, block, day)]
        waits = False
        for life in here:
            terms = day.terms[life.charge]
            if terms.bill != "in advance" and life.begins < terms.window.after:
                waits = waits or on < min(terms.window.after, life.ends or date.max)
        return attrs.evolve(block, goes_on=block.goes_on or waits, share=share_of(here, day, block.window, block.cycle))

    def _is_of(self, life: Life, block: Block, day: Day) -> bool:
        return block.counts(life.charge, day.terms[life.charge].plan.name)


def earlier(line: Line, draft: Draft, given_back: Mapping[str, Fraction]) -> EarlierLine:
    """A line as later invoices read it; of a credit what it gives back of every discount."""
    taken = {name: -amount for name, amount in given_back.items()} if line.kind == "credit" else {}
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
        listed=line.list_amount,
    )
