"""No register ever leaves its interval, and what 64 bits do not hold is named."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.compiler.build import Builder, Row
from seatpolicy.compiler.ir import RELATIONS, Input
from seatpolicy.compiler.meaning import run
from seatpolicy.compiler.ranges import INT64, on_the_way, ranges, width_text, within
from seatpolicy.source.text import SourceText
from tests.unit.compiler.programs import Program, facts, inputs_of, programs, rows, written

SEATS = Input("seats", "members", "count", 0, 1000)


@settings(max_examples=300)
@given(programs(20), facts())
def test_every_register_lies_inside(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program)
    registers, _ = run(kernel, inputs_of(kernel.inputs, inputs))
    for let, register, (low, high) in zip(kernel.lets, registers, ranges(kernel).intervals, strict=True):
        assert low <= register <= high, let


@settings(max_examples=150)
@given(programs(), facts())
def test_what_is_called_wide_is_and_nothing_else(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program)
    found = ranges(kernel)
    named = {one.register for one in found.wide}
    for number, let in enumerate(kernel.lets):
        reads = [found.intervals[one] for one in let.reads]
        steps = [found.intervals[number], *(interval for _, interval in on_the_way(let, reads))]
        assert (number in named) == any(not within(step, INT64) for step in steps)


def test_a_piece_is_as_high_as_its_rows() -> None:
    builder = Builder("piece")
    rows = ((Fraction(10), Fraction(5), Fraction(0)), (None, Fraction(4), Fraction(10)))
    price = builder.piece(builder.input(SEATS), rows)
    # 5 × 10 at the end of the first row, 4 × 1000 + 10 at the end of the last.
    assert ranges(builder.kernel([])).intervals[price.register] == (0, 4010)


def test_a_select_knows_what_its_flag_says() -> None:
    builder = Builder("least")
    seats = builder.input(SEATS)
    few = builder.compare("<", seats, builder.const(3))
    lacking = builder.select(few, builder.sub(builder.const(3), seats), builder.const(0))
    assert ranges(builder.kernel([])).intervals[lacking.register] == (0, 3)


@pytest.mark.parametrize("relation", [one for one in RELATIONS if one != "meets"])
@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("ends", [(2, 2), (0, 4), (4, 9), (-3, -1), (5, 5), (-9, 9)])
def test_a_select_is_as_tight_as_its_flag(relation: str, negated: bool, ends: tuple[int, int]) -> None:
    """Against all values of two small registers: the interval of a chosen register holds them, and no more at the ends."""
    builder = Builder("select")
    x = builder.input(Input("account", "x", "count", 0, 5))
    y = builder.input(Input("account", "y", "count", *ends))
    flag = builder.compare(relation, x, y)
    if negated:
        flag = builder.negate(flag)
    # A constant far above or below leaves the other end to the register.
    chosen = []
    for far in (builder.const(100), builder.const(-100)):
        for one in (x, y, builder.add(y, builder.const(1))):
            chosen += [builder.select(flag, one, far), builder.select(flag, far, one)]
    kernel = builder.kernel([])
    found = ranges(kernel).intervals
    every = [run(kernel, [a, b])[0] for a in range(6) for b in range(ends[0], ends[1] + 1)]
    for one in chosen:
        values = [registers[one.register] for registers in every]
        assert found[one.register] == (min(values), max(values))


@settings(max_examples=200)
@given(rows(), st.integers(-30, 30), st.integers(0, 40))
def test_a_piece_is_as_wide_as_its_values(lines: tuple[Row, ...], low: int, size: int) -> None:
    builder = Builder("piece")
    x = builder.input(Input("account", "x", "count", low, low + size))
    piece = builder.piece(x, [(None if bound is None else bound / 40, slope, flat) for bound, slope, flat in lines])
    kernel = builder.kernel([])
    values = [run(kernel, [value])[0][piece.register] for value in range(low, low + size + 1)]
    assert ranges(kernel).intervals[piece.register] == (min(values), max(values))


def test_the_line_that_needs_more_is_named() -> None:
    text = SourceText("acme.seat", "policy\n  price: 5.00\n")
    builder = Builder("wide")
    big = Input("account", "spent", "scaled", 0, 10**18, scale=100)
    spent = builder.input(big)
    builder.at = text.line_span(2)
    builder.note("nine times", builder.mul(spent, builder.const(9)))
    builder.note("ten times", builder.mul(spent, builder.const(1000)))
    found = ranges(builder.kernel([0]))
    (wide,) = [one for one in found.wide if one.operation != "note"]
    assert wide.at is not None
    # 1000 over the scale of 100 is 10 times: 10^19 is more than 2^63.
    assert (wide.at.line, wide.interval, wide.step) == (2, (0, 10**19), "result")
    assert width_text(found).splitlines()[0] == (
        "acme.seat:2:1: `mul` needs more than 64 bits: its result is from 0 to 10,000,000,000,000,000,000"
    )


def test_what_fits_is_said_to() -> None:
    builder = Builder("fits")
    builder.note("seats", builder.input(SEATS))
    assert width_text(ranges(builder.kernel([0]))) == "64-bit integers hold every step"


def test_a_rounding_needs_room_for_half_its_divisor() -> None:
    builder = Builder("round")
    least = Input("account", "spent", "scaled", 0, 2**63 - 1, scale=100)
    builder.note("rounded", builder.round(builder.input(least), "half up", Fraction(1)))
    assert [(one.operation, one.step) for one in ranges(builder.kernel([0])).wide] == [
        ("round", "the dividend and a divisor")
    ]


def test_the_parts_of_a_split_product_lie_inside() -> None:
    builder = Builder("split")
    a, b, c = (builder.input(Input("account", name, "count", low, 40)) for name, low in (("a", -40), ("b", -9), ("c", 1)))
    register = builder.let("muldivround", (a.register, b.register, c.register), ("half up",))
    kernel = builder.kernel([])
    let, intervals = kernel.lets[register], ranges(kernel).intervals
    steps = dict(on_the_way(let, [intervals[one] for one in let.reads]))
    for x, y, z in product((-40, -7, 0, 5, 40), (-9, 3, 40), (1, 7, 40)):
        whole, rest = divmod(x, z)
        assert steps["the whole part's product"][0] <= whole * y <= steps["the whole part's product"][1]
        assert steps["the rest's product"][0] <= rest * y <= steps["the rest's product"][1]
        made = run(kernel, [x, y, z])[0][register]
        assert intervals[register][0] <= made <= intervals[register][1]
