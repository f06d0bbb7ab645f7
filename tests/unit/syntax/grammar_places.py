"""The grammar in, every place of it out: a text of terminals that leads there, and what the machine accepts then.

A place is a production and a dot in it, in each context of the production: behind what stands before it in the rules that
use it, and in the rules that use those. Short terminals that lead there are fed to the machine, which says by trial what can
follow.
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
def contexts() -> dict[str, set[Terminals]]:
    """Terminals that stand before every rule: the shortest, and those of each use of it, two rules far."""
    found = {origin: {text} for origin, text in leading().items()}
    for _ in range(2):
        before = {origin: set(texts) for origin, texts in found.items()}
        for rule in rules():
            for at, (name, terminal) in enumerate(rule.symbols):
                if not terminal:
                    used = _text(rule.symbols[:at], shortest())
                    found[name] |= {text + used for text in before[rule.origin]}
    return found


@functools.cache
def places() -> tuple[Place, ...]:
    """Every place of the grammar that has terminals of its own before it."""
    machine = Machine(tables.load())
    found: dict[Terminals, Place] = {}
    for rule in rules():
        for before in sorted(contexts()[rule.origin]):
            machine.restart()
            assert all(machine.feed(terminal, None, -1, -1) for terminal in before), f"{before} is not read"
            for at in range(len(rule.symbols) + 1):
                fed = before + _text(rule.symbols[:at], shortest())
                if at:
                    new = _text(rule.symbols[at - 1 : at], shortest())
                    assert all(machine.feed(terminal, None, -1, -1) for terminal in new), f"{fed} is not read"
                if fed not in found:
                    found[fed] = Place(fed, machine.accepted())
    return tuple(found.values())


def taken_words() -> dict[str, set[str]]:
    """Every word of the language that is accepted where a name is, with the constructs in which it is.

    A word that is one terminal with the comma before it takes the place of a name behind a comma.
    """
    words = {terminal: word for word, terminal in tables.load().words.items()}
    names = _names_behind_a_comma()
    taken: dict[str, set[str]] = {}
    for place in places():
        accepted = {words[terminal] for terminal in place.accepted if terminal in words}
        found = {word for word in accepted if word.isalpha()} if "NAME" in place.accepted else set()
        if place.fed in names:
            found |= {word[2:] for word in accepted if word.startswith(", ")}
        for word in found:
            taken.setdefault(word, set()).add(construct(tuple(words.get(t, t) for t in place.fed)))
    return taken


def _names_behind_a_comma() -> set[Terminals]:
    """The texts behind which a comma and a name may stand."""
    comma = tables.load().words[","]
    machine = Machine(tables.load())
    found = set()
    for place in places():
        if comma in place.accepted:
            machine.restart()
            for terminal in (*place.fed, comma):
                machine.feed(terminal, None, -1, -1)
            if machine.place().takes("NAME"):
                found.add(place.fed)
    return found


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
