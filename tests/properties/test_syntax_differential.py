"""Our machine against lark's own parser: the same terminals give the same tree.

The machine runs on lark's tables, but shifts, reduces and builds by itself, line by line, and can drop a line. Here the
terminals that it was fed for a declaration are given to lark all at once, and the two trees are compared."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pytest
from lark import Lark, Token, Tree
from lark.lexer import Lexer

from seatpolicy.source.text import SourceText
from seatpolicy.syntax import parser, tables
from seatpolicy.syntax.machine import Kept, Machine
from seatpolicy.syntax.tree import Leaf
from seatpolicy.syntax.tree import Tree as Ours
from tests.properties.policy_texts import all_texts, language

Fed = list[tuple[str, str]]


class _Recorded(Machine):
    """The machine, and beside it every terminal that it took, declaration by declaration."""

    declarations: list[Fed]

    def restart(self) -> None:
        super().restart()
        if not hasattr(self, "declarations"):
            self.declarations = []
            _RECORDS.append(self.declarations)
        self.declarations.append([])

    def put_back(self, kept: Kept) -> None:
        raise AssertionError("a text without mistakes is never read twice")

    def feed(self, terminal: str, value: Leaf | None, begin: int, end: int) -> bool:
        self.declarations[-1].append((terminal, value.text if value else terminal))
        return super().feed(terminal, value, begin, end)


_RECORDS: list[list[Fed]] = []


class _Given(Lexer):
    """Terminals as they are given."""

    __future_interface__ = 2

    def __init__(self, conf: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        for terminal, text in lexer_state.text:
            if terminal != "$END":
                yield Token(terminal, text)


@functools.cache
def lark() -> Lark:
    return Lark(tables.grammar_text(), parser="lalr", lexer=_Given, maybe_placeholders=False, strict=True)


def ours(tree: Ours) -> object:
    """A tree of ours as nested tuples."""
    return (tree.kind, tree.text) if isinstance(tree, Leaf) else (tree.kind, [ours(child) for child in tree.children])


def theirs(tree: Tree[Token] | Token) -> object:
    """A tree of lark's as nested tuples."""
    if isinstance(tree, Token):
        return tree.type, str(tree)
    return str(tree.data), [theirs(child) for child in tree.children]


@pytest.mark.parametrize("path", sorted(all_texts()))
def test_lark_builds_the_same_trees(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "Machine", _Recorded)
    _RECORDS.clear()
    outcome = parser.parse(SourceText(path, all_texts()[path]), language())
    assert outcome.diagnostics == ()
    fed = [declaration for declaration in _RECORDS[0] if declaration]
    assert len(fed) == len(outcome.value.declarations) > 0
    for terminals, node in zip(fed, outcome.value.declarations, strict=True):
        assert terminals[-1][0] == "$END"
        start = lark().parse(terminals)
        assert [theirs(child) for child in start.children] == [ours(node)]
