"""A part of a cycle in, its lines at list price out: the kernel of a part is run with its units and its share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.compiler.lower.over_time import part as lowered
from seatpolicy.compiler.lower.over_time.day import COUNT
from seatpolicy.compiler.lower.over_time.part import PartProgram, Shape, lower_part
from seatpolicy.documents.invoice import Line, Period, Step
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.over_time.judging import beside
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.pricing import assemble
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.over_time.judged import Change
from seatpolicy.pricing.over_time.parts import Part
from seatpolicy.pricing.over_time.worths import share
from seatpolicy.pricing.words import Figures
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal


@attrs.frozen
class Listing:
    """Lists parts with kept programs."""

    programs: Programs

    def lines(self, part: Part) -> list[Line]:
        """The lines of a part, each with its exact list amount as its amount. Raises Refusal where it has no price."""
        return _lines(part, self.programs, False)

    def listed(self, part: Part) -> list[Fraction]:
        """The exact list amount of each line of a part."""
        return [one.amount for one in self.lines(part)]

    def plainly(self, part: Part) -> Fraction:
        """The list amount of a step, not rounded as a step."""
        return sum((one.amount for one in _lines(part, self.programs, True)), Fraction(0))


def _lines(part: Part, programs: Programs, plain: bool) -> list[Line]:
    day, level = part.day, part.level
    window = day.cycle(part.charge).window
    figures = {
        lowered.UNITS: level.units,
        lowered.ABOVE: part.above,
        lowered.SHARE: share(part.stretch, level.period, day, part.charge),
        lowered.ROW: Fraction(0) if level.row is None else level.row,
        lowered.DAYS: Fraction(part.stretch.days),
        lowered.WINDOW_DAYS: Fraction(window.days),
    }
    if level.fixed is not None:
        figures[COUNT] = level.fixed
    made, run = _program(part, programs, plain)
    given = beside(day.given, figures)
    values, failures = run.ran(given.inputs(made.kernel))
    shown = Figures(values, day.page.currency)
    for number in failures:
        if made.reasons[number].failure.scope.partition("/")[0] in ("part", "list"):
            raise Refusal(told(made.reasons[number], shown, given, day.page.at))
    period = Period(part.stretch.first, part.stretch.last)
    lines = [assemble.line(one, shown, {part.charge: period}) for one in made.lines if shown.holds(one.present)]
    return [_named(line, part) for line in lines]


def _named(line: Line, part: Part) -> Line:
    """The line under the name of its part, with why other units are paid for than there are."""
    _, number, which = line.id.partition("#")
    counting = next((place for place, step in enumerate(line.steps) if _behind_count(step)), len(line.steps))
    changes = part.day.changes.get(part.charge, ()) if part.level.fixed is None else ()
    counted = explained(line.steps[:counting], changes)
    more = _more_at(part)
    rest = (attrs.evolve(step, at=more) if _is_more(step) else step for step in line.steps[counting:])
    # What is paid for anew, at another price, was counted when it was paid for first.
    made = (*counted, *_not_those_there(part)) if part.repriced is None else ()
    return attrs.evolve(line, id=f"{part.name}{number}{which}", steps=(*part.told, *made, *rest))


def explained(steps: Sequence[Step], changes: Sequence[Change]) -> Sequence[Step]:
    """The steps of a line whose count the kernel was given with its changes in it: who is there first, then each change."""
    if not changes or not steps or steps[0].rule not in ("assigned", "billable"):
        return steps
    counted, rest = steps[0], steps[1:]
    there = counted.after - sum(one.by for one in changes)
    made = [attrs.evolve(counted, basis=f"{format_decimal(there)} {counted.rule}", change=there, after=there)]
    for one in changes:
        made.append(Step("quantity", one.rule, one.at, one.basis, there, Fraction(one.by), there + one.by))
        there += one.by
    return (*made, *rest)


def _behind_count(step: Step) -> bool:
    return step.figure != "quantity" or _is_more(step)


def _is_more(step: Step) -> bool:
    return step.figure == "quantity" and step.rule == "more seats"


def _more_at(part: Part) -> Span:
    """Where it is written what happens to more units; the charge, where no line says it."""
    one = part.day.charges[part.charge]
    stated = part.day.said(one.more)
    return one.charge.at if stated is None else stated[1]


def _not_those_there(part: Part) -> tuple[Step, ...]:
    """Units that were given up and stay paid for, or that came and are not paid for yet."""
    there, units = part.level.there, part.level.units
    if there is None or there == units:
        return ()
    more, rule, words, does = units - there, "fewer seats", "given up before", "stay paid for"
    at = part.day.charges[part.charge].charge.at
    if more < 0:
        rule, words, does, at = "more seats", "", "wait for a later mark", _more_at(part)
    first, _, rest = does.partition(" ")
    told = [format_decimal(abs(more)), words, f"{first}s" if abs(more) == 1 else first, rest]
    return (Step("quantity", rule, at, " ".join(word for word in told if word), there, more, units),)


def _program(part: Part, programs: Programs, plain: bool) -> tuple[PartProgram, Runs]:
    day, policy = part.day, part.day.policy
    holding, people = holding_of(day.page), day.page.people is not None
    seats = None
    step = part.is_step or plain
    if not step and day.chosen(day.charges[part.charge].lines) == "seat":
        seats = int(part.level.units)
    level = part.level
    cut = part.repriced is not None
    shape = Shape(step, seats, level.row is not None, plain, part.with_flat, level.fixed is not None, cut)
    key = ("part", *holding, people, part.charge, shape)
    return programs.compiled(policy, key, lambda: lower_part(policy, *holding, part.charge, people, shape))
