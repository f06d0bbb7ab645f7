"""A description in, one HTML page out that holds everything it shows: it loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import attrs

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
    plain,
    runs,
)
from seatpolicy.tools.describe.drawing import to_svg
from seatpolicy.tools.describe.style import STYLE

_TAGS = {CODE: "code", FACT: "em", STRONG: "strong"}
_DEEPEST = 6
LONG = 40
"""A cell with more characters is no figure and may be broken."""


def to_html(description: Description) -> str:
    """The whole page, with a newline at its end. It is well formed as XML too."""
    title = escape(plain(description.title))
    found = [_Numbered(f"s{place}", one) for place, one in enumerate(description.sections, start=1)]
    entries = "".join(f'<li><a href="#{one.name}">{inline(one.section.title)}</a></li>' for one in found)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"/><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<style>{STYLE}</style></head>",
        "<body><main>",
        f"<h1>{inline(description.title)}</h1>",
        *(f'<p class="lead">{inline(line)}</p>' for line in description.lead),
        f'<nav aria-label="Contents"><ul>{entries}</ul></nav>',
    ]
    for one in found:
        parts += _section(one.section, one.name, 2)
    return "\n".join([*parts, "</main></body></html>"]) + "\n"


@attrs.frozen
class _Numbered:
    name: str
    section: Section


def _section(one: Section, name: str, level: int) -> Iterator[str]:
    level = min(level, _DEEPEST)
    yield f'<section aria-labelledby="{name}"><h{level} id="{name}">{inline(one.title)}</h{level}>'
    for place, block in enumerate(one.blocks, start=1):
        yield from _block(block, f"{name}-{place}", level, one.title)
    yield "</section>"


def _block(block: Block, name: str, level: int, title: str) -> Iterator[str]:
    match block:
        case Section():
            yield from _section(block, name, level + 1)
        case Paragraph():
            yield f"<p>{inline(block.text)}</p>"
        case Points():
            yield f"<ul>{''.join(f'<li>{inline(item)}</li>' for item in block.items)}</ul>"
        case Table():
            yield _table(block, title)
        case Chart():
            yield f"<figure>{_legend(block)}{to_svg(block, name)}</figure>"


def _table(table: Table, title: str) -> str:
    """A table with its headings; one that is too wide is scrolled alone."""
    label = escape(plain(table.caption or title), quote=True)
    caption = f"<caption>{inline(table.caption)}</caption>" if table.caption else ""
    head = "".join(
        f'<th scope="col"{_class(table, column, "")}>{inline(cell)}</th>' for column, cell in enumerate(table.head)
    )
    rows = []
    for row in table.rows:
        cells = "".join(
            f"<td{_class(table, column, cell)}>{inline(cell)}</td>" for column, cell in enumerate(row[1:], start=1)
        )
        rows.append(f'<tr><th scope="row"{_class(table, 0, row[0])}>{inline(row[0])}</th>{cells}</tr>')
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>{caption}{body}</table></div>'


def _class(table: Table, column: int, cell: str) -> str:
    if column in table.figures:
        return (
            ' class="figure"'
            if len(cell) <= LONG and len(table.head[column]) + len(cell) <= 2 * LONG and cell
            else ' style="text-align:right"'
        )
    wide = any(len(row[column]) > LONG for row in table.rows)
    return ' class="how"' if wide and cell else ""


def _legend(chart: Chart) -> str:
    """Which curve is which, and how far each goes; nothing for a single one."""
    if len(chart.curves) < 2:
        return ""
    items = []
    for style, curve in enumerate(chart.curves, start=1):
        last = curve.points[-1][0]
        more = f" (above {last:,} {curve.ends})" if curve.ends and last < chart.total else ""
        line = f'<svg viewBox="0 0 44 10" aria-hidden="true"><line class="s{style}" x1="1" x2="43" y1="6" y2="6"/></svg>'
        items.append(f"<li>{line}{inline(curve.title + more)}</li>")
    return f'<ul class="legend">{"".join(items)}</ul>'


def inline(text: str) -> str:
    """A text with its emphasis as elements, everything else escaped."""
    made = []
    for style, piece in runs(text):
        safe = escape(_printable(piece))
        made.append(f"<{_TAGS[style]}>{safe}</{_TAGS[style]}>" if style in _TAGS else safe)
    return "".join(made)


def _printable(text: str) -> str:
    """The text without characters that no page may hold."""
    return "".join(char if (char >= " " and char not in "\ufffe\uffff") or char in "\t\n" else "�" for char in text)
