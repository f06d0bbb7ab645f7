"""A description in, JSON out: the sections with their paragraphs, lists, tables and curves, for pages that others lay out.

Texts are plain. Amounts of curves are exact: `12.5`, or `1/3` where decimals would not end.
"""

from __future__ import annotations

import json

from seatpolicy.tools.describe.document import Block, Chart, Description, Paragraph, Points, Section, Table, plain
from seatpolicy.values.money import format_decimal

SCHEMA_VERSION = "1.0"


def to_json(description: Description) -> str:
    """The whole of it, with a newline at its end."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "title": plain(description.title),
        "lead": [plain(line) for line in description.lead],
        "sections": [_block(one) for one in description.sections],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _block(block: Block) -> dict[str, object]:
    match block:
        case Section():
            return {"is": "section", "title": plain(block.title), "blocks": [_block(one) for one in block.blocks]}
        case Paragraph():
            return {"is": "paragraph", "text": plain(block.text)}
        case Points():
            return {"is": "list", "items": [plain(item) for item in block.items]}
        case Table():
            rows = [[plain(cell) for cell in row] for row in block.rows]
            return {
                "is": "table",
                "caption": plain(block.caption),
                "head": [plain(cell) for cell in block.head],
                "rows": rows,
            }
        case Chart():
            return _chart(block)


def _chart(chart: Chart) -> dict[str, object]:
    curves = [
        {
            "title": curve.title,
            "points": [[count, format_decimal(amount).replace(",", "")] for count, amount in curve.points],
            "beyond": curve.ends,
        }
        for curve in chart.curves
    ]
    return {
        "is": "chart",
        "title": chart.title,
        "counted": chart.counted,
        "amount": chart.amount,
        "currency": chart.currency,
        "total": chart.total,
        "curves": curves,
        "words": chart.words,
    }
