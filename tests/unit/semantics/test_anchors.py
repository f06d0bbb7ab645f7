"""Anchors: what passes has marks in the reference engine; stubs and short months are spoken of where they can come."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference.cycles import window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.semantics.checks.anchors import _why_not
from seatpolicy.semantics.model.prices import Anchor, Cycle
from tests.unit.semantics.charged import SEATS, addon, charged, plan, policy, read
from tests.unit.semantics.policy_under_test import findings, placed

CYCLES = [Cycle("day", 1), Cycle("day", 30), *(Cycle(p, 1) for p in ("week", "month", "quarter", "half year", "year"))]
ANCHORS = [
    Anchor("subscription day", 0, "", "", "clamp"),
    Anchor("first paid day", 0, "", "", "clamp"),
    Anchor("day", 15, "", "", "clamp"),
    Anchor("calendar", 0, "", "", "clamp"),
    Anchor("calendar", 0, "", "monday", "clamp"),
]


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda a: f"{a.kind}{a.weekday}")
@pytest.mark.parametrize("cycle", CYCLES, ids=lambda c: f"{c.count}{c.period}")
def test_the_engine_finds_marks_exactly_where_the_anchor_passes(cycle: Cycle, anchor: Anchor) -> None:
    made = read(charged())
    world = World(made, Account("test", (), (), "USD", {}), date(2026, 6, 15), lambda measure: Fraction(0))
    try:
        window(cycle, anchor, made.at, world)
        marked = True
    except Refusal:
        marked = False
    assert (_why_not(anchor, cycle) == "") is marked


FIND = [
    ("cycle: 30 days; anchor: calendar", SEATS, ["calendar"]),
    ("cycle: week; anchor: day 15 of the month", SEATS, ["day 15 of the month"]),
    ("cycle: month; anchor: calendar, weeks from monday", SEATS, ["calendar, weeks from monday"]),
    ("cycle: week when pilot; cycle: month otherwise; anchor: calendar", SEATS, ["calendar"]),
    ("cycle: month; anchor: calendar", f"cycle: week; {SEATS}", ["week"]),
    ("cycle: week; anchor: day day of the month", SEATS, ["day day of the month"]),
]


@pytest.mark.parametrize(("lines", "charge", "places"), FIND)
def test_a_cycle_that_does_not_begin_so(lines: str, charge: str, places: list[str]) -> None:
    assert placed(findings(charged(charge, lines), "PN308")) == [("PN308", place) for place in places]


@pytest.mark.parametrize(
    "lines",
    [
        "cycle: week; anchor: calendar, weeks from monday",
        "cycle: week; anchor: subscription day",
        "cycle: year; anchor: day 31 of the month",
        "cycle: week when pilot; cycle: month otherwise; anchor: subscription day when pilot; anchor: calendar otherwise",
    ],
)
def test_a_cycle_that_begins_so(lines: str) -> None:
    assert findings(charged(SEATS, lines), "PN308") == []


def test_an_addon_with_a_cycle_of_its_own_has_the_anchor_of_its_plan() -> None:
    text = policy(plan("team", lines="cycle: month; anchor: calendar"),
                  addon("more", "team", "price: 1.00 USD per week; bill: in advance", "cycle: week"))  # fmt: skip
    assert placed(findings(text, "PN308")) == [("PN308", "week")]


@pytest.mark.parametrize(
    ("anchor", "count"),
    [
        ("subscription day", 1),
        ("first paid day", 1),
        ("day 1 of the month", 0),
        ("day day of the month", 0),
        ("calendar", 0),
    ],
)
def test_a_first_part_is_where_an_anchor_leaves_one(anchor: str, count: int) -> None:
    found = findings(charged(SEATS, f"cycle: month; anchor: {anchor}; first part: free"), "PN309")
    assert len(found) == count
    for one in found:
        assert one.fix is not None
        assert [edit.span.text for edit in one.fix.edits] == ["  first part: free\n"]


def test_a_first_part_of_one_case_is_enough() -> None:
    lines = "cycle: month; anchor: calendar when pilot; anchor: subscription day otherwise; first part: free"
    assert findings(charged(SEATS, lines), "PN309") == []
    assert len(findings(charged(SEATS, lines + " when not pilot"), "PN309")) == 1


CLAMP, GOOD, LAST, END = (
    ", or the last day of a shorter month", ", short months move the day for good", ", last days stay last days",
    ", counted from the end of the month",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cycle", "anchor", "count"),
    [
        ("month", f"subscription day{CLAMP}", 0),
        ("30 days", f"subscription day{CLAMP}", 1),
        ("week", f"first paid day{LAST}", 1),
        ("month", f"calendar{CLAMP}", 1),
        ("week", f"calendar, weeks from sunday{CLAMP}", 1),
        ("month", f"day 28 of the month{CLAMP}", 1),
        ("month", f"day 29 of the month{CLAMP}", 0),
        ("month", f"day 28 of the month{GOOD}", 1),
        ("month", f"day 28 of the month{LAST}", 0),
        ("month", f"day 27 of the month{LAST}", 1),
        ("month", f"day 15 of the month{END}", 0),
        ("month", f"day day of the month{CLAMP}", 0),
    ],
)
def test_short_months_matter_or_they_do_not(cycle: str, anchor: str, count: int) -> None:
    found = findings(charged(SEATS, f"cycle: {cycle}; anchor: {anchor}"), "PN310")
    assert len(found) == count
    for one in found:
        assert one.fix is not None
        assert anchor.endswith(one.fix.edits[0].span.text)
        assert one.fix.edits[0].span.text in (CLAMP, GOOD, LAST, END)


def test_one_cycle_of_months_is_enough() -> None:
    lines = "cycle: week when pilot; cycle: month otherwise; anchor: subscription day, last days stay last days"
    assert findings(charged(SEATS, lines), "PN310") == []
