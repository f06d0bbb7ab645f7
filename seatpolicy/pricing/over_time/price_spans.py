"""One count of a cycle and the texts that come into force inside it in, the days of each price out.

A count over a cycle is one, however often its price changes; what it costs is worth the days of each price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.new_text import NewText


@attrs.frozen
class Run:
    """Days on which nothing changes, and what is paid for on each of them."""

    first: date
    after: date
    day: JudgedDay
    level: Level

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days


@attrs.frozen
class PriceSpan:
    """Some days of a cycle with one price: the day that is judged for them, what is paid for, and what their line says
    first. The count is that of a `chosen` day among them, so flat parts come with it."""

    first: date
    after: date
    day: JudgedDay
    level: Level
    chosen: bool
    told: tuple[Step, ...]


def price_spans(
    charge: str,
    chosen: Run,
    runs: Sequence[Run],
    texts: Mapping[date, NewText],
    ends: tuple[date, date],
    of_all: bool,
    days: Days,
) -> list[PriceSpan]:
    """The days of each price between the `ends` of the cycle. What is counted is `chosen`; where a count was made of all
    days, the last day of each price is judged for it (`of_all`), else the first one."""
    turns = [day for day in sorted(texts) if _differs(charge, chosen.level, texts[day], days)]
    made = []
    for first, after in zip([ends[0], *turns], [*turns, ends[1]], strict=True):
        told = (texts[first].told,) if first in turns else ()
        if first <= chosen.first < after:
            made.append(PriceSpan(first, after, chosen.day, chosen.level, True, told))
            continue
        inside = [run for run in runs if run.first < after and first < run.after]
        day = inside[-1 if of_all else 0].day
        level = attrs.evolve(days.with_count(day, charge, chosen.level.count), row=chosen.level.row)
        made.append(PriceSpan(first, after, day, level, False, told))
    return made


def counted_alike(charge: str, texts: Mapping[date, NewText]) -> None:
    """Refuses another way to count the days of a cycle from a day inside it on."""
    for day, new in texts.items():
        old, later = new.old.quantity(charge), new.new.quantity(charge)
        ways = [("", "") if one is None else (one.over, one.tier_of) for one in (old, later)]
        if ways[0] != ways[1]:
            at = later.at if later is not None else new.new.charges[charge].charge.at
            words = f"another way to count `{charge}` over a cycle, from {day} on, inside that cycle, is"
            raise not_billed(refusals.EN502, at, words, "let the change reach everyone at the next cycle")


def _differs(charge: str, level: Level, new: NewText, days: Days) -> bool:
    """Whether the count costs another amount from a text on."""
    if new.other_units:
        return True
    costs = []
    for day in (new.old, new.new):
        units = days.with_count(day, charge, level.count).units if level.row is None else level.row
        costs.append(new.cost(day, units, Fraction(0), days))
    return costs[0] != costs[1]
