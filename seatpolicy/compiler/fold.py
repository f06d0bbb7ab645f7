"""A let in, a simpler one out: constants are worked out, and what changes nothing goes away.

The rules are those of whole numbers and of 0 and 1 only; none of them looks at bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.ir import Let
from seatpolicy.compiler.meaning import KEPT, result


def folded(operation: str, reads: tuple[int, ...], data: tuple[object, ...], lets: Sequence[Let]) -> Let | int:
    """The let, a constant, or the register that already holds the same."""
    constants = [_constant(register, lets) for register in reads]
    if operation not in KEPT and reads and all(one is not None for one in constants):
        return Let("const", (), (result(operation, [one for one in constants if one is not None], data),))
    if operation in ("add", "sub") and constants[1] == 0:
        return reads[0]
    if operation == "add" and constants[0] == 0:
        return reads[1]
    if operation == "mul":
        for here, other in ((0, 1), (1, 0)):
            if constants[here] == 1:
                return reads[other]
            if constants[here] == 0:
                return Let("const", (), (0,))
    if operation in ("min", "max") and reads[0] == reads[1]:
        return reads[0]
    if operation == "logic" and data == ("not",) and lets[reads[0]].operation == "logic" and lets[reads[0]].data == ("not",):
        return lets[reads[0]].reads[0]
    return Let(operation, reads, data)


def _constant(register: int, lets: Sequence[Let]) -> int | None:
    let = lets[register]
    if let.operation != "const":
        return None
    number = let.data[0]
    assert isinstance(number, int)
    return number
