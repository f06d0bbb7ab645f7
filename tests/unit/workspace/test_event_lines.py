"""Files of events: whose each line is, in which order they come, and what is held of them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from seatpolicy.workspace import event_lines as module
from seatpolicy.workspace.event_lines import EventLines, Held, Place, event_lines

FILE = "events.jsonl"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(*accounts: str) -> None:
    lines = [json.dumps({"account": one, "id": f"e-{number}"}) for number, one in enumerate(accounts, start=1)]
    Path(FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def opened(*accounts: str) -> EventLines:
    made, found = event_lines(FILE, accounts)
    assert found == []
    assert made is not None
    return made


def ids(made: EventLines, account: str) -> list[str]:
    return [json.loads(line.content)["id"] for line in made.of(account)]


def test_accounts_in_their_order_are_read_one_after_the_other() -> None:
    written("b", "b", "a", "d")
    made = opened("x", "b", "a", "c", "d")
    assert (made.kept.in_order, made.kept.events, made.kept.accounts, made.kept.bytes_each) == (True, 4, 3, 0)
    read = {name: ids(made, name) for name in ("x", "b", "a", "c", "d")}
    assert read == {"x": [], "b": ["e-1", "e-2"], "a": ["e-3"], "c": [], "d": ["e-4"]}
    assert list(made.left()) == []


@pytest.mark.parametrize("accounts", [("a", "b"), ("b",), None])
def test_other_orders_are_held(accounts: tuple[str, ...] | None) -> None:
    written("b", "a", "b")
    made, _ = event_lines(FILE, accounts)
    assert made is not None
    assert not made.kept.in_order
    assert ids(made, "b") == ["e-1", "e-3"]
    (told,) = made.left()
    assert (told.code, told.path, told.message) == (
        "DO463",
        f"{FILE}:2",
        "an event is of `a`, which is no account that is billed",
    )


def test_lines_are_held_in_few_bytes() -> None:
    event = {
        "at": "2026-11-10T15:04:00Z",
        "type": "seats_changed",
        "charge": "member_seats",
        "by": 2,
        "source": "admin-console",
    }
    lines = [json.dumps({"account": f"acct-{n % 50:05}", "id": f"e-{n}", **event}) for n in range(4_000)]
    Path(FILE).write_text("\n".join(lines), encoding="utf-8")
    made, _ = event_lines(FILE, [])
    assert made is not None
    assert len(lines[-1]) < made.kept.bytes_each <= 300


def test_a_long_account_stays_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONG", 3)
    written("a", "b", "b", "b", "b", "c", "c")
    made = opened("a", "b", "c")
    assert ids(made, "a") == ["e-1"]
    lines = made.of("b")
    assert isinstance(lines, Place)
    assert [(line.number, json.loads(line.content)["id"]) for line in lines] == [
        (2, "e-2"),
        (3, "e-3"),
        (4, "e-4"),
        (5, "e-5"),
    ]
    assert ids(made, "c") == ["e-6", "e-7"]
    assert [line.number for line in lines] == [2, 3, 4, 5]


def test_empty_lines_and_marks_of_byte_order_are_passed_over() -> None:
    Path(FILE).write_bytes(b'\xef\xbb\xbf{"account": "a", "id": "e-1"}\r\n\r\n \n{"account": "a", "id": "e-2"}')
    made, found = event_lines(FILE, ["a"])
    # A mark of byte order belongs to the file: what json reads and what a document reads are one.
    assert made is not None, found
    assert [line.number for line in made.of("a")] == [1, 4]


BAD = {
    "no JSON": ("{", "DO408"),
    "no mapping": ("[1]", "DO413"),
    "no account": ('{"id": "e-1"}', "DO413"),
    "an account that is a number": ('{"account": 3}', "DO413"),
    "an empty account": ('{"account": " "}', "DO413"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_line_of_nobody_stops_everything(what: str) -> None:
    line, code = BAD[what]
    Path(FILE).write_text(f'{{"account": "a", "id": "e-1"}}\n{line}\n', encoding="utf-8")
    made, found = event_lines(FILE, ["a"])
    assert made is None
    assert [(one.code, one.span.where if one.span else "") for one in found] == [
        (code, f"{FILE}:2:{2 if line == '{' else 1}")
    ]


def test_a_hundred_bad_lines_are_told_a_few_times() -> None:
    Path(FILE).write_text("{}\n" * 100, encoding="utf-8")
    made, found = event_lines(FILE, ["a"])
    assert made is None
    assert len(found) == module.MOST_TOLD


def test_a_file_that_is_not_there() -> None:
    made, (found,) = event_lines("nothing.jsonl", ["a"])
    assert made is None
    assert found.code == "PL601"


def test_standard_input_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'{"account": "b", "id": "e-1"}\n{"account": "a", "id": "e-2"}\n'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    made, _ = event_lines("-", ["b", "a"])
    assert made is not None
    assert made.kept.path == "<stdin>"
    assert (ids(made, "b"), ids(made, "a")) == (["e-1"], ["e-2"])
    copy = Path(made._file)
    assert copy.exists()
    made.close()
    assert not copy.exists()


def test_held_lines_are_what_they_were() -> None:
    held = Held()
    lines = [module.Line(number, bytes([number]) * number, 0) for number in range(1, 9)]
    for line in lines:
        held.add(line)
    assert [(one.number, one.content) for one in held] == [(one.number, one.content) for one in lines]
    assert held.line(4).content == lines[4].content
