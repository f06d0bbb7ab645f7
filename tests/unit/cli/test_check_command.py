"""`seatpolicy check`: what its last line counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatpolicy.cli.main import main

POLICIES = Path(__file__).parents[3] / "policies"


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["nosuch.seat"], "1 not read: 1 error"),
        ([str(POLICIES / "flat-seats")], "1 policy: "),
        ([str(POLICIES / "flat-seats"), str(POLICIES / "acme"), "nosuch.seat"], "2 policies, 1 not read: 1 error"),
    ],
)
def test_files_that_cannot_be_read_are_counted_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, paths: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", *paths]) == (2 if "nosuch.seat" in paths else 0)
    assert capsys.readouterr().err.startswith(told)
