"""`seatpolicy ledger`: seats over time, as a picture and as data. The pictures are golden files beside their documents."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.cli.main import main
from seatpolicy.diagnostics.cells import cells
from tests.unit.documents.schema_documents import refusals

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "ledger"
GUIDE = "policies/guide-graduated"
CREW = ["tests/golden/ledger/crew.seat", "tests/golden/ledger/brig.yaml"]
GROWING = [f"{GUIDE}/policy.seat", f"{GUIDE}/accounts/growing.yaml"]

PICTURES = {
    "brig-60": ([*CREW], 60),
    "brig-80": ([*CREW], 80),
    "brig-120": ([*CREW], 120),
    "brig-ascii": ([*CREW, "--ascii"], 80),
    "brig-two-months": ([*CREW, "--period", "2026-03-01..2026-04-30"], 80),
    "brig-ben": ([*CREW, "--person", "ben"], 100),
    "growing": ([*GROWING], 80),
    "growing-a-year": ([*GROWING, "--period", "2026-11-01..2027-10-31"], 80),
}


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONIOENCODING", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["ledger", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, err = told(capsys, *words, "--format", "json")
    made = json.loads(out)
    assert (code, err) == (2 if made["ledger"] is None else 0, "")
    assert refusals("ledger", made, closed=True) == []
    return made


@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words, width = PICTURES[name]
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, err = told(capsys, *words)
    assert (code, err) == (0, "")
    assert max(cells(line) for line in out.splitlines()) <= width
    assert out == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_the_ascii_picture_has_nothing_else() -> None:
    assert (GOLDEN / "brig-ascii.txt").read_text(encoding="utf-8").isascii()


def test_what_is_there_and_what_is_billed(capsys: pytest.CaptureFixture[str]) -> None:
    """49 from the first day, 52 from the tenth, 47 from the twentieth on: what is given up stays paid until the mark."""
    (charge,) = data(capsys, *GROWING)["ledger"]["charges"]
    assert [(one["from"], one["to"], one["count"], one["billed"]) for one in charge["days"]] == [
        ("2026-11-01", "2026-11-09", "49", "49"),
        ("2026-11-10", "2026-11-19", "52", "52"),
        ("2026-11-20", "2026-11-30", "47", "52"),
    ]
    assert [(one["line"], one["amount"], one["as_of"]) for one in charge["lines"]] == [
        ("member_seats", "2060.00", "2026-11-01"),
        ("member_seats+2026-11-10", "70.00", "2026-12-01"),
    ]


def test_who_held_which_seat_in_which_state_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    """Idle for 14 days behind 1 March is idle from the fifteenth on; a trial of 5 days ends with the fifth."""
    mates, lockers = data(capsys, *CREW)["ledger"]["charges"]
    ben = next(one for one in mates["people"] if one["person"] == "ben")
    assert [(one["from"], one["to"], one["idle"], one["billable"], one["counts"]) for one in ben["days"]] == [
        ("2026-03-01", "2026-03-14", False, True, True),
        ("2026-03-15", "2026-03-19", True, False, False),
        ("2026-03-20", "2026-03-27", False, True, True),
    ]
    assert ben["days"][1]["why"] == "cook; suspended, last used on 2026-03-01"
    assert {one["at"] for one in ben["days"]} == {"tests/golden/ledger/crew.seat:19:3"}
    assert [(one["from"], one["to"], one["state"], one["count"], one["billed"]) for one in mates["days"][:2]] == [
        ("2026-03-01", "2026-03-05", "trial", "2", "0"),
        ("2026-03-06", "2026-03-14", "running", "2", "2"),
    ]
    # 7 lockers are 10 in packs of five, 16 are 20, 10 are 10: the first ones are paid for behind the trial.
    assert [(one["from"], one["units"], one["billed"]) for one in lockers["days"]] == [
        ("2026-03-01", "10", "0"), ("2026-03-06", "10", "10"), ("2026-03-11", "20", "20"), ("2026-03-21", "10", "10"),
    ]  # fmt: skip
    assert [one["person"] for one in lockers["people"]] == []


def test_who_holds_no_seat_of_a_charge(capsys: pytest.CaptureFixture[str]) -> None:
    (cem,) = data(capsys, *CREW)["ledger"]["others"]
    assert (cem["person"], cem["days"][0]["seat"], cem["days"][0]["counts"]) == ("cem", "visitor", False)


def test_days_and_lines_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """What is billed in arrears by days adds up: each day's count × 12.00 ÷ 31, but for the rounding of six lines."""
    mates, _ = data(capsys, *CREW)["ledger"]["charges"]
    days, billed = Fraction(0), Fraction(0)
    for one in mates["days"]:
        days += Fraction(one["billed"]) * (int(one["to"][-2:]) - int(one["from"][-2:]) + 1)
    for line in mates["lines"]:
        billed += Fraction(line["amount"])
    assert days == 2 * 9 + 1 + 2 * 4 + 3 * 4 + 2 * 4 + 4
    assert abs(billed - days * 12 / 31) <= Fraction(3, 100)


