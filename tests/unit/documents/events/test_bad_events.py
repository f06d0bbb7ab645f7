"""Every bad history of bad_events.txt gets the code that it must get, at its place, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seatpolicy.diagnostics.codes import registry
from seatpolicy.diagnostics.diagnostic import Severity
from tests.unit.documents.events.histories import read

HERE = Path(__file__).parent
WARNINGS = {"DO526", "DO537"}
"""Told of good accounts; test_history.py has them."""


def bad() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Code, text under the caret, name and lines of each bad history."""
    chunks = re.split(r"^=== ", (HERE / "bad_events.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = []
    for chunk in chunks:
        head, *lines = chunk.rstrip("\n").split("\n")
        code, caret, name = (part.strip() for part in head.split(" | "))
        found.append((code, caret, name, tuple(lines)))
    return found


@pytest.mark.parametrize(("code", "caret", "name", "lines"), bad(), ids=[f"{one[0]} {one[2]}" for one in bad()])
def test_bad_histories(code: str, caret: str, name: str, lines: tuple[str, ...]) -> None:
    outcome = read(*lines)
    assert outcome.value is None, name
    assert [one.code for one in outcome.diagnostics] == [code], [one.message for one in outcome.diagnostics]
    (own,) = outcome.diagnostics
    assert own.severity is Severity.ERROR
    assert own.span is not None
    assert own.span.text.strip('"') == caret.strip('"')
    assert own.keys.startswith("events")
    assert own.note or own.hint or own.why, "nothing says why"
    assert own.hint or own.fix or own.note, "nothing says what to do"


def test_there_are_enough_of_them() -> None:
    assert len(bad()) >= 120
    assert len({name for _, _, name, _ in bad()}) == len(bad())
    own = {code.code for code in registry() if "DO501" <= code.code <= "DO538"}
    assert {code for code, *_ in bad()} >= own - WARNINGS
    assert len({code for code, *_ in bad()}) >= 50


def test_findings_about_two_events_name_both_ids_and_places() -> None:
    both = {"DO508", "DO512", "DO513", "DO514", "DO516", "DO522", "DO524", "DO532", "DO533", "DO536", "DO538"}
    for code, _, name, lines in bad():
        if code in both and name != "a correction of itself":
            (own,) = read(*lines).diagnostics
            assert own.related, name
            assert own.related[0].span != own.span, name
