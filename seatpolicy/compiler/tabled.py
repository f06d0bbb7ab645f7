"""A kernel of amounts in, one that looks more of them up out: what only a few small facts decide becomes one table of them.

A bill multiplies by what its region, its term and its segment say. Each is a table already; the product of all is one, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.meaning import result
from seatpolicy.compiler.ranges import Interval, ranges
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import rewritten, use_counts
from seatpolicy.values.record import record

MOST_CELLS = 64
_NOT_ALONE = ("fact", "known", "fail", "note", "allocate")
"""Operations whose result is no figure of what they read, or is kept as it is."""


@record
class _Known:
    """Of every register the facts that decide it, as registers in order: None where other things do, too; of each fact how
    many values it has."""

    deciding: Sequence[tuple[int, ...] | None]
    intervals: Sequence[Interval]

    def cells(self, facts: Sequence[int]) -> int:
        return prod(self.intervals[fact][1] - self.intervals[fact][0] + 1 for fact in facts)


def tabled(kernel: Kernel) -> Kernel:
    """Products of figures that only small facts decide are looked up, in one table where it has at most 64 cells; so is
    every such figure that takes more than one step to tell."""
    known = _known(kernel)
    uses = use_counts(kernel)
    inner = {one for let in kernel.lets if let.operation == "mul" for one in let.reads if uses[one] == 1}
    placed: dict[int, int] = {}

    def looked_up(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        facts = known.deciding[number]
        if let.operation == "mul" and number not in inner:
            made = _product(kernel, known, number, uses, grown, placed)
        elif facts and not _plain(kernel, let):
            made = _table(kernel, known, (number,), facts, grown, placed)
        else:
            made = grown.let(let.operation, reads, let.data)
        placed[number] = made
        return made

    return rewritten(kernel, looked_up)


def _known(kernel: Kernel) -> _Known:
    known = _Known([], ranges(kernel).intervals)
    deciding: list[tuple[int, ...] | None] = []
    for number, let in enumerate(kernel.lets):
        found: tuple[int, ...] | None = None
        if let.operation == "fact":
            found = (number,)
        elif let.operation not in _NOT_ALONE:
            parts = [deciding[one] for one in let.reads]
            found = tuple(sorted({fact for part in parts for fact in part or ()}))
            found = None if None in parts else found
        deciding.append(found if found is not None and known.cells(found) <= MOST_CELLS else None)
    return _Known(deciding, known.intervals)


def _plain(kernel: Kernel, let: Let) -> bool:
    """Whether a let only reads facts and constants: it takes one step."""
    return let.operation == "fact" or all(kernel.lets[one].operation in ("fact", "const") for one in let.reads)


def _product(
    kernel: Kernel, known: _Known, number: int, uses: Sequence[int], grown: Registers, placed: dict[int, int]
) -> int:
    """A product, those of its factors that small facts decide in one table, where that is small, too."""
    factors: list[int] = []
    waiting = list(kernel.lets[number].reads)
    while waiting:
        one = waiting.pop()
        let = kernel.lets[one]
        if let.operation == "mul" and uses[one] == 1:
            waiting += let.reads
        else:
            factors.append(one)
    together: list[int] = []
    facts: tuple[int, ...] = ()
    for one in sorted(factors):
        here = known.deciding[one]
        more = tuple(sorted({*facts, *(here or ())}))
        if here is not None and known.cells(more) <= MOST_CELLS:
            together.append(one)
            facts = more
    rest = [placed[one] for one in sorted(factors)]
    if facts and len(together) > 1:
        for one in together:
            rest.remove(placed[one])
        rest.append(_table(kernel, known, together, facts, grown, placed))
    made = grown.integer(1)
    for one in rest:
        made = grown.let("mul", tuple(sorted((made, one))))
    return made


def _table(
    kernel: Kernel, known: _Known, factors: Sequence[int], facts: Sequence[int], grown: Registers, placed: dict[int, int]
) -> int:
    """The register of a table of the product of some registers, by the facts that decide them."""
    rows: list[tuple[tuple[object, ...], int]] = []
    ends = (known.intervals[fact] for fact in facts)
    for values in product(*(range(low, high + 1) for low, high in ends)):
        registers = dict(zip(facts, values, strict=True))
        figure = prod(_figure(kernel, one, registers) for one in factors)
        rows.append((tuple(frozenset({value}) for value in values), figure))
    rows[-1] = ((None,) * len(facts), rows[-1][1])
    return grown.let("match", tuple(placed[fact] for fact in facts), tuple(rows))


def _figure(kernel: Kernel, register: int, registers: dict[int, int]) -> int:
    """What a register is when the facts are these."""
    if register not in registers:
        let = kernel.lets[register]
        if let.operation == "const":
            (constant,) = let.data
            assert isinstance(constant, int)
            registers[register] = constant
        else:
            reads = [_figure(kernel, one, registers) for one in let.reads]
            registers[register] = result(let.operation, reads, let.data)
    return registers[register]
