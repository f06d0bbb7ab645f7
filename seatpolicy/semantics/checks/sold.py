"""A policy in, out for each schedule: the charges that it prices, and the counts that they can have.

A count that no charge can have (below its `at least`, above a limit that refuses, between two packs) needs no row, and
nobody meets a cliff there. What depends on facts is not known here; then any count is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, gcd

from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Limit, Packs, Price, Quantity, Schedule, SchedulePrice
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Use:
    """A charge that a schedule prices; `at` is its price line."""

    charge: Charge
    at: Span


@record
class Counts:
    """The counts that can reach a schedule: multiples of `step` from `least` to `most` (None: no end)."""

    least: Fraction = Fraction(0)
    most: Fraction | None = None
    step: int = 1

    def some_in(self, first: Fraction, last: Fraction | None) -> bool:
        """Whether one of them lies between two counts, both included."""
        low = self.up(max(first, self.least))
        ends = [end for end in (last, self.most) if end is not None]
        return not ends or low <= min(ends)

    def up(self, count: Fraction) -> Fraction:
        """The first multiple of the step that is not below a count."""
        return Fraction(ceil(count / self.step) * self.step)


def uses(policy: Policy) -> dict[str, list[Use]]:
    """The charges of every schedule, by its name, in the order written."""
    found: dict[str, list[Use]] = {name: [] for name in policy.schedules}
    for charge in charges(policy):
        for case in charge.price:
            price: Price = case.value
            if isinstance(price, SchedulePrice) and price.schedule in found:
                found[price.schedule].append(Use(charge, case.at))
    return found


def charges(policy: Policy) -> Iterator[Charge]:
    """Every charge of every plan and add-on."""
    for plan in (*policy.plans.values(), *policy.addons.values()):
        yield from plan.charges


def counts_in_doubt(charge: Charge, poison: Poison) -> bool:
    """Whether nobody knows what a charge counts: its `for:` may be lost, or names nothing that could be read."""
    return not charge.counts and (bool(charge.counts_kind) or poison.hit(charge.at))


def counts(schedule: Schedule, used: list[Use]) -> Counts:
    """What all charges of a schedule together can ask of it, in what its rows count; anything, if no charge uses it."""
    if not used:
        return Counts()
    found = [_of_charge(use.charge) for use in used]
    most = [c.most for c in found if c.most is not None]
    size = schedule.per.pack_size if schedule.counts == "packs" else 1
    least = min(c.least for c in found)
    highest = max(most) if len(most) == len(found) else None
    step = gcd(*(c.step for c in found))
    if size > 1:
        return Counts(Fraction(ceil(least / size)), None if highest is None else Fraction(ceil(highest / size)),
                      max(1, step // size) if step % size == 0 else 1)  # fmt: skip
    return Counts(least, highest, step)


def _of_charge(charge: Charge) -> Counts:
    least, step = _least(charge.quantity), _step(charge)
    most = _most(charge)
    if charge.included:
        least = Fraction(0)
    if step > 1:
        least = Fraction(ceil(least / step) * step)
    if most is not None:
        most = max((sold_size(q.value.packs, most) for q in charge.quantity), default=most)
    return Counts(least, most, step)


def _least(quantity: Cases[Quantity]) -> Fraction:
    if not quantity:
        return Fraction(0)
    return min(max((_literal(b) or Fraction(0) for b in q.value.at_least), default=Fraction(0)) for q in quantity)


def _most(charge: Charge) -> Fraction | None:
    """The highest count that is sold, where numbers alone say so."""
    bounds = [_of_limits(charge.limit)]
    if charge.quantity and all(o.value.blocked for o in charge.overage):
        per_case = [[b for b in map(_literal, q.value.at_most) if b is not None] for q in charge.quantity]
        if all(per_case):
            bounds.append(max(min(case) for case in per_case))
    known = [b for b in bounds if b is not None]
    return min(known) if known else None


def _of_limits(limits: Cases[Limit]) -> Fraction | None:
    if not limits or limits[-1].when is not None or any(case.value.then not in ("refuse", "plan") for case in limits):
        return None
    found = [_literal(case.value.most) for case in limits]
    known = [bound for bound in found if bound is not None]
    return max(known) if len(known) == len(found) else None


def _step(charge: Charge) -> int:
    """The packs in which a charge is sold; 1 where there are none, or where what is included breaks them up."""
    if not charge.quantity or any(case.value.after_packs for case in charge.included):
        return 1
    packs = [q.value.packs for q in charge.quantity]
    if any(q.value.tier_of for q in charge.quantity) or any(p is None for p in packs):
        return 1
    return gcd(*(size for p in packs if p is not None for size in (p.size, p.up_to, p.then)))


def sold_size(packs: Packs | None, count: Fraction) -> Fraction:
    """The least number sold that holds a count: fives up to 30, then tens from 30 on."""
    if packs is None:
        return count
    if packs.up_to and count > packs.up_to:
        return packs.up_to + Fraction(ceil((count - packs.up_to) / packs.then) * packs.then)
    return Fraction(ceil(count / packs.size) * packs.size)


def _literal(bound: x.Expression | str) -> Fraction | None:
    if isinstance(bound, x.Literal) and isinstance(bound.value, Fraction):
        return bound.value
    return None
