"""The pieces of one line in, its printed lines out: broken where it is too long, each comment in its place.

A line breaks after a comma or before `and` and `or`, as late as it can, and outside of parentheses if it can. The
breaks of the author are not kept: one text has one layout. Only behind a comment inside a line must a break stay; where
the line could not go on behind it, all such comments are moved above the line, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.tools.formatter.pieces import Piece, printed, width

WIDTH = 110
"""Columns of code in a line; a comment behind it may reach further."""


@attrs.frozen(slots=True)
class Printed:
    """A logical line on paper: comments that stand above it, and its lines, each with the comment behind it."""

    above: list[str]
    lines: list[str]


def behind(code: str, comment: str) -> str:
    """A line with its comment two blanks behind the code."""
    return f"{code}  {comment}" if comment else code


def wrapped(
    start: str, line: Sequence[Piece], column: int, inner: Sequence[tuple[int, str]], tail: str
) -> Printed:
    """A line that begins with `start` (indentation and label) and goes on at `column`.

    `inner` are comments by the position of the piece behind which they stand; `tail` is the one behind the line.
    """
    above: list[str] = []
    stops = [at + 1 for at, _ in inner]
    if len(set(stops)) < len(stops) or not all(line[stop].breaks for stop in stops):
        above = [comment for _, comment in inner]
        inner, stops = [], []
    lines: list[str] = []
    begin = 0
    for stop, comment in zip([*stops, len(line)], [*(c for _, c in inner), tail], strict=True):
        parts = _filled(" " * column if begin else start, line[begin:stop], column)
        parts[-1] = behind(parts[-1], comment)
        lines += parts
        begin = stop
    return Printed(above, lines)


def _filled(lead: str, line: Sequence[Piece], column: int) -> list[str]:
    """The pieces on as few lines as they need; a part without a place to break may be longer than the width."""
    lines: list[str] = []
    begin = 0
    while True:
        stop = _next_break(line, begin, WIDTH - width(lead))
        lines.append(lead + printed(line[begin:stop]))
        if stop == len(line):
            return lines
        lead, begin = " " * column, stop


def _next_break(line: Sequence[Piece], begin: int, room: int) -> int:
    """Where the next line ends: the last place that fits, in the fewest parentheses; else the first place there is."""
    used = 0
    best: tuple[int, int] | None = None  # depth, position
    for at in range(begin, len(line)):
        piece = line[at]
        if at > begin and piece.breaks:
            if used <= room:
                if best is None or piece.depth <= best[0]:
                    best = (piece.depth, at)
            elif best is None:
                return at
        used += width(piece.text) + (piece.spaced and at > begin)
        if used > room and best is not None:
            return best[1]
    return len(line)
