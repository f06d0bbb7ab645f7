"""`check --conservation`: what is said to add up does, for any cut of any cycle; what does not always has its witness."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.cli.main import main
from seatpolicy.semantics.conservation import ALWAYS, NOT_ALWAYS, Conservation, conservations
from seatpolicy.values import measures
from seatpolicy.values.calendar import MonthMarks, calendar_months, months_from, months_on_day
from tests.differential.history_bills import policy_of
from tests.unit.engines.policies import charge, plan, text

ANCHORS: dict[str, Callable[[date, int], MonthMarks]] = {
    "subscription day": months_from,
    "day 1 of the month": lambda start, months: months_on_day(start, months, 1),
    "day 15 of the month": lambda start, months: months_on_day(start, months, 15),
    "calendar": calendar_months,
}
MEASURES = {
    "days over the cycle": ("days over cycle", 0),
    "days over the cycle, months counted as 30 days": ("fixed days over cycle", 30),
    "days over the month": ("days over month", 0),
    "days over the calendar month": ("days over calendar month", 0),
    "days over 30 days per month": ("days over fixed month", 30),
    "days over 360 days per year": ("days over fixed year", 360),
    "whole cycles": ("whole cycles", 0),
}
CYCLES = {"month": 1, "quarter": 3, "year": 12}
CERTAIN = {
    ("days over the calendar month", "calendar"),
    ("days over the calendar month", "day 1 of the month"),
    *((measure, anchor) for measure in list(MEASURES)[:3] for anchor in ANCHORS),
}


def said(measure: str, anchor: str, cycle: str) -> Conservation:
    head = f"  cycle: {cycle}\n  anchor: {anchor}\n"
    body = plan(charge(price="30.00 USD per seat per month"), head=head)
    made = text(body)
    here = next(line for line in made.splitlines() if line.strip().startswith("measure:"))
    (one,) = conservations(policy_of(made.replace(here, f"  measure: {measure}")))
    return one


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize("anchor", ANCHORS)
@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_certain_is_what_the_rules_say(measure: str, anchor: str, cycle: str) -> None:
    one = said(measure, anchor, cycle)
    assert one.adds_up == (ALWAYS if (measure, anchor) in CERTAIN else NOT_ALWAYS)
    assert one.measure == measure
    assert (one.witness == "") == (one.adds_up == ALWAYS)


@pytest.mark.parametrize("measure", list(MEASURES)[:4])
@given(data=st.data())
@settings(max_examples=60)
def test_what_is_said_to_add_up_does_for_any_cut(measure: str, data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(sorted(one for each, one in CERTAIN if each == measure)))
    start = data.draw(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
    months = data.draw(st.sampled_from(sorted(CYCLES.values())))
    marks = ANCHORS[anchor](start, months)
    window = marks.window(start + timedelta(days=data.draw(st.integers(0, 1500))))
    cuts = data.draw(st.lists(st.integers(1, window.days - 1), max_size=5, unique=True))
    edges = [window.first, *(window.first + timedelta(days=n) for n in sorted(cuts)), window.after]
    kind, days = MEASURES[measure]
    whole = Fraction(months)
    parts = [
        measures.worth(kind, first, after, window, marks, whole, days=days)
        for first, after in pairwise(edges)
    ]
    assert sum(parts, Fraction(0)) == whole


def test_a_month_of_28_days_counted_as_30() -> None:
    # From 20 February 28 days follow; half of them are 14/30 twice, where all of them are a month.
    assert said("days over 30 days per month", "subscription day", "month").witness == (
        "2027-02-20 to 2027-03-19, cut on 2027-03-06: 7/15 + 7/15 = 14/15 of the whole"
    )


def test_a_month_that_lies_in_two_of_the_calendar() -> None:
    # From the 15th 14 days of a February of 28 and 14 of a March of 31: 1/2 + 14/31 = 59/62.
    witness = said("days over the calendar month", "day 15 of the month", "month").witness
    assert witness == "2027-02-15 to 2027-03-14, cut on 2027-03-01: 1/2 + 14/31 = 59/62 of the whole"


def test_the_command_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    slack = str(Path("policies/published-slack/policy.seat"))
    assert main(["check", slack, "--conservation"]) == 0
    assert "pro/members: the parts of a cycle do not always add up to the whole (days over 30 days per month, " in (
        capsys.readouterr().out
    )
    assert main(["check", slack, "--conservation", "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["conservation"]
    assert told["adds_up"] == "not always"
    assert told["charge"] == "members"
