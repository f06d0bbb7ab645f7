"""A parsed text in, its outline out: lines in their blocks, and every comment with the place that it belongs to.

A comment is one of three: behind the code of a line (`tail`), behind a part of a line that goes on below (`inner`), or
a line of its own (`Remark`), which belongs to what follows it. Blank lines between two entries are one fact: there are
some, or none. Never true here: a text with a mistake in its syntax; the outline of such a text is not asked for.
"""

from __future__ import annotations

import re

import attrs

from seatpolicy.syntax.lines import split_lines
from seatpolicy.syntax.tree import SourceFile

_LINE_END = re.compile(r"\r\n|\n|\r")


@attrs.define(slots=True)
class Remark:
    """A comment on a line of its own; `blank` says whether a blank line stands before it."""

    text: str
    blank: bool


@attrs.define(slots=True)
class Line:
    """One logical line: the indexes of its tokens, and its comments.

    `inner` holds, for a line that goes on, the comments behind its parts: the position in `tokens` behind which each
    stands, and its text. `tail` is the comment behind the whole line, or empty.
    """

    tokens: list[int]
    blank: bool
    inner: list[tuple[int, str]] = attrs.field(factory=list)
    tail: str = ""


@attrs.define(slots=True)
class Block:
    """A head (its tokens end in `{`), what stands between the braces, and the comment behind the closing one."""

    head: Line
    body: list[Entry] = attrs.field(factory=list)
    close_tail: str = ""

    @property
    def blank(self) -> bool:
        """Whether a blank line stands before it."""
        return self.head.blank

    @blank.setter
    def blank(self, there: bool) -> None:
        self.head.blank = there


Entry = Remark | Line | Block


def outline(file: SourceFile) -> list[Entry]:
    """The entries of the top level, in order. Linear in the length of the text."""
    text, tokens = file.source.text, file.tokens
    starts, ends = tokens.starts, tokens.ends
    comments = [(start, end, text[start:end].rstrip(" \t")) for start, end in tokens.comments]
    top: list[Entry] = []
    open_blocks: list[Block] = []
    at = 0  # the next comment
    before = 0  # offset where the entry before ends, its comment included

    def blank_up_to(start: int) -> bool:
        return before > 0 and len(_LINE_END.findall(text, before, start)) > 1

    def place(entry: Entry) -> None:
        (open_blocks[-1].body if open_blocks else top).append(entry)

    lines, _ = split_lines(text, tokens)
    for line in lines:
        first, last = starts[line.tokens[0]], ends[line.tokens[-1]]
        while at < len(comments) and comments[at][0] < first:
            place(Remark(comments[at][2], blank_up_to(comments[at][0])))
            before = comments[at][1]
            at += 1
        made = Line(line.tokens, blank_up_to(first))
        before = last
        position = 0
        while at < len(comments) and comments[at][0] < last:
            while starts[line.tokens[position + 1]] < comments[at][0]:
                position += 1
            made.inner.append((position, comments[at][2]))
            at += 1
        if at < len(comments) and not _LINE_END.search(text, last, comments[at][0]):
            made.tail = comments[at][2]
            before = comments[at][1]
            at += 1
        if line.role == "close":
            open_blocks.pop().close_tail = made.tail
        elif line.role == "open":
            block = Block(made)
            place(block)
            open_blocks.append(block)
        else:
            place(made)
    for start, end, words in comments[at:]:
        place(Remark(words, blank_up_to(start)))
        before = end
    return top


def separate(entries: list[Entry]) -> None:
    """Sets the blank lines of a body: none at its beginning, at least one between a block and its neighbours.

    Where the author wrote none, the blank line stands behind the entry before, so that comments stay with what follows.
    """
    if entries:
        entries[0].blank = False
    previous: Entry | None = None
    gap: list[Entry] = []
    for entry in entries:
        gap.append(entry)
        if isinstance(entry, Remark):
            continue
        beside_block = isinstance(entry, Block) or isinstance(previous, Block)
        if previous is not None and beside_block and not any(e.blank for e in gap):
            gap[0].blank = True
        previous, gap = entry, []
