"""A schedule and a quantity in, what each row that is reached asks for out; LANGUAGE.md 4.6."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tests.differential.policy_data import Cell, Schedule

ZERO = Fraction(0)


@attrs.frozen
class Part:
    """What one row asks for: rates with their units, and a flat part."""

    rates: tuple[tuple[Fraction, Fraction], ...]
    flat: Fraction


def parts_of(schedule: Schedule, quantity: Fraction, currency: str) -> list[Part] | None:
    """The parts of a price, one for each row; None where only a quote has it."""
    parts = []
    below = ZERO
    for row in schedule.rows:
        high = quantity if row.high is None else Fraction(row.high)
        holds_all = below < quantity and (row.high is None or quantity <= row.high)
        if quantity == 0 and row.low == 0:
            inside, reached = ZERO, True
        elif schedule.model == "graduated":
            inside = max(min(quantity, high) - below, ZERO)
            reached = inside > 0
        else:
            inside = quantity if holds_all else ZERO
            reached = holds_all
        if reached:
            if row.cell.kind == "quote":
                return None
            parts.append(_part(row.cell, inside, currency))
        below = high
    return parts


def _part(cell: Cell, inside: Fraction, currency: str) -> Part:
    flat = cell.flat[currency] if cell.flat is not None else ZERO
    if cell.rate is None:
        return Part((), flat)
    units = inside
    if cell.per:
        started = inside / cell.per
        units = Fraction(-(-started.numerator // started.denominator))
    return Part(((cell.rate[currency], units),), flat)
