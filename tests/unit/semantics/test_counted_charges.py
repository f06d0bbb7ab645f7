"""What a charge says about its count, against what it counts: every kind of thing with every way to count and to bill."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, SEATS, charged
from tests.unit.semantics.policy_under_test import findings, placed

FOR = {
    "seat": "for: user; price: 1.00 USD per seat per month; ",
    "item": "for: number; price: 1.00 USD per unit per month; ",
    "meter": "for: exports; price: 1.00 USD per unit; ",
    "nothing": "price: 1.00 USD per unit per month; ",
}
GOES_WITH = {
    "contracted": {"seat", "item"},
    "assigned": {"seat", "item"},
    "billable": {"seat"},
    "used": {"meter"},
    "equals sites": {"seat", "item", "nothing"},
}


@pytest.mark.parametrize("quantity", GOES_WITH)
@pytest.mark.parametrize("what", FOR)
def test_every_quantity_of_everything(what: str, quantity: str) -> None:
    found = findings(charged(f"{FOR[what]}quantity: {quantity}; bill: in advance"), "BS121")
    assert (found == []) is (what in GOES_WITH[quantity])


OVER = ("each day", "highest of the cycle", "lowest of the cycle", "first of the cycle", "last of the cycle",
        "distinct of the cycle", "average of the cycle")  # fmt: skip


@pytest.mark.parametrize("over", OVER)
def test_every_way_to_count_over_a_cycle(over: str) -> None:
    ahead = charged(f"{FOR['seat']}quantity: billable, {over}; bill: in advance")
    assert (findings(ahead, "BS122") == []) is (over == "first of the cycle")
    assert findings(charged(f"{FOR['seat']}quantity: billable, {over}; bill: in arrears"), "BS122") == []
    used = charged(f"{FOR['meter']}quantity: used, {over}; bill: in arrears")
    assert len(findings(used, "BS122")) == 1
    once = charged(f"for: user; price: 1.00 USD per seat once; quantity: billable, {over}; bill: in arrears")
    assert (findings(once, "BS122") == []) is (over == "first of the cycle")


def test_counting_at_the_end_and_billing_ahead_under_different_conditions() -> None:
    charge = (
        "for: user; price: 1.00 USD per seat per month; "
        "quantity: billable, each day when pilot; quantity: billable otherwise; "
        "bill: in arrears when pilot; bill: in advance otherwise"
    )
    assert findings(charged(charge), "BS122", "BS104") == []
    assert len(findings(charged(charge.replace("arrears when pilot", "arrears when not pilot")), "BS122")) == 1


@pytest.mark.parametrize(
    ("what", "bill", "count"),
    [
        ("seat", "as used", 1),
        ("item", "as used", 1),
        ("nothing", "as used", 1),
        ("meter", "as used", 0),
        ("meter", "in arrears", 0),
        ("meter", "in advance", 1),
        ("seat", "in advance", 0),
    ],
)
def test_every_way_to_bill_everything(what: str, bill: str, count: int) -> None:
    quantity = {"meter": "used", "nothing": "equals sites"}.get(what, "contracted")
    assert len(findings(charged(f"{FOR[what]}quantity: {quantity}; bill: {bill}"), "BS123")) == count


OVERAGE = "overage: billable seats above contracted, on the next invoice; bill: in advance"


@pytest.mark.parametrize(
    ("charge", "count"),
    [
        (f"{FOR['seat']}quantity: contracted; {OVERAGE}", 0),
        (f"{FOR['seat']}quantity: contracted; overage: blocked; bill: in advance", 0),
        (f"{FOR['seat']}quantity: assigned; {OVERAGE}", 1),
        (f"{FOR['seat']}quantity: billable, each day; overage: blocked; bill: in arrears", 1),
        (f"{FOR['item']}quantity: contracted; overage: blocked; bill: in advance", 1),
        (f"{FOR['meter']}quantity: used; overage: blocked; bill: in arrears", 1),
        ("price: 5.00 USD per seat per month; quantity: equals sites; overage: blocked; bill: in advance", 1),
        (
            f"{FOR['seat']}quantity: contracted when pilot; quantity: assigned otherwise; overage: blocked when pilot; "
            "bill: in advance",
            0,
        ),
    ],
)
def test_overage_lies_above_a_contract(charge: str, count: int) -> None:
    assert len(findings(charged(charge), "BS124")) == count


@pytest.mark.parametrize("line", ["included: 5 per cycle", "overage: blocked", "limit: at most 5, then refuse"])
def test_a_fee_counts_nothing(line: str) -> None:
    fee = f"price: 1.00 USD per month; {line}; bill: in advance"
    assert len(findings(charged(fee), "BS131")) == 1
    assert findings(charged(f"{SEATS}; {line}"), "BS131") == []
    assert findings(charged(f"{fee}; fro: user"), "BS131") == []  # the lost line may have been `for:`


SCHEDULE = 'schedule list "List" {model} {{\n  {head} | USD\n  1 to 5 | 10.00\n  6 and up | 8.00\n}}'
GRADUATED = SCHEDULE.format(model="graduated per seat per month", head="seats")
PACKS = SCHEDULE.format(model="graduated per started pack of 5 per month", head="packs")
LISTED = "for: user; price: list; quantity: billable{}; bill: in arrears"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(LISTED.format(", average of the cycle, tier of the last count"), also=GRADUATED), 0),
        (charged(LISTED.format(", last of the cycle, tier of the first count"), also=GRADUATED), 0),
        (charged(LISTED.format(", tier of the last count"), also=GRADUATED), 1),
        (charged(LISTED.format(", each day, tier of the highest count").replace("list", "2.00 USD per seat per month")), 1),
        (
            charged(
                "for: user; price: list when pilot; price: 2.00 USD per seat per month otherwise; "
                "quantity: billable, average of the cycle, tier of the last count; bill: in arrears",
                also=GRADUATED,
            ),
            0,
        ),
    ],
)
def test_a_tier_is_chosen_where_there_are_tiers(text: str, count: int) -> None:
    assert len(findings(text, "BS129")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(f"{SEATS}; lines: one per seat"), 0),
        (charged(f"{SEATS}; lines: one per tier"), 1),
        (charged(LISTED.format(", each day") + "; lines: one per tier", also=GRADUATED), 0),
        (charged("price: 1.00 USD per month; bill: in advance; lines: one per seat"), 1),
        (charged(f"{FOR['meter']}quantity: used; bill: in arrears; lines: one per seat"), 1),
        (charged("price: 1.00 USD per month; bill: in advance; lines: one per charge"), 0),
    ],
)
def test_lines_are_split_by_what_is_there(text: str, count: int) -> None:
    assert len(findings(text, "BS132")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(f"{SEATS}; included: 1 per cycle, after packs"), 1),
        (charged(f"{SEATS}; included: 1 per cycle"), 0),
        (charged(SEATS.replace("contracted", "contracted, in packs of 5") + "; included: 1 per cycle, after packs"), 0),
        (charged(SEATS.replace("per seat", "per started pack of 5") + "; included: 1 per cycle, after packs"), 0),
        (charged(LISTED.format(", each day") + "; included: 1 per cycle, after packs", also=PACKS), 0),
        (charged(LISTED.format(", each day") + "; included: 1 per cycle, after packs", also=GRADUATED), 1),
    ],
)
def test_after_packs_where_there_are_packs(text: str, count: int) -> None:
    assert len(findings(text, "BS128")) == count


def test_the_finding_points_at_both_places() -> None:
    found = findings(charged(f"{FOR['seat']}quantity: billable, each day; bill: in advance", MONTHLY), "BS122")
    assert placed(found) == [("BS122", "billable, each day")]
    assert [there.span.text for there in found[0].related] == ["in advance"]
