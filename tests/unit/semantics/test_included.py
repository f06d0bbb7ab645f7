"""Units included per billed seats: somebody bills them, and not by asking back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.charged import SEATS, addon, block, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings

EXPORTS = "for: exports; included: 5 per billed seat of {}; price: 1.00 USD per unit; quantity: used; bill: in arrears"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (charged(EXPORTS.format("user")), 1),
        (policy(plan("team"), addon("more", "team", EXPORTS.format("user"))), 0),
        (policy(plan("team"), addon("more", "team", EXPORTS.format("guest"))), 1),
        (policy(plan("team"), plan("other", EXPORTS.format("user"))), 0),
        (policy(plan("team", SEATS.replace("for: user", "for: user and guest")), plan("b", EXPORTS.format("guest"))), 0),
        (policy(plan("team", EXPORTS.format("user")), plan("b", SEATS.replace("for:", "fro:"))), 0),
    ],
)
def test_somebody_bills_the_seats(text: str, count: int) -> None:
    assert len(findings(text, "BS127")) == count


def many(asks: list[list[int]]) -> str:
    """A plan with a charge for each seat type, that includes per the billed seats of others."""
    seats = "".join(
        block(f'seat s{n} "S"', f"held by: r{n}") for n in range(len(asks))
    )
    roles = ", ".join(["admin", "user", "guest", *(f"r{n}" for n in range(len(asks)))])
    charges = "".join(
        block(f'charge c{n} "C"', f"for: s{n}; price: 1.00 USD per seat per month; quantity: assigned; bill: in advance; "
              + "; ".join(f"included: 1 per 5 billed seats of s{to}" + (" when pilot" if i + 1 < len(of) else "")
                          for i, to in enumerate(of)))
        for n, of in enumerate(asks)
    )  # fmt: skip
    whole = policy(seats, f'plan team "T" {{\n  cycle: month\n  anchor: subscription day\n{charges}}}\n')
    return whole.replace("any of admin, user, guest", f"any of {roles}")


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 4), max_size=2, unique=True), min_size=1, max_size=5))
def test_a_charge_that_asks_itself(asks: list[list[int]]) -> None:
    asks = [[to for to in of if to < len(asks)] for of in asks]
    reach = {(a, b) for a, of in enumerate(asks) for b in of}
    for _ in asks:
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    found = findings(many(asks), "BS133")
    assert bool(found) is any((n, n) in reach for n in range(len(asks)))


def test_the_message_of_a_circle() -> None:
    found = findings(many([[1], [2], [0]]), "BS133")
    assert [one.message for one in found] == ["what `c2` includes depends on `c2` itself"]
    assert len(found[0].related) == 2
    assert [one.message for one in findings(many([[0]]), "BS133")] == ["`c0` bills the seats of `s0` itself"]
