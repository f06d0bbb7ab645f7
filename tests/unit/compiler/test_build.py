"""What the Builder writes means what was asked for: against plain fractions, over random programs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import MODES, OPERATIONS, Failure, Input
from seatpolicy.compiler.meaning import notes, run
from tests.unit.compiler.programs import Program, exact, facts, inputs_of, programs, written

SEATS = Input("seats", "members", "count", 0, 1000)
OTHER = Input("seats", "guests", "count", 0, 1000)


@settings(max_examples=250)
@given(programs(), facts())
def test_a_kernel_comes_to_what_the_program_says(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program)
    given_now = inputs_of(kernel.inputs, inputs)
    registers, failures = run(kernel, given_now)
    wanted = exact(program, inputs)
    made = notes(kernel, registers)
    figures, flags = iter(wanted.figures[5:]), iter(wanted.flags[1:])
    for name, value in made.items():
        kind = name.split()[-1]
        assert value == next(flags if kind in ("compare", "logic", "meets", "symbol", "known") else figures), name
    assert {kernel.failures[one].message for one in failures} == set(wanted.failed)


@settings(max_examples=300)
@given(programs(), facts(), st.sets(st.sampled_from((0, 1, 2, 3, 4, 5))))
def test_what_is_known_early_changes_no_value(
    program: Program, inputs: tuple[int | None, ...], constant: set[int]
) -> None:
    late, early = written(program), written(program, inputs, constant)
    late_registers, late_failures = run(late, inputs_of(late.inputs, inputs))
    early_registers, early_failures = run(early, inputs_of(early.inputs, inputs))
    assert notes(early, early_registers) == notes(late, late_registers)
    assert {early.failures[one] for one in early_failures} == {late.failures[one] for one in late_failures}


@settings(max_examples=200)
@given(programs())
def test_a_kernel_is_as_the_operations_say(program: Program) -> None:
    kernel = written(program)
    for number, let in enumerate(kernel.lets):
        operation = OPERATIONS[let.operation]
        assert operation.reads in (None, len(let.reads))
        assert all(0 <= register < number for register in let.reads)
    seen = [(let.operation, let.reads, let.data) for let in kernel.lets]
    assert len(seen) == len(set(seen)), "equal lets share a register"


def test_asking_twice_makes_nothing_new() -> None:
    builder = Builder("twice")
    seats = builder.input(SEATS)
    rows = ((Fraction(10), Fraction(5), Fraction(0)), (None, Fraction(4), Fraction(10)))
    first = builder.round(builder.div(builder.piece(seats, rows), builder.input(OTHER)), "half up", Fraction(1, 100))
    count = len(builder.lets)
    again = builder.round(builder.div(builder.piece(seats, rows), builder.input(OTHER)), "half up", Fraction(1, 100))
    assert again == first
    assert len(builder.lets) == count


# 7/2 and its neighbours, by hand from the names of the modes; "up" and "down" look at the size.
HALVES = {
    "half up": (4, -4),
    "half even": (4, -4),
    "half down": (3, -3),
    "up": (4, -4),
    "down": (3, -3),
    "ceiling": (4, -3),
    "floor": (3, -4),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("known", [True, False], ids=["constant", "input"])
def test_every_mode_at_a_half(mode: str, sign: int, known: bool) -> None:
    builder = Builder("half")
    seven = builder.const(7) if known else builder.input(SEATS)
    half = builder.div(builder.mul(seven, builder.const(sign)), builder.const(2))
    builder.note("rounded", builder.round(half, mode, Fraction(1)))
    kernel = builder.kernel([0])
    registers, _ = run(kernel, [7])
    assert notes(kernel, registers)["rounded"] == HALVES[mode][0 if sign > 0 else 1]


def test_a_dynamic_denominator_goes_away_with_its_factor() -> None:
    builder = Builder("cancel")
    days, cycle = builder.input(SEATS), builder.input(OTHER)
    size = builder.max(cycle, builder.const(1))
    part = builder.div(days, size)
    assert builder.mul(part, builder.const(100)).dens == part.dens != ()
    back = builder.mul(part, *(type(part)(register) for register in part.dens))
    assert back.dens == ()


def test_a_constant_factor_meets_a_static_denominator() -> None:
    builder = Builder("cents")
    percent = builder.div(builder.input(SEATS), builder.const(100))
    assert percent.den == 100
    assert builder.mul(percent, builder.const(50)).den == 2


def test_a_failure_needs_every_open_branch() -> None:
    builder = Builder("branches")
    seats, guests = builder.input(SEATS), builder.input(OTHER)
    many = builder.compare(">", seats, builder.const(10))
    some = builder.compare(">", guests, builder.const(0))
    with builder.under(many):
        with builder.under(some):
            builder.fail_if(builder.compare("=", guests, builder.const(5)), Failure("EN301", "inner", None))
        builder.fail_if(builder.compare("=", guests, builder.const(5)), Failure("EN301", "outer", None))
    builder.note("seats", seats)
    kernel = builder.kernel([0])
    # (seats, guests): the failures met
    assert run(kernel, [11, 5])[1] == (0, 1)
    assert run(kernel, [10, 5])[1] == ()
    assert run(kernel, [11, 4])[1] == ()
    assert [failure.message for failure in kernel.failures] == ["inner", "outer"]


def test_a_failure_that_cannot_be_met_is_not_there() -> None:
    builder = Builder("never")
    with builder.under(builder.const(0)):
        builder.fail_if(builder.compare("=", builder.input(SEATS), builder.const(5)), Failure("EN301", "never", None))
    assert builder.failures == []


def test_one_input_is_one_thing() -> None:
    builder = Builder("inputs")
    assert builder.input(SEATS) == builder.input(SEATS)
    with pytest.raises(ValueError, match="two inputs"):
        builder.input(Input("seats", "members", "count", 0, 10))


def test_only_whole_units_are_dealt_out() -> None:
    builder = Builder("dealt")
    half = builder.div(builder.input(SEATS), builder.const(2))
    with pytest.raises(ValueError, match="whole units"):
        builder.allocate(half, [builder.const(1)], "largest")


def test_two_notes_have_two_names() -> None:
    builder = Builder("notes")
    builder.note("a", builder.const(1))
    with pytest.raises(ValueError, match="two notes"):
        builder.note("a", builder.const(2))
