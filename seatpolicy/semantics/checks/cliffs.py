"""Volume and stairstep schedules in, the counts that cost more than a larger order out: exact, over every whole count.

In these models one row prices everything, so a bill can fall where the next row begins. Inside a row the total never falls,
so the counts of a row that cost more than a later one are its last ones, and the first of them is found by arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import Counts, counts, uses
from seatpolicy.semantics.checks.tiers import Row, has_rate_of_nothing, in_order, is_gap, is_sound
from seatpolicy.semantics.checks.words import Range, listed, money, number, ranges, so_many
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cell, Schedule
from seatpolicy.values.money import format_amount
from seatpolicy.values.record import record

MOST_RANGES, MOST_ROWS = 24, 200
"""How much of one schedule a message names; no price list comes near it."""

TR203 = code("TR203", "volume-cliff", Severity.WARNING, "a larger order costs less than a smaller one")


@record
class Cliff:
    """The bill falls from `high`, the last count of a row, to `low`, the first of the next: from `before` to `after`.
    `dearer` are the smaller counts that cost more than `low`: all of them, or with `more` those of the nearest rows."""

    high: Fraction
    low: Fraction
    before: Fraction
    after: Fraction
    dearer: tuple[Range, ...]
    more: bool = False


def check_cliffs(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """One finding a bound where the bill falls; one for all currencies where the counts are the same."""
    found: list[Diagnostic] = []
    used = uses(policy)
    for schedule in policy.schedules.values():
        if schedule.model not in ("volume", "stairstep") or has_rate_of_nothing(schedule):
            continue
        rows = in_order(schedule)
        if not is_sound(rows):
            continue  # which row prices a count is not known; that has been said
        can_be = counts(schedule, used[schedule.name])
        of_currency = {c: falls(rows, c, can_be) for c in policy.currencies}
        for place, (before, row) in enumerate(pairwise(rows)):
            if is_gap(schedule, can_be, before, row):
                continue  # the row that is missing will move the bound
            by_currency = {c: cliff for c, cliffs in of_currency.items() if (cliff := cliffs[place]) is not None}
            same: dict[object, list[str]] = {}
            for currency, cliff in by_currency.items():
                same.setdefault((cliff.high, cliff.low, cliff.dearer), []).append(currency)
            found += [_finding(schedule, before, row, by_currency, group, can_be.step) for group in same.values()]
    return found


def falls(rows: list[Row], currency: str, can_be: Counts) -> list[Cliff | None]:
    """Between each two rows, the cliff in a currency; None where the bill does not fall, or a quote stands on one side."""
    made: list[Cliff | None] = []
    highest: list[Fraction] = []  # up to each row, what the dearest count costs: behind it nothing is left to look for
    for before, row in pairwise(rows):
        dearest = _total_at(before, _last(before, can_be), currency)
        highest.append(max([dearest or Fraction(0), *highest[-1:]]))
        high, low = _last(before, can_be), _first(row, can_be)
        here = _total_at(row, low, currency)
        if high is None or low is None or dearest is None or here is None or dearest <= here:
            made.append(None)
            continue
        dearer: list[Range] = []
        more = False
        for earlier in range(len(highest) - 1, -1, -1):
            if highest[earlier] <= here:
                break
            more = len(highest) - earlier > MOST_ROWS or len(dearer) == MOST_RANGES
            if more:
                break
            found = _dearer(rows[earlier], currency, here, can_be)
            if found is not None and dearer and found[1] + can_be.step == dearer[-1][0]:
                dearer[-1] = (found[0], dearer[-1][1])
            elif found is not None:
                dearer.append(found)
        made.append(Cliff(high, low, dearest, here, tuple(reversed(dearer)), more))
    return made


def _total_at(row: Row, count: Fraction | None, currency: str) -> Fraction | None:
    """What a count costs in a row; None where there is no such count, or no price."""
    cell = row.tier.cells.get(currency)
    return None if count is None or cell is None or cell.by_quote else total(cell, count)


def total(cell: Cell, count: Fraction) -> Fraction:
    """What a count costs for one period where a cell prices all of it. Without `by quote`."""
    flat = cell.flat or Fraction(0)
    if cell.percent is not None:
        return cell.percent * count + flat
    if cell.rate is None:
        return flat
    return cell.rate * (ceil(count / cell.per) if cell.per else count) + flat


def _first(row: Row, can_be: Counts) -> Fraction | None:
    """The first whole count of a row that there can be."""
    first = can_be.up(max(Fraction(ceil(row.low)), can_be.least))
    if (row.high is not None and first > row.high) or (can_be.most is not None and first > can_be.most):
        return None
    return first


def _last(row: Row, can_be: Counts) -> Fraction | None:
    """The last whole count of a row that there can be; None where it has no end, or holds none."""
    if row.high is None:
        return None
    last = Fraction(floor(row.high / can_be.step) * can_be.step)
    first = _first(row, can_be)
    return last if first is not None and first <= last else None


def _dearer(row: Row, currency: str, than: Fraction, can_be: Counts) -> Range | None:
    """The counts of a row that cost more than an amount: its last ones."""
    first, last = _first(row, can_be), _last(row, can_be)
    cell = row.tier.cells.get(currency)
    if first is None or last is None or cell is None or cell.by_quote or total(cell, last) <= than:
        return None
    if total(cell, first) > than:
        return first, last
    rate = cell.percent if cell.percent is not None else cell.rate
    assert rate  # the total rises inside the row, so something is paid for each
    units = floor((than - (cell.flat or Fraction(0))) / rate)
    # So many units cost no more than the amount; one more does. A price per pack counts started packs.
    least = units * cell.per if cell.per and cell.percent is None else Fraction(units)
    return max(first, can_be.up(Fraction(floor(least) + 1))), last


def _finding(
    schedule: Schedule, before: Row, row: Row, by_currency: dict[str, Cliff], group: list[str], step: int
) -> Diagnostic:
    currency, *others = group
    cliff = by_currency[currency]
    single = len(cliff.dearer) == 1 and cliff.dearer[0][0] == cliff.dearer[0][1] and not cliff.more
    names = ranges(cliff.dearer, step) + (" and smaller ones" if cliff.more else "")
    message = (
        f"{so_many(schedule.counts, cliff.high)} {'costs' if cliff.high == 1 else 'cost'} {money(cliff.before, currency)}, "
        f"{number(cliff.low)} cost {format_amount(cliff.after, currency)}: "
        f"{names} {'costs' if single else 'cost'} more than {number(cliff.low)}"
    )
    amounts = [(c, by_currency[c].before, by_currency[c].after) for c in others]
    falls = [f"in {c} {format_amount(before_it, c)} and {format_amount(behind, c)}" for c, before_it, behind in amounts]
    return TR203.at(
        row.tier.at,
        message,
        note=f"from {number(cliff.low)} on, this one; whoever needs {number(cliff.high)} pays less for {number(cliff.low)}",
        related=(Related(before.tier.at, f"up to {number(cliff.high)}, this row prices all of them"),),
        why=f"so too {listed(falls)}" if falls else "",
        hint="graduated rows never do this, for each prices its own part; leave it if it is meant",
        subject=f"{schedule.name} {number(row.low)} {' '.join(group)}",
    )
