"""Standard input in place of a file, and outputs that cannot be written: every command says so in a sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seatpolicy.cli.main import main

ROOT = Path(__file__).parents[3]
ACME = ROOT / "policies" / "acme" / "policy.seat"
FULL = Path("/dev/full")


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def started(*arguments: str, **streams: int) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "seatpolicy", *arguments],
        cwd=ROOT, env=environment, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        stdout=streams.get("stdout", subprocess.PIPE), stderr=streams.get("stderr", subprocess.PIPE),
    )  # fmt: skip


# ---- standard input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["check", "-"], "<stdin>:"),
        (["show", "-"], 'policy acme "Acme" {'),
        (["format", "-"], 'policy acme "Acme" {'),
        (["price", "-", "policies/acme/accounts/first.yaml"], "Invoice "),
        (["test", "-"], "4 passed"),
    ],
)
def test_a_policy_from_standard_input(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], shown: str
) -> None:
    monkeypatch.chdir(ROOT)
    give(monkeypatch, ACME.read_bytes())
    assert main(arguments) == 0
    assert shown in capfd.readouterr().out


def test_cases_of_the_folder_are_not_those_of_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The four examples of the policy run, and not the cases that happen to lie in the folder of the run."""
    monkeypatch.chdir(ACME.parent)
    give(monkeypatch, ACME.read_bytes())
    assert main(["test", "-"]) == 0
    assert capsys.readouterr().out == "4 passed\n"


def test_standard_input_is_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "-", "-"]) == 2
    assert "`-` is named twice" in capsys.readouterr().err


def test_standard_input_that_is_closed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["check", "-"]) == 2
    assert "PL603 <stdin>: this file cannot be read: standard input is closed" in capsys.readouterr().out


# ---- outputs ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "policies/acme/policy.seat"],
        ["check", "policies/acme/policy.seat", "--format", "json"],
        ["show", "policies/acme/policy.seat"],
        ["price", "policies/acme/policy.seat", "policies/acme/accounts/first.yaml"],
        ["test", "policies/acme/policy.seat"],
        ["explain", "--all"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_a_sentence(arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        done = started(*arguments, stdout=full.fileno())
    assert done.returncode == 2
    assert done.stderr.count("seatpolicy: the output cannot be written: no space left on device\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_messages_that_cannot_be_written() -> None:
    with FULL.open("wb") as full:
        assert started("check", "nosuch", stderr=full.fileno()).returncode == 2
        assert started("check", "policies/acme/policy.seat", stdout=full.fileno(), stderr=full.fileno()).returncode == 2
