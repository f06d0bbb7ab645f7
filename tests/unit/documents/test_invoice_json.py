"""Invoices as JSON: texts for decimals, sorted keys, nothing lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice_json import decimal, invoice_to_json, source_digest
from tests.unit.engines.policies import account, bill, charge, plan, policy, priced

TEN = 'discount ten "Ten" {\n  off: 10% of everything\n}\n'
FLOOR = "  minimum: 50.00 USD per month, after discounts\n"
PHONES = charge("phones", **{"for": "phone"}, price="2.00 USD per started pack of 10 per month")


def invoice() -> Invoice:
    made = policy(plan(charge(price="10.125 USD per seat per month") + PHONES, FLOOR) + TEN)
    return priced(made, account(seats={"seats": 3, "phones": 11}, facts={"country": "NO"}))


@given(st.fractions(max_denominator=10**6), st.integers(0, 4))
def test_every_figure_comes_back(value: Fraction, digits: int) -> None:
    text = decimal(value, digits)
    assert Fraction(text) == value
    assert "," not in text
    assert "e" not in text


@pytest.mark.parametrize(("value", "text"), [("2060", "2060.00"), ("-0.5", "-0.50"), ("0.125", "0.125"), ("1/3", "1/3")])
def test_how_figures_are_written(value: str, text: str) -> None:
    assert decimal(Fraction(value), 2) == text


def test_the_round_trip_of_an_invoice() -> None:
    made = invoice()
    data = json.loads(json.dumps(invoice_to_json(made)))
    assert made.totals is not None
    assert Fraction(data["totals"]["net"]) == made.totals.net
    assert sum(Fraction(line["amount"]) for line in data["lines"]) == made.totals.net
    for line, written in zip(made.lines, data["lines"], strict=True):
        assert Fraction(written["amount"]) == line.amount
        assert Fraction(written["list_amount"]) == line.list_amount
        assert Fraction(written["factor"]) == line.factor
        assert Fraction(written["quantity"]["billed"]) == line.quantity.billed
        for step, told in zip(line.steps, written["steps"], strict=True):
            assert Fraction(told["before"]) + Fraction(told["change"]) == Fraction(told["after"]) == step.after


def values(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        assert list(data) == sorted(data)
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)
    else:
        yield data


def test_keys_are_sorted_and_no_number_is_left() -> None:
    assert {type(value) for value in values(invoice_to_json(invoice()))} == {str, type(None)}


def test_the_shape() -> None:
    data = invoice_to_json(invoice())
    assert data["schema_version"] == "1.0"
    assert (data["status"], data["currency"], data["country"], data["billing_entity"]) == ("priced", "USD", "NO", None)
    assert data["period"] == {"from": "2026-11-01", "to": "2026-11-30"}
    assert sorted(data["totals"]) == [
        "account_credit_used", "billed_before", "credits", "discounts", "due", "list", "net", "over_maximum", "refunded",
        "rounding", "tax", "to_account_credit", "top_ups",
    ]  # fmt: skip
    seats, phones, top_up = data["lines"]
    assert (seats["id"], seats["charge"], seats["counts"], seats["unit"]) == ("seats", "seats", ["member"], "seat")
    assert seats["quantity"] == {"billed": "3", "facts": {"contracted": "3"}, "included": "0"}
    assert (phones["quantity"]["billed"], phones["unit"]) == ("2", "pack of 10")
    assert (top_up["kind"], top_up["charge"], top_up["of"]) == ("top_up", None, "team")
    assert all(step["at"].startswith("test.seat:") for line in data["lines"] for step in line["steps"])
    # 30.375 less 10% is 27.3375; the line is rounded.
    assert seats["steps"][-1]["rounding"] == "half up to 0.01"


def test_an_invoice_that_is_no_bill() -> None:
    made = policy(plan(charge(price="by quote")))
    data = invoice_to_json(bill(made, account(seats={"seats": 1})).value)
    assert (data["status"], data["lines"], data["totals"]) == ("held", [], None)
    assert data["missing"][0]["what"] == "a quote for seats"


def test_the_digest_is_of_the_texts_alone() -> None:
    one = policy(plan(charge()))
    assert source_digest(one) == source_digest(policy(plan(charge())))
    assert source_digest(one) != source_digest(policy(plan(charge(), "  # a comment\n")))
