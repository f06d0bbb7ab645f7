"""Tax by a document of rates: what the policy declares, which rates count, and how amounts are rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.tax import RateDocument, Taxed, TaxLine, read_rates
from seatpolicy.engines.tax import RatesFigurer, TaxFigurer, TaxQuestion
from seatpolicy.engines.taxing import taxed
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.engines.policies import FIRST, ROUNDING, account, bill, charge, codes, exact, money, plan, policy

FEES = {"for": "", "quantity": ""}


def rates(text: str) -> RateDocument:
    node = parse_document(SourceText("rates.yaml", f'schema_version: "1.0"\nrates:\n{text}')).value
    assert node is not None
    outcome = read_rates(node)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def fees(*prices: str, tax: str = "", head: str = ROUNDING, more: str = "", currency: str = "USD") -> Policy:
    """A policy with a fee for each price: fee_1, fee_2 …"""
    body = "".join(
        charge(f"fee_{n}", **FEES, price=f"{price} {currency} per month") for n, price in enumerate(prices, 1)
    )
    block = f"tax {{\n  {tax}\n}}\n" if tax else ""
    return policy(plan(body) + more + block, head, currency)


def figured(made: Policy, one: Account, figurer: TaxFigurer | None) -> Outcome[Invoice]:
    return taxed(bill(made, one, FIRST), made, one, figurer)


def sums(made: Policy, text: str, one: Account | None = None, currency: str = "USD") -> tuple[Fraction, Fraction, Fraction]:
    """Net, tax and what is due."""
    outcome = figured(made, one or account(currency=currency), RatesFigurer(rates(text)))
    totals = outcome.value.totals
    assert totals is not None, [found.message for found in outcome.diagnostics]
    assert outcome.value.tax is not None
    assert outcome.value.tax.amount == totals.tax
    return totals.net, totals.tax, totals.due


# Amounts and rates as printed by a billing engine's own tests; half up, per line.
@pytest.mark.parametrize(
    ("currency", "amount", "rate", "tax"),
    [
        ("USD", "100.00", "8.875%", "8.88"),
        ("EUR", "99.99", "20%", "20.00"),
        ("USD", "123.45", "7.25%", "8.95"),
        ("USD", "100.00", "33.333%", "33.33"),
        ("JPY", "999", "10.5%", "105"),
        ("USD", "1.00", "0.1%", "0.00"),
        ("USD", "999,999.99", "10%", "100,000.00"),
        ("USD", "10.00", "12.5%", "1.25"),
        ("KWD", "10.001", "5%", "0.500"),  # three digits: 0.50005
    ],
)
def test_tax_is_rounded_to_the_currency(currency: str, amount: str, rate: str, tax: str) -> None:
    made = fees(amount, currency=currency)
    net, figure, due = sums(made, f"  - taxes: [{{title: T, rate: {rate}}}]", currency=currency)
    assert (net, figure, due) == (money(amount), money(tax), money(amount) + money(tax))


def test_per_line_and_on_the_total() -> None:
    # 27% of 5.79 is 1.5633, of 5.81 1.5687: 1.56 + 1.57; of both together 3.132. Of three lines of 0.10 at 5%: 3 × 0.01
    # (0.005 each, half up), or 0.015 and so 0.02.
    one = "  - taxes: [{title: T, rate: 27%}]"
    assert sums(fees("5.79", "5.81"), one)[1] == money("3.13")
    assert sums(fees("5.79", "5.81", tax="figured: on the total"), one)[1] == money("3.13")
    five = "  - taxes: [{title: T, rate: 5%}]"
    assert sums(fees("0.10", "0.10", "0.10"), five)[1] == money("0.03")
    assert sums(fees("0.10", "0.10", "0.10", tax="figured: on the total"), five)[1] == money("0.02")


def test_rounded_and_exact_amounts() -> None:
    # A line of 5.125 is 5.13; 20% of it is 1.026 and so 1.03, of 5.125 exactly 1.025, half down 1.02.
    head = f"{ROUNDING}\n  rounding: half down to the cent on the tax"
    text = "  - taxes: [{title: T, rate: 20%}]"
    assert sums(fees("5.125", head=head), text) == exact("5.13", "1.03", "6.16")
    assert sums(fees("5.125", tax="base: exact amounts", head=head), text) == exact("5.13", "1.02", "6.15")


def test_the_exact_amount_is_that_before_the_total_was_rounded() -> None:
    # 3.336 and 3.336 are 6.67 together; exactly 6.672. At 50%, per line: 1.668 twice.
    head = "rounding: half up to the cent on the total"
    text = "  - taxes: [{title: T, rate: 50%}]"
    made = fees("3.336", "3.336", tax="base: exact amounts", head=head)
    assert sums(made, text) == exact("6.67", "3.34", "10.01")


def test_prices_that_include_tax() -> None:
    # 2.99 with 4% in it: 2.99 × 4/104 is 0.115 exactly; half down 0.11, so the rest, 2.88, is net of tax.
    head = f"{ROUNDING}\n  rounding: half down to the cent on the tax"
    made = fees("2.99", tax="prices: include tax", head=head)
    assert sums(made, "  - taxes: [{title: T, rate: 4%}]") == exact("2.99", "0.11", "2.99")
    # Two taxes in one price: 113.00 holds 5.00 and 8.00 on 100.00.
    two = "  - taxes: [{title: GST, rate: 5%}, {title: PST, rate: 8%}]"
    assert sums(fees("113.00", tax="prices: include tax"), two) == exact("113.00", "13.00", "113.00")


def test_after_discounts_and_with_top_ups() -> None:
    # 100.00, 50.00 and 30.00, of which a minimum of 50.00 makes 20.00 more; 10.00 off all by amount: 5.00, 2.50, 1.50, 1.00.
    # At 10%, 0% and 20%: 9.50, nothing, 5.70 and 3.80.
    body = charge("fee_1", **FEES, price="100.00 USD per month") + charge("fee_2", **FEES, price="50.00 USD per month")
    body += charge("fee_3", **FEES, price="30.00 USD per month", minimum="50.00 USD per cycle, before discounts")
    off = 'discount gift "Gift" {\n  off: 10.00 USD of everything per cycle\n}\n'
    text = (
        "  - {charges: [fee_1], taxes: [{title: A, rate: 10%}]}\n  - {charges: [fee_2], taxes: []}\n"
        "  - taxes: [{title: B, rate: 20%}]"
    )
    made = policy(plan(body) + off)
    outcome = figured(made, account(), RatesFigurer(rates(text)))
    assert outcome.value.tax is not None
    assert [(line.lines, line.amount) for line in outcome.value.tax.lines] == [
        (("fee_1",), money("9.50")),
        (("fee_3",), money("5.70")),
        (("fee_3:minimum",), money("3.80")),
    ]
    assert sums(made, text) == exact("190", "19.00", "209.00")


def test_the_first_case_that_fits_counts() -> None:
    text = (
        "  - {when: {country: DE}, charges: [fee_2], taxes: [{title: VAT, rate: 7%}]}\n"
        "  - {when: {country: DE}, taxes: [{title: VAT, rate: 19%}]}\n"
        "  - {when: {country: NO}, taxes: [{title: VAT, rate: 25%}]}\n"
        "  - taxes: []"
    )
    made = fees("100.00", "10.00", tax="attach: country")
    for country, tax in (("DE", "19.70"), ("NO", "27.50"), ("US", "0.00")):
        assert sums(made, text, account(facts={"country": country}))[1] == money(tax)


@pytest.mark.parametrize(
    ("tax", "text", "facts", "code"),
    [
        ("attach: country", "  - {when: {country: DE}, taxes: []}", {"country": "US"}, "EN106"),
        ("attach: country", "  - {when: {country: DE}, taxes: []}", {}, "EN301"),
        ("", "  - {when: {country: DE}, taxes: []}", {"country": "DE"}, "DO424"),  # the policy attaches nothing
        ("", "  - {charges: [fee_9], taxes: []}\n  - taxes: []", {}, "DO423"),
    ],
)
def test_what_cannot_be_figured_is_no_bill(tax: str, text: str, facts: dict[str, str], code: str) -> None:
    outcome = figured(fees("100.00", tax=tax), account(facts=facts), RatesFigurer(rates(text)))
    assert (outcome.value.status, outcome.value.lines, codes(outcome)) == ("incomplete", (), [code])


def test_nobody_who_figures_it() -> None:
    made = fees("100.00", tax="attach: country")
    outcome = figured(made, account(), None)
    totals = outcome.value.totals
    assert totals is not None
    assert (totals.tax, totals.due) == exact(0, 100)
    assert outcome.value.tax is None
    words = "no tax is figured here: prices exclude it; a document of rates or a plugin figures it by country"
    assert words in outcome.value.assumptions
    assert figured(fees("100.00"), account(), None).value.assumptions == ()


def test_an_invoice_that_waits_has_no_tax_yet() -> None:
    made = fees("100.00", tax="attach: country", more="require country before invoice\n")
    outcome = figured(made, account(), RatesFigurer(rates("  - taxes: []")))
    assert (outcome.value.status, outcome.value.tax) == ("held", None)
    assert any("no tax is figured yet" in words for words in outcome.value.assumptions)


class Halves:
    """A figurer of somebody else's: half of everything, and what it was asked."""

    name = "halves"

    def __init__(self) -> None:
        self.asked: list[TaxQuestion] = []

    def figure(self, question: TaxQuestion) -> Outcome[Taxed | None]:
        self.asked.append(question)
        lines = [
            TaxLine("Half", Fraction(1, 2), (line.id,), question.base(line), question.round_tax(question.base(line) / 2))
            for line in question.lines
        ]
        return Outcome(Taxed(self.name, question.prices_include, tuple(lines)))


def test_anybody_may_figure_it() -> None:
    halves: TaxFigurer = (own := Halves())
    made = fees("100.00", "0.01", tax="attach: country and billing_entity")
    outcome = figured(made, account(facts={"country": "DE"}), halves)
    totals = outcome.value.totals
    assert totals is not None
    assert (totals.net, totals.tax, totals.due) == exact("100.01", "50.01", "150.02")
    (question,) = own.asked
    assert question.facts == {"country": "DE", "billing_entity": None}
    assert [(line.id, line.rounded) for line in question.lines] == [("fee_1", 100), ("fee_2", money("0.01"))]
    assert (question.per_line, question.rounded_base, question.prices_include) == (True, True, False)


def test_no_total_of_the_policy_contains_tax() -> None:
    signal = 'signal big "Big" {\n  when: total > 100.00 USD\n  tell: owner\n}\n'
    made = fees("100.00", tax="figured: on the total", more=signal)
    outcome = figured(made, account(), RatesFigurer(rates("  - taxes: [{title: T, rate: 50%}]")))
    assert outcome.value.signals == ()
    assert outcome.value.amount_of("total") == 100
