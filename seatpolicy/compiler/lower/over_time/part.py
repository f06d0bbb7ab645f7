"""A charge in, the kernel out that makes the line of one part of its cycle at list price (BILLING-RULES 2, steps 4 and 5).

How many units the part pays for, how many of them are paid for already, and its share of the whole cycle are given: no
kernel knows a calendar. The first part of a cycle is priced like a whole one, times its worth. A later one prices a step:
where every row of a schedule prices its own part, what the rows gained; else what all units cost now, less what those
that are paid for cost by the same prices.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Figure, Lowering, place_texts
from seatpolicy.compiler.lower.cycles import words as cycle_words
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.list_amount import Factors, Length, factors_of, list_amount
from seatpolicy.compiler.lower.listed import layout_flags, no_seat_lines, seat_lines, single_line, tier_lines, units_paid
from seatpolicy.compiler.lower.over_time.day import Judging, history_lowering
from seatpolicy.compiler.lower.price import Piece, Priced, pieces, prices
from seatpolicy.compiler.lower.quantity import Counted
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import Asked, PossibleLine, PossibleStep, Reason
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle, MeasureOfPart
from seatpolicy.values.record import evolved, record

UNITS, ABOVE, SHARE, ROW, DAYS, WINDOW_DAYS = "units", "above", "share", "row", "days", "window_days"
"""What is given: the units, those that are paid for already, the share of the whole cycle that the part is, the units whose
row prices all, and the days of the part and of its whole cycle."""


@record
class Shape:
    """What a part is, beside its figures: a step above what is paid for; with a line for each of so many `seats` (None: no
    such lines); priced by the `row` of another count; `plain`: not rounded on each step; without
    `flat` parts, which another part has; of a charge whose count is `fixed`; with flat parts `cut` down to its days."""

    step: bool = False
    seats: int | None = None
    row: bool = False
    plain: bool = False
    flat: bool = True
    fixed: bool = False
    cut: bool = False


@record
class PartProgram:
    """The kernel, and the lines that a part may have."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    asked: tuple[Asked, ...]
    lines: tuple[PossibleLine, ...]


def lower_part(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, charge: str, people: bool, shape: Shape
) -> PartProgram:
    """The program of a part of a charge's cycle."""
    low = history_lowering(policy, plans, addons, currency, people, f"a part of {charge}")
    judging = Judging(low, charge if shape.fixed else "")
    terms, b = judging.terms[charge], low.b
    counted = judging.counter.of(charge)
    drafts: list[Draft] = []
    with low.caught("part"):
        low.stop(counted.stopped)
        units = low.given(UNITS)
        stated = list(prices(terms, judging.read))
        counted = _in_packs(counted, stated, terms, judging)
        if shape.step:
            counted = _step(counted, terms, units, low)
        drafts = _listed(terms, counted, units, stated, judging, shape)
    lines = tuple(draft.finished(rounding.rounded("line", draft.listed, low)) for draft in drafts)
    root = low.note(b.add(*(draft.left for draft in drafts)))
    place_texts(low)
    return PartProgram(b.kernel((root,)), tuple(low.reasons), tuple(low.pairs), tuple(low.asked), lines)


def _in_packs(counted: Counted, stated: Sequence[Priced], terms: Terms, judging: Judging) -> Counted:
    """The count with the steps that make packs of it; how many are paid for is given."""
    steps = list(counted.steps)
    for price in stated:
        with judging.low.when(price.flag):
            units_paid(price, counted, terms, judging.counter, price.flag, steps)
    return evolved(counted, steps=steps)


def _step(counted: Counted, terms: Terms, units: Value, low: Lowering) -> Counted:
    """The count of a later part: what is paid for already is left out, with what it included."""
    above, steps = low.given(ABOVE), list(counted.steps)
    change = (units, low.b.sub(units, above))
    figures = (above, "number"), (units, "number")
    use = terms.charge.counts_kind == "meter"
    rule, said = ("use", "{} of {} were used before") if use else ("more seats", "{} of {} are paid for")
    add_step(steps, low, "quantity", rule, terms.charge.at, low.const(1), change, said, *figures)
    return evolved(counted, included=low.const(0), steps=steps)


