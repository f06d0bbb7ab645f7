"""A kernel and its inputs in, what its notes came to and the failures that it met out, by generated Python."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import attrs

from seatpolicy.compiler.ir import Kernel, trace_layout
from seatpolicy.engines.python.load import Traced, loaded_trace


@attrs.frozen
class Runs:
    """A kernel that can be run. `scales` are the divisor of each note and the places of those that the trace adds."""

    traced: Traced
    scales: tuple[tuple[int, tuple[int, ...]], ...]

    def ran(self, given: Sequence[int | None]) -> tuple[list[Fraction], tuple[int, ...]]:
        """The notes in their order, and the numbers of the failures."""
        failures, flat = self.traced(given)
        figures = [
            Fraction(made, prod((den, *(flat[place] for place in places))))
            for made, (den, places) in zip(flat, self.scales, strict=False)
        ]
        return figures, failures


def runs(kernel: Kernel) -> Runs:
    """The kernel, compiled to Python."""
    function, traced = loaded_trace(kernel)
    layout = trace_layout(traced)
    place = {register: number for number, register in enumerate(layout) if number >= len(traced.notes)}
    scales = tuple((note.den, tuple(place[register] for register in note.dens)) for note in traced.notes)
    return Runs(function, scales)
