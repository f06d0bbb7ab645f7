"""The kinds of period that rates and cycles name, and which of them convert into each other
exactly.

Months, quarters, half years and years are counted in months; days and weeks in days. Nothing
converts between the two families, because months differ in days. A cycle is as long as the policy
says, and "once" has no length: both equal only themselves.
"""

from __future__ import annotations

import enum
from fractions import Fraction


class Period(enum.Enum):
    """A kind of period; the value is the policy's own word, in the singular."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half year"
    YEAR = "year"
    CYCLE = "cycle"
    ONCE = "once"


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
"""The months of each period that is made of months."""

DAYS = {Period.DAY: 1, Period.WEEK: 7}
"""The days of each period that is made of days."""


def ratio(frm: Period, to: Period) -> Fraction | None:
    """How many `to` one `frm` holds (12 for a year in months, 1/12 for a month in years); None if
    they do not convert.
    """
    if frm is to:
        return Fraction(1)
    for family in (MONTHS, DAYS):
        if frm in family and to in family:
            return Fraction(family[frm], family[to])
    return None
