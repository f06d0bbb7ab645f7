"""Functions of one register, however they are written, become one piece where only the whole is read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import RELATIONS, Input, Kernel
from seatpolicy.compiler.meaning import run
from seatpolicy.compiler.passes import amounts_only, optimised
from seatpolicy.compiler.pieces import pieced

TIERS = ((0, 10, 50), (10, 50, 40), (50, 200, 30), (200, None, 25))
"""Seats up to, and beyond; and the price of each between."""


def graduated(tell: bool = False) -> Kernel:
    """A price summed up tier by tier; `tell` makes each step a note."""
    builder = Builder("graduated")
    seats = builder.input(Input("seats", "members", "count", 0, 1000))
    total = builder.const(0)
    for low, high, price in TIERS:
        inside = seats if high is None else builder.min(seats, builder.const(high))
        part = builder.mul(builder.sub(inside, builder.const(low)), builder.const(price))
        total = builder.add(total, builder.select(builder.compare(">", seats, builder.const(low)), part, builder.const(0)))
        if tell:
            builder.note(f"up to {high}", total)
    return builder.kernel([builder.note("total", total)])


def test_a_sum_of_tiers_is_one_piece() -> None:
    kernel = optimised(amounts_only(graduated()))
    assert [let.operation for let in kernel.lets] == ["fact", "piece", "note"]
    # Intercepts: what the tiers before cost more than at this tier's price: 10 × 10; and 10 × 20 + 40 × 10 beyond 50; …
    assert kernel.lets[1].data == ((10, 50, 0), (50, 40, 100), (200, 30, 600), (None, 25, 1600))


def test_what_is_told_stays() -> None:
    kernel = optimised(graduated(tell=True))
    steps = [let for let in kernel.lets if let.operation == "note"]
    assert len(steps) == 5
    for seats in (0, 1, 10, 11, 50, 51, 200, 201, 1000):
        assert run(kernel, [seats])[0][steps[-1].reads[0]] == run(graduated(), [seats])[0][-1]


def test_amounts_do_not_depend_on_what_is_told() -> None:
    assert optimised(amounts_only(graduated(tell=True))) == optimised(amounts_only(graduated()))


@pytest.mark.parametrize("relation", [one for one in RELATIONS if one != "meets"])
@pytest.mark.parametrize(("slope", "flat"), [(1, 0), (2, -9), (-3, 12), (-2, 7), (5, 100), (-5, -1)])
def test_every_relation_of_two_lines(relation: str, slope: int, flat: int) -> None:
    builder = Builder("lines")
    x = builder.input(Input("account", "x", "count", -7, 9))

    def line(a: int, b: int) -> Value:
        return builder.add(builder.mul(x, builder.const(a)), builder.const(b))

    def chosen(relation: str) -> Value:
        # Deep enough that a piece is worth it.
        flag = builder.compare(relation, line(slope, flat), builder.mul(x, builder.const(2)))
        both = builder.all(flag, builder.compare("<", x, builder.const(8)))
        one = builder.select(builder.negate(both), line(4, 1), line(-1, 0))
        return builder.add(one, builder.max(line(3, 3), line(7, -8)))

    builder.note("chosen", chosen(relation))
    kernel = builder.kernel([0])
    made = pieced(kernel)
    assert made.lets[made.notes[0].register - 1].operation == "piece"
    for value in range(-7, 10):
        assert run(made, [value])[0][-1] == run(kernel, [value])[0][-1]


def test_two_registers_are_no_function_of_one() -> None:
    builder = Builder("two")
    x, y = (builder.input(Input("account", name, "count", 0, 9)) for name in "xy")
    builder.note("both", builder.add(builder.min(x, builder.const(5)), builder.max(y, builder.const(2))))
    assert "piece" not in {let.operation for let in pieced(builder.kernel([0])).lets}


def test_too_many_stretches_stay() -> None:
    builder = Builder("many")
    x = builder.input(Input("account", "x", "count", 0, 1000))
    total = builder.const(0)
    for step in range(60):
        total = builder.add(total, builder.min(x, builder.const(Fraction(step * 7 + 1))))
    builder.note("total", total)
    kernel = builder.kernel([0])
    for value in (0, 1, 7, 8, 400, 1000):
        assert run(pieced(kernel), [value])[0][-1] == run(kernel, [value])[0][-1]
    assert max(len(let.data) for let in pieced(kernel).lets if let.operation == "piece") <= 40
