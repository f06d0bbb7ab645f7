"""The grammar is found from a checkout, a wheel and a zip, and the wheel carries what a start-up needs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "policies" / "guide-graduated" / "policy.seat"
GRAMMARS = ("seat.lark", "parties.lark", "prices.lark", "exceptions.lark", "expressions.lark", "LANGUAGE.md")


def check_with(path: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """`seatpolicy check` by the package at a path alone, started where nothing of the checkout is near."""
    # -P and an empty folder: neither the working directory nor an editable install may answer instead.
    script = "import sys; sys.path.insert(0, sys.argv.pop(1)); import seatpolicy; print(seatpolicy.__file__); " \
             "from seatpolicy.cli.main import main; sys.exit(main(sys.argv[1:]))"  # fmt: skip
    environment = {**os.environ, "SEATPOLICY_CACHE": str(tmp_path / "cache")}
    return subprocess.run(
        [sys.executable, "-P", "-c", script, str(path), "check", str(POLICY)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_from_a_checkout(tmp_path: Path) -> None:
    done = check_with(ROOT, tmp_path)
    assert (done.returncode, str(ROOT) in done.stdout) == (0, True), done.stderr


def zipped(target: Path, outside: bool) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted((ROOT / "seatpolicy").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(ROOT))
        for path in sorted((ROOT / "grammars").glob("*.lark")):
            archive.write(path, ("grammars/" if outside else "seatpolicy/grammars/") + path.name)
    return target


def test_from_a_zip(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "seatpolicy.zip", outside=False)
    done = check_with(archive, tmp_path)
    assert (done.returncode, "seatpolicy.zip" in done.stdout) == (0, True), done.stderr


def test_an_incomplete_installation_says_so(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "seatpolicy.zip", outside=True)
    done = check_with(archive, tmp_path)
    assert done.returncode != 0
    assert "the installation is incomplete" in done.stderr


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling is not installed (extra `dev`)")
def test_the_wheel(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(tmp_path), str(ROOT)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in (*GRAMMARS, "seat.tables.json"):
        assert f"seatpolicy/grammars/{name}" in names
    assert "seatpolicy/py.typed" in names
    for name in ("policy.seat", "cases.yaml", "README.md", "accounts/first.yaml"):
        assert f"seatpolicy/workspace/starter/{name}" in names
    assert any(n.startswith("seatpolicy/diagnostics/pages/") and n.endswith(".md") for n in names)
    assert "seatpolicy/documents/schemas/account.json" in names
    assert not any(n.startswith(("tests/", "policies/", "plugins/")) for n in names)
    done = check_with(wheel, tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "cache").exists(), "the tables came with the wheel, so nothing had to be kept"
