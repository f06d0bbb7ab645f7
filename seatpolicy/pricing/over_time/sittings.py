"""Judged evenings of an account in, whose seat goes on though nobody sits there out: of each charge, on each day.

An invoice knows of those who came back only what was known on its day, so there are sittings for every day from which more
is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.people import GIVEN, TAKEN
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.absences import FOR_EVER, Away, Evenings, aways
from seatpolicy.pricing.over_time.causes import Cause, Moves
from seatpolicy.pricing.over_time.counted import Counted, Key, counted, ids_of, is_about, marked
from seatpolicy.pricing.over_time.fewer import for_fewer, that_stays
from seatpolicy.pricing.over_time.judged import Change, Days, JudgedDay
from seatpolicy.pricing.over_time.marks import lies_on, next_mark, notice_begins
from seatpolicy.pricing.over_time.trials import Trials, Tried
from seatpolicy.pricing.people import Roster
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.semantics.model.texts import Texts

_DAY = timedelta(days=1)


@attrs.define(eq=False, repr=False)
class Sittings:
    """The seats of one account up to the day `until`, by what is known on the day `known`. `evening` gives a day of a charge
    by the text in force for it, as it is without them; None without people, or where the charge is not held."""

    texts: Texts
    ledger: Ledger
    days: Days
    evening: Callable[[str, date], JudgedDay | None]
    until: date
    known: date
    trials: Trials
    matter: bool = attrs.field(init=False)
    _aways: dict[str, list[Away]] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        rules = [policy.counting for policy in self.texts.policies.values()]
        self.matter = any(one.continues_days or one.freed_seat == "taken" for one in rules)

    def who(self, day: JudgedDay, charge: str) -> Counted | None:
        """Who is counted on a day as it is charged: those who are there and in no trial, and those whose seat goes on."""
        here, _ = self._charged(day, charge)
        return here if here is None else {**here, **{key: seats for key, seats, _ in self._going_on(day, charge, here)}}

    def changes(self, day: JudgedDay) -> dict[str, tuple[Change, ...]]:
        """What is counted of each charge beside who is there."""
        made = {}
        for charge in day.charges if self.matter or self._tried_somewhere(day) else ():
            here, tried = self._charged(day, charge)
            if here is None:
                continue
            some = [*_trial(tried, counted(day, charge) or {}), *self._changes(day, self._going_on(day, charge, here))]
            if some:
                made[charge] = tuple(some)
        return made

    def turns(self, charge: str, first: date, after: date) -> set[date]:
        """Days from one up to another on which a seat ends that nobody sits on, or a trial."""
        found = set(self.trials.turns(charge, first, after, lambda on: self.evening(charge, on)))
        if self.matter:
            taken = (one for one in self._of(charge) if one.counting.freed_seat == "taken" and one.mark != FOR_EVER)
            found |= {end for one in taken for end in (one.mark, one.mark + _DAY)}
        return {day for day in found if first <= day < after}

    def left_before(self, charge: str, key: Key, on: date) -> date | None:
        """The day on which somebody left whose seat was taken in the night before a day."""
        if not self.matter:
            return None
        return next((one.left for one in self._of(charge) if one.key == key and one.taken(on - _DAY)), None)

    def reused_until(self, day: JudgedDay, charge: str) -> date:
        """The mark up to which `freed seat:` lets others use what is free since a day; without such a line, all the time for
        which it is paid."""
        if "freed_seat_line" not in day.policy.counting.stated or counted(day, charge) is None:
            return FOR_EVER
        return _Marks(self, charge).mark_from(day)

    # ---- who comes back

    def next_return(self, after: date) -> date | None:
        """The next day behind one on which an old seat goes on; None: there is none."""
        return min((one.back for _, one in self._returns() if one.back > after), default=None)

    def returned(self, on: date) -> Iterator[tuple[Away, tuple[Event, ...]]]:
        """Who comes back to an old seat on a day, each once, with what happened."""
        told = set()
        for charge, one in self._returns():
            if one.back == on and one.key not in told:
                told.add(one.key)
                day = self.evening(charge, on)
                ids = ids_of(one.key[0], day, day.policy) if day is not None else frozenset()
                yield one, tuple(event for event in self.ledger.on_day(on) if is_about(event, ids))

    def gaps(self, charge: str) -> list[Away]:
        """Who was away from a charge for nothing, because the old seat goes on."""
        return [one for one in self._of(charge) if one.for_nothing] if self.matter else []

    def _returns(self) -> Iterator[tuple[str, Away]]:
        policies = self.texts.policies.values()
        blocks = (block for policy in policies for block in (*policy.plans.values(), *policy.addons.values()))
        for charge in dict.fromkeys(charge.name for block in blocks for charge in block.charges):
            yield from ((charge, one) for one in self.gaps(charge))

    # ---- nights

    @staticmethod
    def _tried_somewhere(day: JudgedDay) -> bool:
        return any(one.seat_trials for one in day.charges.values())

    def _charged(self, day: JudgedDay, charge: str, evening: bool = False) -> tuple[Counted | None, Tried]:
        """Who is there on a day and in no trial, and who is in one."""
        here = counted(day, charge)
        if not here:
            return here, {}
        one = day.charges[charge]
        later = not evening and bool(one.seat_trials) and not day.says(one.first_day, True)
        tried = self.trials.tried(day, charge, sorted(here), later)
        return {key: seats for key, seats in here.items() if key not in tried}, tried

    def _changes(self, day: JudgedDay, on: Iterable[tuple[Key, int, Away | None]]) -> Iterator[Change]:
        rules = day.policy.counting
        taken: list[tuple[Key, int, Away]] = []
        back: list[tuple[Key, int]] = []
        for key, seats, one in on:
            rules = rules if one is None else one.counting
            if one is not None and one.taken(day.on):
                taken.append((key, seats, one))
            else:
                back.append((key, seats))
        at = rules.at or day.policy.at
        if back:
            within = "the cycle" if rules.continues_days < 0 else f"{rules.continues_days} days"
            basis = f"{named([key[0] for key, _ in back])}, back within {within}"
            yield Change("coming back", at, basis, sum(seats for _, seats in back))
        if taken:
            basis = f"{named([key[0] for key, _, _ in taken])}: stays taken until {taken[-1][2].mark}"
            yield Change("freed seat", at, basis, sum(seats for _, seats, _ in taken))

    def _going_on(self, day: JudgedDay, charge: str, here: Counted) -> list[tuple[Key, int, Away | None]]:
        """Whose seat goes on from the night before a day to the one behind it, of those who are not there as it is
        charged."""
        if not self.matter:
            return []
        before, after = self._night(day.on - _DAY, charge), self._night(day.on, charge)
        return [(key, *after[key]) for key in sorted(after) if key in before and key not in here]

    def _night(self, on: date, charge: str) -> Mapping[Key, tuple[int, Away | None]]:
        evening = self.evening(charge, on) if on >= self.ledger.starts else None
        here = None if evening is None else self._charged(evening, charge, True)[0]
        if here is None:
            return {}
        made: dict[Key, tuple[int, Away | None]] = {key: (seats, None) for key, seats in here.items()}
        for one in self._of(charge):
            if one.taken(on) or one.bridged(on, self.known):
                made.setdefault(one.key, (one.seats, one))
        return made

    def _of(self, charge: str) -> list[Away]:
        if charge not in self._aways:
            self._aways[charge] = aways(self._evenings(charge), _Marks(self, charge))
        return self._aways[charge]

    def _evenings(self, charge: str) -> Iterator[Evenings]:
        """The runs of a charge, each where something may have changed."""
        starts, behind = self.ledger.starts, self.until + _DAY
        ends = self.trials.turns(charge, starts, behind, lambda on: self.evening(charge, on))
        turns = sorted({starts, *self.ledger.between(starts, behind), *(day for day in ends if starts <= day < behind)})
        changing = len(self.texts.policies) > 1
        for first, after in zip(turns, [*turns[1:], behind], strict=True):
            day = self.evening(charge, first)
            yield self._run(first, day, charge)
            if changing or (day is not None and day.moves_by_itself):
                later = (first + timedelta(days=number) for number in range(1, (after - first).days))
                yield from (self._run(one, self.evening(charge, one), charge) for one in later)

    def _run(self, first: date, day: JudgedDay | None, charge: str) -> Evenings:
        here = None if day is None else self._charged(day, charge, True)[0]
        if day is None or here is None or not isinstance(day.given.roster, Roster):
            return Evenings(first, self.texts.any.counting, None, {})
        held = {(one.identity, one.place): one.seat for one in day.given.roster.holders if one.seat}
        return Evenings(first, day.policy.counting, here, held, marked(GIVEN, day), marked(TAKEN, day))


@attrs.frozen
class _Marks:
    """What the policy says about a charge on the day on which somebody leaves."""

    sittings: Sittings
    charge: str

    def mark(self, left: date) -> date:
        """The mark of `freed seat:`, from the first day on that the leaver is not charged for."""
        day = self._free(left)
        return left if day is None else self.mark_from(day)

    def mark_from(self, day: JudgedDay) -> date:
        """The same from a day on."""
        charge, days, counting = self.charge, self.sittings.days, day.policy.counting
        word = counting.freed_until
        if lies_on(word, day.on, charge, day, days):
            return day.on
        if word == "next cycle":
            return self.cycle_ends(day.on)
        if word == "renewal" and days.term(day)[0] is None and counting.freed_seat != "taken":
            return FOR_EVER
        return next_mark(word, day.on, charge, day, days, counting.at or day.charges[charge].charge.at)

    def cycle_ends(self, on: date) -> date:
        """The end of the cycle, or the day on which its anchor is moved."""
        day = self.sittings.evening(self.charge, on)
        if day is None:
            return on
        mark = day.cycle(self.charge).window.after
        return min([mark, *(turn for turn in self.sittings.ledger.anchor_turns if on < turn < mark)])

    def paid_until(self, key: Key, left: date) -> date:
        """Up to when a seat stays on the bill that no line gives back, and may be used again."""
        sittings, charge, days = self.sittings, self.charge, self.sittings.days
        before, day, free = sittings.evening(charge, left - _DAY), sittings.evening(charge, left), self._free(left)
        if before is None or day is None or free is None:
            return left
        rule = self._stays(day, Moves(charge, sittings.ledger, days, before, day).cause_of(key))
        if rule is None:
            return left
        # It ends with a cycle, the first that begins on the mark.
        mark = free.on if free.cycle(charge).window.first == free.on else self.cycle_ends(free.on)
        while mark <= sittings.until and (begins := sittings.evening(charge, mark)) is not None:
            if lies_on(rule.when, mark, charge, begins, days) and free.on <= notice_begins(mark, rule.notice):
                break
            mark = self.cycle_ends(mark)
        return min(mark, sittings.reused_until(free, charge))

    def _stays(self, day: JudgedDay, cause: Cause) -> FewerSeats | None:
        """The line that keeps a seat on the bill."""
        charge, days = self.charge, self.sittings.days
        if day.chosen(day.charges[charge].bill) == "in advance":
            rule, _ = for_fewer(day, charge, cause, 0, days)
            return rule if rule.kind == "none" else None
        quantity = day.quantity(charge)
        if quantity is None or quantity.over not in ("", "each day") or not day.charges[charge].fewer:
            return None
        return that_stays(day, charge, cause, days)

    def _free(self, left: date) -> JudgedDay | None:
        """The first day for which a leaver is not charged; None where the charge is held no more."""
        day = self.sittings.evening(self.charge, left)
        later = day is not None and day.says(day.charges[self.charge].last_day, False)
        return self.sittings.evening(self.charge, left + _DAY) if later else day


def _trial(tried: Tried, here: Counted) -> Iterator[Change]:
    """Those who are there and in trial."""
    if tried:
        basis, (_, at) = f"{named([key[0] for key in tried])}, in trial", next(iter(tried.values()))
        limited = sum(here[key] for key, (trial, _) in tried.items() if trial.counts)
        yield Change("trial", at, basis, -sum(here[key] for key in tried), limited)


def named(people: Sequence[str]) -> str:
    """People by name, no more than three of them."""
    rest = len(people) - 3
    words = [*people[:3], *([f"{rest} {'others' if rest > 1 else 'other'}"] if rest > 0 else [])]
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
