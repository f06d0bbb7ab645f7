"""A kernel in, one whose sums of tiers are single pieces out.

Lowering writes a graduated price step by step, since each step is told in the trace: a comparison, a smaller one, a product
and a sum for every tier. Where nothing but the total is read, all of them are one function of one register: straight between
a few bounds. This pass works out, for every register, that function where there is one, and writes it as a piece where that
leaves less to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.ranges import Interval, ranges
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import piece_register, rewritten, use_counts
from seatpolicy.values.record import record

Line = tuple[int, int]
"""A slope and an intercept."""
Stretch = tuple[int, Line]
"""The last integer of a stretch, and the line on it."""

MOST_STRETCHES = 40
"""A function of more is left as it is written."""


@record
class Form:
    """A register as a function of another one, its base: lines on stretches that cover the base's interval. A constant has
    no base and one stretch, whose end means nothing."""

    base: int | None
    stretches: tuple[Stretch, ...]


def pieced(kernel: Kernel) -> Kernel:
    """Registers that are a function of one other register, and are read as a whole, become pieces of it."""
    intervals = ranges(kernel).intervals
    forms = _forms(kernel, intervals)
    uses = use_counts(kernel)
    inner = _inner(kernel, forms)
    new: dict[int, int] = {}

    def change(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        form = forms[number]
        base = form.base
        if base is not None and base != number and number not in inner and let.operation != "piece":
            count = len(form.stretches)
            if _alone(kernel.lets, number, base, uses) > count:
                rows = [(end, *line) for end, line in form.stretches]
                new[number] = piece_register(grown, new[base], [*rows[:-1], (None, *rows[-1][1:])])
                return new[number]
        new[number] = grown.let(let.operation, reads, let.data)
        return new[number]

    return rewritten(kernel, change)


def _forms(kernel: Kernel, intervals: Sequence[Interval]) -> list[Form]:
    forms: list[Form] = []
    for number, let in enumerate(kernel.lets):
        own = Form(number, ((intervals[number][1], (1, 0)),))
        form: Form | None = None
        if let.operation == "const":
            assert isinstance(let.data[0], int)
            form = Form(None, ((0, (0, let.data[0])),))
        elif let.operation in _SHAPES and let.data != ("meets",):
            reads = [forms[register] for register in let.reads]
            bases = {one.base for one in reads if one.base is not None}
            if len(bases) == 1:
                (base,) = bases
                form = _SHAPES[let.operation](let.data, reads, base, intervals[base])
        forms.append(own if form is None or len(form.stretches) > MOST_STRETCHES else form)
    return forms


def _inner(kernel: Kernel, forms: Sequence[Form]) -> set[int]:
    """The registers that only functions of the same base read: whoever reads those need not read them."""
    outer = {register for note in kernel.notes for register in note.dens}
    for number, let in enumerate(kernel.lets):
        for register in let.reads:
            if forms[number].base == number or forms[number].base != forms[register].base:
                outer.add(register)
    return set(range(len(forms))) - outer


def _alone(lets: Sequence[Let], number: int, base: int, uses: Sequence[int]) -> int:
    """How many lets are there only for this one, itself counted, constants not."""
    left: dict[int, int] = {}
    todo, count = [number], 0
    while todo:
        let = lets[todo.pop()]
        count += let.operation != "const"
        for register in let.reads:
            if register != base:
                left[register] = left.get(register, uses[register]) - 1
                if left[register] == 0 and lets[register].reads:
                    todo.append(register)
    return count


# ---- functions of one register


Joined = Callable[[int, int, Sequence[Line]], Sequence[Stretch] | None]
"""A stretch's first and last integer and the lines on it in, stretches that cover it out."""


def _joined(base: int, interval: Interval, forms: Sequence[Form], made: Joined) -> Form | None:
    """A form over the stretches on which all forms are straight."""
    low, high = interval
    ends = sorted({end for form in forms if form.base is not None for end, _ in form.stretches if low <= end < high})
    stretches: list[Stretch] = []
    start, first = low, low
    places = [0] * len(forms)
    for end in (*ends, high):
        lines = []
        for number, form in enumerate(forms):
            if form.base is not None:
                while form.stretches[places[number]][0] < start and places[number] < len(form.stretches) - 1:
                    places[number] += 1
            lines.append(form.stretches[places[number]][1])
        covered = made(start, end, lines)
        if covered is None:
            return None
        for stop, line in covered:
            if start > stop:
                continue
            if stretches and _agree(line, stretches[-1][1], start, stop):
                stretches[-1] = (stop, stretches[-1][1])
            elif stretches and _agree(line, stretches[-1][1], first, stretches[-1][0]):
                stretches[-1] = (stop, line)
            else:
                first = start
                stretches.append((stop, line))
            start = stop + 1
    return Form(base, tuple(stretches))


