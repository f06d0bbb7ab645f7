"""A packet in, what a terminal shows of it out: what it was made of, where the line stands, its events, then its story."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.cells import visible, wrap
from seatpolicy.documents.event_index import EventIndex
from seatpolicy.documents.events.event_json import event_words, instant_text
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Line
from seatpolicy.documents.standings import Standing
from seatpolicy.reports.columns import labelled, with_place
from seatpolicy.reports.line_story_text import line_story_text
from seatpolicy.reports.packet import Case, packet, recorded, where_it_stands
from seatpolicy.values.money import format_amount


def packet_text(case: Case, line: Line, index: EventIndex, width: int = 100) -> str:
    """The packet as lines of at most `width` cells (only digests and paths may be wider), without a final newline."""
    made = packet(case, line, index)
    account, policy = made["account"], made["policy"]
    rows = [
        ("account", account["name"]),
        ("country", account["country"] or "not told"),
        ("entity", account["billing_entity"] or "not told"),
        ("invoice", f"{case.invoice.id}, as of {case.invoice.as_of.isoformat()}, {case.invoice.status}"),
        ("policy", f"{policy['name']} ({policy['title']}), version {policy['version']}"),
        ("made by", f"seatpolicy {case.version}, engine {case.engine}"),
    ]
    standing = where_it_stands(case, line)
    shown = wrap(visible(f"Evidence for {line.id} of {case.invoice.id}"), width)
    shown += labelled(rows, width)
    digests = [
        ("source of the policy", policy["source_digest"]),
        ("meaning of the policy", policy["meaning_digest"]),
        (f"document {account['document']['file']}", account["document"]["digest"]),
    ]
    shown += ["", "Digests (SHA-256)"]
    for name, digest in digests:
        shown += [*("  " + one for one in wrap(visible(name), width - 2)), f"    {digest}"]
    shown += ["", "Where it stands"]
    shown += [piece for one in standing for piece in _standing(one, width)]
    events = recorded(case, standing, index)
    if events:
        shown += ["", "Events as recorded"]
        shown += [piece for event in events for piece in _event(event, width)]
    return "\n".join([*shown, "", line_story_text(case.invoice, case.policy, line, width)])


def _standing(one: Standing, width: int) -> Iterator[str]:
    invoice, line = one.on.invoice, one.on.line
    amount = f"{format_amount(line.amount, invoice.currency)} {invoice.currency}"
    days = f"{line.period.first.isoformat()} to {line.period.last.isoformat()}"
    told = f"{invoice.id}, as of {invoice.as_of.isoformat()}: {line.id}, {days}, {amount} ({one.what})"
    first, *more = wrap(visible(told), width - 4, first=width - 2)
    yield f"  {first}"
    yield from ("    " + piece for piece in more)


def _event(event: Event, width: int) -> Iterator[str]:
    source = f", from {event.source}" if event.source else ""
    known = f"at {instant_text(event.instant)}, recorded {instant_text(event.recorded)}{source}"
    yield from with_place(f"{event.id}: {event_words(event)}", event.at.where, width, 2)
    yield from ("    " + piece for piece in wrap(visible(known), width - 4))
