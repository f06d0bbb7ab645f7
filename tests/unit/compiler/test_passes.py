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
from seatpolicy.compiler.tabled import tabled
from tests.unit.compiler.programs import Program, facts, few_told, inputs_of, programs, written

SEATS = Input("seats", "members", "count", 0, 1000)
PROMISED = Input("account", "promised", "count", 0, 50, optional=True)


@pytest.mark.parametrize("one", dict.fromkeys((*PASSES, tabled)), ids=lambda one: one.__name__)
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


def test_what_small_facts_decide_is_one_table() -> None:
    builder = Builder("levels")
    seats = builder.input(SEATS)
    region = builder.input(Input("account", "region", "symbol", 0, 2, values=("a", "b", "c")))
    annual = builder.input(Input("account", "annual", "flag", 0, 1))
    level = builder.match([region], [((frozenset({0}),), 100), ((frozenset({1}),), 105), ((None,), 55)])
    months = builder.select(annual, builder.const(12), builder.const(1))
    off = builder.sub(builder.const(5), annual)
    kernel = builder.kernel([builder.note("amount", builder.mul(seats, level, months, off))])
    made = live(tabled(kernel))
    assert [let.operation for let in made.lets] == ["fact", "fact", "fact", "match", "mul", "note"]
    for region_, annual_ in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)):
        expected = 7 * (100, 105, 55)[region_] * (12 if annual_ else 1) * (5 - annual_)
        assert notes(made, run(made, (7, region_, annual_))[0]) == {"amount": Fraction(expected)}


def test_a_table_has_few_cells() -> None:
    builder = Builder("many")
    facts_ = [builder.input(Input("account", f"f{n}", "symbol", 0, 8, values=tuple("abcdefghi"))) for n in range(2)]
    levels = [builder.match([one], [((frozenset({0}),), 3), ((None,), 2)]) for one in facts_]
    kernel = builder.kernel([builder.note("amount", builder.mul(*levels))])
    assert [let.operation for let in live(tabled(kernel)).lets].count("match") == 2
