"""A plan or add-on in, the statements that may count for it and for each of its charges out, each with its flag.

Of several statements under a label the first that fits counts. Of cycle and anchor the nearest block wins: charge, then plan
or add-on, then the plan that an add-on is sold with; so the statements of these blocks behind each other are one list.
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.cycles import Cycled, cycled
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.program import WindowUse
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.prices import (
    Anchor,
    Bound,
    Charge,
    Commitment,
    Cycle,
    Included,
    Limit,
    Overage,
    Plan,
    Price,
    Quantity,
)
from seatpolicy.values.record import evolved, record

T = TypeVar("T")
Chosen = list[tuple[Value, Case[T]]]


@record
class Terms:
    """What may count for one charge: the block it stands in, the plan that gives the anchor (`base`), its statements, its
    cycle, and the flag of what stops it."""

    charge: Charge
    plan: Plan
    base: Plan
    cycle: Cycled
    price: Chosen[Price]
    quantity: Chosen[Quantity]
    included: Chosen[Included]
    overage: Chosen[Overage]
    limit: Chosen[Limit]
    minimum: Chosen[Bound]
    maximum: Chosen[Bound]
    commitment: Chosen[Commitment]
    bill: Chosen[str]
    lines: Chosen[str]


@record
class BlockTerms:
    """What may count for a plan or add-on as a whole."""

    plan: Plan
    base: Plan
    cycle: Cycled
    minimum: Chosen[Bound]
    maximum: Chosen[Bound]
    commitment: Chosen[Commitment]


@attrs.define(eq=False, repr=False)
class TermsOf:
    """Lowers statements; keeps the windows that are asked for."""

    low: Lowering
    read: Expressions
    windows: list[WindowUse] = attrs.field(factory=list)

    def block(self, plan: Plan, base: Plan) -> BlockTerms:
        """The statements of a plan or add-on that count over all its charges."""
        return BlockTerms(
            plan,
            base,
            self._cycle(plan.name, (*plan.cycle, *base.cycle), plan, base, True),
            self.read.cases(plan.minimum),
            self.read.cases(plan.maximum),
            self.read.cases(plan.commitment),
        )

    def charge(self, charge: Charge, plan: Plan, base: Plan) -> Terms:
        """The statements of a charge that count."""
        low, read = self.low, self.read
        cycle = self._cycle(charge.name, (*charge.cycle, *plan.cycle, *base.cycle), plan, base, bool(charge.cycle))
        price = self._needed(read.cases(charge.price), charge, "price", "add a line that ends in `otherwise`")
        quantity = read.cases(charge.quantity)
        if charge.counts:
            quantity = self._needed(quantity, charge, "quantity", "")
        bill, lines = read.cases(charge.bill), read.cases(charge.lines)
        return Terms(
            charge=charge,
            plan=plan,
            base=base,
            cycle=cycle,
            price=price,
            quantity=quantity,
            included=read.cases(charge.included),
            overage=read.cases(charge.overage),
            limit=read.cases(charge.limit),
            minimum=read.cases(charge.minimum),
            maximum=read.cases(charge.maximum),
            commitment=read.cases(charge.commitment),
            bill=_or_usual(bill, Case("in advance", None, charge.at), low),
            lines=_or_usual(lines, Case("change", None, charge.at), low),
        )

    def base_plan(self, plan: Plan, held: tuple[Plan, ...]) -> Plan:
        """The plan whose anchor and cycle an add-on has; a plan is its own. Refused where held plans would disagree."""
        bases = [plan] if not plan.addon else [one for one in held if not one.addon and one.name in plan.sold_with]
        marks = [(self.read.cases(one.cycle), _unplaced(self.read.cases(one.anchor))) for one in bases]
        words = f"`{plan.name}` beside two plans with cycles of their own is"
        for cycles, anchors in marks[1:]:
            differ = self.low.b.any(self._differ(marks[0][0], cycles), self._differ(marks[0][1], anchors))
            self.low.not_billed(differ, refusals.EN510, plan.at, words)
        return bases[0]

    def _differ(self, here: Chosen[T], there: Chosen[T]) -> Value:
        """Whether two lists of statements choose different values; choosing none differs from choosing any."""
        b = self.low.b
        same = [b.all(one, other) for one, case in here for other, second in there if case.value == second.value]
        none = [b.negate(b.any(*(flag for flag, _ in cases))) for cases in (here, there)]
        return b.negate(b.any(*same, b.all(*none)))

    def _cycle(self, block: str, cycles: Cases[Cycle], plan: Plan, base: Plan, own: bool) -> Cycled:
        """The nearest cycle that fits, by the anchor of the plan."""
        low, b = self.low, self.low.b
        chosen = self.read.cases(cycles)
        anchors = _unplaced(self.read.cases((*plan.anchor, *base.anchor)))
        parts: tuple[tuple[str, Chosen[Cycle] | Chosen[Anchor]], ...] = (("cycle", chosen), ("anchor", anchors))
        for label, cases in parts:
            none = b.negate(b.any(*(flag for flag, _ in cases)))
            message = f"no line `{label}:` of `{plan.name}` fits this account"
            low.refuse(none, refusals.EN106, plan.at, message, subject=plan.name)
        made, uses = cycled(chosen, anchors, low)
        for flag, pair, at in uses:
            self.windows.append(WindowUse(block, pair, low.flag(flag), at, low.scope, own))
        return made

    def _needed(self, cases: Chosen[T], charge: Charge, label: str, hint: str) -> Chosen[T]:
        """Statements of which one must fit."""
        none = self.low.b.negate(self.low.b.any(*(flag for flag, _ in cases)))
        message = f"no line `{label}:` of `{charge.name}` fits this account"
        self.low.refuse(none, refusals.EN106, charge.at, message, hint=hint, subject=charge.name)
        return cases


def _unplaced(anchors: Chosen[Anchor]) -> Chosen[Anchor]:
    """The same without the places where they are written: two lines that say the same are the same."""
    return [(flag, evolved(case, value=evolved(case.value, month_end_at=None))) for flag, case in anchors]


def _or_usual(cases: Chosen[T], usual: Case[T], low: Lowering) -> Chosen[T]:
    """Statements, and what counts where none fits."""
    none = low.b.negate(low.b.any(*(flag for flag, _ in cases)))
    return cases if low.b.constant(none) == 0 else [*cases, (none, usual)]
