"""`seatpolicy init`: what it writes checks, tests, formats and prices at once, and nothing is ever overwritten."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from seatpolicy.workspace.new_folder import FILES


def run(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A command as a user runs it, its output into a pipe."""
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "seatpolicy", *arguments],
        cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_from_nothing_to_an_invoice_by_what_it_prints(tmp_path: Path) -> None:
    made = run(tmp_path, "init", "pricing")
    assert (made.returncode, made.stderr) == (0, "")
    listed, following = made.stdout.split("\n\n")
    assert listed.split("\n") == [os.path.join("pricing", *name.split("/")) for name in FILES]
    commands = re.findall(r"seatpolicy (.+)", following)
    assert [command.split()[0] for command in commands] == ["check", "test", "price"]
    done = [run(tmp_path, *command.split()) for command in commands]
    assert [one.returncode for one in done] == [0, 0, 0]
    assert done[0].stderr == "1 policy: no findings\n"
    assert done[1].stdout == "4 passed\n"
    # 10 × 20.00 + 2 × 16.00 = 232.00 and (8 - 12 / 3) × 3.00 = 12.00, both less 10%: 208.80 + 10.80.
    assert "due        219.60 USD" in done[2].stdout


def test_its_own_readme_s_commands_run(tmp_path: Path) -> None:
    run(tmp_path, "init")
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"(?m)^seatpolicy (.+)$", readme)
    assert len(commands) == 3
    for command in [*commands, "format --check ."]:
        done = run(tmp_path, *command.split())
        assert done.returncode == 0, (command, done.stderr)


def test_through_pipes(tmp_path: Path) -> None:
    run(tmp_path, "init", "p")
    policy = (tmp_path / "p" / "policy.seat").read_text(encoding="utf-8")
    assert run(tmp_path, "check", "-", stdin=policy).returncode == 0
    assert run(tmp_path, "format", "-", stdin=policy).stdout == policy
    priced = run(tmp_path, "price", "-", "p/accounts/first.yaml", "--format", "json", stdin=policy)
    assert json.loads(priced.stdout)["invoices"][0]["totals"]["due"] == "219.60"


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    there = tmp_path / "pricing" / name
    there.parent.mkdir(parents=True)
    there.write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = run(tmp_path, "init", "pricing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"PL607 {os.path.join('pricing', *name.split('/'))}: this is there already")
    assert (sorted(tmp_path.rglob("*")), there.read_text(encoding="utf-8")) == (before, "mine")


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(tmp_path, "init").returncode == 0
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "pricing").mkdir()
    (tmp_path / "pricing" / "accounts").write_text("a file where a folder goes", encoding="utf-8")
    done = run(tmp_path, "init", "pricing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PL60" in done.stderr
    assert sorted(p.name for p in (tmp_path / "pricing").iterdir()) == ["accounts"]
    done = run(tmp_path, "init", "pricing/accounts/deep", "--format", "json")
    assert done.returncode == 2
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["PL608"]
