"""What a price is per, against what its charge counts."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import SEATS, charged
from tests.unit.semantics.policy_under_test import findings, placed

COUNTS = {
    "seats": "for: user; quantity: contracted; bill: in advance; ",
    "items": "for: number; quantity: contracted; bill: in advance; ",
    "usage": "for: exports; quantity: used; bill: in arrears; ",
    "figure": "quantity: equals sites; bill: in advance; ",
    "fee": "bill: in advance; ",
}
GOES_WITH = {
    "per seat per month": {"seats", "figure"},
    "per unit per month": {"items", "usage", "figure"},
    "per started pack of 5 per month": {"seats", "items", "usage", "figure"},
    "per month": {"fee"},
    "once": {"fee"},
}


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("unit", GOES_WITH)
def test_every_unit_with_everything_that_is_counted(unit: str, counts: str) -> None:
    found = findings(charged(f"{COUNTS[counts]}price: 2.00 USD {unit}"), "MN762")
    assert placed(found) == ([] if counts in GOES_WITH[unit] else [("MN762", f"2.00 USD {unit}")])


SCHEDULES = {
    "graduated per seat per month": ("seats", {"seats", "figure"}),
    "volume per unit": ("total units", {"items", "usage", "figure"}),
    "graduated per started pack of 5 per month": ("packs", {"seats", "items", "usage", "figure"}),
}


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("model", SCHEDULES)
def test_every_schedule_with_everything_that_is_counted(model: str, counts: str) -> None:
    head, fits = SCHEDULES[model]
    schedule = f'schedule list "List" {model} {{\n  {head} | USD\n  1 and up | 2.00\n}}'
    found = findings(charged(f"{COUNTS[counts]}price: list", also=schedule), "MN762")
    assert placed(found) == ([] if counts in fits else [("MN762", "list")])
    assert [[there.span.text for there in one.related] for one in found] == [["list"]] * len(found)


@pytest.mark.parametrize("counts", COUNTS)
def test_a_stairstep_of_flat_prices_counts_what_its_head_says(counts: str) -> None:
    schedule = 'schedule list "List" stairstep per month {\n  total seats | USD\n  1 and up | flat 20.00\n}'
    found = findings(charged(f"{COUNTS[counts]}price: list", also=schedule), "MN762")
    assert (found == []) is (counts in ("seats", "figure"))


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("price", ["free", "by quote"])
def test_no_price_is_per_nothing(price: str, counts: str) -> None:
    assert findings(charged(f"{COUNTS[counts]}price: {price}"), "MN762") == []


def test_the_money_of_a_table_may_be_for_any_number() -> None:
    table = 'table fees "Fees" gives money {\n  seats of user | fees\n  0 to 9 | 5.00 USD\n  10 and up | 9.00 USD\n}'
    for counts in ("seats", "fee"):
        assert findings(charged(f"{COUNTS[counts]}price: fees", also=table), "MN762") == []


def test_a_charge_that_lost_a_line_may_count_something() -> None:
    assert findings(charged("fro: user; price: 2.00 USD per seat per month; bill: in advance"), "MN762") == []


@pytest.mark.parametrize(
    ("sold", "priced", "message"),
    [
        ("5", 5, ""),
        ("10", 5, ""),
        ("5", 10, "sold in packs of 5, priced in packs of 10"),
        ("6", 4, "sold in packs of 6, priced in packs of 4"),
        ("5 up to 30, then 10", 5, ""),
        ("10 up to 30, then 5", 10, "sold in packs of 5, priced in packs of 10"),
    ],
)
def test_packs_that_are_sold_and_packs_that_are_priced(sold: str, priced: int, message: str) -> None:
    price = f"price: 9.00 USD per started pack of {priced} per month"
    found = findings(charged(f"for: user; quantity: contracted, in packs of {sold}; bill: in advance; {price}"), "BS126")
    assert [one.message for one in found] == ([message] if message else [])


@pytest.mark.parametrize(
    ("meter", "unit", "count"),
    [("exports", "per unit", 0), ("exports", "per unit per month", 1), ("exports", "per unit once", 1),
     ("exports", "per unit per cycle", 1), ("storage", "per unit per month", 0), ("storage", "per unit", 0)],
)  # fmt: skip
def test_a_sum_of_usage_is_not_priced_by_time(meter: str, unit: str, count: int) -> None:
    charge = f"for: {meter}; quantity: used; bill: in arrears; price: 0.10 USD {unit}"
    assert len(findings(charged(charge), "MN763")) == count


def test_seats_are_priced_by_time() -> None:
    assert findings(charged(SEATS), "MN762", "MN763", "BS126") == []
