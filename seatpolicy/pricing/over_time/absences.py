"""Runs of evenings on which the same people are counted for a charge in, who was away between two of them out.

Only where a run begins does anybody come or go. Whoever goes may come back: `coming back:` says how soon for the old seat to
go on. A freed seat may `stay taken` up to a mark; one that may be reused, and that stays paid or is freed on the same day,
is given to whoever is new, in the order in which seats were freed. Whoever holds a seat of another type meanwhile has moved,
and is not away; nor is who has given the seat to somebody else, who is nobody new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

import attrs

from seatpolicy.pricing.over_time.counted import Counted, Key
from seatpolicy.semantics.model.parties import Counting

FOR_EVER = date.max


@attrs.frozen
class Evenings:
    """From a day on the same people are `counted`, by the rules of that day; `held` are the seats that people hold in a
    place, counted or not, `given` and `taken` those that changed hands. None: the charge is not there."""

    first: date
    counting: Counting
    counted: Counted | None
    held: Mapping[tuple[str, str], str]
    given: frozenset[Key] = frozenset()
    taken: frozenset[Key] = frozenset()


@attrs.frozen
class Away:
    """Somebody who is not counted in the nights [`left`, `back`) (FOR_EVER: never came back), with so many `seats`. `mark`
    ends what becomes of the seat in the meantime, by the rules `counting` of the day; `continues`: the old seat goes on when
    the person is back."""

    key: Key
    seats: int
    left: date
    mark: date
    counting: Counting
    back: date = FOR_EVER
    continues: bool = False

    def taken(self, night: date) -> bool:
        """Whether the seat stays taken in a night."""
        return self.counting.freed_seat == "taken" and self.left <= night < min(self.mark, self.back)

    def bridged(self, night: date, known: date) -> bool:
        """Whether the seat goes on in a night, by what is known on a day."""
        return self.continues and self.left <= night < self.back <= known

    @property
    def for_nothing(self) -> bool:
        """Whether the old seat goes on, behind a mark up to which it may have been taken."""
        return self.continues and not (self.counting.freed_seat == "taken" and self.back <= self.mark)


class Marks(Protocol):
    """What the policy says about one charge on the days on which somebody leaves."""

    def mark(self, left: date) -> date:
        """The end of what becomes of a seat that is freed on a day."""

    def cycle_ends(self, on: date) -> date:
        """The end of the cycle that holds a day."""

    def paid_until(self, key: Key, left: date) -> date:
        """Up to when a seat that is freed stays paid, and may be used again."""


def aways(evenings: Iterable[Evenings], marks: Marks) -> list[Away]:
    """Everybody who was away, those first who left first."""
    made: list[Away] = []
    # Where the absences stand from which somebody may still come back.
    open_: dict[Key, int] = {}
    before: Counted | None = None
    for run in evenings:
        here, on = run.counted, run.first
        if here is None or before is None:
            open_ = {} if here is None else open_
            before = here
            continue
        fresh = []
        for key in sorted(key for key in here if key not in before):
            place = open_.pop(key, None)
            if place is not None:
                made[place] = attrs.evolve(made[place], back=on, continues=_in_time(made[place], on, marks))
            if place is None or not made[place].continues:
                fresh.append(key)
        sits = {key[:2] for key in here}
        for key in sorted(key for key in before if key not in here and key[:2] not in sits):
            open_[key] = len(made)
            made.append(Away(key, before[key], on, marks.mark(on), run.counting))
        stay = [key for key in open_ if run.held.get(key[:2], key[2]) == key[2] and key not in run.given]
        open_ = {key: open_[key] for key in stay}
        _give([key for key in fresh if key not in run.taken], here, on, open_, made, marks)
        before = here
    return made


def _in_time(one: Away, back: date, marks: Marks) -> bool:
    days = one.counting.continues_days
    if days < 0:
        return back < marks.cycle_ends(one.left)
    return (back - one.left).days <= days if days else False


def _give(
    fresh: Iterable[Key], here: Counted, on: date, open_: dict[Key, int], made: list[Away], marks: Marks
) -> None:
    """Gives freed seats to those who are new."""
    for key in fresh:
        for place in sorted(open_.values(), key=lambda place: (made[place].left, made[place].key)):
            one = made[place]
            if one.counting.freed_seat == "taken" or not one.counting.continues_days:
                continue
            free = one.left == on or on < marks.paid_until(one.key, one.left)
            if one.seats == here[key] and free:
                del open_[one.key]
                break
