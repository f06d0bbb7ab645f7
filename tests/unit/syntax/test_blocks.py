"""Blocks: braces decide while they balance, margins where they do not."""

from __future__ import annotations

import pytest

from seatpolicy.syntax.blocks import Block, Item, cut
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import split_lines


def outline(text: str) -> tuple[object, list[str]]:
    """The blocks of a text as nested lists of first words, and the kinds of trouble."""
    tokens = lex(text)
    lines, astray = split_lines(text, tokens)
    items, troubles = cut(text, tokens, lines, astray)

    def shown(item: Item) -> object:
        header = item.header if isinstance(item, Block) else item
        word = text[tokens.starts[header.tokens[0]] : tokens.ends[header.tokens[0]]]
        return [word, *(shown(inner) for inner in item.body)] if isinstance(item, Block) else word

    return [shown(item) for item in items], [trouble.kind for trouble in troubles]


PLAN = 'plan team "A" {\n  cycle: month\n  charge fee "B" {\n    price: free\n  }\n}\ntax {\n}\n'
WHOLE = [["plan", "cycle", ["charge", "price"]], ["tax"]]


def test_balanced_braces_need_no_margins() -> None:
    assert outline(PLAN) == (WHOLE, [])
    flat = "\n".join(line.strip() for line in PLAN.splitlines())
    assert outline(flat) == (WHOLE, [])


@pytest.mark.parametrize(
    ("before", "after", "trouble"),
    [
        ("  }\n}\n", "}\n", ["open"]),
        ("  }\n}\n", "  }\n", ["open"]),
        ("  }\n}\n", "", ["open", "open"]),
        ("  }\n}\n", "  }\n}\n}\n", ["extra"]),
        ("  }\n}\n", "  }\n  }\n}\n", ["extra"]),
        ('"A" {', '"A"', ["no brace"]),
        ('"A" {', '"A"\n{', ["below"]),
        ('"A" {', '"A" {{', ["twice"]),
        ("free\n  }", "free }", ["not alone"]),
        ("}\ntax", "end\ntax", ["other sign"]),
    ],
)
def test_one_trouble_leaves_every_block_whole(before: str, after: str, trouble: list[str]) -> None:
    assert PLAN.count(before) == 1
    assert outline(PLAN.replace(before, after)) == (WHOLE, trouble)


def test_lines_whose_head_is_missing_are_told_once() -> None:
    assert outline(PLAN.replace('plan team "A" {\n', "")) == ([["tax"]], ["no head"])
    assert outline(PLAN.replace('  charge fee "B" {\n', "")) == ([["plan", "cycle"], ["tax"]], ["no head"])


def test_nothing_is_read_too_deep() -> None:
    items, troubles = outline("{\n" * 20_000 + "}\n" * 20_000)
    assert troubles.count("deep") == 1
    assert items != []
