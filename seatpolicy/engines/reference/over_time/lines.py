"""A part of a cycle in, its line at list price out (BILLING-RULES 2, steps 4 and 5).

The first part of a cycle is priced like a whole one, times its worth. A later one prices a step: where the rows of a
schedule each price their own part, what the rows gained; else what all units cost now, less what the old ones cost by the
same prices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import LineQuantity, Period, Step
from seatpolicy.engines.reference.drafts import Draft, Worth, groups_of, price, unit_of
from seatpolicy.engines.reference.over_time.parts import Part
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.prices import Piece, pieces
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.prices import MeasureOfPart
from seatpolicy.values.money import format_decimal

CHANGE = "change "
"""How the rule of a step begins that tells of another text of the policy."""


def part_drafts(part: Part, roundings: Roundings) -> list[Draft]:
    """The lines of a part: several where the policy wants one for each row or seat."""
    terms, world, level = part.terms, part.day.world, part.level
    worth = part_worth(part, part.stretch, roundings)
    if level.row_of is None:
        made = pieces(level.whole, level.units, terms, world)
    else:
        made = level.scaled(pieces(level.whole, level.row_of, terms, world))
    if not (part.with_flat or Statements(terms, world).flat_prorated()):
        made = [piece for piece in made if not piece.flat]
    # What is paid for anew, at another price, was counted when it was paid for first.
    steps = [*part.told, *((*level.steps, *_paid_beside(part)) if part.repriced is None else ())]
    units = level.units - part.above
    if not part.is_step:
        groups = list(groups_of(terms, made, level.units))
    else:
        groups = [gained(part, level.units, part.above)]
        use = terms.charge.counts_kind == "meter"
        rule, said = ("use", "were used before") if use else ("more seats", "are paid for")
        at = terms.charge.at if use else Statements(terms, world).more_at()
        basis = f"{format_decimal(part.above)} of {format_decimal(level.units)} {said}"
        steps.append(Step("quantity", rule, at, basis, level.units, -part.above, units))
    of = len(groups)
    return [_draft(part, group, number, of, units, steps, worth, roundings) for number, group in enumerate(groups, 1)]


def _paid_beside(part: Part) -> Iterator[Step]:
    """Why other units are paid for than there are."""
    level, at = part.level, part.terms.charge.at
    there, units = level.there, level.units
    if there is not None and there < units:
        basis = f"{format_decimal(units - there)} given up before {'stays' if units - there == 1 else 'stay'} paid for"
        yield Step("quantity", "fewer seats", at, basis, there, units - there, units)
    elif there is not None and there > units:
        basis = f"{format_decimal(there - units)} {'waits' if there - units == 1 else 'wait'} for a later mark"
        at = Statements(part.terms, part.day.world).more_at()
        yield Step("quantity", "more seats", at, basis, there, units - there, units)


def _draft(
    part: Part,
    group: Sequence[Piece],
    number: int,
    of: int,
    units: Fraction,
    steps: Sequence[Step],
    worth: Worth,
    roundings: Roundings,
) -> Draft:
    terms, level = part.terms, part.level
    title = terms.charge.title
    if terms.lines == "tier" and of > 1:
        title = f"{title}, {group[0].rule.rpartition(', ')[2]}"
    billed = units if of == 1 else sum((piece.units for piece in group), Fraction(0))
    counted = level.counted
    draft = Draft(
        id=part.name if of == 1 else f"{part.name}#{number:0{len(str(of))}}",
        kind="charge",
        charge=part.charge,
        owner=terms.plan.name,
        title=title,
        counts=terms.charge.counts,
        quantity=LineQuantity(billed, Fraction(0) if part.is_step else counted.included, counted.facts),
        window=terms.window,
        cycle=terms.cycle.value,
        factor=worth.rates,
        unit=unit_of(level.whole, terms),
        at=terms.charge.at,
        period=Period(part.stretch.first, part.stretch.last),
        steps=list(steps),
    )
    price(draft, group, terms, level.whole, worth, roundings, part.day.world.account.currency)
    return draft


def one_for_all(drafts: Sequence[Draft]) -> Draft:
    """The lines of several parts of one cycle as one: their amounts one after the other, the count of the last."""
    first, last = drafts[0], drafts[-1]
    made = attrs.evolve(
        first,
        quantity=last.quantity,
        factor=sum((one.factor for one in drafts), Fraction(0)),
        period=Period(first.days.first, last.days.last),
        events=tuple(dict.fromkeys(event for one in drafts for event in one.events)),
        steps=list(first.steps),
    )
    for one in drafts[1:]:
        amounts = (step for step in one.steps if step.figure == "amount" or step.rule.startswith(CHANGE))
        made.steps += [attrs.evolve(step, before=step.before + made.left, after=step.after + made.left) for step in amounts]
        made.left += one.left
        made.listed += one.listed
    made.base = made.exact = made.left
    return made


def gained(part: Part, upto: Fraction, downto: Fraction) -> list[Piece]:
    """The pieces of the step from some units to more of them, by the prices of a part."""
    terms, world, whole = part.terms, part.day.world, part.level.whole
    return _gained(pieces(whole, upto, terms, world), pieces(whole, downto, terms, world))


def part_worth(part: Part, stretch: Stretch, roundings: Roundings) -> Worth:
    """What some days of a part are worth; flat parts come whole, unless the policy cuts them down."""
    said = Statements(part.terms, part.day.world)
    per, window, cycle = part.level.whole.per.period, part.terms.window, part.terms.cycle.value
    measure = said.measure(part.day.clock)
    exact = measure.worth(stretch, cycle, window, per)
    factor = roundings.apply("factor", exact)
    whole = measure.worth(Stretch(window.first, window.after), cycle, window, per)
    cut = said.flat_prorated() or part.repriced is not None
    return Worth(factor, factor if cut else whole, _length(stretch, part.terms, measure.stated))


def _length(stretch: Stretch, terms: Terms, stated: MeasureOfPart) -> str:
    """`a month` for all of the cycle, else `17 of 30 days`, and how they are measured, where not over the cycle."""
    days = (stretch.after - stretch.first).days
    cycle = terms.cycle.value
    if days == terms.window.days:
        return f"a {cycle.period}" if cycle.count == 1 else f"{days} days"
    how = _measured(stated, (cycle.period, cycle.count) == ("month", 1))
    return f"{days} of {terms.window.days} days" + (f" ({how})" if how else "")


def _measured(stated: MeasureOfPart, monthly: bool) -> str:
    """How the days of a part are measured, in words; empty where that is over the cycle. `monthly` is a cycle of a month."""
    return {
        "days over month": "" if monthly else "month by month",
        "days over calendar month": "by calendar months",
        "days over fixed month": f"{stated.days} to a month",
        "days over fixed year": f"{stated.days} to a year",
        "fixed days over cycle": f"months counted as {stated.days} days",
        "whole cycles": "any part is a whole cycle",
    }.get(stated.kind, "")


def _gained(made: Sequence[Piece], before: Sequence[Piece]) -> list[Piece]:
    """What the units cost more than those before."""
    old = {(piece.rule, piece.rate, bool(piece.flat)): piece for piece in before}
    new = {(piece.rule, piece.rate, bool(piece.flat)) for piece in made}
    if not new.issuperset(old):
        less = [attrs.evolve(one, units=-one.units, flat=-one.flat, words=f"less {one.words}") for one in before]
        return [*made, *less]
    gained = []
    for piece in made:
        same = old.get((piece.rule, piece.rate, bool(piece.flat)))
        units = piece.units - (same.units if same is not None else 0)
        flat = piece.flat - (same.flat if same is not None else 0)
        if units or flat:
            words = piece.words if same is None else f"{format_decimal(units)} × {piece.words.partition(' × ')[2]}"
            gained.append(attrs.evolve(piece, units=units, flat=flat, words=words))
    return gained
