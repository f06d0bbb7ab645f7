"""The whole way of a bill, in the order of BILLING-RULES 2, for one whole cycle of every charge.

    hold → terms → counts → list prices → bounds before → discounts → rounding of lines → bounds after → sums → invoice

Each step is a module of its own. A charge that cannot be billed stops only itself, so that one run names every reason;
an invoice has lines only where every charge has a price.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.holdings import held_plans
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period, PolicyNamed
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.beside import Beside
from seatpolicy.engines.reference.bounds import Block, apply_bounds
from seatpolicy.engines.reference.cycles import last_renewal
from seatpolicy.engines.reference.discounts import Discounting
from seatpolicy.engines.reference.drafts import Draft, charge_drafts
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.quantities import Counter, limit_reached, seats_of
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.sold import not_sold
from seatpolicy.engines.reference.terms import BlockTerms, Terms, base_plan, block_terms, charge_terms
from seatpolicy.engines.reference.unbilled import gathered, unbilled_in_account, unbilled_in_block, unbilled_in_charge
from seatpolicy.engines.steady import fixed_start, settled
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.values.money import format_decimal


@attrs.frozen
class ReferenceEngine:
    """Reads the checked model, and nothing else that any other engine reads."""

    name: str = "reference"

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        """The cycle of the account's first plan, and the last day on which its term began anew."""
        world = _world(policy, account, as_of)
        try:
            plan = policy.plans[account.plans[0].name]
            term = world.term()
            begun = account.start if term else None
            renewed = last_renewal(begun, term, world.renews(), as_of) if begun is not None and term is not None else None
            return block_terms(plan, plan, world).window.first, renewed
        except Refusal:
            return None, None

    def bill(self, policy: Policy, account: Account, as_of: date) -> Outcome[Invoice]:
        """The invoice of the whole cycle, of each charge its own, that holds the day."""
        bill = _Bill(policy, account, as_of)
        outcome = bill.invoice()
        if not bill.world.day_read:
            return outcome
        begun = attrs.evolve(account, start=fixed_start(outcome.value, account.start, as_of))
        return settled(outcome, policy, as_of, lambda day: day, lambda day: _Bill(policy, begun, day).invoice().value)


