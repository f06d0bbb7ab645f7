"""A drawing and its policy in, an account out: its counts lie at the bounds of the policy, one beside them, or anywhere."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from tests.differential.drawing import TIERS, Drawing
from tests.differential.policy_data import ITEM, SEATS, AccountData, PolicyData

SHORT_MONTHS = (date(2026, 1, 31), date(2026, 1, 30), date(2026, 8, 31), date(2026, 2, 28), date(2028, 2, 29))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BILLING_DAYS = (1, 15, 28, 30, 31)


def draw_account(draw: Drawing, policy: PolicyData) -> AccountData:
    """An account that holds some of what is sold."""
    r = draw.r

    def count() -> int:
        if draw.chance(70):
            return max(draw.some(draw.bounds) + draw.some((-1, 0, 0, 1)), 0)
        return r.randint(0, 80)

    billing_day = draw.some(BILLING_DAYS)
    start = _start(draw, policy.plans[0].anchor, billing_day)
    held_plans = tuple(one.name for one in policy.plans) if draw.chance(80) else (policy.plans[0].name,)
    addons = tuple(one.name for one in policy.addons if draw.chance(85))
    charges = [
        charge
        for one in (*policy.plans, *policy.addons)
        if one.name in (*held_plans, *addons)
        for charge in one.charges
    ]
    counted = {name for charge in charges for name in charge.counts}
    held: dict[str, int] = {}
    if draw.chance(30):
        held = {name: count() for name in (*SEATS, ITEM) if name in counted and draw.chance(85)}
    return AccountData(
        plans=held_plans,
        addons=addons,
        currency=draw.some(policy.currencies),
        start=start,
        as_of=start + timedelta(days=draw.some((0, 0, 0, r.randint(0, 1000)))),
        facts={
            "billing": draw.some(("monthly", "annual")),
            "tier": draw.some(TIERS),
            "vip": draw.chance(50),
            "size": count(),
            "billing_day": billing_day,
            "share": Fraction(r.randint(0, 200), 200),
            "partner": draw.some((None, "Meridian")),
        },
        seats={charge.name: count() for charge in charges if charge.counts and draw.chance(60 if held else 95)},
        held=held,
        term=draw.some((6, 18, 36)) if any(plan.term for plan in policy.plans) and draw.chance(20) else 0,
    )


def _start(draw: Drawing, anchor: str, billing_day: int) -> date:
    """A day on which a cycle begins, but for a few."""
    start = date(2026, 1, 1) + timedelta(days=draw.r.randint(0, 200))
    if draw.chance(5):
        return start
    if "weeks from" in anchor:
        start = date(2026, 1, 5) + timedelta(days=7 * draw.r.randint(0, 28))
        return start + timedelta(days=WEEKDAYS.index(anchor.rpartition(" ")[2]))
    if anchor == "calendar":
        return date(draw.some((2026, 2027)), draw.some((1, 1, 1, 1, 1, 7)), 1)
    if anchor.startswith("day "):
        wanted = billing_day if "billing_day" in anchor else int(anchor.split(" ")[1])
        return start.replace(day=min(wanted, monthrange(start.year, start.month)[1]))
    if draw.months and draw.chance(30):
        return draw.some(SHORT_MONTHS)
    return start
