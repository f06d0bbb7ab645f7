"""Discounts: percentages and budgets, their order and base, best of, the cap, and when they apply."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.unit.engines.policies import account, amounts, bill, charge, codes, money, net, plan, policy, priced, unchecked

DAY = date.fromisoformat
BASE = plan(charge("seats") + charge("phones", **{"for": "phone"}, price="2.00 USD per unit per month"))

WITH_TERM = plan(
    charge("seats") + charge("phones", **{"for": "phone"}, price="2.00 USD per unit per month"),
    "  term: 12 months\n  renews: for 12 months\n",
)


def discount(name: str, *lines: str) -> str:
    return f'discount {name} "Title of {name}" {{\n' + "".join(f"  {line}\n" for line in lines) + "}\n"


def combine(order: str, each: str = "off what is left", *lines: str) -> str:
    return "combine {\n" + f"  order: {order}\n  each: {each}\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


TEN, HALF = discount("ten", "off: 10% of everything"), discount("half", "off: 50% of everything")
ONE = account(seats={"seats": 10, "phones": 0})


def test_one_percentage_of_one_charge() -> None:
    made = policy(BASE + discount("ten", "off: 10% of seats"))
    assert amounts(priced(made, account(seats={"seats": 10, "phones": 10}))) == {"seats": 90, "phones": 20}


def test_compounded_or_added() -> None:
    # 10% and 50% of 100.00: 55.00 off one after the other, 60.00 off list.
    assert net(policy(BASE + TEN + HALF + combine("ten, then half")), ONE) == 45
    assert net(policy(BASE + TEN + HALF + combine("half, then ten", "off list")), ONE) == 40


def test_never_below_0() -> None:
    made = policy(BASE + HALF + discount("deep", "off: 70% of everything") + combine("half, then deep", "off list"))
    invoice = priced(made, ONE)
    assert invoice.amount_of("seats") == 0
    assert [step.change for step in invoice.lines[0].steps[-2:]] == [-50, -50]


def test_the_order_counts_with_a_budget() -> None:
    # 100.00: half of it, then 30.00 off: 20.00. 30.00 off, then half: 35.00.
    thirty = discount("thirty", "off: 30.00 USD of everything per cycle")
    assert net(policy(BASE + HALF + thirty + combine("half, then thirty")), ONE) == 20
    assert net(policy(BASE + HALF + thirty + combine("thirty, then half")), ONE) == 35


def test_a_budget_is_dealt_out_by_amount() -> None:
    # 10.00 over 100.00 and 20.00: 8.33 and 1.67; the cent that is left goes to the line that lost most by the cut.
    made = policy(BASE + discount("gift", "off: 10.00 USD of everything per cycle, spread by amount"))
    assert amounts(priced(made, account(seats={"seats": 10, "phones": 10}))) == {
        "seats": money("91.67"),
        "phones": money("18.33"),
    }


def test_a_budget_used_in_order() -> None:
    # 20.00 over 15.00 and 7.00: all of the first, 5.00 of the second.
    body = plan(
        charge("first", price="15.00 USD per seat per month") + charge("second", price="7.00 USD per seat per month")
    )
    made = policy(body + discount("coupon", "off: 20.00 USD of everything per cycle, spread in order"))
    assert amounts(priced(made, account(held={"member": 1}))) == {"first": 0, "second": 2}


def test_what_a_budget_leaves_over_lapses() -> None:
    made = policy(BASE + discount("gift", "off: 500.00 USD of seats per cycle"))
    assert amounts(priced(made, account(seats={"seats": 10, "phones": 10}))) == {"seats": 0, "phones": 20}


def test_a_budget_per_month_is_there_twelve_times_in_a_year() -> None:
    yearly = plan(charge(), head="  cycle: year\n  anchor: subscription day\n")
    made = unchecked(yearly + discount("gift", "off: 15.00 USD of everything per month"))
    assert net(made, account(seats={"seats": 10})) == 1200 - 180


def test_best_of_takes_the_one_that_takes_most() -> None:
    thirty = discount("thirty", "off: 30.00 USD of everything per cycle")
    made = policy(BASE + TEN + thirty + combine("best of ten and thirty"))
    assert net(made, account(seats={"seats": 10})) == 70  # 30.00 against 10.00
    assert net(made, account(seats={"seats": 40})) == 360  # 30.00 against 40.00


def test_the_cap_gives_back_what_goes_beyond() -> None:
    # 100.00: 50% and 10% leave 45.00; at most 40% off list leaves 60.00.
    made = policy(
        BASE + TEN + HALF + combine("half, then ten", "off what is left", "together: at most 40% off list, on each line")
    )
    invoice = priced(made, ONE)
    assert invoice.amount_of("seats") == 60
    assert invoice.lines[0].steps[-1].change == 15
    assert invoice.totals is not None
    assert invoice.totals.discounts == 40


def test_the_cap_holds_line_by_line() -> None:
    body = BASE + discount("half", "off: 50% of seats") + TEN
    made = policy(body + combine("half, then ten", "off what is left", "together: at most 40% off list, on each line"))
    # seats: 200.00 → 90.00, capped at 120.00; phones: 20.00 → 18.00, below the cap.
    assert amounts(priced(made, account(seats={"seats": 20, "phones": 10}))) == {"seats": 120, "phones": 18}


def test_when() -> None:
    made = policy(BASE + discount("partner_deal", "off: 10% of everything", "when: partner is known"))
    assert net(made, ONE) == 100
    assert net(made, account(seats={"seats": 10}, facts={"partner": "Meridian"})) == 90


def test_the_first_off_that_fits() -> None:
    made = policy(
        BASE + discount("prepay", "off: 20% of everything when billing = annual", "off: 5% of everything otherwise")
    )
    assert net(made, account(seats={"seats": 10}, facts={"billing": "annual"})) == 80
    assert net(made, account(seats={"seats": 10}, facts={"billing": "monthly"})) == 95


def test_a_percentage_by_a_fact_and_by_a_table() -> None:
    made = policy(BASE + discount("agreed", "off: share of everything"))
    assert net(made, account(seats={"seats": 10}, facts={"share": Fraction(1, 8)})) == money("87.50")
    table = (
        'table cut "Cut" gives percent {\n  seats of member | cut\n  0 to 9 | 0%\n  10 to 49 | 10%\n  50 and up | 20%\n}\n'
    )
    made = policy(BASE + table + discount("volume", "off: cut of seats"))
    assert [net(made, account(seats={"seats": n})) for n in (9, 10, 49, 50)] == [90, 90, 441, 400]


def test_a_fact_beyond_everything_is_refused() -> None:
    made = policy(BASE + discount("agreed", "off: share of everything"))
    assert codes(bill(made, account(seats={"seats": 1}, facts={"share": Fraction(11, 10)}))) == ["EN303"]


@pytest.mark.parametrize(
    ("offered", "day", "total"),
    [
        ("from 2026-11-01 to 2026-12-31", "2026-11-01", 90),
        ("from 2026-11-01 to 2026-12-31", "2026-12-01", 90),
        ("from 2026-11-01 to 2026-12-31", "2027-01-01", 100),
        ("from 2026-11-02", "2026-11-30", 100),  # the cycle began a day before
        ("from 2026-11-02", "2026-12-01", 90),
        ("from 2026-11-01 to 2026-11-01", "2026-11-30", 90),  # the cycle begins inside
        ("from 2026-11-01 to 2026-11-30, prorated", "2026-11-01", 90),
        ("from 2026-11-01 to 2026-11-30, prorated", "2026-12-01", 100),
    ],
)
def test_offered(offered: str, day: str, total: int) -> None:
    made = policy(BASE + discount("ten", "off: 10% of everything", f"offered: {offered}"))
    assert net(made, ONE, DAY(day)) == total


def test_offered_for_a_part_of_the_cycle_is_refused() -> None:
    made = policy(BASE + discount("ten", "off: 10% of everything", "offered: from 2026-11-01 to 2026-11-15, prorated"))
    assert codes(bill(made, ONE)) == ["EN502"]


@pytest.mark.parametrize(("day", "total"), [("2026-11-01", 90), ("2027-01-31", 90), ("2027-02-01", 100)])
def test_lasts_some_cycles(day: str, total: int) -> None:
    made = policy(BASE + discount("ten", "off: 10% of everything", "lasts: 3 cycles"))
    assert net(made, ONE, DAY(day)) == total


@pytest.mark.parametrize(("day", "total"), [("2026-11-01", 90), ("2027-10-31", 90), ("2027-11-01", 100)])
def test_lasts_until_renewal(day: str, total: int) -> None:
    made = policy(WITH_TERM + discount("ten", "off: 10% of everything", "lasts: until renewal"))
    assert net(made, account(seats={"seats": 10}), DAY(day)) == total
    longer = account(seats={"seats": 10}, term_months=24)
    assert net(made, longer, DAY(day)) == 90


def test_until_renewal_without_a_term() -> None:
    made = unchecked(BASE + discount("ten", "off: 10% of everything", "lasts: until renewal"))
    assert codes(bill(made, ONE)) == ["EN511"]
    assert net(made, account(seats={"seats": 10}, start=None)) == 90


def test_until_an_event_that_is_not_given() -> None:
    made = policy(BASE + discount("ten", "off: 10% of everything", "lasts: until plan_changed"))
    invoice = priced(made, ONE)
    assert invoice.amount_of("total") == 90
    assert "`ten` lasts until `plan_changed`, and no such event is given" in invoice.assumptions


@pytest.mark.parametrize("period", ["term", "subscription", "year"])
def test_a_budget_that_earlier_cycles_may_have_used(period: str) -> None:
    read = unchecked if period == "year" else policy
    made = read(WITH_TERM + discount("gift", f"off: 30.00 USD of everything per {period}"))
    assert net(made, ONE) == 70
    assert codes(bill(made, ONE, DAY("2026-12-01"))) == ["EN505"]


def test_a_budget_over_cycles_that_differ() -> None:
    body = plan(
        charge("seats") + charge("phones", **{"for": "phone"}, cycle="month", price="2.00 USD per unit per month"),
        head="  cycle: year\n  anchor: subscription day\n",
    )
    made = policy(body + discount("gift", "off: 30.00 USD of everything per cycle"))
    assert codes(bill(made, account(seats={"seats": 1, "phones": 1}))) == ["EN502"]
    assert net(made, account(seats={"seats": 1, "phones": 0})) == 90


def test_each_cut_is_rounded_where_steps_are() -> None:
    # 10% of 10.05 is 1.005: cut to 1.01 at the step, or 9.045 rounded to 9.05 on the line.
    body = plan(charge(price="10.05 USD per seat per month")) + TEN
    lines = "rounding: half up to the cent on each line"
    assert net(policy(body, lines), account(seats={"seats": 1})) == money("9.05")
    steps = f"{lines}\n  rounding: half up to the cent on each step"
    assert net(policy(body, steps), account(seats={"seats": 1})) == money("9.04")
