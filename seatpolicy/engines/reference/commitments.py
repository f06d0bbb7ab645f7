"""What an account promised to pay, and the lines that come of it (BILLING-RULES 2, step 9).

Of an amount x since the term began, min(x, C) + max(0, x - C) × P is paid, and at its end C - x, where a shortfall is
billed. In a cycle that is one of several of the term, what is above C is what this cycle adds above it; what earlier cycles
came to is taken from the lines that they billed. Lines are compared as they are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.bounds import Block
from seatpolicy.engines.reference.discounts import dealt_beside, within
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.history import before, in_this_cycle, stretch
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.semantics.model.prices import Commitment
from seatpolicy.values.money import format_amount, format_decimal

MADE = ":commitment"
"""How the ids of the lines end that a commitment makes; they are no part of the amount that it is compared with."""


def apply_commitments(blocks: Sequence[Block], drafts: list[Draft], world: World, roundings: Roundings) -> None:
    """Every commitment, those of charges first."""
    for block in blocks:
        if block.commitment is not None:
            _apply(block, block.commitment, drafts, world, roundings)


def _apply(block: Block, stated: Commitment, drafts: list[Draft], world: World, roundings: Roundings) -> None:
    period = stated.amounts.per.period
    lines = [draft for draft in drafts if block.holds(draft)]
    if stated.amounts.per.unit:
        raise not_billed(refusals.EN511, stated.at, f"a commitment per {stated.amounts.per.unit} is")
    if any(line.window != block.window and line.left for line in lines):
        raise not_billed(refusals.EN502, stated.at, f"a commitment over charges of `{block.name}` whose cycles differ is")
    here = stretch(period, block.cycle, block.window, world, block.term, stated.at)
    promised = world.in_currency(stated.amounts)
    earlier = Fraction(0)
    if here is None:
        promised *= cycles.worth(block.cycle, period, stated.at)
    else:
        billed = before(
            here,
            block.window,
            world,
            lambda line: block.counts(line.charge, line.owner) and MADE not in line.id,
            stated.at,
            f"a commitment per {period}, of which this is cycle {here.position + 1},",
        )
        earlier = sum((line.amount for line in billed), Fraction(0))
    counted = in_this_cycle(
        block.window, world, lambda line: block.counts(line.charge, line.owner) and MADE not in line.id
    )
    earlier += sum((line.amount for line in counted), Fraction(0))
    now = sum((roundings.apply("line", line.left) for line in lines), Fraction(0))
    above = max(Fraction(0), earlier + now - promised) - max(Fraction(0), earlier - promised)
    if above and stated.overage != 1:
        _overage(block, stated, above, lines, drafts, (promised, earlier, now), world, roundings)
    lacking = roundings.apply("line", max(Fraction(0), promised - earlier - now))
    # What an earlier invoice of the cycle billed as lacking is paid: less of it may be lacking now.
    paid = in_this_cycle(block.window, world, lambda line: line.id == f"{block.name}{MADE}")
    before_now = sum((line.amount for line in paid), Fraction(0))
    ends = not block.goes_on and (here is None or here.is_last)
    if lacking != before_now and stated.shortfall_billed and ends:
        shown = f"{_money(promised, world)} - {_money(now, world)}"
        shown += f" - {_money(earlier, world)} before" if earlier else ""
        shown += f", of which {_money(before_now, world)} is billed" if before_now else ""
        _add(block, stated, "Commitment", "", lacking - before_now, shown, lines, drafts)


def _overage(
    block: Block,
    stated: Commitment,
    above: Fraction,
    lines: Sequence[Draft],
    drafts: list[Draft],
    amounts: tuple[Fraction, Fraction, Fraction],
    world: World,
    roundings: Roundings,
) -> None:
    """What the part above the commitment costs more; a price below the usual one comes off the lines."""
    promised, earlier, now = amounts
    share = f"{format_decimal(stated.overage * 100)}%"
    over = f"{_money(above, world)} above {_money(promised, world)}"
    over += f", {_money(earlier, world)} before" if earlier else ""
    if stated.overage > 1:
        more = roundings.apply("line", above * (stated.overage - 1))
        basis = f"{over}, at {share}: {format_decimal((stated.overage - 1) * 100)}% more"
        if more:
            _add(block, stated, "Above the commitment", ", overage", more, basis, lines, drafts)
        return
    target = roundings.apply("line", now - above * (1 - stated.overage))
    weights = [roundings.apply("line", line.left) for line in lines]
    shares = dealt_beside(target, lines, weights, world.policy.remainder, roundings.minor)
    for line, part in zip(lines, within(shares, [line.left for line in lines]), strict=True):
        line.cut_by_maximum += line.left - part
        line.change("commitment, overage", stated.at, f"{over}, at {share}", part)


def _add(
    block: Block,
    stated: Commitment,
    what: str,
    ending: str,
    amount: Fraction,
    basis: str,
    lines: Sequence[Draft],
    drafts: list[Draft],
) -> None:
    """A line of its own behind those that the commitment counts."""
    made = Draft(
        id=f"{block.name}{MADE}{ending}",
        kind="top_up",
        charge=block.charge,
        owner=block.name,
        title=f"{what} of {block.title}",
        counts=(),
        quantity=LineQuantity(Fraction(1), Fraction(0), ()),
        window=block.window,
        cycle=block.cycle,
        factor=Fraction(1),
        unit="",
        at=stated.at,
    )
    made.change(f"commitment{ending}", stated.at, basis, amount)
    made.listed = made.base = made.left
    drafts.insert(drafts.index(lines[-1]) + 1 if lines else len(drafts), made)


def _money(amount: Fraction, world: World) -> str:
    return format_amount(amount, world.account.currency)
