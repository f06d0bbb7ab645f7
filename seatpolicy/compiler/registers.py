"""Lets in, a kernel out: equal lets share a register, and what is constant is folded away while it grows.

This is the language of registers, integers all of them. `build.Builder` writes exact figures in it; passes write a kernel
anew in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.compiler.fold import folded
from seatpolicy.compiler.ir import Failure, Input, Kernel, Let, Note
from seatpolicy.source.text import Span


@attrs.define
class Registers:
    """Grows one kernel. `at` is the line of the policy that new lets belong to."""

    name: str
    at: Span | None = None
    inputs: list[Input] = attrs.field(factory=list)
    lets: list[Let] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)
    _known: dict[tuple[str, tuple[int, ...], tuple[object, ...]], int] = attrs.field(factory=dict)
    _asked: dict[tuple[str, tuple[int, ...], tuple[object, ...]], int] = attrs.field(factory=dict)
    _noted: set[str] = attrs.field(factory=set)

    def let(self, operation: str, reads: tuple[int, ...] = (), data: tuple[object, ...] = ()) -> int:
        """The register of a let: a new one, an equal one's, or that of the constant that it comes to."""
        asked = (operation, reads, data)
        register = self._asked.get(asked)
        if register is None:
            register = self._asked[asked] = self._let(operation, reads, data)
        return register

    def _let(self, operation: str, reads: tuple[int, ...], data: tuple[object, ...]) -> int:
        made = folded(operation, reads, data, self.lets)
        if isinstance(made, int):
            return made
        key = (made.operation, made.reads, made.data)
        if key not in self._known:
            self._known[key] = len(self.lets)
            self.lets.append(Let(made.operation, made.reads, made.data, self.at))
        return self._known[key]

    def integer(self, value: int) -> int:
        """The register of a constant."""
        return self.let("const", (), (value,))

    def literal(self, register: int) -> int | None:
        """The constant that a register holds, or None."""
        let = self.lets[register]
        if let.operation != "const":
            return None
        number = let.data[0]
        assert isinstance(number, int)
        return number

    def root(self, name: str, register: int, den: int = 1, dens: Sequence[int] = ()) -> int:
        """Makes a register over a denominator a root of the trace; gives the note's number. Raises ValueError where a note
        has the name already. Constants among the denominators become part of the static one."""
        if name in self._noted:
            raise ValueError(f"two notes are called {name}")
        self._noted.add(name)
        number = len(self.notes)
        open_ones = []
        for one in dens:
            constant = self.literal(one)
            if constant is None:
                open_ones.append(one)
            else:
                den *= constant
        self.lets.append(Let("note", (register,), (number,), self.at))
        self.notes.append(Note(name, len(self.lets) - 1, den, tuple(sorted(open_ones))))
        return number

    def kernel(self, roots: Sequence[int]) -> Kernel:
        """The finished kernel; `roots` are numbers of notes."""
        return Kernel(
            self.name, tuple(self.inputs), tuple(self.lets), tuple(self.failures), tuple(self.notes), tuple(roots)
        )
