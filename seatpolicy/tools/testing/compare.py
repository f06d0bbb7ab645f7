"""An invoice and what was expected of it in, the differences out: amounts by charge, or how the pricing ended."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.invoice import HELD, NOT_BILLED, PRICED, REFUSED, Invoice
from seatpolicy.documents.refusals import waits_for
from seatpolicy.source.text import Span
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Difference, Result
from seatpolicy.values.money import format_amount


@attrs.frozen(slots=True)
class Wanted:
    """An amount of a charge or `total`, or (with an empty charge) an outcome, held or refused."""

    charge: str
    amount: Fraction
    outcome: str
    at: Span


def judge(
    kind: str, name: str, at: Span, invoice: Invoice, findings: Sequence[Diagnostic], wanted: Sequence[Wanted]
) -> Result:
    """What an example or case came to. One that needs what is not billed yet waits; it never passes for that reason."""
    if invoice.status == NOT_BILLED:
        return Result(kind, name, at, WAITS, (), waits_for(findings), False, invoice, tuple(findings))
    differences = tuple(one for one in (_difference(each, invoice, findings) for each in wanted) if one is not None)
    status = FAILED if differences else PASSED
    return Result(kind, name, at, status, differences, (), False, invoice, tuple(findings))


def _difference(wanted: Wanted, invoice: Invoice, findings: Sequence[Diagnostic]) -> Difference | None:
    if wanted.outcome:
        expected = {"held": HELD, "refused": REFUSED}[wanted.outcome]
        got = invoice.status
        return None if got == expected else Difference("outcome", wanted.outcome, _outcome(invoice, findings), wanted.at)
    expected_amount = format_amount(wanted.amount, invoice.currency)
    if invoice.totals is None:
        return Difference(wanted.charge, expected_amount, _outcome(invoice, findings), wanted.at)
    got_amount = invoice.amount_of(wanted.charge)
    if got_amount == wanted.amount:
        return None
    return Difference(wanted.charge, expected_amount, format_amount(got_amount, invoice.currency), wanted.at)


def _outcome(invoice: Invoice, findings: Sequence[Diagnostic]) -> str:
    """How the pricing ended, with the reason or the amount."""
    if invoice.status == PRICED and invoice.totals is not None:
        return f"{format_amount(invoice.totals.net, invoice.currency)} {invoice.currency}"
    reason = next((f"{one.code} {one.message}" for one in findings), "")
    return f"{invoice.status}: {reason}" if reason else invoice.status
