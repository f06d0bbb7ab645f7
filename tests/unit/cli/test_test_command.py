"""`seatpolicy test`: what is printed, and the exit codes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from seatpolicy.cli import test_command
from seatpolicy.cli.main import main
from tests.unit.engines.policies import charge, plan, text

RIGHT = 'example "three" {\n  given: plan = team, seats of member = 3\n  expect: total = 30.00 USD\n}\n'
WRONG = 'example "four" {\n  given: plan = team, seats of member = 4\n  expect: total = 41.00 USD\n}\n'
METER = "meter {\n  exports: count, sum of each day\n}\n"
BY_USE = charge("used", **{"for": "exports", "quantity": "used"}, price="0.05 USD per unit", bill="in arrears")
USED = plan(BY_USE, name="metered")
WAITS = 'example "use" {\n  given: plan = metered, exports = 100\n  expect: total = 5.00 USD\n}\n'


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    test_command.add(parser.add_subparsers())
    args = parser.parse_args(["test", *arguments])
    code = args.run(args)
    assert isinstance(code, int)
    return code


def policy(folder: Path, *examples: str) -> str:
    path = folder / "policy.seat"
    path.write_text(text(plan(charge()) + METER + USED + "".join(examples)), encoding="utf-8")
    return str(path)


def test_all_passed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policy(tmp_path, RIGHT)) == 0
    assert capsys.readouterr().out == "1 passed\n"


def test_what_waits_is_counted_apart_and_listed_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = policy(tmp_path, RIGHT, WAITS)
    assert run(path) == 0
    assert capsys.readouterr().out == "1 passed, 1 waits (usage)\n"
    assert run(path, "--waiting") == 0
    assert capsys.readouterr().out.startswith("waits (usage): use")


def test_a_failure_is_shown_with_its_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policy(tmp_path, RIGHT, WRONG)) == 1
    out = capsys.readouterr().out
    assert out.startswith("FAILED example: four")
    assert "total: expected 41.00, got 40.00" in out
    assert "4 × 10.00 = 40.00" in out
    assert out.endswith("1 passed, 1 failed\n")


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policy(tmp_path, RIGHT, WRONG, WAITS), "--format", "json") == 1
    data = json.loads(capsys.readouterr().out)
    assert data["summary"] == "1 passed, 1 failed, 1 waits (usage)"
    assert [(one["name"], one["status"]) for one in data["results"]] == [
        ("three", "passed"),
        ("four", "failed"),
        ("use", "waits"),
    ]
    assert data["results"][1]["differences"][0]["got"] == "40.00"
    assert data["results"][2]["waits_for"] == ["usage"]


def test_what_cannot_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "nowhere.seat")) == 2
    assert "PL601" in capsys.readouterr().err
    (tmp_path / "cases.yaml").write_text("cases: [", encoding="utf-8")
    assert run(policy(tmp_path, RIGHT)) == 2
    out, err = capsys.readouterr()
    assert out == "1 passed\n"
    assert "DO401" in err


def test_cases_may_be_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same cases as YAML and as JSON beside a policy come to the same."""
    case = {"name": "twelve", "given": {"plan": "board", "currency": "USD", "seats": {"user_seats": 12}},
            "derivation": "12 × 25.00", "expect": {"total": "300.00"}}  # fmt: skip
    source = Path(__file__).parents[3] / "policies" / "flat-seats" / "policy.seat"
    (tmp_path / "policy.seat").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"schema_version": "1.0", "policy": "policy.seat", "cases": [case]}), encoding="utf-8")
    for path in (tmp_path / "policy.seat", file):
        assert main(["test", str(path), "--format", "json"]) == 0
        results = json.loads(capsys.readouterr().out)["results"]
        assert [one["status"] for one in results if one["kind"] == "case"] == ["passed"]
