"""Anchors, each with the day from which it acts, in; the parts of cycles that they leave, each with its whole cycle, out.

A moved anchor acts from its day. The cycle that it meets is cut there and stays a part of the old whole cycle; what follows
belongs to the cycles of the new anchor, and where its first mark lies before that day, to a part of one. So the same
fourteen days are 14/30 of a cycle that a move ends, and 14/31 of one that a start between two marks begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from seatpolicy.values.calendar import CalendarError, Marks, Window


@attrs.frozen(slots=True)
class Part:
    """The days [first, after) of one whole cycle, and the marks that it is one of.

    `number` counts the cycles from 0 through all moves (those that a move cut are counted); `whole.index` counts those of
    its own anchor."""

    first: date
    after: date
    whole: Window
    marks: Marks
    number: int

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole cycle."""
        return (self.first, self.after) == (self.whole.first, self.whole.after)


@attrs.frozen(slots=True)
class _Stretch:
    """The days [begins, ends) (None: no end) that one anchor rules; so many cycles were counted before it."""

    begins: date
    ends: date | None
    marks: Marks
    before: int


@attrs.frozen(slots=True)
class MovedAnchors:
    """Cycles under anchors that follow each other. Made by `moved_anchors`."""

    _stretches: tuple[_Stretch, ...]

    @property
    def begins(self) -> date:
        """The first day."""
        return self._stretches[0].begins

    def part(self, day: date) -> Part:
        """The part of a cycle that holds a day: the whole cycle, or what a start or a move leaves of it. CalendarError
        before the first day."""
        if day < self.begins:
            raise CalendarError(f"{day} lies before {self.begins}, the first day")
        stretch = next(one for one in reversed(self._stretches) if one.begins <= day)
        whole = stretch.marks.window(day)
        after = whole.after if stretch.ends is None else min(whole.after, stretch.ends)
        return Part(max(whole.first, stretch.begins), after, whole, stretch.marks, stretch.before + whole.index)

    def parts(self, first: date, after: date) -> tuple[Part, ...]:
        """The days [first, after) cut at every mark and move, in order; none where there is no such day. CalendarError
        before the first day."""
        found: list[Part] = []
        while first < after:
            part = self.part(first)
            found.append(attrs.evolve(part, first=first, after=min(part.after, after)))
            first = part.after
        return tuple(found)


def moved_anchors(anchors: Sequence[tuple[date, Marks]]) -> MovedAnchors:
    """Marks with the day from which each acts, in order of those days; each was made with that day as its start.

    CalendarError where there is none, where days do not rise, or where marks begin after the day from which they act.
    """
    if not anchors:
        raise CalendarError("cycles without an anchor have no marks")
    stretches: list[_Stretch] = []
    before = 0
    for at, (begins, marks) in enumerate(anchors):
        ends = anchors[at + 1][0] if at + 1 < len(anchors) else None
        if ends is not None and ends <= begins:
            raise CalendarError(f"an anchor moved on {ends} cannot act after one moved on {begins}")
        if marks.index(begins) != 0:
            raise CalendarError(f"{begins} is not in the first cycle of its marks")
        stretches.append(_Stretch(begins, ends, marks, before))
        if ends is not None:
            before += marks.index(date.fromordinal(ends.toordinal() - 1)) + 1
    return MovedAnchors(tuple(stretches))
