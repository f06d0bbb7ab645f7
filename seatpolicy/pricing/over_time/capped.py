"""Credits of an old plan and charges of a new one in, credits that are at most the new charges out, where a policy says
so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import Step
from seatpolicy.ledger.effects import PlanBegun
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.parts import Return


def capped(lines: Sequence[DueLine], backs: Sequence[Return]) -> list[DueLine]:
    """The lines of an invoice. What comes back at an upgrade is at most what the new plan costs on it."""
    changes = [event for one in backs for event in one.events if isinstance(event, PlanBegun) and event.capped]
    if not changes:
        return list(lines)
    change = changes[0]
    room = sum(
        (one.line.amount for one in lines if one.line.kind == "charge" and one.line.owner in change.plans), Fraction(0)
    )
    names = {one.name for one in backs if change in one.events}
    made: list[DueLine] = []
    for one in lines:
        if one.line.kind == "credit" and one.line.id in names:
            given = min(-one.line.amount, room)
            room -= given
            one = _at_most(one, given)
        made.append(one)
    return made


def _at_most(one: DueLine, given: Fraction) -> DueLine:
    """The credit, cut to so much."""
    line = one.line
    if given == -line.amount:
        return one
    words = "at most the new charge"
    step = Step("amount", "upgrade", line.at, words, line.amount, -given - line.amount, -given, "")
    return attrs.evolve(
        one, line=attrs.evolve(line, amount=-given, exact=-given, steps=(*line.steps, step)), before=-given
    )
