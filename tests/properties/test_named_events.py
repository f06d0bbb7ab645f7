"""Every line leads to its events: without an event that no line names, every line is what it was, in random histories of
random policies.

It is tried out: each event that no line names is taken out of the document, and the series is billed again. There may be
more lines then, and never others: what ends something of which nothing comes back (a pause, an add-on) moves lines
that are not made, and these name nothing. The other way round there is no law: an event that a line names may have moved
nothing, as one that another event undid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.engines.python.programs import Programs
from seatpolicy.semantics.model.policy import Policy
from tests.differential.history_bills import Bills, account_of, by_everyday, by_reference, policy_of
from tests.differential.random_histories import Drawn

POLICIES = 40
AT_LENGTH = 1200
_EVENT = re.compile(r"  - \{id: (?P<id>\w+), at: ")


def amounts(bills: Bills) -> set[tuple[date, str, date, Fraction]]:
    return {(one.as_of, line.id, line.period.first, line.amount) for one in bills[0] for line in one.lines}


def unnamed(drawn: Drawn, bills: Bills) -> Iterator[tuple[str, str]]:
    """The id of each event that no line names, with the document without it."""
    named = {name for invoice in bills[0] for line in invoice.lines for name in line.events}
    lines = drawn.account.splitlines()
    for line in lines:
        found = _EVENT.match(line)
        if found is not None and found["id"] not in named:
            yield found["id"], "\n".join(one for one in lines if one is not line) + "\n"


def tried(number: int, programs: Programs) -> Counter[str]:
    """How many events of a random history are named, and how many are not and move nothing."""
    drawn = Drawn(number)
    told: Counter[str] = Counter()
    try:
        policy = policy_of(drawn.policy)
        bills = _billed(policy, drawn.account, drawn.until, programs)
    except AssertionError:
        return told
    if list(bills[1]):
        return told
    told["named"] = len({name for invoice in bills[0] for line in invoice.lines for name in line.events})
    for name, without in unnamed(drawn, bills):
        try:
            other = _billed(policy, without, drawn.until, programs)
        except AssertionError:
            continue  # without it the rest cannot have happened
        if not list(other[1]):
            told["unnamed"] += 1
            assert amounts(bills) <= amounts(other), f"history {number}: {name} moves something and is named by no line"
    return told


def _billed(policy: Policy, document: str, until: date, programs: Programs) -> Bills:
    return by_everyday(policy, account_of(document, policy), until, programs)


def test_an_event_that_no_line_names_moves_nothing() -> None:
    programs, told = Programs(), Counter[str]()
    for number in range(POLICIES):
        told += tried(number, programs)
    assert told["named"] > 100
    assert told["unnamed"] > 20


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_an_event_that_no_line_names_moves_nothing_at_length(hundred: int) -> None:
    programs = Programs()
    for number in range(hundred, hundred + 100):
        tried(number, programs)


def test_both_engines_name_the_same() -> None:
    programs = Programs()
    for number in range(POLICIES, POLICIES + 12):
        drawn = Drawn(number)
        try:
            policy = policy_of(drawn.policy)
            account = account_of(drawn.account, policy)
        except AssertionError:
            continue
        here, there = by_reference(policy, account, drawn.until), by_everyday(policy, account, drawn.until, programs)
        names = [[(line.id, line.events) for one in some[0] for line in one.lines] for some in (here, there)]
        assert names[0] == names[1]
