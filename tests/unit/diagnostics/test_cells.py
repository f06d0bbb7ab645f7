"""Cells: what is shown for every kind of character, and how running text is wrapped."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.diagnostics.cells import LONGEST, cells, visible, wrap

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown", "width"),
    [
        ("price: 99.00", "price: 99.00", 12),
        ("é", "é", 1),
        ("e\u0301", "e\u0301", 1),
        ("e" + "\u0301" * 6, "e" + "\u0301" * 4 + r"\u0301\u0301", 13),
        ("\u0301e", r"\u0301e", 7),
        ("a\u20dd", "a\u20dd", 1),
        ("\t\u0301", r"    \u0301", 10),
        ("新", "新", 2),
        ("ｱ", "ｱ", 1),
        ("Ａ", "Ａ", 2),
        ("😀", "😀", 2),
        ("한", "한", 2),
        ("\u1112\u1161\u11ab", "\u1112\u1161\u11ab", 2),
        ("\x00", r"\u0000", 6),
        ("\x1b[31m", r"\u001b[31m", 10),
        ("\x7f\x85", r"\u007f\u0085", 12),
        ("\n\r", r"\u000a\u000d", 12),
        ("\u202e", r"\u202e", 6),
        ("\u2066\u2069", r"\u2066\u2069", 12),
        ("\u200b\u200d\ufeff", r"\u200b\u200d\ufeff", 18),
        ("\u00ad", r"\u00ad", 6),
        ("\u00a0\u3000", r"\u00a0\u3000", 12),
        ("\u2028", r"\u2028", 6),
        ("\ud800", r"\ud800", 6),
        ("\ud83d\ude00", r"\ud83d\ude00", 12),
        ("\U000e0001", r"\U000e0001", 10),
        ("\ufe0f\u034f", r"\ufe0f\u034f", 12),
        ("\u3164\u2800", r"\u3164\u2800", 12),
        ("\ue000\uffff", r"\ue000\uffff", 12),
        ("“–”", "“–”", 3),
        ("\ta\tb", "    a   b", 9),
        ("abcd\te", "abcd    e", 9),
        ("新\te", "新  e", 5),
    ],
)
def test_what_is_shown(text: str, shown: str, width: int) -> None:
    assert visible(text) == shown
    assert cells(text) == width


@given(anything)
def test_nothing_unseen_is_left(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    for char in shown:
        assert char == " " or unicodedata.category(char)[0] not in "CZ", hex(ord(char))
    assert visible(shown) == shown
    assert cells(shown) == cells(text)


@pytest.mark.parametrize(
    ("text", "width", "first", "lines"),
    [
        ("", 10, None, [""]),
        ("one two three", 20, None, ["one two three"]),
        ("one two three", 7, None, ["one two", "three"]),
        ("one two three", 6, None, ["one", "two", "three"]),
        ("one two three", 9, 3, ["one", "two three"]),
        ("one two three", 9, 2, ["", "one two", "three"]),
        ("one two", 9, 0, ["", "one two"]),
        ("one  two\n\tthree", 20, None, ["one two three"]),
        ("write `99.00 USD` here", 12, None, ["write", "`99.00 USD`", "here"]),
        ("`a  b` c", 20, None, ["`a  b` c"]),
        ("`one two three four`", 10, None, ["`one two", "three", "four`"]),
        ("a `b c", 20, None, ["a `b c"]),
        ("see (`one two three`), now", 18, None, ["see", "(`one two three`),", "now"]),
        ("see (`one two three`), now", 15, None, ["see (", "`one two three`", "), now"]),
        ("x`abc def`y `g h`", 10, None, ["x`abc def`", "y `g h`"]),
        ("abcdefgh", 3, None, ["abc", "def", "gh"]),
        ("x abcdefgh", 5, None, ["x", "abcde", "fgh"]),
        ("新新新", 5, None, ["新新", "新"]),
        ("a\u202eb", 20, None, [r"a\u202eb"]),
        ("\u202e", 4, None, [r"\u20", "2e"]),
        ("a\u00a0b", 20, None, [r"a\u00a0b"]),
    ],
)
def test_wrapping(text: str, width: int, first: int | None, lines: list[str]) -> None:
    assert wrap(text, width, first) == lines


@given(anything, st.integers(2, 40), st.integers(0, 40))
def test_no_line_is_wider_and_nothing_is_lost(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first)
    assert cells(lines[0]) <= max(first, 0)
    assert all(cells(line) <= width for line in lines[1:])
    assert all(lines[1:])
    # Escapes may be cut between lines; apart from blanks the letters are all there, in order.
    together = "".join(lines).replace(" ", "")
    assert len(together) >= len("".join(text.split(" ")).replace("\t", "").strip("\r\n")) - sum(
        char in "\r\n" for char in text
    )


def test_endless_text_is_cut() -> None:
    assert "".join(wrap("a" * (LONGEST + 5), 100)) == "a" * LONGEST + "…"
    assert "".join(wrap("a" * LONGEST, 100)) == "a" * LONGEST
