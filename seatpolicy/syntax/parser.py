"""Text in, `SourceFile` and findings out.

Every declaration is parsed by the LALR tables of the whole grammar, line by line: before a line is read the state of the
parser is kept, and a line with a mistake in it is reported, dropped, and the state put back. So one run reports every
mistake, and a mistake in one line can never hide or invent one in another. (Masking the line and parsing the
declaration anew was the simpler idea; it costs a parse a mistake.) A head with a mistake is replaced by a minimal one of
its kind, so that its body is still read. What a dropped line would have said is unknown: its declaration is poisoned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.source.collector import collector_off
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.blocks import Block, Item, cut, header_word, looks_like_header
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import Line, split_lines
from seatpolicy.syntax.stand_in import stand_in_header
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Leaf, Node, SourceFile, Tokens, Tree

# The messages are imported where the first mistake is met: a policy without one starts without them.
if TYPE_CHECKING:
    from seatpolicy.syntax.messages.context import Again, BadLine, Head

PLURALS = {
    "days": "day", "seats": "seat", "packs": "pack", "units": "unit", "weeks": "week", "months": "month",
    "quarters": "quarter", "years": "year", "cycles": "cycle", "hours": "hour", "levels": "level",
    "decimals": "decimal", "numbers": "number", "lines": "line", "discounts": "discount", "amounts": "amount",
    "customers": "customer", "quotes": "quote", "seconds": "second", "falls": "fall", "rises": "rise",
    "users": "user", "charges": "charge", "marks": "mark", "counts": "count",
}  # fmt: skip
_LEAF_KINDS = frozenset({"NAME", "NUMBER", "PERCENT", "DATE", "CURRENCY", "STRING"})

NO_NAMES = frozenset({"and", "or", "not", "yes", "no"})
"""Words that are never a name, wherever they stand (rule 2 of the language; the articles are no tokens at all)."""

ATTEMPTS = 20_000
"""So many changed lines are tried in one file in search of fixes; mistakes after that are told without one."""


class _Many:
    """Values of a list or helper rule, spliced into the form around it; nested on the left, so never changed."""

    __slots__ = ("items",)

    def __init__(self, items: list[object]) -> None:
        self.items = items


Value = object  # Leaf, Node, _Many, or None for a token that only separates
_Kept = tuple[list[int], list[Value], list[int], list[int]]


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
        self.tables = tables
        self.words = tables.words | {p: tables.words[s] for p, s in PLURALS.items() if s in tables.words}
        self.tokens: Tokens = lex(self.text)
        self.found: list[Diagnostic] = []
        self.poisoned: set[int] = set()
        self.lost = False
        self.attempts = ATTEMPTS
        self.names = 0  # words read as names in the line that was fed last
        self.states: list[int] = []
        self.values: list[Value] = []
        self.begins: list[int] = []
        self.ends: list[int] = []

    def read(self) -> Outcome[SourceFile]:
        lines, misplaced = split_lines(self.text, self.tokens)
        items, troubles = cut(self.text, self.tokens, lines)
        if misplaced or troubles:
            from seatpolicy.syntax.messages import braces

            self.found += braces(self.source, self.tokens, misplaced, troubles)
        for trouble in troubles:
            if trouble.opened is not None:
                self._poison(trouble.opened)
        declarations = []
        for item in items:
            node = self._declaration(item)
            if node is not None:
                declarations.append(node)
        file = SourceFile(self.source, self.tokens, tuple(declarations), frozenset(self.poisoned), self.lost)
        return Outcome(file, tuple(self.found))

    # ---- blocks -----------------------------------------------------------------------------------------------------

    def _declaration(self, item: Item) -> Node | None:
        self.states, self.values, self.begins, self.ends = [self.tables.start], [], [], []
        whole = self._block(item, ()) if isinstance(item, Block) else self._single(item)
        if not whole:
            self.lost = True
            return None
        self._feed("$END", None, -1, -1)
        node = self.values[-1]
        while isinstance(node, Node) and node.kind == "start":
            node = node.children[0]
        assert isinstance(node, Node)
        return node

    def _single(self, line: Line) -> bool:
        before = self._keep()
        bad = self._line(line)
        if bad is not None:
            self._report(before, line, bad, ())
        return bad is None

    def _block(self, block: Block, around: tuple[Line, ...]) -> bool:
        """Parses a block; false where it was dropped, with its mistake reported."""
        header = block.header
        before = self._keep()
        bad = self._line(header, brace=header.role != "open")
        if bad is not None:
            self._report(before, header, bad, around)
            self._put_back(before)
            self._poison(header, *around)
            tokens = stand_in_header(self.text, self.tokens, header, frozenset(self._row()), self.words)
            if tokens is None or not all(self._feed(t, v, b, e) for t, v, b, e in tokens):
                self._put_back(before)
                return False
            self._feed("_NL", None, -1, -1)
        inside = (header, *around)
        for item in block.body:
            before = self._keep()
            if isinstance(item, Block):
                if not self._block(item, inside):
                    self._put_back(before)
                    self._poison(*inside)
                continue
            bad = self._line(item)
            if bad is not None:
                self._report(before, item, bad, inside)
                self._put_back(before)
                self._poison(*inside)
        where = self.tokens.ends[block.close.tokens[0]] if block.close is not None else self.ends[-1]
        closed = self._feed(self.words["}"], None, where - 1, where) and self._feed("_NL", None, -1, -1)
        assert closed, "a block can end after any of its lines"
        return True

    def _poison(self, *headers: Line) -> None:
        self.poisoned.update(self.tokens.starts[h.tokens[0]] for h in headers)

    # ---- mistakes ---------------------------------------------------------------------------------------------------

    def _report(self, before: _Kept, line: Line, bad: int, around: tuple[Line, ...]) -> None:
        """Tells what is wrong with a line that was fed from `before` and went wrong at `bad`."""
        from seatpolicy.syntax.messages import bad_line
        from seatpolicy.syntax.messages.context import Head

        starts, ends = self.tokens.starts, self.tokens.ends
        heads = tuple(
            Head(header_word(self.text, self.tokens, h), Span(self.source, starts[h.tokens[0]], ends[h.tokens[-1]]))
            for h in around
        )
        again = self._again(before, line, heads) if self.attempts > 0 else None
        self.found += bad_line(self._bad(self.source, line, bad, heads, again))

    def _bad(self, file: SourceText, line: Line, bad: int, heads: tuple[Head, ...], again: Again | None) -> BadLine:
        from seatpolicy.syntax.messages.context import BadLine

        return BadLine(file, self.source, self.tokens, line, bad, heads, self._accepted(), self.words, again)

    def _again(self, before: _Kept, line: Line, heads: tuple[Head, ...]) -> Again:
        """Reads other texts in the place of a line; the parser is left as it was."""
        from seatpolicy.syntax.messages.context import Attempt

        file = self.source
        headless = line.role != "open" and looks_like_header(self.text, self.tokens, line)
        hopeless = Attempt(self._bad(file, line, 0, heads, None), 0)

        def again(text: str) -> Attempt:
            self.attempts -= 1
            tokens = lex(text)
            lines, misplaced = split_lines(text, tokens)
            if len(lines) != 1 or misplaced or lines[0].role == "close":
                return hopeless
            kept = self.source, self.text, self.tokens, self.states, self.values, self.begins, self.ends
            self.source, self.text, self.tokens = SourceText(file.path, text), text, tokens
            self._put_back(before)
            bad = self._line(lines[0], brace=headless and lines[0].role != "open")
            failed = None if bad is None else self._bad(file, lines[0], bad, heads, again)
            self.source, self.text, self.tokens, self.states, self.values, self.begins, self.ends = kept
            return Attempt(failed, self.names)

        return again

    # ---- the machine ------------------------------------------------------------------------------------------------

    def _keep(self) -> _Kept:
        return self.states[:], self.values[:], self.begins[:], self.ends[:]

    def _put_back(self, kept: _Kept) -> None:
        states, values, begins, ends = kept
        self.states, self.values, self.begins, self.ends = states[:], values[:], begins[:], ends[:]

    def _row(self) -> dict[str, int]:
        return self.tables.actions[self.states[-1]]

    def _line(self, line: Line, brace: bool = False) -> int | None:
        """Feeds one line; the position in `line.tokens` at which it went wrong, or None.

        A position behind the last token means that the line ends too early. `brace`: its `{` is missing and assumed.
        """
        text, words = self.text, self.words
        kinds, starts, ends = self.tokens.kinds, self.tokens.starts, self.tokens.ends
        indexes = line.tokens
        at, total = 0, len(indexes)
        self.names = 0
        label = _label_length(kinds, indexes)
        if label:
            name = " ".join(text[starts[i] : ends[i]] for i in indexes[:label]) + ":"
            terminal = words.get(name)
            if terminal is not None and self._takes(terminal):
                self._feed(terminal, None, starts[indexes[0]], ends[indexes[label]])
                at = label + 1
        while at < total:
            i = indexes[at]
            kind = kinds[i]
            start, end = starts[i], ends[i]
            value: Value = None
            if kind == "WORD":
                word = text[start:end]
                terminal = words.get(word)
                if terminal is None or not self._takes(terminal):
                    if word in NO_NAMES:
                        return at
                    terminal, value = "NAME", Leaf("NAME", word, start, end)
                    self.names += 1
            elif kind == ",":
                terminal = words[","]
                if at + 1 < total and kinds[indexes[at + 1]] == "WORD":
                    j = indexes[at + 1]
                    both = words.get(", " + text[starts[j] : ends[j]])
                    if both is not None and self._takes(both):
                        terminal, end, at = both, ends[j], at + 1
            elif kind in _LEAF_KINDS:
                terminal, value = kind, Leaf(kind, text[start:end], start, end)
            else:
                terminal = words.get(kind, kind)
            if not self._feed(terminal, value, start, end):
                return at
            at += 1
        if brace and not self._feed(words["{"], None, -1, -1):
            return total
        if not self._feed("_NL", None, -1, -1):
            return total
        return None

    def _takes(self, terminal: str) -> bool:
        return terminal in self.tables.actions[self.states[-1]]

    def _feed(self, terminal: str, value: Value, begin: int, end: int) -> bool:
        """Reduces as the tables say, then shifts; false where the terminal does not fit."""
        actions, gotos, rules = self.tables.actions, self.tables.gotos, self.tables.rules
        states, values, begins, ends = self.states, self.values, self.begins, self.ends
        while True:
            action = actions[states[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                states.append(action)
                values.append(value)
                begins.append(begin)
                ends.append(end)
                return True
            rule = rules[-1 - action]
            size = rule.size
            made_begin = made_end = -1
            if size:
                for candidate in begins[-size:]:
                    if candidate >= 0:
                        made_begin = candidate
                        break
                for candidate in reversed(ends[-size:]):
                    if candidate >= 0:
                        made_end = candidate
                        break
                kept = [values[i - size] for i in rule.keep]
                del states[-size:], values[-size:], begins[-size:], ends[-size:]
            else:
                kept = []
            made: Value
            if rule.inline:
                made = _Many(kept)
            else:
                children = _spliced(kept)
                if rule.lift and len(children) == 1:
                    made = children[0]
                else:
                    made = Node(rule.kind, children, made_begin, made_end)
            goto = gotos[states[-1]].get(rule.origin)
            if goto is None:  # only at the very end: `start` itself has no state to go to
                values.append(made)
                return True
            states.append(goto)
            values.append(made)
            begins.append(made_begin)
            ends.append(made_end)

    def _accepted(self) -> frozenset[str]:
        """Every terminal that can follow where the machine stopped (look-aheads tried, not just listed)."""
        kept_states = self.states[:]
        accepted = set()
        for terminal in self._row():
            states = kept_states[:]
            while True:
                action = self.tables.actions[states[-1]].get(terminal)
                if action is None:
                    break
                if action >= 0:
                    accepted.add(terminal)
                    break
                rule = self.tables.rules[-1 - action]
                if rule.size:
                    del states[-rule.size :]
                goto = self.tables.gotos[states[-1]].get(rule.origin)
                if goto is None:
                    accepted.add(terminal)
                    break
                states.append(goto)
        return frozenset(accepted)


def _label_length(kinds: list[str], indexes: list[int]) -> int:
    """How many words stand before the line's colon; 0 where it begins with no label."""
    for count in (1, 2):
        if len(indexes) > count and kinds[indexes[count]] == ":":
            return count if all(kinds[i] == "WORD" for i in indexes[:count]) else 0
    return 0


def _spliced(kept: list[Value]) -> tuple[Tree, ...]:
    """The values in order, lists opened up; separators, which are None, left out."""
    if not any(isinstance(v, _Many) or v is None for v in kept):
        return tuple(kept)  # type: ignore[arg-type]
    out: list[Tree] = []
    stack: list[Value] = list(reversed(kept))
    while stack:
        value = stack.pop()
        if isinstance(value, _Many):
            stack.extend(reversed(value.items))
        elif value is not None:
            out.append(value)  # type: ignore[arg-type]
    return tuple(out)
