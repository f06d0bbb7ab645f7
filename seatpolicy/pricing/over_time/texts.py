"""What judges the days of an account whose policy may have another text on some of them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from seatpolicy.pricing.over_time.in_force import InForce
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.pricing.over_time.new_text import NewText


class DaysByText(Days, Protocol):
    """The days, each by the text in force on it for the account, or for a charge."""

    in_force: InForce

    def plainly(self, on: date, charge: str) -> JudgedDay:
        """A day by its evening and the text of a charge, which may not be held on it any more."""

    def new_texts(self, charge: str, first: date, after: date) -> dict[date, NewText]:
        """The days between, but for the first one, from which a charge has another text because of a date alone."""

    def like(self, day: JudgedDay, other: JudgedDay, charge: str) -> JudgedDay:
        """The page of a day, judged by the text that a charge has on another one."""

    def ended_by(self, charge: str, on: date) -> NewText:
        """The text of a day that has a charge no more; what is told of it is where it was priced before."""
