"""Findings about files and runs, which no text can hold: each made as a user meets it, and compared with its golden text.

`SEATPOLICY_UPDATE_GOLDEN=1 pytest tests/diagnostics` writes the golden texts anew, and fails so that they are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seatpolicy.diagnostics.codes import registry
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.pages import page
from seatpolicy.diagnostics.render import render
from seatpolicy.syntax.tree import SourceFile
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.workspace import files
from tests.diagnostics.case_files import language

GOLDEN = Path(__file__).parents[1] / "golden" / "runs"
FAMILIES = ("FM", "PL")
POLICY = 'plan team "Team" {\n  cycle: month\n}\n'


def missing(folder: Path) -> Diagnostic:
    (folder / "policy.seat").write_text(POLICY, encoding="utf-8")
    return files.read_source("polcy.seat").diagnostics[0]


def empty_folder(folder: Path) -> Diagnostic:
    (folder / "empty").mkdir()
    return files.read_source("empty").diagnostics[0]


def folder_of_policies(folder: Path) -> Diagnostic:
    (folder / "team").mkdir()
    (folder / "team" / "policy.seat").write_text(POLICY, encoding="utf-8")
    return files.read_source("team").diagnostics[0]


def unreadable(folder: Path) -> Diagnostic:
    # A path with a NUL in it can be opened by nobody, whatever they are allowed to.
    return files.read_source("policy\0.seat").diagnostics[0]


def not_utf8(folder: Path) -> Diagnostic:
    (folder / "policy.seat").write_bytes('plan caf\u00e9 "Café" {\n'.encode("latin-1"))
    return files.read_source("policy.seat").diagnostics[0]


def utf16(folder: Path) -> Diagnostic:
    (folder / "policy.seat").write_bytes(POLICY.encode("utf-16"))
    return files.read_source("policy.seat").diagnostics[0]


def too_large(folder: Path) -> Diagnostic:
    return files.decode("policy.seat", b" " * (files.LARGEST + 1)).diagnostics[0]


def unwritable(folder: Path) -> Diagnostic:
    found = files.write_atomically("no/such/folder/policy.seat", POLICY)
    assert found is not None
    return found


def not_formatted(folder: Path) -> Diagnostic:
    outcome = format_text("policy.seat", POLICY.replace("cycle:", "cycle"), language())
    assert outcome.value is None
    return outcome.diagnostics[-1]


def layout_moved(folder: Path) -> Diagnostic:
    def forgetful(file: SourceFile) -> str:
        return file.source.text.replace("month", "year")

    outcome = format_text("policy.seat", POLICY, language(), layout=forgetful)
    assert outcome.value is None
    return outcome.diagnostics[-1]


CASES: dict[str, Callable[[Path], Diagnostic]] = {
    "PL601-slip-in-a-path": missing,
    "PL602-folder-without-a-policy": empty_folder,
    "PL602-folder-in-place-of-a-file": folder_of_policies,
    "PL603-path-that-nobody-can-open": unreadable,
    "PL604-other-encoding": not_utf8,
    "PL604-sixteen-bits": utf16,
    "PL605-larger-than-any-policy": too_large,
    "PL606-folder-that-is-not-there": unwritable,
    "FM101-mistake-in-the-syntax": not_formatted,
    "FM102-layout-that-forgets": layout_moved,
}


@pytest.mark.parametrize("name", CASES)
def test_reads_as_the_golden_text(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = CASES[name](tmp_path)
    assert found.code == name[:5]
    shown = render(found, 100) + "\n"
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1" and (not golden.is_file() or golden.read_text("utf-8") != shown):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew; read it")
    assert golden.is_file(), f"no golden text for {name}"
    assert shown == golden.read_text(encoding="utf-8")


def test_every_code_of_these_families_has_a_case_and_a_page() -> None:
    codes = [c for c in registry() if c.code[:2] in FAMILIES]
    assert {c.code for c in codes} == {name[:5] for name in CASES}
    for code in codes:
        found = page(code.code)
        assert found is not None
        assert found.slug == code.slug


def test_every_golden_text_belongs_to_a_case() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(CASES)
