"""A kernel and what becomes of each let in, the kernel written anew out: what the passes share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.registers import Registers


def rewritten(kernel: Kernel, change: Callable[[Registers, int, Let, tuple[int, ...]], int]) -> Kernel:
    """The kernel with the register that `change` gives for each let: what grows, the let's old number, the old let and what
    it reads by now in; the new register out. Notes are kept."""
    grown = Registers(kernel.name, inputs=list(kernel.inputs), failures=list(kernel.failures))
    new: list[int] = []
    for number, let in enumerate(kernel.lets):
        grown.at = let.at
        reads = tuple(new[register] for register in let.reads)
        if let.operation == "note":
            note = kernel.notes[number_of(let)]
            grown.root(note.name, reads[0], note.den, [new[register] for register in note.dens])
            new.append(grown.notes[-1].register)
        else:
            new.append(change(grown, number, let, reads))
    return grown.kernel(kernel.roots)


def use_counts(kernel: Kernel) -> list[int]:
    """How often each register is read, by lets and by the denominators of notes."""
    counts = [0] * len(kernel.lets)
    for let in kernel.lets:
        for register in let.reads:
            counts[register] += 1
    for register in {one for note in kernel.notes for one in note.dens}:
        counts[register] += 1
    return counts


def piece_register(grown: Registers, register: int, rows: Sequence[Any]) -> int:
    """The register of a piece; the last row takes what is left. A single row is a product and a sum."""
    if len(rows) > 1:
        return grown.let("piece", (register,), (*rows[:-1], (None, *rows[-1][1:])))
    _, slope, flat = rows[0]
    product = grown.let("mul", tuple(sorted((register, grown.integer(slope)))))
    return grown.let("add", tuple(sorted((product, grown.integer(flat)))))


def number_of(let: Let) -> int:
    """The integer that a let has as its data: of an input, a failure, a note."""
    number = let.data[0]
    assert isinstance(number, int)
    return number
