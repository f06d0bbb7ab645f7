"""Defaults that a policy relies on: each is told where a charge can come to it, and no longer once it is written."""

from __future__ import annotations

import pytest

from seatpolicy.semantics.assumed import assumptions
from tests.unit.semantics.policy_under_test import HEAD, checked, model, policies

FACTS = "\nfacts {\n  roles of person: any of admin, user\n}\n"


def policy(
    charge: str = "",
    plan: str = "",
    seat: str = "",
    quantity: str = "contracted",
    anchor: str = "subscription day, or the last day of a shorter month",
    price: str = "10.00 USD per seat per month",
    bill: str = "in advance",
    proration: str = "",
    head: str = "",
    rest: str = "",
) -> str:
    lines = f"    for: user\n    price: {price}\n    quantity: {quantity}\n    bill: {bill}\n{charge}"
    return (
        HEAD.replace("  fewer seats:  no credit until the next cycle\n", f"  fewer seats: {FEWER}\n{proration}")
        .replace("  rounding:", f"{head}  rounding:", 1)
        + f'{FACTS}\nseat user "User" {{\n  held by: admin or user\n{seat}}}\n'
        + f'\nplan basic "Basic" {{\n  cycle: month\n  anchor: {anchor}\n{plan}  charge fee "Fee" {{\n{lines}  }}\n}}\n'
        + rest
    )


FEWER = "credited at what was billed, on the next invoice"
LIST = 'schedule list "List" graduated per seat per month {\n  seats | USD\n  1 and up | 9.00 + flat 5.00\n}\n'
PER_UNIT = 'discount d "D" {\n  off: 5.00 USD of fee per cycle\n  lasts: until renewal\n}\n'
COUNTED = {"quantity": "assigned"}
BILLED = {"quantity": "billable, highest of the cycle", "bill": "in arrears"}


def statements(text: str) -> list[str]:
    """What is told of a text that can be read; that its choices go together is not what these tests are about."""
    outcome = checked(text)
    assert not [one for one in outcome.diagnostics if one.code[:2] in ("SY", "NM", "TY")]
    policy = outcome.value.texts[0].policy
    assert policy is not None
    return [f"{one['subject']}: {one['statement']}" for one in assumptions(policy)]


