"""What a case expects of every invoice of a time and the invoices in, the differences out: invoice by invoice and, in each,
charge by charge, with lines compared whatever their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.expected_series import ExpectedInvoice, ExpectedLine, ExpectedSeries
from seatpolicy.documents.invoice import NOT_BILLED, PRICED, Invoice, Line
from seatpolicy.documents.refusals import waits_for
from seatpolicy.source.text import Span
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Difference, Result
from seatpolicy.values.money import format_amount


def judge_series(
    name: str, at: Span, made: Sequence[Invoice], findings: Sequence[Diagnostic], wanted: ExpectedSeries
) -> Result:
    """What a case of several invoices came to. The first invoice that is not as expected is shown with the result."""
    stopped = next((one for one in made if one.status != PRICED), None)
    if (not made and waits_for(findings)) or (stopped is not None and stopped.status == NOT_BILLED):
        return Result("case", name, at, WAITS, (), waits_for(findings), False, stopped, tuple(findings))
    if stopped is not None:
        reason = next((f"{one.code} {one.message}" for one in findings), "")
        got = f"{stopped.status}: {reason}" if reason else stopped.status
        difference = Difference("outcome", "invoices", got, at)
        return Result("case", name, at, FAILED, (difference,), (), False, stopped, tuple(findings))
    by_day = {one.as_of: one for one in made}
    expected = {one.as_of: one for one in wanted.invoices}
    differences: list[Difference] = []
    shown: Invoice | None = None
    for day in sorted({*by_day, *expected}):
        found = list(_between(day, expected.get(day), by_day.get(day), at))
        if found and shown is None:
            shown = by_day.get(day)
        differences += found
    status = FAILED if differences else PASSED
    shown = shown or (made[-1] if made else None)
    return Result("case", name, at, status, tuple(differences), (), False, shown, tuple(findings))


def _between(day: date, wanted: ExpectedInvoice | None, made: Invoice | None, at: Span) -> Iterator[Difference]:
    """How an invoice of a day differs from what is expected of it."""
    if made is None or made.totals is None:
        yield Difference(f"invoice of {day}", "an invoice", "none", at if wanted is None else wanted.at)
        return
    if wanted is None:
        got = f"{format_amount(made.totals.net, made.currency)} {made.currency}"
        yield Difference(f"invoice of {day}", "none", got, at)
        return
    for charge in sorted({*(one.charge for one in wanted.lines), *(one.charge for one in made.lines)}):
        yield from _of_charge(charge, wanted, made)
    figures = [("total", wanted.total, made.totals.net)]
    if wanted.due is not None:
        figures.append(("due", wanted.due, made.totals.due))
    for name, expected, got_amount in figures:
        if expected != got_amount:
            told = format_amount(expected, made.currency), format_amount(got_amount, made.currency)
            yield Difference(f"{name} of {day}", *told, wanted.at)


def _of_charge(charge: str, wanted: ExpectedInvoice, made: Invoice) -> Iterator[Difference]:
    """How the lines of one charge differ, those that are as expected left out on both sides."""
    left = [one for one in made.lines if one.charge == charge]
    missing: list[ExpectedLine] = []
    # Those that say their days first, so that none of them finds its line taken.
    for one in sorted((one for one in wanted.lines if one.charge == charge), key=_said_less):
        same = next((line for line in left if _fits(one, line)), None)
        if same is None:
            missing.append(one)
        else:
            left.remove(same)
    if missing or left:
        expected = ", ".join(_told(one.amount, one.first, one.last, made.currency) for one in missing) or "no more lines"
        got = ", ".join(_told(one.amount, one.period.first, one.period.last, made.currency) for one in left)
        at = missing[0].at if missing else wanted.at
        yield Difference(f"{charge or 'lines of no charge'} of {wanted.as_of}", expected, got or "no more lines", at)


def _said_less(one: ExpectedLine) -> int:
    return -((one.first is not None) + (one.last is not None))


def _fits(one: ExpectedLine, line: Line) -> bool:
    days = one.first in (None, line.period.first) and one.last in (None, line.period.last)
    return days and one.amount == line.amount


def _told(amount: Fraction, first: date | None, last: date | None, currency: str) -> str:
    """`21.00 (2026-11-10 to 2026-11-30)`, as far as the days are said."""
    days = " ".join(part for part in (str(first or ""), f"to {last}" if last is not None else "") if part)
    return format_amount(amount, currency) + (f" ({days})" if days else "")


def charges_in(wanted: ExpectedSeries) -> Iterator[tuple[str, Span]]:
    """Every charge that is expected, with its place."""
    for invoice in wanted.invoices:
        yield from ((line.charge, line.at) for line in invoice.lines if line.charge)
