"""Every case of a mistake: what is found, where, how it reads, and that its fix repairs it.

`SEATPOLICY_UPDATE_GOLDEN=1 pytest tests/diagnostics` writes the golden texts anew, and fails so that they are read."""

from __future__ import annotations

import os

import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit
from seatpolicy.diagnostics.render import render
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tree import Leaf, Tree
from tests.diagnostics.case_files import GOLDEN, Case, all_cases, findings, language

CASES = pytest.mark.parametrize("case", [case for case in all_cases() if not case.broken], ids=lambda case: case.name)
WIDTH = 100


def test_every_case_can_be_read_and_has_a_name_of_its_own() -> None:
    assert [case.broken for case in all_cases() if case.broken] == []
    names = [case.name for case in all_cases()]
    assert [name for name in set(names) if names.count(name) > 1] == []


@CASES
def test_exactly_the_expected_findings(case: Case) -> None:
    found = findings(case.path, case.text, case.whole)
    assert sorted((one.code, one.span.line if one.span else 0) for one in found) == list(case.expected)


@CASES
def test_reads_as_the_golden_text(case: Case) -> None:
    shown = "".join(f"{render(one, WIDTH)}\n" for one in findings(case.path, case.text, case.whole))
    golden = GOLDEN / f"{case.name}.txt"
    if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1" and (not golden.is_file() or golden.read_text("utf-8") != shown):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew; read it")
    assert golden.is_file(), f"no golden text for {case.name}"
    assert shown == golden.read_text(encoding="utf-8")


@CASES
def test_a_fix_removes_its_finding(case: Case) -> None:
    for one in findings(case.path, case.text, case.whole):
        if one.fix is None or not one.fix.edits:
            continue
        fixed = applied(case.text, one.fix.edits)
        left = [(other.code, other.message) for other in findings(case.path, fixed, case.whole)]
        assert (one.code, one.message) not in left


@CASES
def test_safe_fixes_give_what_was_meant(case: Case) -> None:
    """Where every finding of a case has a safe fix, the text reads as it was meant after them."""
    found = findings(case.path, case.text, case.whole)
    if not all(one.fix is not None and one.fix.safe for one in found):
        return
    edits = tuple(edit for one in found if one.fix is not None for edit in one.fix.edits)
    assert shapes(applied(case.text, edits)) == shapes(case.meant)


@CASES
def test_what_was_meant_has_no_mistake(case: Case) -> None:
    assert findings(case.path, case.meant, case.whole) == []


def test_every_golden_text_belongs_to_a_case() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == {case.name for case in all_cases()}


def test_findings_carry_what_a_user_needs() -> None:
    """Every finding says more than that something is wrong: a note, a hint or a fix."""
    bare = [case.name for case in all_cases() for one in findings(case.path, case.text, case.whole) if not _helps(one)]
    assert bare == []


def _helps(found: Diagnostic) -> bool:
    return bool(found.note or found.hint or found.fix)


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits in it, from the last to the first."""
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def shapes(text: str) -> list[object]:
    """What the declarations of a text say, without where they say it."""
    return [shape(node) for node in parse(SourceText("meant.seat", text), language()).value.declarations]


def shape(tree: Tree) -> object:
    """A tree as nested tuples of kinds and texts."""
    return (tree.kind, tree.text) if isinstance(tree, Leaf) else (tree.kind, [shape(child) for child in tree.children])
