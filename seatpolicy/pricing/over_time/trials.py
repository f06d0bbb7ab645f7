"""The evenings of an account and the trials of people's seats in, who is in trial on a day out.

Each person has one trial, from the first evening on which a charge of the same kind would count that person on the seat, or
from the day on which an event begins it. Who was there on the first day accepted before it, if the roster says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import TrialStarted
from seatpolicy.documents.refusals import refusal
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.counted import Key, ids_of
from seatpolicy.pricing.over_time.judged import JudgedDay, trial_end
from seatpolicy.pricing.people import Holder, Roster
from seatpolicy.semantics.model.parties import Trial
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

_DAY = timedelta(days=1)
Tried = dict[Key, tuple[Trial, Span]]


@attrs.define(eq=False, repr=False)
class Trials:
    """The trials of one account up to a day `until`. `evening` gives a day as it is by the text of the account, None where
    it cannot be told; `text_of` that text; `changing`: that may be another one on any day."""

    ledger: Ledger
    evening: Callable[[date], JudgedDay | None]
    text_of: Callable[[date], Policy]
    until: date
    changing: bool
    _since: dict[tuple[Key, str], date] | None = attrs.field(init=False, default=None)

    def tried(self, day: JudgedDay, charge: str, there: Iterable[Key], begins_later: bool) -> Tried:
        """Who of those that are there is in trial; where first days are not charged, for a day more."""
        one, made = day.charges[charge], {}
        quantity = day.quantity(charge) if one.seat_trials else None
        if quantity is None:
            return {}
        for key in there:
            stated = day.said(one.seat_trials[key[2]]) if key[2] in one.seat_trials else None
            begins = None if stated is None else self._begins(key, quantity.kind, day)
            if stated is None or begins is None:
                continue
            ends = trial_end(begins, stated[0])
            if day.on < (ends + _DAY if begins_later else ends):
                made[key] = stated
        return made

    def turns(self, charge: str, first: date, after: date, evening: Callable[[date], JudgedDay | None]) -> Iterator[date]:
        """Days on which a trial of somebody may end, by the text of some day between."""
        lengths = {}
        for day in self._looked_at(first, after):
            judged = evening(day)
            said = judged.charges[charge].seat_trials.values() if judged is not None else ()
            for stated in (judged.said(one) for one in said) if judged is not None else ():
                if stated is not None:
                    lengths[stated[0].length, stated[0].unit] = stated[0]
        if lengths:
            for begun in {*self._firsts().values(), *(event.day for event in self._started())}:
                for trial in lengths.values():
                    yield from (trial_end(begun, trial), trial_end(begun, trial) + _DAY)

    def all_can_begin(self) -> None:
        """Refuses a trial of a person where no seat has one."""
        for event in self._started():
            if not any(seat.trial for seat in self.text_of(event.day).seats.values()):
                words = f"`{event.id}` begins a trial of `{event.person}`, and no seat has one"
                raise refusal(refusals.EN303, event.at, words, hint="write `trial:` in a seat", subject=event.person)

    def _started(self) -> list[TrialStarted]:
        return [one for one in self.ledger.events if isinstance(one, TrialStarted) and one.person]

    def _begins(self, key: Key, kind: str, day: JudgedDay) -> date | None:
        begun = [one for one in self._started() if one.day <= day.on]
        ids = ids_of(key[0], day, day.policy) if begun else frozenset()
        ours = [one.day for one in begun if one.person in ids]
        if ours:
            return ours[-1]
        first = self._firsts().get((key, kind))
        return first if first is not None and first <= day.on else None

    def _firsts(self) -> dict[tuple[Key, str], date]:
        """Since when each person would be counted on each seat, by either kind."""
        if self._since is None:
            found: dict[tuple[Key, str], date] = {}
            for on in self._looked_at(self.ledger.starts, self.until + _DAY):
                day = self.evening(on)
                roster = None if day is None else day.given.roster
                for one in roster.holders if isinstance(roster, Roster) else ():
                    assert day is not None
                    for kind in _kinds(one):
                        key = (one.identity, one.place, one.seat), kind
                        if key not in found:
                            found[key] = self._accepted(one.identity, day) if on == self.ledger.starts else on
            self._since = found
        return self._since

    def _looked_at(self, first: date, after: date) -> Iterator[date]:
        """The days on which somebody may begin to count."""
        turns = sorted({first, *self.ledger.between(first, after)})
        for begins, ends in zip(turns, [*turns[1:], after], strict=True):
            day = self.evening(begins)
            moves = self.changing or (day is not None and day.moves_by_itself)
            yield from (begins + timedelta(days=number) for number in range((ends - begins).days if moves else 1))

    def _accepted(self, identity: str, day: JudgedDay) -> date:
        ids = ids_of(identity, day, day.policy)
        told = (one.facts.get("accepted_on") for one in day.page.people or () if one.id in ids)
        return min([day.on, *(one for one in told if isinstance(one, date))])


def _kinds(holder: Holder) -> Iterator[str]:
    if holder.seat:
        yield "assigned"
    if holder.seat and holder.billable is True:
        yield "billable"
