"""An invoice, the text of the policy that made it and a line in, the line's whole story out, as data.

A story has who and how many stand behind a line, every step with the line of the policy that made it, what the policy gives
as its reason, and what was assumed. `total` is the story of the whole invoice: its lines, sums and taxes. Figures are texts,
as on the invoice itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import CountedPerson, Invoice, Line, Step
from seatpolicy.documents.invoice_json import decimal, invoice_to_json
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan
from seatpolicy.source.text import Span

SCHEMA_VERSION = "1.0"
TOTAL = "total"


def names_of(invoice: Invoice) -> list[str]:
    """What a line can be called: its id, or `total`."""
    return [*(line.id for line in invoice.lines), TOTAL]


def lines_of(invoice: Invoice, name: str) -> list[Line]:
    """The lines of a name: the line of that id, else every line of that charge; none where neither is there."""
    exact = [line for line in invoice.lines if line.id == name]
    return exact or [line for line in invoice.lines if line.charge == name]


def line_story(invoice: Invoice, policy: Policy, line: Line, events: Sequence[Event] = ()) -> dict[str, Any]:
    """The story of one line of an invoice that is a bill; `events` are those that the line names."""
    printed = next(one for one in invoice_to_json(invoice)["lines"] if one["id"] == line.id)
    steps = [
        {**made, "text": quoted(step.at), "because": _reason(step, policy)}
        for made, step in zip(printed["steps"], line.steps, strict=True)
    ]
    counted = people_of(invoice, line)
    return {
        **_head(invoice, line.id),
        **{key: printed[key] for key in ("title", "kind", "charge", "of", "counts", "unit", "factor", "quantity")},
        "period": printed["period"],
        "people": [
            {"person": one.person, "place": one.place or None, "seat": one.seat, "seats": decimal(one.seats),
             "billable": one.billable, "why": one.why}
            for one in counted
        ],
        "steps": steps,
        "events": [{"event": event.id, "at": event.at.where, "text": event.at.text} for event in events],
        "list_amount": printed["list_amount"],
        "amount": printed["amount"],
        "because": [{"of": name, "text": text, "at": at.where} for name, text, at in reasons(line, policy)],
        "tax": _taxes(invoice, line.id),
        "assumptions": list(invoice.assumptions),
        "at": line.at.where,
        "text": quoted(line.at),
    }  # fmt: skip


def total_story(invoice: Invoice, policy: Policy) -> dict[str, Any]:
    """The story of the whole of an invoice that is a bill."""
    printed = invoice_to_json(invoice)
    lines = [
        {key: one[key] for key in ("id", "title", "list_amount", "amount", "at")} | {"text": quoted(line.at)}
        for one, line in zip(printed["lines"], invoice.lines, strict=True)
    ]
    return {
        **_head(invoice, TOTAL),
        "period": printed["period"],
        "lines": lines,
        "totals": printed["totals"],
        "amount": printed["totals"]["net"] if printed["totals"] is not None else None,
        "because": [
            {"of": name, "text": text, "at": at.where}
            for name, text, at in dict.fromkeys(one for line in invoice.lines for one in reasons(line, policy))
        ],
        "tax": printed["tax"]["lines"] if printed["tax"] else [],
        "assumptions": list(invoice.assumptions),
    }


def people_of(invoice: Invoice, line: Line) -> list[CountedPerson]:
    """Everybody of the roster who holds a seat that the line counts."""
    return [one for one in invoice.counted if one.seat and one.seat in line.counts]


def quoted(at: Span | None) -> str | None:
    """The policy's own line at a place, without its margins; None for no place."""
    return None if at is None else at.source.line_text(at.line).strip()


def reasons(line: Line, policy: Policy) -> Iterator[tuple[str, str, Span]]:
    """What the policy gives as `because:` of the line's seats, charge, plan and discounts: of what, in words, and where."""
    for name in line.counts:
        seat = policy.seats.get(name)
        if seat is not None and seat.because:
            yield f"seat {name}", seat.because, seat.at
    block = _block(line, policy)
    charge = _charge(line, block)
    if charge is not None and charge.because:
        yield f"charge {charge.name}", charge.because, charge.at
    if block is not None and block.because:
        yield f"{'add-on' if block.addon else 'plan'} {block.name}", block.because, block.at
    for step in line.steps:
        name = step.rule.removeprefix("discount ")
        discount = policy.discounts.get(name) if step.rule.startswith("discount ") else None
        if discount is not None and discount.because:
            yield f"discount {name}", discount.because, discount.at


def _reason(step: Step, policy: Policy) -> str | None:
    discount = policy.discounts.get(step.rule.removeprefix("discount ")) if step.rule.startswith("discount ") else None
    return (discount.because or None) if discount is not None else None


def _block(line: Line, policy: Policy) -> Plan | None:
    return policy.plans.get(line.owner) or policy.addons.get(line.owner)


def _charge(line: Line, block: Plan | None) -> Charge | None:
    charges = block.charges if block is not None else ()
    return next((charge for charge in charges if charge.name == line.charge), None)


def _taxes(invoice: Invoice, line: str) -> list[dict[str, Any]]:
    printed = invoice_to_json(invoice)["tax"]
    return [one for one in printed["lines"] if line in one["lines"]] if printed else []


def _head(invoice: Invoice, line: str) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "line": line,
        "invoice": invoice.id,
        "account": invoice.account,
        "policy": {"name": invoice.policy.name, "version": invoice.policy.version},
        "as_of": invoice.as_of.isoformat(),
        "currency": invoice.currency,
    }
