"""A plan or add-on that the account holds in, the statements that count for each of its charges out.

Of several statements under a label the first whose condition fits counts. Of cycle and trial the nearest block wins:
charge, then plan or add-on, then the plan that an add-on is sold with.
"""

from __future__ import annotations

from typing import TypeVar

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
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

T = TypeVar("T")


@attrs.frozen
class Terms:
    """What counts for one charge: the block it stands in (`plan`, an add-on too), the plan that gives the anchor
    (`base`), its statements, its cycle and the window of that cycle which is billed."""

    charge: Charge
    plan: Plan
    base: Plan
    price: Case[Price]
    quantity: Case[Quantity] | None
    included: Case[Included] | None
    overage: Case[Overage] | None
    limit: Case[Limit] | None
    minimum: Case[Bound] | None
    maximum: Case[Bound] | None
    commitment: Case[Commitment] | None
    bill: str
    lines: str
    cycle: Case[Cycle]
    window: Window


@attrs.frozen
class BlockTerms:
    """What counts for a plan or add-on as a whole; `base` is the plan that it is sold with, a plan its own."""

    plan: Plan
    base: Plan
    cycle: Case[Cycle]
    window: Window
    minimum: Case[Bound] | None
    maximum: Case[Bound] | None
    commitment: Case[Commitment] | None


def block_terms(plan: Plan, base: Plan, world: World) -> BlockTerms:
    """The statements of a plan or add-on that count over all its charges."""
    cycle, window = _cycle((plan.cycle, base.cycle), plan, base, world)
    return BlockTerms(
        plan,
        base,
        cycle,
        window,
        world.first_that_fits(plan.minimum),
        world.first_that_fits(plan.maximum),
        world.first_that_fits(plan.commitment),
    )


def charge_terms(charge: Charge, plan: Plan, base: Plan, world: World) -> Terms:
    """The statements of a charge that count."""
    cycle, window = _cycle((charge.cycle, plan.cycle, base.cycle), plan, base, world)
    price = world.first_that_fits(charge.price)
    if price is None:
        raise refusal(
            refusals.EN106,
            charge.at,
            f"no line `price:` of `{charge.name}` fits this account",
            hint="add a line that ends in `otherwise`",
            subject=charge.name,
        )
    quantity = world.first_that_fits(charge.quantity)
    if quantity is None and charge.counts:
        raise refusal(
            refusals.EN106, charge.at, f"no line `quantity:` of `{charge.name}` fits this account", subject=charge.name
        )
    bill, lines = world.first_that_fits(charge.bill), world.first_that_fits(charge.lines)
    return Terms(
        charge=charge,
        plan=plan,
        base=base,
        price=price,
        quantity=quantity,
        included=world.first_that_fits(charge.included),
        overage=world.first_that_fits(charge.overage),
        limit=world.first_that_fits(charge.limit),
        minimum=world.first_that_fits(charge.minimum),
        maximum=world.first_that_fits(charge.maximum),
        commitment=world.first_that_fits(charge.commitment),
        bill=bill.value if bill is not None else "in advance",
        lines=lines.value if lines is not None else "change",
        cycle=cycle,
        window=window,
    )


def base_plan(plan: Plan, held: list[Plan], world: World) -> Plan:
    """The plan whose anchor and cycle an add-on has; a plan is its own. Refused where held plans would disagree."""
    bases = [plan] if not plan.addon else [one for one in held if not one.addon and one.name in plan.sold_with]
    marks = {(_fitting(one.cycle, world), _said(_fitting(one.anchor, world))) for one in bases}
    if len(marks) > 1:
        raise not_billed(refusals.EN510, plan.at, f"`{plan.name}` beside two plans with cycles of their own is")
    return bases[0]


def _said(anchor: Anchor | None) -> tuple[object, ...]:
    """What an anchor says, without the place where it is written: two lines that say the same are the same."""
    if anchor is None:
        return ()
    return anchor.kind, anchor.day, anchor.fact, anchor.weekday, anchor.month_end


def _fitting(cases: Cases[T], world: World) -> T | None:
    case = world.first_that_fits(cases)
    return None if case is None else case.value


def _cycle(nearest: tuple[Cases[Cycle], ...], plan: Plan, base: Plan, world: World) -> tuple[Case[Cycle], Window]:
    """The nearest cycle that fits, and its window by the anchor of the plan."""
    cycle = _nearest(nearest, world)
    anchor = _nearest((plan.anchor, base.anchor), world)
    if cycle is None or anchor is None:
        label = "cycle" if cycle is None else "anchor"
        raise refusal(refusals.EN106, plan.at, f"no line `{label}:` of `{plan.name}` fits this account", subject=plan.name)
    behind_trial = anchor.value.kind == "first paid day" and world.account.has_history
    trial = _nearest((plan.trial, base.trial), world) if behind_trial else None
    return cycle, cycles.window(cycle.value, anchor.value, cycle.at, world, None if trial is None else trial.value)


def _nearest(blocks: tuple[Cases[T], ...], world: World) -> Case[T] | None:
    found = (world.first_that_fits(cases) for cases in blocks)
    return next((case for case in found if case is not None), None)
