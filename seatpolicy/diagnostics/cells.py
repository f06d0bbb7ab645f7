"""Any text in, what a terminal can show of it out, with the cells that it takes; nothing invisible
is ever left in it.

A terminal lays text out in cells: East Asian wide characters take two, combining marks none. Carets
line up only if they are counted in cells. What cannot be seen (controls, bidi controls, lone
surrogates, zero-width and unusual spaces, unassigned code points) is written as an escape such as
`\\u202e`: a policy whose text looks different from what it says must not look that way in a
message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import category, east_asian_width

TAB = 4
"""Tab stops stand at every fourth cell."""

MOST_MARKS = 4
"""Combining marks shown over one base; further ones are escaped, so that no text grows without end.
"""

LONGEST = 2_000
"""Characters of running text that are wrapped; what goes on longer is cut with an ellipsis."""

ELLIPSIS = "…"

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_BLANK = (  # letters, marks and symbols by category, but nothing is to be seen of them
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)
_JOINING_JAMO = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))  # vowels and finals, drawn into the syllable


class Glyph(NamedTuple):
    """What one code point, with the marks over it, is shown as: its offset, the shown text, its
    cells.
    """

    offset: int
    text: str
    cells: int


def glyphs(text: str) -> list[Glyph]:
    """The text as a terminal shows it; the cells are right for a text that begins at a tab stop."""
    shown: list[Glyph] = []
    column = bearable = 0
    for index, char in enumerate(text):
        if " " <= char <= "~":
            glyph, carries = Glyph(index, char, 1), MOST_MARKS
        elif char == "\t":
            width = TAB - column % TAB
            glyph, carries = Glyph(index, " " * width, width), 0
        elif _is_hidden(char):
            glyph, carries = _escaped(index, char), 0
        elif _is_mark(char):
            if bearable:
                base = shown[-1]
                shown[-1] = Glyph(base.offset, base.text + char, base.cells)
                bearable -= 1
                continue
            glyph, carries = _escaped(index, char), 0
        else:
            wide = east_asian_width(char) in "WF"
            glyph, carries = Glyph(index, char, 2 if wide else 1), MOST_MARKS
        shown.append(glyph)
        column += glyph.cells
        bearable = carries
    return shown


def visible(text: str) -> str:
    """The text with everything unseen escaped; it can be encoded and holds no line end."""
    return "".join(glyph.text for glyph in glyphs(text))


def cells(text: str) -> int:
    """The cells that the text takes when shown."""
    return sum(glyph.cells for glyph in glyphs(text))


def wrap(text: str, width: int, first: int | None = None) -> list[str]:
    """The words of the text as shown lines of at most `width` cells, the first of at most `first`.

    What stands in backticks stays together where a line can hold it, and so does what touches it. A
    word longer than a line is cut. The first line may be empty, if the first word fits only into
    the second. Widths below 2 count as 2.
    """
    width = max(width, 2)
    room = width if first is None else first
    lines: list[str] = []
    line, used = "", 0
    for word, spaced in _words(text, width):
        size = _size(word)
        if used and used + spaced + size <= room:
            line, used = line + " " * spaced, used + spaced
        elif used or size > room:
            lines.append(line)
            line, used, room = "", 0, width
        line += "".join(glyph.text for glyph in word)
        used += size
    lines.append(line)
    return lines


def quoted(text: str, most: int) -> int:
    """The cells of the widest part in backticks, of those that take at most `most`; 0 without one."""
    sizes = (cells(part) for part in re.findall("`[^`]*`", text[:LONGEST]))
    return max((size for size in sizes if size <= most), default=0)


def _words(text: str, width: int) -> Iterator[tuple[list[Glyph], bool]]:
    """Pieces between which a line may end, none wider than the width, and whether a blank stands before each."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + ELLIPSIS
    for together in re.findall(r"(?:`[^`]*`|[^ \t\r\n])+", text):
        piece = glyphs(together)
        if _size(piece) <= width:
            yield piece, True
            continue
        spaced = True
        for part in _apart(together, width):
            if _size(glyphs(part)) <= width:
                yield glyphs(part), spaced
            else:
                for word in re.findall(r"[^ \t\r\n]+", part):
                    for cut in _cut(glyphs(word), width):
                        yield cut, spaced
                        spaced = False
                    spaced = True
            spaced = False


def _apart(together: str, width: int) -> list[str]:
    """A piece that no line can hold, taken apart where backticks begin or end, in parts as long as a line can hold."""
    parts: list[str] = []
    for part in re.findall("`[^`]*`|[^`]+|`", together):
        if parts and _size(glyphs(parts[-1] + part)) <= width:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _size(shown: Iterable[Glyph]) -> int:
    return sum(glyph.cells for glyph in shown)


def _cut(word: Iterable[Glyph], width: int) -> Iterator[list[Glyph]]:
    part: list[Glyph] = []
    used = 0
    for glyph in _small(word, width):
        if used + glyph.cells > width:
            yield part
            part, used = [], 0
        part.append(glyph)
        used += glyph.cells
    if part:
        yield part


def _small(word: Iterable[Glyph], width: int) -> Iterator[Glyph]:
    """The glyphs, but an escape that is wider than the width letter by letter."""
    for glyph in word:
        if glyph.cells <= width:
            yield glyph
        else:
            yield from (Glyph(glyph.offset, letter, 1) for letter in glyph.text)


def _escaped(index: int, char: str) -> Glyph:
    number = ord(char)
    text = f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
    return Glyph(index, text, len(text))


def _is_hidden(char: str) -> bool:
    return category(char) in _UNSEEN or _within(char, _BLANK)


def _is_mark(char: str) -> bool:
    return category(char) in ("Mn", "Me") or _within(char, _JOINING_JAMO)


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    number = ord(char)
    return any(first <= number <= last for first, last in ranges)
