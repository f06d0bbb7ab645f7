"""A kernel of amounts in, one that multiplies less out: what several summands are multiplied by is multiplied once.

The lines of a bill share most of their factors (a level, the months of a year, what discounts leave), and a total adds
them up: a × f + b × f becomes (a + b) × f. Whether a product is above 0 is asked of its factors, so that no flag needs it.
"""

from __future__ import annotations

from collections import Counter

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.ranges import ranges
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import rewritten


def shared_factors(kernel: Kernel) -> Kernel:
    """Sums of products with a factor in common, as a product of a sum."""

    def taken_out(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation in ("add", "sub"):
            made = _joined(grown, let.operation, *reads)
            if made is not None:
                return made
        return grown.let(let.operation, reads, let.data)

    return rewritten(kernel, taken_out)


def signs(kernel: Kernel) -> Kernel:
    """`a × b > 0`, for factors that are never below 0, is that both are above it."""
    intervals = ranges(kernel).intervals

    def asked(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation == "compare" and let.data == (">",) and grown.literal(reads[1]) == 0:
            flags = _above_nothing(kernel, let.reads[0])
            if flags is not None and all(intervals[one][0] >= 0 for one in flags):
                zero = grown.integer(0)
                open_ones = [one for one in flags if intervals[one][0] <= 0]
                parts = tuple(grown.let("compare", (placed[one], zero), (">",)) for one in open_ones)
                return grown.let("logic", parts, ("and",)) if parts else grown.integer(1)
        return grown.let(let.operation, reads, let.data)

    placed: dict[int, int] = {}

    def kept(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        placed[number] = asked(grown, number, let, reads)
        return placed[number]

    return rewritten(kernel, kept)


def _above_nothing(kernel: Kernel, register: int) -> list[int] | None:
    """The factors of a product; None of what is none."""
    let = kernel.lets[register]
    if let.operation != "mul":
        return None
    made: list[int] = []
    for one in let.reads:
        made += _above_nothing(kernel, one) or [one]
    return made


def _joined(grown: Registers, operation: str, left: int, right: int) -> int | None:
    """The sum or difference of two products with a factor in common; None where they have none."""
    (first, ours), (second, theirs) = _factors(grown, left), _factors(grown, right)
    shared = ours & theirs
    if not shared:
        return None
    rest = _product(grown, first, ours - shared), _product(grown, second, theirs - shared)
    inner = _joined(grown, operation, *rest)
    if inner is None:
        inner = grown.let(operation, rest)
    return _product(grown, 1, shared, inner)


def _factors(grown: Registers, register: int) -> tuple[int, Counter[int]]:
    """A register as a constant and the registers that are multiplied with it."""
    constant = grown.literal(register)
    if constant is not None:
        return constant, Counter()
    let = grown.lets[register]
    if let.operation != "mul":
        return 1, Counter([register])
    (first, ours), (second, theirs) = (_factors(grown, one) for one in let.reads)
    return first * second, ours + theirs


def _product(grown: Registers, constant: int, factors: Counter[int], *more: int) -> int:
    """The register of a product."""
    made = grown.integer(constant)
    for one in (*more, *sorted(factors.elements())):
        made = grown.let("mul", tuple(sorted((made, one))))
    return made
