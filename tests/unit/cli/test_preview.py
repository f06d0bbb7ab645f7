"""`price --change CHARGE=+2 --at DAY`: what a change would put on the next invoices, as text, JSON and in Python."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import seatpolicy
from seatpolicy.cli.main import main
from tests.unit.documents.schema_documents import refusals

ROOT = Path(__file__).parents[3]
POLICY = ROOT / "policies" / "guide-graduated"
FORTY_NINE = str(POLICY / "accounts" / "forty-nine.yaml")
GROWING = str(POLICY / "accounts" / "growing.yaml")
GIVEN_BACK = "fewer seats:  credited at what was billed, at once"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["price", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def data(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    made, out, _ = told(capsys, *words, "--format", "json")
    assert made == code
    document: dict[str, Any] = json.loads(out)
    assert refusals("previewed", document, closed=True) == []
    return document


@pytest.fixture
def giving_back(tmp_path: Path) -> str:
    """The guide's policy, where what is given up comes back at once."""
    text = (POLICY / "policy.seat").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("fewer seats:"))
    policy = tmp_path / "policy.seat"
    policy.write_text(text.replace(line, f"  {GIVEN_BACK}"), encoding="utf-8")
    return str(policy)


def test_two_more_seats_of_an_account_without_a_history(capsys: pytest.CaptureFixture[str]) -> None:
    policy = str(POLICY / "policy.seat")
    made = data(capsys, policy, FORTY_NINE, "--change", "member_seats=+2", "--at", "2026-11-20")["preview"]
    # The 50th seat is 40.00 a month and the 51st 30.00: 70.00 × 11/30 for the last eleven days of November.
    assert made["changes"] == [{"charge": "member_seats", "before": "49", "after": "51"}]
    assert (made["now"], made["next"]) == ("0.00", {"as_of": "2026-12-01", "due": "95.67"})
    (each,) = made["each_cycle"]
    assert [each[key] for key in ("charge", "per", "since", "difference")] == [
        "member_seats", "month", "2026-12-01", "70.00"
    ]  # fmt: skip
    first = made["invoices"][0]
    assert [(one["id"], one["without"], one["changed"], one["difference"]) for one in first["lines"]] == [
        ("member_seats+2026-11-20", None, "25.67", "25.67"),
        ("member_seats", "2060.00", "2130.00", "70.00"),
    ]
    assert first["changed"]["totals"]["due"] == "2155.67"
    assert first["without"]["totals"]["due"] == "2060.00"