@attrs.define
class _Bill:
    policy: Policy
    account: Account
    as_of: date
    world: World = attrs.field(init=False)
    roundings: Roundings = attrs.field(init=False)
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    beside: Beside = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.world = _world(self.policy, self.account, self.as_of)
        self.roundings = Roundings(self.policy.roundings, self.account.currency)
        self.beside = Beside(self.world)

    def invoice(self) -> Outcome[Invoice]:
        """Every step in its order; stops where there is nothing more to say."""
        held = held_plans(self.policy, self.account.plans, self.account.addons)
        not_so = list(not_sold(self.policy, self.account))
        self.found.extend(not_so)
        self.found.extend(gathered(unbilled_in_account(held, self.world)))
        blocks: list[BlockTerms] = []
        terms: dict[str, Terms] = {}
        self._terms(held, {one.subject for one in not_so}, blocks, terms)
        counter = Counter(self.world, self.roundings, terms)
        within = self._within_limits(terms, counter)
        drafts: list[Draft] = []
        if len(terms) == sum(len(plan.charges) for plan in held):
            drafts = self._listed(within, counter)
        if self._stopped():
            return self._outcome(refusals.status(self.found), terms.values())
        try:
            return self._settled(blocks, terms, drafts)
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

    def _within_limits(self, terms: dict[str, Terms], counter: Counter) -> dict[str, Terms]:
        """The charges whose limit is kept; the others are refused, whatever else stops the bill."""
        kept: dict[str, Terms] = {}
        for name, one in terms.items():
            if one.charge.counts_kind == "meter":
                continue
            try:
                self._limit(one, counter.count(name))
            except Refusal as stop:
                self.found.add(stop.found)
                continue
            kept[name] = one
        return kept

    def _listed(self, terms: dict[str, Terms], counter: Counter) -> list[Draft]:
        """Every charge counted and priced."""
        drafts: list[Draft] = []
        for name, one in terms.items():
            try:
                counted = counter.of(name)
                made = charge_drafts(one, counter, self.world, self.roundings)
            except Refusal as stop:
                self.found.add(stop.found)
                continue
            if counted.given or any(draft.listed for draft in made):
                drafts.extend(made)
            self.beside.charge(one, counted, made)
        return drafts

    def _limit(self, terms: Terms, count: Fraction) -> None:
        most = limit_reached(terms, count, self.world)
        if most is None or terms.limit is None:
            return
        limit, charge = terms.limit.value, terms.charge
        if limit.then == "refuse":
            raise refusal(
                refusals.EN101,
                terms.limit.at,
                f"{charge.title} are sold up to {format_decimal(most)}",
                note=f"the account has {format_decimal(count)}",
                subject=charge.name,
            )
        if limit.then == "plan":
            raise not_billed(
                refusals.EN506,
                terms.limit.at,
                f"moving the account to the plan `{limit.plan}` is",
                f"it has {format_decimal(count)}, and the limit is {format_decimal(most)}",
            )
        if limit.then not in ("bill rest", "bill the rest"):
            raise not_billed(refusals.EN511, terms.limit.at, f"a limit that goes on to `{limit.then}` is")
        self.beside.over_limit(terms, count, most)

    def _settled(self, blocks: list[BlockTerms], terms: dict[str, Terms], drafts: list[Draft]) -> Outcome[Invoice]:
        """From list prices to the invoice."""
        bounds = self._bounds(blocks, terms)
        apply_bounds(bounds, drafts, True, self.world, self.roundings)
        self.beside.assume(Discounting(self.world, self.roundings, drafts).run())
        settle.round_lines(drafts, self.roundings)
        apply_bounds(bounds, drafts, False, self.world, self.roundings)
        before = [draft.left for draft in drafts]
        settle.round_sums(drafts, self.policy.remainder, self.roundings)
        totals = settle.totals(drafts, before, self.roundings)
        self.beside.total(totals.net)
        self.found.extend(self.beside.findings)
        status = HELD if self.beside.missing else PRICED
        invoice = self._invoice(status, terms.values())
        return self.found.outcome(attrs.evolve(invoice, lines=settle.lines(drafts, self.roundings), totals=totals))

    def _bounds(self, blocks: list[BlockTerms], terms: dict[str, Terms]) -> list[Block]:
        """Charges first, then plans and add-ons, then the policy."""
        made = []
        for one in terms.values():
            name = one.charge.name
            made.append(
                Block(
                    name=name,
                    title=one.charge.title,
                    charge=name,
                    charges=frozenset([name]),
                    minimum=one.minimum.value if one.minimum is not None else None,
                    maximum=one.maximum.value if one.maximum is not None else None,
                    cycle=one.cycle.value,
                    window=one.window,
                )
            )
        for block in blocks:
            made.append(
                Block(
                    name=block.plan.name,
                    title=block.plan.title,
                    charge="",
                    charges=frozenset(charge.name for charge in block.plan.charges),
                    minimum=block.minimum.value if block.minimum is not None else None,
                    maximum=block.maximum.value if block.maximum is not None else None,
                    cycle=block.cycle.value,
                    window=block.window,
                )
            )
        minimum, maximum = (self.world.first_that_fits(cases) for cases in (self.policy.minimum, self.policy.maximum))
        made.append(
            Block(
                name=self.policy.name,
                title=self.policy.title,
                charge="",
                charges=None,
                minimum=minimum.value if minimum is not None else None,
                maximum=maximum.value if maximum is not None else None,
                cycle=blocks[0].cycle.value,
                window=blocks[0].window,
            )
        )
        return made

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
        )


def _world(policy: Policy, account: Account, as_of: date) -> World:
    return World(policy, account, as_of, lambda measure: seats_of(measure, policy, account))
