"""Invoices in, comma-separated rows out: one a line, for spreadsheets; amounts are decimals without thousands commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice_json import decimal
from seatpolicy.values.currency import minor_digits

HEAD = ("invoice", "status", "account", "from", "to", "line", "title", "count", "list", "amount", "currency")


def rows(invoices: Sequence[Invoice], findings: Sequence[Diagnostic], width: int, steps: bool) -> str:
    """The rows with their head. An invoice without lines is one row, so that it is not lost."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for invoice in invoices:
        digits = minor_digits(invoice.currency)
        begin = [invoice.id, invoice.status, invoice.account]
        if not invoice.lines:
            writer.writerow([*map(_plain, begin), *[""] * 7, invoice.currency])
        for line in invoice.lines:
            days = [line.period.first.isoformat(), line.period.last.isoformat()]
            figures = [decimal(line.quantity.billed), decimal(line.list_amount, digits), decimal(line.amount, digits)]
            words = [*begin, *days, line.id, line.title]
            writer.writerow([*map(_plain, words), *figures, invoice.currency])
    return out.getvalue().rstrip("\n")


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
