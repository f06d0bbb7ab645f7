"""Quoted lines in, the desk's verdicts out: the policy's price by the evaluator, and what the desk may let go by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.engines.evaluator import Evaluator
from seatpolicy.quotes.line import BELOW, LineVerdict, QuoteLine, judge_lines

MAY = Fraction(2, 100)
"""The share of the policy's price that the desk may let go on a line without asking anybody."""
WITHIN = "within the desk's 2%"
ASK = "below the desk's 2%"


def judge(
    evaluator: Evaluator, lines: Sequence[QuoteLine], facts: Mapping[str, object], as_of: date | None
) -> Outcome[tuple[LineVerdict, ...] | None]:
    """A verdict a line: that of the policy, and for a line below it whether the desk may sign it."""
    made = judge_lines(evaluator, lines, facts, as_of)
    return made if made.value is None else Outcome(tuple(_of_desk(one) for one in made.value), made.diagnostics)


def _of_desk(one: LineVerdict) -> LineVerdict:
    if one.verdict != BELOW or one.off is None:
        return one
    if one.off <= MAY:
        return attrs.evolve(one, verdict=WITHIN, text=f"{one.text}; the desk may sign it")
    return attrs.evolve(one, verdict=ASK, text=f"{one.text}; it needs an approval")
