"""What a long history costs: so many steps an event, whatever the number of events, good ones and bad ones."""

from __future__ import annotations

import json
import sys
from types import FrameType

import pytest

from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.read_account import read_account
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.json_text import read_json_line
from tests.unit.documents.events.histories import document, store
from tests.unit.documents.schema_documents import data


def history(size: int, slip: str) -> str:
    """An account in JSON whose events come in fours: somebody is added and uses, seats are ordered and corrected."""
    lines = []
    for n in range(0, size, 4):
        time = f"T{n % 24:02d}:{n % 60:02d}:00Z"
        lines += [
            f"{{id: e-{n}, at: 2026-11-02, type: person_added, person: u-{n}, projects: 1}}",
            f"{{id: f-{n}, at: 2026-11-03{time}, type: used{slip}, person: u-{n}}}",
            f"{{id: g-{n}, at: 2026-11-04{time}, type: seats_changed, charge: seats{slip}, by: 1}}",
            f"{{id: h-{n}, at: 2026-11-05{time}, type: correction, corrects: g-{n}, by: 2}}",
        ]
    node = parse_document(SourceText("account.yaml", document(*lines))).value
    assert node is not None
    return json.dumps(data(node))


def steps(size: int, slip: str) -> int:
    """Calls of functions, written in Python or not, while a history of that size is read and looked at."""
    node = read_json_line(SourceText("book.jsonl", history(size, slip))).value
    assert node is not None
    policy = store()
    count = 0

    def step(frame: FrameType, what: str, _: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(step)
    try:
        account = read_account(node, policy).value
        known = known_by(account.events) if account is not None else ()
    finally:
        sys.setprofile(None)
    assert len(known) == (0 if slip else size * 3 // 4)
    return count


@pytest.mark.parametrize("slip", ["", "x"], ids=["good", "bad"])
def test_four_times_the_events_take_four_times_the_steps(slip: str) -> None:
    few, many = steps(400, slip), steps(1600, slip)
    assert many * 100 < few * 4 * 115, (few, many)
