"""Windows of whole cycles: days worked out by hand, and laws over all anchors and many days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.account import Account, FactGiven
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.pricing.calendar import NoWindow, Window, months_after, window
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.source.text import SourceText, Span
from tests.unit.engines.policies import charge, plan, policy

HERE = Span(SourceText("the test", "here"), 0, 4)
MADE = policy(plan(charge()))
MONTH, QUARTER, YEAR = (Cycle(period, 1) for period in ("month", "quarter", "year"))


def anchor(
    kind: str = "subscription day", day: int = 0, month_end: str = "clamp", weekday: str = "", fact: str = ""
) -> Anchor:
    return Anchor(kind, day, fact, weekday, month_end)


def account(start: date | None, **facts: int) -> Account:
    given = {name: FactGiven(Fraction(value), HERE) for name, value in facts.items()}
    return Account("acme", (), (), "USD", given, start=start)


def days(cycle: Cycle, by: Anchor, start: date | None, day: date, **facts: int) -> tuple[str, str, int] | str:
    """First day, last day and number; or the code of what stops it."""
    made = window(cycle, by, account(start, **facts), day)
    if isinstance(made, NoWindow):
        return made.code.code
    return made.first.isoformat(), made.last.isoformat(), made.index


@pytest.mark.parametrize(
    ("month_end", "day", "wanted"),
    [
        # From 31 January: what February, March and April make of the 31st.
        ("clamp", date(2026, 2, 28), ("2026-02-28", "2026-03-30", 1)),
        ("clamp", date(2026, 4, 30), ("2026-04-30", "2026-05-30", 3)),
        ("move for good", date(2026, 3, 28), ("2026-03-28", "2026-04-27", 2)),
        ("stay last", date(2026, 4, 30), ("2026-04-30", "2026-05-30", 3)),
        ("from end", date(2026, 2, 28), ("2026-02-28", "2026-03-30", 1)),
    ],
)
def test_what_short_months_do(month_end: str, day: date, wanted: tuple[str, str, int]) -> None:
    assert days(MONTH, anchor(month_end=month_end), date(2026, 1, 31), day) == wanted


@pytest.mark.parametrize(
    ("month_end", "wanted"),
    [
        # 28 February is the last day of its month: on the 28th, on the last day, and 0 days before the end.
        ("clamp", ("2026-03-28", "2026-04-27", 1)),
        ("stay last", ("2026-03-31", "2026-04-29", 1)),
        ("from end", ("2026-03-31", "2026-04-29", 1)),
    ],
)
def test_a_start_on_a_last_day(month_end: str, wanted: tuple[str, str, int]) -> None:
    assert days(MONTH, anchor(month_end=month_end), date(2026, 2, 28), date(2026, 4, 1)) == wanted


def test_calendars_begin_in_january() -> None:
    by = anchor("calendar")
    assert days(QUARTER, by, date(2026, 4, 1), date(2026, 9, 30)) == ("2026-07-01", "2026-09-30", 1)
    assert days(YEAR, by, date(2026, 1, 1), date(2027, 12, 31)) == ("2027-01-01", "2027-12-31", 1)
    assert days(Cycle("half year", 1), by, None, date(2026, 9, 9)) == ("2026-07-01", "2026-12-31", 0)


def test_weeks_and_days() -> None:
    monday = anchor("calendar", weekday="monday")
    # 5 January 2026 is a Monday.
    assert days(Cycle("week", 1), monday, date(2026, 1, 5), date(2026, 1, 18)) == ("2026-01-12", "2026-01-18", 1)
    assert days(Cycle("day", 30), anchor(), date(2026, 1, 1), date(2026, 3, 2)) == ("2026-03-02", "2026-03-31", 2)


def test_a_day_of_the_month_that_a_fact_gives() -> None:
    by = anchor("fact day", fact="billing_day")
    assert days(MONTH, by, date(2026, 1, 15), date(2026, 2, 14), billing_day=15) == ("2026-01-15", "2026-02-14", 0)
    assert days(MONTH, by, date(2026, 1, 15), date(2026, 2, 14)) == "EN301"
    assert days(MONTH, by, date(2026, 1, 15), date(2026, 2, 14), billing_day=32) == "EN303"


@pytest.mark.parametrize(
    ("cycle", "by", "start", "day", "code"),
    [
        (MONTH, anchor(), date(2026, 2, 1), date(2026, 1, 31), "EN107"),
        (MONTH, anchor(), None, date(2201, 1, 1), "EN303"),
        (MONTH, anchor("calendar"), date(2026, 1, 2), date(2026, 1, 2), "EN502"),
        (MONTH, anchor("day", day=15), date(2026, 1, 14), date(2026, 1, 14), "EN502"),
        (MONTH, anchor("calendar", weekday="monday"), None, date(2026, 1, 1), "EN303"),
        (Cycle("day", 30), anchor("calendar"), None, date(2026, 1, 1), "EN303"),
        (Cycle("day", 7), anchor("calendar", weekday="monday"), None, date(2026, 1, 1), "EN511"),
        (MONTH, anchor("moon"), None, date(2026, 1, 1), "EN511"),
        (MONTH, anchor(month_end="never"), None, date(2026, 1, 1), "EN511"),
        (Cycle("cycle", 1), anchor(), None, date(2026, 1, 1), "EN303"),
        (Cycle("moon", 1), anchor(), None, date(2026, 1, 1), "EN505"),
    ],
)
def test_what_has_no_window(cycle: Cycle, by: Anchor, start: date | None, day: date, code: str) -> None:
    assert days(cycle, by, start, day) == code


@given(
    start=st.dates(date(1900, 1, 1), date(2190, 1, 1)),
    later=st.integers(0, 1200),
    month_end=st.sampled_from(("clamp", "move for good", "stay last", "from end")),
    period=st.sampled_from(("month", "quarter", "half year", "year", "week", "day")),
)
def test_windows_lie_side_by_side(start: date, later: int, month_end: str, period: str) -> None:
    by, cycle = anchor(month_end=month_end), Cycle(period, 1)
    day = start + timedelta(days=later)
    made = window(cycle, by, account(start), day)
    assert isinstance(made, Window)
    assert made.first <= day <= made.last
    following = window(cycle, by, account(start), made.last + timedelta(days=1))
    assert isinstance(following, Window)
    assert (following.first, following.index) == (made.last + timedelta(days=1), made.index + 1)
    first = window(cycle, by, account(start), start)
    assert isinstance(first, Window)
    assert (first.first, first.index, first.mark(0)) == (start, 0, start)


@given(
    start=st.dates(date(1900, 1, 1), date(2190, 1, 1)),
    later=st.integers(0, 900),
    known=st.booleans(),
    by=st.builds(
        anchor,
        kind=st.sampled_from(("subscription day", "first paid day", "day", "calendar")),
        day=st.integers(1, 31),
        month_end=st.sampled_from(("clamp", "move for good", "stay last", "from end")),
        weekday=st.sampled_from(("", "", "", "monday", "sunday")),
    ),
    cycle=st.builds(Cycle, st.sampled_from(("month", "quarter", "half year", "year", "week", "day")), st.integers(1, 40)),
)
@settings(max_examples=400)
def test_the_reference_engine_counts_the_same_marks(start: date, later: int, known: bool, by: Anchor, cycle: Cycle) -> None:
    """Also where a start lies inside a cycle: what is refused names the marks around it."""
    one, day = account(start if known else None), start + timedelta(days=later)
    ours = window(cycle, by, one, day)
    world = World(MADE, one, day, lambda _: Fraction(0))
    try:
        theirs = cycles.window(cycle, by, HERE, world)
    except Refusal as refused:
        assert isinstance(ours, NoWindow)
        found = refused.found
        assert (ours.code.code, ours.message, ours.hint) == (found.code, found.message, found.hint)
        return
    assert isinstance(ours, Window)
    assert (ours.first, ours.last, ours.index) == (theirs.first, theirs.period.last, theirs.index)
    assert [ours.mark(k) for k in range(4)] == [theirs.mark(k) for k in range(4)]


def test_months_are_added_from_the_day_that_is_meant() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 1, 31), 13) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