# What is told; a policy that relies on it; and one that says it.
ROWS: dict[str, tuple[str, str]] = {
    "counting: one person holds one seat in an account": (
        policy(**COUNTED), policy(**COUNTED, rest="counting {\n  one person: one seat per enterprise\n}\n")),
    "counting: two entries are one person if their `id` is the same": (
        policy(**COUNTED), policy(**COUNTED, rest="counting {\n  same person: by email\n}\n")),
    "counting: a shared login is one seat": (
        policy(**COUNTED), policy(**COUNTED, rest="counting {\n  shared login: one seat\n}\n")),
    "counting: nobody is suspended for being idle": (
        policy(**COUNTED), policy(**COUNTED, rest="counting {\n  idle: suspended after 60 days\n}\n")),
    "counting: who comes back takes a new seat": (
        policy(**COUNTED),
        policy(**COUNTED, rest="counting {\n  coming back: within the cycle continues the old seat\n}\n")),
    "counting: a seat that is given up may be used again as long as it is paid": (
        policy(**COUNTED), policy(**COUNTED, rest="counting {\n  freed seat: stays taken until renewal\n}\n")),
    "seat `user`: suspended and deactivated people are never billable": (
        policy(**BILLED, seat="  billable: while invited or active\n"),
        policy(**BILLED, seat="  billable: while invited, active, suspended or deactivated\n")),
    "charge `fee`: the order is billed, and whoever is there beyond it costs nothing": (
        policy(), policy(charge="    overage: blocked\n")),
    "plan `basic`: a mark on day 29, 30 or 31 falls on the last day of a shorter month": (
        policy(anchor="subscription day"), policy(anchor="subscription day, last days stay last days")),
    "plan `basic`: the part before the first mark is billed, by its length": (
        policy(anchor="day 15 of the month"), policy(anchor="day 15 of the month", plan="  first part: free\n")),
    "plan `basic`: the contract ends with its term": (
        policy(plan="  term: 12 months\n"), policy(plan="  term: 12 months\n  renews: for 12 months\n")),
    "plan `basic`: the price at renewal has no limit": (
        policy(plan="  term: 12 months\n  renews: for 12 months\n"),
        policy(plan="  term: 12 months\n  renews: for 12 months\n  renewal price: rises at most 5%\n")),
    "plan `basic`: the first day of a seat is charged": (policy(), policy(proration="  first day: charged\n")),
    "plan `basic`: the last day of a seat is not charged": (policy(), policy(proration="  last day: charged\n")),
    "plan `basic`: more seats are charged on the next invoice": (
        policy(), policy(proration="  more seats: charged at once\n")),
    "plan `basic`: a cancellation is treated as fewer seats": (
        policy(), policy(proration="  cancellation: no credit until the next cycle\n")),
    "plan `basic`: a credit lowers the next invoice": (
        policy().replace(FEWER, "credited at what was billed"), policy()),
    "plan `basic`: a change of seats is one line, the difference": (
        policy(), policy(proration="  change lines: the difference\n")),
    "plan `basic`: flat parts of a schedule's rows are whole in a part of a cycle": (
        policy(price="list", rest=LIST), policy(price="list", rest=LIST, proration="  flat fees: whole\n")),
    "charge `fee`: an invoice has a line for every change of the count": (
        policy(), policy(charge="    lines: one per change\n")),
    "charge `fee`: the minimum is compared with what is left after discounts": (
        policy(charge="    minimum: 5.00 USD per month\n"),
        policy(charge="    minimum: 5.00 USD per month, after discounts\n")),
    "charge `fee`: the minimum is whole in a part of a cycle": (
        policy(charge="    minimum: 5.00 USD per month\n"), policy(charge="    minimum: 5.00 USD per month, prorated\n")),
    "plan `basic`: the maximum is whole in a part of a cycle": (
        policy(plan="  maximum: 5.00 USD per cycle\n"), policy(plan="  maximum: 5.00 USD per cycle, prorated\n")),
    "plan `basic`: what goes beyond the commitment costs its usual price": (
        policy(plan="  term: 12 months\n  commitment: 50.00 USD per term\n"),
        policy(plan="  term: 12 months\n  commitment: 50.00 USD per term, overage at 100%\n")),
    "plan `basic`: what is missing of the commitment is billed at its end": (
        policy(plan="  term: 12 months\n  commitment: 50.00 USD per term\n"),
        policy(plan="  term: 12 months\n  commitment: 50.00 USD per term, shortfall billed\n")),
    "charge `fee`: what is included is whole in a part of a cycle": (
        policy(charge="    included: 3 per cycle\n"), policy(charge="    included: 3 per cycle, prorated\n")),
    "charge `fee`: what is included is taken off before packs are made": (
        policy(quantity="contracted, in packs of 5", charge="    included: 3 per cycle\n"),
        policy(quantity="contracted, in packs of 5", charge="    included: 5 per cycle, after packs\n")),
    "charge `fee`: the tier is that of the average": (
        policy(quantity="assigned, average of the cycle", bill="in arrears", price="list", rest=LIST),
        policy(quantity="assigned, average of the cycle, tier of the last count", bill="in arrears", price="list",
               rest=LIST)),
    "discount `d`: the amount is spread over its lines by their amounts": (
        policy(rest=PER_UNIT), policy(rest=PER_UNIT.replace("per cycle", "per cycle, spread in order"))),
    "discount `d`: the amount is whole in a part of a cycle": (
        policy(rest=PER_UNIT), policy(rest=PER_UNIT.replace("per cycle", "per cycle, prorated"))),
    "discount `d`: it comes off cycles that begin while it is offered": (
        policy(rest=PER_UNIT.replace("  lasts", "  offered: from 2026-02-01 to 2026-03-31\n  lasts")),
        policy(rest=PER_UNIT.replace("  lasts", "  offered: from 2026-02-01 to 2026-03-31, prorated\n  lasts"))),
    "discount `d`: the offer has no end": (
        policy(rest=PER_UNIT.replace("  lasts", "  offered: from 2026-02-01\n  lasts")),
        policy(rest=PER_UNIT.replace("  lasts", "  offered: from 2026-02-01 to 2026-03-31\n  lasts"))),
    "discount `d`: it lasts for ever, while its condition holds": (
        policy(rest=PER_UNIT.replace("  lasts: until renewal\n", "")), policy(rest=PER_UNIT)),
    "policy: what rounding leaves over goes to the largest line": (
        policy(rest=PER_UNIT), policy(rest=PER_UNIT, head="  remainder: to the largest line\n")),
    "tax: prices exclude tax": (
        policy(rest="tax {\n  figured: per line\n}\n"), policy(rest="tax {\n  prices: exclude tax\n}\n")),
    "tax: tax is figured on each line": (
        policy(rest="tax {\n  prices: include tax\n}\n"), policy(rest="tax {\n  figured: on the total\n}\n")),
    "tax: tax is figured on rounded amounts": (
        policy(rest="tax {\n  prices: include tax\n}\n"), policy(rest="tax {\n  base: exact amounts\n}\n")),
}  # fmt: skip


