"""Invoices or findings in, the two built-in forms of them out: text for people and JSON for programs.

Each function has the arguments that a plugin's reporter has (seatpolicy/hooks/offers.py). What only one form needs is
imported in it, so that a clean run pays for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from seatpolicy.diagnostics.diagnostic import Diagnostic

if TYPE_CHECKING:
    from seatpolicy.documents.invoice import Invoice

MOST_SHOWN = 500


def invoices_text(invoices: Sequence[Invoice], findings: Sequence[Diagnostic], width: int, steps: bool) -> str:
    """Invoices, an empty line between them; the findings are told elsewhere."""
    from seatpolicy.reports.invoice_text import invoice_text

    return "\n\n".join(invoice_text(invoice, width, steps) for invoice in invoices)


def invoices_json(invoices: Sequence[Invoice], findings: Sequence[Diagnostic], width: int, steps: bool) -> str:
    """Invoices and findings as one document."""
    return _json(invoices_data(invoices, findings))


def invoices_data(
    invoices: Sequence[Invoice], findings: Sequence[Diagnostic], where: str | None = None
) -> dict[str, object]:
    """What that document holds; `where` an account stands (`book.jsonl:12`)."""
    from seatpolicy.diagnostics.to_json import to_json

    data: list[dict[str, object]] = []
    if invoices:
        from seatpolicy.documents.invoice_json import invoice_to_json

        data = [invoice_to_json(invoice) for invoice in invoices]
    return {"schema_version": "1.0", "invoices": data, "findings": [to_json(one) for one in findings], "source": where}


def findings_text(
    findings: Sequence[Diagnostic], beside: Mapping[str, Sequence[Mapping[str, object]]], width: int, color: bool
) -> str:
    """Findings with an empty line behind each, at most 500; then the defaults that policies rely on, by file."""
    shown = []
    if findings:
        from seatpolicy.diagnostics.render import render

        shown += [render(one, width=width, color=color) + "\n" for one in findings[:MOST_SHOWN]]
    if len(findings) > MOST_SHOWN:
        shown.append(f"… and {len(findings) - MOST_SHOWN:,} more; `--format json` lists them all\n")
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in beside.get("assumed", ()):
        by_file.setdefault(str(row["file"]), []).append({key: str(value) for key, value in row.items()})
    if by_file:
        from seatpolicy.reports.defaults import defaults_text

        shown += [defaults_text(file, rows, width, color) + "\n" for file, rows in by_file.items()]
    return "\n".join(shown)


def findings_json(
    findings: Sequence[Diagnostic], beside: Mapping[str, Sequence[Mapping[str, object]]], width: int, color: bool
) -> str:
    """Findings, how many of each severity there are, and what the command found beside them."""
    from seatpolicy.diagnostics.to_json import summary, to_json

    data = [to_json(one) for one in findings]
    return _json({"schema_version": "1.0", "findings": data, "summary": summary(findings), **beside})


def _json(data: object) -> str:
    import json

    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
