"""Every check of the whole model, in the order in which they run; a new check is a module and a line here.

A check takes the policy, whether some line of it could not be read (then nothing is reported as absent), and the
declarations in force by file; it gives findings. Where only one declaration lost a line, `Poison` tells whether a part of
the model stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.values.record import record


@record
class Poison:
    """Which top-level declarations lost a line to a mistake in it, as spans by source."""

    spans: tuple[Span, ...]
    lost: bool

    def hit(self, *places: Span | None) -> bool:
        """Whether one of the places lies in a declaration that lost a line; then nothing is reported as absent there."""
        return any(
            p is not None and s.source is p.source and s.start <= p.start < s.end for p in places for s in self.spans
        )

    @property
    def any(self) -> bool:
        """Whether any line of the policy could not be read."""
        return self.lost or bool(self.spans)


Check = Callable[[Policy, Poison], list[Diagnostic]]


def poison_of(files: Sequence[tuple[SourceFile, tuple[Node, ...]]]) -> Poison:
    """The poison of the declarations in force."""
    spans = tuple(
        Span(file.source, node.start, node.end)
        for file, nodes in files
        if file.poisoned
        for node in nodes
        if any(node.start <= start < node.end for start in file.poisoned)
    )
    return Poison(spans, any(file.lost for file, _ in files))


def all_checks() -> tuple[Check, ...]:
    """The checks, in order."""
    return ()
