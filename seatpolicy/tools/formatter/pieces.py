"""A line's tokens in, its pieces out: what is printed for each, whether a blank stands before, where it may break.

Which word is a keyword and which a name was decided by the parser's state, so it is asked from the tree: a name is a
leaf of it, a keyword is not. The same tree tells a sign before a number from a difference, and a row's end (`from` a
change) from its last cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import attrs

from seatpolicy.syntax.lines import BLOCK_WORDS
from seatpolicy.syntax.tree import Leaf, Node, SourceFile
from seatpolicy.tools.formatter.usual import KEYWORD, Word, usual

_PLURAL_FORMS = frozenset({"days", "hours", "months", "seats", "packs", "units"})
_ROWS = frozenset({"tier", "table_row", "limit_row", "example_row"})
_NOTED = frozenset({"negative", "authority_line", "example_head"})


@attrs.frozen(slots=True)
class Marks:
    """What the tree knows of tokens, by the offset where each begins."""

    names: frozenset[int]
    plurals: frozenset[int]
    row_ends: frozenset[int]
    forms: dict[str, frozenset[int]]

    def begins(self, form: str, offset: int) -> bool:
        """Whether a `negative`, `authority_line` or `example_head` begins there."""
        return offset in self.forms[form]


def marks(file: SourceFile) -> Marks:
    """The marks of a whole file; linear in the size of its tree."""
    names: set[int] = set()
    plurals: set[int] = set()
    row_ends: set[int] = set()
    forms: dict[str, set[int]] = {form: set() for form in _NOTED}
    for declaration in file.declarations:
        for node in declaration.walk():
            kind = node.kind
            if kind in _PLURAL_FORMS:
                plurals.add(node.start)
            elif kind in _NOTED:
                forms[kind].add(node.start)
            elif kind in _ROWS:
                ending = [c.start for c in node.children if isinstance(c, Node) and c.kind in ("since", "until")]
                row_ends.update(ending[:1])
            for child in node.children:
                if isinstance(child, Leaf) and child.kind == "NAME":
                    names.add(child.start)
    frozen = {form: frozenset(starts) for form, starts in forms.items()}
    return Marks(frozenset(names), frozenset(plurals), frozenset(row_ends), frozen)


@attrs.frozen(slots=True)
class Piece:
    """One token as it is printed. `spaced`: a blank before it, unless it begins a line.

    `breaks`: a line may break before it; `depth`: in how many parentheses that is. `kind` and `start` are its token's.
    """

    kind: str
    text: str
    start: int
    spaced: bool
    breaks: bool
    depth: int


def pieces(file: SourceFile, known: Marks, indexes: Sequence[int], head: bool = False) -> list[Piece]:
    """The pieces of a line, or of a part of one. `head`: the line opens a block."""
    text, tokens = file.source.text, file.tokens
    words: list[Word] = []
    for i in indexes:
        start, kind = tokens.starts[i], tokens.kinds[i]
        if kind == "WORD":
            kind = "NAME" if start in known.names else KEYWORD
        words.append(Word(kind, text[start : tokens.ends[i]], start in known.plurals))
    printed = usual(words, cells=any(word.kind == "|" for word in words))
    made: list[Piece] = []
    depth = 0
    for at, word in enumerate(words):
        start = tokens.starts[indexes[at]]
        before = made[-1] if made else None
        if word.kind == ")":
            depth -= 1
        spaced = before is not None and _spaced(before, word, known)
        breaks = before is not None and (
            (before.kind == "," and not (head and word.text in BLOCK_WORDS))
            or (word.kind == KEYWORD and word.text in ("and", "or"))
        )
        made.append(Piece(word.kind, printed[at], start, spaced, breaks, depth))
        if word.kind == "(":
            depth += 1
    return made


def _spaced(before: Piece, word: Word, known: Marks) -> bool:
    if word.kind in (",", ")", ":") or before.kind == "(":
        return False
    if word.kind == "(" and before.kind == "NAME":
        return False  # a function and its arguments
    return not (before.kind == "-" and known.begins("negative", before.start))


def printed(line: Sequence[Piece]) -> str:
    """The pieces as text on one line."""
    return "".join(" " + p.text if p.spaced and i else p.text for i, p in enumerate(line))


def width(text: str) -> int:
    """The columns that an editor shows the text in: wide letters take two, marks over a letter none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )
