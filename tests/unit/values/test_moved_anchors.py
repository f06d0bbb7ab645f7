"""Anchors that move: the parts before and behind, each of its own whole cycle."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.values import measures
from seatpolicy.values.calendar import CalendarError, Window, days_from, months_from, months_on_day
from seatpolicy.values.measures import worth
from seatpolicy.values.moved_anchors import MovedAnchors, Part, moved_anchors
from seatpolicy.values.rounding import Mode, round_to
from tests.unit.values.anchors_drawn import marks_of, starts, wanted
from tests.unit.values.naive_days import Wanted

D = date.fromisoformat


def monthly(*moves: tuple[str, int]) -> MovedAnchors:
    """Monthly cycles whose anchor is a day of the month from each day on."""
    return moved_anchors([(D(begins), months_on_day(D(begins), 1, day)) for begins, day in moves])


def shown(part: Part) -> str:
    """`FROM TO of FROM TO #number`."""
    return f"{part.first} {part.after} of {part.whole.first} {part.whole.after} #{part.number}"


def billed(part: Part, price: str) -> Fraction:
    """The part's price by days over the cycle, to the cent."""
    share = worth(measures.OVER_CYCLE, part.first, part.after, part.whole, part.marks, Fraction(1))
    return round_to(Fraction(price) * share, Mode.HALF_UP, Fraction(1, 100))


def test_the_same_fourteen_days_before_a_move_and_behind_a_start() -> None:
    # kb-bcd-same-dates-14-30: the move to the 15th ends the cycle of the 1st.
    moved = monthly(("2016-05-01", 1), ("2016-06-15", 15))
    cut = moved.part(D("2016-06-01"))
    assert shown(cut) == "2016-06-01 2016-06-15 of 2016-06-01 2016-07-01 #1"
    assert billed(cut, "249.95") == Fraction("116.64")
    # kb-bcd-same-dates-14-31: a start on 1 June, with the 15th as its anchor.
    stub = monthly(("2016-06-01", 15)).part(D("2016-06-01"))
    assert shown(stub) == "2016-06-01 2016-06-15 of 2016-05-15 2016-06-15 #0"
    assert billed(stub, "249.95") == Fraction("112.88")
    # Behind the move the new cycles are whole, as the day is one of their marks.
    assert shown(moved.part(D("2016-06-15"))) == "2016-06-15 2016-07-15 of 2016-06-15 2016-07-15 #2"


def test_a_move_between_two_marks_leaves_a_part_on_both_sides() -> None:
    moved = monthly(("2026-01-10", 10), ("2026-03-20", 5))
    assert [shown(part) for part in moved.parts(D("2026-02-10"), D("2026-05-05"))] == [
        "2026-02-10 2026-03-10 of 2026-02-10 2026-03-10 #1",
        "2026-03-10 2026-03-20 of 2026-03-10 2026-04-10 #2",
        "2026-03-20 2026-04-05 of 2026-03-05 2026-04-05 #3",
        "2026-04-05 2026-05-05 of 2026-04-05 2026-05-05 #4",
    ]
    assert [part.is_whole for part in moved.parts(D("2026-02-10"), D("2026-05-05"))] == [True, False, False, True]


def test_a_price_that_changes_with_its_anchor() -> None:
    # kb-money-price-change-with-new-anchor
    moved = monthly(("2011-09-01", 1), ("2011-10-15", 15))
    parts = moved.parts(D("2011-09-01"), D("2011-12-15"))
    assert [(str(part.first), str(part.after)) for part in parts] == [
        ("2011-09-01", "2011-10-01"),
        ("2011-10-01", "2011-10-15"),
        ("2011-10-15", "2011-11-15"),
        ("2011-11-15", "2011-12-15"),
    ]
    prices = ("5.00", "5.00", "10.00", "10.00")
    found = [billed(part, price) for part, price in zip(parts, prices, strict=True)]
    assert found == [Fraction(one) for one in ("5.00", "2.26", "10.00", "10.00")]
    assert sum(found) == Fraction("27.26")


