"""The table of operations of the IR in, mistakes in one let of a kernel out: per operation and per value of each choice.

A mistake takes one let that it fits, drawn from those that something reads, and writes it as a slip of the pen would: the
neighbouring operation, relation, word or mode, its registers in the other order, a bound one further, the row beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import attrs

from seatpolicy.compiler.ir import MODES, RELATIONS, REMAINDERS, Kernel, Let
from seatpolicy.values.record import evolved

Slip = Callable[[Kernel, int, Random], Let | None]
"""The mistaken let in the place of one of a kernel; None where it does not fit."""


@attrs.frozen
class KernelMistake:
    """`name` says what is written as what. `optimised`: it is made in the kernel behind the passes, where its operation
    first occurs."""

    name: str
    slip: Slip
    operation: str
    optimised: bool = False

    def made(self, kernel: Kernel, live: Sequence[int], seed: str) -> tuple[int, Let] | None:
        """The register that is worked out wrongly, and how; None where no let fits."""
        r = Random(f"{self.name} {seed}")
        fits = [number for number in live if kernel.lets[number].operation == self.operation]
        r.shuffle(fits)
        for number in fits:
            made = self.slip(kernel, number, r)
            if made is not None and made != kernel.lets[number]:
                return number, made
        return None


def live_lets(kernel: Kernel) -> list[int]:
    """The lets that a note or a failure reads."""
    needed = {register for note in kernel.notes for register in (note.register, *note.dens)}
    needed |= {number for number, let in enumerate(kernel.lets) if let.operation == "fail"}
    for number in range(len(kernel.lets) - 1, -1, -1):
        if number in needed:
            needed.update(kernel.lets[number].reads)
    return sorted(needed)


# ---- ways to slip


def _written_as(operation: str, *data: object) -> Slip:
    return lambda kernel, number, r: evolved(kernel.lets[number], operation=operation, data=data)


def _swapped(first: int, second: int) -> Slip:
    def slip(kernel: Kernel, number: int, r: Random) -> Let:
        reads = list(kernel.lets[number].reads)
        reads[first], reads[second] = reads[second], reads[first]
        return evolved(kernel.lets[number], reads=tuple(reads))

    return slip


def _only(place: int) -> Slip:
    """One of the registers instead of what is made of them."""

    def slip(kernel: Kernel, number: int, r: Random) -> Let:
        read = kernel.lets[number].reads[place]
        return evolved(kernel.lets[number], operation="min", reads=(read, read), data=())

    return slip


def _choice(value: str, other: str, place: int = 0) -> Slip:
    """Another value of a static choice, where it has this one."""

    def slip(kernel: Kernel, number: int, r: Random) -> Let | None:
        let = kernel.lets[number]
        if let.data[place] != value:
            return None
        return evolved(let, data=(*let.data[:place], other, *let.data[place + 1 :]))

    return slip


def _rows(change: Callable[[list[Any], Random], list[Any] | None]) -> Slip:
    def slip(kernel: Kernel, number: int, r: Random) -> Let | None:
        made = change(list(kernel.lets[number].data), r)
        return None if made is None else evolved(kernel.lets[number], data=tuple(made))

    return slip


def _bound(by: int) -> Slip:
    def change(rows: list[Any], r: Random) -> list[Any] | None:
        if len(rows) < 2:
            return None
        place = r.randrange(len(rows) - 1)
        bound, slope, flat = rows[place]
        return [*rows[:place], (bound + by, slope, flat), *rows[place + 1 :]]

    return _rows(change)


def _next_row(part: int) -> Slip:
    def change(rows: list[Any], r: Random) -> list[Any] | None:
        if len(rows) < 2:
            return None
        place = r.randrange(len(rows) - 1)
        row = list(rows[place])
        row[part] = rows[place + 1][part]
        return [*rows[:place], tuple(row), *rows[place + 1 :]]

    return _rows(change)


def _row_dropped(rows: list[Any], r: Random) -> list[Any] | None:
    place = r.randrange(len(rows))
    return [*rows[:place], *rows[place + 1 :]] if place < len(rows) - 1 else None


def _rows_swapped(rows: list[Any], r: Random) -> list[Any] | None:
    if len(rows) < 2:
        return None
    place = r.randrange(len(rows) - 1)
    (cells, made), (below, other) = rows[place : place + 2]
    return [*rows[:place], (cells, other), (below, made), *rows[place + 2 :]]


def _other_input(kernel: Kernel, number: int, r: Random) -> Let | None:
    """The input beside it, of the same type."""
    let = kernel.lets[number]
    mine: Any = let.data[0]
    beside = [n for n, one in enumerate(kernel.inputs) if n != mine and one.type == kernel.inputs[mine].type]
    return evolved(let, data=(min(beside, key=lambda n: abs(n - mine)),)) if beside else None


def _always_known(kernel: Kernel, number: int, r: Random) -> Let:
    return evolved(kernel.lets[number], operation="const", data=(1,))


def _one_more(kernel: Kernel, number: int, r: Random) -> Let:
    value: Any = kernel.lets[number].data[0]
    return evolved(kernel.lets[number], data=(value + 1,))


def _word(word: str, slip: Slip) -> Slip:
    return lambda kernel, number, r: slip(kernel, number, r) if kernel.lets[number].data[0] == word else None


def _dropped(kernel: Kernel, number: int, r: Random) -> Let:
    """A failure that is never met."""
    return Let("const", (), (0,), kernel.lets[number].at)


def _neighbour(kernel: Kernel, number: int, r: Random) -> Let | None:
    """A note of what the note before it holds."""
    before = [n for n in range(number) if kernel.lets[n].operation == "note"]
    return evolved(kernel.lets[number], reads=kernel.lets[before[-1]].reads) if before else None


def _other_part(kernel: Kernel, number: int, r: Random) -> Let | None:
    let = kernel.lets[number]
    rest, part = let.data
    assert isinstance(part, int)
    weights = len(let.reads) - 1
    return evolved(let, data=(rest, (part + 1) % weights)) if weights > 1 else None


# ---- the table

NEXT_RELATION = {"=": ("!=",), "!=": ("=",), "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
                 "meets": ("=",)}  # fmt: skip
NEXT_MODE = {"half up": ("half even", "half down", "up"), "half even": ("half up", "half down"), "half down": ("half up",),
             "up": ("half up", "down", "ceiling"), "down": ("half up", "floor"), "ceiling": ("floor", "half up"),
             "floor": ("ceiling", "half up")}  # fmt: skip

SLIPS: dict[str, dict[str, Slip]] = {
    "fact": {"the input beside it": _other_input},
    "known": {"always": _always_known, "of the input beside it": _other_input},
    "const": {"one more": _one_more},
    "add": {"sub": _written_as("sub"), "its first part": _only(0), "its second part": _only(1)},
    "sub": {"add": _written_as("add"), "the other way round": _swapped(0, 1), "its first part": _only(0)},
    "mul": {"add": _written_as("add"), "its first factor": _only(0), "its second factor": _only(1)},
    "min": {"max": _written_as("max"), "its first part": _only(0), "its second part": _only(1)},
    "max": {"min": _written_as("min"), "its first part": _only(0), "its second part": _only(1)},
    "compare": {f"{here} as {there}": _choice(here, there) for here in RELATIONS for there in NEXT_RELATION[here]},
    "logic": {
        "and as or": _choice("and", "or"),
        "or as and": _choice("or", "and"),
        "and without its last part": _word("and", _only(0)),
        "not forgotten": _word("not", _only(0)),
    },
    "select": {"the other way round": _swapped(1, 2), "always the first": _only(1), "always the second": _only(2)},
    "piece": {
        "a bound one higher": _bound(1),
        "a bound one lower": _bound(-1),
        "the slope of the next row": _next_row(1),
        "the intercept of the next row": _next_row(2),
    },
    "match": {"a row dropped": _rows(_row_dropped), "two results swapped": _rows(_rows_swapped)},
    "round": {f"{here} as {there}": _choice(here, there) for here in MODES for there in NEXT_MODE[here]},
    "muldivround": {
        **{f"{here} as {there}": _choice(here, there) for here in MODES for there in NEXT_MODE[here]},
        "multiplied by the divisor": _swapped(1, 2),
    },
    "allocate": {
        **{f"to the {here} as to the {REMAINDERS[place - 1]}": _choice(here, REMAINDERS[place - 1])
           for place, here in enumerate(REMAINDERS)},
        "the share beside it": _other_part,
    },
    "fail": {"dropped": _dropped},
    "note": {"the register of its neighbour": _neighbour},
}  # fmt: skip
"""Of each operation, the ways in which it is written wrongly."""

BEHIND_THE_PASSES = ("piece",)
"""Operations that only passes write."""


def kernel_mistakes() -> Iterator[KernelMistake]:
    """Every mistake of the table."""
    for operation, slips in SLIPS.items():
        for name, slip in slips.items():
            yield KernelMistake(f"{operation}: {name}", slip, operation, operation in BEHIND_THE_PASSES)
