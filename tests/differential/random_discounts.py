"""A drawing and the names of its charges in, discounts and their order out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from tests.differential.drawing import Drawing
from tests.differential.policy_data import Combine, Discount

NAMED_SHARES = ("share", "fixed_share", "grown_share", "tier_share")
NAMES = ("alpha", "beta", "gamma", "delta")
EVENT = "plan_changed"


def draw_discounts(draw: Drawing, charges: Sequence[str], same: bool, renewing: bool) -> tuple[Discount, ...]:
    """Up to four discounts. `same` says that all charges have one cycle, `renewing` that there is one term."""
    made = []
    for name in draw.r.sample(NAMES, draw.some((0, 0, 1, 1, 2, 2, 3, 4))):
        targets = tuple(draw.r.sample(charges, draw.r.randint(1, len(charges)))) if draw.chance(60) else ()
        one = Discount(name, targets, when=draw.condition() if draw.chance(25) else None)
        if same and draw.chance(40):
            one = _amount(draw, one, renewing)
        elif draw.chance(30):
            one = attrs.evolve(one, share=draw.some(NAMED_SHARES))
        else:
            one = attrs.evolve(one, share=Fraction(draw.r.randint(0, 400), 400))
        made.append(_dated(draw, one, renewing))
    return tuple(made)


def _amount(draw: Drawing, one: Discount, renewing: bool) -> Discount:
    """An amount, as a budget of its period."""
    return attrs.evolve(
        one,
        money=draw.money(60),
        spread=draw.some(("", "in order", "by amount")),
        prorated=draw.chance(15),
        period=draw.some(("cycle", "cycle", "cycle", "subscription", "term" if renewing else "cycle")),
    )


def _dated(draw: Drawing, one: Discount, renewing: bool) -> Discount:
    """When it is offered, and how long it lasts."""
    if draw.chance(15):
        first = date(2026, 1, 1) + timedelta(days=draw.r.randint(0, 200))
        last = first + timedelta(days=draw.r.randint(0, 400)) if draw.chance(60) else None
        one = attrs.evolve(one, offered=(first, last), offered_prorated=draw.chance(30))
    if draw.chance(15):
        return attrs.evolve(one, lasts_cycles=draw.r.randint(1, 4))
    if draw.chance(5):
        return attrs.evolve(one, lasts_until=EVENT)
    if renewing and draw.chance(20):
        return attrs.evolve(one, lasts_until="renewal")
    return one


def draw_combine(draw: Drawing, discounts: Sequence[Discount]) -> Combine | None:
    """The order of the discounts, where two of them can meet."""
    if len(discounts) < 2 and not (discounts and draw.chance(30)):
        return None
    left = [one.name for one in discounts]
    draw.r.shuffle(left)
    order = []
    while left:
        size = min(draw.some((1, 1, 2, 3)), len(left))
        order.append(tuple(left[:size]))
        left = left[size:]
    together = Fraction(draw.r.randint(1, 200), 200) if draw.chance(30) else None
    return Combine(tuple(order), draw.some(("off list", "off what is left")), together)
