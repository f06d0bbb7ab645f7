"""A line of an invoice in, its whole story for a terminal out: every step, and below it the line of the policy that made it.

    Member seats: 2,060.00 USD
      line     member_seats of copper-lane-studio/2026-11-01/1

    How many
      49 contracted
        policy.seat:39 | quantity:  contracted
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from seatpolicy.diagnostics.cells import visible, wrap
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Invoice, Line
from seatpolicy.reports.columns import bullet, labelled
from seatpolicy.reports.event_lines import told_event
from seatpolicy.reports.invoice_text import is_idle, step_words, sums_of
from seatpolicy.reports.line_story import TOTAL, people_of, quoted, reasons
from seatpolicy.reports.people_text import people_lines
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_amount, format_decimal

MOST_TOLD = {False: 40, True: 5}
"""So many events of a type are told one by one; of those that come by the hundred, fewer."""

OF_USE = ("used", "usage")
MOST_NAMED = 8
"""So many of the others are named; JSON names all."""


def line_story_text(
    invoice: Invoice, policy: Policy, line: Line, width: int = 100, events: Sequence[Event] = ()
) -> str:
    """The story as lines of at most `width` cells, without a final newline; `events` are those that the line names."""
    head = f"{visible(line.title)}: {format_amount(line.amount, invoice.currency)} {invoice.currency}"
    rows = [
        ("line", f"{line.id} of {invoice.id}"),
        ("policy", f"{invoice.policy.title}, version {invoice.policy.version}"),
        ("period", f"{line.period.first.isoformat()} to {line.period.last.isoformat()}"),
    ]
    made = [*wrap(head, width), *labelled(rows, width)]
    people = list(people_lines(people_of(invoice, line)))
    parts = {
        "Who": [piece for text in people for piece in bullet(text, width)],
        "What happened": list(happened(events, width)),
        "How many": [piece for step in line.steps if step.figure == "quantity"
                     for piece in _step(step_words(step, invoice.currency), step.at, width)],
        "What it costs": [piece for step in line.steps if step.figure != "quantity" and not is_idle(step)
                          for piece in _step(step_words(step, invoice.currency), step.at, width)],
        "Tax": [piece for text in _taxes(invoice, line.id) for piece in bullet(text, width)],
        "Why": list(_why(invoice, policy, [line], width)),
        "Assumed": [piece for text in invoice.assumptions for piece in bullet(text, width)],
    }  # fmt: skip
    return "\n".join(made + _sections(parts))


def happened(events: Sequence[Event], width: int) -> Iterator[str]:
    """Events in words, each with its place. Of many of one type only the first are told, and the others by their ids."""
    told: Counter[str] = Counter()
    rest: dict[str, list[str]] = {}
    for event in events:
        told[event.type] += 1
        if told[event.type] > MOST_TOLD[event.type in OF_USE]:
            rest.setdefault(event.type, []).append(event.id)
        else:
            yield from told_event(event, width, 2)
    for kind, names in rest.items():
        shown = ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else "")
        yield from ("  " + line for line in wrap(visible(f"{len(names):,} more of {kind}: {shown}"), width - 2))


def total_story_text(invoice: Invoice, policy: Policy, width: int = 100) -> str:
    """The story of the whole invoice: its lines, how their sum comes about, what was assumed."""
    totals = invoice.totals
    if totals is None:
        raise ValueError("an invoice that is no bill has no total")
    currency = invoice.currency
    lines = [piece for line in invoice.lines for piece in _step(
        f"{line.title} ({line.id}): {format_amount(line.amount, currency)}", line.at, width)]  # fmt: skip
    added = [f"{name} {format_amount(value, currency)}" for name, value in sums_of(totals)]
    told = " + ".join(format_amount(line.amount, currency) for line in invoice.lines).replace("+ -", "- ") or "0"
    parts = {
        "Lines": lines,
        "Sum": [
            *bullet(f"{told} = {format_amount(totals.net, currency)}", width),
            *(bullet(", ".join(added), width) if len(added) > 1 else ()),
        ],
        "Tax": [piece for text in _taxes(invoice, "") for piece in bullet(text, width)],
        "Due": bullet(f"{format_amount(totals.due, currency)} {currency}", width),
        "Why": list(_why(invoice, policy, list(invoice.lines), width)),
        "Assumed": [piece for text in invoice.assumptions for piece in bullet(text, width)],
    }
    head = f"{TOTAL.capitalize()} of {visible(invoice.id)}: {format_amount(totals.net, currency)} {currency}"
    return "\n".join([head, *_sections(parts)])


def _sections(parts: dict[str, list[str]]) -> list[str]:
    return [text for title, lines in parts.items() if lines for text in ("", title, *lines)]


def _step(words: str, at: Span | None, width: int) -> list[str]:
    """The words of a step, and below them the policy's own line."""
    made = ["  " + line for line in wrap(visible(words), width - 4, first=width - 2)]
    made = [made[0], *("  " + line for line in made[1:])]
    if at is not None:
        first, *more = wrap(f"{at.source.path}:{at.line} | {quoted(at)}", width - 8, first=width - 4)
        made += ["    " + first, *("        " + line for line in more)]
    return made


def _why(invoice: Invoice, policy: Policy, lines: list[Line], width: int) -> Iterator[str]:
    for name, text, at in dict.fromkeys(one for line in lines for one in reasons(line, policy)):
        yield from bullet(f"{name}: {text} ({at.source.path}:{at.line})", width)


def _taxes(invoice: Invoice, line: str) -> Iterator[str]:
    """Taxes of a line, or of all with an empty id."""
    for one in invoice.tax.lines if invoice.tax is not None else ():
        if not line or line in one.lines:
            base, amount = (format_amount(value, invoice.currency) for value in (one.base, one.amount))
            yield f"{one.title}: {format_decimal(one.rate * 100)}% of {base} = {amount}"
