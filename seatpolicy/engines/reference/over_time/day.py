"""A day of an account in, that day judged out: the statements that count, the cycles they stand in, and the counts.

A day is judged by its own page: the facts, people and seats of that day. What a condition reads is never a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.holdings import held_plans
from seatpolicy.documents.invoice import Step
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.engines.reference.cycles import trial_end
from seatpolicy.engines.reference.drafts import units_paid
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Change, Heads
from seatpolicy.engines.reference.limits import MovesToPlan, held_to_limit
from seatpolicy.engines.reference.meters import use_of
from seatpolicy.engines.reference.over_time.unbilled import (
    unbilled_commitment,
    unbilled_in_policy,
    unbilled_in_terms,
)
from seatpolicy.engines.reference.prices import Piece, Whole, stated_price
from seatpolicy.engines.reference.quantities import Counted, Counter
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.sold import not_sold
from seatpolicy.engines.reference.terms import BlockTerms, Terms, base_plan, block_terms, charge_terms
from seatpolicy.engines.reference.unbilled import (
    gathered,
    tries_people,
    unbilled_in_account,
    unbilled_in_block,
    unbilled_in_charge,
)
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.money import format_decimal


@attrs.frozen
class Level:
    """What is paid for on one day: so many `units` of the price (seats, packs, 1 for a fee), and the count behind them."""

    units: Fraction
    counted: Counted
    whole: Whole
    steps: tuple[Step, ...] = ()
    """How the count became units."""
    row_of: Fraction | None = None
    """The units whose row prices them, where it is not their own (None)."""
    there: Fraction | None = None
    """The units that there are, where others are paid for (None: the same)."""

    def paying(self, units: Fraction) -> Level:
        """The same day, on which other units are paid for than there are."""
        return attrs.evolve(self, units=units, there=self.units if self.there is None else self.there)

    def scaled(self, made: list[Piece]) -> list[Piece]:
        """The pieces of the units in the row, for those that are charged; flat parts stay whole."""
        assert self.row_of is not None
        share = self.units / self.row_of if self.row_of else Fraction(0)
        of = f" × {format_decimal(share)}" if share != 1 else ""
        return [attrs.evolve(piece, units=piece.units * share, words=piece.words + of * bool(piece.units)) for piece in made]


@attrs.define
class Day:
    """One page, judged. `found` is what cannot be billed of it, and why."""

    policy: Policy
    on: date
    page: Account
    billed: Sequence[EarlierLine] = ()
    clock: int = 0
    """How long after midnight its cycles begin, where they are measured by seconds."""
    changes: Callable[[Day, str], tuple[Change, ...]] | None = None
    """What is counted of a charge beside the people who are there."""
    world: World = attrs.field(init=False)
    heads: Heads = attrs.field(init=False)
    blocks: list[BlockTerms] = attrs.field(init=False, factory=list)
    terms: dict[str, Terms] = attrs.field(init=False, factory=dict)
    counter: Counter = attrs.field(init=False)
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    _levels: dict[str, Level] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.heads = Heads(self.policy, self.page)
        heads = self.heads

        def counted(measure: Measure) -> Fraction:
            return use_of(measure, self.world) if measure.of in self.policy.meters else heads.seats_of(measure)

        self.world = heads.world = World(self.policy, self.page, self.on, counted)
        if self.changes is not None:
            heads.changes = partial(self.changes, self)
        roundings = Roundings(self.policy.roundings, self.page.currency)
        self.counter = Counter(self.world, roundings, self.terms, self.heads)
        self.found.extend(not_sold(self.policy, self.page))
        held = held_plans(self.policy, self.page.plans, self.page.addons)
        self.found.extend(gathered(unbilled_in_account(held, self.world), unbilled_in_policy(self.policy)))
        for plan in held:
            try:
                base = base_plan(plan, held, self.world)
                block = block_terms(plan, base, self.world)
                self.blocks.append(block)
                whole = self.world.first_that_fits(self.policy.commitment) if plan is held[0] else None
                for stated in (block.commitment, whole):
                    self.found.extend(gathered(unbilled_commitment(stated, block.window, self.world)))
                self.found.extend(gathered(unbilled_in_block(block, self.world)))
                for charge in plan.charges:
                    self.terms[charge.name] = made = charge_terms(charge, plan, base, self.world)
                    self.found.extend(gathered(unbilled_in_charge(made, self.world), unbilled_in_terms(made, self.world)))
            except Refusal as stop:
                self.found.add(stop.found)

    def trial_ends(self, charge: str, begun: date | None = None) -> date:
        """The first day behind the trial of a charge, which is its own or its plan's, since the start or since it was
        `begun`; the start, where there is none, or where each person has one of their own."""
        terms = self.terms[charge]
        seats = [self.policy.seats[name] for name in terms.charge.counts if name in self.policy.seats]
        own = [self.world.first_that_fits(seat.trial) for seat in seats] if tries_people(terms, self.world) else []
        told = [one for one in own if one is not None]
        if told and len(told) == len(own):
            return self.world.account.start or self.on
        for cases in (terms.charge.trial, terms.plan.trial, terms.base.trial):
            stated = self.world.first_that_fits(cases)
            if stated is not None:
                if told:
                    words = f"the trial of `{charge}` beside that of some of the seats that it counts is"
                    raise not_billed(refusals.EN508, stated.at, words)
                return trial_end(begun or self.world.account.start or self.on, stated.value)
        return self.world.account.start or self.on

    def first_part(self, charge: str) -> str:
        """What the policy does with the days before the first mark: billed, free, or joins."""
        stated = self.world.first_that_fits(self.terms[charge].base.first_part)
        return "billed" if stated is None else stated.value

    def is_stub(self, charge: str) -> bool:
        """Whether the account begins inside the cycle of this day."""
        window, start = self.terms[charge].window, self.world.account.start
        return window.index == 0 and start is not None and start > window.first

    def level(self, charge: str) -> Level:
        """What is paid for of a charge on this day, were this day all of the cycle."""
        if charge not in self._levels:
            terms = self.terms[charge]
            self._held_to_limit(terms)
            counted = self.counter.of(charge)
            whole = stated_price(terms, self.world)
            steps = list(counted.steps)
            units = units_paid(whole, counted, terms, self.counter, steps)
            self._levels[charge] = Level(units, counted, whole, tuple(steps))
        return self._levels[charge]

    def _held_to_limit(self, terms: Terms) -> None:
        """Refuses a count above its limit, as the policy says; moving to another plan on the way is not billed yet."""
        try:
            held_to_limit(terms, self.counter)
        except MovesToPlan as move:
            at = terms.limit.at if terms.limit is not None else terms.charge.at
            words = f"moving the account to the plan `{move.plan}` inside a history is"
            raise not_billed(refusals.EN506, at, words) from None

    def level_of(self, charge: str, count: Fraction) -> Level:
        """What is paid for if the count of the charge is another one, such as an average of days."""
        terms = self.terms[charge]
        counter = self.counter.with_count(charge, count)
        counted = counter.of(charge)
        whole = stated_price(terms, self.world)
        steps = list(counted.steps)
        units = units_paid(whole, counted, terms, counter, steps)
        return Level(units, counted, whole, tuple(steps))
