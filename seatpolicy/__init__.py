"""seatpolicy: a pricing-policy language for seats, its compiler and its engines.

    import seatpolicy

    evaluator = seatpolicy.compile("policies/guide-graduated/policy.seat", plan="team")
    invoice = evaluator.price({"member_seats": 49})       # an Invoice: lines with their steps, totals, what it waits for
    due = evaluator.amount({"member_seats": 49})          # Fraction(2060): exact, in units of the currency

`check` gives the findings about a policy, `load` the checked policy, `price` the invoice of an account's document, `preview`
what a change of its counts would put on the next invoices, `judge` how the lines of a quote stand to the policy's price.
What has errors is raised as `PolicyError`, with the findings. Each name is imported when it is first used, so that `import
seatpolicy` by itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seatpolicy.api import check, compile, judge, load, preview, price
    from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
    from seatpolicy.diagnostics.errors import PolicyError
    from seatpolicy.diagnostics.render import render
    from seatpolicy.documents.invoice import Invoice
    from seatpolicy.documents.invoice_json import invoice_to_json
    from seatpolicy.documents.preview import Preview
    from seatpolicy.documents.preview_json import preview_to_json
    from seatpolicy.engines.evaluator import Evaluator
    from seatpolicy.quotes.line import LineVerdict, QuoteLine
    from seatpolicy.reports.invoice_text import invoice_text
    from seatpolicy.reports.preview_text import preview_text
    from seatpolicy.semantics.check import Checked

__all__ = [
    "Checked",
    "Diagnostic",
    "Evaluator",
    "Invoice",
    "LineVerdict",
    "PolicyError",
    "Preview",
    "QuoteLine",
    "Severity",
    "check",
    "compile",
    "invoice_text",
    "invoice_to_json",
    "judge",
    "load",
    "preview",
    "preview_text",
    "preview_to_json",
    "price",
    "render",
]

_FROM = {
    "Checked": "seatpolicy.semantics.check",
    "Diagnostic": "seatpolicy.diagnostics.diagnostic",
    "Evaluator": "seatpolicy.engines.evaluator",
    "Invoice": "seatpolicy.documents.invoice",
    "LineVerdict": "seatpolicy.quotes.line",
    "PolicyError": "seatpolicy.diagnostics.errors",
    "Preview": "seatpolicy.documents.preview",
    "QuoteLine": "seatpolicy.quotes.line",
    "Severity": "seatpolicy.diagnostics.diagnostic",
    "check": "seatpolicy.api",
    "compile": "seatpolicy.api",
    "invoice_text": "seatpolicy.reports.invoice_text",
    "invoice_to_json": "seatpolicy.documents.invoice_json",
    "judge": "seatpolicy.api",
    "load": "seatpolicy.api",
    "preview": "seatpolicy.api",
    "preview_text": "seatpolicy.reports.preview_text",
    "preview_to_json": "seatpolicy.documents.preview_json",
    "price": "seatpolicy.api",
    "render": "seatpolicy.diagnostics.render",
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    if name not in _FROM:
        raise AttributeError(f"module 'seatpolicy' has no attribute {name!r}")
    from importlib import import_module

    made: object = getattr(import_module(_FROM[name]), name)
    globals()[name] = made
    return made


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
