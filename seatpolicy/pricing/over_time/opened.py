"""A block of charges and an invoice's day in, what is known of its cycle beside the account out.

Whether a charge of it is billed by itself later, how much of the cycle the account is there for, and what earlier invoices
billed of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.compiler.lower.budgets import part_of, spent
from seatpolicy.compiler.lower.discounts import covered_of
from seatpolicy.compiler.lower.over_time.due import Counts, of_block
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.pricing.earlier import COMMITMENT
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.judged import CycleOf, JudgedDay
from seatpolicy.pricing.over_time.lives import Life
from seatpolicy.pricing.over_time.shares import CycleShares, cycle_of
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Discount

_ZERO = Fraction(0)
Known = tuple[str, Fraction, bool]
"""A name, its figure, and whether that is an amount."""


def known_of(
    number: int,
    block: Counts,
    shares: CycleShares,
    on: date,
    billed: Sequence[EarlierLine],
    returned: Sequence[EarlierLine],
    more: bool,
) -> Iterator[Known]:
    """What a kernel is given of one block on an invoice's day. `billed` are the lines of earlier invoices, `returned`
    credits of these on this invoice, which only bounds before discounts count among them; `more` of the cycle may be due."""
    day = shares.day
    here = _cycle(block, day)
    window = here.window
    charges = [name for name, one in day.charges.items() if counts(block, name, one.plan.name)]
    waits = more or any(_waits(life, charges, day, on) for life in shares.lives)
    yield of_block(number, "waits"), Fraction(waits), False
    yield of_block(number, "share"), shares.of_account(charges, here), False

    def ours(lines: Iterable[EarlierLine]) -> list[EarlierLine]:
        return [one for one in lines if counts(block, one.charge, one.owner) and window.first <= one.first < window.after]

    # Of a block without bounds nobody asks what was billed of it.
    billed, returned = (billed, returned) if block.bounded else ((), ())
    minimum = f"{block.name}:minimum"
    listed = [(one.before_discounts(), one.id) for one in ours((*billed, *returned))]
    billed_ = [(one.amount, one.id) for one in ours(billed)]
    for what, some in (
        ("billed", billed_),
        ("listed", listed),
        ("topped up", [one for one in listed if one[1] == minimum]),
        ("topped up after", [one for one in billed_ if one[1] == f"{minimum}, after discounts"]),
        ("committed", [one for one in billed_ if COMMITMENT not in one[1]]),
        ("lacked", [one for one in billed_ if one[1] == f"{block.name}{COMMITMENT}"]),
    ):
        yield of_block(number, what), sum((amount for amount, _ in some), _ZERO), True


def _cycle(block: Counts, day: JudgedDay) -> CycleOf:
    return day.cycle(block.charge) if block.charge else day.cycle_of_block(block.plan)


def _waits(life: Life, charges: Sequence[str], day: JudgedDay, on: date) -> bool:
    """Whether a charge of a block is billed later by itself, when its time is over."""
    if life.charge not in charges or day.chosen(day.charges[life.charge].bill) == "in advance":
        return False
    after = day.cycle(life.charge).window.after
    return life.begins < after and on < min(after, life.ends or after)


def offered(
    policy: Policy, lines: Sequence[tuple[str, DueLine]], blocks: Sequence[Counts], shares: CycleShares
) -> Iterator[Known]:
    """How much of each line lies in the days in which a discount is offered, and how much of a cycle a budget counts, where
    the policy cuts them down in parts."""
    for name, discount in policy.discounts.items():
        since, until = discount.offered_from, discount.offered_to
        if discount.offered_prorated:
            for line, one in lines:
                yield covered_of(name, line), shares.of_line(one, since, until), False
            for block in blocks:
                covered = shares.of_cycle(block.charge, _cycle(block, shares.day), since, until)
                yield covered_of(name, f"{block.name}:minimum"), covered, False
        charge, here = _budget_cycle(discount, [one for _, one in lines], blocks, shares.day)
        if here is None:
            part = Fraction(1)
        elif discount.offered_prorated:
            part = shares.of_cycle(charge, here, since, until)
        else:
            part = shares.of_account([life.charge for life in shares.lives], here)
        if discount.offered_prorated or any(case.value.prorated for case in discount.off):
            yield part_of(name), part, False


def _budget_cycle(
    discount: Discount, lines: Sequence[DueLine], blocks: Sequence[Counts], day: JudgedDay
) -> tuple[str, CycleOf | None]:
    """The cycle of the first line that a discount is of, with its charge; where there are no lines, but a minimum tops up
    what was billed before, that of the first block with bounds."""
    targets = {target for case in discount.off for target in case.value.targets}
    ours = next((one for one in lines if not targets or one.line.charge in targets), None)
    if ours is not None:
        return ours.line.charge, cycle_of(ours)
    bounded = next((one for one in blocks if one.bounded), None)
    if targets or lines or bounded is None:
        return "", None
    return bounded.charge, _cycle(bounded, day)


def spent_of(
    policy: Policy, lines: Sequence[DueLine], billed: Sequence[EarlierLine], blocks: Sequence[Counts], day: JudgedDay
) -> dict[str, Fraction]:
    """What earlier invoices of the same cycle used of every discount's budget, by the name under which that is given."""
    made: dict[str, Fraction] = {}
    for name, discount in policy.discounts.items():
        if all(case.value.amounts is None for case in discount.off):
            continue
        _, cycle = _budget_cycle(discount, lines, blocks, day)
        here = [one for one in billed if cycle is not None and cycle.window.first <= one.first < cycle.window.after]
        made[spent(name)] = sum((one.taken.get(name, _ZERO) for one in here if one.taken), _ZERO)
    return made


def counts(block: Counts, charge: str, owner: str) -> bool:
    """Whether a line of a charge and an owner is one of a block's."""
    return block.charges is None or charge in block.charges or owner == block.name
