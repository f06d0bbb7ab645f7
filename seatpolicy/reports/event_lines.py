"""One event of an account and the lines that name it in, both as data and as text out; and why no line names it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.documents.event_index import LineOn
from seatpolicy.documents.events.concerns import concerns_of
from seatpolicy.documents.events.event_json import event_words
from seatpolicy.documents.events.records import Correction, Event
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.reports.columns import padded, with_place
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.values.money import format_amount

KEYS = ("id", "kind", "charge", "credits", "period", "amount", "events")
NARROW = 72
ENDS = ("cancelled", "paused", "addon_removed", "plan_changed")
"""Types behind which there may be no line that could name them."""


def event_lines(lines: Sequence[LineOn]) -> list[dict[str, Any]]:
    """Each line with its invoice, the day on which it fell due, and the currency."""
    rows = []
    for _, group in groupby(lines, key=lambda one: one.invoice.id):
        here = list(group)
        invoice = here[0].invoice
        printed = invoice_to_json(invoice)
        by_id = {line["id"]: line for line in printed["lines"]}
        head = {"invoice": invoice.id, "as_of": printed["as_of"], "currency": invoice.currency}
        rows += [head | {key: by_id[one.line.id][key] for key in KEYS} for one in here]
    return rows


def of_its_chain(event: Event, events: Sequence[Event]) -> list[Event]:
    """What was recorded later about an event, as it was recorded; of a correction, what it corrects."""
    if isinstance(event, Correction):
        return [one for one in events if one.id == event.corrects]
    found = [one for one in events if isinstance(one, Correction) and one.corrects == event.id]
    return sorted(found, key=lambda one: (one.recorded, one.id))


def not_named(event: Event, policy: Policy | Texts, until: date, events: Sequence[Event]) -> str:
    """Why no line up to a day names an event, in a sentence."""
    concerns = concerns_of(policy, events)
    if not any(concerns.of(charge, event) for charge in concerns.reads):
        return "No line names it: what it says is read by no charge of the policy, so that it moves no amount."
    if event.type in ENDS:
        return (
            f"No line up to {until.isoformat()} names it: nothing comes back of what it ends, and lines that are not made "
            "name nothing."
        )
    return f"No line up to {until.isoformat()} names it: nothing that it could move fell due by then."


def event_lines_text(
    event: Event, chain: Sequence[Event], lines: Sequence[LineOn], why: str, width: int
) -> str:
    """The event and others of its chain of corrections, then a row for each line, by invoice; `why` no line names it, where
    none does. Without a final newline."""
    made = [*told_event(event, width, 0)]
    for other in chain:
        made += told_event(other, width, 2)
    if not lines:
        return "\n".join([*made, "", *wrap(why, width)])
    rows = [(one.line.id, _days(one), _amount(one)) for one in lines]
    sizes = [max(cells(row[column]) for row in rows) for column in range(3)]
    wide = width >= NARROW and sum(sizes) + 6 <= width
    before = ""
    for one in lines:
        invoice = one.invoice
        if invoice.id != before:
            before = invoice.id
            made += ["", *wrap(visible(f"{invoice.id}, as of {invoice.as_of.isoformat()}"), width)]
        name, amount = visible(one.line.id), _amount(one)
        if wide:
            made.append(f"  {padded(name, sizes[0])}  {padded(_days(one), sizes[1])}  {padded(amount, sizes[2], True)}")
        else:
            made += [*("  " + line for line in wrap(name, width - 2)), f"    {_days(one)}", f"    {amount}"]
    return "\n".join(made)


def told_event(event: Event, width: int, indent: int) -> list[str]:
    """An event in words, its place at the margin; when it became known, where that was later, and from where."""
    said = f"{event.id}, {event.day.isoformat()}: {event_words(event)}"
    known = f"recorded {event.recorded_on.isoformat()}" if event.recorded_on != event.day else ""
    beside = ", ".join(part for part in (known, f"from {event.source}" if event.source else "") if part)
    return with_place(f"{said} ({beside})" if beside else said, event.at.where, width, indent)


def _days(one: LineOn) -> str:
    period = one.line.period
    return f"{period.first.isoformat()} to {period.last.isoformat()}"


def _amount(one: LineOn) -> str:
    return f"{format_amount(one.line.amount, one.invoice.currency)} {one.invoice.currency}"
