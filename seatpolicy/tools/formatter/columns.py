"""The rows of one table in, the same rows with their columns aligned out.

Cells begin in their column's first place, but figures end in one: a price or an amount stands with its decimal point
under those above it, as far to the right as the widest figure of its column needs. `free` and `by quote` stand in the
place of a figure and count as one (`by quote, from 24.00` up to its comma). What closes a row (`from` a change) follows
its last cell, and is no column. A bare number in the first column or under `given` says which case a row is about, so
it is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.tools.formatter.pieces import Marks, Piece, printed, width

WIDEST = 60
"""What is wider than this sticks out of its column and does not widen it."""

_IN_PLACE_OF_FIGURES = ("free", "by quote")


@attrs.frozen(slots=True)
class Cell:
    """A cell as it is printed; `point` is how much of it stands before the decimal point, None if it is no figure."""

    text: str
    point: int | None = None


@attrs.frozen(slots=True)
class Row:
    """The cells of a row, and what closes it."""

    cells: list[Cell]
    ending: str


def row(line: Sequence[Piece], known: Marks, cases: int) -> Row:
    """A row from its pieces; `cases` is the number of first columns that say which case a row is about."""
    ending = len(line)
    parts: list[list[Piece]] = [[]]
    for at, piece in enumerate(line):
        if piece.start in known.row_ends:
            ending = at
            break
        if piece.kind == "|":
            parts.append([])
        else:
            parts[-1].append(piece)
    return Row([_cell(part, at < cases) for at, part in enumerate(parts)], printed(line[ending:]))


def cases(head: Sequence[Piece]) -> int:
    """How many first columns say which case a row is about: those under `given`, else the first alone."""
    given = [at for at, piece in enumerate(head) if piece.text == "given" and (at == 0 or head[at - 1].kind == "|")]
    return max(1, len(given))


def aligned(rows: Sequence[Row]) -> list[str]:
    """The rows as text, without indentation."""
    placed = [list(map(_text, row.cells)) for row in rows]
    widths = []
    for column in range(max((len(row.cells) for row in rows), default=0)):
        held = [(at, row.cells[column]) for at, row in enumerate(rows) if column < len(row.cells)]
        for at, text in _figures(held):
            placed[at][column] = text
        widths.append(max((w for at, _ in held if (w := width(placed[at][column])) <= WIDEST), default=0))
    lines = []
    for row, texts in zip(rows, placed, strict=True):
        padded = [text + " " * (widths[at] - width(text)) for at, text in enumerate(texts[:-1])]
        line = " | ".join([*padded, texts[-1]])
        lines.append(f"{line} {row.ending}" if row.ending else line)
    return lines


def _cell(part: Sequence[Piece], is_case: bool) -> Cell:
    text = printed(part)
    kinds = [piece.kind for piece in part]
    if kinds == ["NUMBER", "CURRENCY"] or (kinds == ["NUMBER"] and not is_case):
        return Cell(text, len(part[0].text.partition(".")[0]))
    return Cell(text)


def _text(cell: Cell) -> str:
    return cell.text


def _figures(held: Sequence[tuple[int, Cell]]) -> list[tuple[int, str]]:
    """The figures of a column, moved right until their points, and the end of the widest, stand in one place."""
    figures = [(at, cell, cell.point) for at, cell in held if cell.point is not None and len(cell.text) <= WIDEST]
    if not figures:
        return []
    before = max(point for _, _, point in figures)
    after = max(len(cell.text) - point for _, cell, point in figures)
    words = [cell.text.partition(",")[0] for _, cell in held if cell.point is None]
    before = max([before, *(len(word) - after for word in words if word in _IN_PLACE_OF_FIGURES)])
    return [(at, " " * (before - point) + cell.text) for at, cell, point in figures]
