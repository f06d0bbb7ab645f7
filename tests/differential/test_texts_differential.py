"""Histories over which the policy changes, drawn at random: both engines bill them alike, and a change that says again what
was said before moves nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.engines.python.programs import Programs
from tests.differential.history_bills import (
    Bills,
    account_of,
    by_everyday,
    by_reference,
    different,
    left_out,
    policy_of,
    texts_in,
)
from tests.differential.random_histories import Drawn
from tests.differential.random_texts import DrawnTexts, said_again

POLICIES = 24
AGAIN = 10
LATER = 14
AT_LENGTH = 1500


def compared(number: int) -> str:
    """Bills one history with both engines; how it ended: not drawn, left out, stopped, at a price of its first text only, or
    at another one, too."""
    drawn = DrawnTexts(number)
    try:
        texts = texts_in(drawn.policy)
        account = account_of(drawn.account, texts)
    except AssertionError:
        return "not drawn"
    here, there = by_reference(texts, account, drawn.until), by_everyday(texts, account, drawn.until, Programs())
    found = different(here, there)
    if found and left_out(there):
        return "left out"
    assert not found, "\n".join([f"texts {number}, up to {drawn.until}", *found, drawn.policy, drawn.account])
    if list(there[1]):
        return "stopped"
    alone = by_everyday(policy_of(drawn.policy), account, drawn.until, Programs())
    return "one text" if lines(alone) == lines(there) else "several texts"


def lines(bills: Bills) -> list[tuple[date, list[tuple[str, date, date, Fraction]]]]:
    """What was billed, invoice by invoice."""
    return [
        (made.as_of, [(one.id, one.period.first, one.period.last, one.amount) for one in made.lines]) for made in bills[0]
    ]


def same_again(number: int) -> str:
    """Bills a history under a policy that never changes, and under one that says the same again from a day on."""
    drawn = Drawn(number)
    try:
        policy, again = policy_of(drawn.policy), texts_in(said_again(drawn))
        account = account_of(drawn.account, policy)
    except AssertionError:
        return "not drawn"
    here, there = by_everyday(policy, account, drawn.until, Programs()), by_everyday(again, account, drawn.until, Programs())
    told = "\n".join([f"said again {number}, up to {drawn.until}", said_again(drawn), drawn.account])
    assert lines(here) == lines(there), told
    assert [one.code for one in here[1]] == [one.code for one in there[1]], told
    return "stopped" if list(here[1]) else "priced"


def test_both_engines_bill_alike_what_changes_on_the_way() -> None:
    ended = Counter(compared(number) for number in range(POLICIES))
    assert ended["several texts"] > POLICIES // 5
    assert ended["left out"] <= POLICIES // 12


def test_a_later_day_changes_no_earlier_invoice() -> None:
    priced = 0
    for number in range(LATER):
        drawn, programs = DrawnTexts(number), Programs()
        try:
            texts = texts_in(drawn.policy)
            account = account_of(drawn.account, texts)
        except AssertionError:
            continue
        whole = by_everyday(texts, account, drawn.until, programs)
        day = drawn.drawn.start + (drawn.until - drawn.drawn.start) // 2
        earlier = by_everyday(texts, account, day, programs)
        if not list(whole[1]):
            priced += 1
            assert [(on, sorted(made)) for on, made in lines(whole) if on <= day] == [
                (on, sorted(made)) for on, made in lines(earlier)
            ], f"texts {number}, up to {day}"
        for invoice in whole[0]:
            anew = [one.id for one in invoice.lines if "~" in one.id]
            assert len(set(anew)) == len(anew), f"texts {number}, {invoice.id}"
    assert priced > LATER // 2


def test_what_is_said_again_moves_nothing() -> None:
    ended = Counter(same_again(number) for number in range(AGAIN))
    assert ended["priced"] > AGAIN // 2


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(0, AT_LENGTH, 100))
def test_both_engines_bill_alike_what_changes_on_the_way_at_length(hundred: int) -> None:
    ended = Counter(compared(number) for number in range(hundred, hundred + 100))
    assert ended["several texts"] > 30


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(0, AT_LENGTH, 100))
def test_what_is_said_again_moves_nothing_at_length(hundred: int) -> None:
    ended = Counter(same_again(number) for number in range(hundred, hundred + 100))
    assert ended["priced"] > 50
