"""An answer together with the troubles met on the way: one run reports everything that it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity

T = TypeVar("T")


@attrs.frozen
class Outcome(Generic[T]):
    """A value, as good as it could be made, and every finding about it, in order."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether one of the findings is an error."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


class Diagnostics:
    """Collects findings in any order; gives them back sorted, each once."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found: list[Diagnostic] = list(found)

    def add(self, found: Diagnostic) -> None:
        """Records one finding."""
        self._found.append(found)

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Records several."""
        self._found.extend(found)

    @property
    def has_errors(self) -> bool:
        """Whether one of the findings is an error."""
        return any(found.severity is Severity.ERROR for found in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """By path, start and code; of findings equal in code, place and message only the first
        recorded is kept.
        """
        first: dict[object, Diagnostic] = {}
        for found in self._found:
            first.setdefault((found.code, found.span, found.path, found.message), found)
        return tuple(sorted(first.values(), key=lambda found: found.sort_key))

    def outcome(self, value: T) -> Outcome[T]:
        """The value with what was found."""
        return Outcome(value, self.sorted())

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self.sorted())
