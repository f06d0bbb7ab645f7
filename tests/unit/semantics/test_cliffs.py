"""Volume and stairstep cliffs: the guide's own, every kind of cell, and a count-by-count oracle."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.cliffs import falls
from seatpolicy.semantics.checks.sold import Counts
from seatpolicy.semantics.checks.tiers import in_order
from seatpolicy.semantics.model.prices import Cell
from tests.unit.semantics.policy_under_test import ROOT, findings, policies
from tests.unit.semantics.priced import drawn_schedule, priced, volume

TOTAL = "total seats | USD; "


def messages(text: str) -> list[str]:
    return [one.message for one in findings(text, "TR203")]


def test_the_guide_has_two() -> None:
    text = (ROOT / "policies/guide-volume/policy.seat").read_text(encoding="utf-8")
    # 10 × 50 and 11 × 40; 9 × 50 = 450 is above 440, 8 × 50 = 400 is not.
    # 50 × 40 and 51 × 30; 39 × 40 = 1,560 is above 1,530, 38 × 40 = 1,520 is not.
    assert messages(text) == [
        "10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11",
        "50 seats cost 2,000.00 USD, 51 cost 1,530.00: 39 to 50 cost more than 51",
    ]


CUT = """change spring_2028 "Price cut of March 2028" {
  from:       2028-03-01
  reaches:    new customers at once, others at the next cycle
  announced:  2027-12-01
}

