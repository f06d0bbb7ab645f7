"""Prices without a document: what options and cases may say, and what is said about slips in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.asked import Asked, read_asked
from seatpolicy.documents.nodes import Node, Scalar, option
from tests.unit.documents.test_read_account import store


def pairs(*texts: str) -> Sequence[tuple[Scalar, Node]]:
    return [(option("--x", text.partition("=")[0]), option("--x", text.partition("=")[2])) for text in texts]


def read(
    *plans: str,
    seats: Sequence[str] = (),
    facts: Sequence[str] = (),
    addons: Sequence[str] = (),
    usage: Sequence[str] = (),
    currency: str = "USD",
) -> Outcome[Account | None]:
    asked = Asked(
        plans=[option("--plan", name) for name in plans],
        addons=[option("--addon", name) for name in addons],
        currency=option("--currency", currency) if currency else None,
        facts=pairs(*facts),
        counts=pairs(*seats),
        usage=pairs(*usage),
    )
    return read_asked(asked, store())


def test_a_count_of_a_charge_or_of_a_seat_type() -> None:
    account = read("team", seats=("seats=49",)).value
    assert account is not None
    assert {name: one.count for name, one in account.seats.items()} == {"seats": Fraction(49)}
    account = read("team", seats=("member=49", "phone=3"), addons=("phones",)).value
    assert account is not None
    assert {name: one.count for name, one in account.held.items()} == {"member": Fraction(49), "phone": Fraction(3)}
    assert account.start is None


def test_facts_that_are_not_given_are_left_to_the_price() -> None:
    account = read("team", facts=("partner=Meridian",)).value
    assert account is not None
    assert list(account.facts) == ["partner"]
    assert not account.complete


def test_days_of_the_subscription() -> None:
    account = read("team", facts=("customer_since=2024-03-01", "starts_on=2026-11-15", "term=24 months")).value
    assert account is not None
    assert (account.customer_since, account.start, account.term_months) == (date(2024, 3, 1), date(2026, 11, 15), 24)


@pytest.mark.parametrize(
    ("outcome", "codes"),
    [
        (read("taem"), ["DO421"]),
        (read("taem", seats=("seats=1", "nothing=2")), ["DO421"]),  # nobody can say which charges it holds
        (read("team", addons=("adit",)), ["DO422"]),
        (read("team", seats=("setas=1",)), ["DO423"]),
        (read("team", seats=("phone=1",)), ["DO423"]),  # no charge of the plan counts phones
        (read("team", seats=("seats=x",)), ["DO436"]),
        (read("team", seats=("member=x",)), ["DO436"]),
        (read("team", seats=("seats=1", "seats=2")), ["DO434"]),
        (read("team", facts=("segment=small",)), ["DO432"]),
        (read("team", facts=("colour=red",)), ["DO424"]),
        (read("team", facts=("motion=direct",)), ["DO424"]),
        (read("team", facts=("term=long",)), ["DO431"]),
        (read("team", facts=("plan=team",)), ["DO434"]),
        (read("team", usage=("calls=1",)), ["DO425"]),
        (read("team", currency="GBP"), ["DO435"]),
        (read("team", currency=""), ["DO413"]),
    ],
)
def test_slips(outcome: Outcome[Account | None], codes: list[str]) -> None:
    assert [found.code for found in outcome.diagnostics] == codes
    assert outcome.value is None
