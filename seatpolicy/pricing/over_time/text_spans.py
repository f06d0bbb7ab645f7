"""A plan or add-on that is held for some days in, each of its charges out, with the days on which the texts have it.

A charge that is billed in another way than before, when its time is over or by use, is another one from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from seatpolicy.pricing.over_time.in_force import Names
from seatpolicy.pricing.over_time.texts import DaysByText
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge

_DAY = timedelta(days=1)
Span = tuple[str, date, date | None]
"""A charge, the first day on which a text has it so, and the first one on which none has (None: as far as is known)."""


def charges_by_text(block: str, begins: date, last: date, days: DaysByText) -> Iterator[Span]:
    """The charges of a block from a day to another, in the order of the policy."""
    in_force = days.in_force
    turns = [begins, *in_force.turns(begins, last + _DAY)]
    names: dict[str, None] = {}
    for day in turns:
        # Refused: a plan or add-on that the text of the day does not have.
        names |= dict.fromkeys(one.name for one in _charges(block, days.day(day).policy))
    for charge in names:
        ends = [over for day in turns if (over := in_force.finishes(charge, day)) is not None and begins < over <= last]
        yield from _spans(block, charge, sorted({*turns, *ends}), days)


def _spans(block: str, charge: str, turns: list[date], days: DaysByText) -> Iterator[Span]:
    since: date | None = None
    before: Names = frozenset()
    for number, day in enumerate(turns):
        here = days.in_force.of(charge, day)
        if number and here == before:
            continue
        there = any(one.name == charge for one in _charges(block, days.in_force.policy(here)))
        if since is not None and (not there or _kind(charge, before, day, days) != _kind(charge, here, day, days)):
            yield charge, since, day
            since = None
        if there and since is None:
            since = day
        before = here
    if since is not None:
        yield charge, since, None


def _charges(block: str, policy: Policy) -> tuple[Charge, ...]:
    plan = policy.plans.get(block) or policy.addons.get(block)
    return () if plan is None else plan.charges


def _kind(charge: str, names: Names, on: date, days: DaysByText) -> tuple[str | None, str]:
    """How a charge is billed by a text, for what the account is on a day."""
    day = days.in_force.judge.by(on, days.in_force.ledger.page(on), days.in_force.policy(names))
    one = day.charges[charge]
    return day.chosen(one.bill), one.charge.counts_kind
