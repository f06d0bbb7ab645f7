"""A checked policy and what an account may hold of it in, the program that bills one whole cycle out.

The stages follow BILLING-RULES 2. What is stopped in the terms of a charge lists nothing; what is stopped anywhere settles
nothing; so each stage begins where no stage before it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.lower import settle, unbilled
from seatpolicy.compiler.lower.beside import Beside
from seatpolicy.compiler.lower.bounds import apply_bounds, blocks_of
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.counts import contracted
from seatpolicy.compiler.lower.discounts import Discounting
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.listed import listing
from seatpolicy.compiler.lower.quantity import Counter
from seatpolicy.compiler.lower.terms import BlockTerms, Terms, TermsOf
from seatpolicy.compiler.program import Block, PossibleLine, Program, SeatLines, Totals
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.values.record import evolved


def lower(
    policy: Policy,
    plans: Sequence[str],
    addons: Sequence[str],
    currency: str,
    unsold: Sequence[str] = (),
    seats: Mapping[tuple[str, int], int] | None = None,
) -> Program:
    """The program. `unsold` are plans and add-ons that the account holds and cannot: their terms are not looked at, and
    nothing is listed. `seats` says how many lines a charge with one a seat has, by the charge and the number of its
    price."""
    builder = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}")
    low = Lowering(
        policy,
        tuple(policy.plans[name] for name in plans),
        tuple(policy.addons[name] for name in addons),
        currency,
        builder,
        builder.const(1),
    )
    return _Program(low, Expressions(low), frozenset(unsold), seats or {}).made()


@attrs.define
class _Program:
    low: Lowering
    read: Expressions
    unsold: frozenset[str]
    seats: Mapping[tuple[str, int], int]
    beside: Beside = attrs.field(init=False)
    stages: TermsOf = attrs.field(init=False)
    blocks: list[BlockTerms] = attrs.field(factory=list)
    terms: dict[str, Terms] = attrs.field(factory=dict)
    judged: list[Block] = attrs.field(factory=list)
    untold: dict[str, Value] = attrs.field(factory=dict)
    seat_lines: list[SeatLines] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.beside = Beside(self.read)
        self.stages = TermsOf(self.low, self.read)

    def made(self) -> Program:
        """Every stage in its order."""
        low, b = self.low, self.low.b
        with low.caught("terms"):
            unbilled.in_account(low.held, self.read)
        stopped = b.any(*(self._block(plan) for plan in low.held if plan.name not in self.unsold))
        counter = Counter(low, self.read, self.terms, b.const(1))
        over = self._limits(counter)
        totals: Totals | None = None
        lines: tuple[PossibleLine, ...] = ()
        net = b.const(0)
        if len(self.terms) == sum(len(plan.charges) for plan in low.held) and not self.unsold:
            counter.live = low.live = b.negate(stopped)
            drafts = self._listed(counter, over)
            low.live = b.negate(b.any(*low.failed))
            with low.caught("settle"):
                totals, lines, net = self._settled(drafts)
        day_read = low.flag(b.any(*low.day_read), "the day is read") if low.day_read else -1
        root = low.note(net, "the amount")
        self._place_texts()
        return Program(
            kernel=b.kernel((root,)),
            effective=low.policy.effective,
            reasons=tuple(low.reasons),
            pairs=tuple(low.pairs),
            windows=tuple(self.stages.windows),
            blocks=tuple(self.judged),
            lines=lines,
            seat_lines=tuple(self.seat_lines),
            totals=totals,
            assumptions=tuple(self.beside.assumptions),
            late_assumptions=tuple(self.beside.late),
            limits=tuple(self.beside.limits),
            signals=tuple(self.beside.signals),
            missing=tuple(self.beside.missing),
            day_read=day_read,
        )

    def _block(self, plan: Plan) -> Value:
        """The statements that count of a plan or add-on and its charges; gives where one of them could not be told."""
        low, b = self.low, self.low.b
        scope = f"terms/{plan.name}"
        flags: list[Value] = []
        with low.caught(scope) as stops:
            base = self.stages.base_plan(plan, low.held)
            block = self.stages.block(plan, base)
            self.blocks.append(block)
            with low.caught(f"{scope}/unbilled"):
                self.judged.append(unbilled.in_block(block, scope, self.read))
            for charge in plan.charges:
                with low.caught(f"{scope}/{charge.name}") as within:
                    terms = self.stages.charge(charge, plan, base)
                    self.terms[charge.name] = terms
                    with low.caught(f"{scope}/{charge.name}/unbilled"):
                        unbilled.in_charge(terms, self.read)
                flags += within
                self.untold[charge.name] = b.any(b.negate(low.live), *within)
        return b.any(*stops, *flags)

    def _limits(self, counter: Counter) -> dict[str, Value]:
        """Every charge held to its limit, whatever else stops the bill; gives the flags of those that are above it."""
        low, b = self.low, self.low.b
        over: dict[str, Value] = {}
        for name, terms in self.terms.items():
            if terms.charge.counts_kind != "meter":
                low.live = b.negate(self.untold[name])
                with low.caught(f"terms/{terms.plan.name}/{name}/limit") as stops:
                    self._limit(terms, counter.count(name))
                over[name] = b.any(*stops)
        return over

    def _listed(self, counter: Counter, over: dict[str, Value]) -> list[Draft]:
        """Every charge counted and priced."""
        low = self.low
        drafts: list[Draft] = []
        for name, terms in self.terms.items():
            if terms.charge.counts_kind == "meter":
                continue
            counted = counter.of(name)
            with low.caught(f"list/{name}"):
                low.stop(over[name])
                low.stop(counted.stopped)
                made = listing(terms, counted, counter, self.read, self.seats)
                self.beside.charge(terms, counted, made.due, made.gone)
            drafts += made.drafts
            self.seat_lines += made.seat_lines
        return drafts

    def _limit(self, terms: Terms, count: Value) -> None:
        """Stops a charge that is above its limit, or reports it."""
        low, b = self.low, self.low.b
        charge = terms.charge
        for flag, case in terms.limit:
            limit = case.value
            with low.when(flag):
                known, most = b.const(1), b.const(0)
                if isinstance(limit.most, str):
                    known, most = contracted(charge, low)
                else:
                    most = self.read.figure(limit.most)
                above = b.all(known, b.compare(">", count, most))
                figures = (count, "number"), (most, "number")
                if limit.then == "refuse":
                    low.refuse(
                        above,
                        refusals.EN101,
                        case.at,
                        f"{low.said(charge.title)} are sold up to {{}}",
                        figures[1],
                        note="the account has {}",
                        note_figures=figures[:1],
                        subject=charge.name,
                    )
                elif limit.then == "plan":
                    words = f"moving the account to the plan `{limit.plan}` is"
                    low.not_billed(above, refusals.EN506, case.at, words, hint="")
                elif limit.then in ("bill rest", "bill the rest"):
                    self.beside.over_limit(b.all(flag, above), terms, case.at, limit, *(value for value, _ in figures))
                else:
                    words = f"a limit that goes on to `{limit.then}` is"
                    low.not_billed(above, refusals.EN511, case.at, words)

    def _settled(self, drafts: list[Draft]) -> tuple[Totals, tuple[PossibleLine, ...], Value]:
        """From list prices to the invoice."""
        low = self.low
        blocks = blocks_of(low.policy, self.blocks, list(self.terms.values()), self.read)
        apply_bounds(blocks, drafts, True, self.read)
        discounting = Discounting(self.read, drafts)
        discounting.run()
        self.beside.discounts(discounting.assumed)
        settle.round_lines(drafts, low)
        apply_bounds(blocks, drafts, False, self.read)
        before = [draft.left for draft in drafts]
        net = settle.round_sums(drafts, low)
        totals = settle.totals(drafts, before, net, low)
        self.beside.total(net)
        return totals, settle.lines(drafts, low), net

    def _place_texts(self) -> None:
        """Gives every input that is a text the texts that the policy compares with."""
        texts = tuple(self.low.texts)
        inputs = self.low.b.inputs
        for place, one in enumerate(inputs):
            if one.type == "text":
                inputs[place] = evolved(one, values=texts, high=len(texts))
