"""Every code has a page, a case, a golden text, and a line that emits it."""

from __future__ import annotations

import re

import pytest

from seatpolicy.diagnostics.codes import Code, registry
from seatpolicy.diagnostics.pages import page
from tests.diagnostics.case_files import GOLDEN, ROOT, all_cases

FINISHED = ("AU", "BS", "DC", "EX", "HY", "LC", "MN", "NM", "PN", "PR", "RQ", "ST", "SY", "TR", "TY")
"""Families whose every code has all four; a family joins when it is complete, and none leaves."""

GENERATED = {
    "RQ408": "a library is a second file; tests/unit/semantics/test_heads.py holds it",
    "SY126": "a line of twenty thousand characters is no case file's; tests/properties holds it",
}
"""Codes whose cases are made by a test, with the reason."""

CODES = [code for code in registry() if code.code[:2] in FINISHED]
SOURCES = {file: file.read_text(encoding="utf-8") for file in (ROOT / "seatpolicy").rglob("*.py")}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_has_a_page_of_its_name(code: Code) -> None:
    found = page(code.code)
    assert found is not None
    assert found.slug == code.slug


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_has_a_case_with_a_golden_text(code: Code) -> None:
    cases = [case for case in all_cases() if code.code in {expected for expected, _ in case.expected}]
    assert cases or code.code in GENERATED
    assert all((GOLDEN / f"{case.name}.txt").is_file() for case in cases)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_is_emitted_somewhere(code: Code) -> None:
    emits = re.compile(rf"\b{code.code}\.at\(|\(bad, {code.code}\)")
    assert any(emits.search(text) for text in SOURCES.values())


def test_there_are_sixty_single_mistakes_at_least() -> None:
    assert sum(len(case.expected) == 1 for case in all_cases()) >= 200
    assert {code for case in all_cases() for code, _ in case.expected} | set(GENERATED) >= {code.code for code in CODES}


ELSEWHERE = {
    "DO": "tests/unit/documents/test_pages_of_documents.py",
    "EN": "tests/unit/documents/test_pages_of_documents.py",
    "FM": "tests/diagnostics/test_run_findings.py",
    "PG": "tests/diagnostics/test_run_findings.py",
    "PL": "tests/diagnostics/test_run_findings.py",
}
"""Families whose findings no policy text can hold, and the test that asks the same of them."""


def test_no_family_is_left_out() -> None:
    assert {code.code[:2] for code in registry()} == {*FINISHED, *ELSEWHERE}
    for code in registry():
        assert page(code.code) is not None, code.code
    for family, test in ELSEWHERE.items():
        assert family in (ROOT / test).read_text(encoding="utf-8")
