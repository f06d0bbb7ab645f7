"""A series of invoices in, which lines name an event and which events a line names out: one look-up each way.

The index is made in one pass over the lines; no line is looked at again when an event is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Invoice, Line


@attrs.frozen(slots=True)
class LineOn:
    """A line, and the invoice that it stands on."""

    invoice: Invoice
    line: Line


@attrs.frozen
class EventIndex:
    """Made by `index_of`."""

    _lines: Mapping[str, tuple[LineOn, ...]]
    _events: Mapping[str, Event]

    def lines_of(self, event: str) -> tuple[LineOn, ...]:
        """Every line that names an event by its id, in the order of the invoices; none where no line does."""
        return self._lines.get(event, ())

    def events_of(self, line: Line) -> tuple[Event, ...]:
        """The events that a line names, corrections among them, in the order in which it names them."""
        return tuple(self._events[name] for name in line.events if name in self._events)


def index_of(invoices: Iterable[Invoice], events: Iterable[Event]) -> EventIndex:
    """The index of some invoices of one account with its events."""
    lines: dict[str, list[LineOn]] = {}
    for invoice in invoices:
        for line in invoice.lines:
            here = LineOn(invoice, line)
            for name in line.events:
                lines.setdefault(name, []).append(here)
    return EventIndex({name: tuple(found) for name, found in lines.items()}, {event.id: event for event in events})
