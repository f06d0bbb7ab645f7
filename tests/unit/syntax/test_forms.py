"""No message proposes what is not accepted: every form shown is parsed, and nothing of the grammar is left out."""

from __future__ import annotations

import pytest

from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.syntax.feeder import all_words
from seatpolicy.syntax.forms import FORMS, forms_of
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS
from seatpolicy.syntax.messages import said_otherwise
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.shapes import HEADS, HOLDS, LABELS, NOUNS, ROWS, blocks_with, homes
from tests.unit.syntax.grammar_places import places

OUTER = {"charge": "plan", "limit": "approvals", "rule": "approvals", "exempt": "approvals", "authority": "approvals"}
WORDS = all_words(tables.load().words)
FORM_CASES = [
    (block, label, way)
    for block, labels in LABELS.items()
    for label in labels
    for way in (forms_of(block, f"{label}:") or FORMS["because:"]).ways
]


def mistakes(text: str) -> list[str]:
    """What is found in a text, as code and message."""
    return [f"{one.code} {one.message}" for one in parse(SourceText("form.seat", text), tables.load()).diagnostics]


def inside(block: str, lines: str) -> str:
    """Lines in a block of a kind, in the block that it stands in."""
    text = f"{HEADS[block][0]}\n{lines}\n}}\n"
    outer = OUTER.get(block)
    return f"{HEADS[outer][0]}\n{text}}}\n" if outer else text


@pytest.mark.parametrize(("block", "label", "way"), FORM_CASES)
def test_every_form_stands_behind_its_label(block: str, label: str, way: str) -> None:
    assert mistakes(inside(block, f"{label}: {way}")) == []


@pytest.mark.parametrize(("block", "row"), [(block, row) for block, rows in ROWS.items() for row in rows])
def test_every_row_stands_in_its_block(block: str, row: str) -> None:
    assert mistakes(inside(block, row)) == []


@pytest.mark.parametrize(("word", "head"), [(word, head) for word, heads in HEADS.items() for head in heads])
def test_every_head_stands(word: str, head: str) -> None:
    text = f"{head}\n}}\n" if head.endswith("{") else f"{head}\n"
    outer = OUTER.get(word)
    assert mistakes(f"{HEADS[outer][0]}\n{text}}}\n" if outer else text) == []


def test_every_label_of_the_grammar_has_forms() -> None:
    labels = {word for word in tables.load().words if word.endswith(":") and word != ":"}
    shown = {f"{label}:" for known in LABELS.values() for label in known}
    assert labels == shown
    assert all(forms_of(block, f"{label}:") for block, known in LABELS.items() for label in known)
    assert {key.rpartition(" ")[2] if key.split()[0] in LABELS else key for key in FORMS} <= labels | {"from:"}


def test_every_block_has_exactly_the_labels_and_blocks_of_the_grammar() -> None:
    """What the machine accepts right behind a head is what is written down for the messages."""
    by_terminal = {terminal: word for word, terminal in tables.load().words.items()}
    seen: dict[str, tuple[set[str], set[str]]] = {}
    for place in places():
        fed = [by_terminal.get(terminal, terminal) for terminal in place.fed]
        if fed[-2:] != ["{", "_NL"]:
            continue
        start = max(i for i, word in enumerate(["_NL", *fed[:-1]]) if word == "_NL")
        accepted = {by_terminal.get(terminal, terminal) for terminal in place.accepted}
        labels = {word[:-1] for word in accepted if word.endswith(":")}
        held = {word for word in accepted if word in BLOCK_WORDS | {"authority"}}
        before = seen.setdefault(fed[start], (set(), set()))
        seen[fed[start]] = before[0] | labels, before[1] | held
    assert set(seen) == BLOCK_WORDS
    for block, (labels, held) in seen.items():
        assert labels == set(LABELS.get(block, ())), block
        if block not in ("facts", "meter", "item", "schedule", "table", "limit", "example"):
            assert held == set(HOLDS.get(block, ())), block


def test_every_declaration_has_a_noun_and_a_head() -> None:
    assert set(HEADS) == set(NOUNS) == TOP_WORDS | BLOCK_WORDS | {"authority"}
    assert homes("charge") == "a plan or an add-on"
    assert homes("plan") == "the top level"
    assert blocks_with("held by") == ["seat"]


def test_other_words_lead_to_words_of_the_language() -> None:
    known = {*WORDS, *(word[2:] for word in WORDS if word.startswith(", ")), "invited", "active", "suspended", "%"}
    for written, meant in said_otherwise.PHRASES.items():
        assert len(written.split()) <= said_otherwise.LONGEST, written
        for way in meant:
            assert way != written, written
            tokens = lex(way)
            words = [way[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
            assert all(word in known or word.isdigit() for word in words), (written, way)
    assert {label for ways in said_otherwise.LABELS.values() for label in ways} <= {k for ks in LABELS.values() for k in ks}
    assert {word for ways in said_otherwise.DECLARATIONS.values() for word in ways} <= set(HEADS)
