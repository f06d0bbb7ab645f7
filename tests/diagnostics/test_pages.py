"""Pages: every code of a finished family has one, and its samples do what they say."""

from __future__ import annotations

import pytest

from seatpolicy.diagnostics.codes import registry
from seatpolicy.diagnostics.pages import Page, page, render_page
from tests.diagnostics.case_files import findings
from tests.diagnostics.fragments import completed
from tests.diagnostics.test_registry import FINISHED

PAGES = [found for code in registry() if code.code[:2] in FINISHED if (found := page(code.code)) is not None]
EACH = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.code)


def codes(text: str, family: str) -> list[str]:
    """The codes of one family found in a sample."""
    found = findings("sample.seat", text) or findings("sample.seat", completed(text), whole=True)
    return [one.code for one in found if one.code.startswith(family)]


@EACH
def test_what_to_avoid_gives_the_code(shown: Page) -> None:
    for sample in shown.avoid:
        assert shown.code in codes(sample, shown.code[:2]), sample


@EACH
def test_what_to_prefer_gives_nothing(shown: Page) -> None:
    for sample in shown.prefer:
        assert codes(sample, shown.code[:2]) == [], sample


@EACH
def test_samples_come_in_pairs_and_prose_explains(shown: Page) -> None:
    assert len(shown.avoid) == len(shown.prefer)
    assert len(shown.prose) > 80
    assert shown.title in render_page(shown, width=60)


def test_a_page_without_samples_says_so() -> None:
    assert {shown.code for shown in PAGES if not shown.avoid} == {"RQ408", "SY126"}
