"""Changes, a customer and a plan as plain data: what the drawing makes, what is written as text and priced naively."""

from __future__ import annotations

from datetime import date

import attrs


@attrs.frozen
class ChangeData:
    """A change that sets a new price: its first day, whether new customers have it at once, what it says of others
    (at once, at the next cycle, at renewal, keep theirs), and from when everyone has it."""

    first: date
    new_at_once: bool
    others: str
    everyone_by: date | None
    price: int


@attrs.frozen
class CustomerData:
    """A customer: since when, when the subscription began, and how many months its term has and renews for (0: none)."""

    since: date
    start: date
    term: int
    renews: int


@attrs.frozen
class PlanData:
    """A plan with one seat charge by the month: its cycle, whether it is billed in arrears, its first price, and in which
    `form` a new one is written."""

    cycle: str
    in_arrears: bool
    price: int
    form: str
