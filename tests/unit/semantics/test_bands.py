"""Limits by themselves: every figure has an answer and only one, and a wider deviation never needs less."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.authority import asks_less
from seatpolicy.semantics.model.exceptions import Need, Verdict
from tests.unit.semantics.policy_under_test import SEATS, findings, placed
from tests.unit.semantics.priced import EUROS

CODES = ("AU501", "AU502", "AU503", "AU519", "AU520")
REST = """
facts {
  segment of account: one of smb, enterprise
  margin of quote: percent
  discount_of_last_year of quote: percent
}

amount small = 100.00 USD or 200.00 EUR
amount big = 500.00 USD or 150.00 EUR
amount huge = 900.00 USD or 950.00 EUR
let step = 10% + 5%
"""


def limit(rows: str, on: str = "line_exception", head: str = "verdict") -> str:
    """A policy with one limit; `rows` split by `;`."""
    measure = on.split()[0]
    body = "\n".join(f"    {row.strip()}" for row in [f"{measure} | {head}", *rows.split(";")])
    return f"""{EUROS}{SEATS}{REST}
approvals {{
  ladder: manager < vp < cfo
  beside: legal and desk

  limit l "L" on {on} {{
{body}
  }}
}}
"""


SILENT = [
    ("up to 10% | approved; up to 20% | manager; above | vp and cfo", "line_exception"),
    ("above | cfo", "line_exception"),
    ("up to 10% | approved; up to step | manager; above | cfo", "line_exception"),
    ("at least 40% | approved; at least 25% | cfo; below | rejected", "margin"),
    ("up to small | approved; up to huge | manager; above | cfo", "arr"),
    ("up to 2 | approved; above | cfo", "free_months"),
    # A bound that depends on the quote is compared with nothing.
    ("up to 10% | approved; up to discount_of_last_year | manager; above | cfo", "line_exception"),
]


@pytest.mark.parametrize(("rows", "on"), SILENT)
def test_limits_without_a_mistake(rows: str, on: str) -> None:
    assert findings(limit(rows, on), *CODES) == []


FOUND = [
    ("up to 10% | approved; up to 20% | cfo", "line_exception",
     [("AU501", "up to 20%", "nobody decides on line_exception above 20%")]),
    ("at least 40% | approved; at least 25% | cfo", "margin",
     [("AU501", "at least 25%", "nobody decides on margin below 25%")]),
    ("up to 10% | approved; up to 10% | cfo; above | cfo", "line_exception",
     [("AU502", "cfo", "`up to 10%` has two answers")]),
    ("up to 10% | approved; above | vp; above | cfo", "line_exception",
     [("AU502", "cfo", "`above` has two answers")]),
    ("up to 10% | approved; up to 10.0% | approved; above | cfo", "line_exception",
     [("AU519", "up to 10.0%", "`up to 10.0%` stands twice")]),
    ("up to 20% | approved; up to 10% | manager; above | cfo", "line_exception",
     [("AU519", "up to 10%", "`up to 10%` is never reached")]),
    ("up to 10% | approved; above | cfo; up to 20% | manager", "line_exception",
     [("AU519", "up to 20%", "`up to 20%` is never reached")]),
    ("at least 25% | approved; at least 40% | cfo; below | rejected", "margin",
     [("AU519", "at least 40%", "`at least 40%` is never reached")]),
    ("up to small | approved; up to big | manager; above | cfo", "arr",
     [("AU519", "up to big", "`up to big` is never reached in EUR")]),
    ("up to 10% | approved; at least 20% | cfo; above | cfo", "line_exception",
     [("AU520", "at least 20%", "`at least 20%` stands in a limit that goes up")]),
    ("at least 40% | approved; above | cfo", "margin",
     [("AU520", "above", "`above` stands in a limit that goes down")]),
    ("up to 10% | vp; up to 20% | manager; above | cfo", "line_exception",
     [("AU503", "manager", "`up to 20%` asks for less than `up to 10%`")]),
    ("up to 10% | manager; up to 20% | rejected; above | vp", "line_exception",
     [("AU503", "vp", "`above` asks for less than `up to 20%`")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "on", "expected"), FOUND, ids=lambda value: str(value)[:60])
def test_each_mistake_once_and_where_it_stands(rows: str, on: str, expected: list[tuple[str, str, str]]) -> None:
    found = findings(limit(rows, on), *CODES)
    assert [(one.code, one.span.text if one.span else "", one.message) for one in found] == expected


def test_columns_are_compared_each_by_itself() -> None:
    rows = "up to 10% | approved | vp; up to 20% | manager | manager; above | cfo | cfo"
    assert [f.message for f in findings(limit(rows, "line_exception by segment", "smb | enterprise"), *CODES)] == [
        "enterprise: `up to 20%` asks for less than `up to 10%`"
    ]
    rows = "up to 10% | approved | vp; up to 10% | approved | cfo; above | cfo | cfo"
    assert [f.message for f in findings(limit(rows, "line_exception by segment", "smb | enterprise"), *CODES)] == [
        "`up to 10%` has two answers for enterprise"
    ]


def test_a_row_that_could_not_be_read_is_no_gap() -> None:
    assert placed(findings(limit("up to 10% | approved; above | cfo | vp"), "SY132", *CODES)) == [("SY132", "vp")]
    assert findings(limit("up to 10% | approved; abov | cfo"), *CODES) == []  # taken for a second head row
    assert findings(limit("up to 10% | approved; above || cfo"), *CODES) == []


@settings(max_examples=200)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.booleans())
def test_every_band_is_reached_or_named(bounds: list[int], open_last: bool) -> None:
    """Against a figure just inside every bound: the rows above it that take it first."""
    rows = [f"up to {bound}% | approved" for bound in bounds] + ["above | cfo"] * open_last
    found = findings(limit("; ".join(rows)), *CODES)
    reached = {next(n for n, bound in enumerate(bounds) if figure <= bound) for figure in bounds}
    assert [f.code for f in found].count("AU519") == len(bounds) - len(reached)
    assert ("AU501" in {f.code for f in found}) == (not open_last)


# ---- less, by the ladder ---------------------------------------------------------------------------------------------

LADDER = ("manager", "vp", "cfo")


def verdict(text: str) -> Verdict:
    """`vp and cfo`, `any of a, b`, `2 of a, b, c`, `exactly a`, `a, then b`."""
    if text in ("approved", "rejected"):
        return Verdict(text)
    needs = []
    for part in text.split(", then "):
        if part.startswith("any of "):
            needs.append(Need("any", tuple(part.removeprefix("any of ").split(", "))))
        elif part.startswith("exactly "):
            needs.append(Need("exactly", (part.removeprefix("exactly "),)))
        elif part[0].isdigit():
            needs.append(Need("number", tuple(part[5:].split(", ")), int(part[0])))
        else:
            needs.append(Need("all", tuple(part.split(" and "))))
    return Verdict("needs", tuple(needs))


LESS = [
    ("approved", "manager"),
    ("approved", "rejected"),
    ("cfo", "rejected"),
    ("manager", "vp"),
    ("manager", "manager and vp"),
    ("vp", "vp, then cfo"),
    ("any of manager, desk", "desk"),
    ("manager", "2 of manager, vp, cfo"),
    ("2 of manager, vp, cfo", "vp and cfo"),
    ("desk", "desk and legal"),
    ("vp", "exactly cfo"),
    ("manager", "exactly manager"),
    ("any of vp, desk", "vp and desk"),
]
NOT_COMPARED = [
    ("manager", "manager"),
    ("manager", "legal"),
    ("vp and cfo", "cfo and vp"),
    ("vp, then desk", "vp and desk"),
    ("exactly manager", "vp"),
    ("desk", "exactly desk"),
    ("rejected", "rejected"),
    # Two people are asked, and one higher is one person.
    ("manager and vp", "cfo"),
    ("2 of a, b, c, d, e, f, g, h, i, j, k, l, m", "a and b"),
]


@pytest.mark.parametrize(("less", "more"), LESS)
def test_asks_for_less(less: str, more: str) -> None:
    assert asks_less(verdict(less), verdict(more), LADDER)
    assert not asks_less(verdict(more), verdict(less), LADDER)


@pytest.mark.parametrize(("one", "other"), NOT_COMPARED)
def test_asks_for_the_same_or_for_others(one: str, other: str) -> None:
    assert not asks_less(verdict(one), verdict(other), LADDER)
    assert not asks_less(verdict(other), verdict(one), LADDER)


def test_fractions_of_a_percent_are_bounds() -> None:
    assert Fraction(1, 8) == Fraction("0.125")
    assert findings(limit("up to 12.5% | approved; up to 12.55% | manager; above | cfo"), *CODES) == []
