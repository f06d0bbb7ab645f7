"""Discounts that meet: told exactly where two without an order can come off one charge for one account on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.charged import block, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings, placed

COMBINE = "combine {{\n  order: {}\n  each: off what is left\n}}"


def discounts(*lines: str, order: str = "") -> str:
    """Discounts `d0`, `d1`, … of a plan with one charge; lines split by `;`."""
    blocks = [block(f'discount d{n} "D"', one) for n, one in enumerate(lines)]
    return charged(also="\n".join([*blocks, *([COMBINE.format(order)] if order else [])]))


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("off: 20% of team_fee", "off: 10% of team_fee", 1),
        ("off: 20% of everything", "off: 10% of team_fee", 1),
        ("off: 20% of team_fee; when: billing = annual", "off: 10% of team_fee; when: billing = monthly", 0),
        ("off: 20% of team_fee; when: seats of user >= 10", "off: 10% of team_fee; when: seats of user < 10", 0),
        ("off: 20% of team_fee; when: seats of user >= 10", "off: 10% of team_fee; when: seats of user in 1 to 10", 1),
        ("off: 20% of team_fee; when: partner is known", "off: 10% of team_fee; when: partner is unknown", 0),
        ('off: 20% of team_fee; when: country is known and country = "CH"',
         'off: 10% of team_fee; when: country is known and country = "DE"', 0),
        ("off: 20% of team_fee; when: pilot", "off: 10% of team_fee; when: not pilot and sites > 3", 0),
        ("off: 20% of team_fee; offered: from 2026-01-01 to 2026-03-31",
         "off: 10% of team_fee; offered: from 2026-04-01 to 2026-06-30", 0),
        ("off: 20% of team_fee; offered: from 2026-01-01 to 2026-04-01",
         "off: 10% of team_fee; offered: from 2026-04-01", 1),
        ("off: 20% of team_fee when pilot; off: 5% of everything otherwise", "off: 10% of team_fee; when: not pilot", 1),
        ("off: 20% of team_fee when pilot", "off: 10% of team_fee when not pilot", 0),
    ],
)  # fmt: skip
def test_two_discounts(first: str, second: str, count: int) -> None:
    assert [found.subject for found in findings(discounts(first, second), "DC402")] == ["d1"] * count
    assert findings(discounts(first, second, order="d0, then d1"), "DC402") == []
    assert findings(discounts(first, second, order="best of d0 and d1"), "DC402") == []


def test_charges_that_are_not_shared() -> None:
    also = 'discount a "A" {\n  off: 20% of one_fee\n}\n\ndiscount b "B" {\n  off: 10% of two_fee\n}'
    assert findings(policy(plan("one"), plan("two"), also), "DC402") == []


def test_the_money_of_two_percentages_and_of_an_amount() -> None:
    percents = findings(discounts("off: 20% of team_fee", "off: 10% of team_fee"), "DC402")
    assert percents[0].note == "of 100.00 they take 28.00 off what is left, 30.00 off list"
    amount = findings(discounts("off: 20% of team_fee", "off: 30.00 USD of team_fee per cycle"), "DC402")
    assert amount[0].note.startswith("of 100.00 USD they take 50.00 USD with the percentage first, 44.00 USD with")
    large = findings(discounts("off: 90.00 USD of team_fee per cycle", "off: 20% of team_fee"), "DC402")
    assert large[0].note.startswith("of 1,000.00 USD they take 290.00 USD with the percentage first, 272.00 USD with")


def test_an_order_that_forgets_one() -> None:
    text = discounts("off: 20% of team_fee", "off: 10% of team_fee", "off: 5% of team_fee", order="d0, then d2")
    found = findings(text, "DC402")
    assert [one.subject for one in found] == ["d1"]
    assert [there.span.text for there in found[0].related] == ["20% of team_fee", "combine"]


World = tuple[str, bool, int]
WORLDS: list[World] = [(b, p, s) for b in ("monthly", "annual") for p in (True, False) for s in range(9)]
CONDITIONS: dict[str, Callable[[World], bool]] = {
    "": lambda w: True,
    "billing = annual": lambda w: w[0] == "annual",
    "billing != annual": lambda w: w[0] != "annual",
    "pilot": lambda w: w[1],
    "not pilot": lambda w: not w[1],
    "sites > 3": lambda w: w[2] > 3,
    "sites <= 3 or billing = annual": lambda w: w[2] <= 3 or w[0] == "annual",
    "sites in 4 to 6 and not pilot": lambda w: 4 <= w[2] <= 6 and not w[1],
}
TARGETS = ["one_fee", "two_fee", "everything"]
FIRST, LAST = date(2026, 1, 1), date(2027, 1, 1)
OFFERS = [(None, None), (FIRST, date(2026, 3, 31)), (date(2026, 3, 31), None), (date(2026, 5, 1), date(2026, 6, 1))]
DAYS = [FIRST, date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1), LAST]


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(st.sampled_from(TARGETS), st.sampled_from(list(CONDITIONS)), st.integers(0, 3)),
        min_size=1, max_size=5,
    ),
    st.sets(st.integers(0, 4)),
)  # fmt: skip
def test_every_discount_that_needs_a_place_is_told(made: list[tuple[str, str, int]], named: set[int]) -> None:
    """Pair by pair, fact by fact, day by day."""
    named = {n for n in named if n < len(made)}
    blocks = []
    for n, (target, when, days) in enumerate(made):
        first, last = OFFERS[days]
        offered = f"  offered: from {first}" + (f" to {last}" if last else "") + "\n" if first else ""
        condition = f"  when: {when}\n" if when else ""
        blocks.append(f'discount d{n} "D" {{\n  off: {10 + n}% of {target}\n{offered}{condition}}}\n')
    order = ", then ".join(f"d{n}" for n in sorted(named))
    combine = [COMBINE.format(order)] if order else []
    text = policy(plan("one"), plan("two"), *blocks, *combine)

    def offered_on(n: int, day: date) -> bool:
        first, last = OFFERS[made[n][2]]
        return (first or FIRST) <= day <= (last or LAST)

    def meet(a: int, b: int) -> bool:
        shared = "everything" in (made[a][0], made[b][0]) or made[a][0] == made[b][0]
        same_day = any(offered_on(a, day) and offered_on(b, day) for day in DAYS)
        return shared and same_day and any(CONDITIONS[made[a][1]](w) and CONDITIONS[made[b][1]](w) for w in WORLDS)

    expected = {
        f"d{b}"
        for a, b in product(range(len(made)), repeat=2)
        if b not in named and (a in named or a < b) and a != b and meet(a, b)
    }
    assert {found.subject for found in findings(text, "DC402")} == expected


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ("off: 9.00 USD of team_fee per cycle", "DC412", ""),
        ("off: 9.00 USD of team_fee per subscription", "DC412", ""),
        ("off: 9.00 USD of team_fee per month", "DC412", "9.00 USD of team_fee per month"),
        ("off: 9.00 USD of everything per year", "DC412", "9.00 USD of everything per year"),
        ("off: 9% of team_fee; offered: from 2025-01-01 to 2025-12-31", "DC414", "from 2025-01-01 to 2025-12-31"),
        ("off: 9% of team_fee; offered: from 2025-01-01 to 2026-01-01", "DC414", ""),
        ("off: 9% of team_fee; offered: from 2025-01-01", "DC414", ""),
    ],
)
def test_discounts_by_themselves(lines: str, code: str, place: str) -> None:
    assert placed(findings(discounts(lines), code)) == ([(code, place)] if place else [])


def test_a_discount_of_what_is_free() -> None:
    free = plan("free", "for: user; price: free; quantity: assigned; bill: in advance")
    cut = 'discount cut "Cut" {{\n  off: 10% of {}\n}}'
    assert placed(findings(policy(free, plan("team"), cut.format("free_fee")), "DC413")) == [("DC413", "10% of free_fee")]
    assert findings(policy(free, plan("team"), cut.format("free_fee and team_fee")), "DC413") == []
    assert findings(policy(free, plan("team"), cut.format("everything")), "DC413") == []
    assert findings(policy(free.replace("price: free", "price: fre"), cut.format("free_fee")), "DC413") == []


def test_a_lost_line_may_have_been_the_order() -> None:
    text = discounts("off: 20% of team_fee", "off: 10% of team_fee", order="d0, then d1").replace("order: d0", "ordre: d0")
    assert findings(text, "DC402") == []
