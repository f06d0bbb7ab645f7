"""The grammar and a source of chance in, policy texts out that hold any form of the language.

Texts are drawn from the grammar's own rules, so that a form which is added to the language is laid out by the tests at
once. They read like nothing that a person would write; only their syntax is right.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from seatpolicy.syntax import tables

DEEPEST = 14
LITERALS = {
    "NAME": ("zig", "zag_2", "quux", "an_item", "seat_x", "u", "long_name_of_a_fact"),  # no words of the language
    "NUMBER": ("1", "0", "2", "3.50", "12", "1,000", "2500.00", "1.0", "10000000", "0.018"),
    "PERCENT": ("5%", "12.5%", "100%"),
    "DATE": ("2026-11-01", "2027-02-28"),
    "CURRENCY": ("USD", "EUR", "JPY"),
    "STRING": ('"Acme"', '"the # days, and {or}"', '""', '"ünï 名前"'),
}


def draw(chance: Random, declarations: int = 3, names: tuple[str, ...] = LITERALS["NAME"]) -> str:
    """A policy of so many declarations, each of its lines on one line, without comments or indentation."""
    return "\n".join("".join(_words(chance, names)) for _ in range(declarations))


def _words(chance: Random, names: tuple[str, ...]) -> list[str]:
    rules, heights, words = _grammar()
    out: list[str] = []
    stack: list[tuple[str, bool, int]] = [("start", False, 0)]
    while stack:
        name, is_terminal, depth = stack.pop()
        if not is_terminal:
            choices = rules[name]
            if depth > DEEPEST:
                least = min(heights(choice) for choice in choices)
                choices = [choice for choice in choices if heights(choice) == least]
            stack.extend((symbol, end, depth + 1) for symbol, end in reversed(chance.choice(choices)))
        elif name == "_NL":
            out.append("\n")
        elif name in LITERALS:
            out.append(chance.choice(names if name == "NAME" else LITERALS[name]) + " ")
        else:
            out.append(words[name] + " ")
    return out


@cache
def _grammar() -> tuple[dict[str, list[list[tuple[str, bool]]]], Any, dict[str, str]]:
    """Rules as lists of symbols (name, whether it is a terminal), the least height of a choice, words of terminals."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        __future_interface__ = 2

        def __init__(self, conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            raise AssertionError("nothing is parsed here")

    lark = Lark(tables.grammar_text(), parser="lalr", lexer=NoLexer, strict=True, maybe_placeholders=False)
    rules: dict[str, list[list[tuple[str, bool]]]] = {}
    for rule in lark.rules:
        rules.setdefault(str(rule.origin.name), []).append([(str(s.name), bool(s.is_term)) for s in rule.expansion])
    least = dict.fromkeys(rules, 1_000)

    def height(choice: list[tuple[str, bool]]) -> int:
        return max((0 if end else least[name] + 1 for name, end in choice), default=0)

    changed = True
    while changed:
        changed = False
        for name, choices in rules.items():
            lowest = min(map(height, choices))
            changed = changed or lowest < least[name]
            least[name] = min(least[name], lowest)
    words = {t.name: str(t.pattern.value) for t in lark.terminals if t.pattern is not None}
    return rules, height, words
