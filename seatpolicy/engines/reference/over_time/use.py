"""Events of use and a cycle in, what each meter came to in it out.

A meter of the cycle has a figure for each event; one of each hour or day a figure for each hour or day of the cycle, nothing
where nothing was used. Use on a day belongs to the cycle that holds the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import UsageReported
from seatpolicy.documents.refusals import not_billed
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.values.zones import find_zone, midnight

HOUR = 3_600_000_000


def used_in(
    first: date, after: date, events: Iterable[UsageReported], meter: Meter, zone: str, moment: int = 0
) -> UsageGiven | None:
    """The figures of a meter from a day on, up to another one, and up to a later moment of it if there is one; None where
    there was no use."""
    begins, ends = midnight(first, find_zone(zone)), max(midnight(after, find_zone(zone)), moment)
    here = [event for event in events if event.meter == meter.name and begins <= event.instant < ends]
    if not here:
        return None
    at = here[-1].at
    if meter.window == "cycle":
        return UsageGiven(tuple(event.amount for event in here), True, at)
    if meter.window == "day":
        days = (first + timedelta(days=day) for day in range((after - first).days + 1))
        edges = sorted({*(midnight(day, find_zone(zone)) for day in days), ends})
    elif meter.window == "hour":
        edges = [*range(begins, ends, HOUR), ends]
    else:
        raise not_billed(refusals.EN501, at, f"use by events of a meter for each {meter.window} is")
    figures = []
    for edge, following in pairwise(edges):
        inside = [event.amount for event in here if edge <= event.instant < following]
        figures.append(_aggregated(meter, inside))
    return UsageGiven(tuple(figures), True, at)


def _aggregated(meter: Meter, figures: list[Fraction]) -> Fraction:
    """What one window came to."""
    if not figures:
        return Fraction(0)
    whole = sum(figures, Fraction(0))
    made = {
        "sum": whole,
        "highest": max(figures),
        "lowest": min(figures),
        "first": figures[0],
        "last": figures[-1],
        "average": whole / len(figures),
    }
    return made[meter.aggregation]
