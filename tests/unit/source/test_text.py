"""Source texts: lines and columns by a slow count of our own, and every kind of line end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.source.text import SourceText, Span

texts = st.text(alphabet="ab\n\r\t\x0b\x0c\x85\u2028\ufeffé𝄞\ud800", max_size=40)


def slow_position(text: str, offset: int) -> tuple[int, int]:
    """The same by walking there one code point after the other."""
    line, column = 1, 1
    for index in range(offset):
        if index == 0 and text[0] == "\ufeff":
            continue
        ends = text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    return line, column


@given(texts)
def test_positions(text: str) -> None:
    source = SourceText("a.seat", text)
    for offset in range(len(text) + 1):
        assert source.position(offset) == slow_position(text, offset)


@given(texts)
def test_offsets_are_positions_turned_round(text: str) -> None:
    source = SourceText("a.seat", text)
    first = 1 if text.startswith("\ufeff") else 0
    for offset in range(first, len(text) + 1):
        assert source.offset(*source.position(offset)) == offset


@given(texts)
def test_lines_hold_no_line_end_and_lose_nothing_else(text: str) -> None:
    source = SourceText("a.seat", text)
    lines = [source.line_text(line) for line in range(1, source.line_count + 1)]
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert lines == plain.split("\n")
    for number, line in enumerate(lines, start=1):
        assert source.line_span(number).text == line
        assert source.position(source.line_span(number).start) == (number, 1)


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\rb", 2, (2, 1)),
        ("a\r\rb", 3, (3, 1)),
        ("a\n\rb", 3, (3, 1)),
        ("a\n", 2, (2, 1)),
        ("\ufeffab", 0, (1, 1)),
        ("\ufeffab", 1, (1, 1)),
        ("\ufeffab", 2, (1, 2)),
        ("a\n\ufeffb", 3, (2, 2)),
        ("𝄞b", 1, (1, 2)),
        ("a\x0cb\u2028c", 4, (1, 5)),
        ("ab", -5, (1, 1)),
        ("a\nb", 99, (2, 2)),
    ],
)
def test_position_cases(text: str, offset: int, position: tuple[int, int]) -> None:
    assert SourceText("a.seat", text).position(offset) == position


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [
        (1, 1, 0),
        (1, 3, 2),
        (1, 99, 3),
        (2, 1, 4),
        (2, 99, 6),
        (0, 1, 0),
        (-1, 5, 0),
        (1, 0, 0),
        (3, 1, 6),
    ],
)
def test_offset_is_the_nearest_place_inside(line: int, column: int, offset: int) -> None:
    assert SourceText("a.seat", "ab\r\ncd").offset(line, column) == offset


@pytest.mark.parametrize("line", [0, -1, 3])
def test_lines_that_are_not_there(line: int) -> None:
    with pytest.raises(IndexError):
        SourceText("a.seat", "a\nb").line_text(line)


def test_spans() -> None:
    source = SourceText("acme.seat", "plan team {\n  price: $99.00\n}\n")
    dollar = Span(source, 21, 22)
    amount = Span(source, 22, 27)
    assert (dollar.text, amount.text) == ("$", "99.00")
    assert (dollar.line, dollar.column, dollar.where) == (2, 10, "acme.seat:2:10")
    assert dollar.cover(amount) == amount.cover(dollar) == Span(source, 21, 27)
    assert source.line_count == 4


def test_texts_are_equal_by_identity() -> None:
    one, other = SourceText("a.seat", "a"), SourceText("a.seat", "a")
    assert one != other
    assert Span(one, 0, 1) == Span(one, 0, 1)
    assert Span(one, 0, 1) != Span(other, 0, 1)
    assert len({Span(one, 0, 1), Span(one, 0, 1), Span(other, 0, 1)}) == 2
    with pytest.raises(ValueError, match="two texts"):
        Span(one, 0, 1).cover(Span(other, 0, 1))
