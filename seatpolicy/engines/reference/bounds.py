"""Minimum and maximum of a charge, a plan or the policy (BILLING-RULES 2, steps 6 and 9).

A minimum adds a line of its own, what is lacking, to the last bill of its cycle; a maximum is dealt out over the lines that
exceed it together, on every bill. Both are rounded as lines are: 100.00 per quarter is 33.33 in a month. Before discounts
list amounts rounded as lines are compared, after them the rounded lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.discounts import dealt_beside, within
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.history import in_this_cycle
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.terms import BlockTerms, Terms
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Bound, Commitment, Cycle
from seatpolicy.values.money import format_amount


@attrs.frozen
class Block:
    """What a bound counts over: the lines of some charges, in a cycle; of every line with `charges` None, which is the
    policy's. `charge` is that of a charge's own bound, empty for the others; `term` is in months, None without one.
    `goes_on`: more of the cycle will be billed, so that nobody knows yet what is lacking at its end."""

    name: str
    title: str
    charge: str
    charges: frozenset[str] | None
    minimum: Bound | None
    maximum: Bound | None
    commitment: Commitment | None
    cycle: Cycle
    window: Window
    term: Fraction | None
    goes_on: bool
    share: Fraction = Fraction(1)
    """How much of its cycle the account is there for; what is prorated counts so much."""

    def holds(self, draft: Draft) -> bool:
        """Whether a line counts: one of its charges, or the top-up of this block itself."""
        return self.counts(draft.charge, draft.owner)

    def counts(self, charge: str, owner: str) -> bool:
        """Whether a line of a charge and an owner counts."""
        return self.charges is None or charge in self.charges or owner == self.name


def blocks_of(terms: Iterable[Terms], blocks: Sequence[BlockTerms], world: World) -> list[Block]:
    """Whatever bounds can be written for, in the order in which they apply: charges, plans and add-ons, then the policy."""
    made = []
    terms = list(terms)
    open_charges = frozenset(one.charge.name for one in terms if _goes_on(one, world))
    for one in terms:
        name = one.charge.name
        bounds = _stated(one.minimum, one.maximum, one.commitment)
        term = world.term_of(one.base)
        goes_on, cycle = name in open_charges, one.cycle.value
        made.append(Block(name, one.charge.title, name, frozenset([name]), *bounds, cycle, one.window, term, goes_on))
    for block in blocks:
        plan = block.plan
        charges = frozenset(charge.name for charge in plan.charges)
        bounds = _stated(block.minimum, block.maximum, block.commitment)
        term = world.term_of(block.base)
        goes_on, cycle = not charges.isdisjoint(open_charges), block.cycle.value
        made.append(Block(plan.name, plan.title, "", charges, *bounds, cycle, block.window, term, goes_on))
    policy, first = world.policy, blocks[0]
    bounds = _stated(
        world.first_that_fits(policy.minimum),
        world.first_that_fits(policy.maximum),
        world.first_that_fits(policy.commitment),
    )
    goes_on, cycle = bool(open_charges), first.cycle.value
    made.append(Block(policy.name, policy.title, "", None, *bounds, cycle, first.window, world.term(), goes_on))
    return made


def _goes_on(terms: Terms, world: World) -> bool:
    """Whether a charge is billed again in this cycle: as it is used, on any day before the last one. Prices of another day
    are those of the day that was asked for (`people_on`)."""
    asked_for = world.people_on or world.as_of
    return terms.bill == "as used" and asked_for < terms.window.period.last


def _stated(
    minimum: Case[Bound] | None, maximum: Case[Bound] | None, commitment: Case[Commitment] | None
) -> tuple[Bound | None, Bound | None, Commitment | None]:
    return (
        minimum.value if minimum is not None else None,
        maximum.value if maximum is not None else None,
        commitment.value if commitment is not None else None,
    )


def apply_bounds(
    blocks: Sequence[Block], drafts: list[Draft], before_discounts: bool, world: World, roundings: Roundings
) -> None:
    """The bounds of one point, charges first; top-ups are put behind the lines that they complete."""
    for block in blocks:
        for bound, apply in ((block.minimum, _minimum), (block.maximum, _maximum)):
            if bound is None or bound.before_discounts is not before_discounts:
                continue
            lines = [draft for draft in drafts if block.holds(draft)]
            if any(line.window != block.window and line.left for line in lines):
                raise not_billed(refusals.EN502, bound.at, f"a bound over charges of `{block.name}` whose cycles differ is")
            if bound.amounts.per.unit:
                raise not_billed(refusals.EN511, bound.at, f"a bound per {bound.amounts.per.unit} is")
            times = cycles.worth(block.cycle, bound.amounts.per.period, bound.at)
            times *= block.share if bound.prorated else 1
            apply(block, bound, world.in_currency(bound.amounts) * times, lines, drafts, world, roundings)


def _compared(draft: Draft, roundings: Roundings) -> Fraction:
    """The amount of a line that a bound looks at."""
    return roundings.apply("line", draft.left)


def _minimum(
    block: Block,
    bound: Bound,
    least: Fraction,
    lines: Sequence[Draft],
    drafts: list[Draft],
    world: World,
    roundings: Roundings,
) -> None:
    if block.goes_on:
        return
    point = "" if bound.before_discounts else ", after discounts"
    name = f"{block.name}:minimum{point}"
    earlier = in_this_cycle(block.window, world, lambda line: block.counts(line.charge, line.owner))
    counted = [(line.before_discounts() if bound.before_discounts else line.amount, line.id) for line in earlier]
    billed = sum((amount for amount, id_ in counted if id_ != name), Fraction(0))
    topped_up = sum((amount for amount, id_ in counted if id_ == name), Fraction(0))
    reached = sum((_compared(line, roundings) for line in lines), billed)
    lacking = roundings.apply("line", max(Fraction(0), least - reached)) - topped_up
    if lacking == 0:
        return
    top_up = Draft(
        id=name,
        kind="top_up",
        charge=block.charge,
        owner=block.name,
        title=f"Minimum of {block.title}",
        counts=(),
        quantity=LineQuantity(Fraction(1), Fraction(0), ()),
        window=block.window,
        cycle=block.cycle,
        factor=Fraction(1),
        unit="",
        at=bound.at,
    )
    basis = f"{_money(least, world)} - {_money(reached, world)}"
    basis += f", of which {_money(topped_up, world)} is billed" if topped_up else ""
    top_up.change("minimum", bound.at, basis, lacking)
    top_up.listed = top_up.base = top_up.left
    place = drafts.index(lines[-1]) + 1 if lines else len(drafts)
    drafts.insert(place, top_up)


def _maximum(
    block: Block,
    bound: Bound,
    most: Fraction,
    lines: Sequence[Draft],
    drafts: list[Draft],
    world: World,
    roundings: Roundings,
) -> None:
    weights = [_compared(line, roundings) for line in lines]
    reached = sum(weights, Fraction(0))
    # A maximum is one of the cycle: what earlier invoices billed of it leaves the less room.
    earlier = in_this_cycle(block.window, world, lambda line: block.counts(line.charge, line.owner))
    billed = sum((line.before_discounts() if bound.before_discounts else line.amount for line in earlier), Fraction(0))
    if reached <= max(most - billed, Fraction(0)):
        return
    most = roundings.apply("line", most)
    room = max(most - billed, Fraction(0))
    shares = dealt_beside(room, lines, weights, world.policy.remainder, roundings.minor)
    for line, share in zip(lines, within(shares, [line.left for line in lines]), strict=True):
        line.cut_by_maximum += line.left - share
        basis = f"at most {_money(most, world)}" + (f" for {_money(reached, world)} together" if len(lines) > 1 else "")
        basis += f", of which {_money(billed, world)} is billed" if billed else ""
        line.change("maximum", bound.at, basis, share)
        if bound.before_discounts:
            line.base = line.left


def _money(amount: Fraction, world: World) -> str:
    return format_amount(amount, world.account.currency)
