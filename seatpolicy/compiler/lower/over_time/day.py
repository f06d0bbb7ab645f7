"""A checked policy and what an account may hold of it in, the program that judges one day of it out.

It says which statements count, in which cycle each charge is, and what is paid for of it. Nothing is priced. A statement is
lowered in a scope of its own, since whoever reads the program asks for it only where it matters: what stops `fewer seats:`
stops nobody who adds seats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Generic, TypeVar

import attrs

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import unbilled
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.counts import Heads
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.limits import held_to_limit
from seatpolicy.compiler.lower.listed import units_paid
from seatpolicy.compiler.lower.over_time import unbilled as over_time
from seatpolicy.compiler.lower.price import Priced, prices
from seatpolicy.compiler.lower.quantity import Counter
from seatpolicy.compiler.lower.terms import BlockTerms, Terms, TermsOf
from seatpolicy.compiler.program import Asked, Block, Reason, WindowUse
from seatpolicy.semantics.model.parties import Case, Cases, Trial
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import (
    Anchor,
    Charge,
    Commitment,
    Cycle,
    FewerSeats,
    MeasureOfPart,
    MoreSeats,
    Plan,
    Proration,
    Quantity,
)
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

T = TypeVar("T")
Units = tuple[str, int]
"""What one unit of a price is: a seat, a pack of so many, a unit; a fee is none of these."""


@record
class Said(Generic[T]):
    """A statement: every case that may count, with the note that it does and its place; none may. `scope` holds what stops
    whoever asks."""

    scope: str
    cases: tuple[tuple[int | None, T, Span], ...]


@record
class Rule:
    """One line about fewer seats: the note that its condition holds, in a scope of its own."""

    scope: str
    holds: int | None
    value: FewerSeats
    at: Span


@record
class DayCharge:
    """A charge on one day. `units` are paid for at its price, `count` is what there is, `given` whether
    anybody said it; a price may come once; `priced` says what its units are (None: of what costs nothing) and where it
    is written. `trials` are its own and those of its plans, `seat_trials` those of the people of each seat type that has
    some. `fewer` and `cancelling` are the rules of the nearest block that has some (`cancelling` None: as fewer seats)."""

    charge: Charge
    plan: Plan
    base: Plan
    untold: int | None
    scope: str
    stopped: int | None
    units: int
    count: int
    given: int | None
    period: tuple[tuple[int | None, str], ...]
    priced: tuple[tuple[int | None, Units | None, Span], ...]
    quantity: tuple[tuple[int | None, Quantity], ...]
    lines: tuple[tuple[int | None, str], ...]
    bill: tuple[tuple[int | None, str], ...]
    measure: Said[MeasureOfPart]
    first_day: Said[bool]
    last_day: Said[bool]
    more: Said[MoreSeats]
    change_lines: Said[str]
    first_part: Said[str]
    trials: tuple[Said[Trial], ...]
    seat_trials: dict[str, Said[Trial]]
    fewer: tuple[Rule, ...]
    cancelling: tuple[Rule, ...] | None


@record
class DayProgram:
    """The kernel of one day, and the tables by which it is read. `trials` are those of plans and add-ons, which move an
    anchor on the first paid day; `upgrade` and `downgrade` are of the first plan;
    `day_read` says whether the day itself was."""

    kernel: Kernel
    effective: date | None
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    windows: tuple[WindowUse, ...]
    blocks: tuple[Block, ...]
    asked: tuple[Asked, ...]
    charges: dict[str, DayCharge]
    commitments: tuple[tuple[str, int | None, Case[Commitment]], ...]
    day_read: int | None
    trials: dict[str, Said[Trial]]
    upgrade: Said[str]
    downgrade: Said[str]


COUNT = "count"
"""Under which name a count is given that is made already, such as an average of days."""


def lower_day(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, people: bool, fixed: str = ""
) -> DayProgram:
    """The program of any day on which an account holds these plans and add-ons; `people`: it has a roster; `fixed` is a
    charge whose count is given."""
    return _Day(history_lowering(policy, plans, addons, currency, people, "a day"), fixed).made()


def history_lowering(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, people: bool, what: str
) -> Lowering:
    """What lowers a kernel of an account with a history."""
    builder = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}, {what}")
    held = tuple(policy.plans[name] for name in plans), tuple(policy.addons[name] for name in addons)
    return Lowering(policy, *held, currency, builder, builder.const(1), people=people, history=True)


@attrs.define(eq=False, repr=False)
class Judging:
    """The terms of every charge of a holding, as each kernel of a history begins. Of one charge, the count may
    be `fixed`."""

    low: Lowering
    fixed: str = ""
    read: Expressions = attrs.field(init=False)
    stages: TermsOf = attrs.field(init=False)
    blocks: list[BlockTerms] = attrs.field(factory=list)
    judged: list[Block] = attrs.field(factory=list)
    terms: dict[str, Terms] = attrs.field(factory=dict)
    untold: dict[str, Value] = attrs.field(factory=dict)
    counter: Counter = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        low = self.low
        self.read = Expressions(low)
        self.stages = TermsOf(low, self.read)
        with low.caught("terms"):
            unbilled.in_account(low.held, self.read)
            over_time.in_policy(low)
        for plan in low.held:
            scope = f"terms/{plan.name}"
            with low.caught(scope):
                base = self.stages.base_plan(plan, low.held)
                block = self.stages.block(plan, base)
                self.blocks.append(block)
                with low.caught(f"{scope}/unbilled"):
                    self.judged.append(unbilled.in_block(block, scope, self.read))
                for charge in plan.charges:
                    self._charge(charge, plan, base, scope)
        self.counter = Counter(low, self.read, self.terms, low.const(1), Heads(low, {}))
        if self.fixed:
            self.counter.fixed = {self.fixed: low.given(COUNT)}

    def _charge(self, charge: Charge, plan: Plan, base: Plan, scope: str) -> None:
        low, b = self.low, self.low.b
        with low.caught(f"{scope}/{charge.name}") as stops:
            terms = self.terms[charge.name] = self.stages.charge(charge, plan, base)
            with low.caught(f"{scope}/{charge.name}/unbilled"):
                unbilled.in_charge(terms, self.read)
                over_time.in_terms(terms, low)
        self.untold[charge.name] = b.any(b.negate(low.live), *stops)

    def blocks_around(self, terms: Terms) -> tuple[Proration, Proration, Proration]:
        """Whose statements count for a charge, the nearest first."""
        return terms.charge.proration, terms.plan.proration, self.low.policy.proration


def _units_of(price: Priced) -> Units | None:
    return None if price.free else (price.per.unit, price.per.pack_size)


class _Day(Judging):
    def made(self) -> DayProgram:
        """Every charge, and what its plans say."""
        low, b = self.low, self.low.b
        charges = {name: self._of(terms) for name, terms in self.terms.items()}
        trials = {plan.name: self._said(f"trial {plan.name}", plan.trial) for plan in low.held}
        whole = low.policy.proration
        first = low.held[0].proration
        upgrade = self._said("upgrade", (*first.upgrade, *whole.upgrade))
        downgrade = self._said("downgrade", (*first.downgrade, *whole.downgrade))
        commitments = tuple(self._commitments())
        day_read = low.flag(b.any(*low.day_read), "the day is read")
        root = low.note(b.const(0))
        place_texts(low)
        return DayProgram(
            kernel=b.kernel((root,)),
            effective=low.policy.effective,
            reasons=tuple(low.reasons),
            pairs=tuple(low.pairs),
            windows=tuple(self.stages.windows),
            blocks=tuple(self.judged),
            asked=tuple(low.asked),
            charges=charges,
            commitments=commitments,
            day_read=day_read,
            trials=trials,
            upgrade=upgrade,
            downgrade=downgrade,
        )

    def _commitments(self) -> Iterator[tuple[str, int | None, Case[Commitment]]]:
        """Every commitment that may count, with the scope of the block whose cycle it is over."""
        low = self.low
        for terms in self.terms.values():
            for flag, case in terms.commitment:
                yield f"terms/{terms.plan.name}/{terms.charge.name}", low.flag(flag), case
        for block in self.blocks:
            for flag, case in block.commitment:
                yield f"terms/{block.plan.name}", low.flag(flag), case
        with low.caught("said/commitment"):
            for flag, case in self.read.cases(low.policy.commitment):
                yield f"terms/{low.held[0].name}", low.flag(flag), case

    def _of(self, terms: Terms) -> DayCharge:
        low, b, charge = self.low, self.low.b, terms.charge
        name = charge.name
        made: list[tuple[Value, Priced, Value]] = []
        silent, low.silent = low.silent, True
        scope = f"level/{name}"
        with low.caught(scope) as stops:
            held_to_limit(terms, self.counter, self.read)
            counted = self.counter.of(name, scope)
            low.stop(counted.stopped)
            for price in prices(terms, self.read):
                with low.when(price.flag):
                    made.append((price.flag, price, units_paid(price, counted, terms, self.counter, price.flag, [])))
        low.silent = silent
        blocks = self.blocks_around(terms)
        return DayCharge(
            charge=charge,
            plan=terms.plan,
            base=terms.base,
            untold=low.flag(self.untold[name]),
            scope=scope,
            stopped=low.flag(b.any(*stops)),
            units=low.note(low.chosen([(flag, units) for flag, _, units in made], b.const(0)), "units"),
            count=low.note(counted.count, "count"),
            given=low.flag(counted.given, "given"),
            period=tuple((low.flag(flag), price.per.period) for flag, price, _ in made),
            priced=tuple((low.flag(flag), _units_of(price), price.case.at) for flag, price, _ in made),
            quantity=tuple((low.flag(flag), case.value) for flag, case in terms.quantity),
            lines=tuple((low.flag(flag), case.value) for flag, case in terms.lines),
            bill=tuple((low.flag(flag), case.value) for flag, case in terms.bill),
            measure=self._said(f"{name} measure", tuple(case for one in blocks for case in one.measure)),
            first_day=self._said(f"{name} first day", tuple(case for one in blocks for case in one.first_day)),
            last_day=self._said(f"{name} last day", tuple(case for one in blocks for case in one.last_day)),
            more=self._said(f"{name} more", tuple(case for one in blocks for case in one.more_seats)),
            change_lines=self._said(f"{name} lines", tuple(case for one in blocks for case in one.change_lines)),
            first_part=self._said(f"{name} first part", terms.base.first_part),
            trials=tuple(
                self._said(f"{name} trial {number}", cases)
                for number, cases in enumerate((charge.trial, terms.plan.trial, terms.base.trial))
            ),
            seat_trials={
                one.name: self._said(f"{name} seat trial {one.name}", one.trial)
                for one in (low.policy.seats[seat] for seat in charge.counts if seat in low.policy.seats)
                if one.trial
            },
            fewer=self._rules(f"{name} fewer", [one.fewer_seats for one in blocks]),
            cancelling=self._cancelling(name, blocks),
        )

    def _cancelling(self, name: str, blocks: Sequence[Proration]) -> tuple[Rule, ...] | None:
        if not any(one.cancellation for one in blocks):
            return None
        return self._rules(f"{name} cancelling", [one.cancellation for one in blocks])

    def _said(self, name: str, cases: Cases[T]) -> Said[T]:
        """Of several statements the first that fits."""
        low, scope = self.low, f"said/{name}"
        with low.caught(scope):
            made = self.read.cases(cases)
        return Said(scope, tuple((low.flag(flag), case.value, case.at) for flag, case in made))

    def _rules(self, name: str, blocks: Sequence[Cases[FewerSeats]]) -> tuple[Rule, ...]:
        """The lines of the nearest block that has some: whether a line is the one may depend on the time of purchase."""
        low = self.low
        made = []
        for number, case in enumerate(next((cases for cases in blocks if cases), ())):
            scope = f"said/{name} {number}"
            with low.caught(scope):
                holds = low.const(1) if case.when is None else self.read.holds(case.when)
            made.append(Rule(scope, low.flag(holds), case.value, case.at))
        return tuple(made)
