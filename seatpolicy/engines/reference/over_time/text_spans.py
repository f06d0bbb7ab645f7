"""A plan or add-on that is held for some days in, each of its charges out, with the days on which the texts have it.

A charge that is billed in another way than before, when its time is over or by use, is another one from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.in_force import Names
from seatpolicy.semantics.model.prices import Charge

_DAY = timedelta(days=1)
Span = tuple[str, date, date | None]
"""A charge, the first day on which a text has it so, and the first one on which none has (None: as far as is known)."""


def charges_by_text(block: str, begins: date, until: date, days: Days) -> Iterator[Span]:
    """The charges of a block between two days, in the order of the policy."""
    every = [begins]
    if days.in_force.texts.changes:
        every += [begins + timedelta(days=number) for number in range(1, (until - begins).days + 1)]
    names: dict[str, None] = {}
    for number, day in enumerate(every):
        here = days.in_force.names(day)
        if number and here == days.in_force.names(every[number - 1]):
            continue
        # Refused: a plan or add-on that the text of the day does not have.
        days.day(day)
        names |= dict.fromkeys(one.name for one in _charges(block, here, days))
    for charge in names:
        yield from _spans(block, charge, every, days)


def _spans(block: str, charge: str, every: list[date], days: Days) -> Iterator[Span]:
    since: date | None = None
    before: Names = frozenset()
    for day in every:
        here = days.in_force.of(charge, day)
        if day != every[0] and here == before:
            continue
        there = _has(block, charge, here, days)
        if since is not None and (not there or _kind(charge, before, day, days) != _kind(charge, here, day, days)):
            yield charge, since, day
            since = None
        if there and since is None:
            since = day
        before = here
    if since is not None:
        yield charge, since, None


def _charges(block: str, names: Names, days: Days) -> tuple[Charge, ...]:
    policy = days.in_force.policy(names)
    plan = policy.plans.get(block) or policy.addons.get(block)
    return () if plan is None else plan.charges


def _has(block: str, charge: str, names: Names, days: Days) -> bool:
    return any(one.name == charge for one in _charges(block, names, days))


def _kind(charge: str, names: Names, on: date, days: Days) -> tuple[str, str]:
    """How a charge is billed by a text, for what the account is on a day."""
    terms = days.judged(on, days.diary.evening(on), names).terms[charge]
    return terms.bill, terms.charge.counts_kind
