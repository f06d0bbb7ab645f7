"""A head with a mistake in it and the edits that repair it in, the head fed as it would then be read out.

So the lines in the block are judged by what the fix of its head proposes, not by the little that a stand-in can keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from seatpolicy.diagnostics.diagnostic import Edit
from seatpolicy.syntax.feeder import Feeder
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import BLOCK_WORDS, Line, split_lines
from seatpolicy.syntax.machine import Machine
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Tokens


class Mended:
    """A line of a text with edits in it: `text` as it reads then, and the offsets that its tokens have in the whole."""

    def __init__(self, whole: str, tokens: Tokens, line: Line, edits: Sequence[Edit]) -> None:
        self.whole = whole
        self.begin, self.end = tokens.starts[line.tokens[0]], tokens.ends[line.tokens[-1]]
        self.edits = sorted(edits, key=lambda edit: edit.span.start)
        self.lies_within = all(self.begin <= e.span.start <= e.span.end <= self.end for e in edits)
        pieces, at = [], self.begin
        for edit in self.edits if self.lies_within else ():
            pieces += [whole[at : edit.span.start], edit.text]
            at = edit.span.end
        self.text = "".join((*pieces, whole[at : self.end]))

    def word(self, machine: Machine, words: Mapping[str, str]) -> str:
        """Feeds the line to the machine; the word that it begins with, or an empty text where it is not read.

        Nor is a table read so whose name the fix has made up: the rows of a table tell its name.
        """
        tokens = lex(self.text)
        lines, misplaced = split_lines(self.text, tokens)
        if not self.lies_within or len(lines) != 1 or misplaced or lines[0].role == "close":
            return ""
        first = lines[0].tokens[0]
        word = self.text[tokens.starts[first] : tokens.ends[first]]
        if word not in BLOCK_WORDS:
            return ""
        reader = _Elsewhere(machine, self)
        feeder = Feeder(self.text, tokens, reader, words)
        read = feeder.line(lines[0], brace=lines[0].role != "open") is None
        return word if read and not (reader.unnamed and word == "table") else ""

    def offset(self, at: int, behind: bool = False) -> int:
        """The offset in the whole text of one in the line; `behind` one that ends a token, where text was put in."""
        moved = self.begin
        for edit in self.edits:
            start = edit.span.start - moved
            if at < start or (at == start and behind):
                break
            if at < start + len(edit.text) or (at == start + len(edit.text) and behind):
                return edit.span.end if behind else edit.span.start
            moved += len(edit.span.text) - len(edit.text)
        return at + moved


class _Elsewhere:
    """The machine, which gets every token with the offsets of what stands in the text."""

    def __init__(self, machine: Machine, line: Mended) -> None:
        self.machine = machine
        self.line = line
        self.named = self.unnamed = False

    def takes(self, terminal: str, rival: str = "NAME") -> bool:
        """As the machine does."""
        return self.machine.takes(terminal, rival)

    def feed(self, terminal: str, value: Leaf | None, start: int, end: int) -> bool:
        """As the machine does. A leaf says what stands at its place: a name that the text does not have is none that other
        lines could mean, such a title is empty, and with any other value the line is not read."""
        line = self.line
        if start >= 0:
            start, end = line.offset(start), line.offset(end, behind=True)
        if value is not None:
            written = re.search(rf"(?<!\w){re.escape(value.text)}(?!\w)", line.whole[start:end])
            if written is not None:  # one of several words that the fix replaces together
                start, end = start + written.start(), start + written.end()
            there, text = line.whole[start:end], value.text
            if text not in (there, there.replace("-", "_")):
                text = {"NAME": UNREADABLE, "STRING": '""'}.get(value.kind, "")
            if not text:
                return False
            if value.kind == "NAME" and not self.named:
                self.named, self.unnamed = True, text == UNREADABLE
            value = Leaf(value.kind, text, start, end)
        return self.machine.feed(terminal, value, start, end)
