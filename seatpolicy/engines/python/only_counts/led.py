"""What happened to a count on one day in, what a line says of it out: the ids of the events, held in few bytes.

A line may be led to by a hundred thousand events. Of these their ids are told, and where the last one stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from seatpolicy.documents.events.records import SeatsChanged
from seatpolicy.engines.python.only_counts.unfit import Unfit

_BETWEEN = "\x1f"


@attrs.frozen(slots=True)
class Led:
    """`ids` of all events of a day, and of those that left `fewer`, one behind the other; the `last` event of the day."""

    _ids: str
    _fewer: str
    last: SeatsChanged

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._ids.split(_BETWEEN))

    @property
    def fewer(self) -> tuple[str, ...]:
        """Those that left fewer: what comes fills the gaps of what goes, the earliest first. All of them, where a count that
        is no lower costs less."""
        return tuple(self._fewer.split(_BETWEEN)) if self._fewer else self.ids


@attrs.define(slots=True)
class Day:
    """One day of a charge, event by event; `before` is what there was in its morning, `count` what there is so far."""

    before: int
    count: int = attrs.field(init=False)
    last: SeatsChanged | None = None
    _ids: list[str] = attrs.field(factory=list)
    _less: list[tuple[int, str]] = attrs.field(factory=list)
    _more: int = 0

    def __attrs_post_init__(self) -> None:
        self.count = self.before

    def happens(self, event: SeatsChanged) -> int:
        """The count behind an event. Raises Unfit where it would be below 0."""
        before = self.count
        self.count = after = event.to if event.to is not None else before + (event.by or 0)
        if after < 0 or _BETWEEN in event.id:
            raise Unfit
        self._ids.append(event.id)
        if after < before:
            self._less.append((before - after, event.id))
        else:
            self._more += after - before
        self.last = event
        return after

    def led(self) -> Led:
        """What led to the count."""
        assert self.last is not None
        return Led(_BETWEEN.join(self._ids), _BETWEEN.join(self._left()), self.last)

    def _left(self) -> Iterable[str]:
        more = self._more
        for many, name in self._less:
            if many > more:
                yield name
            more = max(more - many, 0)
