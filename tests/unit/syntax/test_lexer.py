"""Tokens: whole words only, every character accounted for."""

from __future__ import annotations

import pytest

from seatpolicy.syntax.lexer import LONGEST_LINE, lex


def tokens(text: str) -> list[tuple[str, str]]:
    """Kinds and texts of the tokens of a text, without line ends."""
    found = lex(text)
    every = zip(found.kinds, found.starts, found.ends, strict=True)
    return [(kind, text[start:end]) for kind, start, end in every if kind != "NEWLINE"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("member_seats", "WORD"), ("x2", "WORD"), ("2026-11-01", "DATE"), ("12.5%", "PERCENT"), ("1,200%", "PERCENT"),
        ("0", "NUMBER"), ("2,060.00", "NUMBER"), ("1000000", "NUMBER"), ("USD", "CURRENCY"), ('"Team"', "STRING"),
        (">=", ">="), ("!=", "!="), ("{", "{"), ("|", "|"),
        # None of these is a word or a number of the language; each is one piece.
        ("Team", "BAD"), ("USDX", "BAD"), ("team_Eu", "BAD"), ("1to", "BAD"), ("60days", "BAD"), ("1-10", "BAD"),
        ("50,00", "BAD"), ("2,06", "BAD"), ("1.299,00", "BAD"), (".5", "BAD"), ("01.11.2026", "BAD"), ("2026-11-1", "BAD"),
        ("1..3", "BAD"), ("$", "BAD"), ('"open', "BAD"), ("тeam", "BAD"), ("\ud800", "BAD"),
    ],
)  # fmt: skip
def test_one_token(text: str, kind: str) -> None:
    assert tokens(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("held by: admin", ["WORD", "WORD", ":", "WORD"]),
        ("seats of member <= 3", ["WORD", "WORD", "WORD", "<=", "NUMBER"]),
        ("20.00 USD # a comment", ["NUMBER", "CURRENCY"]),
        ("3 -4", ["NUMBER", "-", "NUMBER"]),
        ("10 %", ["NUMBER", "BAD"]),
        ("1–10", ["NUMBER", "BAD", "NUMBER"]),
        ('""', ["STRING"]),
        ('plan team "Team {', ["WORD", "WORD", "BAD", "{"]),
        ("a==b", ["WORD", "=", "=", "WORD"]),
    ],
)
def test_several_tokens(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in tokens(text)] == kinds


def test_a_byte_order_mark_belongs_to_no_token() -> None:
    assert lex("\ufefffacts {").starts[0] == 1
    assert tokens("a \ufeff") == [("WORD", "a"), ("BAD", "\ufeff")]


def test_a_line_that_is_too_long_is_one_token() -> None:
    line = "x " * (LONGEST_LINE // 2)
    assert len(tokens(line)) == LONGEST_LINE // 2
    assert [kind for kind, _ in tokens(f"{line}x\nbill")] == ["BAD", "WORD"]


def test_comments_are_kept_beside_the_tokens() -> None:
    text = "facts {  # one\n# two\n}"
    assert [text[start:end] for start, end in lex(text).comments] == ["# one", "# two"]
