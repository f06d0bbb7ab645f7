"""Rows of schedules: every count has one price, or the counts that have none or two are named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.tiers import check_tiers, in_order
from seatpolicy.semantics.model.prices import Cell
from seatpolicy.values.record import evolved
from tests.unit.semantics.policy_under_test import findings, model, placed
from tests.unit.semantics.priced import drawn_schedule, priced, volume

HEAD_ROW = "seats | USD; "
TOTAL = "total seats | USD; "
GEOMETRY = ("TR201", "TR202", "TR205", "TR212", "TR213", "TR214")

FOUND = [
    ("11 to 40 | 40; 51 and up | 30", "TR201", "51 and up", "seats 41 to 50 have no price"),
    ("11 to 49 | 40; 51 and up | 30", "TR201", "51 and up", "seat 50 has no price"),
    ("11 to 60 | 40; 51 and up | 30", "TR202", "51 and up", "seats 51 to 60 have two prices"),
    ("10 to 50 | 40; 51 and up | 30", "TR202", "10 to 50", "seat 10 has two prices"),
    ("1 to 10 | 40; 11 and up | 30", "TR202", "1 to 10", "seats 1 to 10 have two prices"),
    ("4 to 7 | 40; 11 and up | 30", "TR202", "4 to 7", "seats 4 to 7 have two prices"),
    ("11 and up | 40; 11 and up | 30", "TR202", "11 and up", "seats from 11 on have two prices"),
    ("11 and up | 40; 51 to 90 | 30", "TR214", "51 to 90", "this row is never reached"),
    ("51 and up | 30; 11 to 50 | 40", "TR212", "11 to 50", "the row from 11 stands below the row from 51"),
    ("50 to 11 | 40; 51 and up | 30", "TR213", "50 to 11", "this row holds nothing"),
    ("11 to 200 | 40", "TR205", "11 to 200", "more than 200 seats have no price"),
]


@pytest.mark.parametrize(("rows", "code", "place", "message"), FOUND, ids=lambda value: str(value)[:40])
def test_each_mistake_once_and_where_it_stands(rows: str, code: str, place: str, message: str) -> None:
    found = findings(priced(f"{HEAD_ROW}1 to 10 | 50; {rows}"), *GEOMETRY)
    # Two rows without an end overlap from the first count of both.
    assert [(one.code, one.span.text if one.span else "", one.message) for one in found] == [(code, place, message)]


SILENT = [
    "1 to 10 | 50; 11 and up | 40",
    "0 to 10 | 50; 11 and up | 40",
    "1 and up | 50",
    "1 to 1 | free; 2 and up | 40",
    "1 to 10 | 50; 11 to 50 | 40; 51 and up | by quote",
]


@pytest.mark.parametrize("rows", SILENT)
def test_rows_without_a_mistake(rows: str) -> None:
    assert findings(priced(HEAD_ROW + rows), *GEOMETRY) == []


def test_the_first_row_begins_at_one_or_says_what_is_unpriced() -> None:
    found = findings(priced(f"{HEAD_ROW}5 to 10 | 50; 11 and up | 40"), *GEOMETRY)
    assert [one.message for one in found] == ["seats 1 to 4 have no price"]


def test_units_may_be_fractions_and_rows_still_meet() -> None:
    text = priced("units | USD; 0 to 2.5 | 1; 3 to 10 | 0.50; 11 and up | 0.25", "graduated per unit")
    assert findings(text, *GEOMETRY) == []
    assert [f.message for f in findings(text.replace("3 to 10", "4 to 10"), *GEOMETRY)] == ["unit 3.5 has no price"]


def test_a_total_is_not_one_seat() -> None:
    assert [f.message for f in findings(volume(f"{TOTAL}1 to 9 | 50; 11 to 20 | 45; 31 and up | 40"), *GEOMETRY)] == [
        "10 seats have no price",
        "21 to 30 seats have no price",
    ]


COUNTS_THAT_CAN_BE = [
    # A volume row prices a whole order, so counts that no order has need none.
    ("3 to 10 | 50; 11 and up | 40", "quantity: contracted, at least 3", []),
    ("3 to 10 | 50; 11 and up | 40", "quantity: contracted, at least 2", ["TR201"]),
    ("3 to 10 | 50; 11 and up | 40", "quantity: contracted, at least 3; included: 1 per cycle", ["TR201"]),
    ("5 to 10 | 50; 15 and up | 40", "quantity: contracted, in packs of 5", []),
    ("5 to 10 | 50; 20 and up | 40", "quantity: contracted, in packs of 5", ["TR201"]),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted; limit: at most 50, then refuse", []),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted; limit: at most 51, then refuse", ["TR205"]),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted; limit: at most 50, then bill the rest", ["TR205"]),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted, at most 50", []),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted, at most 48, in packs of 7", []),
    ("1 to 10 | 50; 11 to 50 | 40", "quantity: contracted, at most 50, in packs of 7", ["TR205"]),
    ("1 to 10 | 50; 11 to 50 | 40",
     "quantity: contracted, at most 50; overage: billable seats above contracted, at once", ["TR205"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "charge", "codes"), COUNTS_THAT_CAN_BE)
def test_counts_that_no_charge_can_have_need_no_row(rows: str, charge: str, codes: list[str]) -> None:
    assert [one.code for one in findings(volume(TOTAL + rows, charge), *GEOMETRY)] == codes


def test_a_graduated_order_holds_the_seats_below_it() -> None:
    text = priced(f"{HEAD_ROW}3 to 10 | 50; 11 and up | 40", charge="quantity: contracted, at least 3")
    assert [f.message for f in findings(text, *GEOMETRY)] == ["seats 1 and 2 have no price"]


def test_a_bound_written_twice_is_moved_by_one() -> None:
    found = findings(priced(f"{HEAD_ROW}1 to 10 | 50; 10 to 50 | 40; 51 and up | 30"), "TR202")
    assert found[0].fix is not None
    assert [(edit.span.text, edit.text) for edit in found[0].fix.edits] == [("10", "11")]
    assert not found[0].fix.safe


def test_a_row_that_could_not_be_read_is_no_gap() -> None:
    text = priced(f"{HEAD_ROW}1 to 10 | 50; 11 to 50 | 40 | 37; 51 and up | 30")
    assert placed(findings(text, "SY132", *GEOMETRY)) == [("SY132", "37")]


def test_a_line_that_could_not_be_read_is_no_gap() -> None:
    text = priced(f"{HEAD_ROW}1 to 10 | 50; 11 too 50 | 40; 51 and up | 30")
    assert findings(text, *GEOMETRY) == []


def test_every_text_that_a_customer_can_have_is_checked() -> None:
    text = priced(f"{HEAD_ROW}1 to 10 | 50; 11 to 50 | 40 until rise; 51 and up | 30")
    change = 'change rise "Rise" {\n  from: 2026-06-01\n  reaches: everyone at once\n}\n'
    assert [f.message for f in findings(text + change, *GEOMETRY)] == ["seats 11 to 50 have no price"]


@st.composite
def drawn_rows(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """Up to five rows between 0 and 12, in any order, some without an end."""
    bounds = st.integers(0, 12)
    row = st.tuples(bounds, bounds | st.none()).filter(lambda r: r[1] is None or r[0] <= r[1])
    return draw(st.lists(row, min_size=1, max_size=5))


@settings(max_examples=400)
@given(drawn_rows())
def test_findings_agree_with_counting_prices_one_by_one(rows: list[tuple[int, int | None]]) -> None:
    policy = model(priced(f"{HEAD_ROW}1 and up | 1"))
    schedule = drawn_schedule("graduated", [(low, high, Cell(free=True)) for low, high in rows])
    policy = evolved(policy, schedules={"list": schedule}, plans={})
    codes = {found.code for found in check_tiers(policy, Poison((), False))}
    prices = {count: [r for r in rows if r[0] <= count and (r[1] is None or count <= r[1])] for count in range(20)}
    doubled = any(len(found) > 1 for found in prices.values())
    bare = {count for count in range(1, 20) if not prices[count]}
    open_above = 19 in bare
    top = max((count for count in range(20) if prices[count]), default=0)
    assert bool(codes & {"TR202", "TR214"}) == doubled
    assert ("TR201" in codes) == any(count < top for count in bare)
    assert ("TR205" in codes) == open_above
    assert ("TR212" in codes) == (not doubled and [r[0] for r in rows] != sorted(r[0] for r in rows))
    assert [row.low for row in in_order(schedule)] == sorted(row[0] for row in rows)
