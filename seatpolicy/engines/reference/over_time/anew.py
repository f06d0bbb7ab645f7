"""Seats that are less, where all are credited and charged anew, in; which line credits them, and how many stay paid, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.over_time.causes import Loss, each
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.stack import Stack
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import FewerSeats

Keep = Callable[[Fraction, FewerSeats, Day], None]
"""Notes units that stay paid by a line, on a day."""
Credited = tuple[Loss, Case[FewerSeats]]
"""What is credited, and by which line."""


def credited(
    day: Day, level: Level, said: Statements, stack: Stack, keep: Keep, losses: Sequence[Loss]
) -> tuple[Credited | None, Level]:
    """The first loss of a day that is credited, and what is paid for behind it: units that are not credited stay, which
    `keep` is told. Refused: losses that two lines credit, since all seats are credited by one."""
    assert stack.paid is not None
    found: Credited | None = None
    units = stack.paid
    for less, loss in each(day, stack.charge, stack.paid - level.units, level, losses):
        goal = units - less
        for _, low, bought in list(stack.purchases.between(units, goal)):
            rule = said.fewer(loss.why, bought)
            if rule.value.kind == "none":
                keep(units - goal, rule.value, day)
                break
            if found is not None and found[1] != rule:
                words = "seats given back by two lines on one day, where all are credited and charged anew, are"
                raise not_billed(refusals.EN503, rule.at, words)
            found, units = found or (loss, rule), low
    return found, level.paying(units)