@pytest.mark.parametrize("statement", ROWS)
def test_a_default_is_told_until_it_is_written(statement: str) -> None:
    silent, said = ROWS[statement]
    assert statement in statements(silent)
    assert statement not in statements(said)


TWO_PLANS = policy() + 'plan more "More" {\n  cycle: month\n  anchor: calendar\n  charge care "Care" {\n    price: free\n    bill: in advance\n  }\n}\n'  # noqa: E501
TWO_DISCOUNTS = policy(rest=PER_UNIT + PER_UNIT.replace("discount d", "discount e")
                       + "combine {\n  order: d, then e\n  each: off list\n}\n")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "statement", "told"),
    [
        (TWO_PLANS, "plans `basic` and `more`: a dearer plan begins at once, with the same anchor", True),
        (TWO_PLANS, "plans `basic` and `more`: a cheaper plan begins at the next cycle", True),
        (policy(), "plan `basic`: a cheaper plan begins at the next cycle", False),
        (TWO_DISCOUNTS, "combine: together the discounts have no cap", True),
        (TWO_DISCOUNTS.replace("each: off list", "each: off list\n  together: at most 40% off list, on each line"),
         "combine: together the discounts have no cap", False),
        (policy(price="free"), "plan `basic`: the first day of a seat is charged", False),
        (policy(quantity="assigned, highest of the cycle", bill="in arrears"),
         "plan `basic`: a cancellation is treated as fewer seats", False),
        (policy(anchor="calendar"),
         "plan `basic`: a mark on day 29, 30 or 31 falls on the last day of a shorter month", False),
        (policy(anchor="day 28 of the month"),
         "plan `basic`: a mark on day 29, 30 or 31 falls on the last day of a shorter month", False),
        (policy(), "counting: a shared login is one seat", False),
        (policy(quantity="contracted", charge="    limit: at most 9, then refuse\n"),
         "charge `fee`: the order is billed, and whoever is there beyond it costs nothing", False),
    ],
)  # fmt: skip
def test_only_what_a_charge_can_come_to(text: str, statement: str, told: bool) -> None:
    assert (statement in statements(text)) is told


def test_a_policy_that_writes_everything_relies_on_nothing() -> None:
    text = policy(
        charge="    overage: blocked\n    lines: one per change\n",
        proration="  first day: charged\n  last day: not charged\n  more seats: charged at once\n"
        "  cancellation: no credit until the next cycle\n  change lines: the difference\n",
    )
    assert assumptions(model(text)) == []


def test_every_row_has_its_four_columns_and_a_place_in_the_text() -> None:
    for path in policies():
        for one in assumptions(model(path.read_text())):
            assert sorted(one) == ["statement", "subject", "where", "why"]
            assert one["subject"]
            assert one["statement"]
            assert one["why"]
            assert not one["where"] or one["where"].startswith("test.seat:")
