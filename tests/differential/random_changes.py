"""A random generator in, prices that change as data out, and the text of a policy with them.

A new price is written in one of the ways that the language has: a line, a row, a head that is dated by a change, or old and
new heads side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.differential.change_data import ChangeData, CustomerData, PlanData
from tests.differential.drawing import chance
from tests.differential.price_text import block

EFFECTIVE = date(2026, 11, 1)
OTHERS = ("at once", "at the next cycle", "at renewal", "keep theirs")
FORMS = ("line", "row", "head", "heads")
"""How a new price is written."""

FIXED = """
policy dated "Dated" {
  language: 1
  version: "1"
  owner: "a@b.example", backup "c@b.example"
  effective: from 2026-11-01
  reaches: everyone at the next cycle
  time zone: "Europe/Berlin"
  currencies: USD
  rounding: half up to the cent on each line
}

seat member "Member" {
  held by: anyone
}

proration {
  measure: days over the cycle
  fewer seats: no credit until the next cycle
}
"""


def draw_changes(r: Random) -> tuple[list[ChangeData], CustomerData, PlanData, list[date]]:
    """Up to three changes, a customer, a plan and days near everything that happens."""
    changes: list[ChangeData] = []
    for number in range(r.randint(1, 3)):
        first = EFFECTIVE + timedelta(days=r.randint(1, 900))
        others = r.choice(OTHERS)
        new = others != "at once" and (others == "keep theirs" or chance(r, 50))
        by = first + timedelta(days=r.randint(0, 500)) if new and chance(r, 50) else None
        if all(first != change.first for change in changes):
            changes.append(ChangeData(first, new, others, by, 100 * (number + 2)))
    start = EFFECTIVE + timedelta(days=r.choice((0, r.randint(0, 600), r.randint(0, 1200))))
    since = start - timedelta(days=r.choice((0, 0, r.randint(1, 500))))
    cycle = r.choice(("month", "quarter", "half year", "year"))
    at_renewal = any(change.others == "at renewal" for change in changes)
    term = r.choice((12, 24, 30)) if at_renewal or chance(r, 50) else 0
    customer = CustomerData(since, start, term, r.choice((0, 12, 12, 15)) if term else 0)
    days = [start, start + timedelta(days=r.randint(0, 1000))]
    for change in changes:
        days += [day + timedelta(days=r.choice((-1, 0, 1, 20, 40))) for day in (change.first, change.everyone_by) if day]
    plan = PlanData(cycle, chance(r, 30), 100, r.choice(FORMS))
    return changes, customer, plan, [day for day in days if day >= start]


def changes_text(changes: Sequence[ChangeData], customer: CustomerData, plan: PlanData) -> str:
    """The policy's text."""
    lines = FIXED.split("\n")
    for number, change in enumerate(changes):
        reach = f"everyone {change.others}"
        if change.new_at_once:
            reach = f"new customers at once, others {change.others}"
            reach += f", everyone by {change.everyone_by}" if change.everyone_by else ""
        lines += block(f'change rise_{number} "Rise"', [f"from: {change.first}", f"reaches: {reach}"])
    declared, prices = _prices(changes, plan)
    charge = ["for: member", f"quantity: contracted{', highest of the cycle' if plan.in_arrears else ''}"]
    charge += [f"bill: in {'arrears' if plan.in_arrears else 'advance'}", *prices]
    inside = [f"cycle: {plan.cycle}", "anchor: subscription day"]
    inside += [f"term: {customer.term} months"] if customer.term else []
    inside += [f"renews: for {customer.renews} months"] if customer.renews else []
    lines += [*declared, *block('plan team "Team"', [*inside, *block('charge seats "Seats"', charge)])]
    return "\n".join(lines) + "\n"


def _prices(changes: Sequence[ChangeData], plan: PlanData) -> tuple[list[str], list[str]]:
    """Declarations, and the lines `price:` of the charge."""
    dated = [(plan.price, ""), *((change.price, f" from rise_{number}") for number, change in enumerate(changes))]
    if plan.form == "line":
        return [], [f"price: {price} USD per seat per month{when}" for price, when in dated]
    head, rows = 'schedule seat_list "Seats" graduated per seat per month', ["seats | USD"]
    if plan.form == "row":
        return block(head, [*rows, *(f"1 and up | {price}{when}" for price, when in dated)]), ["price: seat_list"]
    if plan.form == "head" or len(changes) > 1:
        lists = [block(f"{head}{when}", [*rows, f"1 and up | {price}"]) for price, when in dated]
    else:
        dated[0] = (plan.price, " until rise_0")
        lists = [block(f"{head}{when}", [*rows, f"1 and up | {price}"]) for price, when in dated]
    return [line for one in lists for line in one], ["price: seat_list"]
