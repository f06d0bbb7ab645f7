"""A preview in, the data that JSON holds out: like an invoice, decimals as texts, dates as ISO 8601, keys sorted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from seatpolicy.documents.invoice import Line
from seatpolicy.documents.invoice_json import decimal, invoice_to_json
from seatpolicy.documents.preview import SCHEMA_VERSION, MovedInvoice, MovedLine, Preview, Recurring
from seatpolicy.values.currency import minor_digits


def preview_to_json(preview: Preview) -> dict[str, Any]:
    """The preview as dicts, lists, texts and nulls. A difference is what there is more with the change."""
    digits = minor_digits(preview.currency)

    def money(amount: Fraction) -> str:
        return decimal(amount, digits)

    following = preview.next
    made = {
        "schema_version": SCHEMA_VERSION,
        "account": preview.account,
        "policy": {"title": preview.policy, "version": preview.version},
        "currency": preview.currency,
        "at": preview.at.isoformat(),
        "until": preview.until.isoformat(),
        "changes": [
            {"charge": one.event.charge, "before": decimal(one.before), "after": decimal(one.after)}
            for one in preview.changes
        ],
        "status": preview.stopped or ("priced" if preview.is_bill else "held"),
        "now": None if preview.stopped else money(preview.now),
        "next": None if following is None else {"as_of": following.as_of.isoformat(), "due": money(following.due)},
        "each_cycle": [_recurring(one, digits) for one in preview.recurring],
        "invoices": [_invoice(one, digits) for one in preview.invoices],
    }
    return {key: made[key] for key in sorted(made)}


def _recurring(one: Recurring, digits: int) -> dict[str, Any]:
    return {
        "charge": one.charge,
        "difference": decimal(one.difference, digits),
        "last": {"from": one.last.first.isoformat(), "to": one.last.last.isoformat()},
        "per": one.per,
        "since": one.since.isoformat(),
        "title": one.title,
    }


def _invoice(one: MovedInvoice, digits: int) -> dict[str, Any]:
    return {
        "as_of": one.as_of.isoformat(),
        "changed": None if one.changed is None else invoice_to_json(one.changed),
        "difference": {"due": decimal(one.due, digits), "net": decimal(one.net, digits)},
        "lines": [_line(line, digits) for line in one.lines],
        "without": None if one.without is None else invoice_to_json(one.without),
    }


def _line(moved: MovedLine, digits: int) -> dict[str, Any]:
    line = moved.line

    def amount(one: Line | None) -> str | None:
        return None if one is None else decimal(one.amount, digits)

    return {
        "changed": amount(moved.changed),
        "charge": line.charge or None,
        "difference": decimal(moved.difference, digits),
        "id": line.id,
        "kind": line.kind,
        "period": {"from": line.period.first.isoformat(), "to": line.period.last.isoformat()},
        "title": line.title,
        "without": amount(moved.without),
    }
