"""People and the seats that they hold over some days in, a bar for each of them out, or one for each state that they are in
where they are many; and below, the reasons with the lines of the policy that they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from seatpolicy.diagnostics.cells import visible
from seatpolicy.documents.seat_ledger import PersonOnDays, PersonSeats
from seatpolicy.reports import seat_bars as signs
from seatpolicy.reports.columns import padded, with_place
from seatpolicy.reports.day_scale import DayScale, day_words
from seatpolicy.reports.seat_bars import Pen, Sign, strongest

MOST_BARS = 20
"""So many people have a bar of their own; of more, each state has one."""

MOST_NAMED = 4
"""So many people are named beside a reason."""

State = tuple[Sign, str]
"""How a seat is shown, and its type."""


@attrs.frozen
class PeopleBars:
    """`person` is who is asked for alone (empty: everybody); on the days of a `trial` nobody is billed."""

    people: Sequence[PersonSeats]
    scaled: DayScale
    pen: Pen
    width: int
    label: int
    person: str = ""
    trial: frozenset[date] = frozenset()

    def lines(self) -> Iterator[str]:
        """Bars, then reasons."""
        if len(self.people) <= MOST_BARS:
            for one in self.people:
                yield self._bar(one)
        else:
            yield from self._sums()
        yield "  Why"
        if self.person:
            yield from self._each_stay()
        else:
            yield from self._reasons()

    # ---- one by one

    def _bar(self, one: PersonSeats) -> str:
        on = _by_day(one)

        def shown(day: date) -> Sign:
            return signs.ABSENT if day not in on else self._sign(on[day], day)

        row = self.scaled.row(shown, strongest)
        days = sum(1 for day, stay in on.items() if stay.counts and day not in self.trial)
        name = f"{one.person} in {one.place}" if one.place else one.person
        label = padded(_cut(visible(name), self.label - 2, self.pen.plain), self.label - 2)
        told = f"{days} {'day' if days == 1 else 'days'}" if days else ""
        return f"    {label}{self.pen.bar(row)}  {told}".rstrip()

    def _sign(self, stay: PersonOnDays, day: date) -> Sign:
        if day in self.trial:
            return signs.TRIAL
        if stay.counts:
            return signs.COUNTS
        if stay.idle:
            return signs.IDLE
        return signs.SUSPENDED if stay.status == "suspended" else signs.HELD

    def _each_stay(self) -> Iterator[str]:
        """Every stretch of days of who is asked for, with its reason."""
        for one in self.people:
            for stay in one.days:
                billable = {True: ", billable", False: ", not billable", None: ""}[stay.billable]
                days = f"{stay.first} to {stay.last}" if stay.first < stay.last else f"{stay.first}"
                what = f"{stay.seat}{billable}" if stay.seat else "no seat"
                where = f" in {one.place}" if one.place else ""
                at = stay.at.where if stay.at is not None else ""
                yield from with_place(f"{days}{where}: {what} ({stay.why})", at, self.width, 4)

    # ---- many

    def _sums(self) -> Iterator[str]:
        """A row for each state: as high as there are people in it, and how many at least and at most."""
        counts: dict[State, dict[date, int]] = {}
        for one in self.people:
            for day, stay in _by_day(one).items():
                of = counts.setdefault((self._sign(stay, day), stay.seat), {})
                of[day] = of.get(day, 0) + stay.seats
        for (sign, seat), by_day in sorted(counts.items(), key=lambda one: (-signs.ORDER.index(one[0][0]), one[0][1])):
            row = self.scaled.row(lambda day, of=by_day: of.get(day, 0), max)  # type: ignore[misc]
            low, high = min(row), max(row)
            told = f"{low:,} to {high:,}" if low < high else f"{high:,}"
            label = padded(_cut(seat or "no seat", self.label - 4, self.pen.plain), self.label - 4)
            bar = padded(self.pen.heights(row, attrs.evolve(sign, color="")), self.scaled.width)
            if sign not in self.pen.drawn:
                self.pen.drawn.append(sign)
            yield f"    {self.pen.sign(sign)} {label}{bar}  {told}"

    def _reasons(self) -> Iterator[str]:
        """Each reason once, with who it is about and when. Of many people the words differ by person: then the state is the
        reason."""
        of: dict[tuple[str, str, str], list[tuple[str, PersonOnDays]]] = {}
        many = len(self.people) > MOST_BARS
        for one in self.people:
            for stay in one.days:
                words = ("idle" if stay.idle else stay.status) if many else stay.why
                billable = {True: ", billable", False: ", not billable", None: ""}[stay.billable]
                what = f"{stay.seat}{billable}" if stay.seat else "no seat"
                at = stay.at.where if stay.at is not None else ""
                of.setdefault((what, words, at), []).append((one.person, stay))
        for (what, words, at), stays in of.items():
            yield from with_place(f"{what} ({words}): {_named(stays)}", at, self.width, 4)


def _named(stays: Sequence[tuple[str, PersonOnDays]]) -> str:
    people = list(dict.fromkeys(person for person, _ in stays))
    if len(people) > MOST_NAMED:
        return f"{len(people):,} people"
    told = []
    for person in people:
        days: list[tuple[date, date]] = []
        for first, last in ((stay.first, stay.last) for name, stay in stays if name == person):
            if days and days[-1][1].toordinal() + 1 == first.toordinal():
                days[-1] = days[-1][0], last
            else:
                days.append((first, last))
        told.append(f"{person} {', '.join(_days(*each) for each in days)}")
    return "; ".join(told)


def _days(first: date, last: date) -> str:
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def _by_day(one: PersonSeats) -> dict[date, PersonOnDays]:
    return {
        date.fromordinal(day): stay
        for stay in one.days
        for day in range(stay.first.toordinal(), stay.last.toordinal() + 1)
    }  # fmt: skip


def _cut(text: str, room: int, plain: bool) -> str:
    dots = "..." if plain else "…"
    return text if len(text) <= room - 1 else text[: room - 1 - len(dots)] + dots
