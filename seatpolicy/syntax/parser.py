"""Text in, `SourceFile` and findings out.

Every declaration is parsed by the LALR tables of the whole grammar, line by line: before a line is read the state of the
machine is kept, and a line with a mistake in it is reported, dropped, and the state put back. So one run reports every
mistake, and a mistake in one line can never hide or invent one in another. (Masking the line and parsing the
declaration anew was the simpler idea; it costs a parse a mistake.) A head with a mistake is replaced by the one that its fix
proposes, or by a minimal one of its kind, so that its body is still read. What a dropped line would have said is unknown:
its declaration is poisoned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.source.collector import collector_off
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.blocks import Block, Item, cut, header_word, looks_like_header
from seatpolicy.syntax.feeder import PLURALS, Feeder, all_words, label_length
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import Line, split_lines
from seatpolicy.syntax.machine import Kept, Machine, Place
from seatpolicy.syntax.mended import Mended
from seatpolicy.syntax.stand_in import SAYS_MORE, stand_in_header
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Node, SourceFile, Tokens

# The messages are imported where the first mistake is met: a policy without one starts without them.
if TYPE_CHECKING:
    from seatpolicy.syntax.messages.context import Again, BadLine, Head

__all__ = ["ATTEMPTS", "PLURALS", "parse"]

ASIDE = dict.fromkeys(("limit", "rule", "exempt"), "approvals { _NL") | {"charge": "plan NAME STRING { _NL"}
"""What stands before a block that cannot stand at the top level, where it is read aside."""

ATTEMPTS = 10_000
"""So many changed lines are tried in one file in search of fixes; mistakes after that are told without one."""


def parse(source: SourceText, tables: Tables) -> Outcome[SourceFile]:
    """The file's tree, and every mistake in its syntax. Never raises for any text.

    Linear in the length of the text, with the garbage collector held off while the tree grows.
    """
    with collector_off():
        return _Reader(source, tables).read()


class _Reader:
    def __init__(self, source: SourceText, tables: Tables) -> None:
        self.source = source
        self.text = source.text
        self.words = all_words(tables.words)
        self.tokens: Tokens = lex(self.text)
        self.machine = Machine(tables)
        self.feeder = Feeder(self.text, self.tokens, self.machine, self.words)
        self.found: list[Diagnostic] = []
        self.poisoned: set[int] = set()
        self.guessed: set[int] = set()
        self.shortened: set[int] = set()
        self.lost = False
        self.attempts = ATTEMPTS
        self.meant: dict[int, str] = {}  # by the first token of a head that had to be replaced: what the block is

    def read(self) -> Outcome[SourceFile]:
        lines, misplaced = split_lines(self.text, self.tokens)
        items, troubles = cut(self.text, self.tokens, lines, misplaced)
        if troubles:
            from seatpolicy.syntax.messages import braces

            self.found += braces(self.source, self.tokens, troubles)
        for trouble in troubles:
            if trouble.opened is not None:
                self._poison(trouble.opened)
            self.lost = self.lost or (trouble.kind == "no head" and trouble.opened is None)
        declarations = []
        for item in items:
            node = self._declaration(item)
            if node is not None:
                declarations.append(node)
        sets = (frozenset(self.poisoned), self.lost, frozenset(self.guessed), frozenset(self.shortened))
        file = SourceFile(self.source, self.tokens, tuple(declarations), *sets)
        return Outcome(file, tuple(self.found))

    # ---- blocks -----------------------------------------------------------------------------------------------------

    def _declaration(self, item: Item) -> Node | None:
        self.machine.restart()
        whole = self._block(item, ()) if isinstance(item, Block) else self._single(item)
        if not whole:
            self.lost = True
            return None
        self.machine.feed("$END", None, -1, -1)
        return self.machine.made()

    def _single(self, line: Line) -> bool:
        before = self.machine.keep()
        bad = self.feeder.line(line)
        if bad is not None:
            self._report(before, line, bad, ())
        return bad is None

    def _block(self, block: Block, around: tuple[Line, ...]) -> bool:
        """Parses a block; false where it was dropped, with its mistake reported."""
        machine, header = self.machine, block.header
        before = machine.keep()
        bad = self.feeder.line(header, brace=header.role != "open")
        if bad is not None:
            told = self._report(before, header, bad, around)
            machine.put_back(before)
            self._poison(*around)
            self.poisoned.add(self.tokens.starts[header.tokens[0]])
            if not self._stand_in(block, told):
                self._aside(block, around)
                machine.put_back(before)
                return False
        self._body(block, (header, *around))
        where = self.tokens.ends[block.close.tokens[0]] if block.close is not None else machine.ends[-1]
        closed = machine.feed(self.words["}"], None, where - 1, where) and machine.feed("_NL", None, -1, -1)
        assert closed, "a block can end after any of its lines"
        return True

    def _stand_in(self, block: Block, told: Sequence[Diagnostic] = ()) -> bool:
        """Feeds another head in the place of a block's own: the one that its fix proposes where that says what the lines in
        the block mean, else a minimal one. False where nobody can tell what the block is."""
        machine, header = self.machine, block.header
        if told and told[0].fix is not None and told[0].fix.edits:
            before = machine.keep()
            word = Mended(self.text, self.tokens, header, told[0].fix.edits).word(machine, self.words)
            if word in SAYS_MORE:
                self.meant[header.tokens[0]] = word
                return True
            machine.put_back(before)
        lines = [item for item in block.body if isinstance(item, Line)]
        labels = frozenset(self._label(line) for line in lines) - {""}
        row = next((line for line in lines if any(self.tokens.kinds[i] == "|" for i in line.tokens)), None)
        made = stand_in_header(self.text, self.tokens, header, machine.accepted(), self.words, labels, row)
        if made is None:
            return False
        self.meant[header.tokens[0]] = made.word
        if not made.sure:
            # `item day_pass {` declares a name that no entry of the block has.
            self.lost = self.lost or made.word in ("item", "meter")
            self.guessed.add(self.tokens.starts[header.tokens[0]])
        return all(machine.feed(*token) for token in (*made.tokens, ("_NL", None, -1, -1)))

    def _label(self, line: Line) -> str:
        count = label_length(self.tokens.kinds, line.tokens)
        return " ".join(self.text[self.tokens.starts[i] : self.tokens.ends[i]] for i in line.tokens[:count])

    def _aside(self, block: Block, around: tuple[Line, ...]) -> None:
        """Reads a block that cannot stand where it does as it would be read elsewhere, for the mistakes in it alone."""
        self.machine.restart()
        outer = ASIDE.get(header_word(self.text, self.tokens, block.header), "")
        for word in outer.split():
            if not self.machine.feed(self.words.get(word, word), None, -1, -1):
                return
        before = self.machine.keep()
        if self.feeder.line(block.header, brace=block.header.role != "open") is not None:
            self.machine.put_back(before)
            if not self._stand_in(block):
                return
        self._body(block, (block.header, *around))

    def _body(self, block: Block, inside: tuple[Line, ...]) -> None:
        """Parses what stands between the braces of a block."""
        machine = self.machine
        for item in block.body:
            before = machine.keep()
            if isinstance(item, Block):
                if not self._block(item, inside):
                    machine.put_back(before)
                    self._poison(*inside)
                continue
            bad = self.feeder.line(item)
            if bad is not None:
                self._report(before, item, bad, inside)
                machine.put_back(before)
                self._poison(*inside)
                # Every entry of these blocks declares a name.
                self.lost = self.lost or self._word(inside[0]) in ("item", "meter")

    def _word(self, header: Line) -> str:
        """The word of a block, or the one that was meant."""
        return self.meant.get(header.tokens[0]) or header_word(self.text, self.tokens, header)

    def _poison(self, *headers: Line) -> None:
        """Marks blocks in which a line was dropped."""
        starts = [self.tokens.starts[h.tokens[0]] for h in headers]
        self.poisoned.update(starts)
        self.shortened.update(starts)

    # ---- mistakes ---------------------------------------------------------------------------------------------------

    def _report(self, before: Kept, line: Line, bad: int, around: tuple[Line, ...]) -> list[Diagnostic]:
        """Tells what is wrong with a line that was fed from `before` and went wrong at `bad`."""
        from seatpolicy.syntax.messages import bad_line
        from seatpolicy.syntax.messages.context import Head

        starts, ends = self.tokens.starts, self.tokens.ends
        heads = tuple(
            Head(self._word(h), Span(self.source, starts[h.tokens[0]], ends[h.tokens[-1]]))
            for h in around
        )
        again = self._again(before, line, heads) if self.attempts > 0 else None
        told = bad_line(self._bad(self.source, self.feeder, before, line, bad, heads, again))
        self.found += told
        return told

    def _bad(
        self, source: SourceText, feeder: Feeder, before: Kept, line: Line, bad: int, heads: tuple[Head, ...],
        again: Again | None,
    ) -> BadLine:  # fmt: skip
        """What the messages look at."""
        from seatpolicy.syntax.messages.context import BadLine

        def place() -> Place:
            # The line is fed once more, up to the mistake: a terminal that fails can have made the machine reduce, and so
            # forget what else could have stood there.
            self.machine.put_back(before)
            feeder.line(line, stop=bad)
            return self.machine.place()

        return BadLine(self.source, source, feeder.tokens, line, bad, heads, self.words, again, place)

    def _again(self, before: Kept, line: Line, heads: tuple[Head, ...]) -> Again:
        """Reads others in the place of a line. The machine is left anywhere: it is put back when the line is dropped."""
        from seatpolicy.syntax.messages.context import Attempt

        headless = line.role != "open" and looks_like_header(self.text, self.tokens, line)
        hopeless = Attempt(self._bad(self.source, self.feeder, before, line, 0, heads, None), 0)

        def again(text: str) -> Attempt:
            self.attempts -= 1
            tokens = lex(text)
            lines, misplaced = split_lines(text, tokens)
            if len(lines) != 1 or misplaced or lines[0].role == "close":
                return hopeless
            feeder = Feeder(text, tokens, self.machine, self.words)
            self.machine.put_back(before)
            bad = feeder.line(lines[0], brace=headless and lines[0].role != "open")
            if bad is None:
                return Attempt(None, feeder.names)
            changed = SourceText(self.source.path, text)
            return Attempt(self._bad(changed, feeder, before, lines[0], bad, heads, again), feeder.names)

        return again
