"""Lines that a document says were billed and what is due of a charge in, what is left to bill out.

No day is billed twice for one charge: what is billed in advance for days that were billed already is not billed again, and
credits come out of what was billed. Of what is billed when its time is over, what was billed of it is taken off its price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.invoice import Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.effects import PlanBegun
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.fewer import for_another_plan
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.plan_changes import Pages
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.values.money import format_amount

_DAY = timedelta(days=1)


@attrs.frozen
class GivenLine:
    """What was billed of a charge for some days, all lines of these days together, and what was given back of it."""

    id: str
    stretch: Stretch
    amount: Fraction
    credited: Fraction

    def meets(self, stretch: Stretch) -> bool:
        """Whether it is for one of some days."""
        return self.stretch.first < stretch.after and stretch.first < self.stretch.after


def given_lines(charge: str, lines: Sequence[EarlierLine]) -> list[GivenLine]:
    """What was billed of a charge, by its days. A line for seats that were added later, or for another price, goes by its
    own id."""
    made: dict[tuple[str, date, date], Fraction] = {}
    ours = [one for one in lines if one.charge == charge]
    for line in ours:
        if line.kind == "charge":
            key = (line.id if is_later(line.id) else charge, line.first, line.last)
            made[key] = made.get(key, Fraction(0)) + line.amount
    backs = [one for one in ours if one.kind == "credit"]
    ids = sorted({name for name, _, _ in made}, key=len, reverse=True)
    found = []
    for (name, first, last), amount in sorted(made.items()):
        # A credit whose id says that it is another line's is none of this one's.
        mine = [one for one in backs if next((each for each in ids if one.id.startswith(f"{each}-")), name) == name]
        found.append(GivenLine(name, Stretch(first, last + _DAY), amount, -_within(mine, first, last)))
    return found


def is_later(name: str) -> bool:
    """Whether a line has an id of its own, and not that of its charge: for seats that came later, or for another price."""
    return "+" in name or "~" in name


def _within(lines: Sequence[EarlierLine], first: date, last: date) -> Fraction:
    return sum((one.amount for one in lines if first <= one.first and one.last <= last), Fraction(0))


def but_for(given: Sequence[GivenLine], part: Part) -> Iterator[Part]:
    """A part, or, where some of its days were billed already, what was billed and what is left of it."""
    met = [line for line in given if line.meets(part.stretch)]
    for line in met:
        yield attrs.evolve(part, stretch=line.stretch, billed_before=line.amount, credited_before=line.credited)
    if not given:
        yield part
        return
    first = part.stretch.first
    for line in sorted(met, key=lambda one: one.stretch.first):
        if first < line.stretch.first:
            yield attrs.evolve(part, stretch=Stretch(first, line.stretch.first))
        first = max(first, line.stretch.after)
    if first < part.stretch.after:
        yield attrs.evolve(part, stretch=Stretch(first, part.stretch.after))


def given_up(line: EarlierLine, given: GivenLine, ledger: Ledger, pages: Pages) -> Return:
    """What comes back of a line whose plan was left on its first day. Refused: any other line that is due no more."""
    first = given.stretch.first
    day = pages.page(first, ledger.page(first - _DAY))
    changes = tuple(event for event in ledger.on_day(first) if isinstance(event, PlanBegun))
    if line.charge not in day.charges or not changes:
        words = f"what becomes of `{line.id}`, which was billed from {first} on and is due no more, is"
        raise not_billed(refusals.EN505, line.at, words)
    level, bought = day.level(line.charge), changes[0].instant
    part = Part(line.charge, first, day, given.stretch, level, Fraction(0), bought, (), True)
    part = attrs.evolve(part, billed_before=given.amount, credited_before=given.credited)
    cause = Cause.of(changes)
    rule, at = for_another_plan(day, line.charge, cause, bought, pages)
    return Return(part, first, given.stretch, level.units, Fraction(0), rule, at, cause)


def less_given(
    lines: Sequence[DueLine], given: Sequence[EarlierLine], currency: str
) -> tuple[list[DueLine], Fraction]:
    """The lines less what was billed of them, but for those of which nothing is left; and how much was taken off the others.
    Refused: an earlier line that is none of this bill."""
    charges = {one.charge for one in given}
    made = list(lines)
    later = [place for place, one in enumerate(made) if one.line.charge in charges]
    for line in given:
        here = [n for n in later if made[n].window.first <= line.first and line.last <= made[n].window.last]
        same = [n for n in here if made[n].line.id == line.id]
        same = same or [n for n in here if (made[n].line.charge, made[n].line.kind) == (line.charge, line.kind)]
        if here and not same:
            words = f"`{line.id}`, which was billed for {line.first} to {line.last} and is no line of this bill,"
            raise not_billed(refusals.EN505, line.at, f"what becomes of {words} is")
        if same:
            made[same[-1]] = _less(made[same[-1]], line, currency)
    kept = [
        (new, old) for new, old in zip(made, lines, strict=True) if new.line.amount or new.line.amount == old.line.amount
    ]
    return [new for new, _ in kept], sum((old.line.amount - new.line.amount for new, old in kept), Fraction(0))


def _less(one: DueLine, line: EarlierLine, currency: str) -> DueLine:
    basis = f"{format_amount(line.amount, currency)} for {line.first} to {line.last}"
    old = one.line
    after = old.amount - line.amount
    step = Step("amount", "billed before", old.at, basis, old.amount, -line.amount, after, "")
    exact = (old.amount if old.exact is None else old.exact) - line.amount
    return attrs.evolve(one, line=attrs.evolve(old, amount=after, exact=exact, steps=(*old.steps, step)))
