"""A line that did not parse, as the messages look at it: its tokens, where it went wrong, what could have stood there.

In: what the parser knows when a line fails. Out: `BadLine`, asked for words, places and, above all, `again`: the same
line with other words, read from the same place by the same tables. A message that proposes a change has tried it there
first, so that no fix is proposed that would not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import attrs

from seatpolicy.diagnostics.diagnostic import Edit, Fix
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.lines import Line
from seatpolicy.syntax.machine import Place
from seatpolicy.syntax.tree import Tokens


class Head(NamedTuple):
    """The head of a block around a line: its first word and where it stands."""

    word: str
    place: Span


class Attempt(NamedTuple):
    """What became of a changed line: `bad` is None where it was read; `names` counts the words read as names."""

    bad: BadLine | None
    names: int


Again = Callable[[str], Attempt]


@attrs.frozen(slots=True, eq=False)
class BadLine:
    """A line with a mistake in it.

    `bad` is a position in `line.tokens`, behind the last one where the line ends too early; `heads` stand around the line,
    innermost first; `words` holds the terminal of every word. `file` is the text that the user has; `source` is the same,
    or a changed line. `again` is None where the file has so many mistakes that no more changes are tried; `look` leads the
    machine to where the line went wrong.
    """

    file: SourceText
    source: SourceText
    tokens: Tokens
    line: Line
    bad: int
    heads: tuple[Head, ...]
    words: Mapping[str, str]
    again: Again | None
    look: Callable[[], Place]
    _seen: list[Place] = attrs.field(factory=list, init=False)

    @property
    def size(self) -> int:
        """How many tokens the line has."""
        return len(self.line.tokens)

    def text(self, at: int) -> str:
        """The text of the token at a position of the line; empty outside it."""
        if not 0 <= at < self.size:
            return ""
        token = self.line.tokens[at]
        return self.source.text[self.tokens.starts[token] : self.tokens.ends[token]]

    def kind(self, at: int) -> str:
        """The kind of the token at a position of the line; empty outside it."""
        return self.tokens.kinds[self.line.tokens[at]] if 0 <= at < self.size else ""

    def start(self, at: int) -> int:
        """The offset of a token; behind the last one, where the line ends."""
        return self.tokens.starts[self.line.tokens[at]] if at < self.size else self.line.newline

    def end(self, at: int) -> int:
        """The offset behind a token; behind the last one, where the line ends."""
        return self.tokens.ends[self.line.tokens[at]] if at < self.size else self.line.newline

    def span(self, first: int, last: int | None = None) -> Span:
        """From one token of the line to another; behind the last one it is the empty span where the line ends."""
        last = first if last is None else min(last, self.size - 1)
        return Span(self.source, self.start(first), self.end(last) if first < self.size else self.start(first))

    @property
    def content(self) -> str:
        """The line from its first token to its last, as it was written."""
        return self.source.text[self.start(0) : self.end(self.size - 1)]

    @property
    def block(self) -> str:
        """The first word of the head around the line, or an empty text at the top level."""
        return self.heads[0].word if self.heads else ""

    @property
    def word(self) -> str:
        """The line's first word, or an empty text where it begins otherwise."""
        return self.text(0) if self.kind(0) == "WORD" else ""

    @property
    def label_size(self) -> int:
        """How many tokens the label has, its colon included; 0 where the line begins with none."""
        for count in (1, 2):
            if self.kind(count) == ":" and all(self.kind(i) == "WORD" for i in range(count)):
                return count + 1
        return 0

    @property
    def label(self) -> str:
        """The line's label with its colon, or an empty text."""
        size = self.label_size
        return " ".join(self.text(i) for i in range(size - 1)) + ":" if size else ""

    @property
    def last(self) -> int:
        """The position of the last token of the line's content (a head's brace is none of it)."""
        return self.size - (2 if self.line.role == "open" else 1)

    @property
    def accepted(self) -> frozenset[str]:
        """The terminals that could have stood where the line went wrong."""
        return self._place.accepted()

    def takes(self, word: str) -> bool:
        """Whether a word, sign or kind of token could have stood where the line went wrong."""
        return self._place.takes(self.words.get(word, word))

    @property
    def _place(self) -> Place:
        # Most changed lines are never asked this, so the machine is led there only when it is.
        if not self._seen:
            self._seen.append(self.look())
        return self._seen[0]

    def with_edits(self, *edits: Edit) -> str:
        """The line's content with some of it changed."""
        text, begin = self.content, self.start(0)
        for edit in sorted(edits, key=lambda e: e.span.start, reverse=True):
            text = text[: edit.span.start - begin] + edit.text + text[edit.span.end - begin :]
        return text

    def reads(self, text: str) -> bool:
        """Whether another text would be read in the place of this line; false where that cannot be tried."""
        return self.again is not None and self.again(text).bad is None

    def fix(self, title: str, *edits: Edit, safe: bool = False) -> Fix:
        """A fix in backticks; it is safe only if it is said to be and the line is read with it."""
        return Fix(f"`{title}`", edits, safe=safe and self.reads(self.with_edits(*edits)))
