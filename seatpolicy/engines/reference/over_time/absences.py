"""Everybody who is counted for a charge, evening after evening, in, who left and whether the old seat goes on out.

Who is counted no more leaves. `coming back:` lets the old seat go on for who is counted again in time, as if nobody had
left; `freed seat: stays taken` lets it go on up to its mark, whoever comes. A seat that stays paid and may be reused is a
successor's from the day on which somebody new is counted, and so is any seat on the very day on which it is freed, the one
that was freed first before others: then there is none to come back to. Nor is there one for who holds another seat
meanwhile, or has given the seat to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.semantics.model.parties import Counting

Key = tuple[str, str, str]
"""Who it is by `same person:`, the place where the person counts, and the seat that is held there."""


@attrs.define
class Absence:
    """Somebody who is counted no more since the day `left`, with so many seats. `counting` is the text of that day; if freed
    seats stay taken by it, this one does up to `until`. `back` is the day on which the person is counted again, and then
    the seat `goes_on` or is a new one."""

    key: Key
    seats: Fraction
    left: date
    until: date
    counting: Counting
    back: date | None = None
    goes_on: bool = False

    def is_taken(self, on: date) -> bool:
        """Whether the seat is still the leaver's on a day."""
        stays = self.counting.freed_seat == "taken"
        return stays and self.left <= on < min(self.until, self.back or date.max)

    @property
    def is_nothing(self) -> bool:
        """Whether the person was away for nothing: the old seat goes on, and has not been the leaver's all the time."""
        if not self.goes_on or self.back is None:
            return False
        return self.counting.freed_seat != "taken" or self.back > self.until

    def is_bridged(self, on: date, known: date) -> bool:
        """Whether the old seat goes on over a day, as far as it is known by another one."""
        return self.goes_on and self.back is not None and self.left <= on < self.back <= known


@attrs.frozen
class Evening:
    """Who is counted on an evening, each with so many seats, and the seats of other types that people hold in a place, by
    the rules of the day."""

    on: date
    counting: Counting
    counted: Mapping[Key, Fraction]
    given: Set[Key]
    """Seats that were given to others, by who has given them."""
    taken: Set[Key]
    """Seats that were taken over, by who has them."""
    held: Mapping[tuple[str, str], str]


@attrs.frozen
class Leaving:
    """The absences of one charge. `until` gives the mark of the policy behind a day on which
    somebody left, `cycle_ends` the end of the cycle that holds it, `paid_until` the day up to which a seat that was left on
    a day stays paid, and may be used again."""

    until: Callable[[date], date]
    cycle_ends: Callable[[date], date]
    paid_until: Callable[[Key, date], date]

    def absences(self, evenings: Iterable[Evening | None]) -> list[Absence]:
        """All of them, by the evenings in their order; None where the charge is not held."""
        found: list[Absence] = []
        away: dict[Key, Absence] = {}
        before: Evening | None = None
        for evening in evenings:
            if evening is None:
                away.clear()
            elif before is not None:
                new = self._come(before, evening, away)
                for key in self._gone(before, evening):
                    away[key] = Absence(key, before.counted[key], evening.on, self.until(evening.on), evening.counting)
                    found.append(away[key])
                self._move(evening, away)
                self._succeed(new, evening, away)
            before = evening
        return found

    def _come(self, before: Evening, evening: Evening, away: dict[Key, Absence]) -> list[Key]:
        """Ends the absences of those who are counted again; gives those who are new to the charge."""
        new = []
        for key in sorted(evening.counted.keys() - before.counted.keys()):
            absence = away.pop(key, None)
            if absence is not None:
                absence.back = evening.on
                absence.goes_on = self._in_time(absence, evening.on)
            if absence is None or not absence.goes_on:
                new.append(key)
        return new

    def _gone(self, before: Evening, evening: Evening) -> list[Key]:
        """Who is counted no more, on no seat of the charge."""
        here = {key[:2] for key in evening.counted}
        return sorted(key for key in before.counted if key not in evening.counted and key[:2] not in here)

    def _move(self, evening: Evening, away: dict[Key, Absence]) -> None:
        """Who holds another seat instead is not away from the old one; nor is who has given it to another."""
        for key in [key for key in away if key in evening.given or evening.held.get(key[:2], key[2]) != key[2]]:
            del away[key]

    def _succeed(self, new: Sequence[Key], evening: Evening, away: dict[Key, Absence]) -> None:
        """Seats that may be reused go to those who are new."""
        for key in new:
            if key in evening.taken:
                continue
            same = [one for one in away.values() if one.seats == evening.counted[key] and one.counting.continues_days]
            same = [one for one in same if one.counting.freed_seat != "taken"]
            free = [one for one in same if one.left == evening.on or evening.on < self.paid_until(one.key, one.left)]
            if free:
                del away[min(free, key=lambda one: (one.left, one.key)).key]

    def _in_time(self, absence: Absence, back: date) -> bool:
        days, left = absence.counting.continues_days, absence.left
        return back < self.cycle_ends(left) if days < 0 else days > 0 and (back - left).days <= days