def test_from_months_to_years_at_once() -> None:
    # kb-credit-monthly-to-annual: 31 July to 20 August is given back, and a whole year begins.
    old, new = months_on_day(D("2011-07-20"), 1, 20), months_on_day(D("2011-07-31"), 12, 31)
    moved = moved_anchors([(D("2011-07-20"), old), (D("2011-07-31"), new)])
    cut, year = moved.part(D("2011-07-20")), moved.part(D("2011-07-31"))
    assert (str(year.first), str(year.after)) == ("2011-07-31", "2012-07-31")
    assert billed(year, "100.00") == 100
    unused = worth(measures.OVER_CYCLE, cut.after, cut.whole.after, cut.whole, cut.marks, Fraction(1))
    assert round_to(Fraction("10.00") * unused, Mode.HALF_UP, Fraction(1, 100)) == Fraction("6.45")


def test_a_move_on_a_mark_cuts_nothing() -> None:
    moved = monthly(("2026-01-10", 10), ("2026-03-10", 20))
    assert shown(moved.part(D("2026-03-09"))) == "2026-02-10 2026-03-10 of 2026-02-10 2026-03-10 #1"
    assert shown(moved.part(D("2026-03-10"))) == "2026-03-10 2026-03-20 of 2026-02-20 2026-03-20 #2"


def test_a_cycle_may_be_cut_on_both_sides() -> None:
    moved = monthly(("2026-01-10", 10), ("2026-03-12", 31), ("2026-03-14", 1))
    assert shown(moved.part(D("2026-03-13"))) == "2026-03-12 2026-03-14 of 2026-02-28 2026-03-31 #3"
    assert shown(moved.part(D("2026-03-14"))) == "2026-03-14 2026-04-01 of 2026-03-01 2026-04-01 #4"


def test_a_part_is_cut_off_where_nobody_asks_further() -> None:
    (part,) = monthly(("2026-01-10", 10)).parts(D("2026-01-12"), D("2026-01-20"))
    assert shown(part) == "2026-01-12 2026-01-20 of 2026-01-10 2026-02-10 #0"
    assert monthly(("2026-01-10", 10)).parts(D("2026-01-12"), D("2026-01-12")) == ()


def test_anchors_that_cannot_follow_each_other() -> None:
    with pytest.raises(CalendarError, match="without an anchor"):
        moved_anchors([])
    with pytest.raises(CalendarError, match="cannot act after"):
        monthly(("2026-01-10", 10), ("2026-01-10", 20))
    with pytest.raises(CalendarError, match="not in the first cycle"):
        moved_anchors([(D("2026-03-10"), months_from(D("2026-01-10"), 1))])
    with pytest.raises(CalendarError, match="the first mark"):
        moved_anchors([(D("2026-01-09"), days_from(D("2026-01-10"), 30))])
    with pytest.raises(CalendarError, match="the first day"):
        monthly(("2026-01-10", 10)).part(D("2026-01-09"))


@given(
    starts,
    st.lists(st.tuples(wanted, st.integers(1, 120)), min_size=1, max_size=4),
    st.integers(0, 60),
    st.integers(1, 500),
)
@settings(max_examples=200, deadline=None)
def test_every_day_is_in_one_part_of_one_cycle(
    start: date, moves: list[tuple[Wanted, int]], later: int, length: int
) -> None:
    begins, anchors = start, []
    for one, after in moves:
        anchors.append((begins, marks_of(one, begins)))
        begins += timedelta(days=after)
    moved = moved_anchors(anchors)
    first = start + timedelta(days=later)
    parts = moved.parts(first, first + timedelta(days=length))
    assert (parts[0].first, parts[-1].after) == (first, first + timedelta(days=length))
    for before, behind in pairwise(parts):
        assert (before.after, before.number + 1) == (behind.first, behind.number)
    for part in parts:
        # The whole cycle is one of the anchor that acts on its days, and no move lies inside the part.
        acting = [marks for day, marks in anchors if day <= part.first][-1]
        assert (part.marks, part.whole) == (acting, acting.window(part.first))
        assert part.whole.first <= part.first < part.after <= part.whole.after
        assert not [day for day, _ in anchors if part.first < day < part.after]
        assert isinstance(part.whole, Window)
