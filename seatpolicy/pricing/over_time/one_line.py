"""Several parts of one cycle that is over in, one line for all of them out, where the policy wants one a charge."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import Line, Period
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.parts import Part

CHANGE = "change "
"""How the rule of a step begins that tells of another text of the policy."""


def goes_on(part: Part, lines: Sequence[DueLine]) -> bool:
    """Whether a part goes on the last one of some lines."""
    one = part.day.charges[part.charge]
    if not lines or lines[-1].line.charge != part.charge or part.day.chosen(one.bill) == "in advance":
        return False
    return part.day.chosen(one.lines) == "charge"


def one_for_all(lines: Sequence[Line]) -> Line:
    """The lines of the parts as one: their amounts one after the other, the count of the last."""
    first, last = lines[0], lines[-1]
    steps, amount = list(first.steps), first.amount
    for one in lines[1:]:
        told = (step for step in one.steps if step.figure == "amount" or step.rule.startswith(CHANGE))
        steps += [attrs.evolve(step, before=step.before + amount, after=step.after + amount) for step in told]
        amount += one.amount
    return attrs.evolve(
        first,
        quantity=last.quantity,
        factor=sum((one.factor for one in lines), Fraction(0)),
        period=Period(first.period.first, last.period.last),
        events=tuple(dict.fromkeys(event for one in lines for event in one.events)),
        steps=tuple(steps),
        amount=amount,
        exact=amount,
        list_amount=amount,
    )
