"""A parsed text in, the text in the one layout out.

Two blanks of indentation a block; the values of a block's labels in one column, two blanks behind the longest label;
tables in columns; one blank line around a block, at most one anywhere, none at the edges of a body. Everything here
follows from the tokens, comments and blank lines alone, never from where the author broke a line: so laying out twice
changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.source.text import BYTE_ORDER_MARK
from seatpolicy.syntax.tree import SourceFile
from seatpolicy.tools.formatter.columns import Row, aligned, cases, row
from seatpolicy.tools.formatter.outline import Block, Entry, Line, Remark, outline, separate
from seatpolicy.tools.formatter.pieces import Marks, Piece, marks, pieces, width
from seatpolicy.tools.formatter.wrap import Printed, behind, wrapped

INDENT = "  "
BEHIND_LABELS = 2
FURTHER = 4
"""A line without a label goes on this much further in than it begins."""

WIDEST_LABEL = 60
"""A longer label sticks out of its block and does not move the others' values."""


def lay_out(file: SourceFile) -> str:
    """The text of a file that has no mistake in its syntax, laid out anew."""
    text = file.source.text
    lines = _Writer(file, marks(file)).body(outline(file), "")
    end = "\r\n" if "\n" in text and text.count("\r\n") == text.count("\n") == text.count("\r") else "\n"
    start = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    return start + "".join(line + end for line in lines)


@attrs.frozen(slots=True)
class _Writer:
    file: SourceFile
    known: Marks

    def body(self, entries: list[Entry], indent: str) -> list[str]:
        """The lines of a body; `indent` is the one of its entries."""
        separate(entries)
        plain = [entry for entry in entries if isinstance(entry, Line)]
        rows = self._rows([line for line in plain if self._is_row(line)])
        labels = {id(line): count for line in plain if (count := self._label(line))}
        lengths = [width(self._label_text(line, labels[id(line)])) for line in plain if id(line) in labels]
        column = len(indent) + max((n for n in lengths if n <= WIDEST_LABEL), default=0) + BEHIND_LABELS
        lines: list[str] = []
        for entry in entries:
            if entry.blank:
                lines.append("")
            if isinstance(entry, Remark):
                lines.append(indent + entry.text)
            elif isinstance(entry, Block):
                lines += self._block(entry, indent)
            elif id(entry) in rows:
                lines += [indent + comment for _, comment in entry.inner]
                lines.append(behind(indent + rows[id(entry)], entry.tail))
            else:
                lines += self._line(entry, indent, labels.get(id(entry), 0), column)
        return lines

    def _block(self, block: Block, indent: str) -> list[str]:
        lines = self._line(block.head, indent, 0, 0, head=True)
        lines += self.body(block.body, indent + INDENT)
        lines.append(behind(indent + "}", block.close_tail))
        return lines

    def _line(self, line: Line, indent: str, label: int, column: int, head: bool = False) -> list[str]:
        """A line with a label of `label` tokens and its value in `column`, or one without a label."""
        made = pieces(self.file, self.known, line.tokens[label:], head)
        start = indent
        if label:
            start += self._label_text(line, label)
            start += " " * max(column - width(start), BEHIND_LABELS)
        else:
            column = len(indent) + FURTHER
        inner = [(at - label, comment) for at, comment in line.inner]
        out: Printed = wrapped(start, made, column, inner, line.tail)
        return [indent + comment for comment in out.above] + out.lines

    # ---- labels -----------------------------------------------------------------------------------------------------

    def _label(self, line: Line) -> int:
        """How many tokens the label takes, its colon included; 0 for a line without one."""
        tokens = self.file.tokens
        if self.known.begins("authority_line", tokens.starts[line.tokens[0]]):
            return 0
        kinds = [tokens.kinds[i] for i in line.tokens[:4]]
        return kinds.index(":") + 1 if ":" in kinds else 0

    def _label_text(self, line: Line, label: int) -> str:
        text, tokens = self.file.source.text, self.file.tokens
        return " ".join(text[tokens.starts[i] : tokens.ends[i]] for i in line.tokens[: label - 1]) + ":"

    # ---- tables -----------------------------------------------------------------------------------------------------

    def _is_row(self, line: Line) -> bool:
        return any(self.file.tokens.kinds[i] == "|" for i in line.tokens)

    def _rows(self, lines: Sequence[Line]) -> dict[int, str]:
        """The text of each row, by the identity of its line; an example's head begins a table of its own."""
        texts: dict[int, str] = {}
        table: list[Line] = []
        rows: list[Row] = []
        head: list[Piece] = []
        for line in [*lines, None]:
            made = pieces(self.file, self.known, line.tokens) if line else []
            if line is None or self.known.begins("example_head", made[0].start):
                texts.update(zip(map(id, table), aligned(rows), strict=True))
                table, rows, head = [], [], []
            if line is not None:
                head = head or made
                table.append(line)
                rows.append(row(made, self.known, cases(head)))
        return texts
