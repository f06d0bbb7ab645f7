"""A policy and an account as data and an engine in, the invoice that it makes of their texts out; both bills in words."""

from __future__ import annotations

from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents.account import Account, CountGiven
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, bill_account
from seatpolicy.engines.tax import RatesFigurer, TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText, Span
from seatpolicy.values.money import format_amount
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_source
from tests.differential.naive_lines import rounded
from tests.differential.naive_pricer import Bill
from tests.differential.policy_data import AccountData, PolicyData
from tests.differential.policy_text import account_text, policy_text
from tests.differential.wide_data import WideAccount

HERE = Span(SourceText("the draw", "held"), 0, 4)


def read(policy: PolicyData) -> Checked:
    """The policy as it is read from its text, which must be without an error."""
    return read_text(policy_text(policy))


def read_text(text: str) -> Checked:
    """The same of a text."""
    outcome = check_source(SourceText("drawn.seat", text))
    errors = [render(found) for found in outcome.diagnostics if found.severity is Severity.ERROR]
    assert outcome.value is not None, text
    assert not errors, "\n".join([*errors, text])
    return outcome.value


def reader(account: AccountData | WideAccount) -> ReadAccount:
    """Reads an account's document, and adds what is held by seat type beside it."""
    text = account.text if isinstance(account, WideAccount) else account_text(account)
    node = parse_document(SourceText("account.yaml", text)).value
    assert node is not None
    document: Node = node
    held = {name: CountGiven(Fraction(count), HERE) for name, count in account.held.items()}

    def read_by(policy: Policy) -> Outcome[Account | None]:
        made = read_account(document, policy)
        errors = [render(found) for found in made.diagnostics if found.severity is Severity.ERROR]
        assert made.value is not None, "\n".join([*errors, text])
        return Outcome(attrs.evolve(made.value, held=held), made.diagnostics)

    return read_by


def figurer(account: AccountData | WideAccount) -> TaxFigurer | None:
    """Whoever figures the tax of an account, where it has rates."""
    if not isinstance(account, WideAccount) or not account.rates:
        return None
    node = parse_document(SourceText("rates.yaml", account.rates)).value
    assert node is not None
    rates = read_rates(node).value
    assert rates is not None, account.rates
    return RatesFigurer(rates)


def billed(checked: Checked, account: AccountData, engine: Engine) -> Invoice:
    """What an engine makes of an account's document, and of what is held by seat type beside it."""
    invoice = bill_account(checked, reader(account), account.as_of, engine).value
    assert invoice is not None, account_text(account)
    return invoice


Amounts = dict[str, tuple[object, ...]]
"""Of each line, by its id: list amount, amount, first and last day."""


def engine_amounts(invoice: Invoice) -> Amounts:
    """The lines of an invoice, but those of nothing."""
    return {
        line.id: (line.list_amount, line.amount, line.period.first, line.period.last)
        for line in invoice.lines
        if line.amount or line.list_amount
    }


def naive_amounts(policy: PolicyData, account: AccountData, bill: Bill) -> Amounts:
    """The same of a naive bill; list amounts are shown as lines are rounded."""
    amounts: Amounts = {}
    for line in bill.lines:
        listed = rounded(policy, account.currency, "line", line.listed)
        if line.amount or listed:
            amounts[line.id] = (listed, line.amount, line.window.first, line.window.last)
    return amounts


def told(policy: PolicyData, account: AccountData, invoice: Invoice, bill: Bill) -> str:
    """The policy, the account and the two bills, for who has to find out which of them is right."""
    held = f"held beside it: {dict(account.held)}\n" if account.held else ""
    lines = [policy_text(policy), account_text(account), f"{held}as of: {account.as_of}", ""]
    engine, naive = engine_amounts(invoice), naive_amounts(policy, account, bill)
    lines.append(f"the engine: {invoice.status}; naively: {bill.status}")
    for name in dict.fromkeys((*engine, *naive)):
        mark = "  " if engine.get(name) == naive.get(name) else "! "
        lines.append(f"{mark}{name}: {_said(engine.get(name), account)}; naively: {_said(naive.get(name), account)}")
    if invoice.totals is not None:
        total = format_amount(invoice.totals.net, account.currency)
        lines.append(f"total: {total}; naively: {format_amount(bill.total, account.currency)}")
    return "\n".join(lines)


def _said(line: tuple[object, ...] | None, account: AccountData) -> str:
    if line is None:
        return "no line"
    return f"list {line[0]}, amount {line[1]} {account.currency}, {line[2]} to {line[3]}"
