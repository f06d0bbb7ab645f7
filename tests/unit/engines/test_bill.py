"""A whole bill: the order of steps, rounding points, totals, what stands beside it, and how several reasons end."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from seatpolicy.documents.account import Section
from tests.unit.engines.policies import (
    HERE,
    MONTHLY,
    ROUNDING,
    account,
    amounts,
    bill,
    charge,
    codes,
    evolve,
    money,
    net,
    plan,
    policy,
    priced,
)

TEN = 'discount ten "Ten" {\n  off: 10% of everything\n}\n'
AUDIT = (
    'addon audit "Audit log" for team {\n'
    + charge("fee", **{"for": "", "quantity": ""}, price="99.00 USD per month")
    + "}\n"
)
HELP = (
    'addon help "Help" for other {\n' + charge("help_fee", **{"for": "", "quantity": ""}, price="9.00 USD per month") + "}\n"
)


def rounding(*lines: str) -> str:
    return "\n  ".join(f"rounding: {line}" for line in lines)


@pytest.mark.parametrize(
    ("mode", "total"),
    [("half up", "10.13"), ("half even", "10.12"), ("half down", "10.12"), ("up", "10.13"), ("down", "10.12"),
     ("ceiling", "10.13"), ("floor", "10.12")],
)  # fmt: skip
def test_rounding_on_each_line(mode: str, total: str) -> None:
    made = policy(plan(charge(price="10.125 USD per seat per month")), rounding(f"{mode} to the cent on each line"))
    assert net(made, account(seats={"seats": 1})) == money(total)


def test_rounding_on_each_unit_price() -> None:
    # 0.3333 rounded to 0.33, times 100: 33.00 instead of 33.33.
    made = policy(
        plan(charge(price="0.3333 USD per seat per month")),
        rounding("half up to 2 decimals on each unit price", "half up to the cent on each line"),
    )
    assert net(made, account(seats={"seats": 100})) == 33


def test_a_rate_is_rounded_after_it_is_brought_to_the_cycle() -> None:
    # 100.00 a year is 8.3333… a month: 8.33 a seat, 12 seats 99.96; unrounded they are 100.00.
    body = plan(charge(price="100.00 USD per seat per year"))
    lines = "half up to the cent on each line"
    assert net(policy(body, rounding(lines)), account(seats={"seats": 12})) == 100
    made = policy(body, rounding("half up to 2 decimals on each unit price", lines))
    assert net(made, account(seats={"seats": 12})) == money("99.96")


def test_rounding_on_each_factor() -> None:
    # 1/12 as 0.0833: 1,200.00 a year are 99.96 a month.
    made = policy(
        plan(charge(price="1,200.00 USD per seat per year")),
        rounding("down to 4 decimals on each factor", "half up to the cent on each line"),
    )
    assert net(made, account(seats={"seats": 1})) == money("99.96")


def test_rounding_on_the_total_is_dealt_out() -> None:
    # Three lines of 0.335 are 1.005, which becomes 1.01: 33.67 cents each, cut to 33, and two cents are left.
    body = plan("".join(charge(name, price="0.335 USD per seat per month") for name in ("ax", "bx", "cx")))
    made = policy(body, rounding("half up to the cent on the total"))
    invoice = priced(made, account(held={"member": 1}))
    assert amounts(invoice) == {"ax": money("0.34"), "bx": money("0.34"), "cx": money("0.33")}
    last = policy(body, rounding("half up to the cent on the total") + "\n  remainder: to the last line")
    assert amounts(priced(last, account(held={"member": 1}))) == {
        "ax": money("0.33"),
        "bx": money("0.33"),
        "cx": money("0.35"),
    }
    first = policy(body, rounding("half up to the cent on the total") + "\n  remainder: to the first line")
    assert amounts(priced(first, account(held={"member": 1}))) == {
        "ax": money("0.35"),
        "bx": money("0.33"),
        "cx": money("0.33"),
    }


def test_rounding_the_total_to_five_hundredths() -> None:
    made = policy(plan(charge(price="10.12 USD per seat per month")), rounding("half up to 0.05 on the total"))
    invoice = priced(made, account(seats={"seats": 1}))
    assert invoice.totals is not None
    assert (invoice.totals.net, invoice.totals.rounding) == (money("10.10"), money("-0.02"))


def test_rounding_on_each_charge() -> None:
    # One line a seat, none rounded: 3 × 0.335 = 1.005 is rounded once.
    made = policy(
        plan(charge(price="0.335 USD per seat per month", lines="one per seat")),
        rounding("half up to the cent on each charge"),
    )
    assert list(amounts(priced(made, account(seats={"seats": 3}))).values()) == [money("0.34"), money("0.34"), money("0.33")]


def test_a_currency_without_cents() -> None:
    made = policy(plan(charge(price="100.50 JPY per seat per month")), currencies="JPY")
    assert net(made, account(seats={"seats": 1}, currency="JPY")) == 101


def test_totals_hang_together() -> None:
    made = policy(
        plan(charge(price="10.125 USD per seat per month"), "  minimum: 50.00 USD per month, after discounts\n") + TEN
    )
    totals = priced(made, account(seats={"seats": 3})).totals
    assert totals is not None
    # 30.375 is 30.38 as a line; 27.3375 is 27.34; 22.66 are lacking.
    assert (totals.list, totals.discounts, totals.top_ups) == (money("30.38"), money("3.04"), money("22.66"))
    assert totals.net == totals.due == 50
    assert totals.list - totals.discounts + totals.top_ups - totals.over_maximum + totals.rounding == totals.net


def test_an_add_on_of_the_plan() -> None:
    made = policy(plan(charge()) + AUDIT)
    assert net(made, account(seats={"seats": 1}, addons=("audit",))) == 109


@pytest.mark.parametrize(
    ("lines", "addons", "code"),
    [
        ("", ("help",), "EN102"),
        ("  only with: help\n", ("audit",), "EN103"),
        ("  never with: more\n", ("audit", "more"), "EN104"),
        ("  sold in: EUR\n", ("audit",), "EN105"),
    ],
)
def test_add_ons_that_the_policy_does_not_sell(lines: str, addons: tuple[str, ...], code: str) -> None:
    fee = charge(
        "fee",
        **{"for": "", "quantity": ""},
        price="99.00 EUR per month" if "EUR" in lines else "99.00 USD or 90.00 EUR per month",
    )
    seats = charge(price="10.00 USD or 9.00 EUR per seat per month")
    helps = HELP.replace("9.00 USD", "9.00 USD or 8.00 EUR")
    more = (
        AUDIT.replace("audit", "more")
        .replace("charge fee", "charge more_fee")
        .replace("99.00 USD", "99.00 USD or 90.00 EUR")
    )
    other = plan(charge("other_seats", price="10.00 USD or 9.00 EUR per seat per month"), name="other")
    body = plan(seats) + other + helps + more + f'addon audit "Audit log" for team {{\n{lines}{fee}}}\n'
    made = policy(body, currencies="USD and EUR")
    outcome = bill(made, account(seats={"seats": 1}, addons=addons))
    assert outcome.value.status == "refused"
    assert code in codes(outcome)


def test_requirements_before_an_invoice_hold_it_with_its_lines() -> None:
    made = policy(
        plan(charge()) + "require country and billing_entity before invoice\nrequire that desks > 5 before invoice\n"
        "require partner before quote\n"
    )
    one = account(seats={"seats": 1}, facts={"country": "US", "desks": Fraction(3)})
    outcome = bill(made, one)
    assert outcome.value.status == "held"
    assert [missing.what for missing in outcome.value.missing] == ["billing_entity", "that desks > 5"]
    assert outcome.value.amount_of("total") == 10
    assert codes(outcome) == ["EN202", "EN202"]
    ready = account(seats={"seats": 1}, facts={"country": "US", "billing_entity": "Acme Inc.", "desks": Fraction(6)})
    assert priced(made, ready).missing == ()


def test_signals_are_reported_beside_the_bill() -> None:
    signals = """
