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
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Line
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.bounds import Block, apply_bounds, blocks_of
from seatpolicy.engines.reference.commitments import apply_commitments
from seatpolicy.engines.reference.discounts import Discounting
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.over_time.absences import Key
from seatpolicy.engines.reference.over_time.arrears import Arrears
from seatpolicy.engines.reference.over_time.attendance import Attendance
from seatpolicy.engines.reference.over_time.causes import Causes
from seatpolicy.engines.reference.over_time.credits import credit_draft, taken_back
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.days import ChargeTexts, Days
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.given import GivenLine, given_lines
from seatpolicy.engines.reference.over_time.given_up import given_up, less_given
from seatpolicy.engines.reference.over_time.in_force import InForce, Names
from seatpolicy.engines.reference.over_time.life import Life, known_on, lives, rests_from
from seatpolicy.engines.reference.over_time.lines import one_for_all, part_drafts
from seatpolicy.engines.reference.over_time.named import Naming
from seatpolicy.engines.reference.over_time.paid import Paid
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.plan_changes import taken_effect
from seatpolicy.engines.reference.over_time.reassigned import with_seats
from seatpolicy.engines.reference.over_time.replay import Replay, replay_of
from seatpolicy.engines.reference.over_time.shares import CycleShares, share_of
from seatpolicy.engines.reference.over_time.stages import Stage, stages
from seatpolicy.engines.reference.over_time.statements import Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
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
    stages: tuple[Stage, ...] = ()
    """What happened since the invoice before, and what was so then."""


