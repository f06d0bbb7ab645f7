"""`seatpolicy explain POLICY ACCOUNT LINE --packet`: the evidence for a dispute about a line.

Exit: 0; 2 where there is no such line, or no bill.
"""

from __future__ import annotations

import sys
from datetime import date

from seatpolicy.cli.line_story_command import Billed
from seatpolicy.cli.output import CLEAN, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.event_index import index_of
from seatpolicy.documents.invoice import Invoice, Line
from seatpolicy.engines.run import bill_period
from seatpolicy.reports.packet import Case, packet
from seatpolicy.reports.packet_text import packet_text
from seatpolicy.semantics.texts import texts_of


def run(billed: Billed, lines: list[Line], until: date | None, form: str, found: list[Diagnostic]) -> int:
    """Prints a packet of each line; the exit code."""
    invoices, events = _invoices(billed, until, found), billed.account.events
    texts = tuple(texts_of(billed.checked).policies.values()) if billed.account.has_history else (billed.policy,)
    engine = billed.search.engine.name
    case = Case(billed.invoice, invoices, billed.policy, texts, events, billed.node.at.source, engine, _version())
    index = index_of(invoices, events)
    if form == "json":
        packets = [packet(case, line, index) for line in lines]
        write_json({"schema_version": "1.0", "packets": packets, "findings": [to_json(one) for one in found]})
        return CLEAN
    print("\n\n".join(packet_text(case, line, index, width_of(sys.stdout)) for line in lines))
    sys.stdout.flush()
    tell(found)
    return CLEAN


def _invoices(billed: Billed, until: date | None, found: list[Diagnostic]) -> tuple[Invoice, ...]:
    """Every invoice on which the line or something about it may stand: up to a day, else to the last that was recorded."""
    invoice, account, search = billed.invoice, billed.account, billed.search
    if not account.has_history:
        return (invoice,)
    last = until or max([invoice.as_of, *(max(event.day, event.recorded_on) for event in account.events)])
    series = bill_period(billed.checked, search.read, date.min, last, search.engine)
    found += [one for one in series.diagnostics if one not in found]
    return tuple(one for one in series.value if one.totals is not None)


def _version() -> str:
    from importlib.metadata import version

    return version("seatpolicy")
