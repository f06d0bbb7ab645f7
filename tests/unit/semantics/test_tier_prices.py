"""Cells of schedules that look like a slip, or mean nothing: each with the smallest change that makes it go away."""

from __future__ import annotations

import pytest

from tests.unit.semantics.policy_under_test import findings
from tests.unit.semantics.priced import priced, volume

CODES = ("TR204", "TR208", "TR209", "TR211", "TR215", "TR216", "TR217")
SEATS = "seats | USD; "
TOTAL = "total seats | USD; "
BOTH = "seats | USD | EUR; "
MONEY_METER = "\nmeter {\n  sales: money, sum of the cycle\n  exports: count, sum of the cycle\n}\n"


def codes(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.span.text if one.span else "") for one in findings(text, *CODES)]


GRADUATED = [
    # Dearer rows; free, by quote and flat rows are no unit price.
    ("1 to 10 | 30; 11 and up | 40", [("TR204", "40")]),
    ("1 to 10 | 40; 11 and up | 40", []),
    ("1 to 10 | free; 11 and up | 40", []),
    ("1 to 10 | 0; 11 and up | 40", []),
    ("1 to 10 | flat 300; 11 and up | 40", []),
    ("1 to 10 | 30 + flat 5; 11 and up | 40", []),
    ("1 to 10 | 30; 11 to 50 | by quote; 51 and up | by quote", []),
    ("1 to 10 | 3.00 per 10; 11 and up | 0.31", [("TR204", "0.31")]),
    ("1 to 10 | 3.00 per 10; 11 and up | 0.30", []),
    # A quote between prices.
    ("1 to 10 | 30; 11 to 50 | by quote; 51 and up | 20", [("TR216", "by quote")]),
    ("1 to 10 | by quote; 11 and up | 20", [("TR216", "by quote")]),
    ("1 to 10 | 30; 11 and up | by quote, from 20", []),
    # A share of seats.
    ("1 to 10 | 3%; 11 and up | 2%", [("TR217", "3%")]),
]


@pytest.mark.parametrize(("rows", "expected"), GRADUATED)
def test_graduated_cells(rows: str, expected: list[tuple[str, str]]) -> None:
    assert codes(priced(SEATS + rows)) == expected


VOLUME = [
    ("1 to 10 | flat 100; 11 and up | 5 + flat 100", [("TR209", "5 + flat 100")]),
    ("1 to 10 | flat 100; 11 and up | 5 + flat 120", [("TR209", "5 + flat 120")]),
    ("1 to 10 | flat 100; 11 and up | 5 + flat 60", []),
    ("1 to 10 | flat 100; 11 and up | 12", []),
    ("1 to 10 | 6 + flat 100; 11 and up | 5 + flat 100", []),
    ("1 to 10 | 30; 11 to 50 | by quote; 51 and up | 20", [("TR216", "by quote")]),
    ("1 to 10 | by quote; 11 and up | 20", [("TR216", "by quote")]),
]


@pytest.mark.parametrize(("rows", "expected"), VOLUME)
def test_volume_cells(rows: str, expected: list[tuple[str, str]]) -> None:
    assert codes(volume(TOTAL + rows)) == expected


def test_a_block_is_not_counted_twice_where_each_row_prices_its_own() -> None:
    assert codes(priced(f"{SEATS}1 to 10 | flat 100; 11 and up | 5 + flat 100")) == []


COLUMNS = [
    ("1 to 10 | 30 | 28; 11 and up | 20 | by quote", [("TR215", "by quote")]),
    ("1 to 10 | flat 30 | 28; 11 and up | 20 | 18", [("TR215", "28")]),
    ("1 to 10 | free | 0.00; 11 and up | 20 | 18", []),
    ("1 to 10 | 3 per 100 | 2.80; 11 and up | 0.02 | 0.018", [("TR215", "2.80")]),
    ("1 to 10 | 30 | 28; 11 and up | by quote | by quote, from 10", []),
]