@attrs.define
class Series:
    """The invoices of one account. `found` is what stops them, and why."""

    texts: Texts
    account: Account
    events: tuple[Event, ...]
    until: date
    known: date
    """The day by which it is known who came back."""
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    diary: Diary = attrs.field(init=False)
    days: Days = attrs.field(init=False)
    attendance: Attendance = attrs.field(init=False)
    roundings: Roundings = attrs.field(init=False)
    billed: list[EarlierLine] = attrs.field(init=False, factory=list)
    _worth: dict[int, list[Draft]] = attrs.field(init=False, factory=dict)
    _replay: Replay = attrs.field(init=False)
    _lives: list[Life] = attrs.field(init=False, factory=list)
    _naming: Naming = attrs.field(init=False)
    _given_back: dict[str, dict[str, Fraction]] = attrs.field(init=False, factory=dict)
    _credited: dict[int, Fraction] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        events = with_seats(self.texts, self.account, taken_effect(self.texts, self.account, self.events))
        self.diary = Diary(self.account, events, find_zone(self.policy.time_zone))
        self.days = Days(self.diary, InForce(self.texts, self.diary), self.found)
        self.attendance = Attendance(self.days, self.until, self.known, self._why)
        self.days.changes = self.attendance.changes
        self.roundings = Roundings(self.policy.roundings, self.account.currency)
        self._naming = Naming(self.diary, self.days, concerns_of(self.texts, ()), self.events)

    @property
    def policy(self) -> Policy:
        """What no change can change: time zone, rounding, currencies."""
        return self.texts.any

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
                since = max([self._replay.begins, *(line.first for line in self.account.billed)])
                yield attrs.evolve(made, stages=stages(self.diary, self.days.day, since, made.on))
            return
        before = self._replay.begins if dues else date.min
        for on in sorted({one.due for one in dues if one.due <= until}):
            made = self._invoice(on, [one for one in dues if one.due == on])
            # A credit of nothing leaves an invoice without a line, which is none.
            if made.drafts:
                yield attrs.evolve(made, stages=stages(self.diary, self.days.day, before, on))
                before = on

    def rest(self, since: date) -> Due | None:
        """An invoice of nothing new on the first day, from a day on, on which nothing falls due any more; None where
        something goes on. What is put right has no other invoice to stand on."""
        on = rests_from(self._lives, since)
        return None if on is None else Due(on, (), (), (), self._world(on))

    def falling_due(self, until: date) -> Iterator[Part | Return]:
        """What falls due of every charge, as far as it comes up by a day."""
        replay = replay_of(self.days.in_force, until)
        if replay is None:
            return
        self._replay = replay
        self.attendance.trials_can_begin()
        self._lives = list(lives(self.diary, self.days, replay, until))
        met: set[tuple[str, date]] = set()
        for life in self._lives:
            given = given_lines(life.charge, self.account.billed or ())
            days, use = partial(self.days.of, charge=life.charge), partial(self.days.with_use, life.charge)
            texts = ChargeTexts(life.charge, self.days)
            terms = self.days.plainly(life.begins, life.charge).terms[life.charge]
            if terms.bill == "as used":
                raise not_billed(refusals.EN503, terms.charge.at, f"`{life.charge}`, billed as used, beside a history is")
            if terms.bill == "in advance":
                ended_by = self.days.ended_by(life.charge, life.ends) if life.ends_by_text and life.ends else None
                self._not_gone_on(life.charge, given)
                paid = Paid(
                    life.charge, self.diary, days, self.days.level, self.attendance, life.begins, life.ends, until,
                    life.ending, given, texts, life.begins_by_text, ended_by,
                )  # fmt: skip
                yield from self._naming.of(life).told(paid.walk(), life, True)
                met |= {(life.charge, first) for _, first in paid.met}
            else:
                walk = Arrears(
                    life.charge, self.diary, days, self.days.level, life.begins, life.ends, until, use, self.attendance,
                    life.ending, texts, life.begins_by_text,
                ).walk()  # fmt: skip
                yield from self._naming.of(life).told(walk, life, False)

        yield from self._not_held(met)

    def _why(self, charge: str, key: Key, before: Day, day: Day) -> Why:
        return Causes(charge, self.diary, self.attendance).why(key, before, day)

    def _not_gone_on(self, charge: str, given: Sequence[GivenLine]) -> None:
        """Refuses lines of days over which somebody was away whose old seat goes on, if none is from later on: what was
        credited meanwhile is not told apart."""
        newest = max((line.first for line in given), default=date.max)
        for one in self.attendance.backs(charge):
            if one.back is not None and one.back > newest and any(line.meets(Stretch(one.left, one.back)) for line in given):
                words = f"what was billed of `{charge}` while `{one.key[0]}` was away, who came back, is"
                raise not_billed(refusals.EN505, one.counting.at, words)

    def _not_held(self, met: Container[tuple[str, date]]) -> Iterator[Return]:
        """What was billed in advance for days on which the account has another plan after all."""
        seen: set[str] = set()
        for line in self.account.billed or ():
            if line.kind != "charge" or line.charge in seen or self._bills_later(line):
                continue
            seen.add(line.charge)
            for given in given_lines(line.charge, self.account.billed or ()):
                if given.last >= self._replay.begins and (line.charge, given.first) not in met:
                    yield given_up(self.days, line, given)

    def _bills_later(self, line: EarlierLine) -> bool:
        """Whether a line is of use, or of what is billed when its time is over."""
        for life in self._lives:
            if life.charge == line.charge:
                return self.days.plainly(life.begins, life.charge).terms[line.charge].bill != "in advance"
        return False

    # ---- an invoice

    def _invoice(self, on: date, dues: Sequence[Part | Return]) -> Due:
        drafts: list[Draft] = []
        assumed: list[str] = []
        groups: dict[tuple[date, Names], list[Part | Return]] = {}
        for one in sorted(dues, key=lambda one: one.part.entered if isinstance(one, Return) else one.entered):
            part = one if isinstance(one, Part) else one.part
            if part.billed_before is not None:
                self._as_given(part)
            if one is not part or part.billed_before is None:
                groups.setdefault((part.terms.window.first, self.days.opening(part)), []).append(one)
        returns = [one for one in dues if isinstance(one, Return)]
        for first, names in sorted(groups, key=lambda key: key[0]):
            # What falls due of one cycle by two texts is settled by each: the bounds of the last one look at all of it.
            goes_on = [key for key in groups if key[0] == first][-1] != (first, names)
            here = [one for one in dues if one in groups[first, names]]
            drafts += self._settled(on, here, names, goes_on, assumed, [self._as_billed(draft) for draft in drafts])
        self._cap(returns, drafts)
        before = [draft.left for draft in drafts]
        settle.round_sums(drafts, self.policy.remainder, self.roundings)
        later = [line for line in self.account.billed or () if line.kind == "charge" and self._bills_later(line)]
        drafts, before, billed = less_given(drafts, before, later, self.days.day(self._replay.begins).world)
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
        return self.days.day(max(last, self._replay.begins)).world

    def _settled(
        self,
        on: date,
        dues: Sequence[Part | Return],
        names: Names,
        goes_on: bool,
        assumed: list[str],
        so_far: Sequence[EarlierLine],
    ) -> list[Draft]:
        """The lines of one cycle that are due, from list prices on, by the text with which it began. `so_far` are lines of
        earlier cycles on this invoice; more of this one may `go on` behind these."""
        parts = [one for one in dues if isinstance(one, Part)]
        back = [one for one in dues if isinstance(one, Return)]
        day = min((part.day for part in (*parts, *(one.part for one in back))), key=lambda one: one.on)
        day = self.days.by_text(day, names)
        self._naming.fell_due(dues)
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
        blocks = [attrs.evolve(block, goes_on=block.goes_on or goes_on) for block in blocks]
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
        billed = self.account.billed or ()
        if any((line.kind, line.charge, line.id) == ("credit", back.charge, back.name) for line in billed):
            # The document says that it was given back.
            return None
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
