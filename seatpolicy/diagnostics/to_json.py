"""A finding in, a record of strings, numbers, lists and dicts out that JSON can hold; and the line
that sums findings up.

Lines and columns count from 1, columns in code points; an end is the place after the last code
point. A finding without a place has null for its line and column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.source.text import Span


def to_json(found: Diagnostic) -> dict[str, Any]:
    """Every part of the finding; `fix` is null where there is none."""
    fix: dict[str, Any] | None = None
    if found.fix is not None:
        edits = [{**_place(edit.span), "text": edit.text} for edit in found.fix.edits]
        fix = {"title": found.fix.title, "safe": found.fix.safe, "edits": edits}
    return {
        "code": found.code,
        "slug": found.slug,
        "severity": found.severity.value,
        "message": found.message,
        **_place(found.span, found.path),
        "note": found.note,
        "why": found.why,
        "hint": found.hint,
        "related": [{**_place(there.span), "note": there.note} for there in found.related],
        "fix": fix,
        "subject": found.subject,
        "path": found.keys or None,
        "fingerprint": found.fingerprint,
    }


def summary(found: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning, 3 for information`, without what there is none of; or `no findings`."""
    severities = [one.severity for one in found]
    parts = []
    for severity in (Severity.ERROR, Severity.WARNING):
        if count := severities.count(severity):
            parts.append(f"{count} {severity.value}{'' if count == 1 else 's'}")
    if count := severities.count(Severity.INFORMATION):
        parts.append(f"{count} for information")
    return ", ".join(parts) or "no findings"


def _place(span: Span | None, path: str = "") -> dict[str, Any]:
    if span is None:
        none = dict.fromkeys(("line", "column", "end_line", "end_column"))
        return {"file": path or None, **none}
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "file": span.source.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
