"""Seats over time in, a picture for a terminal out: bars over days, and below them what happened, who, and why.

    Member seats (member_seats): contracted, billed in advance
                     Nov 2026
                     1   5    10   15   20   25   30
      52                      ██████████▒▒▒▒▒▒▒▒▒▒▒
      49             ███████████████████▒▒▒▒▒▒▒▒▒▒▒
      47             ██████████████████████████████
                              ▲         ▲
      10 Nov  +3 member_seats (e-1, admin-console)

A row of a chart is filled on the days with at least so many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.documents import seat_ledger as told
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.seat_ledger import ChargeOnDays, ChargeSeats, LineBilled, SeatLedger
from seatpolicy.reports import seat_bars as signs
from seatpolicy.reports.columns import padded
from seatpolicy.reports.day_scale import DayScale, day_words, scale
from seatpolicy.reports.event_words import event_words
from seatpolicy.reports.people_bars import PeopleBars
from seatpolicy.reports.seat_bars import Pen, Sign, levels, strongest
from seatpolicy.values.money import format_amount, format_decimal

MOST_LEVELS = 8
MOST_LISTED = 12
"""Rows of a chart; lines and events that are listed one by one."""

LABEL, RIGHT = 20, 22
"""Cells of the column to the left of the bars, and of that to the right, where there is room."""

_QUANTITIES = {"used": "by use", "": "a fee"}


def seat_ledger_text(made: SeatLedger, width: int, plain: bool, color: bool, person: str = "") -> str:
    """The picture as lines of at most `width` cells, without a final newline; in ASCII if it is to be `plain`. `person` is
    who is asked for alone; then the reason of each day is told."""
    return "\n".join(_Picture(made, width, Pen(plain, color), person).lines())


@attrs.frozen
class _Picture:
    made: SeatLedger
    width: int
    pen: Pen
    person: str

    def lines(self) -> Iterator[str]:
        made = self.made
        head = f"{made.account}, {made.period.first} to {made.period.last}, in {made.currency}"
        yield from wrap(f"{head}, by {made.policy.title}, version {made.policy.version}", self.width)
        scaled = self._scale()
        for charge in made.charges:
            yield ""
            yield from self._charge(charge, scaled)
        if made.others:
            yield ""
            yield "Of no charge"
            yield from self._axis(scaled)
            yield from PeopleBars(made.others, scaled, self.pen, self.width, self._label, self.person).lines()
        if self.pen.drawn:
            yield ""
            yield from self.pen.legend(self.width)
        if scaled.days > 1:
            yield from wrap(f"Each column is {scaled.days} days and shows the most of them.", self.width)

    @property
    def _label(self) -> int:
        return max(10, min(LABEL, self.width // 4))

    def _scale(self) -> DayScale:
        """As many cells as the columns beside the bars leave; fewer there, if a day has one of its own then."""
        days = (self.made.period.last - self.made.period.first).days + 1
        room = self.width - 2 - self._label - 2
        return scale(self.made.period.first, self.made.period.last, max(room - RIGHT, min(days, room - 10)))

    def _axis(self, scaled: DayScale) -> list[str]:
        return [" " * (2 + self._label) + line for line in scaled.axis()]

    # ---- a charge

    def _charge(self, charge: ChargeSeats, scaled: DayScale) -> Iterator[str]:
        pen, made = self.pen, self.made
        how = _QUANTITIES.get(charge.quantity, charge.quantity)
        cycle = charge.cycle
        own = f"; cycle {cycle.first} to {cycle.last}" if cycle is not None and cycle != made.period else ""
        yield from wrap(f"{visible(charge.title)} ({charge.charge}): {how}, billed {charge.bill}{own}", self.width)
        yield from self._axis(scaled)
        if not self.person:
            yield from self._chart(charge, scaled)
        if charge.events:
            here = {event.day for event in charge.events}
            marks = scaled.row(lambda day: signs.HAPPENED if day in here else signs.NOTHING, _any)
            # Of a day with several cells the first one points at it.
            marks = [sign if number % scaled.cells == 0 else signs.NOTHING for number, sign in enumerate(marks)]
            drawn = list(pen.drawn)
            yield " " * (2 + self._label) + pen.bar(marks)
            pen.drawn = drawn
        yield from self._events(charge.events)
        if charge.lines and not self.person:
            yield from self._lines(charge, scaled)
        if charge.people:
            trial = _days_in(charge.days, told.TRIAL)
            yield "  Who"
            yield from PeopleBars(charge.people, scaled, pen, self.width, self._label, self.person, trial).lines()

    def _chart(self, charge: ChargeSeats, scaled: DayScale) -> Iterator[str]:
        """A row for each count that there was, or that was billed."""
        counted = [one for one in charge.days if one.units is not None]
        on = _by_day(charge.days)
        for level in levels([count for one in counted for count in (one.units or Fraction(0), one.billed)], MOST_LEVELS):

            def shown(day: date, level: Fraction = level) -> Sign:
                one = on.get(day)
                return signs.NOTHING if one is None else _sign(one, level)

            row = self.pen.bar(scaled.row(shown, strongest))
            yield f"  {padded(format_decimal(level), self._label - 2, right=True)}  {row}"

    def _events(self, events: Sequence[Event]) -> Iterator[str]:
        for event in events[:MOST_LISTED]:
            source = f", {event.source}" if event.source else ""
            known = f", known on {event.recorded_on}" if event.recorded_on > event.day else ""
            corrected = f", corrected by {' and '.join(event.corrections)}" if event.corrections else ""
            words = f"{event_words(event)} ({event.id}{source}{known}{corrected})"
            yield from self._labelled(day_words(event.day), words)
        yield from self._more(len(events), "events")

    def _labelled(self, label: str, words: str) -> Iterator[str]:
        """Words beside a label, and below each other."""
        first, *more = wrap(visible(words), max(20, self.width - 2 - self._label))
        yield f"  {padded(label, self._label)}{first}"
        yield from (" " * (2 + self._label) + line for line in more)

    def _more(self, count: int, what: str) -> Iterator[str]:
        if count > MOST_LISTED:
            more = count - MOST_LISTED
            yield f"  {self._dots} and {more:,} more {what if more > 1 else what[:-1]}; `--format json` has them all"

    @property
    def _dots(self) -> str:
        return "..." if self.pen.plain else "…"

    # ---- what was billed

    def _lines(self, charge: ChargeSeats, scaled: DayScale) -> Iterator[str]:
        """A bar for the days of every line, with what it came to and the day of its invoice."""
        yield "  Billed"
        listed = charge.lines[:MOST_LISTED]
        amounts = self._amounts(listed, self.width - 2 - self._label - scaled.width - 2)
        for one, amount in zip(listed, amounts, strict=True):
            days = one.line.period
            sign = signs.BACK if one.line.amount < 0 else signs.LINE

            def shown(day: date, first: date = days.first, last: date = days.last, sign: Sign = sign) -> Sign:
                return sign if first <= day <= last else signs.NOTHING

            row = scaled.row(shown, _any)
            bar = self.pen.bar(row)
            label = padded(_short(_suffix(one, charge.charge), self._label - 4, self._dots), self._label - 2)
            yield f"    {label}{bar}{' ' * (scaled.width - len(_until_last(row)))}  {amount}".rstrip()
        yield from self._more(len(charge.lines), "lines")

    def _amounts(self, lines: Sequence[LineBilled], room: int) -> list[str]:
        """What each line came to, below each other, with what it is for and the day of its invoice where there is room."""
        rows = [
            [_quantity(one), format_amount(one.line.amount, self.made.currency), day_words(one.on)] for one in lines
        ]  # fmt: skip
        sizes = [max(cells(row[column]) for row in rows) for column in range(3)]
        # What there is no room for is left out: first the day, then the quantity.
        for columns in ((0, 1, 2), (0, 1), (1,)):
            if sum(sizes[column] + 2 for column in columns) - 2 <= room:
                break
        return ["  ".join(padded(row[column], sizes[column], right=True) for column in columns) for row in rows]


def _sign(one: ChargeOnDays, level: Fraction) -> Sign:
    """What a row of the chart shows of a day."""
    there = one.units is not None and one.units >= level
    if one.state in (told.TRIAL, told.FREE):
        return signs.TRIAL if there else signs.NOTHING
    if one.state == told.PAUSED:
        return signs.PAUSED if there else signs.NOTHING
    if one.billed >= level:
        return signs.BILLED if there else signs.KEPT
    return signs.OPEN if there else signs.NOTHING


def _suffix(one: LineBilled, charge: str) -> str:
    """A line's id without the name of its charge, if something is left of it."""
    return one.line.id.removeprefix(charge) or one.line.id


def _short(text: str, room: int, dots: str) -> str:
    return text if cells(text) <= room else dots + text[-(room - len(dots)) :]


def _quantity(one: LineBilled) -> str:
    """`49 seats`."""
    line = one.line
    several = line.quantity.billed != 1 and line.unit and " " not in line.unit
    return f"{format_decimal(line.quantity.billed)} {line.unit}{'s' if several else ''}" if line.unit else ""


def _until_last(row: Sequence[Sign]) -> Sequence[Sign]:
    last = max((place + 1 for place, sign in enumerate(row) if sign is not signs.NOTHING), default=0)
    return row[:last]


def _any(some: Iterable[Sign]) -> Sign:
    return next((one for one in some if one is not signs.NOTHING), signs.NOTHING)


def _by_day(days: Iterable[ChargeOnDays]) -> dict[date, ChargeOnDays]:
    return {
        date.fromordinal(day): one
        for one in days
        for day in range(one.first.toordinal(), one.last.toordinal() + 1)
    }  # fmt: skip


def _days_in(days: Iterable[ChargeOnDays], state: str) -> frozenset[date]:
    return frozenset(day for day, one in _by_day(days).items() if one.state == state)
