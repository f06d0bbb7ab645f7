"""Rows and their columns: the findings that every kind of table shares."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Fix, Severity
from seatpolicy.semantics.reading import Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
SY132 = code("SY132", "cells-and-columns", E, "a row has a cell for every column")
SY133 = code("SY133", "no-head-row", E, "a table begins with the row that names its columns")


def cells_message(
    reading: Reading, row: Node, cells: Sequence[Node], columns: Sequence[str], what: str, before: int = 0
) -> Diagnostic:
    """The finding about a row whose cells do not match the columns. `before` columns, the bounds of a row, stand to the left
    of those given; `what` says how the cell is written."""
    message = f"{_count(before + len(cells), 'cell')} under {_count(before + len(columns), 'column')}"
    if len(cells) < len(columns):
        end = Span(reading.file.source, row.end, row.end)
        last = reading.at(cells[-1]) if cells else end
        return SY132.at(
            last, message, note=f"nothing stands under `{columns[len(cells)]}`", fix=Fix(f"write the cell{what}")
        )
    extra = cells[len(columns)]
    return SY132.at(
        reading.at(extra),
        message,
        note="no column stands above this cell",
        fix=Fix("remove it, or name its column in the head"),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
