"""Decision tables: one row for every case, or a case in facts that has none or two; against trying every value."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.axes import Axis, Interval, Members, Piece, axis, witness
from seatpolicy.semantics.checks.tables import examine
from seatpolicy.semantics.model.prices import Key
from seatpolicy.semantics.model.types import COUNT, PERCENT, Type
from tests.unit.semantics.policy_under_test import findings, model
from tests.unit.semantics.priced import EUROS

CODES = ("TR220", "TR221", "TR222", "TR223", "TR224")
FACTS = """
facts {
  roles of person: any of admin, user
  segment of account: one of smb, midmarket, enterprise
  years of account: count
  share of quote: percent
  score of quote: number
  school of account: flag
  land of account: text
  founded of account: date
  terms of quote: months
  pay of quote: days
  budget of quote: money
}

amount small = 100.00 USD or 200.00 EUR
amount big = 500.00 USD or 150.00 EUR
let step = 10% + 5%
let own = share / 2
"""


def table(rows: str) -> str:
    """A policy with one table; `rows` split by `;`, the head row first."""
    body = "\n".join(f"  {row.strip()}" for row in rows.split(";") if row.strip())
    return f'{EUROS}{FACTS}\ntable t "T" gives percent {{\n{body}\n}}\n'


COMPLETE = [
    "segment | years | t; smb | any | 0%; midmarket | 0 to 2 | 0%; midmarket | 3 and up | 5%; enterprise | any | 1%",
    "segment | t; smb or midmarket | 0%; enterprise | 1%",
    "segment | t; any | 0%",
    "share | t; up to 10% | 0%; up to 20% | 1%; above | 2%",
    "share | t; at least 20% | 0%; at least 10% | 1%; below | 2%",
    "share | t; up to step | 0%; above | 1%",
    "share | t; up to 20% | 0%; up to 100% | 1%",
    "years | t; 0 to 4 | 0%; 5 | 1%; 6 and up | 2%",
    "score | t; up to 0.5 | 0%; above | 1%",
    "pay | t; 0 days to 30 days | 0%; 31 days and up | 1%",
    "founded | t; up to 2025-12-31 | 0%; 2026-01-01 and up | 1%",
    "school | t; yes | 0%; no | 1%",
    "currency | t; USD | 0%; EUR | 1%",
    "roles | t; admin or user | 0%",
    "budget | t; up to small | 0%; above | 1%",
    # Steps of each part of a table by themselves.
    "school | terms | t; yes | up to 12 months | 0%; yes | above | 1%; no | up to 6 months | 2%; no | above | 3%",
    "school | terms | t; yes | up to 12 months | 0%; no | up to 6 months | 2%; yes | above | 1%; no | above | 3%",
    "terms | school | t; up to 12 months | yes | 0%; up to 12 months | no | 1%; above | any | 2%",
    "terms | share | t; up to 12 months | up to 10% | 0%; up to 12 months | above | 1%; above | up to 20% | 2%; "
    "above | above | 3%",
    "segment | share | t; smb or midmarket | up to 10% | 0%; smb | above | 1%; midmarket | above | 2%; "
    "enterprise | any | 3%",
    # A bound that depends on facts: nothing can be said.
    "share | t; up to own | 0%; up to 10% | 1%",
]


@pytest.mark.parametrize("rows", COMPLETE)
def test_one_row_for_every_case(rows: str) -> None:
    assert findings(table(rows), *CODES) == []


FOUND = [
    ("segment | years | t; smb | any | 0%; midmarket | 0 to 2 | 1%; midmarket | 4 and up | 2%; enterprise | any | 3%",
     [("TR220", "no row fits segment = midmarket and years = 3", "add a row such as `midmarket | 3 | …`")]),
    ("segment | years | t; smb | any | 0%; midmarket | any | 1%",
     [("TR220", "no row fits segment = enterprise", "add a row such as `enterprise | any | …`")]),
    ("segment | school | t; any | yes | 0%; smb | no | 1%",
     [("TR220", "no row fits segment = midmarket and school = no", "add a row such as `midmarket or enterprise | no | …`")]),
    ("years | t; 0 to 4 | 0%",
     [("TR220", "no row fits years = 5", "add a row such as `5 and up | …`")]),
    ("share | t; 0% to 10% | 0%; 11% to 100% | 1%",
     [("TR220", "no row fits share = 10.5%",
       "let each range begin where the one before ends: `up to 10%`, `up to 20%`, `above`")]),
    ("share | t; up to 10% | 0%",
     [("TR220", "no row fits share = 11%",
       "let each range begin where the one before ends: `up to 10%`, `up to 20%`, `above`")]),
    ("founded | t; 2020-01-01 to 2025-12-31 | 0%; 2026-01-02 and up | 1%",
     [("TR220", "no row fits founded = 2019-12-31", "add a row such as `up to 2019-12-31 | …`"),
      ("TR220", "no row fits founded = 2026-01-01", "add a row such as `2026-01-01 | …`")]),
    ("pay | t; 0 days to 30 days | 0%; 60 days and up | 1%",
     [("TR220", "no row fits pay = 31 days", "add a row such as `31 days to 59 days | …`")]),
    ("currency | t; USD | 0%", [("TR220", "no row fits currency = EUR", "add a row such as `EUR | …`")]),
    ("school | t; yes | 0%", [("TR220", "no row fits school = no", "add a row such as `no | …`")]),
    ('land | t; "DE" | 0%',
     [("TR220", "no row fits any other land",
       "`land` has no list of values that a table could finish; test a fact that is `one of …`")]),
    ("segment | t", [("TR220", "table `t` decides nothing", "")]),
    ("years | t; 0 to 3 | 0%; 3 and up | 1%", [("TR221", "two rows fit years = 3", "narrow one of them")]),
    ("roles | t; admin | 0%; user | 1%", [("TR221", "two rows fit roles = admin and user", "narrow one of them")]),
    ("segment | years | t; smb | any | 0%; any | 3 | 1%; midmarket or enterprise | 0 to 2 | 2%; enterprise | 4 and up | 3%",
     [("TR220", "no row fits segment = midmarket and years = 4", "add a row such as `midmarket | 4 and up | …`"),
      ("TR221", "two rows fit segment = smb and years = 3", "narrow one of them")]),
    ("segment | t; any | 0%; smb | 1%",
     [("TR222", "this row never decides anything", "narrow the other one, or remove this one")]),
    ("segment | t; smb | 0%; midmarket or enterprise | 2%; smb | 1%",
     [("TR222", "this row never decides anything", "remove one of the two rows")]),
    ("share | t; up to 20% | 0%; up to 10% | 1%; above | 2%",
     [("TR222", "nothing is left for `up to 10%`", "put the rows in order")]),
    ("share | t; at least 10% | 0%; at least 20% | 1%; below | 2%",
     [("TR222", "nothing is left for `at least 20%`", "put the rows in order")]),
    ("budget | t; up to small | 0%; up to big | 1%; above | 2%",
     [("TR222", "nothing is left for `up to big`", "put the rows in order")]),
    ("years | t; 9 to 0 | 0%; 10 and up | 1%", [("TR224", "`9 to 0` holds nothing", "let the two change places")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), FOUND, ids=lambda value: str(value)[:50])
def test_cases_without_a_row_or_with_two(rows: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.code, one.message, one.hint) for one in findings(table(rows), *CODES)] == expected


def test_a_row_that_could_not_be_read_is_no_gap() -> None:
    assert findings(table("segment | t; smb | 0%; midmarket | 1% | 2%; enterprise | 3%"), *CODES) == []
    assert findings(table("segment | t; smb | 0%; midmarke | 1%; enterprise | 3%"), *CODES) == []


def test_no_more_than_three_cases_without_a_row() -> None:
    assert len(findings(table("years | t; 1 | 0%; 3 | 0%; 5 | 0%; 7 | 0%; 9 | 0%"), *CODES)) == 3


def test_ends_of_steps_stand_in_the_model() -> None:
    policy = model(table("share | t; up to 10% | 0%; up to 20% | 1%; above | 2%"))
    tenth = Fraction(1, 10)
    assert [(r.keys[0].low, r.keys[0].above, r.keys[0].high) for r in policy.tables["t"].rows] == [
        (None, False, tenth), (tenth, True, 2 * tenth), (2 * tenth, True, None),
    ]  # fmt: skip
    policy = model(table("share | t; at least 20% | 0%; below | 2%"))
    assert [(r.keys[0].low, r.keys[0].high, r.keys[0].below) for r in policy.tables["t"].rows] == [
        (2 * tenth, None, False), (None, 2 * tenth, True),
    ]  # fmt: skip


# ---- how much is looked at ---------------------------------------------------------------------------------------------


def test_a_table_with_too_many_cases_says_so() -> None:
    names = [f"f{i}" for i in range(24)]
    facts = "\nfacts {\n" + "".join(f"  {name} of account: flag\n" for name in names) + "}\n"
    # Each row leaves two facts open in another way, so that nothing can be told from the first columns.
    rows = [" | ".join("no" if j in (i, (i * 7 + 3) % 24) else "any" for j in range(24)) + " | 1%" for i in range(24)]
    text = EUROS + facts + '\ntable t "T" gives percent {\n  ' + " | ".join(names) + " | t\n  " + "\n  ".join(rows) + "\n}\n"
    assert "TR223" in {one.code for one in findings(text, *CODES)}


def test_more_columns_than_are_looked_at() -> None:
    names = [f"f{i}" for i in range(33)]
    facts = "\nfacts {\n" + "".join(f"  {name} of account: flag\n" for name in names) + "}\n"
    text = EUROS + facts + f'\ntable t "T" gives percent {{\n  {" | ".join(names)} | t\n  {"any | " * 33}1%\n}}\n'
    assert [one.note for one in findings(text, *CODES)] == ["it has 33 columns, and 32 are looked at together"]


def test_a_long_table_is_no_wide_table() -> None:
    """A thousand rows by two columns are looked at whole."""
    keys = [[Key(values=(f"v{i // 10}",)) for i in range(1000)],
            [Key(low=Fraction(i % 10), high=Fraction(i % 10) if i % 10 < 9 else None) for i in range(1000)]]  # fmt: skip
    names = Type("one of", values=tuple(f"v{i}" for i in range(100)))
    axes = [axis("a", names, "", (), keys[0]), axis("b", COUNT, "", (), keys[1])]
    seen = examine([a for a in axes if a is not None], 1000)
    assert (seen.gaps, seen.overlaps, seen.complete) == ((), {}, True)


# ---- against trying every value ----------------------------------------------------------------------------------------

MEMBERS = ("a", "b", "c")
SET = Type("one of", values=MEMBERS)
COUNTS = [Fraction(n) for n in range(9)]
SHARES = [Fraction(n, 8) for n in range(9)]  # the ends that are drawn, and a value between each two


@st.composite
def sets(draw: st.DrawFn) -> Key:
    some = draw(st.sets(st.sampled_from(MEMBERS), min_size=1))
    return draw(st.sampled_from((Key(any=True), Key(values=tuple(sorted(some))))))


@st.composite
def ranges(draw: st.DrawFn, ends: st.SearchStrategy[Fraction]) -> Key:
    low, high = draw(ends | st.none()), draw(ends | st.none())
    kind = draw(st.sampled_from(("any", "value", "range")))
    if kind == "any":
        return Key(any=True)
    if kind == "value":
        return Key(values=(draw(ends),))
    return Key(low=low, high=high, above=draw(st.booleans()), below=draw(st.booleans()))


COUNT_ENDS = st.integers(0, 6).map(Fraction)
SHARE_ENDS = st.integers(0, 4).map(lambda n: Fraction(n, 4))
ROWS = st.lists(st.tuples(sets(), ranges(COUNT_ENDS), ranges(SHARE_ENDS)), min_size=1, max_size=5)


def holds(key: Key, value: object) -> bool:
    """Whether a cell holds a value, as its words say."""
    if key.any:
        return True
    if key.values:
        return value in key.values
    assert isinstance(value, Fraction)
    low, high = key.low, key.high
    if isinstance(low, Fraction) and (value < low or (value == low and key.above)):
        return False
    return not isinstance(high, Fraction) or value < high or (value == high and not key.below)


@settings(max_examples=400)
@given(ROWS)
def test_findings_agree_with_trying_every_value(rows: list[tuple[Key, Key, Key]]) -> None:
    types = (SET, COUNT, PERCENT)
    axes = [a for i, t in enumerate(types) if (a := axis("x", t, "", (), [row[i] for row in rows])) is not None]
    seen = examine(axes, len(rows))
    assert seen.complete
    fitting = {
        case: [n for n, row in enumerate(rows) if all(holds(k, v) for k, v in zip(row, case, strict=True))]
        for case in product(MEMBERS, COUNTS, SHARES)
    }
    assert bool(seen.gaps) == any(not found for found in fitting.values())
    assert set(seen.overlaps) == {later for found in fitting.values() for later in found[1:]}
    for chosen in seen.gaps:
        if len(chosen) == len(types):
            assert not any(all(holds(k, inside(p)) for k, p in zip(row, chosen, strict=True)) for row in rows)
    for later, (earlier, chosen) in seen.overlaps.items():
        for row in (rows[earlier], rows[later]):
            assert all(holds(k, inside(p)) for k, p in zip(row, chosen, strict=True))


def inside(piece: Piece) -> object:
    """Some value of a piece."""
    if isinstance(piece, Members):
        return min(str(value) for value in piece.values)
    assert isinstance(piece, Interval)
    if piece.low_in:
        return piece.low
    return piece.low + 1 if piece.high is None else piece.high if piece.high_in else (piece.low + piece.high) / 2


WORDS = [
    (Axis("x", COUNT, "", Interval(Fraction(0), None), ()), Interval(Fraction(3), None), "x = 3"),
    (Axis("x", PERCENT, "", Interval(Fraction(0), None), ()), Interval(Fraction(1, 10), None, False), "x = 11%"),
    (Axis("x", Type("money"), "USD", Interval(Fraction(0), None), ()), Interval(Fraction(9), None, False), "x = 10.00 USD"),
    (Axis("x", Type("days"), "", Interval(Fraction(0), None), ()), Interval(Fraction(1), Fraction(1)), "x = 1 day"),
    (Axis("x", Type("date"), "", Interval(Fraction(0), None), ()), Interval(Fraction(31), None), "x = 1900-02-01"),
    (Axis("x", Type("text"), "", Members(frozenset({"DE"})), ()), Members(frozenset({"DE"})), 'x = "DE"'),
]


@pytest.mark.parametrize(("made", "piece", "words"), WORDS)
def test_a_case_is_told_in_facts(made: Axis, piece: Piece, words: str) -> None:
    assert witness(made, piece) == words
