"""Days and the cells of a line in, which days each cell stands for out, and the axis that names them.

A day takes one cell or several where there is room, and several days share a cell where there is not; then what a cell shows
is chosen among its days by whoever draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

import attrs

MOST_CELLS = 3
"""Cells of one day."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

T = TypeVar("T")


def day_words(day: date) -> str:
    """`10 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


@attrs.frozen
class DayScale:
    """The days from `first` on, `count` of them; each has so many `cells`, or there are so many `days` in a cell."""

    first: date
    count: int
    cells: int
    days: int

    @property
    def width(self) -> int:
        """How many cells there are."""
        return -(-self.count // self.days) * self.cells

    def place(self, day: date) -> int:
        """The first cell of a day; below 0 or behind the last one for a day outside."""
        return (day.toordinal() - self.first.toordinal()) // self.days * self.cells

    def row(self, of: Callable[[date], T], strongest: Callable[[Iterable[T]], T]) -> list[T]:
        """What each cell shows, of what its days are."""
        made: list[T] = []
        begin = self.first.toordinal()
        for start in range(begin, begin + self.count, self.days):
            days = range(start, min(start + self.days, begin + self.count))
            made += [strongest([of(date.fromordinal(day)) for day in days])] * self.cells
        return made

    def axis(self) -> list[str]:
        """A line with months, and one with days of the month where each has a cell of its own."""
        every = [date.fromordinal(self.first.toordinal() + number) for number in range(self.count)]
        months = [(day, f"{MONTHS[day.month - 1]} {day.year}") for day in every if day == self.first or day.day == 1]
        short = [(day, MONTHS[day.month - 1]) for day, _ in months[1:]]
        lines = [self._labels([*months[:1], *short])]
        if self.days == 1:
            step = {1: 5, 2: 2}.get(self.cells, 1)
            marked = (day for day in every if day == self.first or day.day == 1 or day.day % step == (step == 2))
            lines.append(self._labels([(day, str(day.day)) for day in marked]))
        return lines

    def _labels(self, marks: Sequence[tuple[date, str]]) -> str:
        """Labels that begin at their days; one for which there is no room is left out."""
        line = ""
        for day, label in marks:
            at = self.place(day)
            if (at == 0 or at > len(line)) and at + len(label) <= max(self.width + 1, len(label)):
                line = line.ljust(at) + label
        return line


def scale(first: date, last: date, room: int) -> DayScale:
    """The scale of some days over at most so many cells."""
    count = (last - first).days + 1
    if count <= room:
        return DayScale(first, count, min(MOST_CELLS, room // count), 1)
    return DayScale(first, count, 1, -(-count // max(room, 1)))
