"""What a charge includes in, how much of its count costs nothing out (BILLING-RULES 2, step 3).

So many for each billed seat of a type, or an allotment for a period. Use that adds up has as many allotments as its cycle
has such periods, 12 of a month in a year, and they lapse together, with the cycle; of an allotment of a year a month has
what the months before it left. How many are held does not add up: 5
per month are 5 seats in a year's count, not 60, and not 5 in each month, so an allotment of seats fits its own cycle only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.history import before, stretch
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal

BilledSeats = Callable[[str, Plan, Span], Fraction]
"""The seats of a type that are paid for."""


@attrs.frozen
class Allotment:
    """How many are included, with the arithmetic; `each` says that every window of a meter has so many of its own."""

    share: Fraction
    basis: str
    each: bool = False

    def eaten(self, counts: Sequence[Fraction]) -> list[Fraction]:
        """How much of each of several counts is included: used up in their order, never more than a count."""
        left = self.share
        taken = []
        for count in counts:
            part = min(self.share if self.each else left, count)
            left -= part
            taken.append(part)
        return taken


def allotment(terms: Terms, world: World, billed_seats: BilledSeats) -> Allotment | None:
    """What a charge includes in its cycle; None where it includes nothing."""
    if terms.included is None:
        return None
    stated, at = terms.included.value, terms.included.at
    if stated.seat:
        seats = billed_seats(stated.seat, terms.plan, at)
        share = stated.count * floor(seats / stated.every)
        per = f"{_n(stated.every)} billed seats" if stated.every != 1 else "billed seat"
        return Allotment(share, f"{_n(stated.count)} per {per} of {stated.seat}: {_n(seats)} seats include {_n(share)}")
    basis = f"{_n(stated.count)} per {stated.period}"
    meter = world.policy.meters.get(terms.charge.counts[0]) if terms.charge.counts_kind == "meter" else None
    if meter is not None and stated.period == meter.window != "cycle":
        return Allotment(stated.count, basis, each=True)
    times = cycles.worth(terms.cycle.value, stated.period, at)
    if times == 1:
        return Allotment(stated.count, basis)
    length = cycles.words(terms.cycle.value)
    if meter is None or meter.aggregation != "sum":
        words = f"what is included per {stated.period}, in a cycle of a {length}, is"
        raise not_billed(refusals.EN511, at, words)
    if times < 1:
        used = _used_before(terms, stated.period, world, at)
        left = max(stated.count - used, Fraction(0))
        return Allotment(left, f"{basis}, {_n(used)} used before" if used else basis)
    share = stated.count * times
    return Allotment(share, f"{basis}: {_n(times)} × {_n(stated.count)} = {_n(share)} in a {length}")


def _used_before(terms: Terms, period: str, world: World, at: Span) -> Fraction:
    """How much of an allotment of a longer period earlier cycles used."""
    term = world.term_of(terms.base)
    here = stretch(period, terms.cycle.value, terms.window, world, term, at)
    if here is None:
        return Fraction(0)
    what = f"what is included per {period}, of which this is cycle {here.position + 1},"
    used = Fraction(0)
    for line in before(here, terms.window, world, lambda line: line.charge == terms.charge.name, at, what):
        if line.included is None:
            words = f"what is included per {period}, beside a line that does not say what it included,"
            raise not_billed(refusals.EN505, line.at, f"{words} is", 'write `quantity: {included: "0"}` in it')
        used += line.included
    return used


def _n(value: Fraction) -> str:
    return format_decimal(value)
