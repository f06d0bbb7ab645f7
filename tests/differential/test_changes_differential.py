"""Prices that change, priced by the engine and by hand day by day: the text in force for the cycle that is billed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import attrs
import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import NOT_BILLED, PRICED
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.model.policy import Policy
from tests.differential.change_data import ChangeData, CustomerData, PlanData
from tests.differential.engine_bills import read_text
from tests.differential.naive_changes import bill, price_on
from tests.differential.random_changes import FORMS, OTHERS, changes_text, draw_changes
from tests.unit.engines.policies import account

POLICIES = 100
AT_LENGTH = 3000
ENOUGH = POLICIES // 10


def ended(
    changes: list[ChangeData], customer: CustomerData, plan: PlanData, day: date, expected: int | None
) -> list[str]:
    """How a bill ended; of a changed price also in which form it is written, and whom the change reaches when."""
    if expected is None:
        return ["refused"]
    price = price_on(changes, customer, plan, day)
    if price == plan.price:
        return ["the first price"]
    return ["a changed price", plan.form, next(change.others for change in changes if change.price == price)]


def compared(number: int) -> Counter[str]:
    """Bills the draws of a number both ways; how they ended."""
    changes, customer, plan, days = draw_changes(Random(f"changes {number}"))
    text = changes_text(changes, customer, plan)
    checked = read_text(text)
    start = account(seats={"seats": 1}, start=customer.start)
    one = attrs.evolve(start, customer_since=customer.since)

    def read_by(policy: Policy) -> Outcome[Account | None]:
        return Outcome(one)

    counted: Counter[str] = Counter()
    for day in days:
        invoice = bill_account(checked, read_by, day, ReferenceEngine()).value
        assert invoice is not None
        expected = bill(changes, customer, plan, day)
        made = invoice.amount_of("total") if invoice.status == PRICED else invoice.status
        where = f"changes {number}, {customer} on {day}:\n{text}\nthe engine: {made}; naively: {expected}"
        assert made == (NOT_BILLED if expected is None else expected), where
        counted.update(ended(changes, customer, plan, day, expected))
    return counted


def test_the_text_in_force_for_the_cycle_that_is_billed() -> None:
    counted: Counter[str] = Counter()
    for number in range(POLICIES):
        counted += compared(number)
    outcomes = ("refused", "the first price", "a changed price", *FORMS, *OTHERS)
    assert min(counted[name] for name in outcomes) >= ENOUGH, counted


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_the_text_in_force_at_length(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        compared(number)
