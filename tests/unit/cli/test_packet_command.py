"""`explain POLICY ACCOUNT LINE --packet`: the evidence for a dispute about a line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.cli.main import main
from tests.unit.documents.schema_documents import refusals

ROOT = Path(__file__).parents[3]
POLICY = ROOT / "policies" / "guide-graduated"
GIVEN_BACK = "  fewer seats:  credited at what was billed, at once"
ACCOUNT = """\
schema_version: "1.0"
account: tallow-lane-studio
plans: [team]
addons: []
currency: USD
country: US
billing_entity: Tierline Inc.
facts: {}
subscription: {start: 2026-11-01}
seats: {member_seats: 49}
events:
  - {id: e-1, at: 2026-11-10T15:04:00Z, type: seats_changed, charge: member_seats, by: 3, source: admin-console}
  - {id: e-2, at: 2026-12-11, type: seats_changed, charge: member_seats, by: -2, source: support}
  - {id: e-3, at: 2026-12-20T08:00:00Z, type: correction, corrects: e-1, by: 2, source: support}
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The guide's policy, where what is given up comes back at once, and an account with a credit and a correction."""
    text = (POLICY / "policy.seat").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("fewer seats:"))
    made = [tmp_path / "policy.seat", tmp_path / "account.yaml"]
    made[0].write_text(text.replace(line, GIVEN_BACK), encoding="utf-8")
    made[1].write_text(ACCOUNT, encoding="utf-8")
    return [str(path) for path in made]


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["explain", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def packets(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    code, out, _ = told(capsys, *words, "--packet", "--format", "json")
    assert code == 0
    made = json.loads(out)
    assert refusals("packet", made, closed=True) == []
    found: list[dict[str, Any]] = made["packets"]
    return found


def test_a_line_with_its_credit_and_its_correction(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = [*files, "member_seats", "--as-of", "2026-12-01", "--until", "2027-01-01"]
    (made,) = packets(capsys, *words)
    # 52 seats in December: 10 × 50.00 + 40 × 40.00 + 2 × 30.00.
    assert (made["line"]["amount"], made["invoice"]["id"]) == ("2160.00", "tallow-lane-studio/2026-12-01/1")
    # Two of 52 at 30.00 come back for 21 of 31 days: 40.65. Then e-1 was two seats, not three: 30.00 less in December,
    # and what comes back of 51 are 30.00 and 40.00 for 21 of 31 days, 47.42, so 6.77 more.
    assert [(one["what"], one["line"], one["amount"], one["as_of"]) for one in made["stands_on"]] == [
        ("itself", "member_seats", "2160.00", "2026-12-01"),
        ("credit", "member_seats-2026-12-11", "-40.65", "2026-12-11"),
        ("put right", "member_seats@2026-12-01", "-30.00", "2027-01-01"),
        ("credit", "member_seats-2026-12-11@2026-12-11", "-6.77", "2027-01-01"),
    ]
    assert [(one["event"], one["recorded_on"], one["source"]) for one in made["events"]] == [
        ("e-1", "2026-11-10", "admin-console"), ("e-3", "2026-12-20", "support"), ("e-2", "2026-12-11", "support"),
    ]  # fmt: skip
    assert made["events"][0]["says"] == {"charge": "member_seats", "by": 3}
    assert made["events"][1]["corrected"]["says"] == {"charge": "member_seats", "by": 2}
    assert made["account"]["country"] == "US"
    assert made["account"]["billing_entity"] == "Tierline Inc."


def test_digests_are_those_of_the_texts(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = [*files, "member_seats+2026-11-10", "--as-of", "2026-12-01"]
    (made,) = packets(capsys, *words)
    assert made["account"]["document"]["digest"] == hashlib.sha256(ACCOUNT.encode()).hexdigest()
    # The same policy in another layout is another text with the same meaning.
    policy = Path(files[0])
    policy.write_text("# A remark.\n" + policy.read_text(encoding="utf-8").replace("Tierline graduated", "T"), "utf-8")
    (other,) = packets(capsys, *words)
    assert other["policy"]["source_digest"] != made["policy"]["source_digest"]
    assert other["policy"]["meaning_digest"] == made["policy"]["meaning_digest"]
    policy.write_text(policy.read_text(encoding="utf-8").replace("40.00", "41.00"), "utf-8")
    (dearer,) = packets(capsys, *words)
    assert dearer["policy"]["meaning_digest"] != made["policy"]["meaning_digest"]


def test_a_credit_names_the_line_that_it_gives_back(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (made,) = packets(capsys, *files, "member_seats-2026-12-11", "--as-of", "2026-12-11")
    assert [(one["what"], one["line"]) for one in made["stands_on"]][:2] == [
        ("credited", "member_seats"), ("itself", "member_seats-2026-12-11"),
    ]  # fmt: skip
    assert [one["event"] for one in made["events"]] == ["e-1", "e-3", "e-2"]
    assert [one["event"] for one in made["line"]["events"]] == ["e-2"]


def test_the_same_texts_give_the_same_packet(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = [*files, "member_seats", "--as-of", "2026-12-01", "--packet"]
    assert len({told(capsys, *words, "--format", form)[1] for form in ("json", "json")}) == 1
    assert len({told(capsys, *words)[1] for _ in range(2)}) == 1


def test_as_text(files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(files[0]).parent)
    words = ["policy.seat", "account.yaml", "member_seats", "--as-of", "2026-12-01", "--until", "2027-01-01", "--packet"]
    _, out, _ = told(capsys, *words)
    assert out.startswith("Evidence for member_seats of tallow-lane-studio/2026-12-01/1\n  account  tallow-lane-studio\n")
    assert (
        "Events as recorded\n"
        "  e-1: seats_changed, charge member_seats, by 3                                    account.yaml:12:5\n"
        "    at 2026-11-10T15:04:00Z, recorded 2026-11-10T15:04:00Z, from admin-console\n"
        "  e-3: correction of e-1: seats_changed, charge member_seats, by 2                 account.yaml:14:5\n"
        "    at 2026-12-20T08:00:00Z, recorded 2026-12-20T08:00:00Z, from support\n"
    ) in out
    assert "\n\nMember seats: 2,160.00 USD\n" in out
    monkeypatch.setenv("COLUMNS", "44")
    _, out, _ = told(capsys, *words)
    assert all(len(line) <= 44 or len(line.strip()) == 64 for line in out.splitlines())


def test_an_account_without_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(POLICY / "policy.seat"), str(POLICY / "accounts" / "forty-nine.yaml"), "member_seats"]
    (made,) = packets(capsys, *words)
    assert (made["events"], [one["what"] for one in made["stands_on"]]) == ([], ["itself"])


@pytest.mark.parametrize(
    ("line", "options", "code"),
    [
        ("total", [], "DO441"),
        ("member_seat", [], "DO440"),
        ("member_seats", ["--until", "soon"], "DO441"),
    ],
)
def test_what_has_no_packet(
    line: str, options: list[str], code: str, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    made, out, _ = told(capsys, *files, line, "--packet", *options, "--format", "json")
    data = json.loads(out)
    assert (made, data["packets"], [one["code"] for one in data["findings"]]) == (2, [], [code])
