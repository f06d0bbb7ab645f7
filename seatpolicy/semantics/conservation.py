"""A policy in; of each charge whether the parts of a cycle add up to the whole, out: what `check --conservation` says.

A cycle that is billed in parts (a seat that comes on the 16th, a change of plan) comes to what it costs at once, if the
measure conserves: days or seconds over the cycle, months of 30 days over the cycle, and days over the month, whose marks are
the cycle's own. Days over the calendar month do where every mark lies on the 1st. So many days per month or year never
promise it, and by whole cycles each part costs as much as the whole. Where it is not certain a part is looked for that
shows it: a cycle of the years 2027 and 2028, cut in two on the day that makes the most of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from seatpolicy.semantics.checks.nearest import Sold, family, is_free, sold
from seatpolicy.semantics.checks.periods import price_per
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, MeasureOfPart
from seatpolicy.values import measures
from seatpolicy.values.calendar import Marks, MonthMarks, Window, calendar_months, months_from, months_on_day
from seatpolicy.values.periods import MONTHS, Period
from seatpolicy.values.record import record

ALWAYS, NOT_ALWAYS = "always", "not always"
CONSERVING = (measures.OVER_CYCLE, measures.FIXED_OVER_CYCLE, measures.OVER_MONTH, measures.SECONDS)
_DAY = timedelta(days=1)
_FIRST_YEAR, _YEARS = 2027, 2
_START = date(_FIRST_YEAR, 2, 20)
"""The first day of the cycles that are tried: inside the February before one of 29 days, so that months, quarters and years
hold every length of a month, and years one that is longer at their end than at their beginning."""


@record
class Conservation:
    """Of a `charge` of a plan or add-on (`holder`): by the measure at `where` (`file:line:column`), in the words of the
    policy, the parts of a cycle add up to the whole `adds_up`: always, or not always. `witness` shows it (empty: always)."""

    charge: str
    holder: str
    measure: str
    where: str
    adds_up: str
    witness: str


def conservations(policy: Policy) -> list[Conservation]:
    """Every charge whose price has a period, with each measure that it can have. The policy has no errors."""
    priced = (charge for charge in sold(policy) if not is_free(charge.charge))
    return list(dict.fromkeys(one for charge in priced for one in _of(policy, charge)))


def _of(policy: Policy, one: Sold) -> Iterator[Conservation]:
    if all(price_per(policy, case.value).period in ("", "once") for case in one.charge.price):
        return
    for measure in one.prorated(lambda block: block.measure):
        shown = [witness for window, marks in _cycles(one) if (witness := _witness(measure.value, window, marks))]
        words = " ".join(measure.at.text.partition(":")[2].split()) or measure.value.kind
        adds_up, witness = (NOT_ALWAYS, shown[0]) if shown else (ALWAYS, "")
        yield Conservation(one.charge.name, one.holder.name, words, measure.at.where, adds_up, witness)


def _cycles(one: Sold) -> Iterator[tuple[Window, Marks]]:
    """Cycles of two years of each length that the charge can have, by each anchor that it can have."""
    for cycle in one.cycles:
        if family(cycle.value.period) != "months":
            continue
        months = MONTHS[Period(cycle.value.period)] * cycle.value.count
        for anchor in one.anchors:
            marks = _marks(anchor, months)
            window = marks.window(marks.start)
            while window.first.year < _FIRST_YEAR + _YEARS:
                yield window, marks
                window = marks.window(window.after)


def _marks(anchor: Case[Anchor], months: int) -> MonthMarks:
    if anchor.value.kind == "calendar":
        return calendar_months(_START, months)
    if anchor.value.kind == "day":
        return months_on_day(_START, months, anchor.value.day)
    return months_from(_START, months)


def _witness(measure: MeasureOfPart, window: Window, marks: Marks) -> str:
    """A cut of a cycle whose two parts are not worth the whole of it, in words; empty where every cut is."""
    if measure.kind in CONSERVING:
        return ""

    def worth(first: date, after: date) -> Fraction:
        return measures.worth(measure.kind, first, after, window, marks, Fraction(1), days=measure.days)

    def told(n: int) -> tuple[Fraction, int]:
        cut = window.first + n * _DAY
        return abs(worth(window.first, cut) + worth(cut, window.after) - 1), -abs(2 * n - window.days)

    # Of cuts that make as much of it the one in the middle, which is easiest to follow.
    cut = window.first + max(range(1, window.days), key=told) * _DAY
    before, behind = worth(window.first, cut), worth(cut, window.after)
    if before + behind == 1:
        return ""
    return (
        f"{window.first} to {window.after - _DAY}, cut on {cut}: "
        f"{before} + {behind} = {before + behind} of the whole"
    )


def conservation_text(one: Conservation) -> str:
    """For people, without a line end: what holds, and on a line of its own what shows that it does not always."""
    always = "always" if one.adds_up == ALWAYS else "do not always"
    told = f"{one.holder}/{one.charge}: the parts of a cycle {always} add up to the whole ({one.measure}, {one.where})"
    return f"{told}\n    {one.witness}" if one.witness else told


def conservation_json(one: Conservation) -> dict[str, object]:
    """The same for programs: a key for each field, `witness` null where nothing shows the opposite."""
    return {
        "charge": one.charge,
        "holder": one.holder,
        "measure": one.measure,
        "where": one.where,
        "adds_up": one.adds_up,
        "witness": one.witness or None,
    }
