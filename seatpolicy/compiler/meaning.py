"""One operation and the integers it reads in, its integer out: what every engine's operations must agree with.

The constant folder uses it while compiling, and `run` interprets a whole kernel with it: slowly, and so plainly that
generated code can be compared with it let by let.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Any

from seatpolicy.compiler.ir import Kernel, trace_layout
from seatpolicy.values.allocation import allocate
from seatpolicy.values.rounding import Mode, round_to

KEPT = ("fact", "known", "const", "fail", "note")
"""Operations that no constant replaces."""


class Stopped(Exception):
    """A function that returns amounts only met a failure, by its number."""

    def __init__(self, failure: int) -> None:
        super().__init__(failure)
        self.failure = failure


def result(operation: str, reads: Sequence[int], data: tuple[Any, ...]) -> int:
    """The register that an operation makes of what it reads. Raises ValueError for those that read inputs or stop."""
    match operation:
        case "add":
            return reads[0] + reads[1]
        case "sub":
            return reads[0] - reads[1]
        case "mul":
            return reads[0] * reads[1]
        case "min":
            return min(reads)
        case "max":
            return max(reads)
        case "compare":
            return int(_compared(data[0], reads[0], reads[1]))
        case "logic":
            return int({"and": all, "or": any}[data[0]](reads)) if data[0] != "not" else 1 - reads[0]
        case "select":
            return reads[1] if reads[0] else reads[2]
        case "piece":
            return int(next(slope * reads[0] + flat for bound, slope, flat in data if bound is None or reads[0] <= bound))
        case "match":
            return int(next(made for cells, made in data if all(map(_holds, cells, reads))))
        case "round":
            return _rounded(Fraction(reads[0], reads[1]), data[0])
        case "muldivround":
            return _rounded(Fraction(reads[0] * reads[1], reads[2]), data[0])
        case "allocate":
            total = reads[0] if any(reads[1:]) else 0
            return int(allocate(total, [Fraction(weight) for weight in reads[1:]], data[0])[data[1]])
    raise ValueError(f"`{operation}` has no meaning by itself")


def run(kernel: Kernel, given: Sequence[int | None]) -> tuple[list[int], tuple[int, ...]]:
    """Every register of a kernel, and the numbers of the failures met, in the order of the lets. `given` are its inputs in
    order, None for an unknown one."""
    registers: list[int] = []
    failures: list[int] = []
    for let in kernel.lets:
        reads = [registers[register] for register in let.reads]
        if let.operation == "const":
            made = _integer(let.data)
        elif let.operation in ("fact", "known"):
            value = given[_integer(let.data)]
            made = (value or 0) if let.operation == "fact" else int(value is not None)
        elif let.operation == "fail":
            if reads[0] and _integer(let.data) not in failures:
                failures.append(_integer(let.data))
            made = 0
        else:
            made = reads[0] if let.operation == "note" else result(let.operation, reads, let.data)
        registers.append(made)
    return registers, tuple(failures)


def notes(kernel: Kernel, registers: Sequence[int]) -> dict[str, Fraction]:
    """What each note of a kernel came to, by its name; `registers` are all of the kernel's."""
    return from_trace(kernel, [registers[register] for register in trace_layout(kernel)])


def from_trace(kernel: Kernel, flat: Sequence[int]) -> dict[str, Fraction]:
    """What each note of a kernel came to, by its name; `flat` is a trace as `trace_layout` lays it out."""
    at = dict(zip(trace_layout(kernel)[len(kernel.notes) :], flat[len(kernel.notes) :], strict=True))
    return {
        note.name: Fraction(made, prod((note.den, *(at[register] for register in note.dens))))
        for note, made in zip(kernel.notes, flat, strict=False)
    }


def _integer(data: tuple[object, ...]) -> int:
    number = data[0]
    assert isinstance(number, int)
    return number


def _compared(relation: str, a: int, b: int) -> bool:
    if relation == "meets":
        return a & b != 0
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[relation]


def _holds(cell: Any, value: int) -> bool:
    if cell is None:
        return True
    if isinstance(cell, frozenset):
        return value in cell
    low, high = cell
    return (low is None or low <= value) and (high is None or value <= high)


def _rounded(value: Fraction, mode: str) -> int:
    return round_to(value, Mode(mode), Fraction(1)).numerator
