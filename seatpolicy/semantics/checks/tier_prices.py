"""Schedules in; rows whose prices look like a slip, by themselves or beside the charges that use them, out.

All of them can be billed, and some are meant; so these are warnings, except where a price has no meaning at all.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import Use, counts, counts_in_doubt, uses
from seatpolicy.semantics.checks.tiers import Row, in_order
from seatpolicy.semantics.checks.words import listed, money, number, ranges, singular
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cell, Schedule
from seatpolicy.semantics.read.schedules import TR211
from seatpolicy.source.text import Span

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFORMATION  # noqa: E741
TR204 = code("TR204", "dearer-tier", W, "a later tier costs more than the one before")
TR208 = code("TR208", "tier-between-packs", I, "no whole number of packs falls into a tier")
TR209 = code("TR209", "included-twice", W, "units that are paid for, or free, count a second time")
TR215 = code("TR215", "columns-differ", W, "a row has prices of two kinds in two currencies")
TR216 = code("TR216", "quote-in-between", W, "a row by quote stands before rows with prices")
TR217 = code("TR217", "percent-of-count", E, "a percentage in a row is of money, and this schedule counts something else")


def check_tier_prices(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every schedule's cells."""
    found: list[Diagnostic] = []
    used = uses(policy)
    for schedule in policy.schedules.values():
        rows = in_order(schedule)
        here = used[schedule.name]
        meaningless = _without_unit(schedule, rows)
        if meaningless:
            found += meaningless
            continue
        found += _percent(policy, schedule, rows, [use for use in here if not counts_in_doubt(use.charge, poison)])
        found += _dearer(schedule, rows)
        found += _columns(schedule, rows)
        found += _quote_between(schedule, rows)
        found += _twice(schedule, rows, here)
        missed = _between_packs(schedule, rows, here)
        if missed and not poison.hit(*(use.charge.at for use in here)):
            found += missed
    return found


def _at(cell: Cell, row: Row) -> Span:
    return cell.at if cell.at is not None else row.tier.at


def _without_unit(schedule: Schedule, rows: list[Row]) -> list[Diagnostic]:
    """A rate per nothing (`stairstep per year` with `800.00`), and packs of packs."""
    found: list[Diagnostic] = []
    for row in rows:
        for cell in row.tier.cells.values():
            if cell.rate is None:
                continue
            at = _at(cell, row)
            if not schedule.per.unit and not cell.per:
                one = singular(schedule.counts)
                found.append(TR211.at(
                    at, f"{at.text} per what?", note=f"the head of `{schedule.name}` names no `per {one}`",
                    related=(Related(schedule.at, f"{schedule.model} {schedule.per}".rstrip()),),
                    hint=f"write `flat {at.text}` for the whole row, or `per {one}` in the head", subject=schedule.name,
                ))  # fmt: skip
                return found
            if schedule.per.unit == "pack" and cell.per:
                size = schedule.per.pack_size
                found.append(TR211.at(
                    at, "a price for packs of packs", note=f"the rows count packs of {size} already",
                    related=(Related(schedule.at, str(schedule.per)),), hint="price one pack in each row",
                    subject=schedule.name,
                ))  # fmt: skip
                return found
    return found


def _percent(policy: Policy, schedule: Schedule, rows: list[Row], used: list[Use]) -> list[Diagnostic]:
    cells = [(row, cell) for row in rows for cell in row.tier.cells.values() if cell.percent is not None]
    if not cells:
        return []
    row, cell = cells[0]
    at = _at(cell, row)
    shown = at.text.split()[0]
    why = "a percentage is a share of money that a meter counts, such as `sales: money, sum of the cycle`"
    if schedule.per.unit in ("seat", "pack"):
        return [TR217.at(at, f"{shown} of what?", note=f"the rows count {schedule.counts}", why=why,
                         hint=f"write the price of one {singular(schedule.counts)}", subject=schedule.name)]  # fmt: skip
    found = []
    for use in used:
        names = use.charge.counts
        meters = [policy.meters[n] for n in names if n in policy.meters]
        if len(meters) == len(names) and names and all(m.type.kind == "money" for m in meters):
            continue
        counted = f"counts {listed([f'`{n}`' for n in names])}, which is no money" if names else "counts nothing"
        found.append(TR217.at(at, f"{shown} of what?", note=f"`{use.charge.name}` {counted}",
                              related=(Related(use.at, f"`{use.charge.name}` is priced by it"),), why=why,
                              subject=f"{schedule.name} {use.charge.name}"))  # fmt: skip
    return found


# ---- one row beside the next -----------------------------------------------------------------------------------------


def _unit_price(cell: Cell) -> Fraction | None:
    """What one unit costs, where the cell says nothing else; None for a flat part, a free row and a quote."""
    if cell.flat or not (cell.rate or cell.percent):
        return None
    if cell.percent is not None:
        return cell.percent
    assert cell.rate is not None
    return cell.rate / cell.per if cell.per else cell.rate


def _dearer(schedule: Schedule, rows: list[Row]) -> list[Diagnostic]:
    found = []
    for before, row in pairwise(rows):
        for currency, cell in row.tier.cells.items():
            earlier = before.tier.cells.get(currency)
            if earlier is None or (cell.percent is None) != (earlier.percent is None):
                continue
            cheap, dear = _unit_price(earlier), _unit_price(cell)
            if cheap is None or dear is None or dear <= cheap:
                continue
            at, there = _at(cell, row), _at(earlier, before)
            found.append(TR204.at(
                at, f"{schedule.counts} cost more from {number(row.low)} on", note=f"{at.text} {currency}",
                related=(Related(there, f"after {there.text} {currency}"),),
                why="a later tier is usually cheaper", hint="if two prices changed places, change them back",
                subject=f"{schedule.name} {number(row.low)}",
            ))  # fmt: skip
            break
    return found


