"""What the formatter does not write: texts with mistakes, and layouts that would say something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seatpolicy.syntax.tree import SourceFile
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.tools.formatter.layout import lay_out
from tests.unit.tools.formatter.policy_texts import laid_out, language

TEXT = """\
# a remark
seat member "Member" {
  held by:   admin or editor  # behind
  billable:  while active when last_used in the last 30 days
}

let x = y - 1
let z = 1,000
"""


def test_mistakes_are_told_and_nothing_is_laid_out() -> None:
    done = format_text("bad.seat", "seat {\n}\nlet x = $5\n", language())
    assert done.value is None
    assert [found.span.line for found in done.diagnostics if found.span is not None] == [1, 3]
    last = done.diagnostics[-1]
    assert (last.code, last.file, last.message) == ("FM101", "bad.seat", "not formatted: 2 mistakes in the syntax")
    assert "mend them" in last.hint


def test_one_mistake_is_one() -> None:
    last = format_text("bad.seat", "let = 5\n", language()).diagnostics[-1]
    assert last.message == "not formatted: a mistake in the syntax"
    assert "mend it," in last.hint


def test_the_sound_layout_passes() -> None:
    assert laid_out(TEXT) == TEXT


def _changed(before: str, after: str) -> Callable[[SourceFile], str]:
    def layout(file: SourceFile) -> str:
        text = lay_out(file)
        assert before in text
        return text.replace(before, after)

    return layout


@pytest.mark.parametrize(
    ("before", "after", "what", "line"),
    [
        ("30 days", "31 days", "meaning", 4),
        ("30 days", "30 hours", "meaning", 4),
        ("admin or editor", "editor or admin", "meaning", 3),
        ("y - 1", "-y", "meaning", 7),
        ("let z = 1,000\n", "", "meaning", 8),
        ("let z = 1,000\n", "let z = 1,000\nlet w = 2\n", "meaning", 9),
        ("1,000", "1,000.0", "meaning", 8),
        ('"Member"', '"member"', "meaning", 2),
        ("# a remark\n", "", "a comment", 1),
        ("# a remark", "# A remark", "a comment", 1),
        ("  # behind", "", "a comment", 3),
        ("let z = 1,000\n", "let z = 1,000  # more\n", "a comment", 9),
        ("let x =", "let x", "meaning", 7),
        ("}", "", "meaning", 7),  # the block shows as open at the line behind it
    ],
)
def test_a_layout_that_says_something_else_is_not_given_back(before: str, after: str, what: str, line: int) -> None:
    done = format_text("moved.seat", TEXT, language(), _changed(before, after))
    assert done.value is None
    (found,) = done.diagnostics
    assert found.code == "FM102"
    assert found.message == f"not formatted: the new layout would have changed {what}"
    assert found.span is not None
    assert found.span.line == line


def test_a_layout_that_differs_in_commas_and_blanks_says_the_same() -> None:
    done = format_text("same.seat", TEXT, language(), lambda file: file.source.text.replace("1,000", " 1000 "))
    assert done.value is not None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("\n\n \t\n", ""),
        ("\ufeff", "\ufeff"),
        ("\ufefflet x = 1", "\ufefflet x = 1\n"),
        ("let x = 1", "let x = 1\n"),
        ("let x = 1\n\n\n", "let x = 1\n"),
        ("let x = 1\r\nlet y = 2\r\n", "let x = 1\r\nlet y = 2\r\n"),
        ("let x = 1\r\nlet y = 2\n", "let x = 1\nlet y = 2\n"),
        ("let x = 1\rlet y = 2\r", "let x = 1\nlet y = 2\n"),
        ("let x = 1\r\nlet y = 2", "let x = 1\r\nlet y = 2\r\n"),
        ("# only a remark", "# only a remark\n"),
        ("the\nlet x = 1\n", "let x = 1\n"),
    ],
)
def test_beginnings_ends_and_line_ends(before: str, after: str) -> None:
    assert laid_out(before) == after
