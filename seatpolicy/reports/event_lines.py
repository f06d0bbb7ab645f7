"""Invoices of an account and one of its events in, the lines that the event moved out, as data and as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from seatpolicy.diagnostics.cells import visible, wrap
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.reports.columns import bullet, table

KEYS = ("id", "kind", "charge", "credits", "period", "amount", "events")


def event_lines(invoices: Sequence[Invoice], event: Event) -> list[dict[str, Any]]:
    """Each line with its invoice, the day on which it fell due, and the currency."""
    rows = []
    for invoice in invoices:
        printed = invoice_to_json(invoice)
        for line in printed["lines"]:
            if event.id in line["events"]:
                head = {"invoice": invoice.id, "as_of": printed["as_of"], "currency": invoice.currency}
                rows.append(head | {key: line[key] for key in KEYS})
    return rows


def event_lines_text(rows: Sequence[dict[str, Any]], event: Event, until: date, width: int) -> str:
    """The event as its document has it, then a row for each line; without a final newline."""
    head = f"{visible(event.id)}, {event.type} on {event.day.isoformat()}"
    made = [head, *bullet(f"{event.at.text.strip()} ({event.at.where})", width)]
    if not rows:
        told = f"No line of an invoice up to {until.isoformat()} names it; the first line of a cycle counts what is there."
        return "\n".join([*made, "", *wrap(told, width)])
    shown = [[f"{row['id']}, on {row['as_of']}", _days(row), row["amount"]] for row in rows]
    return "\n".join([*made, "", *table([["line", "for", rows[0]["currency"]], *shown], width)])


def _days(row: dict[str, Any]) -> str:
    return f"{row['period']['from']} to {row['period']['to']}"
