"""Proration statements against the cycles and charges that they count for."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, PARTS, SEATS, addon, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

WEEKLY = "cycle: week; anchor: subscription day"
WEEK_SEATS = SEATS.replace("month", "week")
FEWER = "fewer seats: no credit until the next cycle"
CREDITED = "fewer seats: credited at what was billed, on the next invoice"
ARREARS = "for: user; price: 10.00 USD per seat per month; quantity: billable, each day; bill: in arrears"


@pytest.mark.parametrize(
    ("measure", "weekly"),
    [
        ("days over the cycle", 0),
        ("seconds over the cycle", 0),
        ("whole cycles", 0),
        ("days over the month", 1),
        ("days over the calendar month", 1),
        ("days over 30 days per month", 1),
        ("days over 360 days per year", 1),
        ("days over the cycle, months counted as 30 days", 1),
    ],
)
def test_months_in_a_cycle_of_days(measure: str, weekly: int) -> None:
    proration = f"measure: {measure}; {FEWER}"
    assert len(findings(charged(WEEK_SEATS, WEEKLY, proration), "PN314")) == weekly
    assert findings(charged(SEATS, MONTHLY, proration), "PN314") == []
    near = policy(plan("team", WEEK_SEATS, WEEKLY, "measure: days over the cycle"), proration=proration)
    assert findings(near, "PN314") == []


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("more seats: charged at the month mark", 1),
        ("more seats: no charge until the quarter mark", 1),
        ("more seats: no charge until the next cycle", 0),
        ("fewer seats: credited at what was billed, at the quarter mark", 1),
        ("fewer seats: no credit until the month mark", 1),
    ],
)
def test_marks_of_months_in_a_cycle_of_days(statement: str, count: int) -> None:
    proration = f"measure: days over the cycle; {statement}"
    assert len(findings(charged(WEEK_SEATS, WEEKLY, proration), "PN314")) == count
    assert findings(charged(SEATS, MONTHLY, proration), "PN314") == []
    assert findings(charged("price: 1.00 USD per week; bill: in advance", WEEKLY, proration), "PN314") == []


def test_a_fee_without_a_period_asks_for_no_measure() -> None:
    once = charged("price: 1.00 USD once; bill: in advance", WEEKLY, "measure: days over the month")
    assert findings(once, "PN314") == []


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        ("days over 28 days per month", 0),
        ("days over 31 days per month", 0),
        ("days over 27 days per month", 1),
        ("days over 32 days per month", 1),
        ("days over 360 days per year", 0),
        ("days over 366 days per year", 0),
        ("days over 359 days per year", 1),
        ("days over the cycle, months counted as 30 days", 0),
        ("days over the cycle, months counted as 28 days", 1),
    ],
)
def test_days_that_a_month_or_a_year_can_have(measure: str, count: int) -> None:
    for text in (charged(proration=f"measure: {measure}; {FEWER}"), policy(plan("team", own=f"measure: {measure}"))):
        assert len(findings(text, "PN315")) == count


WITHIN = "fewer seats: credited in full, within {}"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("24 hours", "7 days", 0),
        ("7 days", "24 hours", 1),
        ("1 day", "24 hours", 1),
        ("24 hours", "1 day", 1),
        ("1 week", "8 days", 0),
        ("1 week", "7 days", 1),
        ("1 month", "30 days", 0),
        ("1 month", "28 days", 1),
        ("28 days", "1 month", 0),
    ],
)
def test_a_window_inside_the_one_above(first: str, second: str, count: int) -> None:
    lines = "; ".join([WITHIN.format(first) + " of purchase", WITHIN.format(second) + " of purchase", FEWER])
    assert len(findings(charged(proration=f"measure: days over the cycle; {lines}"), "RQ403")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(ARREARS, proration=f"{PARTS.split(';')[0]}; {CREDITED}"), 1),
        (charged(SEATS, proration=f"{PARTS.split(';')[0]}; {CREDITED}"), 0),
        (charged(ARREARS, proration=PARTS), 0),
        (policy(plan("team", ARREARS, own=CREDITED), plan("other")), 1),
        (policy(plan("team", ARREARS, proration=CREDITED), plan("other")), 1),
        (policy(plan("team", ARREARS), plan("other"), proration=f"{PARTS.split(';')[0]}; {CREDITED}"), 0),
        (policy(plan("team", ARREARS, proration=CREDITED), addon("more", "team", SEATS)), 0),
        (charged("price: 9.00 USD per month; bill: in arrears", proration=f"{PARTS}; cancellation: {CREDITED[13:]}"), 0),
    ],
)
def test_a_credit_before_there_is_a_bill(text: str, count: int) -> None:
    assert len(findings(text, "PN316")) == count


LISTED = SEATS.replace("10.00 USD per seat per month", "list")
FLAT = 'schedule list "List" stairstep per month {\n  total seats | USD\n  1 to 5 | flat 10.00\n  6 and up | flat 20.00\n}'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (charged(proration=f"{PARTS}; flat fees: prorated"), "prorated"),
        (charged(proration=f"{PARTS}; flat fees: whole"), ""),
        (charged(LISTED, proration=f"{PARTS}; flat fees: prorated", also=FLAT), ""),
        (charged(proration=f"{PARTS}; upgrade: now, new anchor"), "now, new anchor"),
        (policy(plan("team"), plan("other"), proration=f"{PARTS}; upgrade: now, new anchor"), ""),
        (charged(proration=f"{PARTS}; downgrade: at the next cycle"), "at the next cycle"),
    ],
)  # fmt: skip
def test_a_statement_about_what_never_happens(text: str, place: str) -> None:
    assert placed(findings(text, "PN317")) == ([("PN317", place)] if place else [])