signal big "Big" {
  when: seats of member >= 10 and total > 50.00 USD
  tell: account_owner
  because: "look here"
}
signal grown "Grown" {
  when: added of seats in the last 30 days >= 5
  tell: account_owner
}
signal asleep "Asleep" {
  when:     not (last_used in the last 60 days)
  for each: person
  tell:     account_owner
}
"""
    made = policy(plan(charge()) + signals)
    invoice = priced(made, account(seats={"seats": 10}))
    assert [(one.name, one.because, one.tell) for one in invoice.signals] == [("big", "look here", ("account_owner",))]
    assert [one for one in invoice.assumptions if "signal" in one] == [
        "the signal `grown` was not judged: how many seats of `seats` were added in the last 30 days is not known",
        "the signal `asleep` was not judged: it looks at each person, and no people are given",
    ]
    assert priced(made, account(seats={"seats": 9})).signals == ()


def test_what_is_taken_for_granted_is_listed() -> None:
    made = policy(
        plan(
            charge(overage="billable seats above contracted, on the next invoice")
            + charge("guests", **{"for": "guest"}, quantity="billable, highest of the cycle", bill="in arrears")
        )
    )
    invoice = priced(made, account(seats={"seats": 4, "guests": 6}))
    assert invoice.assumptions == (
        "nobody is billable above the contracted seats of `seats`: no people are given",
        "6 billable of guest, the same all cycle",
        "`guests` is due in arrears, on 2026-12-01, for the whole cycle",
    )
    assert priced(made, account(seats={"seats": 4, "guests": 6}, start=None)).assumptions[0] == (
        "a new customer: the first cycle is the one that holds 2026-11-01"
    )


def test_every_reason_is_named_and_the_strongest_gives_the_status() -> None:
    made = policy(
        plan(
            charge("seats", limit="at most 5, then refuse")
            + charge("asked", price="by quote")
            + charge("other", limit="at most most, then refuse")
        )
    )
    outcome = bill(made, account(held={"member": 9}))
    assert codes(outcome) == ["EN101", "EN201", "EN301"]
    assert outcome.value.status == "refused"
    outcome = bill(made, account(held={"member": 5}))
    assert (outcome.value.status, codes(outcome)) == ("incomplete", ["EN201", "EN301"])
    outcome = bill(made, account(held={"member": 5}, facts={"most": Fraction(5)}))
    assert (outcome.value.status, codes(outcome)) == ("held", ["EN201"])


def test_several_plans_on_one_invoice() -> None:
    made = policy(plan(charge()) + plan(charge("more", price="3.00 USD per seat per month"), name="other"))
    invoice = priced(made, account("team", "other", seats={"seats": 2, "more": 5}))
    assert amounts(invoice) == {"seats": 20, "more": 15}
    assert [line.owner for line in invoice.lines] == ["team", "other"]


def test_one_charge_in_two_plans_of_one_account_is_refused() -> None:
    made = policy(plan(charge()) + plan(charge(), name="other"))
    assert codes(bill(made, account("team", "other", seats={"seats": 2}))) == ["EN510"]


def test_an_add_on_beside_two_plans_with_cycles_of_their_own() -> None:
    addon = AUDIT.replace("for team", "for team or other")
    yearly = plan(charge("more"), name="other", head="  cycle: year\n  anchor: subscription day\n")
    made = policy(plan(charge()) + yearly + addon)
    one = account("team", "other", seats={"seats": 1, "more": 1}, addons=("audit",))
    assert codes(bill(made, one)) == ["EN510"]
    same = policy(plan(charge()) + plan(charge("more"), name="other", head=MONTHLY) + addon)
    assert net(same, one) == 119


def test_the_invoice_names_its_policy_account_and_days() -> None:
    made = policy(plan(charge()))
    one = evolve(account(seats={"seats": 1}, facts={"country": "NO"}), name="fjord")
    invoice = priced(made, one)
    assert (invoice.id, invoice.account, invoice.country, invoice.currency) == ("fjord/2026-11-01/1", "fjord", "NO", "USD")
    assert (invoice.policy.name, invoice.policy.version) == ("test", "1")
    assert len(invoice.policy.source_digest) == 64
    assert invoice.policy.source_digest != priced(policy(plan(charge()) + TEN), one).policy.source_digest


def test_discounts_that_meet_without_an_order_are_refused() -> None:
    # The checker refuses such a policy; should one get here, no order is made up.
    made = policy(
        plan(charge())
        + TEN
        + 'discount two "Two" {\n  off: 2% of everything\n}\ncombine {\n  order: ten, then two\n  each: off list\n}\n'
    )
    outcome = bill(evolve(made, combine=None), account(seats={"seats": 1}))
    assert codes(outcome) == ["EN303"]


@pytest.mark.parametrize("section", ["events", "agreed"])
def test_no_part_of_a_document_is_passed_over(section: str) -> None:
    made = policy(plan(charge()))
    one = evolve(account(seats={"seats": 1}), sections=(Section(section, HERE),))
    outcome = bill(made, one)
    assert outcome.value.status == "not billed yet"
    assert codes(outcome) == [{"billed": "EN505", "agreed": "EN505"}.get(section, "EN503")]
    assert outcome.diagnostics[0].span == HERE


def test_money_is_never_a_float() -> None:
    made = policy(
        plan(charge(price="0.10 USD per seat per month"), "  minimum: 5.00 USD per month, after discounts\n") + TEN, ROUNDING
    )
    invoice = priced(made, account(seats={"seats": 3}))
    assert invoice.totals is not None
    for line in invoice.lines:
        figures = [line.amount, line.list_amount, line.factor, line.quantity.billed, line.quantity.included]
        figures += [figure for step in line.steps for figure in (step.before, step.change, step.after)]
        assert all(type(figure) is Fraction for figure in figures)
    assert all(type(getattr(invoice.totals, field.name)) is Fraction for field in attrs.fields(type(invoice.totals)))
