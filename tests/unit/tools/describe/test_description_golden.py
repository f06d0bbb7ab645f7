"""Whole descriptions, read by eye once and compared since.

Write them anew with `SEATPOLICY_UPDATE_GOLDEN=1`, then read them.
"""

from __future__ import annotations

import os

import pytest

from seatpolicy.tools.describe.markdown import to_markdown
from tests.unit.semantics.policy_under_test import ROOT
from tests.unit.tools.describe.described import first_text

GOLDEN = ROOT / "tests" / "golden" / "describe"
NAMES = ("acme", "guide-volume", "packs-of-five", "published-figma", "published-slack", "trello")


@pytest.mark.parametrize("name", NAMES)
def test_the_description_is_what_was_read(name: str) -> None:
    told = to_markdown(first_text(name))
    golden = GOLDEN / f"{name}.md"
    if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1" and (not golden.is_file() or golden.read_text("utf-8") != told):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(told, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew; read it")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_text_is_described() -> None:
    assert {path.stem for path in GOLDEN.glob("*")} == set(NAMES)
