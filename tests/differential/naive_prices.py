"""A price and a count in, what each line asks for in a whole cycle out; LANGUAGE.md 4.6, 4.7, steps 4 and 5 of 5."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from tests.differential.naive_calendar import Window
from tests.differential.naive_counts import Counts, up
from tests.differential.naive_facts import HELD, NOT_BILLED, ZERO, Facts, Stop
from tests.differential.naive_lines import rounded
from tests.differential.policy_data import Cell, Charge, Plan, Price, Schedule

LEVELS: Mapping[str, Callable[[Mapping[str, Any]], Fraction]] = {
    "grown_level": lambda facts: Fraction(85, 100) + facts["share"] / 4,
    "tier_level": lambda facts: {"low": Fraction(5, 8), "middle": Fraction(1), "high": Fraction(21, 20)}[facts["tier"]],
}
"""The named levels of policy_text.FIXED, worked out by hand."""


@attrs.frozen
class Part:
    """What one row asks for in a period of the rate: `units` times a `rate`, and a flat part; `inside` is the quantity that
    lies in it."""

    inside: Fraction
    units: Fraction = ZERO
    rate: Fraction = ZERO
    flat: Fraction = ZERO


def parts_of(schedule: Schedule, quantity: Fraction, currency: str) -> list[Part]:
    """The parts of a price, one for each row. Stops where only a quote has it."""
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
                raise Stop(HELD)
            parts.append(_part(row.cell, inside, currency))
        below = high
    return parts


def _part(cell: Cell, inside: Fraction, currency: str) -> Part:
    flat = cell.flat[currency] if cell.flat is not None else ZERO
    if cell.rate is None:
        return Part(inside, flat=flat)
    units = up(inside / cell.per) if cell.per else inside
    return Part(inside, units, cell.rate[currency], flat)


@attrs.frozen
class Pricing:
    """Prices the charges of one account."""

    facts: Facts
    counts: Counts

    def amounts(self, holder: Plan, charge: Charge, window: Window) -> list[Fraction]:
        """What each line of a charge asks for in a whole cycle; none where it was due once, before. A line for each seat is
        made where seats have rates alone."""
        said = self.facts.first_fitting(charge.price)
        assert said is not None
        period, listed = self._parts(holder, charge, said)
        level = said.level if said.level is not None else Fraction(1)
        if isinstance(level, str):
            level = LEVELS[level](self.facts.account.facts)
        parts = [attrs.evolve(part, rate=part.rate * level, flat=part.flat * level) for part in listed]
        if period == "once" and window.number > 0:
            return []
        if charge.lines == "seat":
            if any(part.inside.denominator > 1 or part.flat or (part.rate and part.units != part.inside) for part in parts):
                raise Stop(NOT_BILLED)
            parts = [Part(Fraction(1), Fraction(1), part.rate) for part in parts for _ in range(int(part.inside))]
        flat_fees = next(
            (one for block in (charge, holder, self.facts.policy) if (one := self.facts.first_fitting(block.flat_fees))),
            "whole",
        )
        amounts = [self._amount(part, window.periods(period), flat_fees == "prorated") for part in parts]
        return amounts if amounts and charge.lines in ("seat", "tier") else [sum(amounts, ZERO)]

    def _amount(self, part: Part, whole: Fraction, prorated: bool) -> Fraction:
        """What one row asks for in a whole cycle that is so many periods of the rate."""
        policy, currency = self.facts.policy, self.facts.account.currency
        worth = rounded(policy, currency, "factor", whole)
        amount = part.flat * (worth if prorated else whole)
        if any(one.point == "unit price" for one in policy.roundings):
            return amount + rounded(policy, currency, "unit price", part.rate * worth) * part.units
        return amount + part.rate * part.units * worth

    def _parts(self, holder: Plan, charge: Charge, said: Price) -> tuple[str, list[Part]]:
        """The period of a price, and its parts: one for each row that is reached."""
        facts, currency = self.facts, self.facts.account.currency
        count = self.counts.paid(holder, charge)
        quoted, free = said.kind == "quote", said.kind == "free"
        unit, pack, period = said.unit, said.pack, said.period
        rate = said.money[currency] if said.money is not None else ZERO
        if said.kind == "table":
            table = next(one for one in facts.policy.tables if one.name == said.name)
            unit, pack, period = table.unit, table.pack, table.period
            result = facts.row(table).result
            quoted, free = result == "quote", result == "free"
            rate = ZERO if isinstance(result, str) else result[currency]
        if quoted:
            waits = count if unit == "" else self.counts.units(holder, charge, unit, pack, count)
            if waits == 0:
                return "", []
            raise Stop(HELD)
        if free:
            return "", [Part(count)]
        if said.kind == "schedule":
            schedule = next(one for one in facts.policy.schedules if one.name == said.name)
            units = self.counts.units(holder, charge, schedule.unit, schedule.pack, count)
            return schedule.period, parts_of(schedule, units, currency)
        units = self.counts.units(holder, charge, unit, pack, count)
        return period, [Part(units, units, rate)]
