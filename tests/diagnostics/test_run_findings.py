"""Findings about files and runs, which no text can hold: each made as a user meets it, and compared with its golden text.

`SEATPOLICY_UPDATE_GOLDEN=1 pytest tests/diagnostics` writes the golden texts anew, and fails so that they are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seatpolicy import builtin
from seatpolicy.diagnostics.codes import registry
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.pages import page
from seatpolicy.diagnostics.render import render
from seatpolicy.hooks.discovery import Installed
from seatpolicy.hooks.host import load
from seatpolicy.semantics.check import check
from seatpolicy.semantics.model.functions import Function
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.tree import SourceFile
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.workspace import files
from seatpolicy.workspace.new_folder import begin
from tests.diagnostics.case_files import language
from tests.unit.hooks.plugins_on_disk import plugins

GOLDEN = Path(__file__).parents[1] / "golden" / "runs"
FAMILIES = ("FM", "PG", "PL")
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


def in_use(folder: Path) -> Diagnostic:
    (folder / "pricing").mkdir()
    (folder / "pricing" / "cases.yaml").write_text("cases: []\n", encoding="utf-8")
    return begin("pricing").diagnostics[0]


def folder_behind_a_file(folder: Path) -> Diagnostic:
    (folder / "pricing").write_text("", encoding="utf-8")
    return begin(os.path.join("pricing", "new")).diagnostics[0]


def not_importable(folder: Path) -> Diagnostic:
    return load(builtin, [Installed("desk", "no_such_plugin_anywhere", "order-desk", "1.0")]).findings[0]


def plugin(body: str) -> Callable[[Path], Diagnostic]:
    """The first finding about a plugin `first 1.0` with a body."""
    head = 'SEATPOLICY_API = "1.0"\nfrom seatpolicy.hooks.offers import *\n'
    return lambda folder: plugins(head + body).findings[0]


def function_with_too_few(folder: Path) -> Diagnostic:
    started = Function("per_started", ("count", "count"), "count", max, max, "first 1.0")
    text = (Path(__file__).parents[2] / "policies" / "flat-seats" / "policy.seat").read_text(encoding="utf-8")
    text += 'require that per_started(seats of member) < 100 before invoice\n'
    outcome = check({"policy.seat": SourceText("policy.seat", text)}, "policy.seat", language(), {"per_started": started})
    return next(one for one in outcome.diagnostics if one.code == "PG110")


def engine_with_a_slip(folder: Path) -> Diagnostic:
    found = plugins().named("seatpolicy_engines", "refrence")
    assert isinstance(found, Diagnostic)
    return found


ENGINES = "def seatpolicy_engines():\n    "
CODE = 'LintRule("names", (Code("TR901", "our-names", None, "t"),), "## TR901 our-names\\n\\nWords.\\n", "a:b")'

CASES: dict[str, Callable[[Path], Diagnostic]] = {
    "PL601-slip-in-a-path": missing,
    "PL602-folder-without-a-policy": empty_folder,
    "PL602-folder-in-place-of-a-file": folder_of_policies,
    "PL603-path-that-nobody-can-open": unreadable,
    "PL604-other-encoding": not_utf8,
    "PL604-sixteen-bits": utf16,
    "PL605-larger-than-any-policy": too_large,
    "PL606-folder-that-is-not-there": unwritable,
    "PG101-module-that-is-not-there": not_importable,
    "PG102-hooks-of-another-version": plugin('SEATPOLICY_API = "2.3"'),
    "PG103-slip-in-a-hook": plugin("def seatpolicy_engine(): return []"),
    "PG104-hook-with-arguments": plugin("def seatpolicy_engines(config): return []"),
    "PG105-engine-of-a-taken-name": plugin(ENGINES + 'return [EngineOffer("reference", "desk:Engine")]'),
    "PG106-hook-that-raises": plugin(ENGINES + 'raise KeyError("desk")'),
    "PG107-hook-that-gives-nothing": plugin(ENGINES + "return None"),
    "PG108-code-of-the-language": plugin(
        f"from seatpolicy.diagnostics.codes import Code\ndef seatpolicy_lint_rules():\n    return [{CODE}]"
    ),
    "PG109-slip-in-an-engine": engine_with_a_slip,
    "PG110-function-with-too-few-figures": function_with_too_few,
    "PL607-cases-that-are-there": in_use,
    "PL608-folder-behind-a-file": folder_behind_a_file,
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
