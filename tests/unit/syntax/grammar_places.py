"""The grammar in, every place of it out: a text of terminals that leads there, and what the machine accepts then.

A place is a production and a dot in it. The shortest terminals that lead from the start to it are fed to the machine, which
says by trial what can follow. So an answer holds for one context of the place; rules that stand in several contexts (the
ends of lines, mostly) are seen in the one that is reached first.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from lark import Lark, Token
from lark.lexer import Lexer

from seatpolicy.syntax import tables
from seatpolicy.syntax.machine import Machine

Terminals = tuple[str, ...]


class Place(NamedTuple):
    """The terminals fed, and those accepted next."""

    fed: Terminals
    accepted: frozenset[str]


class _Rule(NamedTuple):
    origin: str
    symbols: tuple[tuple[str, bool], ...]  # name, and whether it is a terminal


class _NoLexer(Lexer):
    __future_interface__ = 2

    def __init__(self, conf: object) -> None: ...

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
        raise AssertionError("nothing is lexed")


@functools.cache
def rules() -> tuple[_Rule, ...]:
    """Every production of the grammar."""
    lark = Lark(tables.grammar_text(), parser="lalr", lexer=_NoLexer, maybe_placeholders=False)
    return tuple(
        _Rule(str(r.origin.name), tuple((str(s.name), bool(s.is_term)) for s in r.expansion)) for r in lark.rules
    )


@functools.cache
def shortest() -> dict[str, Terminals]:
    """The shortest text of terminals of every rule."""
    found: dict[str, Terminals] = {}
    changed = True
    while changed:
        changed = False
        for rule in rules():
            if any(not terminal and name not in found for name, terminal in rule.symbols):
                continue
            text = _text(rule.symbols, found)
            if rule.origin not in found or len(text) < len(found[rule.origin]):
                found[rule.origin] = text
                changed = True
    return found


@functools.cache
def leading() -> dict[str, Terminals]:
    """The shortest terminals that stand before every rule, from the start."""
    found: dict[str, Terminals] = {"start": ()}
    changed = True
    while changed:
        changed = False
        for rule in rules():
            if rule.origin not in found:
                continue
            for at, (name, terminal) in enumerate(rule.symbols):
                text = found[rule.origin] + _text(rule.symbols[:at], shortest())
                if not terminal and (name not in found or len(text) < len(found[name])):
                    found[name] = text
                    changed = True
    return found


def _text(symbols: tuple[tuple[str, bool], ...], shorter: dict[str, Terminals]) -> Terminals:
    return tuple(t for name, terminal in symbols for t in ((name,) if terminal else shorter[name]))


@functools.cache
def places() -> tuple[Place, ...]:
    """Every place of the grammar that has terminals of its own before it."""
    machine = Machine(tables.load())
    found: dict[Terminals, Place] = {}
    for rule in rules():
        for at in range(len(rule.symbols) + 1):
            fed = leading()[rule.origin] + _text(rule.symbols[:at], shortest())
            if fed in found:
                continue
            machine.restart()
            read = all(machine.feed(terminal, None, -1, -1) for terminal in fed)
            assert read, f"{rule.origin}: {' '.join(fed)} is not read"
            found[fed] = Place(fed, machine.accepted())
    return tuple(found.values())


def taken_words() -> dict[str, set[str]]:
    """Every word of the language that is accepted where a name is, with the constructs in which it is."""
    words = {terminal: word for word, terminal in tables.load().words.items()}
    taken: dict[str, set[str]] = {}
    for place in places():
        if "NAME" in place.accepted:
            for word in (words[t] for t in place.accepted if t in words and words[t].isalpha()):
                taken.setdefault(word, set()).add(construct(tuple(words.get(t, t) for t in place.fed)))
    return taken


def construct(fed: Terminals) -> str:
    """Where a place stands: behind a label, in a row of a block, in a condition, or in a line that its word begins."""
    lines: list[list[str]] = [[]]
    for terminal in fed:
        if terminal == "_NL":
            lines.append([])
        else:
            lines[-1].append(terminal)
    heads = [line[0] for line in lines if line and line[-1] == "{"]
    line = lines[-1]
    if line and line[0].endswith(":"):
        return line[0]
    if "that" in line or "when" in line or (line and line[0] == "let"):
        return "condition"
    if "|" in line or not line or line[0] not in ("require", "limit", "amount"):
        return f"row of {heads[-1]}" if heads else line[0]
    return line[0]
