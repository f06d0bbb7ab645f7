"""When something changes inside a cycle: what a part is worth, what more seats cost, what fewer seats give back."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.time import about_changes
from seatpolicy.semantics.model.prices import FewerSeats, MeasureOfPart, MoreSeats, Proration
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, strong
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import MARKS, UNTIL, length, sentence, so_many

_PIECES = "and each piece is worth its days out of the days of that month"
_MEASURES = {
    "days over cycle": "a part of a cycle is worth its days out of the days of the cycle",
    "fixed days over cycle": "a part of a cycle is worth its days out of the days of the cycle, where every month counts as "
    "{days} days",
    "days over month": f"a part of a cycle is cut at the monthly marks, {_PIECES}",
    "days over calendar month": f"a part of a cycle is cut on the 1st of each month, {_PIECES}",
    "days over fixed month": "a part of a cycle is cut at the monthly marks: a whole month is worth a month, a piece its "
    "days out of {days}, at most a month",
    "days over fixed year": "a part of a cycle is cut at the yearly marks: a whole year is worth a year, a piece its days "
    "out of {days}, at most a year",
    "seconds over cycle": "a part of a cycle is worth its seconds out of the seconds of the cycle",
    "whole cycles": "any part of a cycle costs as much as the whole cycle",
}
_CREDITS = {
    "at billed": "what was billed for the rest of the cycle is credited",
    "less used": "what was billed is credited, less what the time before would have cost on a bill of its own",
    "in full": "what was billed is credited in full",
}
_CHANGE_LINES = {
    "difference": "a change of seats is one line on the invoice, the difference",
    "credit and charge": "a change of seats is two lines on the invoice: all old seats credited, all new ones charged",
}
_UPGRADES = {
    "same anchor": "a plan that is not cheaper begins at once, and the cycle stays as it is",
    "new anchor": "a plan that is not cheaper begins at once, and a new cycle with it",
    "new anchor, capped": "a plan that is not cheaper begins at once, and a new cycle with it; the credit for the old plan "
    "is at most the new charge",
}
_DOWNGRADES = {"at next cycle": "a cheaper plan begins at the next cycle", "at renewal": "a cheaper plan begins at renewal"}
_FLAT_FEES = {
    "whole": "flat parts of a price list are whole in a part of a cycle",
    "prorated": "flat parts of a price list are cut down in a part of a cycle",
}


def in_the_cycle(told: Told) -> Section:
    """The policy's own statements, those of plans and charges, and the defaults that it relies on."""
    policy = told.policy
    blocks: list[Block] = []
    general = _points(told, policy.proration)
    own = [(holder.title, _points(told, holder.proration)) for holder in told.names.holders]
    charges = [(told.names.charge(charge.name), _points(told, charge.proration)) for charge in told.names.charges]
    nearer = [(title, points) for title, points in (*own, *charges) if points]
    if general:
        if nearer:
            blocks.append(Paragraph("For everything that says nothing else below:"))
        blocks.append(Points(tuple(general)))
    for title, points in nearer:
        blocks.append(Paragraph(f"For {strong(title)}:"))
        blocks.append(Points(tuple(points)))
    blocks += told.defaults(about_changes(policy))
    return section("When something changes inside a cycle", blocks)


def _points(told: Told, block: Proration) -> list[str]:
    return [sentence(point) for point in _statements(told, block)]


def _statements(told: Told, block: Proration) -> Iterator[str]:
    cases = told.phrases.cases
    if block.measure:
        yield cases(block.measure, [_measure(case.value) for case in block.measure])
    if block.first_day:
        words = {
            True: "the day on which a seat or a plan begins is charged",
            False: "the day on which a seat or a plan begins is not charged",
        }
        yield cases(block.first_day, [words[case.value] for case in block.first_day])
    if block.last_day:
        words = {True: "the day on which it ends is charged", False: "the day on which it ends is not charged"}
        yield cases(block.last_day, [words[case.value] for case in block.last_day])
    if block.more_seats:
        yield f"{strong('more seats')}: " + cases(block.more_seats, [more_seats(case.value) for case in block.more_seats])
    if block.fewer_seats:
        yield f"{strong('fewer seats')}: " + cases(
            block.fewer_seats, [fewer_seats(case.value) for case in block.fewer_seats]
        )
    if block.cancellation:
        yield f"{strong('cancellation')}: " + cases(
            block.cancellation, [fewer_seats(case.value, True) for case in block.cancellation]
        )
    for statements, words_of in (
        (block.change_lines, _CHANGE_LINES),
        (block.upgrade, _UPGRADES),
        (block.downgrade, _DOWNGRADES),
        (block.flat_fees, _FLAT_FEES),
    ):
        if statements:
            yield cases(statements, [words_of[case.value] for case in statements])


def _measure(measure: MeasureOfPart) -> str:
    return _MEASURES[measure.kind].format(days=measure.days)


def more_seats(more: MoreSeats) -> str:
    """What seats cost that are added inside a cycle."""
    if not more.charged:
        return f"nothing is charged for them until {UNTIL[more.when]}; from then on they count"
    end = "of the term" if more.to_term_end else "of the cycle"
    return f"charged from their day to the end {end}, {MARKS[more.when]}"


def fewer_seats(fewer: FewerSeats, cancelled: bool = False) -> str:
    """What comes back for seats that are given up inside a cycle, or for a subscription that ends."""
    if fewer.kind == "none":
        notice = (
            f", and a mark that comes before {length(fewer.notice)} of notice are over is passed over"
            if fewer.notice
            else ""
        )
        if cancelled:
            return f"no credit; the subscription is paid until {UNTIL[fewer.when]}{notice}"
        until = f"until {UNTIL[fewer.when]} they stay counted and paid"
        return f"no credit; {until}, and may be used again without a charge{notice}"
    within = f"within {length(fewer.within)} of purchase, " if fewer.within is not None else ""
    return f"{within}{_CREDITS[fewer.kind]}, {_credit_goes(fewer)}"


def _credit_goes(fewer: FewerSeats) -> str:
    when = MARKS[fewer.when]
    if fewer.to == "refund":
        return f"{when}, as a refund"
    if fewer.to == "account credit":
        kept = f" that is kept for {so_many(fewer.months, 'month')}" if fewer.months else ""
        return (
            f"{when}, as credit on the account{kept}" if fewer.when != "next invoice" else f"as credit on the account{kept}"
        )
    return when
