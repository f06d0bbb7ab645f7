"""`seatpolicy trace`: the lines that an event moved; and `explain`, which names the events of a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main
from tests.unit.documents.schema_documents import refusals

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
    assert out.startswith("e-1, 2026-11-10: seats_changed, charge member_seats, by 3 (from admin-console)\n")
    # 3 seats for 21 of 30 days, 21/30 × (40.00 + 2 × 30.00); then 47 seats, 10 × 50.00 + 37 × 40.00.
    assert out.endswith(
        "\ntallow-lane-studio/2026-12-01/1, as of 2026-12-01\n"
        f"  {LINE}  2026-11-10 to 2026-11-30     70.00 USD\n"
        "  member_seats             2026-12-01 to 2026-12-31  1,980.00 USD\n"
    )


def test_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    _, out, _ = told(capsys, "trace", *PLACES, "e-1")
    below = out.partition("\n\n")[2].splitlines()
    assert below[:2] == ["tallow-lane-studio/2026-12-01/1, as of", "2026-12-01"]
    assert below[1:5] == ["2026-12-01", f"  {LINE}", "    2026-11-10 to 2026-11-30", "    70.00 USD"]
    assert all(len(line) <= 44 for line in below)


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, "e-1", "--format", "json", "--until", "2026-12-31")
    data = json.loads(out)
    assert refusals("traced", data, closed=True) == []
    line, base = data["lines"]
    assert (base["id"], base["amount"]) == ("member_seats", "1980.00")
    assert (code, data["event"], data["until"], data["findings"]) == (0, "e-1", "2026-12-31", [])
    assert (line["id"], line["amount"], line["as_of"], line["invoice"]) == (
        LINE, "70.00", "2026-12-01", "tallow-lane-studio/2026-12-01/1",
    )  # fmt: skip


def test_the_first_line_of_a_cycle_names_what_made_its_count(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, "e-2", "--until", "2026-12-31")
    assert code == 0
    assert out.endswith("  member_seats  2026-12-01 to 2026-12-31  1,980.00 USD\n")


def test_an_event_whose_lines_are_not_due_yet(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, "e-2", "--until", "2026-11-30")
    assert code == 0
    assert "No line up to 2026-11-30 names it: nothing that it could move fell due by then." in out


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("{id: e-3, at: 2026-11-12, type: facts_changed, facts: {country: FR}}", "read by no charge of the policy"),
        ("{id: e-3, at: 2027-01-01, type: cancelled}", "nothing comes back of what it ends"),
    ],
)
def test_an_event_that_no_line_names(
    event: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = tmp_path / "account.yaml"
    account.write_text(Path(PLACES[1]).read_text(encoding="utf-8") + f"  - {event}\n", encoding="utf-8")
    code, out, _ = told(capsys, "trace", PLACES[0], str(account), "e-3")
    assert code == 0
    assert why in " ".join(out.split())


def test_a_correction_and_what_it_corrects_lead_to_the_same_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = tmp_path / "account.yaml"
    correction = "{id: e-3, at: 2026-12-09, type: correction, corrects: e-1, by: 2, source: support}"
    account.write_text(Path(PLACES[1]).read_text(encoding="utf-8") + f"  - {correction}\n", encoding="utf-8")
    _, out, _ = told(capsys, "trace", PLACES[0], str(account), "e-1", "--until", "2027-01-01")
    assert "  e-3, 2026-12-09: correction of e-1: seats_changed, charge member_seats, by 2 (from support)\n" in out
    # One seat less than was billed: 21/30 × 30.00 for November, and in December 46 for 47.
    assert "member_seats+2026-11-10@2026-11-10  2026-11-10 to 2026-11-30    -21.00 USD" in out
    assert "member_seats@2026-12-01             2026-12-01 to 2026-12-31    -40.00 USD" in out
    _, corrected, _ = told(capsys, "trace", PLACES[0], str(account), "e-3", "--until", "2027-01-01")
    assert [line.split() for line in corrected.splitlines()[-2:]] == [line.split() for line in out.splitlines()[-2:]]
    assert "\n  e-1, 2026-11-10: seats_changed, charge member_seats, by 3 (from admin-console)\n" in corrected


@pytest.mark.parametrize(("words", "codes"), [(["e-11"], ["DO426"]), (["e-1", "--until", "soon"], ["DO441"])])
def test_what_cannot_be_traced(words: list[str], codes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "trace", *PLACES, *words, "--format", "json")
    data = json.loads(out)
    assert (code, data["lines"]) == (2, [])
    assert refusals("traced", data, closed=True) == []
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
    assert "What happened\n  e-1, 2026-11-10: seats_changed, charge member_seats, by 3 (from admin-console)" in out
