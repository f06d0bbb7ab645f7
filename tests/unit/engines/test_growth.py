"""Seats added: what the document says of the window that the policy asks for."""

from __future__ import annotations

import pytest

from seatpolicy.documents.account import Account, CountGiven
from tests.unit.engines.policies import HERE, account, bill, charge, codes, evolve, exact, net, plan, policy

WINDOW = "this quarter"


def growing(*conditions: str) -> str:
    offers = "".join(
        f'discount offer_{n} "Offer {n}" {{\n  off: {n}0% of seats\n  when: {condition}\n}}\n'
        for n, condition in enumerate(conditions, 1)
    )
    order = ", then ".join(f"offer_{n}" for n in range(1, len(conditions) + 1))
    combine = f"combine {{\n  order: {order}\n  each: off list\n}}\n" if len(conditions) > 1 else ""
    return plan(charge()) + offers + combine


def grown(added: int) -> Account:
    return evolve(account(seats={"seats": 10}), added={"seats": CountGiven(exact(added)[0], HERE)})


@pytest.mark.parametrize(("added", "total"), [(0, 100), (9, 100), (10, 90), (11, 90)])
def test_a_discount_for_seats_that_were_added(added: int, total: int) -> None:
    assert net(policy(growing(f"added of seats {WINDOW} >= 10")), grown(added)) == total


def test_without_a_number_nobody_knows() -> None:
    outcome = bill(policy(growing(f"added of seats {WINDOW} >= 10")), account(seats={"seats": 10}))
    assert (outcome.value.status, codes(outcome)) == ("not billed yet", ["EN507"])
    assert outcome.diagnostics[0].hint == "give it, as in `added: {seats: 10}`"


def test_one_number_is_of_one_window() -> None:
    same = policy(growing("added of seats this quarter >= 10", "added of seats this quarter >= 5"))
    assert net(same, grown(10)) == 70
    two = policy(growing("added of seats this quarter >= 10", "added of seats in the last 30 days >= 5"))
    assert codes(bill(two, grown(10))) == ["EN507"]
