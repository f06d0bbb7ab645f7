"""A kernel in, a kernel out that means the same and does less.

Every pass keeps the inputs' and the failures' numbers, and every note that is left keeps its name and what it comes to. What
`required` changes is where an unknown fact is noticed: at the door instead of inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seatpolicy.compiler.factors import shared_factors, signs
from seatpolicy.compiler.ir import Kernel, Let, Note
from seatpolicy.compiler.pieces import pieced
from seatpolicy.compiler.ranges import cells_met, ranges, rows_met
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import number_of, piece_register, rewritten, use_counts
from seatpolicy.compiler.tabled import tabled
from seatpolicy.values.record import evolved

Pass = Callable[[Kernel], Kernel]


def optimised(kernel: Kernel, passes: Sequence[Pass] | None = None) -> Kernel:
    """The kernel after every pass, in order."""
    for one in PASSES if passes is None else passes:
        kernel = one(kernel)
    return kernel


def amounts_only(kernel: Kernel) -> Kernel:
    """The kernel without any note that is no root: `roots` are all of its notes then."""
    notes = tuple(kernel.notes[one] for one in kernel.roots)
    return live(evolved(kernel, notes=notes, roots=tuple(range(len(notes)))))


def amounts(kernel: Kernel) -> Kernel:
    """The amounts alone, after every pass, and after those that a trace, which needs each step, could not use."""
    made = optimised(amounts_only(kernel))
    return live(tabled(optimised(signs(optimised(live(shared_factors(signs(made))))))))


def required(kernel: Kernel) -> Kernel:
    """Optional inputs that every run needs are checked before it: a failure that is met wherever an input is unknown, under
    no other condition, becomes the input's `missing`."""
    inputs = list(kernel.inputs)
    for let in kernel.lets:
        if let.operation == "fail":
            number = _unknown(kernel, let.reads[0])
            if number is not None and inputs[number].optional:
                inputs[number] = evolved(inputs[number], optional=False, missing=let.data[0])

    def known(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation == "known" and not inputs[number_of(let)].optional:
            return grown.integer(1)
        return grown.let(let.operation, reads, let.data)

    return rewritten(evolved(kernel, inputs=tuple(inputs)), known)


def decided(kernel: Kernel) -> Kernel:
    """What the bounds of the inputs decide is not computed: constants, comparisons, branches and rows that never are."""
    intervals = ranges(kernel).intervals

    def settled(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        low, high = intervals[number]
        # A failure's register is 0 always; what goes with a flag that never holds is folded away.
        if low == high and let.operation not in ("fact", "known", "const", "fail"):
            return grown.integer(low)
        met = [intervals[register] for register in let.reads]
        match let.operation:
            case "min" | "max":
                if met[0][1] <= met[1][0]:
                    return reads[0 if let.operation == "min" else 1]
                if met[1][1] <= met[0][0]:
                    return reads[1 if let.operation == "min" else 0]
            case "piece":
                return piece_register(grown, reads[0], [row for row, _ in rows_met(let.data, met[0])])
            case "match":
                left = cells_met(let.data, met)
                return grown.let("match", reads, (*left[:-1], ((None,) * len(reads), left[-1][1])))
        return grown.let(let.operation, reads, let.data)

    return rewritten(kernel, settled)


def gathered(kernel: Kernel) -> Kernel:
    """Arithmetic with a constant moves into the constant factor, the piece or the table beside it, where nothing else reads
    that."""
    uses = use_counts(kernel)

    def moved(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation in ("add", "sub", "mul"):
            for here, other in ((0, 1), (1, 0)):
                constant, inner = grown.literal(reads[here]), grown.lets[reads[other]]
                if constant is None or uses[let.reads[other]] > 1:
                    continue
                made = _into(grown, let.operation, constant, here == 0, inner)
                if made is not None:
                    return made
        return grown.let(let.operation, reads, let.data)

    return rewritten(kernel, moved)


def live(kernel: Kernel) -> Kernel:
    """Only what a note or a failure needs."""
    needed = {register for note in kernel.notes for register in (note.register, *note.dens)}
    needed |= {number for number, let in enumerate(kernel.lets) if let.operation == "fail"}
    for number in range(len(kernel.lets) - 1, -1, -1):
        if number in needed:
            needed.update(kernel.lets[number].reads)
    new: dict[int, int] = {}
    lets: list[Let] = []
    at = {note.register: number for number, note in enumerate(kernel.notes)}
    for number, let in enumerate(kernel.lets):
        if number in needed:
            new[number] = len(lets)
            data = (at[number],) if let.operation == "note" else let.data
            lets.append(Let(let.operation, tuple(new[one] for one in let.reads), data, let.at))
    notes = tuple(
        Note(note.name, new[note.register], note.den, tuple(sorted(new[one] for one in note.dens))) for note in kernel.notes
    )
    return evolved(kernel, lets=tuple(lets), notes=notes)


PASSES: tuple[Pass, ...] = (decided, pieced, live, gathered, decided, live)
"""In this order: bounds decide what is constant, sums of tiers become pieces, what nobody reads any more goes, constants
move into what is left, and new bounds decide again."""


def _unknown(kernel: Kernel, flag: int) -> int | None:
    """The number of the input of which a flag says only that it is unknown."""
    let = kernel.lets[flag]
    if let.operation != "logic" or let.data != ("not",):
        return None
    inner = kernel.lets[let.reads[0]]
    return number_of(inner) if inner.operation == "known" else None


def _into(grown: Registers, operation: str, constant: int, first: bool, inner: Let) -> int | None:
    """The register of `constant operation inner` (or the other way round) where the inner let can take it in."""
    if inner.operation == "mul" and operation == "mul":
        for here, other in ((0, 1), (1, 0)):
            factor = grown.literal(inner.reads[here])
            if factor is not None:
                return grown.let("mul", tuple(sorted((grown.integer(constant * factor), inner.reads[other]))))
    data: tuple[Any, ...] = inner.data
    if inner.operation == "match":
        changed = tuple((cells, _applied(operation, constant, first, made)) for cells, made in data)
        return grown.let("match", inner.reads, changed)
    if inner.operation == "piece":
        still = 1 if operation != "sub" or not first else -1
        factor = constant if operation == "mul" else still
        rows = tuple((bound, slope * factor, _applied(operation, constant, first, flat)) for bound, slope, flat in data)
        return grown.let("piece", inner.reads, rows)
    return None


def _applied(operation: str, constant: int, first: bool, figure: int) -> int:
    if operation == "mul":
        return constant * figure
    if operation == "add":
        return constant + figure
    return constant - figure if first else figure - constant
