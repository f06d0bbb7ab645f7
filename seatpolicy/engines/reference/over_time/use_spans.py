"""Use of a cycle in which its price changes in, whether it can be told which use has which price out.

Use has happened on its day, and has the price of that day. Where a meter adds it up, what came later is a step above what
came before, so that rows and allotments are those of the whole cycle. Any other figure is one of the whole cycle.
"""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.new_text import NewText


def prices_use_anew(charge: str, new: NewText, before: Level, whole: Level) -> bool:
    """Whether a text prices use anew; what was used `before` it, and in the `whole` cycle, is counted by it. Refused: where
    it cannot be told what of it is which."""
    costs = [new.costs_otherwise(level.units, Fraction(0)) for level in (before, whole)]
    if not new.other_units and not any(costs):
        return False
    if new.other_units or not _adds_up(charge, new.new) or not _adds_up(charge, new.old):
        words = f"use of a cycle in which its price changes, as that of `{charge}` does on {new.new.on}, is"
        raise not_billed(refusals.EN501, new.at, words, "let the change reach everyone at the next cycle")
    return True


def _adds_up(charge: str, day: Day) -> bool:
    """Whether the use of a charge is a sum of its cycle, with an allotment of the cycle, if there is one."""
    one = day.terms[charge].charge
    meters = [day.policy.meters[name] for name in one.counts]
    of_cycle = all(case.value.period == "cycle" for case in one.included)
    return of_cycle and all((meter.aggregation, meter.window) == ("sum", "cycle") for meter in meters)
