"""Every pass keeps what a kernel means, and does what it is for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Failure, Input, Kernel
from seatpolicy.compiler.meaning import notes, run
from seatpolicy.compiler.passes import (
    PASSES,
    Pass,
    amounts_only,
    decided,
    gathered,
    live,
    optimised,
    required,
)
from seatpolicy.compiler.rewriting import use_counts
from tests.unit.compiler.programs import Program, facts, few_told, inputs_of, programs, written

SEATS = Input("seats", "members", "count", 0, 1000)
PROMISED = Input("account", "promised", "count", 0, 50, optional=True)


@pytest.mark.parametrize("one", dict.fromkeys(PASSES), ids=lambda one: one.__name__)
@settings(max_examples=150)
@given(program=programs(24), inputs=facts(), told=few_told())
def test_a_pass_keeps_notes_and_failures(
    one: Pass, program: Program, inputs: tuple[int | None, ...], told: int | None
) -> None:
    kernel = live(written(program, told=told))
    same(kernel, one(kernel), inputs)


@settings(max_examples=300)
@given(programs(24), facts(), few_told())
def test_all_passes_together_do(program: Program, inputs: tuple[int | None, ...], told: int | None) -> None:
    kernel = written(program, told=told)
    same(kernel, optimised(kernel), inputs)
    assert len(optimised(kernel).lets) <= len(kernel.lets) + len(kernel.notes)


def same(before: Kernel, after: Kernel, inputs: tuple[int | None, ...]) -> None:
    """Asserts that two kernels mean the same for these inputs, and that the second one is well formed."""
    asked = inputs_of(before.inputs, inputs)
    old, old_failures = run(before, asked)
    new, new_failures = run(after, asked)
    assert notes(after, new) == notes(before, old)
    assert set(new_failures) == set(old_failures)
    assert (after.inputs, after.failures, after.roots) == (before.inputs, before.failures, before.roots)
    assert [note.name for note in after.notes] == [note.name for note in before.notes]
    for number, let in enumerate(after.lets):
        assert all(register < number for register in let.reads)
    assert [let.data[0] for let in after.lets if let.operation == "note"] == list(range(len(after.notes)))


@settings(max_examples=200)
@given(programs(), facts())
def test_amounts_only_are_the_roots(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program, roots=(-1, 0))
    amounts = optimised(amounts_only(kernel))
    asked = inputs_of(kernel.inputs, inputs)
    all_of_them = notes(kernel, run(kernel, asked)[0])
    wanted = [kernel.notes[one].name for one in kernel.roots]
    assert notes(amounts, run(amounts, asked)[0]) == {name: all_of_them[name] for name in wanted}


@settings(max_examples=200)
@given(programs())
def test_what_is_left_is_needed(program: Program) -> None:
    kernel = live(amounts_only(written(program)))
    read = use_counts(kernel)
    for number, let in enumerate(kernel.lets):
        assert read[number] or let.operation in ("note", "fail")


def test_a_fact_that_every_run_needs_is_asked_for_at_the_door() -> None:
    builder = Builder("promised")
    seats, promised = builder.input(SEATS), builder.input(PROMISED)
    lacks = Failure("EN301", "`promised` is not known", None)
    with builder.under(builder.compare(">", seats, builder.const(10))):
        builder.fail_if(builder.negate(builder.is_known(PROMISED)), lacks)
    builder.note("promised", promised)
    under_a_branch = builder.kernel([0])
    assert required(under_a_branch).inputs[1].optional
    builder.fail_if(builder.negate(builder.is_known(PROMISED)), lacks)
    kernel = live(required(builder.kernel([0])))
    assert (kernel.inputs[1].optional, kernel.inputs[1].missing) == (False, 0)
    assert [let.operation for let in kernel.lets] == ["fact", "note"]


def test_bounds_decide() -> None:
    builder = Builder("decided")
    seats = builder.input(SEATS)
    rows = ((Fraction(1000), Fraction(5), Fraction(7)), (None, Fraction(4), Fraction(10)))
    builder.note("at least 0", builder.max(seats, builder.const(0)))
    builder.note("at most 2000", builder.min(seats, builder.const(2000)))
    builder.note("never above", builder.compare(">", seats, builder.const(1000)))
    builder.note("one row", builder.piece(seats, rows))
    kernel = live(decided(builder.kernel([0])))
    assert {let.operation for let in kernel.lets} == {"fact", "const", "mul", "add", "note"}
    assert notes(kernel, run(kernel, [8])[0]) == {
        "at least 0": 8, "at most 2000": 8, "never above": 0, "one row": 47
    }  # fmt: skip


@pytest.mark.parametrize("operation", ["add", "sub", "mul"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("inner", ["piece", "match"])
def test_a_constant_on_either_side(operation: str, first: bool, inner: str) -> None:
    builder = Builder("sides")
    seats = builder.input(SEATS)
    rows = ((Fraction(10), Fraction(5), Fraction(2)), (None, Fraction(-4), Fraction(10)))
    table = (((frozenset({1, 11}),), 5), ((None,), -3))
    made = builder.piece(seats, rows) if inner == "piece" else builder.match([seats], table)
    sides = (builder.const(7), made) if first else (made, builder.const(7))
    builder.note("made", getattr(builder, operation)(*sides))
    kernel = builder.kernel([0])
    after = live(gathered(kernel))
    assert [let.operation for let in after.lets] == ["fact", inner, "note"]
    for value in (0, 1, 10, 11, 1000):
        assert run(after, [value])[0][-1] == run(kernel, [value])[0][-1]


def test_constants_move_into_rows() -> None:
    builder = Builder("gathered")
    seats = builder.input(SEATS)
    rows = ((Fraction(10), Fraction(5), Fraction(0)), (None, Fraction(4), Fraction(10)))
    tenfold = builder.mul(builder.add(builder.piece(seats, rows), builder.const(3)), builder.const(10))
    builder.note("tenfold", tenfold)
    builder.note("taken", builder.sub(builder.const(100), builder.match([seats], (((frozenset({1}),), 5), ((None,), 0)))))
    kernel = live(gathered(builder.kernel([0])))
    assert [let.operation for let in kernel.lets] == ["fact", "piece", "note", "match", "note"]
    # 20 seats: (4 × 20 + 10 + 3) × 10; 1 seat: 100 - 5
    assert notes(kernel, run(kernel, [20])[0]) == {"tenfold": 930, "taken": 100}
    assert notes(kernel, run(kernel, [1])[0]) == {"tenfold": 80, "taken": 95}
