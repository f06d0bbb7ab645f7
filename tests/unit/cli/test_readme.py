"""The README's commands print what the README shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```sh\n\.venv/bin/seatpolicy ([^\n]+)\n```\n\n```\n(.*?)\n```", README, re.DOTALL)
COMMANDS = re.findall(r"`seatpolicy ((?:price|explain) [^`…]+)`", README)


def run(arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "seatpolicy", *arguments.split()],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_readme_shows_invoices_a_picture_a_preview_and_a_check() -> None:
    assert [command.split()[0] for command, _ in SHOWN] == ["price", "ledger", "price", "check"]


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command.split()[0] for command, _ in SHOWN])
def test_prints_what_is_shown(command: str, shown: str) -> None:
    done = run(command)
    assert (done.returncode, done.stdout.rstrip("\n")) == (0, shown), done.stderr


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "explain CODE"])
def test_commands_in_the_text_run(command: str) -> None:
    assert run(command).returncode == 0


def test_set_up_is_two_lines_and_the_tests_are_one() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
    assert blocks[0].split("\n") == ["python3 -m venv .venv", ".venv/bin/pip install -e ."]
    assert any(re.fullmatch(r"python3 -m venv \.venv && .*pytest -n auto", block) for block in blocks)
