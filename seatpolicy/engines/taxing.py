"""An invoice and whoever figures tax in, the invoice with its tax out: the last step, the same for every engine.

Nobody has to figure tax: without anyone, an invoice of a policy that speaks of tax says that it holds none.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import INCOMPLETE, PRICED, Invoice, Totals
from seatpolicy.documents.tax import Taxed
from seatpolicy.documents.typed import Value
from seatpolicy.engines.steady import stopped
from seatpolicy.engines.tax import TaxableLine, TaxFigurer, TaxQuestion
from seatpolicy.semantics.model.policy import Policy, Tax
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_decimal
from seatpolicy.values.rounding import Rounding

UNSAID = Tax(attach=(), include=False, per_line=True, rounded_base=True, at=None)
"""What holds where the policy says nothing about tax."""


def taxed(outcome: Outcome[Invoice], policy: Policy, account: Account, figurer: TaxFigurer | None) -> Outcome[Invoice]:
    """The invoice with its tax. One that waits has none yet; where the tax cannot be figured there is no bill."""
    invoice = outcome.value
    if invoice.totals is None or (figurer is None and policy.tax is None):
        return outcome
    if figurer is None or invoice.status != PRICED:
        told = _unfigured(policy.tax if policy.tax is not None else UNSAID, figurer is not None)
        return Outcome(attrs.evolve(invoice, assumptions=(*invoice.assumptions, told)), outcome.diagnostics)
    answer = figurer.figure(question(invoice, policy, account))
    found = (*outcome.diagnostics, *answer.diagnostics)
    if answer.value is None:
        return Outcome(attrs.evolve(stopped(invoice), status=INCOMPLETE), found)
    return Outcome(attrs.evolve(invoice, tax=answer.value, totals=_with_tax(invoice.totals, answer.value)), found)


def question(invoice: Invoice, policy: Policy, account: Account) -> TaxQuestion:
    """What is asked about an invoice."""
    said = policy.tax if policy.tax is not None else UNSAID
    rounding = tax_rounding(policy, account.currency)
    plans = (*policy.plans.values(), *policy.addons.values())
    return TaxQuestion(
        lines=[
            TaxableLine(one.id, one.charge, one.owner, one.title, one.amount, one.amount if one.exact is None else one.exact)
            for one in invoice.lines
        ],
        facts={name: _fact(name, account) for name in said.attach},
        charges=frozenset(charge.name for plan in plans for charge in plan.charges),
        currency=account.currency,
        day=invoice.as_of.isoformat(),
        prices_include=said.include,
        per_line=said.per_line,
        rounded_base=said.rounded_base,
        round_tax=rounding.apply,
        at=said.at if said.at is not None else policy.at,
    )


def tax_rounding(policy: Policy, currency: str) -> Rounding:
    """How tax is rounded: as `rounding: … on the tax` says, else to the cent in the mode of the statement that makes
    amounts payable, the last of line, charge and total."""
    cent = Fraction(1, 10 ** minor_digits(currency))
    stated = policy.roundings.get("tax")
    if stated is not None:
        return attrs.evolve(stated.rounding, increment=cent) if stated.to_cent else stated.rounding
    points = ("total", "charge", "line")
    last = next(line for point in points if (line := policy.roundings.get(point)) is not None)
    return attrs.evolve(last.rounding, increment=cent)


def _unfigured(said: Tax, waits: bool) -> str:
    prices = "include" if said.include else "exclude"
    facts = f" by {' and '.join(said.attach)}" if said.attach else ""
    if waits:
        return f"no tax is figured yet: prices {prices} it, and it is figured{facts} when nothing is missing"
    return f"no tax is figured here: prices {prices} it; a document of rates or a plugin figures it{facts}"


def _with_tax(totals: Totals, tax: Taxed) -> Totals:
    """What is due contains the tax, whether or not the lines do."""
    due = totals.due if tax.included else totals.due + tax.amount
    return attrs.evolve(totals, tax=tax.amount, due=due)


def _fact(name: str, account: Account) -> str | None:
    """A fact of the account as a document writes it; None where it is not known."""
    if name in account.facts:
        return _text(account.facts[name].value)
    held = account.plans[0].name if len(account.plans) == 1 else None
    return {"currency": account.currency, "plan": held}.get(name)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return format_decimal(value).replace(",", "")
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, date) else value
