"""Laws of measures: parts that add up to their cycle and those that do not, and that a longer part is never worth less."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seatpolicy.values import measures
from seatpolicy.values.calendar import Marks, MonthMarks, calendar_months, months_from, months_on_day
from seatpolicy.values.measures import worth
from tests.unit.values.anchors_drawn import BY_DAYS, IN_MONTHS, LENGTHS, marks_of, starts, wanted
from tests.unit.values.naive_days import Wanted
from tests.unit.values.test_measures import BERLIN, CALENDAR, ONE, D, formula, of


def _split(marks: Marks, measure: str, later: date, cuts: list[int], whole: Fraction) -> tuple[Fraction, ...]:
    """The worths of the parts of one cycle, cut at so many of its days."""
    cycle = marks.window(later)
    ends = sorted({cycle.first, cycle.after, *(cycle.first + timedelta(days=at % cycle.days) for at in cuts)})
    length = LENGTHS.get(measure, 0)
    return tuple(
        worth(measure, first, after, cycle, marks, whole, days=length, zone=BERLIN) for first, after in pairwise(ends)
    )


cuts = st.lists(st.integers(0, 2000), max_size=4)


@given(wanted, starts, st.integers(0, 1000), cuts, st.sampled_from((*BY_DAYS[:3], measures.SECONDS)), st.integers(1, 24))
@settings(max_examples=300, deadline=None)
def test_parts_add_up_to_the_whole(one: Wanted, start: date, later: int, at: list[int], measure: str, whole: int) -> None:
    assume(one.by_months or measure not in IN_MONTHS)
    found = _split(marks_of(one, start), measure, start + timedelta(days=later), at, Fraction(whole, 12))
    assert sum(found) == Fraction(whole, 12)


@given(st.sampled_from((1, 3, 6, 12, 24)), starts, st.integers(0, 1000), cuts, st.booleans())
@settings(max_examples=100, deadline=None)
def test_over_the_calendar_month_parts_add_up_where_marks_lie_on_the_first(
    months: int, start: date, later: int, at: list[int], named: bool
) -> None:
    marks: MonthMarks = months_on_day(start, months, 1) if named else calendar_months(start, months)
    assert sum(_split(marks, measures.OVER_CALENDAR_MONTH, start + timedelta(days=later), at, ONE)) == 1


@pytest.mark.parametrize(
    ("measure", "marks", "cut", "total"),
    [
        # 15 January to 15 February, cut on 1 February: 17 days of 31 and 14 of 28.
        (measures.OVER_CALENDAR_MONTH, months_from(D("2026-01-15"), 1), "2026-02-01", "17/31 + 14/28"),
        # 31 days, cut in the middle; and the 28 of February.
        (measures.OVER_FIXED_MONTH, calendar_months(D("2026-01-01"), 1), "2026-01-16", "15/30 + 16/30"),
        (measures.OVER_FIXED_MONTH, calendar_months(D("2026-02-01"), 1), "2026-02-15", "14/30 + 14/30"),
        # 365 days, and the 90 of a quarter: 90/360 of a year are its worth, and no more.
        (measures.OVER_FIXED_YEAR, CALENDAR, "2026-07-01", "181/360 + 184/360"),
        (measures.OVER_FIXED_YEAR, calendar_months(D("2026-04-01"), 3), "2026-04-02", "1/90 + 90/90"),
    ],
)
def test_parts_that_do_not_add_up(measure: str, marks: MonthMarks, cut: str, total: str) -> None:
    cycle = marks.window(D(cut))
    length = LENGTHS.get(measure, 0)
    parts = ((cycle.first, D(cut)), (D(cut), cycle.after))
    found = [worth(measure, *ends, cycle, marks, ONE, days=length) for ends in parts]
    assert sum(found) == formula(total) != 1


def test_two_pieces_of_calendar_months_are_never_more_than_the_cycle() -> None:
    # 29 January to 28 February, from the second day on: 2/31 + 27/28, which is more than a month.
    marks = months_on_day(D("2026-01-30"), 1, 29)
    assert of(measures.OVER_CALENDAR_MONTH, "2026-01-30", "2026-02-28", marks) == 1
    assert of(measures.OVER_CALENDAR_MONTH, "2026-01-30", "2026-02-27", marks) == Fraction(2, 31) + Fraction(26, 28)


@given(wanted, starts, st.integers(0, 1000), st.tuples(*[st.integers(0, 2000)] * 4), st.sampled_from(BY_DAYS))
@settings(max_examples=300, deadline=None)
def test_a_longer_part_is_worth_as_much_or_more(
    one: Wanted, start: date, later: int, at: tuple[int, ...], measure: str
) -> None:
    assume(one.by_months or measure not in IN_MONTHS)
    marks = marks_of(one, start)
    cycle = marks.window(start + timedelta(days=later))
    outer, first, after, ends = sorted(cycle.first + timedelta(days=k % (cycle.days + 1)) for k in at)
    length = LENGTHS.get(measure, 0)
    inside = worth(measure, first, after, cycle, marks, Fraction(12), days=length)
    around = worth(measure, outer, ends, cycle, marks, Fraction(12), days=length)
    assert 0 <= inside <= around <= 12
    assert worth(measure, cycle.first, cycle.after, cycle, marks, Fraction(12), days=length) == 12
    assert worth(measure, first, first, cycle, marks, Fraction(12), days=length) == 0