LATE = """schema_version: "1.0"
account: late
plans: [ship]
addons: []
currency: EUR
subscription: {start: 2026-03-01}
seats: {lockers: 5}
people: []
events:
  - {id: e-1, at: 2026-04-11, type: seats_changed, charge: lockers, by: 5}
  - {id: e-2, at: 2026-04-12, recorded_at: 2026-05-20, type: seats_changed, charge: lockers, by: 5}
  - {id: e-3, at: 2026-05-21, type: correction, corrects: e-1, never_happened: yes}
"""


def test_what_puts_a_line_right_takes_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """5 from the first day and 5 more from the twelfth on: what was billed from the eleventh on is taken back in June."""
    (tmp_path / "late.yaml").write_text(LATE, encoding="utf-8")
    _, lockers = data(capsys, CREW[0], str(tmp_path / "late.yaml"), "--as-of", "2026-04-15")["ledger"]["charges"]
    assert [(one["from"], one["units"], one["billed"]) for one in lockers["days"]] == [
        ("2026-04-01", "5", "5"),
        ("2026-04-12", "10", "10"),
    ]
    assert len(lockers["lines"]) == 4


def test_a_crowd_is_summed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = "".join(
        f"  - {{id: p-{n}, roles: [sailor], status: active, accepted_on: 2026-02-01, last_used: 2026-02-2{7 + n % 2}}}\n"
        for n in range(30)
    )
    head = LATE.partition("people:")[0].replace("account: late", "account: crowd")
    events = "events:\n  - {id: e-1, at: 2026-03-10, type: suspended, person: p-0}\n"
    (tmp_path / "crowd.yaml").write_text(f"{head}people:\n{people}{events}", encoding="utf-8")
    place = str(tmp_path / "crowd.yaml")
    _, out, _ = told(capsys, CREW[0], place)
    assert "p-17" not in out
    assert "  █ mate" in out
    assert "mate, not billable (idle): 29 people" in out
    _, alone, _ = told(capsys, CREW[0], place, "--person", "p-17")
    assert "p-17" in alone
    assert "2026-03-14 to 2026-03-31: mate, not billable (sailor; suspended, last used on 2026-02-28)" in alone


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([*CREW, "--person", "bon"], "DO427"),
        ([*CREW, "--as-of", "soon"], "DO441"),
        ([*CREW, "--period", "2026-03-01"], "DO441"),
        ([*CREW, "--period", "2026-03-01..2026-03-31", "--as-of", "2026-03-01"], "DO441"),
        ([CREW[0], "nothing.yaml"], "PL601"),
        (["policies/published-slack/policy.seat", "policies/published-slack/accounts/asleep.yaml"], "DO441"),
    ],
)
def test_what_cannot_be_drawn(words: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = data(capsys, *words)
    assert made["ledger"] is None
    assert code in [one["code"] for one in made["findings"]]


def test_an_account_to_which_nothing_happened(capsys: pytest.CaptureFixture[str]) -> None:
    made = data(capsys, GROWING[0], f"{GUIDE}/accounts/forty-nine.yaml")["ledger"]
    assert [(one["count"], one["billed"]) for one in made["charges"][0]["days"]] == [("49", "49")]
    assert made["events"] == []


def on_a_terminal(environment: dict[str, str]) -> str:
    """What the command prints on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "LC_ALL", "LANG")}
    command = [sys.executable, "-m", "seatpolicy", "ledger", *GROWING]
    with subprocess.Popen(
        command, env={**kept, "TERM": "xterm", "COLUMNS": "80", **environment}, stdout=theirs, cwd=ROOT
    ) as run:
        os.close(theirs)
        made = b""
        try:
            while part := os.read(ours, 65_536):
                made += part
        except OSError:
            pass  # the other side is closed
        run.wait()
    os.close(ours)
    return made.decode("utf-8")


def test_colour_and_blocks_on_a_terminal() -> None:
    plain = (GOLDEN / "growing.txt").read_text(encoding="utf-8")
    colored = on_a_terminal({})
    assert "\x1b[32m█" in colored
    assert colored.replace("\r\n", "\n").replace("\x1b[32m", "").replace("\x1b[33m", "").replace("\x1b[0m", "") == plain
    assert on_a_terminal({"NO_COLOR": "1"}).replace("\r\n", "\n") == plain
    letters = on_a_terminal({"LC_ALL": "C", "NO_COLOR": "1"})
    assert letters.isascii()
    assert "#" in letters
