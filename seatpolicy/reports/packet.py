"""A line of an account's invoices in, the evidence for a dispute about it out, as data: the line with every step and the
policy's own lines, its events as they were recorded with all corrections, and where it and its credits stand.

A packet says which texts it was made of by their digests, and holds nothing of the day on which it was made: the same texts
give the same packet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import attrs

from seatpolicy.documents.event_index import EventIndex
from seatpolicy.documents.events.event_json import event_to_json
from seatpolicy.documents.events.records import Correction, Event
from seatpolicy.documents.invoice import Invoice, Line
from seatpolicy.documents.invoice_json import decimal
from seatpolicy.documents.standings import ITSELF, Standing, standings
from seatpolicy.reports.line_story import line_story
from seatpolicy.semantics.meaning import meaning_digest
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.values.currency import minor_digits

SCHEMA_VERSION = "1.0"


@attrs.frozen
class Case:
    """What a packet is made of: the invoice of the line, all invoices of the account, the policy that priced it with all
    its texts, the events of the document, its text, and what made the bill."""

    invoice: Invoice
    invoices: Sequence[Invoice]
    policy: Policy
    texts: Sequence[Policy]
    events: Sequence[Event]
    document: SourceText
    engine: str
    version: str


def packet(case: Case, line: Line, index: EventIndex) -> dict[str, Any]:
    """The packet of one line."""
    invoice, policy = case.invoice, case.policy
    standing = where_it_stands(case, line)
    return {
        "schema_version": SCHEMA_VERSION,
        "account": {
            "name": invoice.account,
            "country": invoice.country or None,
            "billing_entity": invoice.billing_entity or None,
            "document": {"file": case.document.path, "digest": _digest(case.document.text)},
        },
        "policy": {
            "name": policy.name,
            "title": policy.title,
            "version": policy.version,
            "source_digest": invoice.policy.source_digest,
            "meaning_digest": meaning_digest(case.texts),
        },
        "made_by": {"engine": case.engine, "version": case.version},
        "invoice": {"id": invoice.id, "as_of": invoice.as_of.isoformat(), "status": invoice.status},
        "line": line_story(invoice, policy, line, index.events_of(line)),
        "events": [event_to_json(event) for event in recorded(case, standing, index)],
        "stands_on": [_standing(one) for one in standing],
    }


def recorded(case: Case, standing: Sequence[Standing], index: EventIndex) -> list[Event]:
    """The events of some lines, each with all corrections of its chain behind it, whether a line names these or not; each
    once."""
    corrections: dict[str, list[Event]] = {}
    for event in case.events:
        if isinstance(event, Correction):
            corrections.setdefault(event.corrects, []).append(event)
    found: dict[str, Event] = {}
    for event in (event for one in standing for event in index.events_of(one.on.line)):
        found.setdefault(event.id, event)
        for one in sorted(corrections.get(event.id, ()), key=lambda one: (one.recorded, one.id)):
            found.setdefault(one.id, one)
    return list(found.values())


def where_it_stands(case: Case, line: Line) -> list[Standing]:
    """The line on its invoice, and every line that gives some of it back or puts it right."""
    found = list(standings(line, case.invoice, case.invoices))
    if not any(one.what == ITSELF for one in found):
        found += standings(line, case.invoice, [case.invoice])
    return sorted(found, key=lambda one: one.on.invoice.as_of)


def _standing(one: Standing) -> dict[str, Any]:
    invoice, line = one.on.invoice, one.on.line
    return {
        "invoice": invoice.id,
        "as_of": invoice.as_of.isoformat(),
        "line": line.id,
        "what": one.what,
        "kind": line.kind,
        "period": {"from": line.period.first.isoformat(), "to": line.period.last.isoformat()},
        "amount": decimal(line.amount, minor_digits(invoice.currency)),
        "events": list(line.events),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
