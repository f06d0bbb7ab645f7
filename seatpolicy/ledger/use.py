"""Events of use and some days in, what each meter came to in them out.

A meter of the cycle has a figure for each event; one of each hour or day a figure for each hour or day, nothing where
nothing was used. Use belongs to the cycle in which it happened, by the clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import Event, UsageReported
from seatpolicy.documents.refusals import not_billed
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.values.zones import Zone, find_zone, midnight

HOUR = 3_600_000_000


def used(
    first: date, after: date, events: Sequence[Event], meter: Meter, zone: str, moment: int = 0
) -> tuple[UsageGiven | None, tuple[UsageReported, ...]]:
    """The figures of a meter from a day up to another one, and up to a later moment of it if there is one, with the events
    that report them; None where there was no use. Refused: windows of another kind than hours and days."""
    begins, ends = midnight(first, find_zone(zone)), max(midnight(after, find_zone(zone)), moment)
    here = tuple(
        one for one in events if isinstance(one, UsageReported) and one.meter == meter.name and begins <= one.instant < ends
    )
    if not here:
        return None, ()
    at = here[-1].at
    if meter.window == "cycle":
        return UsageGiven(tuple(one.amount for one in here), True, at), here
    edges = _edges(first, after, begins, ends, meter, find_zone(zone))
    if edges is None:
        raise not_billed(refusals.EN501, at, f"use by events of a meter for each {meter.window} is")
    inside: list[list[Fraction]] = [[] for _ in edges[:-1]]
    for one in here:
        inside[bisect_left(edges, one.instant + 1) - 1].append(one.amount)
    return UsageGiven(tuple(_aggregated(meter, some) for some in inside), True, at), here


def _edges(first: date, after: date, begins: int, ends: int, meter: Meter, zone: Zone) -> list[int] | None:
    """Where each window begins, and where the last one ends; None for windows that are no hours or days."""
    if meter.window == "day":
        days = (first + timedelta(days=number) for number in range((after - first).days + 1))
        return sorted({*(int(midnight(day, zone)) for day in days), ends})
    return [*range(begins, ends, HOUR), ends] if meter.window == "hour" else None


def _aggregated(meter: Meter, figures: Sequence[Fraction]) -> Fraction:
    """What one window came to."""
    if not figures:
        return Fraction(0)
    match meter.aggregation:
        case "highest":
            return max(figures)
        case "lowest":
            return min(figures)
        case "first":
            return figures[0]
        case "last":
            return figures[-1]
        case "average":
            return sum(figures, Fraction(0)) / len(figures)
    return sum(figures, Fraction(0))
