"""`seatpolicy trace`: the lines that an event moved; and `explain`, which names the events of a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main

POLICY = Path(__file__).parents[3] / "policies" / "guide-graduated"
PLACES = [str(POLICY / "policy.seat"), str(POLICY / "accounts" / "growing.yaml")]
LINE = "member_seats+2026-11-10"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_lines_of_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, "trace", *PLACES, "e-1")
    assert (code, err) == (0, "")
    assert out.startswith("e-1, seats_changed on 2026-11-10\n")
    assert out.endswith(f"  {LINE}, on 2026-12-01  2026-11-10 to 2026-11-30  70.00\n")


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, "e-1", "--format", "json", "--until", "2026-12-31")
    data = json.loads(out)
    (line,) = data["lines"]
    assert (code, data["event"], data["until"], data["findings"]) == (0, "e-1", "2026-12-31", [])
    assert (line["id"], line["amount"], line["as_of"], line["invoice"]) == (
        LINE, "70.00", "2026-12-01", "tallow-lane-studio/2026-12-01/1",
    )  # fmt: skip


def test_an_event_that_no_line_names(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, "e-2", "--until", "2026-12-31")
    assert code == 0
    assert "No line of an invoice up to 2026-12-31 names it" in out


@pytest.mark.parametrize(("words", "codes"), [(["e-11"], ["DO426"]), (["e-1", "--until", "soon"], ["DO441"])])
def test_what_cannot_be_traced(words: list[str], codes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, *words, "--format", "json")
    data = json.loads(out)
    assert (code, data["lines"]) == (2, [])
    assert [one["code"] for one in data["findings"]] == codes


def test_an_account_without_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, "trace", PLACES[0], str(POLICY / "accounts" / "forty-nine.yaml"), "e-1")
    assert code == 2
    assert err.startswith("DO426: the account has no event `e-1`\n    it has no events")


def test_a_line_names_its_events(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "explain", *PLACES, LINE, "--as-of", "2026-12-01", "--format", "json")
    (story,) = json.loads(out)["stories"]
    assert code == 0
    assert [(one["event"], one["at"].rpartition("/")[2]) for one in story["events"]] == [("e-1", "growing.yaml:11:5")]
    _, out, _ = told(capsys, "explain", *PLACES, LINE, "--as-of", "2026-12-01")
    assert "What happened\n  - e-1: {id: e-1, at: 2026-11-10T15:04:00Z" in out
