"""`seatpolicy describe`: formats, files, days and customers, and policies that cannot be described."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main
from tests.unit.semantics.policy_under_test import HEAD, PLAN, ROOT, SEATS

ACME = str(ROOT / "policies" / "acme" / "policy.seat")
SLACK = str(ROOT / "policies" / "published-slack" / "policy.seat")


def test_markdown_is_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", ACME]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# Acme\n")
    assert "10 × 50.00 + 39 × 40.00 = 2,060.00" in out
    assert err == ""


@pytest.mark.parametrize(
    ("name", "begins"), [("a.html", "<!DOCTYPE html>"), ("a.md", "# Acme"), ("a.JSON", "{"), ("a", "# Acme")]
)
def test_the_name_of_the_file_says_the_format(
    name: str, begins: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", ACME, "--output", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert capsys.readouterr() == ("", "")


def test_a_format_that_is_named_counts(tmp_path: Path) -> None:
    assert main(["describe", ACME, "--format", "json", "--output", str(tmp_path / "a.html")]) == 0
    data = json.loads((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert data["title"] == "Acme"
    assert data["schema_version"] == "1.0"


def test_the_same_policy_is_described_in_the_same_words_however_it_is_laid_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEAD + SEATS + PLAN
    lines = [line.strip() for line in text.splitlines()]
    (tmp_path / "one.seat").write_text(text, encoding="utf-8")
    (tmp_path / "two.seat").write_text("# a comment\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert main(["describe", str(tmp_path / "one.seat")]) == 0
    one = capsys.readouterr().out
    assert main(["describe", str(tmp_path / "two.seat")]) == 0
    assert capsys.readouterr().out == one


def test_a_day_behind_a_change_has_the_changed_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", SLACK]) == 0
    before = capsys.readouterr().out
    assert main(["describe", SLACK, "--as-of", "2024-01-01"]) == 0
    after = capsys.readouterr().out
    assert "the last use was in the last 14 days" in before.partition("## Changes ahead")[0]
    assert "## Changes ahead" in before
    assert "from 10 july 2023 on" in before.casefold()
    assert "the last use was in the last 28 days" in after
    assert "## Changes ahead" not in after
    assert "with “A longer window of use”" in after


def test_a_policy_with_errors_is_not_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.seat"
    path.write_text((HEAD + SEATS + PLAN).replace("price: 10.00 USD", "price: 10.00 EUR"), encoding="utf-8")
    assert main(["describe", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "EUR" in err
    assert f"{path}:" in err


def test_what_cannot_be_read_or_answered_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(tmp_path / "none.seat")]) == 2
    assert "PL601" in capsys.readouterr().err
    assert main(["describe", ACME, "--as-of", "soon"]) == 2
    assert "DO441" in capsys.readouterr().err
    assert main(["describe", ACME, "--as-of", "2020-01-01"]) == 2
    assert "nothing is in force" in capsys.readouterr().err
    assert main(["describe", ACME, "--output", str(tmp_path / "no" / "folder.html")]) == 2
    assert "PL606" in capsys.readouterr().err
