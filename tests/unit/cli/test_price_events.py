"""`price … --events FILE`: the same bills as with the events in the documents, and a note that says how they were held."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from seatpolicy.cli import accounts_priced
from seatpolicy.cli.main import main
from seatpolicy.workspace import event_lines
from tests.properties.histories import START, Terms

PERIOD = "2026-01-01..2026-04-30"


@pytest.fixture(autouse=True)
def _book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six accounts with ten events each: in one file, and in two."""
    monkeypatch.chdir(tmp_path)
    r = Random(2)
    Path("team.seat").write_text(Terms(discount=True).text, encoding="utf-8")
    whole, alone, events = [], [], []
    for number in range(6):
        head = {"schema_version": "1.0", "account": f"a-{number}", "plans": ["team"], "addons": [], "currency": "USD",
                "facts": {}, "subscription": {"start": f"{START}"}, "seats": {"desks": 20 + number}}  # fmt: skip
        days = sorted(r.sample(range(1, 100), 10))
        ours = [
            {"id": f"e-{n}", "at": f"{START + timedelta(days=day)}T08:00:00Z", "type": "seats_changed", "charge": "desks",
             "to": r.randint(0, 40)}
            for n, day in enumerate(days)
        ]  # fmt: skip
        whole.append(json.dumps({**head, "events": ours}))
        alone.append(json.dumps(head))
        events += [json.dumps({"account": f"a-{number}", **one}) for one in ours]
    for name, lines in (("whole.jsonl", whole), ("alone.jsonl", alone), ("events.jsonl", events)):
        Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def priced(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["price", "team.seat", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def mixed(name: str = "events.jsonl") -> None:
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    Path(name).write_text("\n".join(Random(5).sample(lines, len(lines))), encoding="utf-8")


@pytest.mark.parametrize(
    "words", [("--period", PERIOD), ("--as-of", "2026-03-15"), ("--period", PERIOD, "--format", "json")]
)
@pytest.mark.parametrize("order", ["kept", "mixed"])
def test_the_same_bills(words: tuple[str, ...], order: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, wanted, _ = priced(capsys, "whole.jsonl", *words)
    assert code == 0
    if order == "mixed":
        mixed()
    code, made, note = priced(capsys, "alone.jsonl", "--events", "events.jsonl", *words)
    assert (code, made.replace("alone.jsonl", "whole.jsonl")) == (0, wanted)
    if order == "kept":
        assert note == (
            "events.jsonl: 60 events of 6 accounts, in the order of the accounts: one account's were held at a time\n"
        )
    else:
        assert note.startswith(
            "events.jsonl: 60 events of 6 accounts, in another order than the accounts: all were held, at "
        )


@pytest.mark.parametrize("words", [("--period", PERIOD), ("--as-of", "2026-03-15")])
@pytest.mark.parametrize("order", ["kept", "mixed", "mixed in an account"])
def test_long_accounts_make_the_same_bills(
    words: tuple[str, ...], order: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, wanted, _ = priced(capsys, "whole.jsonl", *words)
    for module in (event_lines, accounts_priced):
        monkeypatch.setattr(module, "LONG", 9)
    lines = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
    if order == "mixed":
        mixed()
    elif order == "mixed in an account":
        Path("events.jsonl").write_text("\n".join([lines[1], lines[0], *lines[2:]]), encoding="utf-8")
    code, made, note = priced(capsys, "alone.jsonl", "--events", "events.jsonl", *words)
    assert (code, made) == (0, wanted)
    said = {
        "kept": "6 accounts with more than 9 events billed as they came, none held",
        "mixed": "6 accounts with more than 9 events sorted by time first, at ",
        "mixed in an account": "1 account with more than 9 events sorted by time first, at ",
    }
    assert said[order] in note


def test_long_accounts_with_other_events_are_held_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (event_lines, accounts_priced):
        monkeypatch.setattr(module, "LONG", 9)
    lines = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
    lines.insert(10, json.dumps({"account": "a-0", "id": "p", "at": "2026-04-20", "type": "cancelled"}))
    Path("events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, _, note = priced(capsys, "alone.jsonl", "--events", "events.jsonl", "--period", PERIOD)
    assert code == 0
    assert (
        "5 accounts with more than 9 events billed as they came, none held; 1 account with more than 9 events held whole"
        in note
    )


def test_a_mistake_in_an_event_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
    text[12] = text[12].replace('"desks"', '"chairs"')
    Path("events.jsonl").write_text("\n".join(text), encoding="utf-8")
    code, out, err = priced(capsys, "alone.jsonl", "--events", "events.jsonl", "--as-of", "2026-03-15", "--format", "json")
    second = json.loads(out.splitlines()[1])
    assert (code, second["invoices"]) == (2, [])
    (found,) = second["findings"]
    assert (found["code"], found["file"], found["line"]) == ("DO423", "events.jsonl", 13)
    assert text[12][found["column"] - 1 :].startswith('"chairs"')
    assert "6 accounts: 5 priced, 1 could not be read" in err


@pytest.mark.parametrize(("line", "code"), [("{", "DO408"), ("{}", "DO413"), ('{"account": "nobody", "id": "x"}', "DO463")])
def test_an_event_of_nobody(line: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    ended, out, _ = priced(capsys, "alone.jsonl", "--events", "events.jsonl", "--as-of", "2026-03-15", "--format", "json")
    last = json.loads(out.splitlines()[-1])
    assert ended == 2
    assert [one["code"] for one in last["findings"]] == [code]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--events", "events.jsonl", "--plan", "team"], "DO441"),
        (["-", "--events", "-"], "DO441"),
        (["whole.jsonl", "--events", "events.jsonl"], "DO434"),
        (["alone.jsonl", "--events", "nothing.jsonl"], "PL601"),
    ],
)
def test_what_cannot_be(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended, out, _ = priced(capsys, *words, "--as-of", "2026-03-15", "--format", "json")
    assert ended == 2
    assert code in out


def test_a_document_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Path("alone.jsonl").read_text(encoding="utf-8").splitlines()
    Path("a-0.json").write_text(lines[0], encoding="utf-8")
    ours = [one for one in Path("events.jsonl").read_text(encoding="utf-8").splitlines() if '"a-0"' in one]
    Path("events.jsonl").write_text("\n".join(ours), encoding="utf-8")
    code, out, note = priced(capsys, "a-0.json", "--events", "events.jsonl", "--as-of", "2026-03-15")
    assert (code, "Invoice a-0/" in out) == (0, True)
    assert "one account's were held at a time" in note


def test_books_are_billed_by_the_engine_that_keeps_what_it_compiles(capsys: pytest.CaptureFixture[str]) -> None:
    outs = {
        engine: priced(capsys, "whole.jsonl", "--period", PERIOD, "--engine", engine)[1]
        for engine in ("reference", "python")
    }
    assert outs["reference"] == outs["python"] == priced(capsys, "whole.jsonl", "--period", PERIOD)[1]
