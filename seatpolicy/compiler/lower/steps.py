"""Steps of lines: a change of a figure in, its row in the tables of a program out."""

from __future__ import annotations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.source.text import Span

Change = tuple[Value, Value]
"""A figure before and after."""


def add_step(
    steps: list[PossibleStep],
    low: Lowering,
    figure: str,
    rule: str,
    at: Span | None,
    flag: Value,
    change: Change,
    basis: str,
    *figures: Figure,
    rounding: str = "",
    rounded: Value | None = None,
) -> None:
    """Writes a step down for where the flag holds; `rounded` says whether its rounding changed anything."""
    b = low.b
    if low.silent or b.constant(flag) == 0:
        return
    if not rounding or (rounded is not None and b.constant(rounded) == 0):
        rounding, rounded = "", None
    steps.append(
        PossibleStep(
            figure,
            rule,
            at,
            low.flag(flag),
            low.note(change[0], "before"),
            low.note(change[1], "after"),
            low.words(basis, *figures),
            rounding,
            None if rounded is None else low.flag(rounded),
        )
    )