@pytest.mark.parametrize(("rows", "expected"), COLUMNS)
def test_columns_of_two_kinds(rows: str, expected: list[tuple[str, str]]) -> None:
    assert codes(priced(BOTH + rows)) == expected


PACKS = [
    ("1 to 5 | 9; 6 to 9 | 8; 10 and up | 7", "in packs of 5", [("TR208", "6 to 9")]),
    ("1 to 4 | 9; 5 and up | 7", "in packs of 5", [("TR208", "1 to 4")]),
    ("1 to 5 | 9; 6 to 10 | 8; 11 and up | 7", "in packs of 5", []),
    ("1 to 5 | 9; 6 to 9 | 8; 10 and up | 7", "in packs of 3", []),
    ("1 to 10 | 9; 11 to 19 | 8; 20 and up | 7", "in packs of 5 up to 10, then 10", []),
    ("1 to 5 | 9; 6 to 9 | 8; 10 and up | 7", "at least 10, in packs of 5", []),
    ("1 to 5 | 9; 6 to 9 | 8; 10 and up | 7", "in packs of 5, average of the cycle, tier of the last count", []),
]


@pytest.mark.parametrize(("rows", "options", "expected"), PACKS)
def test_rows_that_no_whole_pack_reaches(rows: str, options: str, expected: list[tuple[str, str]]) -> None:
    assert codes(volume(TOTAL + rows, f"quantity: contracted, {options}")) == expected


def test_a_graduated_row_prices_its_part_of_a_larger_pack() -> None:
    assert codes(priced(f"{SEATS}1 to 5 | 9; 6 to 9 | 8; 10 and up | 7", charge="quantity: contracted, in packs of 5")) == []


FREE_TWICE = [
    ("1 to 10 | free; 11 and up | 5", "10 per cycle", ["10 seats are free twice"]),
    ("1 to 10 | free; 11 and up | 5", "5 per cycle", []),
    ("1 to 10 | free; 11 and up | 5", "10 per billed seat of user", []),
    ("1 to 10 | 5; 11 and up | 4", "10 per cycle", []),
]


@pytest.mark.parametrize(("rows", "included", "messages"), FREE_TWICE)
def test_included_and_free_at_once(rows: str, included: str, messages: list[str]) -> None:
    text = priced(SEATS + rows, charge=f"quantity: contracted; included: {included}")
    assert [one.message for one in findings(text, "TR209")] == messages


PERCENT = [("sales", []), ("exports", ["2%"]), ("user", ["2%"])]


@pytest.mark.parametrize(("counted", "places"), PERCENT)
def test_a_percentage_is_of_a_meter_of_money(counted: str, places: list[str]) -> None:
    quantity = "contracted" if counted == "user" else "used"
    text = priced("units | USD; 0 and up | 2%", "graduated", f"for: {counted}; quantity: {quantity}") + MONEY_METER
    assert [one.span.text for one in findings(text, "TR217") if one.span] == places


UNITS = [
    ("stairstep per year", "total seats | USD; 1 to 10 | 800; 11 and up | flat 900", [("TR211", "800")]),
    ("stairstep per year", "total seats | USD; 1 to 10 | flat 800; 11 and up | flat 900", []),
    ("stairstep per seat per year", "total seats | USD; 1 to 10 | 90; 11 and up | flat 900", []),
    ("graduated per started pack of 5 per month", "packs | USD; 1 to 4 | 8 per 5; 5 and up | 7", [("TR211", "8 per 5")]),
    ("graduated per started pack of 5 per month", "packs | USD; 1 to 4 | 8; 5 and up | 7", []),
    ("graduated per unit", "units | USD; 0 to 4 | 8 per 5; 5 and up | 1", []),
    ("graduated", "units | USD; 0 to 4 | 8 per 5; 5 and up | 1 per 5", []),
]


@pytest.mark.parametrize(("head", "rows", "expected"), UNITS)
def test_a_rate_is_per_something(head: str, rows: str, expected: list[tuple[str, str]]) -> None:
    assert codes(priced(rows, head)) == expected