def _shape(cell: Cell, counted: str) -> str:
    if cell.by_quote:
        return "by quote"
    if cell.free or (cell.rate == 0 and not cell.flat):
        return "free"
    parts = []
    if cell.percent is not None:
        parts.append("a percentage")
    elif cell.rate is not None:
        parts.append(f"a price per {number(cell.per)}" if cell.per else f"a price per {singular(counted)}")
    if cell.flat:
        parts.append("a flat price")
    return " and ".join(parts) or "a flat price"


def _columns(schedule: Schedule, rows: list[Row]) -> list[Diagnostic]:
    found = []
    for row in rows:
        cells = list(row.tier.cells.items())
        for currency, cell in cells[1:]:
            first, other = cells[0]
            here, there = _shape(cell, schedule.counts), _shape(other, schedule.counts)
            if here != there:
                found.append(TR215.at(
                    _at(cell, row), f"{here} in {currency}, and {there} in {first}",
                    note=f"the same {schedule.counts} are priced in two ways",
                    related=(Related(_at(other, row), f"{there} in {first}"),),
                    hint="write both columns in the same way, or leave it if the two markets differ",
                    subject=f"{schedule.name} {number(row.low)}",
                ))  # fmt: skip
                break
    return found


def _quote_between(schedule: Schedule, rows: list[Row]) -> list[Diagnostic]:
    """Graduated: every count above needs the quote as well. Volume: a larger account would need none."""
    for before, row in pairwise(rows):
        for currency, cell in before.tier.cells.items():
            later = row.tier.cells.get(currency)
            if not cell.by_quote or later is None or later.by_quote:
                continue
            at = _at(cell, before)
            if schedule.model == "graduated":
                message = f"every order from {number(before.low)} {schedule.counts} on needs a quote"
                note = f"every larger order holds {schedule.counts} of this row"
            else:
                message = f"{_count_words(before, schedule)} need a quote, and {number(row.low)} need none"
                note = "a larger order has a price"
            return [TR216.at(at, message, note=note, related=(Related(_at(later, row), "a price again"),),
                             hint="`by quote` usually stands in the last rows", subject=schedule.name)]  # fmt: skip
    return []


def _count_words(row: Row, schedule: Schedule) -> str:
    return f"{ranges([(row.low, row.high if row.high is not None else row.low)])} {schedule.counts}"


# ---- beside the charges ----------------------------------------------------------------------------------------------


def _twice(schedule: Schedule, rows: list[Row], used: list[Use]) -> list[Diagnostic]:
    found = []
    if schedule.model == "volume":
        for before, row in pairwise(rows):
            for currency, cell in row.tier.cells.items():
                block = before.tier.cells.get(currency)
                if block is None or not block.flat or block.rate or block.percent or not cell.rate or not cell.flat:
                    continue
                if cell.flat < block.flat or before.high is None:
                    continue
                at, many = _at(cell, row), number(before.high)
                found.append(TR209.at(
                    at, f"the first {many} {schedule.counts} are paid twice from {number(row.low)} on",
                    note=f"{number(row.low)} cost {money(row.low * cell.rate + cell.flat, currency)}: the flat price, and "
                         f"{at.text.split()[0]} for all of them",
                    related=(Related(_at(block, before), f"this flat price holds {many} already"),),
                    hint="a graduated schedule prices only those above the row before", subject=schedule.name,
                ))  # fmt: skip
                break
    if schedule.model == "graduated" and rows and any(_shape(c, "") == "free" for c in rows[0].tier.cells.values()):
        first = rows[0]
        for use in used:
            for case in use.charge.included:
                if not case.value.seat and case.value.count == first.high and schedule.counts != "packs":
                    many = number(case.value.count)
                    found.append(TR209.at(
                        case.at, f"{many} {schedule.counts} are free twice", note=f"{many} are taken off here",
                        related=(Related(first.tier.at, f"and the first {many} of the others are free as well"),),
                        hint="keep one of the two", subject=f"{schedule.name} {use.charge.name}",
                    ))  # fmt: skip
    return found


def _between_packs(schedule: Schedule, rows: list[Row], used: list[Use]) -> list[Diagnostic]:
    """Rows that no order of whole packs reaches. A graduated row still prices its part of a larger order."""
    can_be = counts(schedule, used)
    if schedule.model == "graduated" or can_be.step == 1 or not used:
        return []
    found = []
    for row in rows:
        if row.high is None or row.low == 0 or can_be.some_in(row.low, row.high):
            continue
        if (can_be.most is not None and can_be.most < row.low) or can_be.least > row.high:
            continue
        step = Fraction(can_be.step)
        after = can_be.up(row.low)
        near = listed([number(c) for c in (after - step, after) if c > 0], "or")
        quantity = used[0].charge.quantity[0]
        found.append(TR208.at(
            row.tier.at, f"no order has {_count_words(row, schedule)}", note=f"whole packs make {near}",
            related=(Related(quantity.at, f"`{used[0].charge.name}` is sold in packs of {can_be.step}"),),
            hint="let the rows end where packs do", subject=f"{schedule.name} {number(row.low)}",
        ))  # fmt: skip
    return found
