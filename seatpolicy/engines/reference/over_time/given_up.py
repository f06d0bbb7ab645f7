"""Lines that a document says were billed and what is due in, what is put right of them out.

What was billed of a cycle that is priced when it is over is taken off its price. What was billed in advance for days on
which the account has another plan after all comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import PlanTaken
from seatpolicy.engines.reference.over_time.given import GivenLine
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.statements import Statements, Why


def given_up(days: Days, line: EarlierLine, given: GivenLine) -> Return:
    """What comes back of a line whose plan was left on its first day. Refused: any other line that is due no more."""
    diary = days.diary
    day = days.morning(given.first)
    changes = [event for event in diary.on_day(given.first) if isinstance(event, PlanTaken)]
    if line.charge not in day.terms or not changes:
        words = f"what becomes of `{line.id}`, which was billed from {line.first} on and is due no more, is"
        raise not_billed(refusals.EN505, line.at, words)
    said = Statements(day.terms[line.charge], day.world)
    level, bought = day.level(line.charge), changes[0].instant
    part = Part(
        line.charge,
        given.first,
        day,
        given.stretch,
        level,
        Fraction(0),
        bought,
        (),
        True,
        given.amount,
        given.credited,
    )
    why = Why.of(changes)
    rule = said.plan_left(why, bought)
    return Return(part, given.first, given.stretch, level.units, Fraction(0), rule, why)


def less_given(
    drafts: list[Draft], before: list[Fraction], given: Sequence[EarlierLine], world: World
) -> tuple[list[Draft], list[Fraction], Fraction]:
    """The lines less what was billed of them; those of which nothing is left are no part of the invoice. With it comes how
    much was taken off the others. `before` are the lines' amounts before sums were rounded, in the same order."""
    later = [draft for draft in drafts if any(line.charge == draft.charge for line in given)]
    full = [draft.left for draft in drafts]
    settle.less_billed(later, attrs.evolve(world, account=attrs.evolve(world.account, billed=tuple(given))))
    kept = [n for n, draft in enumerate(drafts) if draft.left or draft.left == full[n]]
    billed = sum((full[n] - drafts[n].left for n in kept), Fraction(0))
    return [drafts[n] for n in kept], [before[n] for n in kept], billed
