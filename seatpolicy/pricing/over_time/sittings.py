"""Judged evenings of an account in, whose seat goes on though nobody sits there out: of each charge, on each day.

An invoice knows of those who came back only what was known on its day, so there are sittings for every day from which more
is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents.events.records import Event, PersonEvent
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.absences import FOR_EVER, Away, Evenings, aways
from seatpolicy.pricing.over_time.causes import Moves
from seatpolicy.pricing.over_time.counted import Counted, Key, counted, ids_of
from seatpolicy.pricing.over_time.fewer import for_fewer
from seatpolicy.pricing.over_time.judged import Change, Days, JudgedDay
from seatpolicy.pricing.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.pricing.people import Roster
from seatpolicy.semantics.model.policy import Policy

_DAY = timedelta(days=1)


@attrs.define(eq=False, repr=False)
class Sittings:
    """The seats of one account up to the day `until`, by what is known on the day `known`. `evening` gives a day as it
    is without them."""

    policy: Policy
    ledger: Ledger
    days: Days
    evening: Callable[[date], JudgedDay]
    until: date
    known: date
    _aways: dict[str, list[Away]] = attrs.field(init=False, factory=dict)

    @property
    def matter(self) -> bool:
        """Whether the policy says anything about seats on which nobody sits."""
        return bool(self.policy.counting.continues_days) or self._stay_taken

    def who(self, day: JudgedDay, charge: str) -> Counted | None:
        """Who is counted on a day as it is charged, those included whose seat goes on."""
        here = counted(day, charge)
        return here if here is None else {**here, **{key: seats for key, seats, _ in self._going_on(day, charge, here)}}

    def changes(self, day: JudgedDay) -> dict[str, tuple[Change, ...]]:
        """What is counted of each charge beside who is there."""
        made = {}
        if self.matter:
            for charge in day.charges:
                here = counted(day, charge)
                some = () if here is None else tuple(self._changes(day, self._going_on(day, charge, here)))
                if some:
                    made[charge] = some
        return made

    def turns(self, charge: str, first: date, after: date) -> set[date]:
        """Days from one up to another on which a seat ends that nobody sits on."""
        if not self._stay_taken:
            return set()
        ends = {end for one in self._of(charge) if one.mark != FOR_EVER for end in (one.mark, one.mark + _DAY)}
        return {day for day in ends if first <= day < after}

    def left_before(self, charge: str, key: Key, on: date) -> date | None:
        """The day on which somebody left whose seat was taken in the night before a day."""
        here = (one for one in self._of(charge) if one.key == key and one.taken(on - _DAY)) if self._stay_taken else iter(())
        return next((one.left for one in here), None)

    def reused_until(self, day: JudgedDay, charge: str) -> date:
        """The mark up to which `freed seat:` lets others use what is free since a day; without such a line, all the time for
        which it is paid."""
        if "freed_seat_line" not in self.policy.counting.stated or counted(day, charge) is None:
            return FOR_EVER
        return _Marks(self, charge).mark_from(day)

    # ---- who comes back

    def next_return(self, after: date) -> date | None:
        """The next day behind one on which an old seat goes on; None: there is none."""
        return min((one.back for one in self._returns() if one.back > after), default=None)

    def returned(self, on: date) -> Iterator[tuple[str, tuple[Event, ...]]]:
        """Who comes back to an old seat on a day, with what happened."""
        for key in dict.fromkeys(one.key for one in self._returns() if one.back == on):
            ids = ids_of(key[0], self.evening(on), self.policy)
            events = (one for one in self.ledger.on_day(on) if isinstance(one, PersonEvent) and one.person in ids)
            yield key[0], tuple(events)

    def gaps(self, charge: str) -> list[Away]:
        """Who was away from a charge for nothing, because the old seat goes on."""
        if not self.policy.counting.continues_days:
            return []
        return [one for one in self._of(charge) if one.continues and not (self._stay_taken and one.back <= one.mark)]

    def _returns(self) -> Iterator[Away]:
        for block in (*self.policy.plans.values(), *self.policy.addons.values()):
            for charge in block.charges:
                yield from self.gaps(charge.name)

    # ---- nights

    @property
    def _stay_taken(self) -> bool:
        return self.policy.counting.freed_seat == "taken" and self.policy.counting.at is not None

    def _changes(self, day: JudgedDay, on: Iterable[tuple[Key, int, Away | None]]) -> Iterator[Change]:
        counting = self.policy.counting
        assert counting.at is not None
        taken = [(key, seats, one) for key, seats, one in on if self._stay_taken and one is not None and one.taken(day.on)]
        back = [(key, seats) for key, seats, one in on if (key, seats, one) not in taken]
        if back:
            within = "the cycle" if counting.continues_days < 0 else f"{counting.continues_days} days"
            basis = f"{named([key[0] for key, _ in back])}, back within {within}"
            yield Change("coming back", counting.at, basis, sum(seats for _, seats in back))
        if taken:
            basis = f"{named([key[0] for key, _, _ in taken])}: stays taken until {taken[-1][2].mark}"
            yield Change("freed seat", counting.at, basis, sum(seats for _, seats, _ in taken))

    def _going_on(self, day: JudgedDay, charge: str, here: Counted) -> list[tuple[Key, int, Away | None]]:
        """Whose seat goes on from the night before a day to the one behind it, of those who are not there as it is
        charged."""
        if not self.matter:
            return []
        before, after = self._night(day.on - _DAY, charge), self._night(day.on, charge)
        return [(key, *after[key]) for key in sorted(after) if key in before and key not in here]

    def _night(self, on: date, charge: str) -> Mapping[Key, tuple[int, Away | None]]:
        here = counted(self.evening(on), charge) if on >= self.ledger.starts else None
        if here is None:
            return {}
        made: dict[Key, tuple[int, Away | None]] = {key: (seats, None) for key, seats in here.items()}
        for one in self._of(charge):
            if (self._stay_taken and one.taken(on)) or one.bridged(on, self.known):
                made.setdefault(one.key, (one.seats, one))
        return made

    def _of(self, charge: str) -> list[Away]:
        if charge not in self._aways:
            self._aways[charge] = aways(self._evenings(charge), self.policy.counting, _Marks(self, charge))
        return self._aways[charge]

    def _evenings(self, charge: str) -> Iterator[Evenings]:
        """The runs of a charge, each where something may have changed."""
        starts, until = self.ledger.starts, self.until
        turns = [starts, *self.ledger.between(starts + _DAY, until + _DAY)]
        for first, after in zip(turns, [*turns[1:], until + _DAY], strict=True):
            if self.ledger.page(first).people is None:
                yield Evenings(first, None, {})
                continue
            day = self.evening(first)
            yield self._run(day, charge)
            if day.moves_by_itself:
                later = (first + timedelta(days=number) for number in range(1, (after - first).days))
                yield from (self._run(self.evening(one), charge) for one in later)

    def _run(self, day: JudgedDay, charge: str) -> Evenings:
        here, roster = counted(day, charge), day.given.roster
        if here is None or not isinstance(roster, Roster):
            return Evenings(day.on, None, {})
        return Evenings(day.on, here, {(one.identity, one.place): one.seat for one in roster.holders if one.seat})


@attrs.frozen
class _Marks:
    """What the policy says about a charge on the day on which somebody leaves."""

    sittings: Sittings
    charge: str

    def mark(self, left: date) -> date:
        """The mark of `freed seat:`, from the first day on that the leaver is not charged for."""
        return self.mark_from(self._free(left))

    def mark_from(self, day: JudgedDay) -> date:
        """The same from a day on."""
        sittings, charge = self.sittings, self.charge
        counting, days, word = sittings.policy.counting, sittings.days, sittings.policy.counting.freed_until
        if charge not in day.charges or lies_on(word, day.on, charge, day, days):
            return day.on
        if word == "next cycle":
            return self.cycle_ends(day.on)
        if word == "renewal" and days.term(day)[0] is None and counting.freed_seat != "taken":
            return FOR_EVER
        return next_mark(word, day.on, charge, day, days, counting.at or day.charges[charge].charge.at)

    def cycle_ends(self, on: date) -> date:
        """The end of the cycle, or the day on which its anchor is moved."""
        day = self.sittings.evening(on)
        if self.charge not in day.charges:
            return on
        mark = day.cycle(self.charge).window.after
        return min([mark, *(turn for turn in self.sittings.ledger.anchor_turns if on < turn < mark)])

    def paid_until(self, key: Key, left: date) -> date:
        """Up to when a seat stays paid that was paid in advance, where no line gives it back, and may be used again."""
        sittings, charge, days = self.sittings, self.charge, self.sittings.days
        day, free = sittings.evening(left), self._free(left)
        if day.chosen(day.charges[charge].bill) != "in advance" or charge not in free.charges:
            return left
        moves = Moves(charge, sittings.ledger, days, sittings.evening(left - _DAY), day)
        rule, _ = for_fewer(day, charge, moves.cause_of(key), 0, days)
        if rule.kind != "none":
            return left
        # It ends with a cycle, the first that begins on the mark.
        mark = free.on if free.cycle(charge).window.first == free.on else self.cycle_ends(free.on)
        while mark <= sittings.until and charge in (begins := sittings.evening(mark)).charges:
            if lies_on(rule.when, mark, charge, begins, days) and free.on <= notice_begins(mark, rule.notice):
                break
            mark = self.cycle_ends(mark)
        return min(mark, sittings.reused_until(free, charge))

    def _free(self, left: date) -> JudgedDay:
        """The first day for which a leaver is not charged."""
        day = self.sittings.evening(left)
        later = self.charge in day.charges and day.says(day.charges[self.charge].last_day, False)
        return self.sittings.evening(left + _DAY) if later else day


def named(people: Sequence[str]) -> str:
    """People by name, no more than three of them."""
    rest = len(people) - 3
    words = [*people[:3], *([f"{rest} {'others' if rest > 1 else 'other'}"] if rest > 0 else [])]
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
