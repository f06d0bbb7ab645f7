"""Texts and a width in, lines out that fit it: rows of columns, and words with a place at the right margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.diagnostics.cells import cells, visible, wrap


def padded(text: str, width: int, right: bool = False) -> str:
    """The text with blanks up to a width in cells."""
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


def table(rows: Sequence[Sequence[str]], width: int, indent: int = 2) -> list[str]:
    """Rows as lines: the first column to the left and as wide as can be, the others to the right, as wide as their
    widest cell. A first cell that is too long goes on below."""
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(cells(row[column]) for row in rows) for column in range(1, len(rows[0]))]
    first = max(12, min(max(cells(row[0]) for row in rows), width - indent - sum(widths) - 2 * len(widths)))
    lines = []
    for row in rows:
        head, *more = wrap(row[0], first)
        others = "".join("  " + padded(cell, size, True) for cell, size in zip(row[1:], widths, strict=True))
        lines.append(" " * indent + padded(head, first) + others)
        lines.extend(" " * (indent + 2) + line for line in more)
    return [line.rstrip() for line in lines]


def labelled(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """What something is, each behind its label; what is long goes on below."""
    lines = []
    for label, text in rows:
        first, *more = wrap(visible(text), width - 11)
        lines += [f"  {label:<9}{first}", *(" " * 11 + line for line in more)]
    return lines


def with_place(text: str, place: str, width: int, indent: int) -> list[str]:
    """Words, and where they come from at the right margin; below them where both do not fit in one line."""
    text, place = visible(text), visible(place)
    if cells(text) + cells(place) + indent + 2 <= width:
        return [(" " * indent + padded(text, width - indent - cells(place)) + place).rstrip()]
    lines = [" " * indent + line for line in wrap(text, max(20, width - indent - 2), first=max(20, width - indent))]
    return [*lines, " " * (indent + 2) + place] if place else lines


def bullet(text: str, width: int, indent: int = 2) -> list[str]:
    """A text of one or more lines behind a hyphen."""
    first, *more = wrap(text, max(20, width - indent - 2))
    return [" " * indent + "- " + first, *(" " * (indent + 2) + line for line in more)]
