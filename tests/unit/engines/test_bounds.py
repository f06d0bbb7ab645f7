"""Minimum and maximum: of a charge, a plan, the policy; before and after discounts; dealt out over lines."""

from __future__ import annotations

import pytest

from tests.unit.engines.policies import (
    ROUNDING,
    account,
    amounts,
    bill,
    charge,
    codes,
    exact,
    line,
    money,
    net,
    plan,
    policy,
    priced,
)

TWO = charge("seats") + charge("phones", **{"for": "phone"}, price="2.00 USD per unit per month")
TEN = 'discount ten "Ten" {\n  off: 10% of everything\n}\n'


@pytest.mark.parametrize(("count", "top_up"), [(0, 200), (15, 50), (19, 10), (20, 0), (21, 0)])
def test_a_minimum_adds_what_is_lacking(count: int, top_up: int) -> None:
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, before discounts\n"))
    invoice = priced(made, account(seats={"seats": count}))
    assert invoice.amount_of("total") == max(200, 10 * count)
    assert invoice.amount_of("seats") == 10 * count
    assert sum(one.amount for one in invoice.lines if one.kind == "top_up") == top_up


def test_the_line_of_a_minimum() -> None:
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, before discounts\n"))
    invoice = priced(made, account(seats={"seats": 15}))
    top_up = line(invoice, "team:minimum")
    assert (top_up.kind, top_up.charge, top_up.owner, top_up.title) == ("top_up", "", "team", "Minimum of Team")
    assert [step.basis for step in top_up.steps] == ["200.00 - 150.00"]
    assert invoice.totals is not None
    assert (invoice.totals.list, invoice.totals.top_ups, invoice.totals.net) == exact(150, 50, 200)


def test_before_discounts_the_discount_comes_off_the_minimum() -> None:
    # 150.00 + 50.00, and 10% off everything: 180.00.
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, before discounts\n") + TEN)
    assert amounts(priced(made, account(seats={"seats": 15}))) == {"seats": 135, "team:minimum": 45}


def test_a_discount_of_a_named_charge_leaves_the_top_up_of_the_plan() -> None:
    off = 'discount ten "Ten" {\n  off: 10% of seats\n}\n'
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, before discounts\n") + off)
    assert amounts(priced(made, account(seats={"seats": 15}))) == {"seats": 135, "team:minimum": 50}


def test_after_discounts_the_minimum_is_what_is_paid() -> None:
    # 150.00 less 10% is 135.00; 65.00 are lacking.
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, after discounts\n") + TEN)
    invoice = priced(made, account(seats={"seats": 15}))
    assert amounts(invoice) == {"seats": 135, "team:minimum, after discounts": 65}
    assert invoice.totals is not None
    assert (invoice.totals.list, invoice.totals.discounts, invoice.totals.top_ups) == exact(150, 15, 65)


def test_a_minimum_per_month_in_a_year() -> None:
    made = policy(
        plan(
            charge(),
            "  minimum: 200.00 USD per month, before discounts\n",
            head="  cycle: year\n  anchor: subscription day\n",
        )
    )
    assert net(made, account(seats={"seats": 15})) == 2400


def test_a_minimum_of_one_charge_counts_to_it() -> None:
    made = policy(plan(charge("seats", minimum="100.00 USD per cycle, before discounts") + charge("more")))
    invoice = priced(made, account(seats={"seats": 4, "more": 1}))
    assert amounts(invoice) == {"seats": 40, "seats:minimum": 60, "more": 10}
    assert (invoice.amount_of("seats"), invoice.amount_of("more")) == exact(100, 10)


def test_a_plan_counts_the_top_ups_of_its_charges() -> None:
    lines = "  minimum: 150.00 USD per cycle, before discounts\n"
    made = policy(plan(charge("seats", minimum="100.00 USD per cycle, before discounts") + charge("more"), lines))
    assert net(made, account(seats={"seats": 4, "more": 1})) == 150


