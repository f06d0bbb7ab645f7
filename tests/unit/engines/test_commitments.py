"""Commitments: per cycle, per year and per term; overage and shortfall; what earlier cycles came to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import (
    HERE,
    ROUNDING,
    account,
    amounts,
    bill,
    charge,
    codes,
    earlier,
    evolve,
    exact,
    line,
    money,
    net,
    plan,
    policy,
    priced,
)

YEARLY = "  cycle: year\n  anchor: subscription day\n"
TERM = "  term: 3 months\n"


def committed(said: str, lines: str = "", price: str = "2.00 USD per seat per month", **more: str) -> Policy:
    return policy(plan(charge(price=price, **more), f"{lines}  commitment: {said}\n"))


# 1,000.00 are promised; 300 at 2.00 are 600.00, 700 are 1,400.00.
@pytest.mark.parametrize(
    ("said", "count", "paid"),
    [
        ("1,000.00 USD per cycle", 300, "1,000.00"),
        ("1,000.00 USD per cycle", 500, "1,000.00"),
        ("1,000.00 USD per cycle", 700, "1,400.00"),
        ("1,000.00 USD per cycle, overage at 150%", 300, "1,000.00"),
        ("1,000.00 USD per cycle, overage at 150%", 700, "1,600.00"),  # 1,000 + 400 × 1.5
        ("1,000.00 USD per cycle, overage at 150%, shortfall forgiven", 300, "600.00"),
        ("1,000.00 USD per cycle, shortfall forgiven", 300, "600.00"),
        ("1,000.00 USD per cycle, overage at 150%, shortfall forgiven", 700, "1,600.00"),
        ("1,000.00 USD per cycle, overage at 50%", 700, "1,200.00"),  # 1,000 + 400 × 0.5
        ("1,000.00 USD per cycle, overage at 0%", 700, "1,000.00"),
        ("1,000.00 USD per cycle, overage at 150%", 0, "1,000.00"),
    ],
)
def test_what_is_paid(said: str, count: int, paid: str) -> None:
    assert net(committed(said), account(seats={"seats": count})) == money(paid)


def test_the_lines_of_a_commitment() -> None:
    made = committed("1,000.00 USD per cycle, overage at 150%")
    short = priced(made, account(seats={"seats": 300}))
    assert amounts(short) == {"seats": 600, "team:commitment": 400}
    added = line(short, "team:commitment")
    assert (added.kind, added.charge, added.owner, added.title) == ("top_up", "", "team", "Commitment of Team")
    assert [step.basis for step in added.steps] == ["1,000.00 - 600.00"]
    over = priced(made, account(seats={"seats": 700}))
    assert amounts(over) == {"seats": 1400, "team:commitment, overage": 200}
    assert [step.basis for step in line(over, "team:commitment, overage").steps] == [
        "400.00 above 1,000.00, at 150%: 50% more"
    ]
    assert over.totals is not None
    assert (over.totals.list, over.totals.top_ups, over.totals.net) == exact(1400, 200, 1600)


@given(st.integers(0, 900), st.integers(0, 300))
def test_with_a_shortfall_billed_never_less_than_promised_is_paid(count: int, share: int) -> None:
    made = committed(f"1,000.00 USD per cycle, overage at {share}%")
    used = Fraction(2 * count)
    expected = min(used, Fraction(1000)) + max(used - 1000, Fraction(0)) * Fraction(share, 100)
    paid = net(made, account(seats={"seats": count}))
    assert paid == max(expected, Fraction(1000)) >= 1000


def test_after_discounts_the_commitment_is_compared_with_what_is_left() -> None:
    made = policy(
        plan(charge(price="2.00 USD per seat per month"), "  commitment: 1,000.00 USD per cycle\n")
        + 'discount half "Half" {\n  off: 50% of everything\n}\n'
    )
    assert amounts(priced(made, account(seats={"seats": 700}))) == {"seats": 700, "team:commitment": 300}


def test_the_top_up_of_a_minimum_counts_towards_the_commitment() -> None:
    made = committed("1,000.00 USD per cycle", minimum="800.00 USD per cycle, after discounts")
    assert amounts(priced(made, account(seats={"seats": 300}))) == {
        "seats": 600,
        "seats:minimum, after discounts": 200,
        "team:commitment": 200,
    }


def test_a_charge_and_the_policy_have_commitments_of_their_own() -> None:
    both = charge("seats", commitment="100.00 USD per cycle") + charge("more")
    made = policy(plan(both), f"{ROUNDING}\n  commitment: 150.00 USD per cycle")
    invoice = priced(made, account(seats={"seats": 4, "more": 1}))
    assert amounts(invoice) == {"seats": 40, "seats:commitment": 60, "more": 10, "test:commitment": 40}
    assert (invoice.amount_of("seats"), invoice.amount_of("more")) == exact(100, 10)


def test_a_commitment_per_month_in_a_year_and_per_year_in_one() -> None:
    for said, paid in (("100.00 USD per month", 1200), ("1,200.00 USD per year", 1200), ("1,300.00 USD per year", 1300)):
        made = policy(plan(charge(price="2.00 USD per seat per month"), f"  commitment: {said}\n", head=YEARLY))
        assert net(made, account(seats={"seats": 10})) == paid


# 1,000.00 per term of three months, at 150% above it; months of 400.00, 500.00 and 300.00.
MONTHS = (("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-31"))
SAID = "1,000.00 USD per term, overage at 150%"


@pytest.mark.parametrize(
    ("before", "count", "day", "added"),
    [
        ((), 200, "2026-11-01", {}),  # 400 of 1,000: the end of the term is far
        ((), 600, "2026-11-01", {"team:commitment, overage": 100}),  # 1,200: 200 above
        (("400.00",), 250, "2026-12-01", {}),
        (("400.00", "500.00"), 150, "2027-01-01", {"team:commitment, overage": 100}),  # 900 + 300: 200 above
        (("400.00", "500.00"), 20, "2027-01-01", {"team:commitment": 60}),  # 900 + 40: 60 are lacking
        (("900.00", "300.00"), 20, "2027-01-01", {"team:commitment, overage": 20}),  # already over: 40 × 1.5
        ((), 20, "2027-01-01", {"team:commitment": 960}),  # nothing was billed before, says the document
    ],
)
def test_a_commitment_of_a_term(before: tuple[str, ...], count: int, day: str, added: dict[str, int]) -> None:
    made = committed(SAID, TERM)
    lines = tuple(earlier(*days, amount=amount) for days, amount in zip(MONTHS, before, strict=False))
    one = evolve(account(seats={"seats": count}), billed=lines)
    assert amounts(priced(made, one, date.fromisoformat(day))) == {"seats": 2 * count, **added}


def test_in_a_later_cycle_the_earlier_lines_are_needed() -> None:
    made = committed(SAID, TERM)
    assert net(made, account(seats={"seats": 200})) == 400
    outcome = bill(made, account(seats={"seats": 200}), date(2026, 12, 1))
    assert (outcome.value.status, codes(outcome)) == ("not billed yet", ["EN505"])


def test_a_renewed_term_begins_anew() -> None:
    made = committed(SAID, TERM + "  renews: for 3 months\n")
    lines = tuple(earlier(*days, amount="900.00") for days in MONTHS)
    one = evolve(account(seats={"seats": 20}), billed=lines)
    assert amounts(priced(made, one, date(2027, 2, 1))) == {"seats": 40}


def test_lines_of_a_commitment_are_no_part_of_what_it_is_compared_with() -> None:
    made = committed(SAID, TERM)
    over = evolve(earlier(*MONTHS[0], amount="100.00"), id="team:commitment, overage", kind="top_up", charge="")
    one = evolve(account(seats={"seats": 100}), billed=(earlier(*MONTHS[0], amount="1,200.00"), over))
    # 1,200 were above by 200; 200 more are above altogether.
    assert amounts(priced(made, one, date(2026, 12, 1))) == {"seats": 200, "team:commitment, overage": 100}


def test_a_term_of_one_cycle_is_whole() -> None:
    lines = "  term: 1 year\n  commitment: 1,000.00 USD per term\n"
    made = policy(plan(charge(price="2.00 USD per seat per month"), lines, head=YEARLY))
    assert amounts(priced(made, account(seats={"seats": 30}))) == {"seats": 720, "team:commitment": 280}
    # The account's own term counts: of two years, the first is no end.
    assert amounts(priced(made, account(seats={"seats": 30}, term_months=24))) == {"seats": 720}


def test_what_was_billed_of_this_cycle_is_not_billed_again() -> None:
    made = committed("1,000.00 USD per cycle")
    one = evolve(account(seats={"seats": 300}), billed=(earlier("2026-11-01", "2026-11-15", amount="300.00"),))
    outcome = bill(made, one)
    assert (outcome.value.status, codes(outcome)) == ("not billed yet", ["EN505"])


def test_a_budget_of_a_term_is_used_up_from_cycle_to_cycle() -> None:
    # 30.00 in all: 12.00 came off before, 18.00 are left for lines of 100.00.
    gift = 'discount gift "Gift" {\n  off: 30.00 USD of everything per subscription\n}\n'
    made = policy(plan(charge()) + gift)
    one = account(seats={"seats": 10})
    assert net(made, one) == 70
    later = date(2026, 12, 1)
    assert net(made, evolve(one, billed=(earlier(*MONTHS[0], amount="88.00", gift="12.00"),)), later) == 82
    assert net(made, evolve(one, billed=(earlier(*MONTHS[0], amount="70.00", gift="30.00"),)), later) == 100
    unsaid = evolve(earlier(*MONTHS[0], amount="88.00"), taken=None)
    assert codes(bill(made, evolve(one, billed=(unsaid,)), later)) == ["EN505"]


@pytest.mark.parametrize("billing", ["monthly", "annual"])
def test_earlier_lines_count_whichever_statement_says_it(billing: str) -> None:
    """Of 100.00 a term, 80.00 came before: seats for 30.00 are 10.00 above. Of a budget of 50.00, 45.00 is gone. Of 100
    calls a year, 90 are used: 20 calls are 10 to pay for."""
    lines = TERM + (
        "  commitment: 100.00 USD per term, overage at 200% when billing = annual\n"
        "  commitment: 100.00 USD per term, overage at 300%\n"
    )
    seats = policy(plan(charge(), lines))
    before = (earlier("2026-11-01", "2026-11-30", "80.00"),)
    one = evolve(account(seats={"seats": 3}, facts={"billing": billing}), billed=before)
    assert net(seats, one, date(2026, 12, 1)) == 30 + 10 * (1 if billing == "annual" else 2)

    off = (
        'discount gift "Gift" {\n  off: 50.00 USD of seats per subscription when billing = annual\n'
        "  off: 50.00 USD of everything per subscription\n}\n"
    )
    cut = evolve(one, billed=(earlier("2026-11-01", "2026-11-30", "0.00", gift="45.00"),))
    assert net(policy(off + plan(charge())), cut, date(2026, 12, 1)) == 25

    calls = {"for": "calls", "price": "1.00 USD per unit", "quantity": "used", "bill": "in arrears"}
    twice = "100 per year when billing = annual\n    included: 100 per year"
    made = policy("meter {\n  calls: count, sum of the cycle\n}\n" + plan(charge("used", included=twice, **calls)))
    used = (earlier("2026-11-01", "2026-11-30", charge="used", included=90),)
    given_calls = UsageGiven((Fraction(20),), False, HERE)
    some = evolve(account(facts={"billing": billing}), billed=used, usage={"calls": given_calls})
    assert net(made, some, date(2026, 12, 1)) == 10
