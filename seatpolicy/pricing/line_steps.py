"""What a kernel says of a line in, its steps out, each written when somebody reads it.

Most bills are added up and never explained; writing the words of every step took half the time of a bill. So a line keeps
the integers that its kernel left, and says why it is what it is when it is asked. Nothing that is kept ever changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents.invoice import Step
from seatpolicy.pricing.words import Figures

Piece = tuple[Sequence[PossibleStep], Figures] | Step
"""Steps that may be there with what a kernel came to, or one that is written already."""


class LineSteps(Sequence[Step]):
    """The steps of a line, in order. Behaves as the tuple of them; further ones are put behind it with `+`."""

    __slots__ = ("_made", "_pieces")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces
        self._made: tuple[Step, ...] | None = None

    def of_rule(self, prefix: str) -> Iterator[Step]:
        """The steps whose rule begins so; only they are written."""
        if self._made is not None:
            yield from (step for step in self._made if step.rule.startswith(prefix))
            return
        for piece in self._pieces:
            if isinstance(piece, Step):
                if piece.rule.startswith(prefix):
                    yield piece
            else:
                yield from _written((one for one in piece[0] if one.rule.startswith(prefix)), piece[1])

    def _all(self) -> tuple[Step, ...]:
        if self._made is None:
            made: list[Step] = []
            for piece in self._pieces:
                if isinstance(piece, Step):
                    made.append(piece)
                else:
                    made.extend(_written(*piece))
            self._made, self._pieces = tuple(made), ()
        return self._made

    @overload
    def __getitem__(self, place: int) -> Step: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]: ...

    def __getitem__(self, place: int | slice) -> Step | Sequence[Step]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Step]:
        return iter(self._all())

    def __add__(self, more: Sequence[Step]) -> LineSteps:
        return LineSteps((*_pieces(self), *_pieces(more)))

    def __radd__(self, before: Sequence[Step]) -> LineSteps:
        return LineSteps((*_pieces(before), *_pieces(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, LineSteps)) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def written_later(possible: Sequence[PossibleStep], figures: Figures) -> LineSteps:
    """The steps that are there, in their order."""
    return LineSteps(((possible, figures),))


def joined(before: Sequence[Step], *more: Sequence[Step]) -> LineSteps:
    """The steps of both, in order; nothing is written for it."""
    return LineSteps(tuple(piece for some in (before, *more) for piece in _pieces(some)))


def of_rule(some: Sequence[Step], prefix: str) -> Iterator[Step]:
    """The steps of any line whose rule begins so."""
    if isinstance(some, LineSteps):
        return some.of_rule(prefix)
    return (step for step in some if step.rule.startswith(prefix))


def _pieces(some: Sequence[Step]) -> tuple[Piece, ...]:
    if isinstance(some, LineSteps):
        return some._pieces if some._made is None else some._made
    return tuple(some)


def _written(possible: Iterable[PossibleStep], figures: Figures) -> Iterator[Step]:
    for one in possible:
        if figures.holds(one.present):
            before, after = figures[one.before], figures[one.after]
            rounding = one.rounding if figures.holds(one.rounded) else ""
            yield Step(one.figure, one.rule, one.at, figures.text(one.words), before, after - before, after, rounding)
