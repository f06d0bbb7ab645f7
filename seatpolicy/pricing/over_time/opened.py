"""A block of charges and an invoice's day in, what is known of its cycle beside the account out.

Whether a charge of it is billed by itself later, how much of the cycle the account is there for, and what earlier invoices
billed of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.compiler.lower.budgets import spent
from seatpolicy.compiler.lower.over_time.due import Counts, of_block
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.earlier import COMMITMENT
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.semantics.model.policy import Policy

_ZERO = Fraction(0)
Known = tuple[str, Fraction, bool]
"""A name, its figure, and whether that is an amount."""


def known_of(
    number: int, block: Counts, day: JudgedDay, ledger: Ledger, on: date, billed: Iterable[EarlierLine]
) -> Iterator[Known]:
    """What a kernel is given of one block on an invoice's day."""
    here = day.cycle(block.charge) if block.charge else day.cycle_of_block(block.plan)
    window = here.window
    waits = any(
        day.chosen(one.bill) != "in advance" and on < _over(day.cycle(name).window.after, ledger)
        for name, one in day.charges.items()
        if _counts(block, name, one.plan.name)
    )
    yield of_block(number, "waits"), Fraction(waits), False
    there = _over(window.after, ledger) - max(window.first, ledger.starts)
    yield of_block(number, "share"), Fraction(there.days, window.days), False
    lines = [one for one in billed if _counts(block, one.charge, one.owner) and window.first <= one.first < window.after]
    minimum = f"{block.name}:minimum"
    listed = [(one.before_discounts(), one.id) for one in lines]
    billed_ = [(one.amount, one.id) for one in lines]
    for what, some in (
        ("billed", billed_),
        ("listed", listed),
        ("topped up", [one for one in listed if one[1] == minimum]),
        ("topped up after", [one for one in billed_ if one[1] == f"{minimum}, after discounts"]),
        ("committed", [one for one in billed_ if COMMITMENT not in one[1]]),
    ):
        yield of_block(number, what), sum((amount for amount, _ in some), _ZERO), True


def spent_of(policy: Policy, lines: Sequence[DueLine], billed: Sequence[EarlierLine]) -> dict[str, Fraction]:
    """What earlier invoices of the same cycle used of every discount's budget, by the name under which that is given."""
    made: dict[str, Fraction] = {}
    for name, discount in policy.discounts.items():
        targets = {target for case in discount.off for target in case.value.targets}
        ours = [one.window for one in lines if not targets or one.line.charge in targets]
        here = [one for one in billed if ours and ours[0].first <= one.first < ours[0].after]
        made[spent(name)] = sum((one.taken.get(name, _ZERO) for one in here if one.taken), _ZERO)
    return made


def _counts(block: Counts, charge: str, owner: str) -> bool:
    return block.charges is None or charge in block.charges or owner == block.name


def _over(after: date, ledger: Ledger) -> date:
    return after if ledger.cancelled is None else min(after, ledger.cancelled.day)
