"""Bounds of a count: those that contradict each other, those between two packs, and limits that lead in a circle."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.charged import PARTS, SEATS, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings


def seats(quantity: str, more: str = "") -> str:
    return charged(f"for: user; price: 1.00 USD per seat per month; quantity: {quantity}; bill: in advance{more}")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (seats("contracted, at least 5, at most 5"), 0),
        (seats("contracted, at least 6, at most 5"), 1),
        (seats("contracted, at least sites, at most 5"), 0),
        (seats("assigned, at least contracted"), 0),
        (seats("contracted, at least contracted"), 1),
        (seats("contracted, at most contracted"), 1),
        (seats("contracted, at least 5", "; limit: at most 5, then refuse"), 0),
        (seats("contracted, at least 6", "; limit: at most 5, then refuse"), 1),
        (seats("contracted, at least 6", "; limit: at most sites, then refuse"), 0),
        (seats("assigned, at least 6 when pilot; quantity: assigned otherwise", "; limit: at most 5, then refuse"), 1),
        (seats("assigned, at least 6 when pilot; quantity: assigned otherwise",
               "; limit: at most 5, then refuse when not pilot"), 0),
    ],
)  # fmt: skip
def test_bounds_that_contradict_each_other(text: str, count: int) -> None:
    assert len(findings(text, "BS125")) == count


@settings(max_examples=60)
@given(
    bound=st.integers(0, 80),
    size=st.integers(1, 12),
    larger=st.one_of(st.none(), st.tuples(st.integers(1, 4), st.integers(1, 12))),
)
def test_a_bound_that_no_packs_make_is_told(bound: int, size: int, larger: tuple[int, int] | None) -> None:
    """The sizes sold, written out one by one; a number below the first pack is a minimum that the first pack meets."""
    up_to, then = (larger[0] * size, larger[1]) if larger else (0, 0)
    sizes = {0}
    while max(sizes) < 200:
        last = max(sizes)
        sizes.add(last + (then if larger and last >= up_to else size))
    packs = f"in packs of {size}" + (f" up to {up_to}, then {then}" if larger else "")
    least = findings(seats(f"contracted, at least {bound}, {packs}"), "ST006")
    assert (least == []) is (bound in sizes or bound < size)
    most = findings(seats(f"contracted, at most {bound}, {packs}"), "ST006")
    assert (most == []) is (bound in sizes)


def test_the_message_names_the_next_size() -> None:
    found = findings(seats("contracted, at least 31, in packs of 5 up to 30, then 10"), "ST006")
    assert [(one.message, one.note) for one in found] == [("nobody can buy 31", "at least 31 in packs comes to 40")]


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 4), max_size=2), min_size=1, max_size=5))
def test_plans_that_move_in_a_circle(moves: list[list[int]]) -> None:
    """A plan is in a circle if it can be reached from itself; there is a finding if some plan is."""
    moves = [[to for to in targets if to < len(moves)] for targets in moves]
    parts = []
    for number, targets in enumerate(moves):
        limits = "".join(f"; limit: at most {9 + i}, then plan p{to} {'when pilot' if i == 0 and len(targets) > 1 else ''}"
                         for i, to in enumerate(targets))  # fmt: skip
        parts.append(plan(f"p{number}", SEATS + limits))
    can_reach = {(a, b) for a, targets in enumerate(moves) for b in targets}
    for _ in moves:
        can_reach |= {(a, d) for a, b in can_reach for c, d in can_reach if b == c}
    found = findings(policy(*parts, proration=PARTS), "BS130")
    assert bool(found) is any((n, n) in can_reach for n in range(len(moves)))


def test_a_circle_shows_every_move() -> None:
    parts = [plan(f"p{n}", f"{SEATS}; limit: at most 9, then plan p{(n + 1) % 3}") for n in range(3)]
    found = findings(policy(*parts), "BS130")
    assert [one.message for one in found] == ["plan `p2` moves to `p0`, from which it came"]
    assert [there.span.text for there in found[0].related] == ["at most 9, then plan p1", "at most 9, then plan p2"]


def test_moves_that_never_follow_each_other() -> None:
    there = plan("one", f"{SEATS}; limit: at most 9, then plan two when pilot")
    back = plan("two", f"{SEATS}; limit: at most 9, then plan one when not pilot")
    assert findings(policy(there, back), "BS130") == []