facts {"""


def test_a_cliff_before_and_behind_a_change_is_one() -> None:
    text = (ROOT / "policies/guide-volume/policy.seat").read_text(encoding="utf-8").replace("facts {", CUT, 1)
    changed = text.replace("  51 to 200 ", "  11 to 50    |    38.00 from spring_2028\n  51 to 200 ", 1)
    found = findings(changed, "TR203")
    assert [one.message.partition(":")[0] for one in found] == [
        "10 seats cost 500.00 USD, 11 cost 440.00",
        "50 seats cost 2,000.00 USD, 51 cost 1,530.00",
    ]
    # 11 × 38 = 418; 50 × 38 = 1,900.
    assert found[0].why.endswith("there too 10 seats cost 500.00 USD, 11 cost 418.00")
    assert found[1].why.endswith("there too 50 seats cost 1,900.00 USD, 51 cost 1,530.00")


def test_no_other_policy_has_one() -> None:
    with_cliffs = {p.parent.name for p in policies() if messages(p.read_text(encoding="utf-8"))}
    assert with_cliffs == {"guide-volume", "front-desks", "metered-studio"}


CASES = [
    # 5 × 10 + 20 = 70; 6 × 8 + 20 = 68; 4 × 10 + 20 = 60.
    ("1 to 5 | 10 + flat 20; 6 and up | 8 + flat 20", ["5 seats cost 70.00 USD, 6 cost 68.00: 5 costs more than 6"]),
    # 60 against 6 × 10: the same is no cliff.
    ("1 to 5 | 12; 6 and up | 10", []),
    ("1 to 5 | 12.01; 6 and up | 10", ["5 seats cost 60.05 USD, 6 cost 60.00: 5 costs more than 6"]),
    # Every count of two rows costs more than the third row's first: 1 × 90 is above 21 × 4 = 84.
    ("1 to 1 | 90; 2 to 20 | 80; 21 and up | 4", ["20 seats cost 1,600.00 USD, 21 cost 84.00: 1 to 20 cost more than 21"]),
    # 1 to 9 rise to 90, 10 falls to 50, 20 to 60: 6 to 9 cost more than 10, and 7 to 9 and 13 to 19 more than 20.
    (
        "1 to 9 | 10; 10 to 19 | 5; 20 and up | 3",
        [
            "9 seats cost 90.00 USD, 10 cost 50.00: 6 to 9 cost more than 10",
            "19 seats cost 95.00 USD, 20 cost 60.00: 7 to 9 and 13 to 19 cost more than 20",
        ],
    ),
    ("1 to 5 | 10; 6 and up | free", ["5 seats cost 50.00 USD, 6 cost 0.00: 1 to 5 cost more than 6"]),
    ("1 to 5 | 10; 6 and up | by quote", []),
    ("1 to 5 | by quote; 6 and up | 10", []),
    # Started packs of 4 in a row: 5 to 8 seats are two, 80.00; 9 × 5 = 45.
    ("1 to 8 | 40 per 4; 9 and up | 5", ["8 seats cost 80.00 USD, 9 cost 45.00: 5 to 8 cost more than 9"]),
    ("1 to 8 | 40 per 4 + flat 1; 9 and up | 9", []),  # 81.00 on both sides
]


@pytest.mark.parametrize(("rows", "expected"), CASES)
def test_volume_cliffs(rows: str, expected: list[str]) -> None:
    assert messages(volume(TOTAL + rows)) == expected


def test_stairstep_cliffs() -> None:
    text = priced(f"{TOTAL}0 to 10 | flat 800; 11 to 25 | flat 2,000; 26 and up | flat 1,900", "stairstep per year")
    assert messages(text) == ["25 seats cost 2,000.00 USD, 26 cost 1,900.00: 11 to 25 cost more than 26"]


def test_packs_and_units() -> None:
    packs = priced("total packs | USD; 1 to 5 | 45; 6 and up | 30", "volume per started pack of 10 per month")
    assert messages(packs) == ["5 packs cost 225.00 USD, 6 cost 180.00: 5 costs more than 6"]
    units = priced("total units | USD; 0 to 1,000 | 0.04; 1,001 and up | 0.03", "volume per unit")
    # 1,001 × 0.03 = 30.03; 750 × 0.04 = 30.00 and 751 × 0.04 = 30.04.
    assert messages(units) == ["1,000 units cost 40.00 USD, 1,001 cost 30.03: 751 to 1,000 cost more than 1,001"]


def test_a_share_of_money() -> None:
    text = priced(
        "total units | USD; 0 to 1,000 | 2% + flat 1; 1,001 and up | 1%", "volume", "for: sales; quantity: used"
    ) + "\nmeter {\n  sales: money, sum of the cycle\n}\n"  # fmt: skip
    # 1,001 × 1% = 10.01; 450 × 2% + 1 = 10.00.
    assert messages(text) == ["1,000 units cost 21.00 USD, 1,001 cost 10.01: 451 to 1,000 cost more than 1,001"]


def test_graduated_prices_never_fall() -> None:
    assert messages(priced("seats | USD; 1 to 10 | 50; 11 and up | 1")) == []


SOLD = [
    # 10 × 50 = 500, 15 × 40 = 600: nobody can buy 11.
    ("in packs of 5", []),
    ("in packs of 1", ["10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11"]),
    ("at least 10", ["10 seats cost 500.00 USD, 11 cost 440.00: 10 costs more than 11"]),
    ("at least 11", []),
    ("at most 10", []),
    ("at most 11", ["10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11"]),
]


@pytest.mark.parametrize(("options", "expected"), SOLD)
def test_only_counts_that_are_sold(options: str, expected: list[str]) -> None:
    assert messages(volume(f"{TOTAL}1 to 10 | 50; 11 and up | 40", f"quantity: contracted, {options}")) == expected


def test_packs_that_do_fall() -> None:
    text = volume(f"{TOTAL}1 to 10 | 50; 11 and up | 20", "quantity: contracted, in packs of 5")
    # 10 × 50 = 500, 15 × 20 = 300, 5 × 50 = 250.
    assert messages(text) == ["10 seats cost 500.00 USD, 15 cost 300.00: 10 costs more than 15"]


def test_once_for_all_currencies_where_the_counts_are_the_same() -> None:
    found = findings(volume("total seats | USD | EUR; 1 to 10 | 50 | 45; 11 and up | 40 | 36"), "TR203")
    assert [one.message for one in found] == ["10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11"]
    assert found[0].why == "so too in EUR 450.00 and 396.00"


def test_for_each_currency_where_they_differ() -> None:
    (found,) = findings(volume("total seats | USD | EUR; 1 to 10 | 50 | 45; 11 and up | 40 | 40"), "TR203")
    assert found.message == "10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11"
    assert found.why == "there too 10 seats cost 450.00 EUR, 11 cost 440.00"
    assert messages(volume("total seats | USD | EUR; 1 to 10 | 50 | 45; 11 and up | 40 | 42")) == [
        "10 seats cost 500.00 USD, 11 cost 440.00: 9 and 10 cost more than 11"
    ]


def test_a_gap_and_an_overlap_are_told_first() -> None:
    assert messages(volume(f"{TOTAL}1 to 10 | 50; 12 and up | 40")) == []
    assert messages(volume(f"{TOTAL}1 to 10 | 50; 10 and up | 40")) == []


def test_a_schedule_that_nobody_could_read_is_not_listed_whole() -> None:
    saw = "; ".join(f"{2 * n + 1} to {2 * n + 2} | flat {300 if n % 2 == 0 else n}" for n in range(60))
    last = messages(priced(f"{TOTAL}{saw}; 121 and up | by quote", "stairstep per month"))[-1]
    assert last.startswith("118 seats cost 300.00 USD, 119 cost 59.00: 25, 26, 29, 30, ")
    assert last.endswith(", 113, 114, 117 and 118 and smaller ones cost more than 119")


# ---- against counting one by one ---------------------------------------------------------------------------------------

RATES = st.integers(0, 12).map(Fraction)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """Any cell of one currency."""
    kind = draw(st.sampled_from(("rate", "flat", "both", "pack", "percent", "free", "quote")))
    rate, flat = draw(RATES), draw(RATES)
    return {
        "rate": Cell(rate=rate),
        "flat": Cell(flat=flat),
        "both": Cell(rate=rate, flat=flat),
        "pack": Cell(rate=rate, per=Fraction(draw(st.integers(1, 5))), flat=flat),
        "percent": Cell(percent=rate / 10, flat=flat),
        "free": Cell(free=True),
        "quote": Cell(by_quote=True),
    }[kind]


@st.composite
def rows_drawn(draw: st.DrawFn) -> list[tuple[int, int | None, Cell]]:
    """Rows that leave no gap, the last one open."""
    ends = sorted(draw(st.sets(st.integers(1, 30), max_size=4)))
    low = draw(st.integers(0, 1))
    made: list[tuple[int, int | None, Cell]] = []
    for end in [*[e for e in ends if e >= low], None]:
        made.append((low, end, draw(cells())))
        low = (end or 0) + 1
    return made


def naive_total(rows: list[tuple[int, int | None, Cell]], count: int) -> Fraction | None:
    """What a count costs, read from the rows as a person would."""
    cell = next(c for low, high, c in rows if low <= count and (high is None or count <= high))
    if cell.by_quote:
        return None
    if cell.free:
        return Fraction(0)
    paid = cell.flat or Fraction(0)
    if cell.percent is not None:
        paid += cell.percent * count
    elif cell.rate is not None and cell.per:
        paid += cell.rate * ceil(Fraction(count) / cell.per)
    elif cell.rate is not None:
        paid += cell.rate * count
    return paid


@settings(max_examples=600)
@given(rows_drawn(), st.integers(1, 4), st.integers(0, 6), st.none() | st.integers(0, 32))
def test_cliffs_agree_with_counting_one_by_one(
    rows: list[tuple[int, int | None, Cell]], step: int, least: int, most: int | None
) -> None:
    made = in_order(drawn_schedule("volume", rows))
    can_be = Counts(Fraction(least), None if most is None else Fraction(most), step)
    sold = [n for n in range(0, 80, step) if n >= least and (most is None or n <= most)]
    cliffs = falls(made, "USD", can_be)
    for number, (before, row) in enumerate(pairwise(made)):
        assert before.high is not None
        left = [n for n in sold if before.low <= n <= before.high]
        right = [n for n in sold if row.low <= n and (row.high is None or n <= row.high)]
        found = cliffs[number]
        there = naive_total(rows, left[-1]) if left else None
        here = naive_total(rows, right[0]) if right else None
        if there is None or here is None or there <= here:
            assert found is None
            continue
        assert found is not None
        assert [found.high, found.low, found.before, found.after] == [left[-1], right[0], there, here]
        totals = {n: naive_total(rows, n) for n in sold if n < row.low and rows[0][0] <= n}
        dearer = [n for n, paid in totals.items() if paid is not None and paid > here]
        shown = [n for n in sold if any(first <= n <= last for first, last in found.dearer)]
        assert shown == dearer