def test_add_ons_do_not_count_towards_the_minimum_of_a_plan() -> None:
    addon = (
        'addon audit "Audit" for team {\n'
        + charge("fee", **{"for": "", "quantity": ""}, price="99.00 USD per month")
        + "}\n"
    )
    made = policy(plan(charge(), "  minimum: 200.00 USD per month, before discounts\n") + addon)
    assert net(made, account(seats={"seats": 15}, addons=("audit",))) == 299


def test_the_minimum_of_the_policy_counts_everything() -> None:
    addon = (
        'addon audit "Audit" for team {\n'
        + charge("fee", **{"for": "", "quantity": ""}, price="99.00 USD per month")
        + "}\n"
    )
    head = f"{ROUNDING}\n  minimum: 300.00 USD per cycle, after discounts"
    made = policy(plan(charge()) + addon, head)
    assert net(made, account(seats={"seats": 15}, addons=("audit",))) == 300
    assert net(made, account(seats={"seats": 25}, addons=("audit",))) == 349


@pytest.mark.parametrize(("count", "total"), [(8, 80), (10, 100), (11, 100), (50, 100)])
def test_a_maximum(count: int, total: int) -> None:
    made = policy(plan(charge(maximum="100.00 USD per cycle, after discounts")))
    assert net(made, account(seats={"seats": count})) == total


def test_a_maximum_is_dealt_out_over_its_lines() -> None:
    # 100.00 over 150.00 and 20.00: 88.235… and 11.764…; the cent that is left goes to the larger loss, 88.23|5 and 11.76|4.
    made = policy(plan(TWO, "  maximum: 100.00 USD per cycle, after discounts\n"))
    invoice = priced(made, account(seats={"seats": 15, "phones": 10}))
    assert amounts(invoice) == {"seats": money("88.24"), "phones": money("11.76")}
    assert invoice.totals is not None
    assert (invoice.totals.list, invoice.totals.over_maximum, invoice.totals.net) == exact(170, 70, 100)


def test_before_discounts_the_discount_comes_off_the_maximum() -> None:
    made = policy(plan(charge(maximum="100.00 USD per cycle, before discounts")) + TEN)
    assert net(made, account(seats={"seats": 50})) == 90
    after = policy(plan(charge(maximum="100.00 USD per cycle, after discounts")) + TEN)
    assert net(after, account(seats={"seats": 50})) == 100
    assert net(after, account(seats={"seats": 11})) == 99


def test_a_minimum_is_compared_with_rounded_lines() -> None:
    # 3 × 33.333 = 99.999 becomes 100.00 on its line: nothing is lacking.
    made = policy(plan(charge(price="33.333 USD per seat per month", minimum="100.00 USD per cycle, before discounts")))
    assert net(made, account(seats={"seats": 3})) == 100
    assert len(priced(made, account(seats={"seats": 3})).lines) == 1


def test_a_bound_over_cycles_that_differ_is_refused() -> None:
    phones = charge("phones", **{"for": "phone"}, cycle="month", price="2.00 USD per unit per month")
    head = "  cycle: year\n  anchor: subscription day\n"
    made = policy(plan(charge() + phones, "  minimum: 200.00 USD per month, before discounts\n", head=head))
    assert codes(bill(made, account(seats={"seats": 1, "phones": 1}))) == ["EN502"]
    assert net(made, account(seats={"seats": 1, "phones": 0})) == 2400


def test_the_first_minimum_that_fits() -> None:
    lines = "  minimum: 200.00 USD per month, before discounts when billing = annual\n"
    lines += "  minimum: 50.00 USD per month, before discounts otherwise\n"
    made = policy(plan(charge(), lines))
    assert net(made, account(seats={"seats": 1}, facts={"billing": "annual"})) == 200
    assert net(made, account(seats={"seats": 1}, facts={"billing": "monthly"})) == 50
