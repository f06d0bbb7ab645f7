"""`seatpolicy compile`, `check --cost` and `--engine`: what they write, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main
from seatpolicy.compiler.to_json import read_kernel

POLICIES = Path(__file__).parents[3] / "policies"
ACME = str(POLICIES / "acme" / "policy.seat")
TEAM = ["--plan", "team", "--currency", "USD"]


def test_python_that_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", ACME, "--to", "python", *TEAM]) == 0
    namespace: dict[str, object] = {}
    exec(capsys.readouterr().out, namespace)
    price = namespace["price"]
    assert callable(price)
    # 10 seats at 50.00 and 39 at 40.00 a month, in minor units or finer ones: the figures of the published page.
    small, large = (price({"billing": "monthly", "segment": "smb", "member_seats": n})[0] for n in (10, 49))
    assert large * 500 == small * 2060


def test_json_that_is_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", ACME, "--to", "json", *TEAM, "--addon", "audit"]) == 0
    out = capsys.readouterr().out
    assert read_kernel(out).name == "acme: team + audit, USD"
    assert json.loads(out)["name"] == "acme: team + audit, USD"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--plan", "teem", "--currency", "USD"], 2, "teem"),
        (["--plan", "team"], 2, "no currency is named"),
        (["--plan", "team", "--currency", "CHF"], 2, "CHF"),
        ([*TEAM, "--as-of", "soon"], 2, "is no date"),
        ([*TEAM, "--addon", "audits"], 2, "audits"),
    ],
)
def test_what_cannot_be_compiled(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert main(["compile", ACME, *arguments]) == code
    streams = capsys.readouterr()
    assert not streams.out
    assert said in streams.err


def test_use_is_an_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", str(POLICIES / "seats-plus-exports" / "policy.seat"), "--plan", "studio"]) == 0
    streams = capsys.readouterr()
    assert "usage" in streams.out
    assert not streams.err


def test_what_a_bill_costs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ACME, "--cost"]) == 0
    assert "acme: team + audit, " in capsys.readouterr().out
    assert main(["check", ACME, "--cost", "--format", "json"]) == 0
    cost = json.loads(capsys.readouterr().out)["cost"]
    assert [one["kernel"].partition(",")[0] for one in cost] == ["acme: team", "acme: team + audit"]
    assert all(one["amounts"]["nodes"] < one["traced"]["nodes"] for one in cost)


@pytest.mark.parametrize("arguments", [["price", ACME, str(POLICIES / "acme" / "accounts" / "first.yaml")], ["test", ACME]])
def test_either_engine_writes_the_same(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    written = []
    for engine in ("reference", "python"):
        assert main([*arguments, "--engine", engine]) == 0
        written.append(capsys.readouterr().out)
    assert written[0] == written[1]
    assert written[0]
