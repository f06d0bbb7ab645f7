"""What holds for every policy: laying out twice is laying out once, and what never mattered never shows."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.source.text import SourceText
from seatpolicy.syntax.parser import parse
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.tools.formatter.same import moved
from tests.unit.tools.formatter.drawn_policies import LITERALS, draw
from tests.unit.tools.formatter.policy_texts import laid_out, language, texts
from tests.unit.tools.formatter.untidy_policies import KEYWORDS, untidy, with_comments

SEEDS = st.integers(min_value=0, max_value=2**32)


@pytest.mark.parametrize("number", range(len(texts())))
def test_laying_out_twice_changes_nothing_and_keeps_what_is_said(number: int) -> None:
    text = texts()[number]
    once = laid_out(text)
    assert laid_out(once) == once
    before, after = (parse(SourceText("same.seat", each), language()).value for each in (text, once))
    assert moved(before, after) is None


@settings(max_examples=60)
@given(SEEDS)
def test_what_never_matters_never_shows(seed: int) -> None:
    _untidy_and_tidy(seed)


@settings(max_examples=60)
@given(SEEDS)
def test_comments_anywhere_are_kept(seed: int) -> None:
    _comments_anywhere(seed)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    _never_raises(text)


@settings(max_examples=150)
@given(SEEDS)
def test_no_damaged_policy_is_an_error(seed: int) -> None:
    _damaged(seed)


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 8_000, 400))
def test_long_fuzzing(start: int) -> None:
    for seed in range(start, start + 400):
        _untidy_and_tidy(seed)
        _comments_anywhere(seed)
        _damaged(seed)


def _some_policy(chance: Random) -> str:
    return draw(chance) if chance.randrange(10) < 7 else chance.choice(texts())


def _untidy_and_tidy(seed: int) -> None:
    chance = Random(seed)
    text = _some_policy(chance)
    tidy = laid_out(text)
    assert laid_out(untidy(text, language(), chance)) == tidy
    assert laid_out(untidy(tidy, language(), chance)) == tidy


def _comments_anywhere(seed: int) -> None:
    chance = Random(seed)
    # Names that are words of the language elsewhere; where they change what is read, the text may not parse.
    names = tuple(chance.choice(KEYWORDS) for _ in range(8)) if chance.randrange(10) < 5 else LITERALS["NAME"]
    text = draw(chance, names=names) if chance.randrange(10) < 7 else chance.choice(texts())
    if format_text("drawn.seat", text, language()).value is None:
        assert names != LITERALS["NAME"]
        return
    commented = with_comments(untidy(text, language(), chance), chance)
    if chance.randrange(10) < 3:
        commented = commented.replace("\n", "\r\n")
    once = laid_out(commented)
    assert laid_out(once) == once
    kept, written = (parse(SourceText("comments.seat", each), language()).value for each in (commented, once))
    assert moved(kept, written) is None


def _damaged(seed: int) -> None:
    chance = Random(seed)
    text = chance.choice(texts())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        stop = min(len(text), at + chance.choice((0, 1, 1, 2, 40)))
        put = chance.choice(("", "", "{", "}", "\n", ",", " and ", "#", '"', "the ", "\r", "\0"))
        text = text[:at] + put + text[stop:]
    _never_raises(text)


def _never_raises(text: str) -> None:
    """A text is laid out for good, or refused because of its own mistakes; the formatter makes none itself."""
    done = format_text("any.seat", text, language())
    if done.value is None:
        assert done.diagnostics[-1].code == "FM101"
    else:
        assert laid_out(done.value) == done.value
