"""What is drawn: every construct that the engine bills occurs in one draw of a hundred, and without it some bill is another.

The bills are naive ones: what is looked at here is the drawing, and that the comparison with the engine would notice.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.differential.constructs import MOVING, OF_ACCOUNTS, STILL
from tests.differential.naive_pricer import price
from tests.differential.policy_data import AccountData, PolicyData
from tests.differential.random_policies import drawn
from tests.differential.removals import Drawn

DRAWS = 1_500
"""How many policies are looked at."""

OFTEN = DRAWS // 100
LOOKED_AT = 60
"""How many draws are priced with and without a construct that must not matter."""

Told = tuple[object, ...]
draws = cache(drawn)


@cache
def bill(number: int, place: int) -> Told:
    """The bill of an account of a draw, as it was drawn."""
    policy, accounts = draws(number)
    return told(policy, accounts[place])


def told(policy: PolicyData, account: AccountData) -> Told:
    """How a bill ended, and its amounts."""
    made = price(policy, account)
    return made.status, *((line.id, line.amount, line.window) for line in made.lines)


def moves(number: int, less: list[Drawn | None]) -> bool:
    """Whether some account's bill comes out otherwise without a construct."""
    return any(one is not None and told(*one) != bill(number, place) for place, one in enumerate(less))


def less_by(construct: str, number: int) -> list[Drawn | None]:
    """The accounts of a draw, each with its policy, without a construct; None for those that have none of it."""
    policy, accounts = draws(number)
    if construct in OF_ACCOUNTS:
        return [OF_ACCOUNTS[construct](policy, account) for account in accounts]
    without = {**MOVING, **STILL}[construct](policy)
    return [None if without is None else (without, account) for account in accounts]


@pytest.mark.parametrize("construct", sorted([*MOVING, *OF_ACCOUNTS]))
def test_every_construct_occurs_and_moves_money(construct: str) -> None:
    occurs, moved = 0, False
    for number in range(DRAWS):
        less = less_by(construct, number)
        occurs += any(less)
        moved = moved or moves(number, less)
        if moved and occurs >= OFTEN:
            break
    assert occurs >= OFTEN
    assert moved


@pytest.mark.parametrize("construct", sorted(STILL))
def test_what_is_of_parts_of_a_cycle_moves_no_whole_one(construct: str) -> None:
    having = []
    for number in range(DRAWS):
        less = less_by(construct, number)
        if any(less):
            having.append((number, less))
        if len(having) >= max(OFTEN, LOOKED_AT):
            break
    assert len(having) >= OFTEN
    assert [number for number, less in having if moves(number, less)] == []
