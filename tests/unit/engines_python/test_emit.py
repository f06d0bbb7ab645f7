"""Generated Python does what its kernel means: random kernels against the plain interpreter."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import MODES, REMAINDERS, Failure, Input, Kernel
from seatpolicy.compiler.meaning import Stopped, from_trace, notes, run
from seatpolicy.engines.python import terms
from seatpolicy.engines.python.emit import emitted
from seatpolicy.engines.python.load import loaded
from seatpolicy.engines.python.shares import shares
from seatpolicy.engines.python.terms import Term
from seatpolicy.source.text import SourceText
from seatpolicy.values.allocation import allocate
from seatpolicy.values.rounding import Mode, round_to
from tests.unit.compiler.programs import Program, facts, few_told, inputs_of, programs, written

SEATS = Input("seats", "members", "count", 0, 1000)


@settings(max_examples=400)
@given(programs(24), st.lists(facts(), min_size=1, max_size=4), few_told())
def test_both_functions_come_to_what_the_kernel_means(
    program: Program, many: list[tuple[int | None, ...]], told: int | None
) -> None:
    kernel = written(program, roots=(-1, 0), told=told)
    if not kernel.notes:
        return
    made = loaded(kernel)
    for inputs in many:
        asked = inputs_of(kernel.inputs, inputs)
        registers, failures = run(kernel, asked)
        wanted = notes(kernel, registers)
        met, flat = made.traced(asked)
        assert all(type(one) is int for one in flat)
        assert from_trace(made.kernels["traced"], flat) == wanted
        assert sorted(met) == sorted(failures)
        needed = [one for one, there in zip(made.kernels["amount"].inputs, asked, strict=True) if not one.optional]
        if any(one is None for one, there in zip(asked, made.kernels["amount"].inputs, strict=True) if there in needed):
            continue
        if failures:
            with pytest.raises(Stopped) as stopped:
                made.amount(asked)
            assert stopped.value.failure in failures
        else:
            amounts = made.amount(asked)
            assert all(type(one) is int for one in amounts)
            roots = {kernel.notes[one].name for one in kernel.roots}
            assert from_trace(made.kernels["amount"], amounts) == {name: wanted[name] for name in roots}


X, Y, Z = (Term(name) for name in "xyz")
VALUES = {"x": 7, "y": -3, "z": 2}
NESTED: list[tuple[Callable[[Term, Term], Term], Callable[[int, int], int]]] = [
    (terms.added, lambda a, b: a + b),
    (terms.taken, lambda a, b: a - b),
    (terms.times, lambda a, b: a * b),
    (lambda a, b: terms.rounded("floor", a, b, (-9, 9)), lambda a, b: a // b),
    (lambda a, b: terms.rounded("ceiling", a, b, (-9, 9)), lambda a, b: -(-a // b)),
    (lambda a, b: terms.compared("<", a, b), lambda a, b: a < b),
    (lambda a, b: terms.compared("meets", a, b), lambda a, b: a & b != 0),
    (lambda a, b: terms.logic("and", [a, b]), lambda a, b: a and b),
    (lambda a, b: terms.logic("or", [a, b]), lambda a, b: a or b),
    (lambda a, b: terms.logic("not", [terms.added(a, b)]), lambda a, b: not a + b),
    (lambda a, b: terms.chosen([(a, terms.compared(">", b, X)), (b, None)]), lambda a, b: a if b > VALUES["x"] else b),
    (lambda a, b: terms.added(a, b).integer(), lambda a, b: a + b),
    (lambda a, b: terms.compared("=", a, b).integer(), lambda a, b: int(a == b)),
]


@pytest.mark.parametrize("outer", range(len(NESTED)))
@pytest.mark.parametrize("inner", range(len(NESTED)))
def test_parentheses_stand_where_they_must(outer: int, inner: int) -> None:
    """Every operation inside every other one, on either side."""
    write, mean = NESTED[outer]
    write_inner, mean_inner = NESTED[inner]
    z = VALUES["z"]
    for one, two in ((X, Y), (terms.constant(-5), Y), (X, terms.constant(-5))):
        a, b = (VALUES.get(part.text, -5) for part in (one, two))
        if mean_inner(a, b) != 0:
            wanted = mean(z, mean_inner(a, b))
            assert eval(write(Z, write_inner(one, two)).text, {}, dict(VALUES)) == wanted
        assert eval(write(write_inner(one, two), Z).text, {}, dict(VALUES)) == mean(mean_inner(a, b), z)


@settings(max_examples=60)
@given(programs())
def test_the_same_kernel_is_the_same_text(program: Program) -> None:
    kernel = written(program)
    if kernel.notes:
        assert emitted(kernel).text == emitted(written(program)).text
        assert max(map(len, emitted(kernel).text.splitlines())) < 600


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("low", [-40, 0])
@pytest.mark.parametrize("high", [0, 40])
@pytest.mark.parametrize("divisor", [1, 2, 3, 4, 5, None])
def test_every_rounding_by_signs(mode: str, low: int, high: int, divisor: int | None) -> None:
    """Every expression that a rounding can become, over every dividend and divisor of a small range."""
    builder = Builder("rounded")
    top = builder.input(Input("account", "top", "count", low, high))
    bottom = builder.input(Input("account", "bottom", "count", 1, 6))
    half = builder.div(top, bottom if divisor is None else builder.const(divisor))
    builder.note("rounded", builder.round(half, mode, Fraction(1)))
    amount = loaded(builder.kernel([0])).amount
    for a in range(low, high + 1):
        for b in range(1, 7):
            wanted = round_to(Fraction(a, divisor or b), Mode(mode), Fraction(1))
            assert amount((a, b)) == (wanted.numerator,), (a, b)


@pytest.mark.parametrize("mode", MODES)
def test_a_split_product(mode: str) -> None:
    builder = Builder("split")
    a, b, c = (builder.input(Input("account", name, "count", low, 9)) for name, low in (("a", -9), ("b", -3), ("c", 1)))
    register = builder.let("muldivround", (a.register, b.register, c.register), (mode,))
    builder.root("split", register)
    amount = loaded(builder.kernel([0])).amount
    for x in range(-9, 10):
        for y in range(-3, 10):
            for z in range(1, 10):
                assert amount((x, y, z)) == (round_to(Fraction(x * y, z), Mode(mode), Fraction(1)).numerator,)


@pytest.mark.parametrize("count", [2, 8, 9, 30])
def test_a_piece_of_many_rows(count: int) -> None:
    builder = Builder("rows")
    seats = builder.input(SEATS)
    rows = [(Fraction(7 * n), Fraction(100 - n), Fraction(3 * n)) for n in range(1, count)]
    builder.note("price", builder.piece(seats, [*rows, (None, Fraction(1), Fraction(0))]))
    kernel = builder.kernel([0])
    made = loaded(kernel)
    for n in range(1001):
        assert made.amount((n,)) == (run(kernel, [n])[0][-1],)
    assert ("\n    if members <=" in made.text) == (count > 8)


@pytest.mark.parametrize("remainder", REMAINDERS)
@given(total=st.integers(-500, 500), weights=st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_shares_are_those_of_fractions(remainder: str, total: int, weights: list[int]) -> None:
    wanted = allocate(total, [Fraction(one) for one in weights], remainder) if any(weights) else [0] * len(weights)  # type: ignore[arg-type]
    assert shares(total, weights, remainder) == wanted


def example() -> Kernel:
    text = SourceText("acme.seat", "policy acme {\n  price: 5.00 each\n  needs: seats\n}\n")
    builder = Builder("bill")
    seats = builder.input(SEATS)
    region = builder.input(Input("account", "region", "symbol", 0, 2, values=("US", "EU", 'the "rest"\n')))
    builder.at = text.line_span(3)
    builder.fail_if(builder.compare("=", seats, builder.const(0)), Failure("EN301", "no seats\nat all", None))
    builder.at = text.line_span(2)
    rows = ((Fraction(10), Fraction(5), Fraction(0)), (None, Fraction(4), Fraction(10)))
    listed = builder.piece(seats, rows)
    builder.note("members/list", listed)
    percent = builder.match([region], (((frozenset({0}),), 100), ((frozenset({1}),), 105), ((None,), 55)))
    net = builder.round(builder.div(builder.mul(listed, percent), builder.const(100)), "half up", Fraction(1))
    builder.note("members/amount", net)
    return builder.kernel([1])


def test_the_text_reads_like_a_person_wrote_it() -> None:
    body = emitted(example()).text.split("def traced(given):\n")[1].split("\n\n\n")[0]
    assert body == """\
    (members, region) = given
    failures = ()
    # acme.seat:3: needs: seats
    if members == 0:
        failures += (0,)  # EN301: no seats at all
    # acme.seat:2: price: 5.00 each
    members_list = 5 * members if members <= 10 else 4 * members + 10
    members_amount = (members_list * (100, 105, 55)[region] + 50) // 100
    return failures, (members_list, members_amount)"""


def test_names_do_not_collide() -> None:
    builder = Builder("names")
    kinds = ("account", "seats")
    names = ["r3", "a", "a_known", "facts", "class", "A", "größe", "given"]
    asked = [Input(kind, name, "count", 0, 9, optional=True) for name in names for kind in kinds]
    total = builder.const(0)
    for one in asked:
        total = builder.add(total, builder.input(one), builder.mul(builder.const(10), builder.is_known(one)))
        builder.note(f"{one.kind} {one.name}", total)
    kernel = builder.kernel([len(asked) - 1])
    made = loaded(kernel)
    for given_now in ([1] * len(asked), [None if n % 3 else n % 10 for n in range(len(asked))]):
        flat = made.traced(given_now)[1]
        assert from_trace(made.kernels["traced"], flat) == notes(kernel, run(kernel, given_now)[0])


def test_a_kernel_without_roots_is_refused() -> None:
    with pytest.raises(ValueError, match="no roots"):
        emitted(Builder("none").kernel([]))