def _agree(a: Line, b: Line, first: int, last: int) -> bool:
    """Whether two lines are the same from one integer to another."""
    return a[0] * first + a[1] == b[0] * first + b[1] and a[0] * last + a[1] == b[0] * last + b[1]


def _added(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    return _joined(base, interval, reads, lambda _, end, on: [(end, (on[0][0] + on[1][0], on[0][1] + on[1][1]))])


def _taken(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    return _joined(base, interval, reads, lambda _, end, on: [(end, (on[0][0] - on[1][0], on[0][1] - on[1][1]))])


def _times(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    def made(_: int, end: int, on: Sequence[Line]) -> Sequence[Stretch] | None:
        (a, b), (c, d) = on
        return None if a and c else [(end, (a * d + b * c, b * d))]

    return _joined(base, interval, reads, made)


def _extreme(pick: int) -> Callable[[Any, Sequence[Form], int, Interval], Form | None]:
    def shape(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
        def made(first: int, last: int, on: Sequence[Line]) -> Sequence[Stretch]:
            return [(end, on[pick if below else 1 - pick]) for end, below in _where("<=", first, last, *on)]

        return _joined(base, interval, reads, made)

    return shape


def _compared(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    def made(first: int, last: int, on: Sequence[Line]) -> Sequence[Stretch]:
        return [(end, (0, int(held))) for end, held in _where(data[0], first, last, *on)]

    return _joined(base, interval, reads, made)


def _logic(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    def made(_: int, end: int, on: Sequence[Line]) -> Sequence[Stretch] | None:
        if any(slope for slope, _ in on):
            return None  # a flag that is a register of its own
        flags = [flat for _, flat in on]
        return [(end, (0, 1 - flags[0] if data[0] == "not" else min(flags) if data[0] == "and" else max(flags)))]

    return _joined(base, interval, reads, made)


def _select(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    def made(_: int, end: int, on: Sequence[Line]) -> Sequence[Stretch] | None:
        slope, flag = on[0]
        return None if slope else [(end, on[1] if flag else on[2])]

    return _joined(base, interval, reads, made)


def _piece(data: Any, reads: Sequence[Form], base: int, interval: Interval) -> Form | None:
    def made(first: int, last: int, on: Sequence[Line]) -> Sequence[Stretch]:
        return _by_rows(data, first, last, on[0])

    return _joined(base, interval, reads, made)


def _by_rows(rows: Sequence[Any], first: int, last: int, on: Line) -> list[Stretch]:
    bound, slope, flat = rows[0]
    line = (slope * on[0], slope * on[1] + flat)
    if bound is None:
        return [(last, line)]
    made: list[Stretch] = []
    for end, held in _where("<=", first, last, on, (0, bound)):
        made += [(end, line)] if held else _by_rows(rows[1:], first, end, on)
        first = end + 1
    return made


def _where(relation: str, first: int, last: int, a: Line, b: Line) -> list[tuple[int, bool]]:
    """Up to which integers a line stands in a relation to another one, from the first to the last integer."""
    slope, flat = a[0] - b[0], a[1] - b[1]
    match relation:
        case "<":
            return _where("<=", first, last, (slope, flat + 1), (0, 0))
        case ">" | ">=" | "!=":
            opposite = {">": "<=", ">=": "<", "!=": "="}[relation]
            return [(end, not held) for end, held in _where(opposite, first, last, (slope, flat), (0, 0))]
        case "=":
            if slope == 0:
                return [(last, flat == 0)]
            zero, rest = divmod(-flat, slope)
            if rest or not first <= zero <= last:
                return [(last, False)]
            return [(end, held) for end, held in ((zero - 1, False), (zero, True), (last, False)) if end >= first]
    if slope == 0:
        return [(last, flat <= 0)]
    if slope > 0:
        turn, before = -flat // slope, True
    else:
        turn, before = -(-flat // -slope) - 1, False
    if turn < first or turn >= last:
        return [(last, before if turn >= last else not before)]
    return [(turn, before), (last, not before)]


_SHAPES: dict[str, Callable[[Any, Sequence[Form], int, Interval], Form | None]] = {
    "add": _added,
    "sub": _taken,
    "mul": _times,
    "min": _extreme(0),
    "max": _extreme(1),
    "compare": _compared,
    "logic": _logic,
    "select": _select,
    "piece": _piece,
}
