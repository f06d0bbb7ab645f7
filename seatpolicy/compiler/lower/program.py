"""A checked policy and what an account may hold of it in, the program that bills one whole cycle out.

The stages follow BILLING-RULES 2. What is stopped in the terms of a charge lists nothing; what is stopped anywhere settles
nothing; so each stage begins where no stage before it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import attrs

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.lower import inputs, settle, unbilled
from seatpolicy.compiler.lower.beside import Beside
from seatpolicy.compiler.lower.bounds import apply_bounds, blocks_of
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.counts import Heads
from seatpolicy.compiler.lower.discounts import Discounting
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.limits import BILLS_THE_REST, above_limit, refuse_above
from seatpolicy.compiler.lower.listed import listing
from seatpolicy.compiler.lower.quantity import Counter
from seatpolicy.compiler.lower.terms import BlockTerms, Terms, TermsOf
from seatpolicy.compiler.program import Block, Move, PossibleLine, Program, SeatLines, Totals, WindowLines
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Limit, Plan


def lower(
    policy: Policy,
    plans: Sequence[str],
    addons: Sequence[str],
    currency: str,
    unsold: Sequence[str] = (),
    seats: Mapping[tuple[str, int], int] | None = None,
    windows: Mapping[str, int] | None = None,
    people: bool = False,
    more: frozenset[str] = frozenset(),
) -> Program:
    """The program. `unsold` are plans and add-ons that the account holds and cannot: their terms are not looked at, and
    nothing is listed. `seats` says how many lines a charge with one a seat has, by the charge and the number of its
    price; `windows` how many different figures the windows of a charge's meter have; `people` whether the account has a
    roster; `more` of which charges somebody thinks of buying more."""
    builder = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}")
    low = Lowering(
        policy,
        tuple(policy.plans[name] for name in plans),
        tuple(policy.addons[name] for name in addons),
        currency,
        builder,
        builder.const(1),
        people=people,
        more=more,
    )
    return _Program(low, Expressions(low), frozenset(unsold), seats or {}, windows or {}).made()


@attrs.define(eq=False, repr=False)
class _Program:
    low: Lowering
    read: Expressions
    unsold: frozenset[str]
    seats: Mapping[tuple[str, int], int]
    windows: Mapping[str, int]
    beside: Beside = attrs.field(init=False)
    stages: TermsOf = attrs.field(init=False)
    blocks: list[BlockTerms] = attrs.field(factory=list)
    terms: dict[str, Terms] = attrs.field(factory=dict)
    judged: list[Block] = attrs.field(factory=list)
    untold: dict[str, Value] = attrs.field(factory=dict)
    seat_lines: list[SeatLines] = attrs.field(factory=list)
    windowed: list[WindowLines] = attrs.field(factory=list)
    over: dict[str, list[Callable[[], None]]] = attrs.field(factory=dict)
    moves: list[Move] = attrs.field(factory=list)
    moved: Value = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.beside = Beside(self.read)
        self.stages = TermsOf(self.low, self.read)

    def made(self) -> Program:
        """Every stage in its order."""
        low, b = self.low, self.low.b
        with low.caught("terms"):
            unbilled.in_account(low.held, self.read)
        self.moved = b.const(0)
        stopped = b.any(*(self._block(plan) for plan in low.held if plan.name not in self.unsold))
        heads = Heads(low, {name: b.input(inputs.more(name)) for name in sorted(low.more)})
        counter = Counter(low, self.read, self.terms, b.const(1), heads, self.windows)
        over = self._limits(counter, stopped)
        totals: Totals | None = None
        lines: tuple[PossibleLine, ...] = ()
        net = b.const(0)
        if len(self.terms) == sum(len(plan.charges) for plan in low.held) and not self.unsold:
            # What a limit has not asked for yet is counted only where everything can be listed.
            low.live = counter.live = b.all(b.negate(stopped), b.negate(self.moved))
            drafts = self._listed(counter, over)
            low.live = b.negate(b.any(self.moved, *low.failed))
            with low.caught("settle"):
                totals, lines, net = self._settled(drafts)
        day_read = low.flag(b.any(*low.day_read), "the day is read") if low.day_read else -1
        added = self._added() if low.added else ()
        root = low.note(net, "the amount")
        place_texts(low)
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
            missing=tuple(self.beside.missing),
            windowed=tuple(self.windowed),
            asked=tuple(low.asked),
            moves=tuple(self.moves),
            added=added,
            day_read=day_read,
        )

    def _added(self) -> tuple[tuple[str, str, int], ...]:
        """The questions about seats that were added."""
        from seatpolicy.compiler.lower.measures import window_words

        return tuple((one.of, window_words(one), self.low.note(first)) for first, one in self.low.added)

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

    def _limits(self, counter: Counter, stopped: Value) -> dict[str, Value]:
        """Every charge held to its limit, whatever else stops the bill; gives the flags of those that are above it."""
        low, b = self.low, self.low.b
        over: dict[str, Value] = {}
        for name, terms in self.terms.items():
            low.live = b.all(b.negate(self.untold[name]), b.negate(self.moved))
            with low.caught(f"terms/{terms.plan.name}/{name}/limit") as stops:
                if terms.limit:
                    self._limit(terms, counter, stopped)
            over[name] = b.any(*stops)
        return over

    def _listed(self, counter: Counter, over: dict[str, Value]) -> list[Draft]:
        """Every charge counted and priced."""
        low = self.low
        drafts: list[Draft] = []
        for name, terms in self.terms.items():
            counted = counter.within(name, over[name])
            self.windowed += [one.wanted for one in counted.splits]
            with low.caught(f"list/{name}"):
                low.stop(over[name])
                low.stop(counted.stopped)
                made = listing(terms, counted, counter, self.read, self.seats)
                above = self._above(terms, counter)
                for report in self.over.get(name, ()):
                    report()
                people = counter.heads.above(terms.charge) if terms.overage and not low.people else low.const(0)
                self.beside.charge(terms, counted, made.due, made.gone, people)
            drafts += made.drafts
            drafts += above
            self.seat_lines += made.seat_lines
        return drafts

    def _above(self, terms: Terms, counter: Counter) -> list[Draft]:
        """The lines of those above the contract."""
        if not terms.overage:
            return []
        from seatpolicy.compiler.lower.overage import overage_drafts

        return overage_drafts(terms, counter, self.read)

    def _limit(self, terms: Terms, counter: Counter, stopped: Value) -> None:
        """Stops a charge that is above its limit, reports it, or moves the account to another plan."""
        low, b = self.low, self.low.b
        charge = terms.charge
        count = counter.count(charge.name)
        for flag, overage in terms.overage:
            if not overage.value.blocked:
                with low.when(flag):
                    above = counter.heads.above(charge)
                count = b.add(count, b.select(flag, above, b.const(0)))
        for flag, case in terms.limit:
            limit = case.value
            with low.when(flag):
                above, most = above_limit(terms, case, count, counter, self.read)
                if limit.then == "refuse":
                    refuse_above(terms, case, above, count, most, self.read)
                elif limit.then == "plan":
                    self._move(terms, case, b.all(low.live, above), count, most, stopped)
                elif limit.then in BILLS_THE_REST:
                    report = partial(self._reported, b.all(flag, above), terms, case, count, most)
                    self.over.setdefault(charge.name, []).append(report)
                else:
                    words = f"a limit that goes on to `{limit.then}` is"
                    low.not_billed(above, refusals.EN511, case.at, words)

    def _reported(self, flag: Value, terms: Terms, case: Case[Limit], count: Value, most: Value) -> None:
        self.beside.over_limit(flag, terms, case.at, case.value, count, most)

    def _move(
        self, terms: Terms, case: Case[Limit], flag: Value, count: Value, most: Value, stopped: Value
    ) -> None:
        """Whoever runs the program bills the account in the other plan instead."""
        low, b = self.low, self.low.b
        present = low.flag(b.all(flag, b.negate(stopped)), "moved")
        notes = low.note(count), low.note(most), low.note(terms.cycle.window.index)
        self.moves.append(Move(present, terms.charge.name, terms.plan.name, case.value.plan, *notes, case.at))
        self.moved = b.any(self.moved, flag)

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
        if any(block.commitment for block in blocks):
            from seatpolicy.compiler.lower.commitments import apply_commitments

            apply_commitments(blocks, drafts, self.read)
        before = [draft.left for draft in drafts]
        net = settle.round_sums(drafts, low)
        totals = settle.totals(drafts, before, net, low)
        with low.caught("settle/required"):
            self.beside.total(lambda: low.b.sub(net, low.b.input(inputs.earlier("billed"))), self._stages(drafts))
        return totals, settle.lines(drafts, low), net

    def _stages(self, drafts: list[Draft]) -> dict[str, Value]:
        """The stages that a bill may be one of."""
        low, b = self.low, self.low.b
        stages = {"invoice": b.const(1)}
        asked = {requirement.stage for requirement in low.policy.requirements}
        if "renewal" in asked:
            from seatpolicy.compiler.lower.snapshot import lies_on

            renewed = b.const(0)
            for terms in self.terms.values():
                with low.when(b.negate(renewed)):
                    renewed = b.any(renewed, lies_on("renewal", terms, self.read))
            stages["renewal"] = renewed
        if "more seats" in asked:
            stages["more seats"] = b.any(*(draft.present for draft in drafts if draft.kind == "overage"))
        return stages
