"""Prices of a quantity: graduated, volume, stairstep, flat parts, packs in rows, percentages, by quote."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.diagnostics.render import render
from seatpolicy.semantics.model.prices import Cell
from tests.unit.engines.policies import (
    ROUNDING,
    account,
    amounts,
    bill,
    charge,
    codes,
    evolve,
    exact,
    money,
    net,
    plan,
    policy,
    priced,
    schedule,
)

TIERS = "1 to 10 | 50.00\n11 to 50 | 40.00\n51 to 200 | 30.00\n201 and up | by quote"


@pytest.mark.parametrize(
    ("count", "total"),
    [
        (0, "0.00"),
        (1, "50.00"),
        (10, "500.00"),
        (11, "540.00"),  # 10 × 50.00 + 1 × 40.00
        (49, "2,060.00"),  # 10 × 50.00 + 39 × 40.00
        (51, "2,130.00"),  # 500.00 + 40 × 40.00 + 1 × 30.00
        (200, "6,600.00"),  # 500.00 + 1,600.00 + 150 × 30.00
    ],
)
def test_graduated(count: int, total: str) -> None:
    made = policy(schedule("graduated", TIERS) + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": count})) == money(total)


@pytest.mark.parametrize(
    ("count", "total"), [(0, "0.00"), (10, "500.00"), (11, "440.00"), (49, "1,960.00"), (50, "2,000.00"), (51, "1,530.00")]
)
def test_volume(count: int, total: str) -> None:
    made = policy(schedule("volume", TIERS) + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": count})) == money(total)


@pytest.mark.parametrize(
    ("count", "total"), [(0, "900.00"), (1, "900.00"), (50, "900.00"), (51, "2,400.00"), (200, "2,400.00")]
)
def test_stairstep_from_0_is_due_at_0(count: int, total: str) -> None:
    rows = "0 to 50 | flat 900.00\n51 to 200 | flat 2,400.00\n201 and up | by quote"
    made = policy(schedule("stairstep", rows, head="total seats", per="per month") + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": count})) == money(total)


def test_stairstep_from_1_costs_nothing_at_0() -> None:
    rows = "1 to 50 | flat 900.00\n51 and up | flat 2,400.00"
    made = policy(schedule("stairstep", rows, head="total seats", per="per month") + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": 0})) == 0


@pytest.mark.parametrize(("count", "total"), [(0, "2"), (1, "12"), (10, "102"), (11, "110"), (12, "115"), (21, "163")])
def test_flat_parts_come_with_each_tier_that_is_entered(count: int, total: str) -> None:
    # From 0: 2 is due at 0. 10 × 10 + 2 = 102. 11: 102 + 5 + 3 = 110. 21: 102 + 10 × 5 + 3 + 1 × 5 + 3 = 163.
    rows = "0 to 10 | 10.00 + flat 2.00\n11 to 20 | 5.00 + flat 3.00\n21 and up | 5.00 + flat 3.00"
    made = policy(schedule("graduated", rows) + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": count})) == money(total)


def test_volume_with_a_flat_part() -> None:
    # 65 × 0.60 + 10.00 = 49.00: one row, one flat part.
    rows = "1 to 10 | 1.00 + flat 10.00\n11 to 50 | 0.80 + flat 10.00\n51 and up | 0.60 + flat 10.00"
    made = policy(schedule("volume", rows) + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": 65})) == money("49.00")


@pytest.mark.parametrize(("count", "total"), [(100, "0.00"), (101, "1.00"), (200, "1.00"), (201, "2.00"), (1000, "9.00")])
def test_started_packs_inside_a_row(count: int, total: str) -> None:
    # Above the 100 that are free every started 100 costs 1.00: 101 starts the first, 201 the second.
    made = policy(
        schedule("graduated", "1 to 100 | free\n101 and up | 1.00 per 100", per="per unit per month")
        + plan(charge(**{"for": "phone"}, price="price_list"))
    )
    assert net(made, account(seats={"seats": count})) == money(total)


@pytest.mark.parametrize(("count", "total"), [(5, "70.00"), (7, "140.00"), (20, "280.00"), (21, "340.00")])
def test_tiers_of_packs(count: int, total: str) -> None:
    rows = "1 to 4 | 70.00\n5 and up | 60.00"
    made = policy(schedule("graduated", rows, per="per started pack of 5 per month") + plan(charge(price="price_list")))
    assert net(made, account(seats={"seats": count})) == money(total)


def test_a_percentage_of_what_is_counted() -> None:
    # The checker lets only meters of money have such a price, and meters wait; the price itself does not.
    made = policy(
        schedule("volume", "0 to 10,000 | 1.00\n10,001 and up | 1.00", per="per unit per month")
        + plan(charge(**{"for": "phone"}, price="price_list"))
    )
    first, second = made.schedules["price_list"].tiers
    tiers = (
        evolve(first, cells={"USD": Cell(percent=Fraction(15, 1000), flat=Fraction(2))}),
        evolve(second, cells={"USD": Cell(percent=Fraction(12, 1000))}),
    )
    made = evolve(made, schedules={"price_list": evolve(made.schedules["price_list"], tiers=tiers)})
    # 1.5% of 1,000 and 2.00: 15.00 + 2.00; 1.2% of 20,000.
    assert net(made, account(seats={"seats": 1000})) == money("17.00")
    assert net(made, account(seats={"seats": 20000})) == money("240.00")


def test_a_rate_per_started_pack() -> None:
    made = policy(plan(charge(price="20.00 USD per started pack of 5 per month")))
    assert [net(made, account(seats={"seats": n})) for n in (0, 1, 5, 6)] == [0, 20, 20, 40]


def test_a_fee_comes_once_a_cycle_whatever_the_count() -> None:
    made = policy(plan(charge("fee", **{"for": "", "quantity": ""}, price="99.00 USD per month")))
    invoice = priced(made, account())
    assert invoice.amount_of("fee") == 99
    assert (invoice.lines[0].unit, invoice.lines[0].counts) == ("", ())


def test_the_first_price_line_that_fits() -> None:
    made = policy(
        plan(
            '  charge seats "Seats" {\n    for: member\n    price: 8.00 USD per seat per month when billing = annual\n'
            "    price: 10.00 USD per seat per month otherwise\n    quantity: contracted\n    bill: in advance\n  }"
        )
    )
    assert net(made, account(seats={"seats": 3}, facts={"billing": "annual"})) == 24
    assert net(made, account(seats={"seats": 3}, facts={"billing": "monthly"})) == 30


def test_a_price_from_a_table() -> None:
    table = (
        'table by_size "By size" gives rate per seat per month {\n  billing | seats of member | by_size\n'
        "  monthly | 0 to 10 | 12.00 USD per seat per month\n  monthly | 11 and up | 9.00 USD per seat per month\n"
        "  annual  | any     | free\n}\n"
    )
    made = policy(table + plan(charge(price="by_size")))
    assert net(made, account(seats={"seats": 10}, facts={"billing": "monthly"})) == 120
    assert net(made, account(seats={"seats": 11}, facts={"billing": "monthly"})) == 99
    assert net(made, account(seats={"seats": 11}, facts={"billing": "annual"})) == 0


def test_a_row_by_quote_holds_the_invoice_and_names_its_line() -> None:
    made = policy(schedule("graduated", TIERS) + plan(charge(price="price_list")))
    outcome = bill(made, account(seats={"seats": 201}))
    assert outcome.value.status == "held"
    assert codes(outcome) == ["EN201"]
    assert outcome.diagnostics[0].span is not None
    assert outcome.diagnostics[0].span.text == "201 and up"
    assert outcome.value.lines == ()
    assert outcome.value.totals is None
    assert [one.what for one in outcome.value.missing] == ["a quote for seats"]


def test_a_price_by_quote_shows_what_it_begins_at() -> None:
    made = policy(plan(charge(price="by quote, from 24.00 USD per seat per month")))
    outcome = bill(made, account(seats={"seats": 1}))
    assert "24.00 USD per seat per month" in outcome.diagnostics[0].note
    assert net(made, account(seats={"seats": 0})) == 0


def test_the_steps_say_why() -> None:
    made = policy(schedule("graduated", TIERS) + plan(charge(price="price_list")))
    (line,) = priced(made, account(seats={"seats": 51})).lines
    steps = [step for step in line.steps if step.figure == "amount"]
    assert [step.rule for step in steps] == [f"price_list, {row}" for row in ("1 to 10", "11 to 50", "51 to 200")]
    assert [step.basis for step in steps] == ["10 × 50.00", "40 × 40.00", "1 × 30.00"]
    assert tuple(step.change for step in steps) == exact(500, 1600, 30)
    assert tuple(step.after for step in steps) == exact(500, 2100, 2130)
    assert [step.at.text for step in line.steps[1:] if step.at is not None] == ["1 to 10", "11 to 50", "51 to 200"]


def test_lines_one_per_tier() -> None:
    made = policy(schedule("graduated", TIERS) + plan(charge(price="price_list", lines="one per tier")))
    invoice = priced(made, account(seats={"seats": 51}))
    assert amounts(invoice) == {"seats#1": 500, "seats#2": 1600, "seats#3": 30}
    assert [one.title for one in invoice.lines] == [f"Title of seats, {row}" for row in ("1 to 10", "11 to 50", "51 to 200")]
    assert [one.quantity.billed for one in invoice.lines] == [10, 40, 1]


def test_lines_one_per_seat_are_rounded_each() -> None:
    # 3 seats at 10.005: each line becomes 10.01; together they would be 30.02.
    made = policy(plan(charge(price="10.005 USD per seat per month", lines="one per seat")))
    assert list(amounts(priced(made, account(seats={"seats": 3}))).values()) == [money("10.01")] * 3


def test_more_lines_than_anybody_reads_are_refused() -> None:
    made = policy(plan(charge(lines="one per seat")))
    assert codes(bill(made, account(seats={"seats": 10_001}))) == ["EN509"]


# ---- the level of a price


LEVELLED = schedule("graduated", "1 to 10 | 10.00 + flat 3.00\n11 and up | 8.00 + flat 2.00", "seats", "per seat per month")


def levelled(
    price: str, count: int, head: str = ROUNDING, facts: str = "", given: dict[str, Fraction] | None = None
) -> Fraction:
    lines = f"  level of account: percent\n{facts}"
    body = f"let grown = 85% + level / 4\n{LEVELLED}{plan(charge(price=price))}"
    return net(policy(body, head, facts=lines), account(seats={"seats": count}, facts=given or {"level": Fraction(6, 5)}))


@pytest.mark.parametrize(
    ("price", "paid"),
    [
        ("price_list, at 105%", "127.05"),  # (10 × 10.00 + 3.00 + 2 × 8.00 + 2.00) × 1.05
        ("price_list, at 98%", "118.58"),
        ("price_list, at 100%", "121.00"),
        ("price_list, at level", "145.20"),  # × 1.20
        ("price_list, at grown", "139.15"),  # × (0.85 + 1.20 ÷ 4)
        ("9.99 USD per seat per month, at 55%", "65.93"),  # 12 × 9.99 × 0.55 = 65.934
        ("12.34 USD per started pack of 5 per month, at 150%", "55.53"),  # 3 × 12.34 × 1.5
    ],
)
def test_a_price_at_a_level(price: str, paid: str) -> None:
    assert levelled(price, 12) == money(paid)


def test_the_level_comes_before_the_rounding_of_a_unit_price() -> None:
    """10.00 × 0.3333 = 3.333, rounded 3.33; 3.00 × 0.3333 = 0.9999: 10 × 3.33 + 0.9999 + 2 × 2.67 + 0.6666 = 40.3065."""
    head = "rounding: half up to the cent on each unit price\n  rounding: half up to the cent on each line"
    assert levelled("price_list, at 33.33%", 12, head) == money("40.31")


@pytest.mark.parametrize("level", [Fraction(0), Fraction(-1, 10)])
def test_a_level_that_leaves_no_price_makes_no_bill(level: Fraction) -> None:
    made = policy(plan(charge(price="10.00 USD per seat per month, at level")), facts="  level of account: percent\n")
    outcome = bill(made, account(seats={"seats": 2}, facts={"level": level}))
    assert (outcome.value.status, codes(outcome)) == ("incomplete", ["EN303"])


def test_a_level_that_nobody_gives() -> None:
    made = policy(plan(charge(price="10.00 USD per seat per month, at level")), facts="  level of account: percent\n")
    outcome = bill(made, account(seats={"seats": 2}))
    assert (outcome.value.status, codes(outcome)) == ("incomplete", ["EN301"])


def test_a_quote_begins_at_the_level() -> None:
    rows = "1 to 10 | 10.00\n11 and up | by quote, from 8.00"
    made = policy(schedule("graduated", rows) + plan(charge(price="price_list, at 105%")))
    outcome = bill(made, account(seats={"seats": 12}))
    assert "it begins at 8.40 USD" in "\n".join(render(found) for found in outcome.diagnostics)
