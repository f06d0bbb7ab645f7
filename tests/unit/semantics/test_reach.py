"""Whom a change has reached, against its sentence read literally; and every set of changes that somebody can have."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.in_force import Change, Customer, reached
from seatpolicy.semantics.reach import only_where, texts, who_first
from seatpolicy.syntax.tree import Node

D = date(2027, 3, 1)
NODE = Node("change", (), 0, 0)


def change(first: date, others: str, new: bool = False, by: date | None = None, name: str = "x") -> Change:
    return Change(name, first, others, new, by, NODE)


def has_it(c: Change, day: date, since: date, renewed: date | None, cycle: date | None) -> bool:
    """`reaches:` word by word."""
    if day < c.first:
        return False
    if c.everyone_by is not None and day >= c.everyone_by:  # everyone by DATE
        return True
    if c.new_at_once and since >= c.first:  # new customers at once
        return True
    if c.others == "at once":
        return True
    if c.others == "at next cycle":  # the cycle that is billed began with it
        return (day if cycle is None else cycle) >= c.first
    if c.others == "at renewal":  # renewed, or begun, with it
        return (since if renewed is None else renewed) >= c.first
    assert c.others == "keep theirs"
    return False


OTHERS = ("at once", "at next cycle", "at renewal", "keep theirs")


def test_every_day_every_customer_every_reach() -> None:
    days = [D + timedelta(days=n) for n in (-40, -1, 0, 1, 20, 21, 22)]
    for others, new, by in product(OTHERS, (False, True), (None, D + timedelta(days=21))):
        c = change(D, others, new, by)
        for day, since, renewed, cycle in product(days, days, [None, *days], [None, *days]):
            customer = Customer(since, cycle, renewed)
            assert c.reached(day, customer) == has_it(c, day, since, renewed, cycle), (others, day, customer)


SMALL = st.integers(0, 6).map(lambda n: D + timedelta(days=n))
CHANGES = st.lists(
    st.tuples(SMALL, st.sampled_from(OTHERS), st.booleans(), st.none() | st.integers(0, 3)), min_size=0, max_size=4
)


def made(drawn: list[tuple[date, str, bool, int | None]]) -> tuple[Change, ...]:
    listed = [
        change(first, others, new, None if more is None else first + timedelta(days=more), f"c{n}")
        for n, (first, others, new, more) in enumerate(drawn)
    ]
    return tuple(sorted(listed, key=lambda c: (c.first, c.name)))


def everybody(known: tuple[Change, ...]) -> set[tuple[str, ...]]:
    """The sets of changes of every customer on every day around the changes; nobody renews before he is a customer."""
    days = [D + timedelta(days=n) for n in range(-1, 11)]
    found = set()
    for day, since, renewed, cycle in product(days, repeat=4):
        if since <= renewed <= day and cycle <= day:
            found.add(tuple(c.name for c in known if has_it(c, day, since, renewed, cycle)))
    return found


@settings(max_examples=60)
@given(CHANGES)
def test_texts_are_those_that_somebody_has_and_no_others(drawn: list[tuple[date, str, bool, int | None]]) -> None:
    known = made(drawn)
    found = texts(known)
    assert len(set(found)) == len(found)
    assert set(found) == everybody(known)
    assert found[0] == ()


@settings(max_examples=200)
@given(CHANGES, SMALL, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_whoever_asks_finds_a_text(
    drawn: list[tuple[date, str, bool, int | None]], day: date, a: int, b: int, c: int
) -> None:
    known = made(drawn)
    since = day - timedelta(days=a)
    customer = Customer(since, day - timedelta(days=b), since + timedelta(days=min(a, c)))
    assert reached(known, day, customer) in texts(known)
    assert reached(known, day, Customer(since)) in texts(known)


def test_twenty_changes_are_listed_at_once() -> None:
    days = [D + timedelta(days=30 * n) for n in range(20)]
    known = tuple(change(day, OTHERS[n % 4], True, day + timedelta(days=400), f"c{n:02}") for n, day in enumerate(days))
    found = texts(known)
    assert found[0] == ()
    assert tuple(c.name for c in known) in found
    assert len(found) < 3000


SPRING = change(date(2027, 3, 1), "at renewal", True, date(2028, 3, 1), "spring")
SUMMER = change(date(2027, 6, 1), "at once", name="summer")
AUTUMN = change(date(2027, 9, 1), "keep theirs", True, date(2028, 12, 31), "autumn")
YEAR = (SPRING, SUMMER, AUTUMN)


def test_the_texts_of_a_year() -> None:
    assert texts(YEAR) == [
        (), ("spring",), ("spring", "summer"), ("summer",), ("spring", "summer", "autumn"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), "before any change"),
        (("spring",), "from 2027-03-01 for new customers"),
        (("summer",), "from 2027-06-01 for customers of before 2027-03-01"),
        (("spring", "summer"), "from 2027-06-01 for new customers"),
        (("spring", "summer", "autumn"), "from 2027-09-01 for new customers"),
        (("autumn",), "for nobody"),
    ],
)
def test_who_has_a_text_first(names: tuple[str, ...], words: str) -> None:
    assert who_first(YEAR, names) == words


def test_who_has_a_text_first_when_all_have_it() -> None:
    assert who_first((SUMMER,), ("summer",)) == "from 2027-06-01 for everyone"


@pytest.mark.parametrize(
    ("having", "words"),
    [
        (("spring",), "from 2027-03-01 for new customers (change `spring`)"),
        (("summer",), "from 2027-06-01 for customers of before 2027-03-01 (change `summer`)"),
    ],
)
def test_findings_of_one_change_name_it(having: tuple[str, ...], words: str) -> None:
    with_it = [t for t in texts(YEAR) if set(having) <= set(t)]
    without = [t for t in texts(YEAR) if not set(having) <= set(t)]
    assert only_where(YEAR, with_it, without) == words
    assert only_where(YEAR, without, with_it).startswith(f"until `{having[0]}` reaches the customer, from 2027-0")


def test_a_finding_of_one_mixture_tells_who_has_it() -> None:
    having = [("summer",)]
    assert only_where(YEAR, having, [t for t in texts(YEAR) if t not in having]) == (
        "from 2027-06-01 for customers of before 2027-03-01"
    )
