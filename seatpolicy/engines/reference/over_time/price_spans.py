"""One count of a cycle and the texts that come into force inside it in, the days of each price out.

A count over a cycle is one, however often its price changes; what it costs is worth the days of each price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.new_text import NewText

_DAY = timedelta(days=1)
Counted = tuple[date, Day, Level]


@attrs.frozen
class PriceSpan:
    """Some days of a cycle with one price: the day that is judged for them, what is paid for, and what their line says
    first. The price of a `chosen` day's count is that of the whole cycle, so flat parts come with it."""

    first: date
    after: date
    day: Day
    level: Level
    chosen: bool
    told: tuple[Step, ...]


def price_spans(
    charge: str,
    chosen: Counted,
    counted: Sequence[Counted],
    texts: Mapping[date, NewText],
    ends: tuple[date, date],
    row: Fraction | None,
    of_all: bool,
) -> list[PriceSpan]:
    """The days of each price between the `ends` of the cycle. What is counted is `chosen`; where a count was made of all
    days, the last day of each price is judged for it (`of_all`), else the first one."""
    turns = [day for day, new in sorted(texts.items()) if _differs(charge, chosen[2], new, row)]
    made = []
    for first, after in zip([ends[0], *turns], [*turns, ends[1]], strict=True):
        days = [one for one in counted if first <= one[0] < after]
        here = first <= chosen[0] < after
        told = (texts[first].told,) if first in turns else ()
        if here:
            made.append(PriceSpan(first, after, chosen[1], chosen[2], True, told))
            continue
        day = days[-1 if of_all else 0][1]
        level = attrs.evolve(day.level_of(charge, chosen[2].counted.count), row_of=row)
        made.append(PriceSpan(first, after, day, level, False, told))
    return made


def counted_alike(charge: str, texts: Mapping[date, NewText]) -> None:
    """Refuses another way to count the days of a cycle from a day inside it on."""
    for day, new in texts.items():
        old, later = (one.terms[charge].quantity for one in (new.old, new.new))
        ways = [("", "") if one is None else (one.value.over, one.value.tier_of) for one in (old, later)]
        if ways[0] != ways[1]:
            at = later.at if later is not None else new.new.terms[charge].charge.at
            words = f"another way to count `{charge}` over a cycle, from {day} on, inside that cycle, is"
            raise not_billed(refusals.EN502, at, words, "let the change reach everyone at the next cycle")


def _differs(charge: str, level: Level, new: NewText, row: Fraction | None) -> bool:
    """Whether the count costs another amount from a text on."""
    count = level.counted.count
    units = [day.level_of(charge, count).units if row is None else row for day in (new.old, new.new)]
    return new.other_units or new.cost(new.old, units[0]) != new.cost(new.new, units[1])
