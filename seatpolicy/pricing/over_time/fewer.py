"""A decrease in, what the policy says comes back of it out: the first line whose condition and time fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from seatpolicy.compiler.lower.over_time.day import DayCharge, Rule
from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import refusal
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.semantics.model.prices import Duration, FewerSeats
from seatpolicy.source.text import Span

HOUR = 3_600_000_000
DAY = 24 * HOUR
_LENGTHS = {"hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "quarter": 91 * DAY, "year": 365 * DAY}
"""Times after a purchase in microseconds; a month or a year of it is counted as 30 or 365 days."""

Ruled = tuple[FewerSeats, Span]


def for_fewer(day: JudgedDay, charge: str, cause: Cause, bought: int, days: Days) -> Ruled:
    """What happens to fewer units of those bought at an instant."""
    return _first(day, charge, lambda one: one.fewer, cause, bought, days)


def for_the_end(day: JudgedDay, charge: str, cause: Cause, bought: int, days: Days) -> Ruled:
    """What happens at the end of the subscription; as with fewer units, where no line says it."""
    stated = day.charges[charge].cancelling is not None
    return _first(day, charge, lambda one: (one.cancelling or ()) if stated else one.fewer, cause, bought, days)


def for_another_plan(day: JudgedDay, charge: str, cause: Cause, bought: int, days: Days) -> Ruled:
    """What comes back, at once, where another plan begins: by the policy's credits, if it has some, else at what was
    billed."""
    one = day.charges[charge]
    kind, at = "at billed", one.charge.at
    if one.fewer:
        stated, at = for_fewer(day, charge, cause, bought, days)
        kind = stated.kind if stated.kind != "none" else kind
    return FewerSeats(kind, "at once"), at


def for_all_anew(day: JudgedDay, charge: str, cause: Cause, bought: int, days: Days) -> Ruled:
    """What comes back of all old units where more are charged, all anew: what the days that are left cost, so that none of
    them is free and none paid twice; written where the policy says that all are charged."""
    stated, at = for_another_plan(day, charge, cause, bought, days)
    said = day.said(day.charges[charge].change_lines)
    return FewerSeats("less used" if stated.kind == "less used" else "at billed", "at once"), at if said is None else said[1]


def that_stays(day: JudgedDay, charge: str, cause: Cause, days: Days) -> FewerSeats | None:
    """The line that keeps fewer units on the bill of what is not paid in advance; None where none does."""
    found = _fitting(day, charge, lambda one: one.fewer, cause, 0, days)
    return found[0] if found is not None and found[0].kind == "none" else None


def _first(
    day: JudgedDay,
    charge: str,
    rules: Callable[[DayCharge], Sequence[Rule]],
    cause: Cause,
    bought: int,
    days: Days,
) -> Ruled:
    """The first line that fits."""
    found = _fitting(day, charge, rules, cause, bought, days)
    if found is not None:
        return found
    words = f"no line `fewer seats:` fits a decrease of `{charge}`"
    at = day.charges[charge].charge.at
    raise refusal(refusals.EN106, at, words, hint="add a line that ends in `otherwise`", subject=charge)


def _fitting(
    day: JudgedDay,
    charge: str,
    rules: Callable[[DayCharge], Sequence[Rule]],
    cause: Cause,
    bought: int,
    days: Days,
) -> Ruled | None:
    stated = rules(day.charges[charge])
    # It is judged anew only where a line may ask for the cause.
    asks = any(rule.holds is not None for rule in stated)
    judged = days.for_cause(day, cause.word, cause.at) if asks else day
    for rule in rules(judged.charges[charge]):
        if judged.fits(rule) and _is_open(rule.value.within, cause.instant - bought):
            return rule.value, rule.at
    return None


def _is_open(within: Duration | None, passed: int) -> bool:
    """Whether a time after the purchase is not over."""
    return within is None or Fraction(passed) <= within.length * _LENGTHS[within.unit]
