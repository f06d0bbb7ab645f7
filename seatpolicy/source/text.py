"""A source text in, places in it out: offsets become lines and columns and back.

Lines end at `\\n`, at `\\r\\n` or at a lone `\\r`, and at nothing else: form feeds and the Unicode
line separators stay inside their line, as editors see it. Columns count code points from 1. A byte
order mark at the very beginning belongs to the file and not to its first line, so it counts no
column. Line starts are looked for once, when the first place is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import attrs

from seatpolicy.values.record import record

BYTE_ORDER_MARK = "\ufeff"


@attrs.define(eq=False)
class SourceText:
    """One text and the path under which messages name it. Two texts are equal only if they are the
    same object.
    """

    path: str
    text: str = attrs.field(repr=False)
    first_line: int = 1
    """The number of its first line: more than 1 for a part of a file that is read line by line."""
    _starts: list[int] | None = attrs.field(default=None, init=False, repr=False)

    @property
    def line_count(self) -> int:
        """How many lines there are, at least 1; behind a final line end stands an empty one."""
        return len(self._line_starts())

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset; an offset outside the text counts as its nearer
        end.
        """
        starts = self._line_starts()
        offset = max(starts[0], min(offset, len(self.text)))
        line = bisect_right(starts, offset)
        return line + self.first_line - 1, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column; a place outside the text or the line counts as
        the nearest inside.
        """
        starts = self._line_starts()
        line -= self.first_line - 1
        if line < 1:
            return starts[0]
        if line > len(starts):
            return len(self.text)
        last = starts[line] - 1 if line < len(starts) else len(self.text)
        return max(starts[line - 1], min(starts[line - 1] + column - 1, last))

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line, without its line end. Raises IndexError for a line that is
        not there.
        """
        starts = self._line_starts()
        line -= self.first_line - 1
        if not 1 <= line <= len(starts):
            raise IndexError(f"line {line} of {len(starts)}")
        start = starts[line - 1]
        if line == len(starts):
            return Span(self, start, len(self.text))
        end = starts[line] - 1
        if self.text[end] == "\n" and end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(self, start, end)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its line end. Raises IndexError for a line that is
        not there.
        """
        return self.line_span(line).text

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            ends = re.finditer(r"\r\n?|\n" if "\r" in self.text else r"\n", self.text)
            first = 1 if self.text.startswith(BYTE_ORDER_MARK) else 0
            self._starts = [first, *(end.end() for end in ends)]
        return self._starts


@record
class Span:
    """The code points from offset `start` up to, but not including, `end` of one source text; it
    may be empty.
    """

    source: SourceText
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The 1-based line of its start."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The 1-based column of its start, in code points."""
        return self.source.position(self.start)[1]

    @property
    def where(self) -> str:
        """Its start as messages write it: `acme.seat:82:13`."""
        line, column = self.source.position(self.start)
        return f"{self.source.path}:{line}:{column}"

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both. Raises ValueError for spans of two different texts."""
        if other.source is not self.source:
            raise ValueError(f"spans of two texts: {self.where} and {other.where}")
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))
