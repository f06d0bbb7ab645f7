"""Tokens in, logical lines out: where a line goes on, where it opens or closes a block.

A newline ends a line, except after a comma or before a line that begins with `and` or `or` (rule 1 of the language).
Articles are passed over here; they stay in the token list and so in the text. Never true here: a line that holds a brace
and something after it, or before a closing one; such text becomes two lines, and `misplaced` names the brace.
"""

from __future__ import annotations

from seatpolicy.syntax.tree import Tokens

ARTICLES = frozenset({"a", "an", "the"})

TOP_WORDS = frozenset({
    "use", "policy", "facts", "seat", "counting", "meter", "item", "schedule", "amount", "let", "table", "plan", "addon",
    "proration", "discount", "combine", "tax", "change", "require", "signal", "approvals", "release", "guarantee", "example",
})  # fmt: skip
BLOCK_WORDS = (TOP_WORDS - {"use", "amount", "let", "require"}) | {"charge", "limit", "rule", "exempt"}


class Line:
    """One logical line: `tokens` are indexes into the token list, without newlines and articles."""

    __slots__ = ("column", "newline", "role", "tokens")

    def __init__(self, tokens: list[int], newline: int, role: str, column: int) -> None:
        self.tokens = tokens
        self.newline = newline  # offset where the line's text ends; errors about a missing end stand there
        self.role = role  # "line", "open" (ends in a brace) or "close" (is a brace)
        self.column = column  # of its first token, from 0


def split_lines(text: str, tokens: Tokens) -> tuple[list[Line], list[int]]:
    """The logical lines of a text, and the indexes of braces that do not stand where a brace stands."""
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    lines: list[Line] = []
    misplaced: list[int] = []
    current: list[int] = []
    line_start = 0
    after_open = False  # the line before ended in a brace, and no newline has come since
    after_close = False

    def finish(at: int, role: str) -> None:
        nonlocal current
        first = starts[current[0]]
        lines.append(Line(current, at, role, first - line_start))
        current = []

    total = len(kinds)
    for i in range(total):
        kind = kinds[i]
        if kind == "NEWLINE":
            after_open = after_close = False
            if current and not _goes_on(text, tokens, i, current[-1]):
                finish(ends[current[-1]], "line")
            if not current:
                line_start = ends[i]
            continue
        if kind == "}":
            if current:
                misplaced.append(i)
                finish(ends[current[-1]], "line")
            elif after_open or after_close:
                misplaced.append(i)
            current = [i]
            finish(ends[i], "close")
            after_close, after_open = True, False
            continue
        if after_open or after_close:
            misplaced.append(i)
            if after_close and text[starts[i] : ends[i]] in (";", ","):
                continue  # a sign of other languages; it is told, and belongs to no line
            after_open = after_close = False
        if kind == "WORD" and ends[i] - starts[i] <= 3 and text[starts[i] : ends[i]] in ARTICLES:
            continue
        current.append(i)
        if kind == "{":
            finish(ends[i], "open")
            after_open = True
    if current:
        finish(ends[current[-1]], "line")
    return lines, misplaced


def _goes_on(text: str, tokens: Tokens, newline: int, last: int) -> bool:
    """Whether the line goes on behind this newline."""
    kinds, starts, ends = tokens.kinds, tokens.starts, tokens.ends
    following = newline + 1
    total = len(kinds)
    while following < total and kinds[following] == "NEWLINE":
        if kinds[last] == "," and kinds[following] == "NEWLINE":
            return False  # a blank line ends every line
        following += 1
    if following == total:
        return False
    word = text[starts[following] : ends[following]] if kinds[following] == "WORD" else ""
    if kinds[last] == ",":
        return not _begins_anew(text, tokens, following)
    return word in ("and", "or") and newline + 1 == following


def _begins_anew(text: str, tokens: Tokens, first: int) -> bool:
    """Whether a line behind a comma is visibly a line of its own: a label, a brace, a row, a declaration."""
    kinds = tokens.kinds
    at = first
    while at < len(kinds) and kinds[at] == "WORD" and at < first + 3:
        at += 1
    if at < len(kinds) and kinds[at] == ":" and at > first:
        return True
    declares = text[tokens.starts[first] : tokens.ends[first]] in BLOCK_WORDS
    while at < len(kinds) and kinds[at] != "NEWLINE":
        if kinds[at] in ("}", "|") or (kinds[at] == "{" and declares):
            return True
        at += 1
    return False
