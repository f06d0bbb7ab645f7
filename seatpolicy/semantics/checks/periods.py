"""Charges in; prices, allotments and bounds whose period is no number of times the cycle out, and cycles without a length.

Months, quarters, half years and years convert among each other, days and weeks too; nothing converts between the two,
because months differ in days.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import (
    Sold,
    bases,
    clashes,
    cycle_words,
    family,
    nearest,
    once,
    per,
    said,
    sold,
)
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import (
    Bound,
    Cycle,
    Included,
    Price,
    QuotePrice,
    RatePrice,
    SchedulePrice,
    TablePrice,
)
from seatpolicy.semantics.model.types import Per
from seatpolicy.source.text import Span

E = Severity.ERROR
PN306 = code("PN306", "period-and-cycle", E, "a cycle is no number of times the period of a price")
PN307 = code("PN307", "cycle-without-length", E, "a cycle is a month, a quarter, a year, a week or a number of days")

FITS_ALL = ("", "cycle", "once")
BAD_LENGTHS = ("cycle", "term", "subscription")
ONLY_BY_KIND = {
    "months": "per month, quarter, half year, year or cycle",
    "days": "per day, week or cycle",
}


def price_per(policy: Policy, price: Price) -> Per:
    """What a price is per; nothing for what is free, waits for a quote, or is the money of a table."""
    if isinstance(price, RatePrice):
        return price.amounts.per
    if isinstance(price, QuotePrice) and price.floor is not None:
        return price.floor.per
    if isinstance(price, SchedulePrice) and price.schedule in policy.schedules:
        return policy.schedules[price.schedule].per
    if isinstance(price, TablePrice) and price.table in policy.tables:
        return policy.tables[price.table].type.per
    return Per()


def check_periods(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every price, allotment, minimum and maximum against the cycles that it can meet."""
    found = list(_lengths(policy))
    for one in sold(policy):
        found += _of_charge(policy, one)
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for base in bases(policy, plan):
            found += _bounds(nearest(plan.cycle, base.cycle), plan.minimum, plan.maximum)
    for plan in policy.plans.values():
        for word, bounds in (("minimum", policy.minimum), ("maximum", policy.maximum)):
            found += _bounds_of(plan.cycle, bounds, word)
    return once(found)


def _lengths(policy: Policy) -> Iterator[Diagnostic]:
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for case in (*plan.cycle, *(case for charge in plan.charges for case in charge.cycle)):
            if case.value.period in BAD_LENGTHS:
                yield PN307.at(
                    said(case.at),
                    f"`{case.value.period}` is no length of a cycle",
                    note="a cycle says how often an account is billed",
                    hint="write `month`, `quarter`, `half year`, `year`, `week` or `30 days`",
                )


def _of_charge(policy: Policy, one: Sold) -> Iterator[Diagnostic]:
    def price_clash(price: Price, cycle: Cycle) -> bool:
        return _clash(price_per(policy, price).period, cycle)

    for case, cycle in clashes(one.charge.price, one.cycles, price_clash):
        yield _does_not_fit(said(case.at), "a rate", price_per(policy, case.value).period, cycle, _where(policy, case))
    for allotment, cycle in clashes(one.charge.included, one.cycles, _included_clash):
        yield _does_not_fit(said(allotment.at), "an allotment", allotment.value.period, cycle)
    yield from _bounds(one.cycles, one.charge.minimum, one.charge.maximum)


def _where(policy: Policy, case: Case[Price]) -> tuple[Related, ...]:
    """The declaration that says what a named price is per."""
    price = case.value
    if isinstance(price, SchedulePrice):
        schedule = policy.schedules[price.schedule]
        return (Related(schedule.at, f"this schedule is {schedule.per}"),)
    if isinstance(price, TablePrice):
        table = policy.tables[price.table]
        return (Related(table.at, f"this table gives a rate {table.type.per}"),)
    return ()


def _bounds(cycles: Cases[Cycle], minimum: Cases[Bound], maximum: Cases[Bound]) -> Iterator[Diagnostic]:
    yield from _bounds_of(cycles, minimum, "minimum")
    yield from _bounds_of(cycles, maximum, "maximum")


def _bounds_of(cycles: Cases[Cycle], bounds: Cases[Bound], word: str) -> Iterator[Diagnostic]:
    for case, cycle in clashes(bounds, cycles, _bound_clash):
        yield _does_not_fit(said(case.value.at), f"a {word}", case.value.amounts.per.period, cycle)


def _bound_clash(bound: Bound, cycle: Cycle) -> bool:
    # A minimum per term, or without a period, is told by `bounds`.
    return family(bound.amounts.per.period) != "" and _clash(bound.amounts.per.period, cycle)


def _included_clash(included: Included, cycle: Cycle) -> bool:
    return not included.seat and _clash(included.period, cycle)


def _clash(period: str, cycle: Cycle) -> bool:
    """Whether a cycle is no number of times a period; a cycle without a length has been told by itself."""
    return period not in FITS_ALL and family(cycle.period) not in ("", family(period))


def _does_not_fit(
    at: Span, what: str, period: str, cycle: Case[Any], related: tuple[Related, ...] = ()
) -> Diagnostic:
    kind = family(cycle.value.period)
    if family(period) == "":
        note = f"{'a term' if period == 'term' else 'a subscription'} is no fixed number of cycles"
    else:
        note = "a month has 28 to 31 days, so months and days do not convert"
    other = "" if family(period) == "" else ", or choose a cycle of months" if kind == "days" else ", or a cycle of days"
    return PN306.at(
        at,
        f"{what} {per(period)} does not fit a cycle of {cycle_words(cycle.value)}",
        note=note,
        related=(*related, Related(said(cycle.at), "the cycle")),
        hint=f"write it {ONLY_BY_KIND[kind]}{other}",
        subject=f"{what} {per(period)}",
    )


