"""Prices that change, priced by the engine and by hand day by day: the text in force for the cycle that is billed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import NOT_BILLED, PRICED
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from tests.differential.naive_changes import ChangeData, CustomerData, PlanData, bill, price_on
from tests.differential.random_prices import chance
from tests.unit.engines.policies import account, checked, evolve, text

EFFECTIVE = date(2026, 11, 1)
OTHERS = ("at once", "at the next cycle", "at renewal", "keep theirs")
ENOUGH = 15
"""Of each outcome at least so many in a hundred draws."""


def drawn(r: Random) -> tuple[list[ChangeData], CustomerData, PlanData, list[date]]:
    """Up to three changes, a customer, a plan and days near everything that happens."""
    changes = []
    for number in range(r.randint(1, 3)):
        first = EFFECTIVE + timedelta(days=r.randint(1, 900))
        others = r.choice(OTHERS)
        new = others != "at once" and (others == "keep theirs" or chance(r, 50))
        by = first + timedelta(days=r.randint(0, 500)) if new and chance(r, 50) else None
        if all(first != change.first for change in changes):
            changes.append(ChangeData(first, new, others, by, 100 * (number + 2)))
    start = EFFECTIVE + timedelta(days=r.choice((0, r.randint(0, 600))))
    since = start - timedelta(days=r.choice((0, 0, r.randint(1, 500))))
    cycle = r.choice(("month", "quarter", "half year", "year"))
    at_renewal = any(change.others == "at renewal" for change in changes)
    term = r.choice((12, 24, 30)) if at_renewal or chance(r, 50) else 0
    customer = CustomerData(since, start, term, r.choice((0, 12, 12, 15)) if term else 0)
    days = [start, start + timedelta(days=r.randint(0, 1000))]
    for change in changes:
        days += [day + timedelta(days=r.choice((-1, 0, 1, 20, 40))) for day in (change.first, change.everyone_by) if day]
    return changes, customer, PlanData(cycle, chance(r, 30), 100), [day for day in days if day >= start]


def written(changes: list[ChangeData], customer: CustomerData, plan: PlanData) -> str:
    """The policy's text."""
    body = ""
    prices = [f"    price: {plan.price} USD per seat per month"]
    for number, change in enumerate(changes):
        reach = f"everyone {change.others}"
        if change.new_at_once:
            reach = f"new customers at once, others {change.others}"
            reach += f", everyone by {change.everyone_by}" if change.everyone_by else ""
        body += f'change rise_{number} "Rise" {{\n  from: {change.first}\n  reaches: {reach}\n}}\n'
        prices.append(f"    price: {change.price} USD per seat per month from rise_{number}")
    quantity = "contracted, highest of the cycle" if plan.in_arrears else "contracted"
    lines = f"  cycle: {plan.cycle}\n  anchor: subscription day\n"
    lines += f"  term: {customer.term} months\n" if customer.term else ""
    lines += f"  renews: for {customer.renews} months\n" if customer.renews else ""
    charge = f'  charge seats "Seats" {{\n    for: member\n    quantity: {quantity}\n'
    charge += f"    bill: {'in arrears' if plan.in_arrears else 'in advance'}\n" + "\n".join(prices) + "\n  }\n"
    return text(f'{body}plan team "Team" {{\n{lines}{charge}}}\n')


def compared(seed: int) -> Counter[str]:
    """Bills the draws of a seed both ways; how they ended."""
    changes, customer, plan, days = drawn(Random(seed))
    made: Checked = checked(written(changes, customer, plan))
    one: Account = evolve(account(seats={"seats": 1}, start=customer.start), customer_since=customer.since)
    ended: Counter[str] = Counter()

    def read(policy: Policy) -> Outcome[Account | None]:
        return Outcome(one)

    for day in days:
        invoice = bill_account(made, read, day, ReferenceEngine()).value
        assert invoice is not None
        expected = bill(changes, customer, plan, day)
        if expected is None:
            assert invoice.status == NOT_BILLED, (seed, day)
        else:
            assert invoice.status == PRICED, (seed, day)
            assert invoice.amount_of("total") == expected, (seed, day)
        before = price_on(changes, customer, plan, day) == plan.price
        ended["refused" if expected is None else "the first price" if before else "a changed price"] += 1
    return ended


def test_the_text_in_force_for_the_cycle_that_is_billed() -> None:
    ended: Counter[str] = Counter()
    for seed in range(150):
        ended += compared(seed)
    assert min(ended[name] for name in ("refused", "the first price", "a changed price")) >= ENOUGH


@pytest.mark.long
def test_the_text_in_force_at_length() -> None:
    for seed in range(150, 4000):
        compared(seed)
