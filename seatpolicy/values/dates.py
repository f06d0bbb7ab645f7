"""ISO dates as text in, calendar days out, and months added to them; no clock, no time zone.

Adding months clamps: a month after 31 January is the last day of February. Marks of a cycle are
always counted from the day it started on, `add_months(start, k)`, never from the mark before: 31
January, 28 February, 31 March, not 28 March.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

FIRST_YEAR = 1900
LAST_YEAR = 2200


def parse_date(text: str) -> date | None:
    """The day written as `2026-11-01`, from 1900 to 2200; None for any other text and for days that
    do not exist.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= days_in_month(year, month):
        return None
    return date(year, month, day)


def add_months(start: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the last day of a shorter month.

    Raises ValueError outside the years 1 to 9999.
    """
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise ValueError(f"{months} months from {start.isoformat()} is outside the calendar")
    return date(years, month + 1, min(start.day, days_in_month(years, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """28 to 31; the month counts from 1."""
    return monthrange(year, month)[1]


def format_date(day: date) -> str:
    """The day as `2026-11-01`."""
    return day.isoformat()
