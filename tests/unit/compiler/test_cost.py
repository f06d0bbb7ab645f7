"""The cost said before a run is never exceeded by one: counted in the plain interpreter and in generated Python."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import given, settings

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.cost import cost, cost_json, cost_text, work
from seatpolicy.compiler.ir import Input
from seatpolicy.compiler.meaning import run
from seatpolicy.engines.python.load import loaded
from seatpolicy.values.record import evolved
from tests.unit.compiler.programs import Program, facts, inputs_of, programs, written

SEATS = Input("seats", "members", "count", 0, 1000)


class Rows(tuple[Any, ...]):
    """Rows that count how many of them are looked at."""

    looked_at = 0

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            Rows.looked_at += 1
            yield one


@settings(max_examples=200)
@given(programs(), facts())
def test_a_run_works_out_no_more_nodes_and_tests_no_more_rows(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program)
    counting = evolved(
        kernel,
        lets=tuple(
            evolved(let, data=Rows(let.data)) if let.operation in ("piece", "match") else let for let in kernel.lets
        ),
    )
    Rows.looked_at = 0
    registers, _ = run(counting, inputs_of(kernel.inputs, inputs))
    said = work(kernel)
    assert len(registers) <= said.nodes
    assert Rows.looked_at <= said.rows
    assert sum(count for _, count in said.by_operation) == said.nodes


class Counting:
    """An integer that counts what is done with it."""

    done = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        Counting.done += 1
        return self.value

    def __bool__(self) -> bool:
        return self.value != 0

    def __hash__(self) -> int:
        return hash(self.value)


def counted(name: str, outcome: Any) -> Any:
    def operator(self: Counting, *others: Any) -> Any:
        Counting.done += 1
        plain = [one.value if isinstance(one, Counting) else one for one in others]
        return outcome(getattr(int, name)(self.value, *plain))

    return operator


for sign in ("add", "sub", "mul", "floordiv", "and"):
    for side in ("", "r"):
        setattr(Counting, f"__{side}{sign}__", counted(f"__{side}{sign}__", Counting))
for sign in ("neg", "pos"):
    setattr(Counting, f"__{sign}__", counted(f"__{sign}__", Counting))
for sign in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Counting, f"__{sign}__", counted(f"__{sign}__", bool))


@settings(max_examples=200)
@given(programs(), facts())
def test_generated_python_does_no_more(program: Program, inputs: tuple[int | None, ...]) -> None:
    kernel = written(program)
    if not kernel.notes or any(let.operation == "allocate" for let in kernel.lets):
        return  # shares are dealt by a function of their own
    traced = loaded(kernel).traced
    asked = [None if one is None else Counting(one) for one in inputs_of(kernel.inputs, inputs)]
    Counting.done = 0
    traced(asked)  # type: ignore[arg-type]
    said = cost(kernel).traced
    # The longest expression of one node, a rounding of unknown sign, is 7 operations; a row here has 2 cells of 2 ends.
    assert Counting.done <= 7 * said.nodes + 4 * said.rows


def example() -> Builder:
    builder = Builder("bill")
    seats = builder.input(SEATS)
    rows = ((Fraction(10), Fraction(5), Fraction(0)), (None, Fraction(4), Fraction(10)))
    listed = builder.piece(seats, rows)
    builder.note("list", listed)
    builder.note("amount", builder.round(builder.div(listed, builder.const(3)), "half up", Fraction(1)))
    return builder


def test_the_text() -> None:
    # With the trace: fact, piece, note, the divisor 3, round, note. The amounts do without the first note.
    assert cost_text(cost(example().kernel([1]))) == (
        "bill: 5 nodes, at most 2 rows tested, a bill for its amounts\n"
        "      6 nodes, at most 2 rows tested, a bill with every step told"
    )


def test_the_json() -> None:
    made = cost_json(cost(example().kernel([1])))
    assert made["version"] == "1.0"
    assert made["amounts"] == {
        "nodes": 5, "rows": 2, "by_operation": {"const": 1, "fact": 1, "note": 1, "piece": 1, "round": 1}
    }  # fmt: skip


def test_no_rows_are_said_so() -> None:
    builder = Builder("flat")
    builder.note("seats", builder.input(SEATS))
    assert cost_text(cost(builder.kernel([0]))).startswith("flat: 2 nodes, no rows tested, a bill")
