"""Currencies of plans and add-ons, and charges that stand in a plan twice."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, addon, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

PRICES = {"USD": "5.00 USD", "EUR": "4.00 EUR", "USD and EUR": "5.00 USD or 4.00 EUR", "": "5.00 USD or 4.00 EUR"}


@pytest.mark.parametrize(
    ("plan_in", "addon_in", "count"),
    [("USD", "EUR", 1), ("USD", "USD", 0), ("USD and EUR", "EUR", 0), ("", "EUR", 0), ("USD", "", 0)],
)
def test_an_addon_shares_a_currency_with_its_plan(plan_in: str, addon_in: str, count: int) -> None:
    def sold(where: str) -> str:
        return f"; sold in: {where}" if where else ""

    def fee(where: str) -> str:
        return f"price: {PRICES[where]} per month; bill: in advance"

    text = policy(
        plan("team", fee(plan_in), MONTHLY + sold(plan_in)),
        addon("more", "team", fee(addon_in), f'because: "more"{sold(addon_in)}'),
        currencies="USD and EUR",
    )
    assert placed(findings(text, "MN767")) == [("MN767", addon_in)] * count
    assert findings(text, "MN755", "MN757") == []


def test_a_charge_stands_in_a_plan_once_and_in_several_plans() -> None:
    fee = '  charge fee "Fee" {\n    price: 5.00 USD per month\n    bill: in advance\n  }\n'
    twice = f'plan team "Team" {{\n  cycle: month\n  anchor: subscription day\n\n{fee}\n{fee}}}\n'
    found = findings(policy(twice), "NM202")
    assert [(one.message, len(one.related)) for one in found] == [("`fee` stands twice in `team`", 1)]
    once = twice.replace(f"\n{fee}", "", 1)
    assert findings(policy(once, once.replace("plan team", "plan other")), "NM202") == []
