"""A kernel and its inputs in, what its notes came to and the failures that it met out.

The first runs are interpreted: writing Python, and having it compiled, takes longer than they do. A kernel that is run more
often is worth generated code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from seatpolicy.compiler import meaning
from seatpolicy.compiler.ir import Kernel, trace_layout

if TYPE_CHECKING:
    from seatpolicy.engines.python.load import Traced

INTERPRETED = 5
"""How many runs of a kernel are interpreted."""

Scales = tuple[tuple[int, tuple[int, ...]], ...]
"""The divisor of each note, and the places of those that the trace adds."""


@attrs.frozen(slots=True)
class Notes(Sequence[Fraction]):
    """What the notes of a kernel came to, in their order; each is divided when it is asked for."""

    flat: Sequence[int]
    scales: Scales

    def __getitem__(self, note: int) -> Fraction:  # type: ignore[override]
        den, places = self.scales[note]
        for place in places:
            den *= self.flat[place]
        return Fraction(self.flat[note]) if den == 1 else Fraction(self.flat[note], den)

    def __len__(self) -> int:
        return len(self.scales)

    def __iter__(self) -> Iterator[Fraction]:
        return (self[note] for note in range(len(self.scales)))

    def holds(self, note: int) -> bool:
        """Whether a note is not 0."""
        return self.flat[note] != 0


@attrs.define(eq=False, repr=False)
class Runs:
    """A kernel that can be run."""

    kernel: Kernel
    _run: int = 0
    _layout: tuple[int, ...] = ()
    _scales: Scales = ()
    _traced: Traced | None = None

    def __attrs_post_init__(self) -> None:
        self._lay_out(self.kernel)

    def ran(self, given: Sequence[int | None]) -> tuple[Notes, tuple[int, ...]]:
        """The notes in their order, and the numbers of the failures."""
        if self._run < INTERPRETED:
            self._run += 1
            registers, failures = meaning.run(self.kernel, given)
            return Notes([registers[register] for register in self._layout], self._scales), failures
        if self._traced is None:
            from seatpolicy.engines.python.load import loaded_trace

            self._traced, traced = loaded_trace(self.kernel)
            self._lay_out(traced)
        failures, flat = self._traced(given)
        return Notes(flat, self._scales), failures

    def _lay_out(self, kernel: Kernel) -> None:
        self._layout = trace_layout(kernel)
        place = {register: number for number, register in enumerate(self._layout) if number >= len(kernel.notes)}
        self._scales = tuple((note.den, tuple(place[register] for register in note.dens)) for note in kernel.notes)


def runs(kernel: Kernel) -> Runs:
    """The kernel, to be run."""
    return Runs(kernel)
