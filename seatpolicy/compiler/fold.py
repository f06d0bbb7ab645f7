"""A let in, a simpler one out: constants are worked out, and what changes nothing goes away.

The rules are those of whole numbers and of 0 and 1 only; none of them looks at bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.ir import Let
from seatpolicy.compiler.meaning import KEPT, result


def folded(operation: str, reads: tuple[int, ...], data: tuple[object, ...], lets: Sequence[Let]) -> Let | int:
    """The let, a constant, or the register that already holds the same."""
    if not reads:
        return Let(operation, reads, data)
    constants = [_constant(register, lets) for register in reads]
    if operation not in KEPT:
        known = [one for one in constants if one is not None]
        if len(known) == len(constants):
            return Let("const", (), (result(operation, known, data),))
    match operation:
        case "add" | "sub" | "mul":
            return _figure(operation, reads, constants)
        case "min" | "max" if reads[0] == reads[1]:
            return reads[0]
        case "logic":
            return _logic(reads, data, constants, lets)
        case "select":
            return _select(reads, constants)
        case "fail" if constants[0] == 0:
            return Let("const", (), (0,))
        case "match" if len(results := {row[1] for row in data}) == 1:  # type: ignore[index]
            return Let("const", (), tuple(results))
        case "piece" if len(data) == 1 and data[0] == (None, 1, 0):
            return reads[0]
    return Let(operation, reads, data)


def _figure(operation: str, reads: tuple[int, ...], constants: Sequence[int | None]) -> Let | int:
    if operation == "mul":
        for here, other in ((0, 1), (1, 0)):
            if constants[here] == 1:
                return reads[other]
            if constants[here] == 0:
                return Let("const", (), (0,))
    elif constants[1] == 0:
        return reads[0]
    elif operation == "add" and constants[0] == 0:
        return reads[1]
    elif operation == "sub" and reads[0] == reads[1]:
        return Let("const", (), (0,))
    return Let(operation, reads)


def _logic(
    reads: tuple[int, ...], data: tuple[object, ...], constants: Sequence[int | None], lets: Sequence[Let]
) -> Let | int:
    if data == ("not",):
        inner = lets[reads[0]]
        return inner.reads[0] if inner.operation == "logic" and inner.data == ("not",) else Let("logic", reads, data)
    neutral = 1 if data == ("and",) else 0
    if 1 - neutral in constants:
        return Let("const", (), (1 - neutral,))
    open_ones = tuple(dict.fromkeys(one for one, constant in zip(reads, constants, strict=True) if constant is None))
    opposites = (lets[one].reads[0] for one in open_ones if lets[one].data == ("not",))
    if any(one in open_ones for one in opposites):
        return Let("const", (), (1 - neutral,))
    return open_ones[0] if len(open_ones) == 1 else Let("logic", open_ones, data)


def _select(reads: tuple[int, ...], constants: Sequence[int | None]) -> Let | int:
    flag, then, other = reads
    if constants[0] is not None:
        return then if constants[0] else other
    if then == other:
        return then
    if constants[1:] == [1, 0]:
        return flag
    if constants[1:] == [0, 1]:
        return Let("logic", (flag,), ("not",))
    return Let("select", reads)


def _constant(register: int, lets: Sequence[Let]) -> int | None:
    let = lets[register]
    if let.operation != "const":
        return None
    number = let.data[0]
    assert isinstance(number, int)
    return number
