"""Logical lines: where one goes on, and what a brace does to it."""

from __future__ import annotations

import pytest

from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import split_lines


def lines(text: str) -> list[str]:
    """The logical lines of a text, each as its words with single blanks, with its role where it is not a plain line."""
    tokens = lex(text)
    split, _ = split_lines(text, tokens)
    shown = [" ".join(text[tokens.starts[t] : tokens.ends[t]] for t in line.tokens) for line in split]
    return [words if line.role == "line" else f"{line.role} {words}" for words, line in zip(shown, split, strict=True)]


def astray(text: str) -> list[str]:
    """The tokens of a text that do not stand where a brace, or something behind one, stands."""
    tokens = lex(text)
    return [text[tokens.starts[t] : tokens.ends[t]] for t in split_lines(text, tokens)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: b\nc: d", ["x : b", "c : d"]),
        ("x: b,\n   c", ["x : b , c"]),
        ("x: b,  # why\n   c", ["x : b , c"]),
        ("x: b\n   and c\n   or d", ["x : b and c or d"]),
        ("x: the b of an c", ["x : b of c"]),
        ("plan y {\n  b: c\n}", ["open plan y {", "b : c", "close }"]),
        ("x: b\r\nc: d\re: f", ["x : b", "c : d", "e : f"]),
        # A comma at the end joins nothing that is visibly a line of its own.
        ("x: b,\nbill: c", ["x : b ,", "bill : c"]),
        ("x: b,\n}", ["x : b ,", "close }"]),
        ("x: b,\n\nc", ["x : b ,", "c"]),
        ("x: b,\n1 | 2", ["x : b ,", "1 | 2"]),
        ('x: b,\nplan c "C" {', ["x : b ,", 'open plan c "C" {']),
        ("", []),
        ("# nothing\n\n", []),
    ],
)
def test_logical_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plan y {\n}", []),
        ("plan y { b: c\n}", ["b"]),
        ("x: b }", ["}"]),
        ("{ }", ["}"]),
        ("} }", ["}"]),
        ("};", [";"]),
        ("{{", ["{"]),
        ("} # fine", []),
    ],
)
def test_braces_stand_alone(text: str, expected: list[str]) -> None:
    assert astray(text) == expected


def test_columns_count_from_the_line_and_not_from_the_article() -> None:
    tokens = lex("x\n  the plan {")
    assert [line.column for line in split_lines("x\n  the plan {", tokens)[0]] == [0, 6]
