"""Policies in, their descriptions out: for every test of `describe`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.check import Checked, Text
from seatpolicy.tools.describe.describe import describe
from seatpolicy.tools.describe.document import Block, Chart, Description, Paragraph, Points, Section, Table, plain
from seatpolicy.workspace.policy import check_path
from tests.unit.semantics.policy_under_test import ROOT, checked

POLICIES = sorted(path.parent.name for path in (ROOT / "policies").glob("*/policy.seat"))
SHARED = ROOT.parent / "shared" / "design"
COUNTED_BY_NOBODY = {
    "every-form.seat": "  held by:   staff when not company_mail\n  billable:  while active\n",
    "every-other.seat": "  billable:  while active or suspended\n",
}
"""Lines of the shared texts that say when a seat is billable which no charge counts so: they stand for themselves, and the
checker refuses them. The first line of the first text is needed and stays."""


@cache
def policy(name: str) -> Checked:
    """A checked policy of the manual, by its folder."""
    outcome = check_path(str(ROOT / "policies" / name / "policy.seat"))
    assert outcome.value is not None
    assert not outcome.has_errors, outcome.diagnostics
    return outcome.value


@cache
def every(name: str) -> Checked:
    """A text of all forms; the test is skipped where the texts are not at hand."""
    if not (SHARED / name).is_file():
        pytest.skip("the texts of all forms are not at hand")
    dropped = COUNTED_BY_NOBODY[name]
    first, _, _ = dropped.partition("\n")
    text = read(SHARED / name)
    assert dropped in text
    text = text.replace(dropped, f"{first}\n" if "held by" in first else "")
    outcome = checked(text, **{"every-library": read(SHARED / "every-library.seat")})
    assert not outcome.has_errors, outcome.diagnostics
    return outcome.value


def read(path: Path) -> str:
    """A file's text."""
    return path.read_text(encoding="utf-8")


@cache
def first_text(name: str) -> Description:
    """The description of a policy of the manual as it begins."""
    return of_text(policy(name), policy(name).texts[0])


def of_text(found: Checked, text: Text) -> Description:
    """The description of one text, on the policy's first day."""
    return describe(found, text, found.effective, ReferenceEngine())


def blocks(parts: tuple[Block, ...] | tuple[Section, ...]) -> Iterator[Block]:
    """Every block, sections and what is in them."""
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from blocks(part.blocks)


def words(description: Description) -> str:
    """Everything that is said, without marks."""
    said = [description.title, *description.lead]
    for block in blocks(description.sections):
        match block:
            case Section():
                said.append(block.title)
            case Paragraph():
                said.append(block.text)
            case Points():
                said += block.items
            case Table():
                said += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
            case Chart():
                said.append(block.words)
    return "\n".join(map(plain, said))
