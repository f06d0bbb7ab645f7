"""Renewals need a term, terms hold a cycle, and a trial leaves something of the term to pay."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, PARTS, SEATS, addon, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

MEASURE = "measure: days over the cycle"
TERM = f"{MONTHLY}; term: 12 months"
STATEMENTS = [
    f"{MEASURE}; fewer seats: no credit until renewal",
    f"{MEASURE}; fewer seats: no credit until renewal, after 30 days of notice",
    f"{MEASURE}; fewer seats: credited at what was billed, at renewal",
    f"{PARTS}; more seats: charged at once, to the end of the term",
    f"{PARTS}; more seats: charged at renewal",
    f"{PARTS}; more seats: no charge until renewal",
    f"{PARTS}; cancellation: no credit until renewal",
    f"{PARTS}; downgrade: at renewal",
]


@pytest.mark.parametrize("proration", STATEMENTS)
def test_a_renewal_needs_a_term(proration: str) -> None:
    assert len(findings(charged(proration=proration), "PN311")) == 1
    assert findings(charged(SEATS, TERM, proration), "PN311") == []


@pytest.mark.parametrize("proration", STATEMENTS)
def test_a_term_under_a_condition_is_enough(proration: str) -> None:
    lines = "cycle: month; anchor: subscription day; term: 12 months when billing = annual"
    assert findings(charged(SEATS, lines, proration), "PN311") == []


@pytest.mark.parametrize("proration", STATEMENTS)
def test_a_statement_for_many_plans_is_told_once(proration: str) -> None:
    free = plan("free", "for: user; price: free; quantity: assigned; bill: in advance")
    with_term = policy(plan("team", lines=TERM), free, proration=proration)
    assert findings(with_term, "PN311") == []
    without = policy(plan("team"), plan("other"), plan("third", lines=TERM), proration=proration)
    assert len(findings(without, "PN311")) == 1


def test_a_nearer_statement_counts() -> None:
    far = f"{MEASURE}; fewer seats: no credit until renewal"
    near = "fewer seats: no credit until the next cycle"
    assert findings(policy(plan("team", proration=near), proration=far), "PN311") == []
    assert findings(policy(plan("team", own=near), proration=far), "PN311") == []
    assert len(findings(policy(plan("team", proration=f"{near} when pilot"), proration=far), "PN311")) == 1


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (charged(f"{SEATS}; commitment: 900.00 USD per term"), ["900.00 USD per term"]),
        (charged(SEATS, f"{MONTHLY}; commitment: 900.00 USD per term"), ["900.00 USD per term"]),
        (charged(SEATS, f"{TERM}; commitment: 900.00 USD per term"), []),
        (charged(head="commitment: 900.00 USD per term"), ["900.00 USD per term"]),
        (charged(SEATS, f"{MONTHLY}; renews: for 12 months"), ["for 12 months"]),
        (charged(SEATS, f"{MONTHLY}; renewal price: rises at most 5%"), ["rises at most 5%"]),
        (charged(SEATS, f"{TERM}; renewal price: rises at most 5%"), []),
        (
            policy(plan("team"), addon("more", "team", f"{SEATS}; commitment: 90.00 USD per term")),
            ["90.00 USD per term"],
        ),
        (policy(plan("team", lines=TERM), addon("more", "team", f"{SEATS}; commitment: 90.00 USD per term")), []),
    ],
)
def test_commitments_and_renewals(text: str, places: list[str]) -> None:
    assert placed(findings(text, "PN311")) == [("PN311", place) for place in places]


@pytest.mark.parametrize(
    ("discount", "place"),
    [
        ("off: 10% of team_fee\n  lasts: until renewal", "cut"),
        ("off: 10% of everything\n  lasts: until renewal", "cut"),
        ("off: 90.00 USD of team_fee per term", "90.00 USD of team_fee per term"),
        ("off: 90.00 USD of team_fee per cycle", ""),
        ("off: 10% of team_fee\n  lasts: 3 cycles", ""),
    ],
)
def test_discounts_that_wait_for_a_renewal(discount: str, place: str) -> None:
    also = f'discount cut "Cut" {{\n  {discount}\n}}'
    assert placed(findings(charged(also=also), "PN311")) == ([("PN311", place)] if place else [])
    assert findings(charged(SEATS, TERM, also=also), "PN311") == []


def test_a_freed_seat_that_waits_for_a_renewal() -> None:
    def freed(line: str, lines: str = MONTHLY) -> str:
        return charged(SEATS, lines).replace("as user, else guest", f"as user, else guest\n  freed seat: {line}")

    assert placed(findings(freed("may be reused until renewal"), "PN311")) == [("PN311", "counting")]
    assert findings(freed("stays taken until renewal", TERM), "PN311") == []
    assert findings(freed("may be reused until the next cycle"), "PN311") == []


def test_nothing_is_missing_in_a_plan_that_lost_a_line() -> None:
    text = charged(SEATS, f"{MONTHLY}; terms: 12 months", STATEMENTS[0])
    assert findings(text, "PN311") == []
    assert len(findings(text, "SY110")) == 1


@pytest.mark.parametrize(
    ("term", "cycle", "count"),
    [
        ("6 months", "year", 1),
        ("12 months", "year", 0),
        ("1 year", "year", 0),
        ("2 quarters", "year", 1),
        ("30 days", "month", 0),
        ("27 days", "month", 1),
        ("3 weeks", "30 days", 1),
        ("12 months", "30 days", 0),
        ("24 hours", "month", 1),
    ],
)
def test_a_term_holds_a_cycle(term: str, cycle: str, count: int) -> None:
    lines = f"cycle: {cycle}; anchor: subscription day; term: {term}"
    assert len(findings(charged("price: 1.00 USD per cycle; bill: in advance", lines), "PN312")) == count


def test_a_term_and_a_cycle_that_never_meet() -> None:
    lines = (
        "cycle: year when billing = annual; cycle: month otherwise; anchor: subscription day; "
        "term: 12 months when billing = annual; term: 1 month otherwise"
    )
    assert findings(charged(SEATS, lines), "PN312") == []
    assert len(findings(charged(SEATS, lines.replace("term: 12 months", "term: 6 months")), "PN312")) == 1


@pytest.mark.parametrize(
    ("trial", "term", "count"),
    [
        ("12 months", "12 months", 1),
        ("1 year", "12 months", 1),
        ("11 months", "12 months", 0),
        ("31 days", "1 month", 1),
        ("30 days", "1 month", 0),
        ("366 days", "1 year", 1),
        ("365 days", "1 year", 0),
        ("4 weeks", "28 days", 1),
    ],
)
def test_a_trial_as_long_as_the_term(trial: str, term: str, count: int) -> None:
    for charge, lines in (
        (SEATS, f"{MONTHLY}; term: {term}; trial: {trial}"),
        (f"{SEATS}; trial: {trial}", f"{MONTHLY}; term: {term}; trial: 1 day"),
    ):
        assert len(findings(charged(charge, lines), "PN313")) == count
