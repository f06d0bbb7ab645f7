"""What a document holds before anyone has said what it means: scalars as text, sequences and mappings, each with its place.

No scalar is ever guessed: `19.99` is the text "19.99", `NO` the text "NO". Types come from the policy, later. The tree is
the same for YAML, for JSON and for what a command line gives.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from seatpolicy.source.text import SourceText, Span

NOTHING = frozenset({"", "~", "null"})


@attrs.frozen(eq=False, slots=True)
class Scalar:
    """One value as its text. `at` covers what is written, quotes included."""

    text: str
    quoted: bool
    at: Span

    @property
    def is_nothing(self) -> bool:
        """Whether no value was given: an empty place, `null` or `~`, all without quotes."""
        return not self.quoted and self.text in NOTHING


@attrs.frozen(eq=False, slots=True)
class Sequence:
    """Values in their order."""

    items: tuple[Node, ...]
    at: Span


@attrs.frozen(eq=False, slots=True)
class Entry:
    """A key and its value."""

    key: Scalar
    value: Node


@attrs.frozen(eq=False, slots=True)
class Mapping:
    """Values by key, in the order written; no key stands twice."""

    entries: tuple[Entry, ...]
    at: Span

    def get(self, key: str) -> Node | None:
        """The value of a key; None if it is not there."""
        for entry in self.entries:  # a loop: histories ask this a million times
            if entry.key.text == key:
                return entry.value
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping


def is_nothing(node: Node | None) -> bool:
    """Whether a key is absent, or stands there without a value."""
    return node is None or (isinstance(node, Scalar) and node.is_nothing)


def option(flag: str, text: str) -> Scalar:
    """A value given on the command line, as if a document of that name held it."""
    source = SourceText(flag, text)
    return Scalar(text, True, Span(source, 0, len(text)))
