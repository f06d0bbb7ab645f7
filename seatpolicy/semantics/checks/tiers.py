"""Schedules in; counts without a price, with two prices, and rows that hold nothing or stand out of order, out.

A row holds what lies above the row before, fractions too, so gaps are counted in whole seats, packs or units: `1 to 10`
and `11 to 50` leave none. Counts that no charge can have need no row.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import Counts, Use, counts, uses
from seatpolicy.semantics.checks.words import number, ranges, singular
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Schedule, Tier
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.values.record import record

E = Severity.ERROR
TR201 = code("TR201", "tier-gap", E, "some counts have no price")
TR202 = code("TR202", "tier-overlap", E, "some counts have two prices")
TR205 = code("TR205", "no-last-tier", E, "nothing is priced above the last tier")
TR212 = code("TR212", "tiers-out-of-order", E, "the rows of a schedule do not rise")
TR213 = code("TR213", "empty-tier", E, "a row runs from a higher count to a lower one")
TR214 = code("TR214", "tier-never-reached", E, "a row stands behind one that has no end")


def check_tiers(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every schedule's rows, whether a charge uses it or not."""
    found: list[Diagnostic] = []
    used = uses(policy)
    for schedule in policy.schedules.values():
        if schedule.tiers:
            found += _check(schedule, used[schedule.name], poison)
    return found


@record
class Row:
    """A row with its bounds in order, whichever way they are written."""

    low: Fraction
    high: Fraction | None
    tier: Tier


def in_order(schedule: Schedule) -> list[Row]:
    """The rows by their first count."""
    return sorted(map(_row, schedule.tiers), key=lambda row: row.low)


def _row(tier: Tier) -> Row:
    if tier.high is None:
        return Row(tier.low, None, tier)
    return Row(min(tier.low, tier.high), max(tier.low, tier.high), tier)


def is_sound(rows: list[Row]) -> bool:
    """Whether the rows, in order, hold no count twice."""
    return all(before.high is not None and before.high < row.low for before, row in pairwise(rows))


def has_rate_of_nothing(schedule: Schedule) -> bool:
    """Whether a row has a rate, and neither the head nor the row says per what."""
    cells = (cell for tier in schedule.tiers for cell in tier.cells.values())
    return not schedule.per.unit and any(cell.rate is not None and not cell.per for cell in cells)


def _check(schedule: Schedule, used: list[Use], poison: Poison) -> list[Diagnostic]:
    found = rows_alone(schedule)
    bare = _without_price(schedule, in_order(schedule), counts(schedule, used))
    # Where its name is lost, so are the charges that say which counts there can be.
    if bare and schedule.whole and schedule.name != UNREADABLE and not poison.hit(*(use.charge.at for use in used)):
        found += bare
    return found


def rows_alone(schedule: Schedule) -> list[Diagnostic]:
    """What is wrong with the rows whatever they price: bounds the wrong way round, counts held twice, no order."""
    if not schedule.tiers:
        return []
    rows = in_order(schedule)
    found = [_empty(row, schedule) for row in rows if row.tier.high is not None and row.tier.high < row.tier.low]
    return found + (_order(schedule) if is_sound(rows) else _overlaps(schedule, rows))


def _without_price(schedule: Schedule, rows: list[Row], can_be: Counts) -> list[Diagnostic]:
    """Counts that there can be and no row holds: below the first row, between two, above the last."""
    found: list[Diagnostic] = []
    if rows[0].low > 1 and _needs_price(schedule, can_be, Fraction(1), rows[0].low - 1):
        found.append(_gap_below(schedule, rows[0]))
    reach = rows[0]
    for row in rows[1:]:
        if is_gap(schedule, can_be, reach, row):
            found.append(_gap(schedule, reach, row))
        if reach.high is not None and (row.high is None or row.high > reach.high):
            reach = row
    if reach.high is not None and not (can_be.most is not None and can_be.most <= reach.high):
        found.append(_open_above(schedule, reach))
    return found


def is_gap(schedule: Schedule, can_be: Counts, before: Row, row: Row) -> bool:
    """Whether counts that need a price lie between two rows."""
    if before.high is None or row.low <= before.high + 1:
        return False
    return _needs_price(schedule, can_be, before.high + 1, row.low - 1)


def _overlaps(schedule: Schedule, rows: list[Row]) -> list[Diagnostic]:
    """Rows that hold counts of a row before. Behind a row without an end each is told once: it is taken to end that one."""
    found: list[Diagnostic] = []
    reach = rows[0]
    for row in rows[1:]:
        if reach.high is None:
            if row.low == reach.low:
                found.append(_overlap(schedule, reach, row))
            else:
                found.append(_behind(schedule, reach, row))
            reach = row
            continue
        if row.low <= reach.high:
            found.append(_overlap(schedule, reach, row))
        if row.high is None or row.high > reach.high:
            reach = row
    return found


def _needs_price(schedule: Schedule, can_be: Counts, first: Fraction, last: Fraction) -> bool:
    """Whether some counts need a row: all of them where a larger order includes them, else those that there can be."""
    return schedule.model == "graduated" or can_be.some_in(first, last)


