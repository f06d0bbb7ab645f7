"""A kernel and the bounds of its inputs in, between which integers every register lies out; and whether 64 bits hold them.

The intervals are sound, not tight: a register never leaves its interval whatever the facts are, after a failure too. Two
registers are looked at together in a few places only (the rows of a piece, a select whose flag compares with a constant).

A backend with 64-bit integers must hold more than the registers: what a rounding adds before it divides, the parts of a
split `muldivround`, a slope's product before its intercept. Each of these is an interval of its own here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.meaning import result
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

Interval = tuple[int, int]
"""The smallest and the greatest integer that is possible; both are."""

INT64: Interval = (-(2**63), 2**63 - 1)


@record
class Wide:
    """A let that 64 bits do not hold: its register's number, its operation, the interval of the register or of what is
    computed on the way (`step`), and the line of the policy that asks for it."""

    register: int
    operation: str
    step: str
    interval: Interval
    at: Span | None


@record
class Ranges:
    """The interval of every register, in order, and what does not fit 64 bits; nothing, where all does."""

    intervals: tuple[Interval, ...]
    wide: tuple[Wide, ...]


def ranges(kernel: Kernel) -> Ranges:
    """The intervals of a kernel."""
    intervals: list[Interval] = []
    wide: list[Wide] = []
    for number, let in enumerate(kernel.lets):
        reads = [intervals[register] for register in let.reads]
        made = _select(kernel, let, intervals) if let.operation == "select" else _interval(kernel, let, reads)
        intervals.append(made)
        for step, interval in (("result", made), *on_the_way(let, reads)):
            if not within(interval, INT64):
                wide.append(Wide(number, let.operation, step, interval, let.at))
                break
    return Ranges(tuple(intervals), tuple(wide))


def width_text(found: Ranges) -> str:
    """Whether 64 bits suffice, for people; else a line for each let that needs more, in the order of the kernel."""
    if not found.wide:
        return "64-bit integers hold every step"
    return "\n".join(
        f"{one.at.where if one.at is not None else 'register ' + str(one.register)}: `{one.operation}` needs more than 64 "
        f"bits: its {one.step} is from {one.interval[0]:,} to {one.interval[1]:,}"
        for one in found.wide
    )


def within(inner: Interval, outer: Interval) -> bool:
    """Whether an interval lies inside another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def rows_met(rows: Sequence[Any], interval: Interval) -> list[tuple[Any, Interval]]:
    """The rows of a piece that a value of the interval can come to, each with the part of the interval that does."""
    low, high = interval
    met = []
    for row in rows:
        top = high if row[0] is None else min(high, row[0])
        if low <= top:
            met.append((row, (low, top)))
            low = top + 1
        if low > high:
            break
    return met


def cells_met(rows: Sequence[Any], intervals: Sequence[Interval]) -> list[Any]:
    """The rows of a match that values of the intervals can come to; the last one holds all that is left."""
    met = []
    for row in rows:
        held = [_held(cell, interval) for cell, interval in zip(row[0], intervals, strict=True)]
        if None not in held:
            met.append(row)
            if all(held):
                break
    if len(intervals) == 1 and len(met) > 1 and _cover([row[0][0] for row in met[:-1]], intervals[0]):
        return met[:-1]
    return met


def _cover(cells: Sequence[Any], interval: Interval) -> bool:
    """Whether the cells of one column hold all of an interval."""
    ends: list[Interval] = []
    for cell in cells:
        if isinstance(cell, frozenset):
            ends += [(one, one) for one in cell]
        elif cell is not None:
            ends.append((interval[0] if cell[0] is None else cell[0], interval[1] if cell[1] is None else cell[1]))
    low, high = interval
    for first, last in sorted(ends):
        if first > low:
            return False
        low = max(low, last + 1)
    return low > high


