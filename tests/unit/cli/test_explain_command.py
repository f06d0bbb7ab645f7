"""`seatpolicy explain`: the list of codes in every width, and codes that do not exist."""

from __future__ import annotations

import pytest

from seatpolicy.cli.main import main
from seatpolicy.diagnostics.codes import registry


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_list_keeps_to_the_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["explain", "--all"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert max(len(line) for line in lines) <= width
    heads = [line for line in lines if line[:1].isalpha()]
    assert [line.split()[0] for line in heads] == [one.code for one in registry()]
    assert " ".join(" ".join(lines).split()).count("some counts have no price") == 1


def test_another_program_reads_one_line_a_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert main(["explain", "--all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    codes = registry()
    assert [line.split()[0] for line in lines] == [one.code for one in codes]
    assert all(line.endswith(f"  {one.title}") for line, one in zip(lines, codes, strict=True))


def test_a_code_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "TR200"]) == 2
    assert "there is no code `TR200`; did you mean TR20" in capsys.readouterr().err
