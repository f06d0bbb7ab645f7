"""Marked places of one text in, an excerpt out: its lines with numbers, carets or dashes under each
place, words behind them.

      57 | plan team "Team" {
         | --------- opened here

Lines come in their order, each once, with its marks from left to right beneath it. A line that does
not fit is shown through a window around the place, cut with `…`; only the characters near the place
are ever looked at, so a line of many megabytes costs no more than a short one. A place over several
lines is marked on its first line, and the words begin with how many more there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

import attrs

from seatpolicy.diagnostics.cells import ELLIPSIS, MOST_MARKS, Glyph, glyphs, quoted, wrap
from seatpolicy.source.text import SourceText, Span

Paint = Callable[[str, str], str]
"""Takes a style ("gutter", "main", "related") and a text, and gives the text with or without
colour.
"""

NARROWEST_WORDS = 30
"""Words that have fewer cells than this behind the carets begin on a line of their own."""


@attrs.frozen
class Mark:
    """A place, the words behind it, and whether it is the finding's own (carets) or a related one
    (dashes).
    """

    span: Span
    words: str
    main: bool


@attrs.frozen
class _Place:
    """A mark cut to its first line: offsets of the line and of the marked part in it, and the lines
    that follow.
    """

    mark: Mark
    line: int
    line_start: int
    line_end: int
    start: int
    end: int
    further_lines: int


@attrs.frozen
class _View:
    """What is shown of a line: glyphs with their offsets, the cell at which each begins, the offset
    where they end, and whether the line goes on at either side.
    """

    shown: Sequence[Glyph]
    columns: Sequence[int]
    stop: int
    cut_left: bool
    cut_right: bool
    room: int

    @property
    def text(self) -> str:
        middle = "".join(glyph.text for glyph in self.shown)
        return ELLIPSIS * self.cut_left + middle + ELLIPSIS * self.cut_right

    def carets(self, place: _Place) -> tuple[int, int]:
        """The first cell and the cell after the last one: at least one cell, and one more where the
        place goes on behind the cut.
        """
        offsets = [glyph.offset for glyph in self.shown]
        first = max(bisect_right(offsets, place.start) - 1, 0)
        if not self.shown or place.start >= place.line_end:
            first = len(self.shown)
        start = self.columns[first]
        end = self.columns[bisect_left(offsets, place.end)] + (place.end > self.stop)
        return start, max(end, start + 1)

    def holds(self, place: _Place) -> bool:
        """Whether the whole marked part is to be seen in it."""
        after_left = not self.cut_left or (bool(self.shown) and self.shown[0].offset <= place.start)
        before_right = not self.cut_right or place.end <= self.stop
        return after_left and before_right and self.carets(place)[1] <= self.room


def excerpt(source: SourceText, marks: Sequence[Mark], width: int, paint: Paint) -> list[str]:
    """The lines of the excerpt, none wider than `width` cells (from 40). Every mark's span is one
    of the source.
    """
    places = sorted((_place(source, mark) for mark in marks), key=_reading_order)
    digits = max([4, *(len(str(place.line)) for place in places)])
    room = width - digits - 3
    written: list[str] = []
    line, view = 0, None
    for place in places:
        if view is None or place.line != line or not view.holds(place):
            line, view = place.line, _view(source, place, room)
            written.append(_row(paint("gutter", f"{line:>{digits}} |"), view.text))
        blank = paint("gutter", f"{'':>{digits}} |")
        written.extend(_row(blank, text) for text in _marked(place, view, paint))
    return written


def _reading_order(place: _Place) -> tuple[int, int, bool, int, str]:
    return place.line, place.start, not place.mark.main, place.end, place.mark.words


def _place(source: SourceText, mark: Mark) -> _Place:
    size = len(source.text)
    start = max(0, min(mark.span.start, size))
    end = max(start, min(mark.span.end, size))
    line = source.position(start)[0]
    last = source.position(end - 1)[0] if end > start else line
    whole = source.line_span(line)
    start = max(whole.start, min(start, whole.end))
    end = max(start, min(end, whole.end))
    return _Place(mark, line, whole.start, whole.end, start, end, last - line)


def _view(source: SourceText, place: _Place, room: int) -> _View:
    # Every MOST_MARKS + 1 characters take a cell or more: so many on either side fill any window.
    reach = room * (MOST_MARKS + 1) + 1
    begin = max(place.line_start, place.start - reach)
    stop = min(place.line_end, place.start + reach)
    near = glyphs(source.text[begin:stop])
    shown = [glyph._replace(offset=glyph.offset + begin) for glyph in near]
    cut_left, cut_right = begin > place.line_start, stop < place.line_end
    view = _View(shown, _columns(shown, 0), stop, cut_left, cut_right, room)
    start, end = view.carets(place)
    if not cut_left and not cut_right and max(view.columns[-1], end) <= room:
        return view
    first = 0
    if cut_left or end + 1 > room:
        context = (room - 2 - min(end - start, room - 2)) // 2
        first = bisect_left(view.columns, max(start - context, 0))
    cut_left = cut_left or first > 0
    lead = 1 if cut_left else 0
    last = len(shown)
    if cut_right or lead + view.columns[last] - view.columns[first] > room:
        last = bisect_right(view.columns, view.columns[first] + room - lead - 1) - 1
        cut_right = True
        stop = shown[last].offset if last < len(shown) else stop
    part = shown[first:last]
    return _View(part, _columns(part, lead), stop, cut_left, cut_right, room)


def _columns(shown: Sequence[Glyph], lead: int) -> list[int]:
    """The cell at which each glyph begins, and at the end the cell after the last."""
    columns = [lead]
    for glyph in shown:
        columns.append(columns[-1] + glyph.cells)
    return columns


def _marked(place: _Place, view: _View, paint: Paint) -> list[str]:
    """The carets of a place with its words: behind them if they fit or there is room enough, else
    below.
    """
    start, end = view.carets(place)
    style, sign = ("main", "^") if place.mark.main else ("related", "-")
    marked = " " * start + paint(style, sign * (end - start))
    words = f"{_further(place.further_lines)}{place.mark.words}"
    if not words.strip():
        return [marked]
    behind = view.room - end - 1
    beside = wrap(words, behind) if behind >= 2 else []  # wrap() lays nothing out for less
    # What stands in backticks is there to be copied: rather than break it, the words begin further left.
    least = max(NARROWEST_WORDS, quoted(words, view.room))
    if len(beside) == 1 or behind >= least:
        return [f"{marked} {beside[0]}", *(" " * (end + 1) + line for line in beside[1:])]
    indent = start if view.room - start >= least else 0
    return [marked, *(" " * indent + line for line in wrap(words, view.room - indent))]


def _further(lines: int) -> str:
    if lines == 0:
        return ""
    return "(and 1 more line) " if lines == 1 else f"(and {lines} more lines) "


def _row(gutter: str, text: str) -> str:
    return f"{gutter} {text}".rstrip(" ")