def on_the_way(let: Let, reads: Sequence[Interval]) -> list[tuple[str, Interval]]:
    """What a let computes beside its register, by a name each, for those that do."""
    if let.operation == "round":
        (low, high), (_, bottom) = reads
        return [("the dividend and a divisor", (low - bottom, high + bottom))]
    if let.operation == "muldivround":
        a, b, (low, high) = reads
        whole = _corners(lambda x, y: x // y, a, (max(low, 1), max(high, 1)))
        rest = (0, max(high, 1) - 1)
        return [("the whole part's product", _corners(_times, whole, b)), ("the rest's product", _corners(_times, rest, b))]
    if let.operation == "piece":
        products = [_corners(_times, part, (row[1], row[1])) for row, part in rows_met(let.data, reads[0])]
        return [("a slope's product", one) for one in products]
    return []


def _interval(kernel: Kernel, let: Let, reads: Sequence[Interval]) -> Interval:
    data: tuple[Any, ...] = let.data
    match let.operation:
        case "fact":
            one = kernel.inputs[data[0]]
            return _hull([(one.low, one.high), *([(0, 0)] if one.optional else [])])
        case "known":
            return (0 if kernel.inputs[data[0]].optional else 1, 1)
        case "const":
            return (data[0], data[0])
        case "mul" if let.reads[0] == let.reads[1]:
            low, high = reads[0]
            return (0 if low <= 0 <= high else min(low * low, high * high), max(low * low, high * high))
        case "add" | "min" | "max":
            return _ends(let, reads)
        case "sub":
            return (reads[0][0] - reads[1][1], reads[0][1] - reads[1][0])
        case "mul":
            return _corners(_times, *reads)
        case "compare":
            return _compared(data[0], let, reads)
        case "logic":
            return (1 - reads[0][1], 1 - reads[0][0]) if data == ("not",) else _ends(let, reads)
        case "piece":
            parts = rows_met(data, reads[0])
            return _hull([_corners(lambda x, slope, flat=row[2]: slope * x + flat, part, (row[1], row[1]))
                          for row, part in parts])  # fmt: skip
        case "match":
            return _hull([(made, made) for _, made in cells_met(data, reads)])
        case "round":
            bottom = (max(reads[1][0], 1), max(reads[1][1], 1))
            return _corners(lambda a, b: result("round", (a, b), data), reads[0], bottom)
        case "muldivround":
            bottom = (max(reads[2][0], 1), max(reads[2][1], 1))
            return _corners(lambda a, b: result("round", (a, b), data), _corners(_times, reads[0], reads[1]), bottom)
        case "allocate":
            return (min(0, reads[0][0]), max(0, reads[0][1]))
        case "fail":
            return (0, 0)
        case "note":
            return reads[0]
    raise ValueError(f"`{let.operation}` is no operation")


def _select(kernel: Kernel, let: Let, intervals: Sequence[Interval]) -> Interval:
    """The hull of what can be chosen, each branch under what the flag says about the register that it compares."""
    flag, then, other = let.reads
    sides = []
    for register, chosen in ((then, True), (other, False)):
        if intervals[flag][1 if chosen else 0] != int(chosen):
            continue
        assumed = _assumed(kernel.lets, flag, chosen, intervals)
        if assumed is None:
            continue
        sides.append(_under(kernel, register, assumed, intervals))
    return _hull(sides) if sides else _hull([intervals[then], intervals[other]])


def _assumed(lets: Sequence[Let], flag: int, chosen: bool, intervals: Sequence[Interval]) -> dict[int, Interval] | None:
    """What a flag says about registers, by register; None where it cannot be as chosen."""
    let = lets[flag]
    if let.operation == "logic" and let.data == ("not",):
        return _assumed(lets, let.reads[0], not chosen, intervals)
    if let.operation == "logic" and (let.data == ("and",)) == chosen:
        together: dict[int, Interval] = {}
        for one in let.reads:
            said = _assumed(lets, one, chosen, intervals)
            if said is None:
                return None
            for register, interval in said.items():
                before = together.get(register, interval)
                together[register] = (max(before[0], interval[0]), min(before[1], interval[1]))
        return None if any(low > high for low, high in together.values()) else together
    if let.operation != "compare" or let.data == ("meets",):
        return {}
    a, b = let.reads
    relation = let.data[0] if chosen else _OPPOSITE[let.data[0]]
    (a_low, a_high), (b_low, b_high) = intervals[a], intervals[b]
    match relation:
        case "<":
            a_high, b_low = min(a_high, b_high - 1), max(b_low, a_low + 1)
        case "<=":
            a_high, b_low = min(a_high, b_high), max(b_low, a_low)
        case ">":
            a_low, b_high = max(a_low, b_low + 1), min(b_high, a_high - 1)
        case ">=":
            a_low, b_high = max(a_low, b_low), min(b_high, a_high)
        case "=":
            a_low = b_low = max(a_low, b_low)
            a_high = b_high = min(a_high, b_high)
        case "!=" if b_low == b_high:
            a_low, a_high = a_low + (a_low == b_low), a_high - (a_high == b_low)
    if a_low > a_high or b_low > b_high:
        return None
    return {a: (a_low, a_high), b: (b_low, b_high)} if a != b else {}


def _under(
    kernel: Kernel, register: int, assumed: dict[int, Interval], intervals: Sequence[Interval], depth: int = 3
) -> Interval:
    """A register's interval where some registers lie closer together; looks through a few lets."""
    if register in assumed:
        return assumed[register]
    let = kernel.lets[register]
    if depth == 0 or let.operation in ("fact", "known", "const", "select", "match", "allocate", "fail"):
        return intervals[register]
    reads = [_under(kernel, one, assumed, intervals, depth - 1) for one in let.reads]
    if reads == [intervals[one] for one in let.reads]:
        return intervals[register]
    closer, before = _interval(kernel, let, reads), intervals[register]
    return (max(closer[0], before[0]), min(closer[1], before[1]))


def _compared(relation: str, let: Let, reads: Sequence[Interval]) -> Interval:
    if let.reads[0] == let.reads[1] and relation != "meets":
        return (1, 1) if relation in ("=", "<=", ">=") else (0, 0)
    (a_low, a_high), (b_low, b_high) = reads
    apart = a_high < b_low or b_high < a_low
    same = a_low == a_high == b_low == b_high
    always, never = {
        "=": (same, apart),
        "!=": (apart, same),
        "<": (a_high < b_low, a_low >= b_high),
        "<=": (a_high <= b_low, a_low > b_high),
        ">": (a_low > b_high, a_high <= b_low),
        ">=": (a_low >= b_high, a_high < b_low),
        "meets": (False, reads[0] == (0, 0) or reads[1] == (0, 0)),
    }[relation]
    return (1 if always else 0, 0 if never else 1)


_OPPOSITE: dict[object, str] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _held(cell: Any, interval: Interval) -> bool | None:
    """Whether a cell holds all of an interval; None where it holds nothing of it."""
    low, high = interval
    if cell is None:
        return True
    if isinstance(cell, frozenset):
        inside = sum(low <= one <= high for one in cell)
        return None if inside == 0 else inside == high - low + 1
    first, last = (low if cell[0] is None else cell[0]), (high if cell[1] is None else cell[1])
    return None if max(first, low) > min(last, high) else first <= low and high <= last


def _ends(let: Let, reads: Sequence[Interval]) -> Interval:
    """Of an operation that grows steadily in every operand."""
    low, high = (result(let.operation, [one[end] for one in reads], let.data) for end in (0, 1))
    return (low, high)


def _times(a: int, b: int) -> int:
    return a * b


def _corners(operation: Callable[..., int], *intervals: Interval) -> Interval:
    """Of an operation that grows or falls steadily in each of two operands."""
    (a_low, a_high), (b_low, b_high) = intervals
    made = [operation(a, b) for a in (a_low, a_high) for b in (b_low, b_high)]
    return (min(made), max(made))


def _hull(intervals: Sequence[Interval]) -> Interval:
    return (min(low for low, _ in intervals), max(high for _, high in intervals))
