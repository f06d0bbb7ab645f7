"""An invoice in, the data that JSON holds out: decimals as texts, dates as ISO 8601, keys sorted, nothing left out.

A number whose decimals never end is written as `n/d`, so that nothing is cut on the way: read as an exact fraction, every
text is again the figure that it was written from.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.documents.invoice import SCHEMA_VERSION, Invoice, Line, Period, Step, Totals
from seatpolicy.documents.tax import Taxed
from seatpolicy.source.text import SourceText, Span
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_decimal


def invoice_to_json(invoice: Invoice) -> dict[str, Any]:
    """The invoice as dicts, lists, texts and nulls, every dict with its keys sorted."""
    digits = minor_digits(invoice.currency)
    made = {
        "schema_version": SCHEMA_VERSION,
        "invoice": invoice.id,
        "status": invoice.status,
        "policy": {
            "name": invoice.policy.name,
            "version": invoice.policy.version,
            "source_digest": invoice.policy.source_digest,
        },
        "account": invoice.account,
        "country": invoice.country or None,
        "billing_entity": invoice.billing_entity or None,
        "as_of": invoice.as_of.isoformat(),
        "period": _period(invoice.period),
        "currency": invoice.currency,
        "plans": [one.name for one in invoice.held if not one.addon],
        "addons": [one.name for one in invoice.held if one.addon],
        "lines": [_line(line, digits) for line in invoice.lines],
        "totals": _totals(invoice.totals, digits),
        "tax": _tax(invoice.tax, digits),
        "signals": [
            {
                "signal": one.name,
                "title": one.title,
                "tell": list(one.tell),
                "person": one.person or None,
                "figures": dict(one.figures),
                "because": one.because,
                "at": _at(one.at),
            }
            for one in invoice.signals
        ],
        "assumptions": list(invoice.assumptions),
        "missing": [{"what": one.what, "asked_by": one.asked_by, "at": _at(one.at)} for one in invoice.missing],
        "counted": [
            {
                "person": one.person,
                "place": one.place or None,
                "seat": one.seat or None,
                "seats": decimal(one.seats),
                "billable": one.billable,
                "why": one.why,
            }
            for one in invoice.counted
        ],
    }
    ordered: dict[str, Any] = _sorted(made)
    return ordered


def decimal(value: Fraction, digits: int = 0) -> str:
    """`2060.00`: at least so many decimals, all that there are, no thousands commas; `n/d` where they never end."""
    return format_decimal(value, digits).replace(",", "")


_LAST: deque[tuple[object, str]] = deque(maxlen=8)


def source_digest(model: object) -> str:
    """The SHA-256, in hexadecimal, of every text that a model's places lie in, whatever the files are called.

    Finding the texts walks the whole model, which takes many times as long as a bill; so the digests of the last models are
    kept, by identity, with the models themselves, so that no other object can come to have that identity.
    """
    for known, made in _LAST:
        if known is model:
            return made
    found = _digest(model)
    _LAST.append((model, found))
    return found


def _digest(model: object) -> str:
    texts = {id(source): source.text for source in _sources(model, set())}
    digest = hashlib.sha256()
    for one in sorted(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts.values()):
        digest.update(one)
    return digest.hexdigest()


def _line(line: Line, digits: int) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "credits": line.credits or None,
        "charge": line.charge or None,
        "of": line.owner,
        "title": line.title,
        "counts": list(line.counts),
        "quantity": {
            "billed": decimal(line.quantity.billed),
            "included": decimal(line.quantity.included),
            "facts": {name: decimal(count) for name, count in line.quantity.facts},
        },
        "period": _period(line.period),
        "factor": str(line.factor),
        "unit": line.unit,
        "list_amount": decimal(line.list_amount, digits),
        "amount": decimal(line.amount, digits),
        "steps": [_step(step, digits) for step in line.steps],
        "events": list(line.events),
        "at": _at(line.at),
    }


def _step(step: Step, digits: int) -> dict[str, Any]:
    shown = digits if step.figure == "amount" else 0
    return {
        "figure": step.figure,
        "rule": step.rule,
        "at": _at(step.at),
        "basis": step.basis,
        "before": decimal(step.before, shown),
        "change": decimal(step.change, shown),
        "after": decimal(step.after, shown),
        "rounding": step.rounding or None,
    }


def _tax(tax: Taxed | None, digits: int) -> dict[str, Any] | None:
    """Who figured it, whether the lines contain it, and every tax with the lines that it is on; None where nobody did."""
    if tax is None:
        return None
    lines = [
        {
            "title": line.title,
            "rate": f"{decimal(line.rate * 100)}%",
            "lines": list(line.lines),
            "base": decimal(line.base, digits),
            "amount": decimal(line.amount, digits),
        }
        for line in tax.lines
    ]
    return {"by": tax.by, "included": tax.included, "lines": lines}


def _totals(totals: Totals | None, digits: int) -> dict[str, str] | None:
    if totals is None:
        return None
    return {field.name: decimal(getattr(totals, field.name), digits) for field in attrs.fields(Totals)}


def _period(period: Period | None) -> dict[str, str] | None:
    return None if period is None else {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _at(span: Span | None) -> str | None:
    return None if span is None else span.where


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data)}
    return [_sorted(item) for item in data] if isinstance(data, list) else data


def _sources(part: object, seen: set[int]) -> Iterator[SourceText]:
    """Every text under a record, walking fields, mappings and tuples; each record once."""
    if isinstance(part, Span):
        yield part.source
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _sources(inner, seen)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _sources(inner, seen)
    elif id(part) not in seen:
        seen.add(id(part))
        for field in getattr(type(part), "__attrs_attrs__", ()):
            yield from _sources(getattr(part, field.name), seen)
