"""Conditions: what can hold together and what is left open, against every combination of facts tried one by one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.conditions import can_meet, meeting, uncovered
from seatpolicy.semantics.model import expressions as x
from tests.unit.semantics.charged import SEATS, charged, read

FACTS = """
  score of account:    number
  signed of account:   date
  cut of account:      optional percent
  other of account:    count
"""


def conditions(*written: str) -> list[x.Expression]:
    """Conditions of an account as the model has them."""
    lines = "".join(f"; included: 1 per cycle when {one}" for one in written)
    policy = read(charged(SEATS + lines).replace("  day of account:       count\n", f"  day of account:       count{FACTS}"))
    made = [case.when for case in policy.plans["team"].charges[0].included]
    assert len(made) == len(written)
    return [one for one in made if one is not None]


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ("billing = annual", "billing = monthly", False),
        ("billing != annual", "billing in (monthly, annual)", True),
        ("pilot", "not pilot", False),
        ("pilot = yes", "not pilot", False),
        ("partner is known", "partner is unknown", False),
        ("sites > 5", "sites <= 5", False),
        ("sites > 5", "sites >= 5", True),
        ("sites > 5", "sites < 6", False),
        ("sites > 5", "sites < 7", True),
        ("5 < sites", "sites < 6", False),
        ("sites in 1 to 5", "sites in 6 to 9", False),
        ("score > 5", "score < 6", True),
        ("score > 5", "score < 5", False),
        ("seats of user >= 10", "seats of user < 10", False),
        ("seats of user >= 10", "seats of guest < 10", True),
        ("signed >= 2026-01-01", "signed < 2026-01-01", False),
        ("signed > 2026-01-01", "signed < 2026-01-03", True),
        ("signed > 2026-01-01", "signed < 2026-01-02", False),
        ("cut is known and cut > 10%", "cut is known and cut <= 10%", False),
        ("cut is known and cut > 10%", "cut is known and cut <= 10.5%", True),
        ('country is known and country = "CH"', 'country is known and country = "DE"', False),
        ('country is known and country = "CH"', 'country is known and country != "DE"', True),
        ("currency = USD", "currency != USD", False),
        ("sites > other", "not (sites > other)", False),
        ("sites > other", "sites <= other", False),
        ("sites > other", "other > sites", True),
        ("signed in the last 30 days", "not (signed in the last 30 days)", False),
    ],
)
def test_what_can_hold_together(first: str, second: str, meet: bool) -> None:
    both = conditions(first, second)
    assert can_meet(*both) is meet
    assert can_meet(*reversed(both)) is meet
    assert can_meet(both[0], None, both[0])


@pytest.mark.parametrize(
    ("written", "witness"),
    [
        (["billing = annual"], "billing = monthly"),
        (["billing = annual", "billing = monthly"], None),
        (["billing = annual", "pilot"], "billing = monthly and not pilot"),
        (["sites < 5", "sites > 5"], "sites = 5"),
        (["sites < 5", "sites >= 5"], None),
        (["sites < 5", "sites > 4"], None),
        (["sites in 0 to 4", "sites in 6 to 9", "sites > 9"], "sites = 5"),
        (["score < 5", "score >= 6"], "score = 5"),
        (["score <= 5", "score >= 6"], "score = 5.5"),
        (["cut is unknown", "cut is known and cut <= 10%", "cut is known and cut > 12.5%"], "cut is known and cut = 11.25%"),
        (["signed < 2026-03-01", "signed > 2026-03-01"], "signed = 2026-03-01"),
        (['country is unknown', 'country is known and country = "CH"'], "country is known and country = another"),
        (["seats of user < 50", "seats of user > 50"], "seats of user = 50"),
        (["pilot and billing = annual", "not pilot and billing = annual"], "billing = monthly"),
        (["sites > other", "sites <= other"], ""),
        (["currency = USD"], ""),
    ],
)
def test_what_is_left_open(written: list[str], witness: str | None) -> None:
    assert uncovered(conditions(*written)) == witness


def test_the_currencies_of_the_policy_are_all_there_are() -> None:
    written = conditions("currency = USD", "currency = EUR")
    assert uncovered(written, ("USD", "EUR")) is None
    assert uncovered(written, ("USD", "EUR", "CHF")) == "currency = CHF"


def test_a_meeting_names_only_what_matters() -> None:
    assert meeting(*conditions("billing = annual", "pilot or not pilot")) == "billing = annual"
    assert meeting(*conditions("sites > 3 or sites <= 3", "pilot")) == "pilot"
    assert meeting(None, None) == ""


def test_a_count_is_never_below_nothing() -> None:
    assert not can_meet(*conditions("sites < 0"))
    assert uncovered(conditions("sites >= 0")) is None


def test_too_many_facts_are_not_looked_into() -> None:
    many = conditions(" or ".join(f"{fact} = {n * 3}" for fact in ("sites", "other") for n in range(30)))
    assert uncovered(many) == ""
    assert can_meet(*many)


World = tuple[str, bool, int, str | None]
WORLDS: list[World] = list(product(("monthly", "annual"), (True, False), range(9), (None, "CH", "DE", "FR")))
Test = tuple[str, Callable[[World], bool]]
SIMPLE: list[Test] = [
    ("billing = annual", lambda w: w[0] == "annual"),
    ("billing != annual", lambda w: w[0] != "annual"),
    ("billing in (monthly)", lambda w: w[0] == "monthly"),
    ("pilot", lambda w: w[1]),
    *[(f"sites {op} {n}", lambda w, op=op, n=n: {"<": w[2] < n, "<=": w[2] <= n, ">": w[2] > n,
                                                 ">=": w[2] >= n, "=": w[2] == n, "!=": w[2] != n}[op])
      for op in ("<", "<=", ">", ">=", "=", "!=") for n in (0, 3, 4, 7)],
    ("sites in 3 to 4", lambda w: 3 <= w[2] <= 4),
    ("sites in (0, 4)", lambda w: w[2] in (0, 4)),
    ("country is known", lambda w: w[3] is not None),
    ("country is unknown", lambda w: w[3] is None),
    ('(country is known and country = "CH")', lambda w: w[3] == "CH"),
    ('(country is known and country != "DE")', lambda w: w[3] is not None and w[3] != "DE"),
]  # fmt: skip
simple = st.sampled_from(SIMPLE)


def joined(word: str, parts: list[Test]) -> Test:
    def fits(world: World) -> bool:
        return all(p[1](world) for p in parts) if word == "and" else any(p[1](world) for p in parts)

    return "(" + f" {word} ".join(p[0] for p in parts) + ")", fits


def denied(one: Test) -> Test:
    return f"not ({one[0]})", lambda world: not one[1](world)


tests: st.SearchStrategy[Test] = st.recursive(
    simple,
    lambda inner: st.one_of(
        inner.map(denied),
        st.builds(joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)


@settings(max_examples=150)
@given(st.lists(tests, min_size=1, max_size=3))
def test_against_every_combination_of_facts(drawn: list[Test]) -> None:
    """The domains here are small and dense; every bound lies inside them, so they hold a witness if there is one."""
    read_conditions = conditions(*(one[0] for one in drawn))
    together = [world for world in WORLDS if all(one[1](world) for one in drawn)]
    assert can_meet(*read_conditions) is bool(together)
    left = [world for world in WORLDS if not any(one[1](world) for one in drawn)]
    assert (uncovered(read_conditions) is None) is (not left)
