"""Random programs over the Builder, and what they come to in plain fractions.

A program is a list of steps that read earlier ones, so that values are shared as lowering shares them. `exact` computes it
without the compiler; `written` writes it into a Builder, where any of the inputs can be replaced by its value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import MODES, REMAINDERS, Failure, Input, Kernel
from seatpolicy.values.allocation import allocate
from seatpolicy.values.rounding import Mode, round_to

INPUTS = (
    Input("seats", "members", "count", 0, 1000),
    Input("account", "credit", "scaled", -5000, 5000, scale=100),
    Input("account", "share", "scaled", 0, 10**6, scale=10**6),
    Input("account", "annual", "flag", 0, 1),
    Input("account", "region", "symbol", 0, 3, values=("US", "EU", "UK", "IN")),
    Input("account", "roles", "mask", 0, 7, values=("admin", "editor", "guest")),
    Input("account", "promised", "count", 0, 10**9, optional=True),
    Input("account", "rebate", "scaled", -100, 100, optional=True, scale=10),
)
FIGURES, FLAGS = (0, 1, 2, 6, 7), (3,)
INCREMENTS = (Fraction(1), Fraction(1, 100), Fraction(1, 20), Fraction(5), Fraction(2, 3))

Step = tuple[Any, ...]


@attrs.frozen
class Program:
    """Steps: (operation, numbers of figures or flags read, static data); each makes one more figure or flag."""

    steps: tuple[Step, ...]


def fractions() -> st.SearchStrategy[Fraction]:
    """Small and awkward constants."""
    tops = st.one_of(st.integers(-6, 6), st.integers(-2000, 2000))
    return st.builds(Fraction, tops, st.sampled_from([1, 1, 2, 3, 7, 10, 100]))


@st.composite
def rows(draw: st.DrawFn) -> tuple[tuple[Fraction | None, Fraction, Fraction], ...]:
    """Of a piece: bounds that rise, slopes and intercepts."""
    bounds: Sequence[Fraction | None] = [*sorted(draw(st.lists(fractions(), max_size=4, unique=True))), None]
    return tuple((bound, draw(fractions()), draw(fractions())) for bound in bounds)


@st.composite
def programs(draw: st.DrawFn, most: int = 14, dynamic: bool = True) -> Program:
    """Of up to `most` steps; `dynamic` ones divide by what is known at run time only."""
    figures, flags = len(FIGURES), len(FLAGS)
    steps: list[Step] = []
    kinds = ["const", "add", "sub", "mul", "mul", "min", "max", "piece", "round", "select", "compare", "compare"]
    kinds += ["logic", "meets", "symbol", "match", "allocate", "fail", "known", "div" if dynamic else "add"]
    for _ in range(draw(st.integers(3, most))):
        kind = draw(st.sampled_from(kinds))

        def figure(count: int = figures) -> int:
            # What was made last is read most, so that programs grow deep.
            return draw(st.one_of(st.integers(max(0, count - 3), count - 1), st.integers(0, count - 1)))

        def flag(count: int = flags) -> int:
            return draw(st.integers(0, count - 1))

        step: Step
        match kind:
            case "const":
                step = (kind, draw(fractions()))
            case "add" | "sub" | "mul" | "min" | "max" | "div":
                step = (kind, figure(), figure())
            case "piece":
                step = (kind, figure(), draw(rows()))
            case "round":
                step = (kind, figure(), draw(st.sampled_from(MODES)), draw(st.sampled_from(INCREMENTS)))
            case "select":
                step = (kind, flag(), figure(), figure())
            case "match":
                cells = st.one_of(
                    st.none(),
                    st.frozensets(st.integers(0, 3), min_size=1),
                    st.tuples(st.integers(0, 3) | st.none(), st.integers(0, 3) | st.none()),
                )
                lines = draw(st.lists(st.tuples(cells, st.sampled_from([None, frozenset({0}), frozenset({1})])), max_size=4))
                results = draw(st.lists(st.integers(-50, 500), min_size=len(lines) + 1, max_size=len(lines) + 1))
                step = (kind, flag(), tuple(zip((*lines, (None, None)), results, strict=True)))
            case "allocate":
                step = (kind, figure(), (figure(), figure(), figure()), draw(st.sampled_from(REMAINDERS)))
            case "compare":
                step = (kind, draw(st.sampled_from(("=", "!=", "<", "<=", ">", ">="))), figure(), figure())
            case "logic":
                step = (kind, draw(st.sampled_from(("all", "any", "negate"))), flag(), flag())
            case "symbol" | "meets":
                step = (kind, draw(st.integers(0, 7)))
            case "known":
                step = (kind, draw(st.sampled_from((6, 7))))
            case "fail":
                step = (kind, flag(), flag())
        steps.append(step)
        if kind in ("compare", "logic", "meets", "symbol", "known"):
            flags += 1
        elif kind != "fail":
            figures += 1
    return Program(tuple(steps))


def few_told() -> st.SearchStrategy[int | None]:
    """How many steps are told: all, or the last ones."""
    return st.sampled_from([None, 1, 1, 2, 3])


def facts() -> st.SearchStrategy[tuple[int | None, ...]]:
    """Integers of the inputs, at their bounds more often than not."""

    def one(given: Input) -> st.SearchStrategy[int | None]:
        inside = st.one_of(st.sampled_from([given.low, given.high]), st.integers(given.low, given.high))
        return st.one_of(st.none(), inside) if given.optional else inside

    return st.tuples(*map(one, INPUTS))


def inputs_of(asked: Sequence[Input], inputs: Sequence[int | None]) -> list[int | None]:
    """What is given, in the order in which a kernel asks."""
    names = [(one.kind, one.name) for one in INPUTS]
    return [inputs[names.index((one.kind, one.name))] for one in asked]


def failure(number: int) -> Failure:
    """The one of a step."""
    return Failure("EN301", f"step {number}", None)


@attrs.define
class Exact:
    """What a program comes to: figures and flags in order, and the steps that fail."""

    figures: list[Fraction]
    flags: list[bool]
    failed: list[str]


def exact(program: Program, given: Sequence[int | None]) -> Exact:
    """The program in plain fractions."""
    made = Exact(
        [Fraction(given[one] or 0, INPUTS[one].scale) for one in FIGURES], [bool(given[one]) for one in FLAGS], []
    )
    roles = given[5] or 0
    for number, step in enumerate(program.steps):
        figures, flags = made.figures, made.flags
        match step:
            case "const", value:
                figures.append(value)
            case "add", a, b:
                figures.append(figures[a] + figures[b])
            case "sub", a, b:
                figures.append(figures[a] - figures[b])
            case "mul", a, b:
                figures.append(figures[a] * figures[b])
            case "min", a, b:
                figures.append(min(figures[a], figures[b]))
            case "max", a, b:
                figures.append(max(figures[a], figures[b]))
            case "div", a, b:
                if figures[b] == 0:
                    made.failed.append(failure(number).message)
                figures.append(figures[a] / (figures[b] or 1))
            case "piece", a, lines:
                figures.append(next(s * figures[a] + i for bound, s, i in lines if bound is None or figures[a] <= bound))
            case "round", a, mode, increment:
                figures.append(round_to(figures[a], Mode(mode), increment))
            case "select", flag, a, b:
                figures.append(figures[a] if flags[flag] else figures[b])
            case "match", flag, lines:
                keys = (given[4] or 0, int(flags[flag]))
                figures.append(Fraction(next(value for cells, value in lines if all(map(holds, cells, keys)))))
            case "allocate", a, weights, remainder:
                whole = round_to(figures[a], Mode.DOWN, Fraction(1)).numerator
                sizes = [max(figures[one], Fraction(0)) for one in weights]
                figures.append(Fraction(allocate(whole, sizes, remainder)[1] if any(sizes) else 0))
            case "compare", relation, a, b:
                left, right = figures[a], figures[b]
                flags.append({"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right,
                              ">": left > right, ">=": left >= right}[relation])  # fmt: skip
            case "logic", word, a, b:
                flags.append({"all": flags[a] and flags[b], "any": flags[a] or flags[b], "negate": not flags[a]}[word])
            case "meets", mask:
                flags.append(roles & mask != 0)
            case "symbol", member:
                flags.append(given[4] == member)
            case "known", one:
                flags.append(given[one] is not None)
            case "fail", branch, flag:
                if flags[branch] and flags[flag]:
                    made.failed.append(failure(number).message)
    return made


def holds(cell: Any, key: int) -> bool:
    """Whether a cell of a match holds a key."""
    if cell is None or isinstance(cell, frozenset):
        return cell is None or key in cell
    low, high = cell
    return (low is None or low <= key) and (high is None or key <= high)


def written(
    program: Program,
    given: Sequence[int | None] = (),
    constant: Collection[int] = (),
    roots: Collection[int] = (-1,),
    told: int | None = None,
) -> Kernel:
    """The kernel of a program; the inputs in `constant` are replaced by what is given. Every step is a note, or only the
    last `told` ones: what nobody is told of may be nested, joined and moved."""
    builder = Builder("random")

    def read(one: int) -> Value:
        if one in constant:
            return builder.const(Fraction(given[one] or 0, INPUTS[one].scale))
        return builder.input(INPUTS[one])

    figures, flags = [read(one) for one in FIGURES], [read(one) for one in FLAGS]
    for number, step in enumerate(program.steps):
        made = _step(builder, number, step, figures, flags, read)
        if made is not None and (told is None or number >= len(program.steps) - told):
            builder.note(f"step {number} {step[0]}", made)
    count = len(builder.notes)
    return builder.kernel(sorted({one % count for one in roots}) if count else [])


def _step(builder: Builder, number: int, step: Step, figures: list[Value], flags: list[Value], read: Any) -> Value | None:
    made: Value | None = None
    match step:
        case "const", value:
            made = builder.const(value)
        case ("add" | "sub" | "mul" | "min" | "max") as name, a, b:
            made = getattr(builder, name)(figures[a], figures[b])
        case "div", a, b:
            zero = builder.compare("=", figures[b], builder.const(0))
            builder.fail_if(zero, failure(number))
            made = builder.div(figures[a], builder.select(zero, builder.const(1), figures[b]))
        case "piece", a, lines:
            made = builder.piece(figures[a], lines)
        case "round", a, mode, increment:
            made = builder.round(figures[a], mode, increment)
        case "select", flag, a, b:
            made = builder.select(flags[flag], figures[a], figures[b])
        case "match", flag, lines:
            made = builder.match([read(4), flags[flag]], lines)
        case "allocate", a, weights, remainder:
            whole = builder.round(figures[a], "down", Fraction(1))
            made = builder.allocate(whole, [figures[one] for one in weights], remainder)[1]
    if made is not None:
        figures.append(made)
        return made
    match step:
        case "compare", relation, a, b:
            made = builder.compare(relation, figures[a], figures[b])
        case "logic", word, a, b:
            made = builder.negate(flags[a]) if word == "negate" else getattr(builder, word)(flags[a], flags[b])
        case "meets", mask:
            made = builder.compare("meets", read(5), builder.const(mask))
        case "symbol", member:
            made = builder.compare("=", read(4), builder.const(member))
        case "known", one:
            made = builder.is_known(INPUTS[one])
        case "fail", branch, flag:
            with builder.under(flags[branch]):
                builder.fail_if(flags[flag], failure(number))
            return None
    assert made is not None
    flags.append(made)
    return made
