"""Two parsed texts in, the first thing that is not the same in both out: what formatting must never do.

The same are: every form of the tree with its leaves in their order (numbers without their thousands commas, everything
else letter by letter), and the words of every comment in their order. Spans may differ, and nothing else.
"""

from __future__ import annotations

from itertools import zip_longest

import attrs

from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Leaf, Node, SourceFile, Tree

_NUMBERS = frozenset({"NUMBER", "PERCENT"})


@attrs.frozen(slots=True)
class Moved:
    """What is not the same (`meaning` or `a comment`), and where in the text before."""

    what: str
    where: Span


def moved(before: SourceFile, after: SourceFile) -> Moved | None:
    """The first difference, or None. Linear in the size of the trees."""
    for one, other in zip_longest(before.declarations, after.declarations):
        if one is None or other is None:
            return Moved("meaning", before.span(one) if one is not None else _end(before))
        different = _first_difference(one, other)
        if different is not None:
            return Moved("meaning", before.span(different))
    for own, theirs in zip_longest(before.tokens.comments, after.tokens.comments):
        if own is None or theirs is None or _words(before, own) != _words(after, theirs):
            return Moved("a comment", Span(before.source, *own) if own is not None else _end(before))
    return None


def _first_difference(one: Node, other: Node) -> Tree | None:
    """The innermost form or leaf of the first tree at which the two part."""
    pairs: list[tuple[Tree, Tree]] = [(one, other)]
    while pairs:
        own, theirs = pairs.pop()
        if own.kind != theirs.kind:
            return own
        if isinstance(own, Leaf) or isinstance(theirs, Leaf):
            if not (isinstance(own, Leaf) and isinstance(theirs, Leaf) and _value(own) == _value(theirs)):
                return own
            continue
        if len(own.children) != len(theirs.children):
            return own
        pairs.extend(reversed(list(zip(own.children, theirs.children, strict=True))))
    return None


def _value(leaf: Leaf) -> str:
    return leaf.text.replace(",", "") if leaf.kind in _NUMBERS else leaf.text


def _words(file: SourceFile, comment: tuple[int, int]) -> str:
    return file.source.text[comment[0] : comment[1]].rstrip(" \t")


def _end(file: SourceFile) -> Span:
    end = len(file.source.text)
    return Span(file.source, end, end)
