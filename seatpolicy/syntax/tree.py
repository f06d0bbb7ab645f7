"""The tree: what the parser makes of a declaration, and the file that it stands in.

In: nothing. Out: `Leaf` (one word, number or sign), `Node` (one form of the grammar, named by its rule or alias), and
`SourceFile` (text, tokens, comments, declarations). Spans are character offsets into the text. Never true here: a node
that was built from a line with a mistake in it; such a line is dropped and its declaration is named in `poisoned`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from seatpolicy.source.text import SourceText, Span
from seatpolicy.values.record import record


class Leaf:
    """One token that carries meaning: a name, number, percent, date, currency or string; `text` as it was written."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.kind}:{self.text}"


class Node:
    """One form of the grammar: `kind` is its rule or alias, `children` its leaves and forms in the order written."""

    __slots__ = ("children", "end", "kind", "start")

    def __init__(self, kind: str, children: tuple[Tree, ...], start: int, end: int) -> None:
        self.kind = kind
        self.children = children
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(map(repr, self.children))})"

    def one(self, *kinds: str) -> Node | None:
        """The first child form of one of the kinds, or None."""
        for child in self.children:
            if child.kind in kinds and isinstance(child, Node):
                return child
        return None

    def the(self, *kinds: str) -> Node:
        """The first child form of one of the kinds, which the grammar says is there; a KeyError is a mistake of ours."""
        found = self.one(*kinds)
        if found is None:
            raise KeyError(f"{self.kind} has no {' or '.join(kinds)}")
        return found

    def all(self, *kinds: str) -> list[Node]:
        """Every child form of the kinds, in order; without a kind, every child form."""
        return [c for c in self.children if isinstance(c, Node) and (not kinds or c.kind in kinds)]

    def leaves(self, *kinds: str) -> list[Leaf]:
        """Every child leaf of the kinds, in order; without a kind, every child leaf."""
        return [c for c in self.children if isinstance(c, Leaf) and (not kinds or c.kind in kinds)]

    def leaf(self, kind: str = "NAME") -> Leaf:
        """The first child leaf of a kind that the grammar says is there; a KeyError is a mistake of ours."""
        for child in self.children:
            if child.kind == kind and isinstance(child, Leaf):
                return child
        raise KeyError(f"{self.kind} has no {kind}")

    def walk(self) -> Iterator[Node]:
        """This form and every form below it, outermost first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(c for c in reversed(node.children) if isinstance(c, Node))


Tree = Leaf | Node


@record
class Tokens:
    """Every significant token of a text as parallel arrays: kind, start, end. White space and comments lie between."""

    kinds: list[str]
    starts: list[int]
    ends: list[int]
    comments: list[tuple[int, int]]


@attrs.frozen(slots=True, eq=False)
class SourceFile:
    """One parsed file: its text, tokens, top-level declarations, and the places where lines were dropped.

    `poisoned` holds the start offset of every declaration and block in which a line was dropped: it is known by name and
    checked, but nothing in it is reported as absent. `lost` says that a declaration was dropped whole, so that a name
    which nothing declares may have stood there. `guessed` holds the start offset of every block whose head could not be
    read and says what its lines mean: what a schedule is per, what a table gives. `shortened` holds those of `poisoned` that
    lost another line than their own head.
    """

    source: SourceText
    tokens: Tokens
    declarations: tuple[Node, ...]
    poisoned: frozenset[int]
    lost: bool
    guessed: frozenset[int] = frozenset()
    shortened: frozenset[int] = frozenset()

    def span(self, tree: Tree) -> Span:
        """Where a leaf or form stands."""
        return Span(self.source, tree.start, tree.end)

    def rebuild(self) -> str:
        """The text again, from tokens and what lies between them: byte for byte the text that was read."""
        text, pieces, at = self.source.text, [], 0
        for start, end in zip(self.tokens.starts, self.tokens.ends, strict=True):
            pieces.append(text[at:start])
            pieces.append(text[start:end])
            at = end
        pieces.append(text[at:])
        return "".join(pieces)