def _name(schedule: Schedule, low: Fraction, high: Fraction) -> str:
    """`seats 41 to 50` of a graduated schedule, `41 to 50 seats` where all of them have one price; with its verb."""
    counted, single = schedule.counts, low >= high
    span = ranges([(low, max(low, high))])
    one = singular(counted)
    if schedule.model == "graduated":
        return f"{one} {span} has" if single else f"{counted} {span} have"
    return f"{span} {one} has" if single and low == 1 else f"{span} {counted} have"


def _gap(schedule: Schedule, before: Row, row: Row) -> Diagnostic:
    assert before.high is not None
    first, last = before.high + 1, row.low - 1
    return TR201.at(
        row.tier.at,
        f"{_name(schedule, first, last)} no price",
        note=f"and this one begins at {number(row.low)}",
        related=(Related(before.tier.at, f"this tier ends at {number(before.high)}"),),
        fix=Fix(f"end that one at {number(max(first, last))}, or begin this one at {number(first)}"),
        subject=f"{schedule.name} {number(first)}",
    )


def _gap_below(schedule: Schedule, first: Row) -> Diagnostic:
    return TR201.at(
        first.tier.at,
        f"{_name(schedule, Fraction(1), first.low - 1)} no price",
        note=f"the first tier begins at {number(first.low)}",
        fix=Fix("begin it at 1, or write a row for them"),
        subject=f"{schedule.name} 1",
    )


def _overlap(schedule: Schedule, before: Row, row: Row) -> Diagnostic:
    ends = [end for end in (before.high, row.high) if end is not None]
    last = min(ends) if ends else None
    name = _name(schedule, row.low, last) if last is not None else f"{schedule.counts} from {number(row.low)} on have"
    same = (before.low, before.high) == (row.low, row.high)
    fix: Fix | None = None
    if last == row.low and before.high == row.low and (row.high is None or row.high > row.low):
        # The bound was written twice: the row that it ends keeps it, as everywhere else in the language.
        next_one = number(row.low + 1)
        edits = (Edit(row.tier.low_at, next_one),) if row.tier.low_at is not None and row.tier.low == row.low else ()
        fix = Fix(f"`{_bounds(row.low + 1, row.high)}`", edits)
    elif not same and before.high is not None and row.low > before.low:
        fix = Fix(f"end that one at {number(row.low - 1)}, or begin this one at {number(before.high + 1)}")
    return TR202.at(
        row.tier.at,
        f"{name} two prices",
        note="the same again" if same else f"and this one begins at {number(row.low)}",
        related=(Related(before.tier.at, "the first price" if same or before.high is None
                         else f"this tier ends at {number(before.high)}"),),
        hint="remove one of the two rows" if same else "",
        fix=fix,
        subject=f"{schedule.name} {number(row.low)}",
    )  # fmt: skip


def _behind(schedule: Schedule, before: Row, row: Row) -> Diagnostic:
    at = before.tier.high_at
    end = number(row.low - 1)
    fix: Fix | None = Fix(f"`{number(before.low)} to {end}` there", (Edit(at, f"to {end}"),) if at is not None else ())
    hint, change = "", _change_of(row)
    if change and _change_of(before) != change:  # the row above still has no end for those whom the change has not reached
        new = f"{number(before.low)} to {end} … from {change}"
        fix, hint = None, f"end the row from {number(before.low)} by `until {change}`, and write below it `{new}`"
    return TR214.at(
        row.tier.at,
        "this row is never reached",
        note=f"the row from {number(before.low)} has no end",
        related=(Related(before.tier.at, "and up: this row takes all that is left"),),
        hint=hint,
        fix=fix,
        subject=f"{schedule.name} {number(row.low)}",
    )


def _change_of(row: Row) -> str:
    """The change from which a row stands, or an empty text."""
    at = row.tier.at
    said = re.search(r"\bfrom ([a-z]\w*)", at.source.line_span(at.line).text.partition("#")[0])
    return said[1] if said is not None else ""


def _empty(row: Row, schedule: Schedule) -> Diagnostic:
    assert row.high is not None
    shown = _bounds(row.low, row.high)
    return TR213.at(
        row.tier.at,
        "this row holds nothing",
        note=f"it runs from {number(row.high)} down to {number(row.low)}",
        fix=Fix(f"`{shown}`", (Edit(row.tier.at, shown),)),
        subject=f"{schedule.name} {number(row.tier.low)}",
    )


def _open_above(schedule: Schedule, last: Row) -> Diagnostic:
    assert last.high is not None
    row = " | ".join((f"{number(last.high + 1)} and up", *("by quote" for _ in last.tier.cells)))
    return TR205.at(
        last.tier.at,
        f"more than {number(last.high)} {schedule.counts} have no price",
        note="this is the last tier",
        why="a larger account could not be billed",
        hint=f"add a row such as `{row}`, or let a line `limit:` in the charge end at {number(last.high)}",
        subject=schedule.name,
    )


def _order(schedule: Schedule) -> list[Diagnostic]:
    for before, tier in pairwise(schedule.tiers):
        if tier.low < before.low:
            return [
                TR212.at(
                    tier.at,
                    f"the row from {number(tier.low)} stands below the row from {number(before.low)}",
                    note="the rows of a schedule rise",
                    related=(Related(before.at, "this one comes later"),),
                    hint="put the rows in order, from few to many",
                    subject=schedule.name,
                )
            ]
    return []


def _bounds(low: Fraction, high: Fraction | None) -> str:
    return f"{number(low)} and up" if high is None else f"{number(low)} to {number(high)}"
