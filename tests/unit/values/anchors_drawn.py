"""What tests of calendars and measures draw: anchors for the program, the same in words for the naive one, and measures."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from seatpolicy.values import measures
from seatpolicy.values.calendar import (
    MONTH_ENDS,
    WEEKDAYS,
    Marks,
    calendar_months,
    days_from,
    months_from,
    months_on_day,
    weeks_from,
)
from tests.unit.values.naive_days import Wanted

LENGTHS = {measures.FIXED_OVER_CYCLE: 30, measures.OVER_FIXED_MONTH: 30, measures.OVER_FIXED_YEAR: 360}
BY_DAYS = (
    measures.OVER_CYCLE, measures.FIXED_OVER_CYCLE, measures.OVER_MONTH, measures.OVER_CALENDAR_MONTH,
    measures.OVER_FIXED_MONTH, measures.OVER_FIXED_YEAR, measures.WHOLE,
)  # fmt: skip
IN_MONTHS = BY_DAYS[1:-1]

ends_of_months = st.dates(date(1900, 1, 1), date(2200, 12, 31)).filter(lambda day: day.day > 26 or day.day == 1)
starts = st.one_of(st.dates(date(1900, 1, 1), date(2200, 12, 31)), ends_of_months)
lengths = st.sampled_from((1, 3, 6, 12, 2, 9, 18, 24, 48))
of_months = st.one_of(
    st.builds(Wanted, months=lengths, month_end=st.sampled_from(MONTH_ENDS)),
    st.builds(
        Wanted,
        months=lengths,
        day=st.one_of(st.integers(27, 31), st.integers(1, 31)),
        month_end=st.sampled_from(MONTH_ENDS),
    ),
    st.builds(Wanted, months=lengths, calendar=st.just(True)),
)
of_days = st.one_of(
    st.builds(Wanted, days=st.sampled_from((1, 7, 14, 28, 30, 90, 365))),
    st.builds(Wanted, days=st.sampled_from((7, 14)), weekday=st.integers(0, 6)),
)
wanted = st.one_of(of_months, of_months, of_days)


def marks_of(one: Wanted, start: date) -> Marks:
    """The program's marks."""
    if one.calendar:
        return calendar_months(start, one.months)
    if one.weekday is not None:
        return weeks_from(start, WEEKDAYS[one.weekday], one.days // 7)
    if one.days:
        return days_from(start, one.days)
    if one.day:
        return months_on_day(start, one.months, one.day, one.month_end)
    return months_from(start, one.months, one.month_end)
