"""Logical lines in, blocks out: which line stands inside which braces.

Braces decide, as long as they balance and no top-level word stands at the left margin inside a block. Only where they do
not are the margins asked: a closing brace belongs to the block that begins in its column, a top-level word at the margin
ends whatever is open, and a line no further right than a block's head is none of its lines. Trusting margins always was
the simpler idea; it would make layout part of the meaning.
Never true here: a block deeper than `DEEPEST`, which no form of the language needs.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS, Line
from seatpolicy.syntax.tree import Tokens
from seatpolicy.values.record import record

DEEPEST = 8
OTHER_BRACES = frozenset({":", "[", "("})
OTHER_ENDS = frozenset({"]", ")", "end"})
_BARE = frozenset({"facts", "counting", "meter", "item", "proration", "combine", "tax", "approvals", "release"})
_TITLED = frozenset({"example", "guarantee"})


@attrs.define(slots=True, eq=False)
class Block:
    """A header line, what stands between its braces, and the closing line (None where it is missing)."""

    header: Line
    body: list[Item] = attrs.field(factory=list)
    close: Line | None = None


Item = Line | Block


@record
class BraceTrouble:
    """A mistake in the braces, and the token where it shows.

    `kind` is "open" (a block is never closed; `opened` is its head, and `at_end` says that the file ended before), "extra"
    (a `}` closes nothing), "no head" (a `}`, the token `closing`, closes lines that nothing opened, inside `opened`),
    "no brace" (a head without `{`), "below" (the `{` stands below its head `opened`), "twice" (a second `{`), "other sign"
    (an end of another language), "not alone" (a brace, or something behind one, that does not stand on its own line) or
    "deep".
    """

    kind: str
    token: int
    opened: Line | None = None
    at_end: bool = False
    closing: int = -1


def header_word(text: str, tokens: Tokens, line: Line) -> str:
    """The first word of a line, or an empty text."""
    first = line.tokens[0]
    return text[tokens.starts[first] : tokens.ends[first]] if tokens.kinds[first] == "WORD" else ""


def looks_like_header(text: str, tokens: Tokens, line: Line) -> bool:
    """Whether a line that opens no brace reads like the head of a block: its word, then a name and a title."""
    word = header_word(text, tokens, line)
    if word not in BLOCK_WORDS:
        return False
    last = line.tokens[-1]
    size = len(line.tokens) - (text[tokens.starts[last] : tokens.ends[last]] in OTHER_BRACES)
    kinds = [tokens.kinds[t] for t in line.tokens[1:3]]
    if word in _BARE:
        return size == 1
    if word in _TITLED:
        return kinds[:1] == ["STRING"] and size == 2
    return kinds == ["WORD", "STRING"]


def cut(
    text: str, tokens: Tokens, lines: Sequence[Line], misplaced: Sequence[int] = ()
) -> tuple[list[Item], list[BraceTrouble]]:
    """The top-level items of a file, and what is wrong with its braces; `misplaced` are those that do not stand alone."""
    return _Cutter(text, tokens, lines, misplaced).cut()


class _Cutter:
    def __init__(self, text: str, tokens: Tokens, lines: Sequence[Line], misplaced: Sequence[int]) -> None:
        self.text = text
        self.tokens = tokens
        self.lines = lines
        self.misplaced = set(misplaced)
        self.opening = [line.role == "open" or looks_like_header(text, tokens, line) for line in lines]
        self.second = [self._is_second(i) for i in range(len(lines))]
        self.closes = [self._closes_otherwise(line) for line in lines]
        self.margins, self.surplus = self._balance()
        self.items: list[Item] = []
        self.stack: list[Block] = []
        self.troubles: list[BraceTrouble] = []
        self.skipping = 0  # braces open inside a region that is too deep to read

    def cut(self) -> tuple[list[Item], list[BraceTrouble]]:
        for i, line in enumerate(self.lines):
            opens = self.opening[i] and not self.second[i]
            if self.skipping:
                self.skipping += opens - (line.role == "close")
                self.misplaced.difference_update(line.tokens)
            elif self.second[i]:
                self._second(self.lines[i - 1], line)
            elif line.role == "close" or self.closes[i]:
                if self.closes[i]:
                    self.troubles.append(BraceTrouble("other sign", line.tokens[0]))
                self._close(line)
            else:
                self._end_by_margin(line)
                if opens:
                    self._open(line)
                else:
                    self._place(line)
        for block in reversed(self.stack):
            self.troubles.append(BraceTrouble("open", self.lines[-1].tokens[-1], block.header, at_end=True))
        self.troubles += [BraceTrouble("not alone", token) for token in sorted(self.misplaced)]
        return self.items, self.troubles

    def _place(self, item: Item) -> None:
        (self.stack[-1].body if self.stack else self.items).append(item)

    def _open(self, line: Line) -> None:
        if len(self.stack) == DEEPEST:
            self.troubles.append(BraceTrouble("deep", line.tokens[-1]))
            self.misplaced.difference_update(line.tokens)
            self.skipping = 1
            return
        if line.role != "open":
            last = line.tokens[-1]
            self.troubles.append(BraceTrouble("no brace", last))
            if self.text[self.tokens.starts[last] : self.tokens.ends[last]] in OTHER_BRACES:
                before = line.tokens[:-1]  # what stands in the place of the brace is no part of the head
                line = Line(before, self.tokens.ends[before[-1]], "line", line.column)
        block = Block(line)
        self._place(block)
        self.stack.append(block)

    def _is_second(self, i: int) -> bool:
        """Whether a line is only the `{` of the head above it, or a second one behind it."""
        line = self.lines[i]
        if line.role != "open" or len(line.tokens) > 1 or i == 0 or not self.opening[i - 1]:
            return False
        return len(self.lines[i - 1].tokens) > 1

    def _closes_otherwise(self, line: Line) -> bool:
        """Whether a line is only another language's end of a block."""
        if line.role != "line" or len(line.tokens) > 2:
            return False
        return self.text[self.tokens.starts[line.tokens[0]] : line.newline].rstrip(";, ") in OTHER_ENDS

    def _second(self, head: Line, line: Line) -> None:
        self.misplaced.discard(line.tokens[0])
        if head.role == "open":
            self.troubles.append(BraceTrouble("twice", line.tokens[0]))
        else:
            self.troubles[-1] = BraceTrouble("below", line.tokens[0], head)

    def _end_by_margin(self, line: Line) -> None:
        """Where braces do not balance, ends the blocks that a line can no longer stand in."""
        if not self.margins:
            return
        if _begins_at_margin(self.text, self.tokens, line):
            while self.stack:
                self._unfinished(line)
        while self.stack and self._is_outside(line, self.stack[-1]):
            self._unfinished(line)

    def _unfinished(self, line: Line) -> None:
        self.troubles.append(BraceTrouble("open", line.tokens[0], self.stack.pop().header))

    @staticmethod
    def _is_outside(line: Line, block: Block) -> bool:
        """Whether a line stands no further right than a block's head, though the block's own lines do."""
        column = block.header.column
        return line.column <= column and bool(block.body) and _column(block.body[0]) > column

    def _close(self, line: Line) -> None:
        columns = [block.header.column for block in self.stack]
        if self.margins and columns and line.column not in columns and line.column > columns[-1] and self.surplus > 0:
            self._extra(line)
            return
        if self.margins and line.column in columns[:-1]:
            while self.stack[-1].header.column > line.column:
                self._unfinished(line)
        if self.stack:
            self.stack.pop().close = line
        else:
            self._extra(line)

    def _extra(self, line: Line) -> None:
        """A `}` that closes nothing; what stands right above it and further right has lost its head."""
        self.surplus -= 1
        self.misplaced.discard(line.tokens[0])
        siblings = self.stack[-1].body if self.stack else self.items
        first = len(siblings)
        while first and _column(siblings[first - 1]) > line.column:
            first -= 1
        if first == len(siblings):
            self.troubles.append(BraceTrouble("extra", line.tokens[0]))
            return
        orphan = siblings[first]
        top = orphan.header if isinstance(orphan, Block) else orphan
        del siblings[first:]
        around = self.stack[-1].header if self.stack else None
        self.troubles.append(BraceTrouble("no head", top.tokens[0], around, closing=line.tokens[0]))

    def _balance(self) -> tuple[bool, int]:
        """Whether margins must be asked, and how many more braces close than open."""
        depth, margins = 0, False
        for i, line in enumerate(self.lines):
            if depth and line.column == 0 and _begins_at_margin(self.text, self.tokens, line):
                margins = True
            depth += (self.opening[i] and not self.second[i]) - (line.role == "close" or self.closes[i])
            margins = margins or depth < 0
        return margins or depth != 0, -depth


def _column(item: Item) -> int:
    return item.header.column if isinstance(item, Block) else item.column


def _begins_at_margin(text: str, tokens: Tokens, line: Line) -> bool:
    """Whether a line at the left margin can only be a declaration of the top level."""
    if line.column != 0:
        return False
    word = header_word(text, tokens, line)
    if word not in TOP_WORDS or word == "proration":
        return False
    if line.role == "open" or looks_like_header(text, tokens, line):
        return True
    second = line.tokens[1] if len(line.tokens) > 1 else None
    if second is None:
        return False
    if word == "use":
        return tokens.kinds[second] == "STRING"
    third = tokens.kinds[line.tokens[2]] if len(line.tokens) > 2 else ""
    return (word in ("amount", "let") and third == "=") or (
        word == "require" and tokens.kinds[second] == "WORD" and third != ":"
    )
