"""A description in, Markdown out: tables, lists and headings that read well as plain text too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatpolicy.tools.describe.document import (
    CODE,
    FACT,
    STRONG,
    Block,
    Chart,
    Description,
    Paragraph,
    Points,
    Section,
    Table,
    runs,
)

_ACTIVE = re.compile(r"([\\`*<>\[\]|~&])|(?<![^\W_])(_)|(_)(?![^\W_])")
_AT_START = re.compile(r"^(\s*)([#+=-])|^(\s*\d+)([.)])(?=\s)")
_DEEPEST = 6
WIDEST = 60
"""A last column that is wider is not padded."""


def to_markdown(description: Description) -> str:
    """The whole text, with a newline at its end."""
    parts = [f"# {inline(description.title)}", *map(inline, description.lead)]
    for one in description.sections:
        parts += _section(one, 2)
    return "\n\n".join(parts) + "\n"


def _section(one: Section, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, _DEEPEST)} {inline(one.title)}"
    for block in one.blocks:
        yield from _block(block, level)


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Section():
            yield from _section(block, level + 1)
        case Paragraph():
            yield inline(block.text)
        case Points():
            yield "\n".join(f"- {inline(item)}" for item in block.items)
        case Table():
            if block.caption:
                yield f"*{inline(block.caption)}*"
            yield _table(block)
        case Chart():
            pass  # the table beside it says the same


def _table(table: Table) -> str:
    """Columns as wide as their widest cell, figures to the right."""
    rows = [[_cell(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    if widths[-1] > WIDEST:
        widths[-1] = WIDEST
    rule = [f"{'-' * (width - 1)}:" if column in table.figures else "-" * width for column, width in enumerate(widths)]
    return "\n".join(_row(row, widths, table.figures) for row in (rows[0], rule, *rows[1:]))


def _row(cells: list[str], widths: list[int], figures: frozenset[int]) -> str:
    shown = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        last = column == len(cells) - 1 and width >= WIDEST
        shown.append(cell if last else cell.rjust(width) if column in figures else cell.ljust(width))
    return f"| {' | '.join(shown)} |"


def _cell(text: str) -> str:
    return inline(text).replace("\n", " ")


def inline(text: str) -> str:
    """A text with its emphasis, and everything else that Markdown would take for its own escaped."""
    made = []
    for style, piece in runs(" ".join(text.split()) if "\n" in text else text):
        if style == CODE:
            made.append(f"`{piece}`")
        elif style == STRONG:
            made.append(f"**{_escaped(piece)}**")
        elif style == FACT:
            made.append(f"*{_escaped(piece)}*")
        else:
            made.append(_escaped(piece))
    return _AT_START.sub(lambda found: f"{found[1] or found[3] or ''}\\{found[2] or found[4]}", "".join(made))


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"\\{found[0]}", text)
