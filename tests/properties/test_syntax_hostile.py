"""No input gives a traceback or hangs, however long, deep or broken it is."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.render import render
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.lexer import LONGEST_LINE
from seatpolicy.syntax.parser import parse
from tests.properties.policy_texts import language

SECONDS = 60
"""No single text here takes longer, on a slow machine under load; most take well under a second."""

_RULE = 'approvals {\n  rule r "R" {\n    when: '
_WORDS = [*"{}|,$%#;", "price:", "team", "plan", "and", "or", "10", "member", '"x"', "of", "to", "per", "1-10", "Team",
          "((", "))", "<=", "when", "cycle:", "month"]  # fmt: skip


def garbage(lines: int, words: list[str]) -> str:
    """So many lines of words without sense, the same ones every time."""
    chance = Random(lines)
    return "\n".join(" ".join(chance.choice(words) for _ in range(chance.randint(1, 8))) for _ in range(lines))


HOSTILE = {
    "nested braces": "{\n" * 20_000 + "}\n" * 20_000,
    "nested braces on one line": "{" * 20_000 + "}" * 20_000,
    "nested heads": 'plan x "X" {\n' * 20_000,
    "nested heads further and further in": "\n".join(" " * (i % 200) + 'charge x "X" {' for i in range(20_000)),
    "closing braces": "}\n" * 20_000,
    "one line of ten megabytes": "x" * 10_000_000,
    "ten megabytes of words": "x " * 5_000_000,
    "ten megabytes behind a label": f'plan x "X" {{\n  cycle: {"a " * 5_000_000}\n}}\n',
    "ten megabytes in quotes": f'plan x "{"a" * 10_000_000}" {{\n}}\n',
    "null characters": "\0" * 10_000 + "\n" + "\0\n" * 10_000,
    "lone surrogates": "\ud800\udfff \n" * 10_000,
    "bidi controls": 'plan \u202ex\u2066 "X" {\n}\n' * 5_000,
    "parentheses": f"{_RULE}{'(' * 9_000}{')' * 9_000}\n  }}\n}}\n",
    "parentheses that read": f"{_RULE}{'(' * 4_000}x{')' * 4_000}\n  }}\n}}\n",
    "parentheses over lines": f"{_RULE}a\n" + "    and (\n" * 50_000 + "\n  }\n}\n",
    "a condition of a hundred thousand lines": f"{_RULE}a\n" + "    and b\n" * 100_000 + "\n  }\n}\n",
    "a list of a hundred thousand lines": 'discount d "D" {\n  off: 10% of a,\n' + "    b,\n" * 100_000 + "\n}\n",
    "a hundred thousand lines of garbage": garbage(100_000, _WORDS),
    "garbage in a block": 'plan t "T" {\n' + garbage(20_000, ["cycle:", "x", "|", "1"]) + "\n}\n",
    "one mistake very often": 'plan t "T" {\n' + "  cycle: monthly billing is annual\n" * 20_000 + "}\n",
    "misspelt labels": 'plan t "T" {\n' + "  cylce: month\n" * 20_000 + "}\n",
    "open quotes": '"x\n' * 20_000,
    "quotes on one line": "because: " + '" ' * 9_000,
    "blank lines": 'plan x "X" {\n cycle: month' + "\n" * 200_000 + "}\n",
    "blanks in an open text": 'plan x "T' + " " * 19_000 + "x {\n}",
    "dashes": "-" * 19_000,
    "digits": "1" * 19_000 + "\n" + "1," * 9_000 + "\n" + "1-" * 9_000,
    "articles": "a " * 9_000 + "\n" + "the\n" * 50_000,
    "colons": "a:" * 9_000,
    "bars": "|" * 19_000,
    "merge conflicts": "<<<<<<< \n" * 20_000,
    "curly quotes": "“" * 9_000 + "\n" + "“x” " * 4_000,
    "carriage returns": "\r" * 200_000,
    "byte order marks": "\ufeff" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hangs_or_breaks(name: str) -> None:
    text = HOSTILE[name]
    begin = time.perf_counter()
    outcome = parse(SourceText("hostile.seat", text), language())
    shown = [render(found, 80) for found in outcome.diagnostics[:40]]
    assert time.perf_counter() - begin < SECONDS
    assert outcome.value.rebuild() == text
    assert all(line.encode("utf-8") for line in shown)
    assert name in ("parentheses that read", "blank lines", "articles", "carriage returns") or outcome.has_errors


def test_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(lines: int) -> float:
        text = 'plan t "T" {\n' + "  cycle: month\n  anchor: calender\n" * lines + "}\n"
        taken = []
        for _ in range(3):
            begin = time.perf_counter()
            parse(SourceText("long.seat", text), language())
            taken.append(time.perf_counter() - begin)
        return min(taken)

    assert seconds(4_000) < 8 * seconds(1_000)


def test_a_line_that_is_too_long_is_one_finding() -> None:
    text = f'plan x "X" {{\n  cycle: {"month " * LONGEST_LINE}\n}}\n'
    found = parse(SourceText("long.seat", text), language()).diagnostics
    assert [(one.code, one.span.line if one.span else 0) for one in found] == [("SY126", 2)]
    assert "120,009 characters" in found[0].note
    almost = f'plan x "X" {{\n  cycle: month{" " * (LONGEST_LINE - 14)}\n}}\n'
    assert parse(SourceText("long.seat", almost), language()).diagnostics == ()


@settings(max_examples=400)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=120), st.integers(40, 120))
def test_any_text_is_told_in_any_width(text: str, width: int) -> None:
    for wrapped in (text, f'plan x "X" {{\n{text}\n}}\n', f"facts {{\n  a of account: {text}\n}}\n", f"let x = {text}"):
        for found in parse(SourceText("any.seat", wrapped), language()).diagnostics:
            shown = render(found, width)
            assert shown.encode("utf-8")
            assert found.message