def test_as_text(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    words = ["policies/guide-graduated/policy.seat", FORTY_NINE, "--change", "member_seats=51", "--at", "2026-11-20"]
    code, out, err = told(capsys, *words, "--no-steps")
    assert (code, err) == (0, "")
    assert out == (
        "member_seats: 49 → 51 on 2026-11-20\n"
        "  account  copper-lane-studio\n"
        "  policy   Tierline graduated, version 2026.1\n"
        "\n"
        "  now, on 2026-11-20                             0.00 USD\n"
        "  on the invoice of 2026-12-01                 +95.67 USD\n"
        "  each month from 2026-12-01 on, Member seats  +70.00 USD\n"
        "\n"
        "Invoice of 2026-12-01: 2,155.67, without the change 2,060.00 (+95.67 USD)\n"
        "                                           without      with     USD\n"
        "  Member seats (member_seats+2026-11-20)      none     25.67  +25.67\n"
        "    2026-11-20 to 2026-11-30\n"
        "  Member seats (member_seats)             2,060.00  2,130.00  +70.00\n"
        "    2026-12-01 to 2026-12-31\n"
        "\n"
        "By the same in each cycle differ the invoices of 2027-01-01.\n"
    )
    _, out, _ = told(capsys, *words)
    assert "    more seats: 49 of 51 are paid for, so 2 " in out


def test_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    words = [str(POLICY / "policy.seat"), FORTY_NINE, "--change", "member_seats=+2", "--at", "2026-11-20", "--no-steps"]
    _, out, _ = told(capsys, *words)
    assert all(len(line) <= 40 for line in out.splitlines())
    assert "    2,130.00, without 2,060.00: +70.00\n" in out


def test_fewer_seats_that_come_back_at_once(giving_back: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = data(capsys, giving_back, FORTY_NINE, "--change", "member_seats=-3", "--at", "2026-11-11")["preview"]
    # Three seats at 40.00 for 20 of 30 days come back on the day itself; from December on three are paid for less.
    assert (made["now"], made["next"]) == ("-80.00", {"as_of": "2026-12-01", "due": "-120.00"})
    assert made["each_cycle"][0]["difference"] == "-120.00"
    assert [one["as_of"] for one in made["invoices"]] == ["2026-11-11", "2026-12-01", "2027-01-01"]
    assert made["invoices"][0]["without"] is None


def test_fewer_seats_in_a_history(giving_back: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = data(capsys, giving_back, GROWING, "--change", "member_seats=-3", "--at", "2026-11-11")["preview"]
    assert (made["changes"][0]["before"], made["changes"][0]["after"]) == ("52", "49")
    # The three of the tenth are due on 1 December, 70.00 for 21 of 30 days, and come back there for 20 of 30: 66.67. On the
    # twentieth five go: of the 49 that are left at 40.00, 5 × 40.00 × 11/30 = 73.33; without the change two of 52 fell on
    # the first line, 2 × 40.00 × 11/30 = 29.33, and three on the second, 100.00 × 11/30 = 36.67.
    assert made["now"] == "0.00"
    twentieth, december = made["invoices"][0], made["invoices"][1]
    assert (twentieth["as_of"], twentieth["difference"]["due"]) == ("2026-11-20", "-44.00")
    # In December 44 for 47: three at 40.00 less; 66.67 less for November, and 36.67 that do not come back a second time.
    assert (december["as_of"], december["difference"]["due"]) == ("2026-12-01", "-150.00")


def test_several_changes_at_an_instant_and_the_days_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    policy, account = (str(ROOT / "policies" / "acme" / name) for name in ("policy.seat", "accounts/first.yaml"))
    words = ["--change", "member_seats=+1", "--change", "guest_packs=5", "--at", "2026-11-10T09:00:00Z"]
    code, out, _ = told(capsys, policy, account, *words, "--format", "json")
    made = json.loads(out)
    assert code in (0, 1, 2)
    assert made["findings"] or len(made["preview"]["changes"]) == 2
    guide = str(POLICY / "policy.seat")
    until = ["--change", "member_seats=+2", "--at", "2026-11-20", "--period", "2026-11-01..2026-11-30"]
    assert data(capsys, guide, FORTY_NINE, *until)["preview"]["invoices"] == []


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("--change member_seats=-60 --at 2026-11-20", ["DO529"]),
        ("--change member_seat=+1 --at 2026-11-20", ["DO423"]),
        ("--change member_seats=two --at 2026-11-20", ["DO441"]),
        ("--change member_seats=+0 --at 2026-11-20", ["DO441"]),
        ("--change member_seats --at 2026-11-20", ["DO441"]),
        ("--change member_seats=+1", ["DO441"]),
        ("--at 2026-11-20", ["DO441"]),
        ("--change member_seats=+1 --change member_seats=+2 --at 2026-11-20", ["DO434"]),
        ("--change member_seats=+1 --at 2026-10-20", ["DO521"]),
        ("--change member_seats=+1 --at soon", ["DO431"]),
        ("--change member_seats=+1 --at 2026-11-20T10:00:00", ["DO501"]),
        ("--change member_seats=+1 --at 2026-11-20 --as-of 2026-11-20", ["DO441"]),
        ("--change member_seats=+1 --at 2026-11-20 --pricer desk", ["PG101", "DO441"]),
    ],
)
def test_what_cannot_be_previewed(options: str, codes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, str(POLICY / "policy.seat"), FORTY_NINE, *options.split(), "--format", "json")
    found = {one["code"] for one in json.loads(out)["findings"]}
    assert code == 2
    assert found & set(codes)
    assert found <= set(codes) or "PG101" in codes


def test_a_count_that_waits_for_a_quote(capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(POLICY / "policy.seat"), FORTY_NINE, "--change", "member_seats=500", "--at", "2026-11-20"]
    made = data(capsys, *words, code=1)
    assert (made["preview"]["status"], made["preview"]["now"]) == ("held", None)
    assert [one["code"] for one in made["findings"]] == ["EN201"]
    code, out, err = told(capsys, *words)
    assert (code, out.splitlines()[-1]) == (1, "  status   held: it waits for what is missing")
    assert err.startswith("EN201")


def test_several_accounts_are_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(POLICY / "policy.seat"), FORTY_NINE, GROWING, "--change", "member_seats=+1", "--at", "2026-11-20"]
    code, out, _ = told(capsys, *words, "--format", "json")
    made = [json.loads(line) for line in out.splitlines()]
    assert (code, [one["preview"]["account"] for one in made]) == (0, ["copper-lane-studio", "tallow-lane-studio"])


def test_in_python() -> None:
    policy = seatpolicy.load(POLICY / "policy.seat")
    made = seatpolicy.preview(policy, Path(FORTY_NINE), {"member_seats": "+2"}, at="2026-11-20")
    assert made.next is not None
    assert (made.next.due, made.recurring[0].difference) == (Fraction("95.67"), Fraction(70))
    assert seatpolicy.preview_text(made, steps=False).startswith("member_seats: 49 → 51 on 2026-11-20\n")
    assert seatpolicy.preview_to_json(made)["now"] == "0.00"
    with pytest.raises(seatpolicy.PolicyError, match="49 seats on 2026-11-20, and 60 fewer are asked for"):
        seatpolicy.preview(policy, Path(FORTY_NINE), {"member_seats": "-60"}, at="2026-11-20")
