"""A line of an account's invoices and all of these in, where it stands out: itself, credits of it, what put it right.

Lines are told apart by their ids and their days: a charge has a line of its own name in every cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from seatpolicy.documents.event_index import LineOn
from seatpolicy.documents.invoice import Invoice, Line

ITSELF, CREDIT, CREDITED, PUT_RIGHT = "itself", "credit", "credited", "put right"
"""How a line hangs together with the one that is asked about: it is that line; it gives some of it back; it is what that one
gives back; it corrects what was billed of it."""


@attrs.frozen(slots=True)
class Standing:
    """A line on an invoice, and what it is to the one that is asked about."""

    on: LineOn
    what: str


def standings(asked: Line, of: Invoice, invoices: Iterable[Invoice]) -> Iterator[Standing]:
    """In the order of the invoices; the line itself comes once."""
    for invoice in invoices:
        for line in invoice.lines:
            here = invoice.id == of.id and (line.id, line.period) == (asked.id, asked.period)
            what = ITSELF if here else _related(asked, line)
            if what:
                yield Standing(LineOn(invoice, line), what)


def _related(asked: Line, line: Line) -> str:
    """What another line is to one; empty where nothing."""
    plain, other = _plain(asked), _plain(line)
    # What puts a line right has its id, and behind it the first day of its time.
    if plain == other and "@" in line.id + asked.id and asked.period.first == line.period.first:
        return PUT_RIGHT
    if line.credits and line.credits == plain and _inside(line, asked):
        return CREDIT
    if asked.credits and asked.credits == other and _inside(asked, line):
        return CREDITED
    return ""


def _plain(line: Line) -> str:
    """The id without which of several lines of a part it is, and without the mark of a correction."""
    return line.id.partition("@")[0].partition("#")[0]


def _inside(line: Line, whole: Line) -> bool:
    return whole.period.first <= line.period.first and line.period.last <= whole.period.last
