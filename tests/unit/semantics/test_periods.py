"""Rates and cycles: months and days do not convert, and the reference engine can bill exactly what passes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference.cycles import worth
from seatpolicy.semantics.model.prices import Cycle
from tests.unit.semantics.charged import MONTHLY, SEATS, addon, charged, plan, policy, read
from tests.unit.semantics.policy_under_test import findings, placed

RATES = ("day", "week", "month", "quarter", "half year", "year", "cycle")
CYCLES = ("day", "7 days", "30 days", "week", "month", "quarter", "half year", "year")
FEE = "price: 9.00 USD per {rate}; bill: in advance"


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize("rate", RATES)
def test_the_engine_bills_what_passes_and_refuses_what_does_not(rate: str, cycle: str) -> None:
    text = charged(FEE.format(rate=rate), f"cycle: {cycle}; anchor: subscription day", "measure: whole cycles")
    found = findings(text, "PN306")
    meant = Cycle("day", int(cycle.split()[0])) if cycle.endswith("days") else Cycle(cycle, 1)
    fee = read(text).plans["team"].charges[0]
    try:
        billed: Fraction | None = worth(meant, rate, fee.at)
    except Refusal:
        billed = None
    assert (found == []) is (billed is not None)


@pytest.mark.parametrize(
    ("charge", "lines", "places"),
    [
        (FEE.format(rate="term"), MONTHLY, ["9.00 USD per term"]),
        (FEE.format(rate="month"), "cycle: 30 days when pilot; cycle: month otherwise; anchor: subscription day",
         ["9.00 USD per month"]),
        ("price: 9.00 USD per month when not pilot; price: 3.00 USD per week otherwise; bill: in advance",
         "cycle: week when pilot; cycle: month otherwise; anchor: subscription day", []),
        ("price: 9.00 USD per month when pilot; price: 3.00 USD per week otherwise; bill: in advance",
         "cycle: week when pilot; cycle: month otherwise; anchor: subscription day",
         ["9.00 USD per month when pilot", "3.00 USD per week otherwise"]),
        ("cycle: week; price: 3.00 USD per week; bill: in advance", MONTHLY, []),
        ("cycle: week when pilot; price: 3.00 USD per week; bill: in advance", MONTHLY, ["3.00 USD per week"]),
        ("for: exports; included: 5 per day; price: 1.00 USD per unit; quantity: used; bill: in arrears", MONTHLY,
         ["5 per day"]),
        ("for: exports; included: 5 per quarter; price: 1.00 USD per unit; quantity: used; bill: in arrears", MONTHLY, []),
        (f"{SEATS}; minimum: 50.00 USD per week", MONTHLY, ["50.00 USD per week"]),
        (f"{SEATS}; maximum: 50.00 USD per year, before discounts", MONTHLY, []),
        (SEATS, f"{MONTHLY}; maximum: 70.00 USD per day", ["70.00 USD per day"]),
        ("for: user; price: by quote, from 1.00 USD per seat per day; quantity: contracted; bill: in advance", MONTHLY,
         ["by quote, from 1.00 USD per seat per day"]),
    ],
)  # fmt: skip
def test_prices_allotments_and_bounds(charge: str, lines: str, places: list[str]) -> None:
    assert placed(findings(charged(charge, lines), "PN306")) == [("PN306", place) for place in places]


def test_an_addon_has_the_cycle_of_each_plan_that_it_is_sold_with() -> None:
    weekly = plan("weekly", "price: 3.00 USD per week; bill: in advance", "cycle: week; anchor: subscription day")
    found = findings(policy(plan("team"), weekly, addon("more", "team or weekly", FEE.format(rate="month"))), "PN306")
    assert [(one.span.text, [there.span.text for there in one.related]) for one in found if one.span] == [
        ("9.00 USD per month", ["week"])
    ]


def test_named_prices_show_what_they_are_per() -> None:
    table = (
        'table list "List" gives rate per seat per month {\n  billing | list\n  monthly | 5.00 USD\n  annual  | 4.00 USD\n}'
    )
    seats = SEATS.replace("10.00 USD per seat per month", "list")
    text = charged(seats, "cycle: week; anchor: subscription day", also=table)
    found = findings(text, "PN306")
    assert [[there.span.text for there in one.related] for one in found] == [["list", "week"]]


@pytest.mark.parametrize(("cycle", "count"), [("term", 1), ("cycle", 1), ("subscription", 1), ("day", 0), ("half year", 0)])
def test_a_cycle_has_a_length(cycle: str, count: int) -> None:
    text = charged("price: 9.00 USD per cycle; bill: in advance", f"cycle: {cycle}; anchor: subscription day")
    assert len(findings(text, "PN307")) == count
    assert findings(text, "PN306") == []