def _listed(
    terms: Terms, counted: Counted, units: Value, stated: Sequence[Priced], judging: Judging, shape: Shape
) -> list[Draft]:
    """The lines, at whichever price counts."""
    low, b = judging.low, judging.low.b
    for split in counted.splits:
        words = f"the use of each {split.meter.window}, in an account with a history, is"
        low.not_billed(split.flag, refusals.EN501, terms.charge.at, words)
    layout = layout_flags(terms, low)
    drafts: list[Draft] = []
    single: list[tuple[Value, Priced, Value, Value, list[PossibleStep], Factors]] = []
    length = list(_length(terms, judging))
    for price in stated:
        with low.when(price.flag):
            factors = factors_of(price, terms, judging.read, share=low.given(SHARE))
            factors = evolved(factors, flat=factors.rates) if shape.cut else factors
            made = _pieces(price, units, terms, low, shape)
            if not shape.flat:
                made = [evolved(one, flag=b.all(one.flag, _cut_down(one, terms, judging))) for one in made]
            billed = b.sub(units, low.given(ABOVE)) if shape.step else units
            many = price.schedule is not None and price.schedule.model == "graduated" and not shape.step
            one = layout.one if many else b.any(layout.one, layout.tier)
            if shape.step:
                one = b.const(1)
            one = b.all(price.flag, one)
            if b.constant(one) != 0:
                own: list[PossibleStep] = []
                left = list_amount(own, made, one, price, terms, factors, low, shape.plain, length)
                single.append((one, price, billed, left, own, factors))
            tiers = b.all(price.flag, layout.tier)
            if many and b.constant(tiers) != 0:
                drafts += tier_lines(terms, counted, price, billed, made, tiers, factors, [], low, length)
            if shape.seats is not None:
                with low.when(layout.seat):
                    no_seat_lines(terms, billed, made, low)
                each = b.all(price.flag, layout.seat)
                drafts += seat_lines(terms, counted, price, shape.seats, each, factors, [], low, length)
    if single:
        drafts.insert(0, single_line(terms, counted, single, low))
    return drafts


def _cut_down(piece: Piece, terms: Terms, judging: Judging) -> Value:
    """Whether a piece comes with every part of a cycle: a rate, or a flat part where these are prorated."""
    b = judging.low.b
    if b.constant(piece.flat) == 0:
        return b.const(1)
    stated = tuple(case for block in judging.blocks_around(terms) for case in block.flat_fees)
    return b.any(*(flag for flag, case in judging.read.cases(stated) if case.value == "prorated"))


def _length(terms: Terms, judging: Judging) -> Sequence[Length]:
    """How long the part is, in words: `a month` for all of the cycle, else `17 of 30 days`, and how they are measured, where
    not over the cycle."""
    low, b = judging.low, judging.low.b
    days, of = low.given(DAYS), low.given(WINDOW_DAYS)
    figures: tuple[Figure, ...] = ((days, "number"), (of, "number"))
    whole = b.compare("=", days, of)
    plain = partly = b.negate(whole)
    monthly = b.any(*(flag for flag, one in terms.cycle.cycles if (one.value.period, one.value.count) == ("month", 1)))
    made: list[Length] = []
    stated = tuple(case for block in judging.blocks_around(terms) for case in block.measure)
    for flag, case in judging.read.cases(stated):
        for here, how in ((monthly, _measured(case.value, True)), (b.negate(monthly), _measured(case.value, False))):
            there = b.all(partly, flag, here)
            if how and b.constant(there) != 0:
                made.append((there, f"{{}} of {{}} days ({how})", figures))
                plain = b.all(plain, b.negate(there))
    made.append((plain, "{} of {} days", figures))
    for flag, cycle in terms.cycle.cycles:
        made.append((b.all(whole, flag), f"a {cycle_words(cycle.value)}", ()))
    return made


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


def _pieces(price: Priced, units: Value, terms: Terms, low: Lowering, shape: Shape) -> list[Piece]:
    """What is priced: the units, what they cost more than those before, or their share of another count's row."""
    b = low.b
    if shape.row:
        # A row prices the units of another count.
        row = low.given(ROW)
        none = b.compare("=", row, b.const(0))
        share = b.select(none, b.const(0), b.div(units, b.select(none, b.const(1), row)))
        return [_scaled(one, share, low) for one in pieces(price, row, terms, low)]
    made = pieces(price, units, terms, low)
    if not shape.step:
        return made
    return _gained(made, pieces(price, low.given(ABOVE), terms, low), low)


def _scaled(piece: Piece, share: Value, low: Lowering) -> Piece:
    """A piece of the row's count, for the units that are charged; flat parts stay whole."""
    units = low.b.mul(piece.units, share)
    return evolved(piece, units=units, words=f"{piece.words} × {{}}", figures=(*piece.figures, (share, "number")))


def _gained(made: Sequence[Piece], before: Sequence[Piece], low: Lowering) -> list[Piece]:
    """What the units cost more than those before. Both price by the same rows, one by one: where every row of the old count
    is one of the new one, the rows gained something; else the old ones come off as a whole."""
    b, nothing = low.b, low.const(0)
    grown = b.all(*(b.any(b.negate(old.flag), new.flag) for new, old in zip(made, before, strict=True)))
    gained: list[Piece] = []
    for new, old in zip(made, before, strict=True):
        units = b.sub(new.units, b.select(old.flag, old.units, nothing))
        flat = b.sub(new.flat, b.select(old.flag, old.flat, nothing))
        some = b.any(b.compare("!=", units, nothing), b.compare("!=", flat, nothing))
        figures = new.figures
        if " × " in new.words and figures:
            figures = ((units, "number"), *figures[1:])
        flag = b.all(grown, new.flag, some)
        gained.append(evolved(new, flag=flag, units=units, flat=flat, figures=figures))
    other = b.negate(grown)
    whole = [evolved(one, flag=b.all(other, one.flag)) for one in made]
    less = [
        evolved(
            one,
            flag=b.all(other, one.flag),
            units=b.sub(nothing, one.units),
            flat=b.sub(nothing, one.flat),
            words=f"less {one.words}",
        )
        for one in before
    ]
    return [*gained, *whole, *less]
