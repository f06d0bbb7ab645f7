"""What an example gives becomes an account; measures of quotes are named, and nothing is invented."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from seatpolicy.documents.from_example import FromExample, from_example
from tests.unit.engines.policies import charge, plan, policy

FACTS = "  payment_terms of quote: days\n  budget of account: optional money\n"


def made(given: str, currencies: str = "USD") -> FromExample:
    price = "10.00 USD per seat per month" if currencies == "USD" else "10.00 USD or 9.00 EUR per seat per month"
    counted = charge("phones", **{"for": "phone"}, price=price.replace("seat", "unit"))
    body = plan(charge(price=price) + counted) + plan(charge("other_seats", price=price), name="other")
    meter = "meter {\n  exports: count, sum of the cycle\n}\n"
    example = f'example "x" {{\n  given: {given}\n  expect: total = 0.00 USD\n}}\n'
    read = policy(body + meter + example, currencies=currencies, facts=FACTS)
    return from_example(read.examples[0].given, read)


def test_plans_currency_facts_and_counts() -> None:
    one = made('plan = team, billing = annual, partner = "Meridian", seats of member = 49, seats of phones = 3, desks = 4')
    account = one.account
    assert [held.name for held in account.plans] == ["team"]
    assert account.currency == "USD"  # the only one
    assert {name: given.value for name, given in account.facts.items()} == {
        "billing": "annual", "partner": "Meridian", "desks": Fraction(4),
    }  # fmt: skip
    assert {name: given.count for name, given in account.held.items()} == {"member": Fraction(49)}
    assert {name: given.count for name, given in account.seats.items()} == {"phones": Fraction(3)}
    assert one.measures == ()
    assert account.start is None


def test_days() -> None:
    one = made("plan = team, as_of = 2027-04-01, customer_since = 2024-01-31, term = 12 months")
    assert (one.as_of, one.account.customer_since, one.account.term_months) == (date(2027, 4, 1), date(2024, 1, 31), 12)


def test_of_several_currencies_one_is_given() -> None:
    assert made("plan = team", "USD and EUR").account.currency == ""
    account = made("plan = team, currency = EUR, budget = 50.00 USD or 45.00 EUR", "USD and EUR").account
    assert account.currency == "EUR"
    assert account.facts["budget"].value == 45


def test_measures_of_quotes_are_named_and_use_is_read() -> None:
    one = made("plan = team, line_exception of seats = 10%, payment_terms = 30 days, exports = 1,200")
    assert one.measures == ("line_exception of seats",)
    assert one.account.facts["payment_terms"].value == 30
    assert {name: used.figures for name, used in one.account.usage.items()} == {"exports": (Fraction(1200),)}
