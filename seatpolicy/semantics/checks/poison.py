"""What could not be read in: which declarations lost a line, so that a check reports nothing as absent there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.scope import NM201, NM202, NM203, NM211
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.values.record import record


@record
class Poison:
    """Which top-level declarations lost a line to a mistake in it, as spans by source; and which of them name something that
    nothing declares, so that nobody knows what else they are about."""

    spans: tuple[Span, ...]
    lost: bool
    vague: tuple[Span, ...] = ()

    def hit(self, *places: Span | None) -> bool:
        """Whether one of the places lies in a declaration that lost a line; then nothing is reported as absent there."""
        return _within(self.spans, places)

    def names_missing(self, *places: Span | None) -> bool:
        """Whether one of the places lies in a declaration that lost a line, or that names what nothing declares: then
        nothing is reported as not named there."""
        return _within(self.spans, places) or _within(self.vague, places)

    @property
    def any(self) -> bool:
        """Whether any line of the policy could not be read."""
        return self.lost or bool(self.spans)


_UNKNOWN = frozenset({NM201.code, NM203.code, NM211.code})


def _within(spans: Sequence[Span], places: Sequence[Span | None]) -> bool:
    return any(p is not None and s.source is p.source and s.start <= p.start < s.end for p in places for s in spans)


def poison_of(files: Sequence[tuple[SourceFile, tuple[Node, ...]]], found: Sequence[Diagnostic]) -> Poison:
    """The poison of the declarations in force, of which so much was `found` while they were read."""
    spans = tuple(
        Span(file.source, node.start, node.end)
        for file, nodes in files
        if file.poisoned
        for node in nodes
        if any(node.start <= start < node.end for start in file.poisoned)
    )
    unknown = [one.span for one in found if one.code in _UNKNOWN]
    vague = tuple(
        whole
        for file, nodes in (files if unknown else ())
        for node in nodes
        if _within((whole := Span(file.source, node.start, node.end),), unknown)
    )
    # Of two of one name one was meant to be called otherwise.
    lost = any(file.lost for file, _ in files) or any(one.code == NM202.code for one in found)
    return Poison(spans, lost, vague)


Check = Callable[[Policy, Poison], list[Diagnostic]]
"""What looks over the model of a policy, and gives its findings."""
