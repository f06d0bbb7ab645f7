"""Logical lines in, blocks out: which line stands inside which braces.

Braces decide, as long as they balance and no top-level word stands at the left margin inside a block. Only where they do
not are the margins asked: a closing brace belongs to the block that begins in its column, and a top-level word at the
margin ends whatever is open. Trusting margins always was the simpler idea; it would make layout part of the meaning.
Never true here: a block deeper than `DEEPEST`, which no form of the language needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

import attrs

from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS, Line
from seatpolicy.syntax.tree import Tokens
from seatpolicy.values.record import record

DEEPEST = 8
_BARE = frozenset({"facts", "counting", "meter", "item", "proration", "combine", "tax", "approvals", "release"})
_TITLED = frozenset({"example", "guarantee"})


@attrs.define(slots=True, eq=False)
class Block:
    """A header line, what stands between its braces, and the closing line (None where it is missing)."""

    header: Line
    body: list[Item] = attrs.field(factory=list)
    close: Line | None = None


Item = Union[Line, Block]


@record
class BraceTrouble:
    """A mistake in the braces: `kind` is "open" (never closed), "extra", "no brace" or "deep".

    `token` is where it shows; `opened` is the line that opened the block, for "open", and `at_end` says that the file
    ended before it was closed.
    """

    kind: str
    token: int
    opened: Line | None = None
    at_end: bool = False


def header_word(text: str, tokens: Tokens, line: Line) -> str:
    """The first word of a line, or an empty text."""
    first = line.tokens[0]
    return text[tokens.starts[first] : tokens.ends[first]] if tokens.kinds[first] == "WORD" else ""


def looks_like_header(text: str, tokens: Tokens, line: Line) -> bool:
    """Whether a line that opens no brace reads like the head of a block: its word, then a name and a title."""
    word = header_word(text, tokens, line)
    if word not in BLOCK_WORDS:
        return False
    kinds = [tokens.kinds[t] for t in line.tokens[1:3]]
    if word in _BARE:
        return len(line.tokens) == 1
    if word in _TITLED:
        return kinds[:1] == ["STRING"] and len(line.tokens) == 2
    return kinds == ["WORD", "STRING"]


def cut(text: str, tokens: Tokens, lines: Sequence[Line]) -> tuple[list[Item], list[BraceTrouble]]:
    """The top-level items of a file, and what is wrong with its braces."""
    troubles: list[BraceTrouble] = []
    opening = [line.role == "open" or looks_like_header(text, tokens, line) for line in lines]
    margins = not _balanced(text, tokens, lines, opening)
    items: list[Item] = []
    stack: list[Block] = []
    skipping = 0  # braces open inside a region that is too deep to read

    def place(item: Item) -> None:
        (stack[-1].body if stack else items).append(item)

    def close_unfinished(block: Block, token: int) -> None:
        troubles.append(BraceTrouble("open", token, block.header))

    for line, opens in zip(lines, opening, strict=True):
        if skipping:
            skipping += opens - (line.role == "close")
            continue
        if opens:
            if margins and stack and _begins_at_margin(text, tokens, line):
                while stack:
                    close_unfinished(stack.pop(), line.tokens[0])
            if len(stack) == DEEPEST:
                troubles.append(BraceTrouble("deep", line.tokens[-1]))
                skipping = 1
                continue
            if line.role != "open":
                troubles.append(BraceTrouble("no brace", line.tokens[-1]))
            block = Block(line)
            place(block)
            stack.append(block)
        elif line.role == "close":
            if margins:
                while len(stack) > 1 and stack[-1].header.column > line.column and any(
                    b.header.column == line.column for b in stack[:-1]
                ):
                    close_unfinished(stack.pop(), line.tokens[0])
            if stack:
                stack.pop().close = line
            else:
                troubles.append(BraceTrouble("extra", line.tokens[0]))
        else:
            if margins and stack and _begins_at_margin(text, tokens, line):
                while stack:
                    close_unfinished(stack.pop(), line.tokens[0])
            place(line)
    for block in reversed(stack):
        troubles.append(BraceTrouble("open", lines[-1].tokens[-1], block.header, at_end=True))
    return items, troubles


def _balanced(text: str, tokens: Tokens, lines: Sequence[Line], opening: Sequence[bool]) -> bool:
    depth = 0
    for line, opens in zip(lines, opening, strict=True):
        if depth and line.column == 0 and _begins_at_margin(text, tokens, line):
            return False
        depth += opens - (line.role == "close")
        if depth < 0:
            return False
    return depth == 0


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
