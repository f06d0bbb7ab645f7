"""Prices finer than the smallest coin: told once, unless a rounding before the line says that they are meant."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import charged
from tests.unit.semantics.policy_under_test import findings

USED = "for: exports; price: {}; quantity: used; bill: in arrears"
LINE = "rounding:    half up to the cent on each line"


@pytest.mark.parametrize(
    ("price", "note"),
    [
        ("0.01 USD per unit", ""),
        ("0.018 USD per unit", "10 cost 0.18 USD, not 0.20 USD: only the sum is rounded"),
        ("0.0025 USD per unit", "100 cost 0.25 USD, not 0.00 USD: only the sum is rounded"),
        ("1.10 USD per unit", ""),
    ],
)
def test_rates(price: str, note: str) -> None:
    assert [one.note for one in findings(charged(USED.format(price)), "MN754")] == ([note] if note else [])


@pytest.mark.parametrize(
    ("price", "note"),
    [
        # 19.99 × 105% = 20.9895, a hundred of them 2,098.95; rounded each costs 20.99.
        ("19.99 USD per unit, at 105%", "100 cost 2,098.95 USD, not 2,099.00 USD: only the sum is rounded"),
        ("20.00 USD per unit, at 105%", ""),
        # Finer as it is written, and a coin as it is charged: 0.125 × 80% = 0.10.
        ("0.125 USD per unit, at 80%", ""),
        ("0.10 USD per unit, at book_level", "10 cost 1.05 USD, not 1.10 USD: only the sum is rounded"),
        # Of several levels the first that leaves a finer price: 0.10 × 95% = 0.095.
        ("0.10 USD per unit, at by_billing", "10 cost 0.95 USD, not 1.00 USD: only the sum is rounded"),
        ("0.10 USD per unit, at own_level", ""),
    ],
)
def test_a_price_is_as_fine_as_its_level_makes_it(price: str, note: str) -> None:
    also = (
        "facts {\n  own_level of account: percent\n}\nlet book_level = 105%\n"
        'table by_billing "By billing" gives percent {\n  billing | by_billing\n  monthly | 100%\n  annual | 95%\n}'
    )
    assert [one.note for one in findings(charged(USED.format(price), also=also), "MN754")] == ([note] if note else [])


@pytest.mark.parametrize(
    ("currency", "price", "count"), [("JPY", "10.5", 1), ("JPY", "10", 0), ("KWD", "0.125", 0), ("KWD", "0.1255", 1)]
)
def test_the_coins_of_other_currencies(currency: str, price: str, count: int) -> None:
    text = charged(USED.format(f"{price} {currency} per unit"), currencies=currency)
    assert len(findings(text, "MN754")) == count


@pytest.mark.parametrize(
    ("cells", "count"),
    [("0.02 + flat 5.00", 0), ("0.018 + flat 5.00", 1), ("0.02 + flat 5.005", 1), ("0.92 per 100", 0), ("1.5%", 0)],
)
def test_cells_of_a_schedule(cells: str, count: int) -> None:
    schedule = f'schedule list "List" graduated per unit {{\n  units | USD\n  1 to 5 | {cells}\n  6 and up | {cells}\n}}'
    found = findings(charged(USED.format("list"), also=schedule), "MN754")
    assert len(found) == count
    unused = findings(charged(USED.format("0.10 USD per unit"), also=schedule), "MN754")
    assert unused == []


def test_rates_of_a_table() -> None:
    table = (
        'table list "List" gives rate per unit {\n  billing | list\n  monthly | 0.018 USD\n  annual | 0.01 USD\n}'
    )
    assert len(findings(charged(USED.format("list"), also=table), "MN754")) == 1


@pytest.mark.parametrize(
    ("rounding", "count"),
    [
        ("half up to 3 decimals on each unit price", 0),
        ("half up to 4 decimals on each step", 0),
        ("half up to 9 decimals on each factor", 1),
        ("up to whole numbers on each quantity", 1),
    ],
)
def test_a_rounding_that_says_so(rounding: str, count: int) -> None:
    text = charged(USED.format("0.018 USD per unit"), head=f"rounding: {rounding}")
    assert len(findings(text, "MN754")) == count


def test_lines_that_stay_fine_say_so_too() -> None:
    fine = charged(USED.format("0.018 USD per unit"), head="rounding: half up to the cent on the total")
    assert findings(fine.replace(LINE, "rounding:    half up to 5 decimals on each line"), "MN754") == []
    assert findings(fine.replace(f"  {LINE}\n", ""), "MN754") == []


def test_nothing_is_missing_in_a_head_that_lost_a_line() -> None:
    text = charged(USED.format("0.018 USD per unit"), head="rounding: half upp to 3 decimals on each unit price")
    assert findings(text, "MN754") == []
