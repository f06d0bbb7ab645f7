"""Results of examples and cases in, text for a terminal out: failures with what was expected and why it came otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.diagnostics.cells import visible
from seatpolicy.diagnostics.render import render
from seatpolicy.reports.columns import with_place
from seatpolicy.reports.invoice_text import invoice_text
from seatpolicy.tools.testing.results import WAITS, Result


def failure_text(result: Result, width: int) -> str:
    """One failure: a line for each difference, then the invoice with its steps, or the findings that left none."""
    lines = with_place(f"FAILED {result.kind}: {result.name}", result.at.where, width, 0)
    for one in result.differences:
        lines += with_place(f"{one.of}: expected {one.expected}, got {one.got}", one.at.where, width, 2)
    if result.invoice is None:
        for found in result.findings:
            lines += [f"  {line}" if line else "" for line in render(found, width - 2).split("\n")]
    elif result.invoice.lines:
        lines += [f"  {line}" if line else "" for line in invoice_text(result.invoice, width - 2).split("\n")]
    return "\n".join(lines)


def stale_text(results: Iterable[Result], width: int) -> list[str]:
    """Cases that their file calls waiting, and that pass."""
    lines: list[str] = []
    for one in results:
        if one.waits_no_longer:
            lines += with_place(f"waits no longer: {one.name}; its line `waits:` can go", one.at.where, width, 0)
    return lines


def waiting_text(results: Iterable[Result], width: int) -> list[str]:
    """What waits, and for what."""
    lines: list[str] = []
    for one in results:
        if one.status == WAITS:
            lines += with_place(f"waits ({', '.join(one.waits_for)}): {visible(one.name)}", one.at.where, width, 0)
    return lines
