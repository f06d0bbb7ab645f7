"""The tree is lossless: from tokens and what lies between them the text is rebuilt, byte for byte."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seatpolicy.source.text import SourceText
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tree import Leaf, Node
from tests.properties.policy_texts import all_texts, language

FILES = 5_000
_INSERTED = (
    "{", "}", "|", ",", ":", "\n", "\r\n", "\r", "\t", "  ", "#", '"', "“", "$", "€", "–", "é", "\u200b", "\ufeff", "\0",
    "\x0c", "\u2028", "\x85", "𝄞", "\ud800", "plan", "of", "1,2", "3.", "-", "%", "A", "price:", "=", "==", "/*",
)  # fmt: skip


def mutated(chance: Random) -> str:
    """A stretch of a policy with a few letters, lines or stretches of it moved, doubled, dropped or replaced."""
    text = chance.choice(sorted(all_texts().values()))
    begin = chance.randrange(len(text))
    text = text[begin : begin + chance.randint(20, 900)]
    for _ in range(chance.randint(0, 6)):
        at = chance.randint(0, len(text))
        to = min(len(text), at + chance.randint(0, 40))
        text = chance.choice((
            text[:at] + text[to:],
            text[:at] + chance.choice(_INSERTED) + text[at:],
            text[:at] + text[at:to] + text[at:],
            text[:at] + text[at:to][::-1] + text[to:],
            text[to:] + text[:at],
        ))  # fmt: skip
    if chance.randrange(100) < 15:
        text = text.replace("\n", "\r\n")
    if chance.randrange(100) < 10:
        text = "\ufeff" + text
    return text.rstrip("\n") if chance.randrange(100) < 30 else text


def holds(text: str) -> None:
    """Everything that must be true of any text at all."""
    source = SourceText("any.seat", text)
    outcome = parse(source, language())
    file = outcome.value
    assert file.rebuild() == text
    tokens = file.tokens
    ends = [0, *tokens.ends]
    assert all(start >= before for start, before in zip(tokens.starts, ends, strict=False)), "tokens overlap"
    between = "".join(text[b:s] for b, s in zip(ends, [*tokens.starts, len(text)], strict=False))
    comments = "".join(text[start:end] for start, end in tokens.comments)
    assert len(between.replace("\ufeff", "").replace(" ", "").replace("\t", "")) <= len(comments)
    for found in outcome.diagnostics:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(text)
        for edit in found.fix.edits if found.fix else ():
            assert edit.span.source is source
            assert 0 <= edit.span.start <= edit.span.end <= len(text)
        assert all(there.span.source is source for there in found.related)
    for node in file.declarations:
        _inside(node, text)


def _inside(node: Node, text: str) -> None:
    """Leaves say what stands at their place, and forms hold their children."""
    for child in node.children:
        if isinstance(child, Leaf):
            there = text[child.start : child.end]  # a name that was written `family-member` stands in as `family_member`
            assert child.text in ("?", '""') or child.text in there or child.text in there.replace("-", "_")
        else:
            _inside(child, text)


@pytest.mark.parametrize("part", range(5))
def test_mutated_policies_are_rebuilt(part: int) -> None:
    chance = Random(f"lossless {part}")
    for _ in range(FILES // 5):
        holds(mutated(chance))


@pytest.mark.parametrize("path", sorted(all_texts()))
def test_whole_policies_are_rebuilt(path: str) -> None:
    text = all_texts()[path]
    for same in (text, "\ufeff" + text, text.replace("\n", "\r\n"), text.rstrip("\n"), text + " "):
        holds(same)
        assert parse(SourceText(path, same), language()).diagnostics == ()


@settings(max_examples=300)
@given(st.text(max_size=200))
@example("\ufeff\ufeff")
@example("}\r{")
@example('"\r\n"')
@example("and\n,\nor")
@example("plan a-b\u0000 {")
def test_any_text_is_rebuilt(text: str) -> None:
    holds(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*_INSERTED, " ", "\n", "x", "1", "USD", "when", "plan x \"X\" {\n", "}\n"]), max_size=60))
def test_any_heap_of_tokens_is_rebuilt(pieces: list[str]) -> None:
    holds("".join(pieces))


@settings(max_examples=200)
@given(st.text(alphabet="ab1.,-%{}|:\"# \n\r\t$", max_size=80))
def test_every_character_lies_in_a_token_a_comment_or_white_space(text: str) -> None:
    tokens = lex(text)
    taken = [False] * len(text)
    for start, end in [*zip(tokens.starts, tokens.ends, strict=True), *tokens.comments]:
        for at in range(start, end):
            assert not taken[at]
            taken[at] = True
    assert {char for char, is_taken in zip(text, taken, strict=True) if not is_taken} <= {" ", "\t"}
