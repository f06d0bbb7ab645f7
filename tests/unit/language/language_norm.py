"""grammars/LANGUAGE.md in, its samples, tables and forms out, and how each of them is read.

Conventions of that text, which the tests beside this file hold it to:

- A fence of the kind `seat whole` is a whole policy, which checks without an error. `seat` alone holds declarations of the
  top level. Further words name the blocks, from outside in, that the lines of the fence stand in: `seat plan charge`.
- A table whose first two columns are `Line` and `Forms` gives, row by row, a label and forms in code spans. Each form
  parses behind its label, in some block that has the label.
- Its last column `Ends` says how the line may end: `c` in `when …` or `otherwise`, `d` in `from CHANGE` or `until CHANGE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import parser
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS
from seatpolicy.syntax.tables import Tables, load
from seatpolicy.syntax.tree import Node

# What stands before and behind lines of a block so that they are a declaration.
BLOCKS = {
    "policy": 'policy p "P" {',
    "change": 'change x "X" {',
    "facts": "facts {",
    "seat": 'seat s "S" {',
    "counting": "counting {",
    "meter": "meter {",
    "item": "item {",
    "schedule": 'schedule s "S" graduated per seat per month {',
    "table": 'table t "T" gives percent {',
    "plan": 'plan p "P" {',
    "addon": 'addon x "X" for p {',
    "charge": 'plan p "P" {\ncharge c "C" {',
    "proration": "proration {",
    "discount": 'discount d "D" {',
    "combine": "combine {",
    "tax": "tax {",
    "signal": 'signal s "S" {',
    "approvals": "approvals {",
    "limit": 'approvals {\nlimit l "L" on arr {',
    "rule": 'approvals {\nrule r "R" {',
    "exempt": 'approvals {\nexempt e "E" {',
    "release": "release {",
    "guarantee": 'guarantee "G" {',
    "example": 'example "E" {',
}


class Fence(NamedTuple):
    """A fenced sample: the line it begins on, what stands behind `seat`, and its text."""

    line: int
    kind: str
    text: str


@attrs.frozen
class Table:
    """A table of the text: the heading above it, its columns, its rows of cells (Markdown's own escapes undone)."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        return [row[self.columns.index(name)] for row in self.rows]


@cache
def norm() -> str:
    """The text of grammars/LANGUAGE.md."""
    return (Path(__file__).resolve().parents[3] / "grammars" / "LANGUAGE.md").read_text(encoding="utf-8")


@cache
def tables_of_the_grammar() -> Tables:
    """The parser's tables."""
    return load()


def fences() -> list[Fence]:
    """Every fenced sample."""
    found, lines = [], norm().split("\n")
    at = 0
    while at < len(lines):
        if lines[at].startswith("```"):
            end = lines.index("```", at + 1)
            found.append(Fence(at + 1, lines[at][3:], "\n".join(lines[at + 1 : end]) + "\n"))
            at = end
        at += 1
    return found


@cache
def tables() -> tuple[Table, ...]:
    """Every table outside the samples."""
    found: list[Table] = []
    heading, rows, fenced = "", [], False
    for line in [*norm().split("\n"), ""]:
        if line.startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif rows:
            found.append(Table(heading, rows[0], tuple(rows[2:])))
            rows = []
    return tuple(found)


def spans(cell: str) -> list[str]:
    """The code spans of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def forms() -> Iterator[tuple[str, str, str]]:
    """Label, form, and the last column (None where the table has none) of every row of every table of forms."""
    for table in tables():
        if table.columns[:2] != ("Line", "Forms"):
            continue
        for row in table.rows:
            ends = row[table.columns.index("Ends")] if "Ends" in table.columns else ""
            for form in spans(row[1]):
                yield spans(row[0])[0], form, ends


def mistakes(text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the syntax of a text."""
    return parser.parse(SourceText("LANGUAGE.md", text), tables_of_the_grammar()).diagnostics


def nodes(text: str) -> set[str]:
    """The kinds of all forms in a text that parses."""
    outcome = parser.parse(SourceText("LANGUAGE.md", text), tables_of_the_grammar())
    return {node.kind for top in outcome.value.declarations for node in top.walk() if isinstance(node, Node)}


def in_block(block: str, lines: str) -> str:
    """Lines with their block around them."""
    opening = BLOCKS[block]
    return f"{opening}\n{lines.rstrip()}\n" + "}\n" * opening.count("{")


def wrapped(fence: Fence) -> str:
    """A sample as declarations of the top level."""
    words = [word for word in fence.kind.split()[1:] if word != "whole"]
    return in_block(words[-1], fence.text) if words else fence.text


def homes(label: str, form: str) -> list[str]:
    """The blocks in which `label form` is a line; not those whose lines begin with a name of the author's own."""
    return [b for b in BLOCKS if b not in _OWN_NAMES and not mistakes(in_block(b, f"{label} {form}"))]


_OWN_NAMES = ("facts", "meter", "item")


def labels() -> set[str]:
    """Every label of the grammar, with its colon."""
    return {word for word in tables_of_the_grammar().words if word.endswith(":") and word != ":"}


def declaration_words() -> set[str]:
    """The first word of every declaration, of every block inside one, and of the one line without a label."""
    return set(TOP_WORDS | BLOCK_WORDS | {"authority"})


def together() -> str:
    """The samples of section 4 and what they speak of without declaring it, as one policy."""
    start, end = (norm()[: norm().index(f"\n## {number} ")].count("\n") for number in (4, 5))
    samples = [fence for fence in fences() if start < fence.line < end]
    context = (Path(__file__).parent / "context.seat").read_text(encoding="utf-8")
    charges = "\n".join(fence.text for fence in samples if fence.kind == "seat plan")
    last_of_team = context.index("  charge desks")
    return "\n".join(
        [
            context[:last_of_team] + charges + context[last_of_team:],
            *(fence.text for fence in samples if fence.kind == "seat"),
        ]
    )
