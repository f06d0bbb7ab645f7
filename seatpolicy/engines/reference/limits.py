"""A count above its limit in, what follows out (4.9): a refusal, a signal beside the bill, or another plan for everybody.

`then plan P` moves the whole account to P from that day, with everybody who is billable on it: the bill of the day is that
of an account which holds P instead, its charges ordered for those people. It is the bill of whole cycles only where P's
cycle begins on the same day; and P must not hold what counts from the first cycle, which began under another plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, CountGiven, Held
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Heads
from seatpolicy.engines.reference.quantities import Counter, limit_reached
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.prices import Charge, Plan, RatePrice, SchedulePrice
from seatpolicy.values.money import format_decimal


@attrs.frozen
class Over:
    """A count above its limit."""

    terms: Terms
    count: Fraction
    most: Fraction

    @property
    def words(self) -> str:
        """`12 of at most 10`."""
        return f"{format_decimal(self.count)} of at most {format_decimal(self.most)}"


class MovesToPlan(Exception):
    """Raised where a limit moves the account; caught where its bill is made."""

    def __init__(self, over: Over, plan: str) -> None:
        super().__init__(plan)
        self.over, self.plan = over, plan


def held_to_limit(terms: Terms, counter: Counter) -> Over | None:
    """None within the limit; what is above it where the rest is billed. Refused, or moved, where the line says so."""
    if terms.limit is None:
        return None
    count = counter.count(terms.charge.name)
    if terms.overage is not None and not terms.overage.value.blocked:
        count += counter.heads.above(terms.charge)
    most = limit_reached(terms, count, counter.heads, counter.world)
    if most is None:
        return None
    limit, charge, over = terms.limit.value, terms.charge, Over(terms, count, most)
    if limit.then == "refuse":
        raise refusal(
            refusals.EN101,
            terms.limit.at,
            f"{charge.title} are sold up to {format_decimal(most)}",
            note=f"the account has {format_decimal(count)}",
            subject=charge.name,
        )
    if limit.then == "plan":
        raise MovesToPlan(over, limit.plan)
    if limit.then not in ("bill rest", "bill the rest"):
        raise not_billed(refusals.EN511, terms.limit.at, f"a limit that goes on to `{limit.then}` is")
    return over


def moved(move: MovesToPlan, account: Account, heads: Heads, world: World) -> Account:
    """The account as it is once the limit has moved it: in the other plan, ordered for everybody who is billable."""
    terms, plan = move.over.terms, world.policy.plans[move.plan]
    assert terms.limit is not None
    if terms.plan.addon:
        raise _not_yet(move, "by the limit of an add-on, ")
    if any(held.name == plan.name for held in account.plans):
        raise _not_yet(move, "which it holds already, ")
    if terms.window.index > 0 and _counts_cycles(plan, world):
        raise _not_yet(move, "where something counts from the first cycle, ")
    others = tuple(held for held in account.plans if held.name not in (terms.plan.name, plan.name))
    seats: dict[str, CountGiven] = {name: one for name, one in account.seats.items() if not _of(terms.plan, name)}
    for charge in plan.charges:
        if charge.counts_kind == "seat" and charge.name not in seats:
            count = _everybody(charge, move, heads)
            if count is not None:
                seats[charge.name] = CountGiven(count, terms.limit.at)
    return attrs.evolve(account, plans=(Held(plan.name, terms.limit.at), *others), seats=seats)


def ended(move: MovesToPlan, world: World) -> list[str]:
    """What the plan that is left counts and the other does not: it is on no bill any more, and the bill says so."""
    left = move.over.terms.plan.name
    if left not in world.policy.plans:
        return []
    after = {name for charge in world.policy.plans[move.plan].charges for name in charge.counts}
    return [
        f"`{charge.name}` ends with `{left}`: `{move.plan}` charges nothing for it"
        for charge in world.policy.plans[left].charges
        if charge.counts and after.isdisjoint(charge.counts)
    ]


def same_cycle(move: MovesToPlan, after: Mapping[str, Terms]) -> None:
    """Refuses a plan whose cycles are not those of the plan that the account leaves, on this day."""
    first = move.over.terms.window.first
    if any(one.window.first != first for one in after.values() if one.plan.name == move.plan):
        raise _not_yet(move, "whose cycle begins on another day, ")


def _not_yet(move: MovesToPlan, where: str) -> Refusal:
    limit = move.over.terms.limit
    assert limit is not None
    return not_billed(
        refusals.EN506,
        limit.at,
        f"moving the account to the plan `{move.plan}`, {where}is",
        f"it has {move.over.words}",
    )


def _everybody(charge: Charge, move: MovesToPlan, heads: Heads) -> Fraction | None:
    """How many people the account brings to a charge; None where they are given by seat type already."""
    people = heads.people()
    if people is not None:
        return heads.in_order(charge)
    if any(name in heads.account.held for name in charge.counts):
        return None
    if set(charge.counts) == set(move.over.terms.charge.counts):
        return move.over.count
    raise _not_yet(move, f"with how many seats in `{charge.name}` is not told, ")


def _counts_cycles(plan: Plan, world: World) -> bool:
    """Whether a price is due once, or a discount lasts for a time that began under the plan before."""
    once = any(_once(case.value, world) for charge in plan.charges for case in charge.price)
    return once or any(one.lasts_cycles or one.lasts_until for one in world.policy.discounts.values())


def _once(price: object, world: World) -> bool:
    if isinstance(price, RatePrice):
        return price.amounts.per.period == "once"
    return isinstance(price, SchedulePrice) and world.policy.schedules[price.schedule].per.period == "once"


def _of(plan: Plan, charge: str) -> bool:
    return any(one.name == charge for one in plan.charges)
