"""The whole way of a bill, in the order of BILLING-RULES 2, for one whole cycle of every charge.

    hold → terms → counts → list prices → bounds before → discounts → rounding of lines → bounds after → sums → invoice

Each step is a module of its own. A charge that cannot be billed stops only itself, so that one run names every reason;
an invoice has lines only where every charge has a price.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.holdings import held_named, held_plans
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period, PolicyNamed
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.beside import Beside
from seatpolicy.engines.reference.bounds import apply_bounds, blocks_of
from seatpolicy.engines.reference.commitments import apply_commitments
from seatpolicy.engines.reference.cycles import last_renewal
from seatpolicy.engines.reference.discounts import Discounting
from seatpolicy.engines.reference.drafts import Draft, charge_drafts
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Heads
from seatpolicy.engines.reference.limits import MovesToPlan, Over, held_to_limit, moved, same_cycle
from seatpolicy.engines.reference.meters import use_of
from seatpolicy.engines.reference.over_time.invoices import last_invoice, series
from seatpolicy.engines.reference.overage import overage_draft
from seatpolicy.engines.reference.quantities import Counter
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.signals import Signalling
from seatpolicy.engines.reference.snapshot import lies_on
from seatpolicy.engines.reference.sold import not_sold
from seatpolicy.engines.reference.terms import BlockTerms, Terms, base_plan, block_terms, charge_terms
from seatpolicy.engines.reference.unbilled import (
    gathered,
    unbilled_in_account,
    unbilled_in_block,
    unbilled_in_charge,
    unbilled_use,
)
from seatpolicy.engines.steady import fixed_start, settled
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.semantics.model.texts import Texts, as_texts


@attrs.frozen
class ReferenceEngine:
    """Reads the checked model, and nothing else that any other engine reads."""

    name: str = "reference"

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        """The cycle of the account's first plan, and the last day on which its term began anew."""
        world, _ = _world(policy, account, as_of)
        try:
            plan = policy.plans[account.plans[0].name]
            term = world.term()
            begun = account.start if term else None
            renewed = last_renewal(begun, term, world.renews(), as_of) if begun is not None and term is not None else None
            return block_terms(plan, plan, world).window.first, renewed
        except Refusal:
            return None, None

    def series(self, policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
        """Every invoice of an account with a history up to a day, in order."""
        return series(policy, account, until)

    def bill(self, policy: Policy | Texts, account: Account, as_of: date) -> Outcome[Invoice]:
        """The invoice of the whole cycle, of each charge its own, that holds the day; of an account with a history the last
        one that has fallen due by the day."""
        if account.has_history:
            return last_invoice(policy, account, as_of)
        policy = as_texts(policy).any
        bill = _Bill(policy, account, as_of)
        outcome = bill.invoice()
        if not bill.world.day_read:
            return outcome
        begun = attrs.evolve(account, start=fixed_start(outcome.value, account.start, as_of))
        # The other days are billed for their prices: the people stay those of the day that is asked for.
        others = partial(_Bill, policy, begun, people_on=as_of)
        return settled(outcome, policy, as_of, lambda day: day, lambda day: others(day).invoice().value)


@attrs.define
class _Bill:
    policy: Policy
    account: Account
    as_of: date
    more: Mapping[str, Fraction] = attrs.field(factory=dict)
    """Seats that somebody thinks of buying, by charge; such a bill has no signals of its own."""
    left: frozenset[str] = frozenset()
    """Plans that a limit has moved the account out of."""
    people_on: date | None = None
    """The day of the roster, where another one is billed."""
    heads: Heads = attrs.field(init=False)
    world: World = attrs.field(init=False)
    roundings: Roundings = attrs.field(init=False)
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    beside: Beside = attrs.field(init=False)
    terms: dict[str, Terms] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.world, self.heads = _world(self.policy, self.account, self.as_of, self.more, self.people_on)
        self.roundings = Roundings(self.policy.roundings, self.account.currency)
        self.beside = Beside(self.world)

    def invoice(self) -> Outcome[Invoice]:
        """Every step in its order; stops where there is nothing more to say."""
        held = held_plans(self.policy, self.account.plans, self.account.addons)
        not_so = list(not_sold(self.policy, self.account))
        self.found.extend(not_so)
        self.found.extend(gathered(unbilled_in_account(held, self.world)))
        blocks: list[BlockTerms] = []
        terms = self.terms
        self._terms(held, {one.subject for one in not_so}, blocks, terms)
        self.found.extend(unbilled_use(terms.values(), self.world))
        drafts: list[Draft] = []
        counter = Counter(self.world, self.roundings, terms, self.heads)
        complete = len(terms) == sum(len(plan.charges) for plan in held)
        try:
            within = self._within_limits(counter)
            drafts = self._listed(within, counter) if complete else []
        except MovesToPlan as move:
            if complete:
                return self._moved(move, terms)
        if self._stopped():
            return self._outcome(refusals.status(self.found), terms.values())
        try:
            return self._settled(blocks, counter, drafts)
        except Refusal as stop:
            self.found.add(stop.found)
            return self._outcome(refusals.status(self.found), terms.values())

    def _terms(
        self, held: list[Plan], not_sold: Container[str], blocks: list[BlockTerms], terms: dict[str, Terms]
    ) -> None:
        """The statements that count, block by block, and what among them is not billed. A plan that is not sold so is left
        out, but an add-on still finds its anchor and cycle there."""
        for plan in held:
            if plan.name in not_sold:
                continue
            try:
                base = base_plan(plan, held, self.world)
                block = block_terms(plan, base, self.world)
            except Refusal as stop:
                self.found.add(stop.found)
                continue
            blocks.append(block)
            self.found.extend(gathered(unbilled_in_block(block, self.world)))
            for charge in plan.charges:
                try:
                    made = charge_terms(charge, plan, base, self.world)
                except Refusal as stop:
                    self.found.add(stop.found)
                    continue
                terms[charge.name] = made
                self.found.extend(gathered(unbilled_in_charge(made, self.world)))

    def _within_limits(self, counter: Counter) -> dict[str, Over | None]:
        """The charges that keep their limit, or go on above it; the others are refused, whatever else stops the bill."""
        kept: dict[str, Over | None] = {}
        for name, one in counter.terms.items():
            try:
                kept[name] = held_to_limit(one, counter)
            except Refusal as stop:
                self.found.add(stop.found)
        return kept

    def _listed(self, within: Mapping[str, Over | None], counter: Counter) -> list[Draft]:
        """Every charge counted and priced."""
        drafts: list[Draft] = []
        for name, over in within.items():
            one = counter.terms[name]
            try:
                counted = counter.of(name)
                made = charge_drafts(one, counter, self.world, self.roundings)
                above = overage_draft(one, counter, self.roundings)
            except Refusal as stop:
                self.found.add(stop.found)
                continue
            if counted.given or any(draft.listed for draft in made):
                drafts.extend(made)
            if above is not None:
                drafts.append(above)
            if over is not None:
                self.beside.over_limit(one, over.count, over.most)
            self.beside.charge(one, counted, made, self.heads)
        return drafts

    def _moved(self, move: MovesToPlan, terms: dict[str, Terms]) -> Outcome[Invoice]:
        """The bill of the plan to which a limit moves the account."""
        try:
            if move.plan in self.left:
                raise refusal(refusals.EN303, move.over.terms.charge.at, f"limits move the account back to `{move.plan}`")
            account = moved(move, self.account, self.heads, self.world)
            left = self.left | {move.over.terms.plan.name}
            bill = _Bill(self.policy, account, self.as_of, self.more, left, self.people_on)
            outcome = bill.invoice()
            self.world.day_read.extend(bill.world.day_read)
            same_cycle(move, bill.terms)
        except Refusal as stop:
            self.found.add(stop.found)
            return self._outcome(refusals.status(self.found), terms.values())
        self.beside.moved(move)
        invoice = attrs.evolve(
            outcome.value,
            signals=(*self.beside.signals, *outcome.value.signals),
            assumptions=tuple(dict.fromkeys((*self.beside.assumptions, *outcome.value.assumptions))),
        )
        return Outcome(invoice, outcome.diagnostics)

    def _again(self, more: Mapping[str, Fraction]) -> Fraction:
        """What the same bill would come to with so many seats more."""
        outcome = _Bill(self.policy, self.account, self.as_of, more, self.left, self.people_on).invoice()
        if outcome.value.totals is None:
            raise Refusal(next(found for found in outcome.diagnostics if found.code.startswith("EN")))
        return outcome.value.totals.net

    def _settled(self, blocks: list[BlockTerms], counter: Counter, drafts: list[Draft]) -> Outcome[Invoice]:
        """From list prices to the invoice. A roster that cannot be read stops it, though no charge counts by it."""
        self.heads.people()
        terms = dict(counter.terms)
        bounds = blocks_of(terms.values(), blocks, self.world)
        apply_bounds(bounds, drafts, True, self.world, self.roundings)
        self.beside.assume(Discounting(self.world, self.roundings, drafts).run())
        settle.round_lines(drafts, self.roundings)
        apply_bounds(bounds, drafts, False, self.world, self.roundings)
        apply_commitments(bounds, drafts, self.world, self.roundings)
        before = [draft.left for draft in drafts]
        settle.round_sums(drafts, self.policy.remainder, self.roundings)
        totals = settle.totals(drafts, before, self.roundings, settle.less_billed(drafts, self.world))
        self.beside.required(totals.net, _stages(terms.values(), drafts, self.world))
        if not self.more:
            self.beside.signal(Signalling(self.world, counter, totals.net, self._again))
        self.found.extend(self.beside.findings)
        status = HELD if self.beside.missing else PRICED
        invoice = self._invoice(status, terms.values())
        return self.found.outcome(attrs.evolve(invoice, lines=settle.lines(drafts, self.roundings), totals=totals))

    def _stopped(self) -> bool:
        return refusals.status(self.found) != PRICED

    def _outcome(self, status: str, terms: Iterable[Terms]) -> Outcome[Invoice]:
        """An invoice without lines. One that waits for a quote says so in what is missing, too."""
        if status == HELD:
            self.beside.by_quote(list(self.found))
        return self.found.outcome(self._invoice(status, terms))

    def _invoice(self, status: str, terms: Iterable[Terms]) -> Invoice:
        periods = [one.window.period for one in terms]
        period = Period(min(p.first for p in periods), max(p.last for p in periods)) if periods else None
        account, policy = self.account, self.policy
        first = period.first if period is not None else self.as_of
        return Invoice(
            id=f"{account.name or 'unnamed'}/{first.isoformat()}/1",
            status=status,
            policy=PolicyNamed(policy.name, policy.title, policy.version, source_digest(policy)),
            account=account.name,
            country=account.text("country"),
            billing_entity=account.text("billing_entity"),
            as_of=self.as_of,
            period=period,
            currency=account.currency,
            signals=tuple(self.beside.signals),
            assumptions=tuple(self.beside.assumptions),
            missing=tuple(self.beside.missing),
            counted=self.beside.counted(self.heads),
            held=held_named(policy, account.plans, account.addons),
        )


def _world(
    policy: Policy,
    account: Account,
    as_of: date,
    more: Mapping[str, Fraction] | None = None,
    people_on: date | None = None,
) -> tuple[World, Heads]:
    """What conditions may read, and the counts behind it."""
    heads = Heads(policy, account, more or {})

    def counted(measure: Measure) -> Fraction:
        return use_of(measure, world) if measure.of in policy.meters else heads.seats_of(measure)

    world = World(policy, account, as_of, counted, people_on=people_on)
    heads.world = world
    return world, heads


def _stages(terms: Iterable[Terms], drafts: Iterable[Draft], world: World) -> dict[str, str]:
    """The stages that this bill is one of, with how a requirement before it is told."""
    stages = {"invoice": "before invoice"}
    if any(lies_on("renewal", one, world) for one in terms):
        stages["renewal"] = "before renewal"
    if any(draft.kind == "overage" for draft in drafts):
        stages["more seats"] = "before more seats"
    return stages
