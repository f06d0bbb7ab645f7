"""Findings as JSON, and the line that sums them up."""

from __future__ import annotations

import json

import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.to_json import summary, to_json
from seatpolicy.source.text import SourceText, Span

SOURCE = SourceText("acme.seat", "plan team {\n  price: $99.00\n}\n")


def test_every_part() -> None:
    found = Diagnostic(
        code="SY101",
        slug="currency-symbol",
        severity=Severity.ERROR,
        message="`$` does not say which dollar",
        span=Span(SOURCE, 21, 27),
        note="over twenty currencies share it",
        related=(Related(Span(SOURCE, 5, 29), "in this plan"),),
        why="why",
        hint="hint",
        fix=Fix(
            "`99.00 USD`", (Edit(Span(SOURCE, 21, 22), ""), Edit(Span(SOURCE, 27, 27), " USD"))
        ),
        subject="team",
    )
    record = to_json(found)
    assert json.loads(json.dumps(record)) == {
        "code": "SY101",
        "slug": "currency-symbol",
        "severity": "error",
        "message": "`$` does not say which dollar",
        "file": "acme.seat",
        "line": 2,
        "column": 10,
        "end_line": 2,
        "end_column": 16,
        "note": "over twenty currencies share it",
        "why": "why",
        "hint": "hint",
        "related": [
            {
                "file": "acme.seat",
                "line": 1,
                "column": 6,
                "end_line": 3,
                "end_column": 2,
                "note": "in this plan",
            }
        ],
        "fix": {
            "title": "`99.00 USD`",
            "safe": False,
            "edits": [
                {
                    "file": "acme.seat",
                    "line": 2,
                    "column": 10,
                    "end_line": 2,
                    "end_column": 11,
                    "text": "",
                },
                {
                    "file": "acme.seat",
                    "line": 2,
                    "column": 16,
                    "end_line": 2,
                    "end_column": 16,
                    "text": " USD",
                },
            ],
        },
        "path": None,
        "subject": "team",
        "fingerprint": found.fingerprint,
    }


@pytest.mark.parametrize(("path", "file"), [("a.seat", "a.seat"), ("", None)])
def test_no_place(path: str, file: str | None) -> None:
    record = to_json(Diagnostic("PL001", Severity.WARNING, "wrong", None, path=path))
    assert record["file"] == file
    assert [record[key] for key in ("line", "column", "end_line", "end_column")] == [None] * 4
    assert record["fix"] is None
    assert record["related"] == []
    assert json.loads(json.dumps(record)) == record


@pytest.mark.parametrize(
    ("errors", "warnings", "informations", "line"),
    [
        (2, 1, 0, "2 errors, 1 warning"),
        (1, 0, 0, "1 error"),
        (0, 2, 0, "2 warnings"),
        (1, 2, 3, "1 error, 2 warnings, 3 for information"),
        (0, 0, 1, "1 for information"),
        (0, 0, 0, "no findings"),
    ],
)
def test_summaries(errors: int, warnings: int, informations: int, line: str) -> None:
    severities = [Severity.INFORMATION] * informations
    severities += [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    assert summary(Diagnostic("SY101", one, "wrong", None) for one in severities) == line
