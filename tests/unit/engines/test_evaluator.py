"""An evaluator prices accounts of one holding by a flat dict, exactly, and says what is wrong with one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import seatpolicy

POLICIES = Path(__file__).parents[3] / "policies"
GRADUATED = POLICIES / "guide-graduated" / "policy.seat"
DOCUMENT = {
    "schema_version": "1.0",
    "account": "copper-lane-studio",
    "plans": ["team"],
    "currency": "USD",
    "subscription": {"start": date(2026, 11, 1)},
    "seats": {"member_seats": 49},
}


@pytest.fixture(scope="module")
def evaluator() -> seatpolicy.Evaluator:
    return seatpolicy.compile(GRADUATED, plan="team")


@pytest.mark.parametrize(
    ("seats", "amount"),
    [(0, 0), (1, 50), (10, 500), (11, 540), (50, 2100), (51, 2130), (200, 6600)],
)
def test_amounts_at_each_bound(evaluator: seatpolicy.Evaluator, seats: int, amount: int) -> None:
    """10 × 50.00, then 40 × 40.00, then 30.00 each."""
    assert evaluator.amount({"member_seats": seats}) == amount
    assert evaluator.amount({"member": seats}) == amount


def test_the_holding_is_what_was_asked_for(evaluator: seatpolicy.Evaluator) -> None:
    assert (evaluator.plans, evaluator.addons, evaluator.currency) == (("team",), (), "USD")


def test_an_invoice_explains_itself(evaluator: seatpolicy.Evaluator) -> None:
    invoice = evaluator.price({"member_seats": 49}, as_of=date(2026, 12, 15))
    assert (invoice.status, invoice.as_of) == ("priced", date(2026, 12, 15))
    assert [step.after for step in invoice.lines[0].steps if step.figure == "amount"] == [500, 2060]


def test_an_account_s_document(evaluator: seatpolicy.Evaluator) -> None:
    invoice = evaluator.price(DOCUMENT)
    assert (invoice.account, invoice.totals and invoice.totals.due) == ("copper-lane-studio", Fraction(2060))


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"member_seats": float("4")}, ("DO471",)),
        ({"member_seats": -1}, ("DO443",)),
        ({"member_seats": "many"}, ("DO436",)),
        ({"member_seats": 4, "member": 4, "member_seat": 3}, ("DO423",)),
        ({"no_such_fact": "x"}, ("DO424",)),
        ({**DOCUMENT, "plans": ["tem"]}, ("DO421",)),
        ({**DOCUMENT, "seats": {"member_seats": "x"}}, ("DO436",)),
        ({"member_seats": 201}, ("DO474",)),
    ],
)
def test_what_is_wrong_is_raised_with_its_code(
    evaluator: seatpolicy.Evaluator, given: dict[str, object], codes: tuple[str, ...]
) -> None:
    with pytest.raises(seatpolicy.PolicyError) as stop:
        evaluator.amount(given)
    assert stop.value.codes == codes
    assert codes[0] in str(stop.value)


def test_an_account_of_another_holding_is_not_priced() -> None:
    evaluator = seatpolicy.compile(POLICIES / "acme" / "policy.seat", plan="team", addons=["audit"], currency="EUR")
    account = {**DOCUMENT, "facts": {"segment": "smb", "billing": "monthly"}}
    for changes, subject in (({"currency": "EUR"}, "add-ons"), ({"addons": ["audit"]}, "currency")):
        with pytest.raises(seatpolicy.PolicyError) as stop:
            evaluator.price({**account, **changes})
        assert [(one.code, one.subject) for one in stop.value.diagnostics] == [("DO473", subject)]


def test_a_held_invoice_has_what_it_waits_for(evaluator: seatpolicy.Evaluator) -> None:
    invoice = evaluator.price({"member_seats": 201})
    assert (invoice.status, len(invoice.missing)) == ("held", 1)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"plan": "tem"}, ("DO421",)),
        ({"plan": "team", "addons": ["x"]}, ("DO422",)),
        ({"plan": "team", "currency": "CHF"}, ("DO435",)),
        ({"plan": "team", "engine": "steam"}, ("PG109",)),
    ],
)
def test_what_the_policy_does_not_have_cannot_be_compiled(asked: dict[str, object], codes: tuple[str, ...]) -> None:
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.compile(GRADUATED, **asked)  # type: ignore[arg-type]
    assert stop.value.codes == codes
