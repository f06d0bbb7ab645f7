"""Lets and tables read ahead: a name in, what whoever uses it must know of it out.

That is its type; the optional facts that it asks without a test of its own, so that its user must have asked `is known`;
whose facts it needs, so that a figure of a quote is not asked where an account is billed; and how large it is when every
name in it is written out. Nothing is reported here: each definition is read once more where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.types import ERROR, Type
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.values.record import record


@record
class Meaning:
    """`unknown`: optional facts asked without a test, by name; `owners`: a fact or measure for each owner whose facts are
    asked; `depth` and `size`: levels and terms, written out."""

    type: Type
    unknown: Mapping[str, Fact]
    owners: Mapping[str, str]
    depth: int
    size: int


UNKNOWN = Meaning(ERROR, {}, {}, 0, 1)
"""The meaning of what is in a circle, or was not declared: its use reports nothing more."""

Blocks = Sequence[tuple[SourceFile, Node]]


class Definitions:
    """The meanings of a text's lets and tables, each worked out once, those that it uses first."""

    def __init__(self, blocks: Blocks, read: Callable[[SourceFile, Node], Meaning]) -> None:
        self._blocks: dict[str, tuple[SourceFile, Node]] = {}
        for file, node in blocks:
            self._blocks.setdefault(node.leaf().text, (file, node))
        self._read = read
        self._made: dict[str, Meaning] = {}

    def meaning(self, name: str) -> Meaning:
        """The meaning of a name; `UNKNOWN` for one that is being worked out, which is in a circle."""
        return self._made.get(name, UNKNOWN)

    def read_all(self) -> None:
        """Works out every meaning. Deep chains are followed without recursion."""
        begun: set[str] = set()
        for first in self._blocks:
            if first in begun:
                continue
            begun.add(first)
            stack = [(first, self._used(first))]
            while stack:
                name, used = stack[-1]
                following = next((n for n in used if n not in begun), None)
                if following is not None:
                    begun.add(following)
                    stack.append((following, self._used(following)))
                    continue
                stack.pop()
                self._made[name] = self._read(*self._blocks[name])

    def _used(self, name: str) -> Iterator[str]:
        node = self._blocks[name][1]
        return (leaf.text for form in node.walk() for leaf in form.leaves("NAME") if leaf.text in self._blocks)
