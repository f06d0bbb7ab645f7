"""What a policy must say wherever it can come up: missing, it is told once; said nearer or further, it is not."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, PARTS, SEATS, addon, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

MEASURE, FEWER = "measure: days over the cycle", "fewer seats: no credit until the next cycle"
ANNUAL = "cycle: year when billing = annual; cycle: month otherwise; anchor: subscription day"
FEE = "price: 99.00 USD per month; bill: in advance"
ARREARS = "for: user; price: 10.00 USD per seat per month; quantity: billable{over}; bill: in arrears"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (charged(proration=FEWER), "nothing says how a part of a cycle is measured"),
        (charged(FEE, proration=""), "nothing says how a part of a cycle is measured"),
        (
            charged(proration=f"measure: whole cycles when billing = annual; {FEWER}"),
            "nothing says how a part of a cycle is measured when billing = monthly",
        ),
        (
            charged(proration=f"measure: whole cycles when sites < 5; measure: whole cycles when sites > 5; {FEWER}"),
            "nothing says how a part of a cycle is measured when sites = 5",
        ),
        (
            policy(plan("team", proration=MEASURE), plan("other", FEE), proration=FEWER),
            "nothing says how a part of a cycle is measured",
        ),
        (
            policy(plan("team", proration=MEASURE), plan("other"), addon("more", "team or other", FEE), proration=FEWER),
            "nothing says how a part of a cycle is measured",
        ),
    ],
)
def test_a_measure_that_is_missing(text: str, message: str) -> None:
    assert [one.message for one in findings(text, "PN301")] == [message]


@pytest.mark.parametrize(
    "text",
    [
        charged(),
        charged("price: 99.00 USD once; bill: in advance", proration=""),
        charged("for: exports; price: 0.10 USD per unit; quantity: used; bill: in arrears", proration=""),
        charged("for: user; price: free; quantity: assigned; bill: in advance", proration=""),
        charged("for: user; price: by quote; quantity: contracted; bill: in advance", proration=FEWER),
        policy(plan("team", own=MEASURE), proration=FEWER),
        policy(plan("team", proration=MEASURE), addon("more", "team", FEE), proration=FEWER),
        charged(proration=f"measure: whole cycles when billing = annual; {MEASURE} otherwise; {FEWER}"),
        policy(plan("team", proration=f"{MEASURE} when pilot"), proration=f"measure: whole cycles; {FEWER}"),
        policy(plan("team", proration=f"{MEASURE} when pilot"), proration=f"measure: whole cycles when not pilot; {FEWER}"),
    ],
)
def test_a_measure_that_is_not_needed_or_said(text: str) -> None:
    assert findings(text, "PN301") == []


def test_one_finding_for_all_charges_at_the_block_where_the_line_belongs() -> None:
    plans = [plan(name, FEE, MONTHLY) for name in ("one", "two", "three")]
    found = findings(policy(*plans, proration=FEWER), "PN301")
    assert placed(found) == [("PN301", "proration")]
    assert "`one_fee` and 2 other charges" in found[0].note
    assert [there.span.text for there in found[0].related] == ["99.00 USD per month"]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (charged(proration=MEASURE), "that is given up"),
        (charged(proration=f"{MEASURE}; {FEWER} when billing = annual"), "given up when billing = monthly"),
        (charged(proration=f"{MEASURE}; {FEWER} when cause = order"), "given up when cause = inactivity"),
        (
            charged(proration=f"{MEASURE}; fewer seats: credited in full, within 1 day of purchase"),
            "given up later than 1 day after the purchase",
        ),
        (
            charged("for: number; price: 5.00 USD per unit per month; quantity: contracted; bill: in advance",
                    proration=MEASURE),
            "that is given up",
        ),
        (charged("for: user; price: by quote; quantity: contracted; bill: in advance", proration=MEASURE), "given up"),
    ],
)  # fmt: skip
def test_fewer_seats_that_are_missing(text: str, ending: str) -> None:
    assert [one.message.endswith(ending) for one in findings(text, "PN302")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        charged(FEE, proration=MEASURE),
        charged("for: user; price: free; quantity: contracted; bill: in advance", proration=""),
        charged(ARREARS.format(over=", each day"), proration=MEASURE),
        policy(plan("team", own=FEWER), proration=MEASURE),
        charged(proration=f"{MEASURE}; fewer seats: credited in full, within 1 day of purchase; {FEWER}"),
    ],
)
def test_fewer_seats_that_are_not_needed_or_said(text: str) -> None:
    assert findings(text, "PN302") == []


def test_nothing_is_missing_where_a_line_was_lost() -> None:
    broken = charged(proration="measure: dayz over the cycle; fewer seats: never")
    assert findings(broken, "PN301", "PN302") == []
    elsewhere = policy(plan("team", SEATS, "cycle: month; anchor: some day"), plan("other"), proration=FEWER)
    found = findings(elsewhere, "PN301")
    assert [there.note for one in found for there in one.related] == ["`other_fee` is priced per month"]


@pytest.mark.parametrize("over", ["each day", "highest of the cycle", "first of the cycle", "average of the cycle"])
def test_a_count_in_arrears_says_over_what(over: str) -> None:
    assert findings(charged(ARREARS.format(over=f", {over}")), "BS104") == []


@pytest.mark.parametrize(
    ("charge", "count"),
    [
        (ARREARS.format(over=""), 1),
        (ARREARS.format(over=", at least 5"), 1),
        ("price: 1.00 USD per unit per month; quantity: equals sites; bill: in arrears", 1),
        ("price: 1.00 USD per unit per month; quantity: equals sites; bill: in advance", 0),
        ("for: exports; price: 0.10 USD per unit; quantity: used; bill: in arrears", 0),
        (FEE.replace("advance", "arrears"), 0),
        (SEATS.replace("bill: in advance", "bill: in advance when pilot; bill: in arrears otherwise"), 1),
    ],
)
def test_a_count_that_may_be_any_day(charge: str, count: int) -> None:
    assert len(findings(charged(charge), "BS104")) == count


LIMIT = SEATS + "; limit: at most 9, then refuse"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(LIMIT, f"{MONTHLY}; trial: 14 days"), 1),
        (charged(f"{LIMIT}; trial: 14 days"), 1),
        (charged(f"{LIMIT}; trial: 14 days, does not count", f"{MONTHLY}; trial: 30 days"), 0),
        (charged(LIMIT, f"{MONTHLY}; trial: 14 days, counts towards the limit"), 0),
        (charged(SEATS, f"{MONTHLY}; trial: 14 days"), 0),
        (charged(LIMIT, f"{MONTHLY}; trial: 14 days when pilot"), 1),
        (charged(f"{SEATS}; limit: at most 9, then refuse when not pilot", f"{MONTHLY}; trial: 14 days when pilot"), 0),
        (charged(LIMIT), 0),
    ],
)
def test_a_trial_beside_a_limit(text: str, count: int) -> None:
    assert len(findings(text, "BS120")) == count


def test_the_smallest_policy_says_everything() -> None:
    assert findings(charged(SEATS, ANNUAL, PARTS), "PN301", "PN302", "BS104", "BS120") == []
