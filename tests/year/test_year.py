"""The year's invoices as both engines make them are the golden ones, and each of its stories can be asked for.

`SEATPOLICY_UPDATE_GOLDEN=1` writes the golden invoices anew, and fails so that they are read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from seatpolicy.cli.main import main

ROOT = Path(__file__).parents[2]
POLICY = "policies/a-year/policy.seat"
ACCOUNT = "policies/a-year/accounts/one-year.yaml"
GOLDEN = Path(__file__).parent / "invoices"


def made(engine: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Each invoice of the year as text by its day."""
    asked = ["price", POLICY, ACCOUNT, "--period", "2027-08-31..2028-07-31", "--format", "json", "--engine", engine]
    assert main(asked) == 0
    invoices = [one for line in capsys.readouterr().out.splitlines() for one in json.loads(line)["invoices"]]
    return {one["as_of"]: json.dumps(one, indent=2, sort_keys=True, ensure_ascii=False) + "\n" for one in invoices}


@pytest.mark.parametrize("engine", ["reference", "python"])
def test_the_year_is_the_golden_one(
    engine: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    year = made(engine, capsys)
    if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1":
        GOLDEN.mkdir(exist_ok=True)
        for day, text in year.items():
            (GOLDEN / f"{day}.json").write_text(text, encoding="utf-8")
        pytest.fail("the golden invoices were written anew; read them")
    assert sorted(year) == sorted(file.stem for file in GOLDEN.glob("*.json"))
    for day, text in year.items():
        assert text == (GOLDEN / f"{day}.json").read_text(encoding="utf-8"), day


@pytest.mark.parametrize(
    ("event", "day"),
    [
        ("e-01", "2027-09-30"),
        ("e-05", "2027-10-31"),
        ("e-06", "2027-11-30"),
        ("e-11", "2028-01-14"),
        ("e-13", "2028-02-29"),
        ("e-17", "2028-03-31"),
        ("e-19", "2028-03-31"),
        ("e-24", "2028-05-31"),
        ("e-25", "2028-05-31"),
        ("e-28", "2028-07-10"),
    ],
)
def test_an_event_leads_to_its_lines(
    event: str, day: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["trace", POLICY, ACCOUNT, event, "--until", "2028-07-31", "--format", "json"]) == 0
    assert f'"{day}"' in capsys.readouterr().out
