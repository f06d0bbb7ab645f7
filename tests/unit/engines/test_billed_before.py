"""Use that was billed for a part of its cycle: the price of the cycle so far, less what was billed of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.documents.account import Account
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import (
    HERE,
    ROUNDING,
    account,
    bill,
    charge,
    codes,
    earlier,
    evolve,
    exact,
    money,
    plan,
    policy,
    priced,
    schedule,
)

METER = "meter {\n  calls: number, sum of the cycle\n}\n"


def metered(price: str, more: str = "", **lines: str) -> Policy:
    fields = {"for": "calls", "quantity": "used", "bill": "as used", "price": price, **lines}
    return policy(METER + plan(charge("used", **fields)) + more)


def after(billed: str, figure: str) -> Account:
    """So much was used so far, and so much was billed for the first half of the month."""
    line = earlier("2026-11-01", "2026-11-15", amount=billed, charge="used")
    return evolve(account(), usage={"calls": UsageGiven((Fraction(figure),), False, HERE)}, billed=(line,))


HALF = 'discount half "Half" {\n  off: 50% of everything\n}\n'
VOLUME = schedule("volume", "1 to 15 | 10.00\n16 and up | 5.00", "total units", "per unit")
TIERS = schedule("graduated", "1 to 10 | 2.00\n11 to 20 | 3.00\n21 and up | 5.00", "units", "per unit")


# Figures of billing engines' own tests: all use of the cycle is priced, and what was billed comes off.
@pytest.mark.parametrize(
    ("made", "billed", "figure", "total"),
    [
        (metered("price_list", TIERS), "35.00", "20", "15.00"),  # 20.00 + 30.00 - 35.00
        (metered("15.00 USD per started pack of 10"), "30.00", "22", "15.00"),  # 3 packs, 2 were billed
        (metered("price_list", VOLUME), "150.00", "16", "-70.00"),  # 16 × 5.00 - 150.00
        (metered("10.00 USD per unit", maximum="100.00 USD per cycle"), "70.00", "12", "30.00"),
        (metered("10.00 USD per unit", HALF, maximum="100.00 USD per cycle"), "35.00", "27", "65.00"),
        (metered("1.00 USD per unit", included="110 per cycle"), "0.00", "155", "45.00"),
        (metered("1.00 USD per unit"), "30.00", "30", "0.00"),
    ],
)
def test_what_was_billed_comes_off(made: Policy, billed: str, figure: str, total: str) -> None:
    invoice = priced(made, after(billed, figure))
    assert invoice.totals is not None
    assert (invoice.totals.net, invoice.totals.billed_before) == exact(total, billed)


# Lacking is 1,000.00 - 100 × 1.00 = 900.00, and nobody knows that it will before the cycle ends; 100.00 were billed.
@pytest.mark.parametrize("said", ["minimum: 1,000.00 USD per cycle", "commitment: 1,000.00 USD per cycle"])
@pytest.mark.parametrize("whose", ["charge", "plan", "policy"])
@pytest.mark.parametrize(("day", "total"), [("2026-11-16", "0.00"), ("2026-11-29", "0.00"), ("2026-11-30", "900.00")])
def test_what_is_lacking_is_due_with_the_last_bill_of_the_cycle(said: str, whose: str, day: str, total: str) -> None:
    label, _, figure = said.partition(": ")
    own = {label: figure} if whose == "charge" else {}
    lines = {"for": "calls", "quantity": "used", "bill": "as used", "price": "1.00 USD per unit", **own}
    used = charge("used", **lines)
    block = plan(used, f"  {said}\n" if whose == "plan" else "")
    made = policy(METER + block, f"{ROUNDING}\n  {said}" if whose == "policy" else ROUNDING)
    invoice = priced(made, after("100.00", "100"), date.fromisoformat(day))
    assert invoice.totals is not None
    assert invoice.totals.net == money(total)


def test_what_is_lacking_of_the_last_cycle_of_a_term_is_due_at_its_end() -> None:
    """3,000.00 promised in three months; 200.00 were billed in the first two, 100 in this one up to now."""
    used = charge("used", **{"for": "calls", "quantity": "used", "bill": "as used", "price": "1.00 USD per unit"})
    made = policy(METER + plan(used, "  term: 3 months\n  commitment: 3,000.00 USD per term\n"))
    lines = [earlier("2026-11-01", "2026-11-30", "200.00", "used"), earlier("2026-12-01", "2026-12-31", "0.00", "used")]
    begun = evolve(account(), usage={"calls": UsageGiven((Fraction(100),), False, HERE)}, billed=tuple(lines))
    found = [priced(made, begun, date(2027, 1, day)).totals for day in (10, 31)]
    assert tuple(one and one.net for one in found) == exact(100, 2800)


def test_a_minimum_of_what_is_billed_at_the_end_of_the_cycle_is_shown_on_any_day() -> None:
    made = metered("1.00 USD per unit", minimum="1,000.00 USD per cycle", bill="in arrears")
    account_now = evolve(account(), usage={"calls": UsageGiven((Fraction(100),), False, HERE)})
    totals = priced(made, account_now, date(2026, 11, 10)).totals
    assert totals is not None
    assert totals.net == 1000


def test_the_step_and_the_sums() -> None:
    invoice = priced(metered("10.00 USD per unit"), after("70.00", "12"))
    (line,) = invoice.lines
    assert [(step.rule, step.basis, step.after) for step in line.steps][-1] == (
        "billed before",
        "70.00 for 2026-11-01 to 2026-11-15",
        money("50"),
    )
    totals = invoice.totals
    assert totals is not None
    assert (totals.list, totals.discounts, totals.billed_before, totals.rounding, totals.net) == exact(120, 0, 70, 0, 50)


def test_what_was_billed_of_another_cycle_does_not_count() -> None:
    one = after("70.00", "12")
    assert priced(metered("10.00 USD per unit"), one, date(2026, 12, 1)).amount_of("total") == 120


def test_a_line_across_the_bound_of_the_cycle_is_refused() -> None:
    line = earlier("2026-10-15", "2026-11-15", amount="70.00", charge="used")
    one = evolve(after("0.00", "12"), billed=(line,))
    assert codes(bill(metered("10.00 USD per unit"), one)) == ["EN505"]


def test_a_line_that_this_bill_does_not_have_is_refused() -> None:
    line = earlier("2026-11-01", "2026-11-15", amount="70.00", charge="other")
    one = evolve(after("0.00", "12"), billed=(line,))
    assert codes(bill(metered("10.00 USD per unit"), one)) == ["EN505"]
