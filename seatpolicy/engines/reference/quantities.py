"""How many are paid for: the count, its bounds, what is included, the sizes sold (BILLING-RULES 2, steps 2 and 3).

Everybody is counted as held all cycle, so that highest, lowest, first, last, distinct and average of the cycle are the
same count, and "each day" adds the days up to the whole cycle. Counts that change inside a cycle come as events or as a
roster, and those are refused before anything is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

import attrs

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import LineQuantity, Step
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.prices import pack_size
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.expressions import Expression, Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Packs, Plan, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal

KINDS = ("contracted", "assigned", "billable", "equals")
OVER = ("", "each day", "highest", "lowest", "first", "last", "distinct", "average")
TIER_OF = ("", "last", "first", "highest")


@attrs.frozen
class Counted:
    """`count` is what there is, `bounded` after at least and at most, `charged` what is paid for; `steps` say why."""

    count: Fraction
    bounded: Fraction
    charged: Fraction
    included: Fraction
    facts: tuple[tuple[str, Fraction], ...]
    steps: tuple[Step, ...]
    given: bool

    def line_quantity(self, billed: Fraction) -> LineQuantity:
        """What a line says about it."""
        return LineQuantity(billed, self.included, self.facts)


@attrs.define
class Counter:
    """Counts the charges of one account. A charge may include units by the billed seats of another, so counts are made
    when they are asked for, and a circle is refused."""

    world: World
    roundings: Roundings
    terms: Mapping[str, Terms]
    _made: dict[str, Counted] = attrs.field(factory=dict)
    _open: set[str] = attrs.field(factory=set)

    def of(self, name: str) -> Counted:
        """The count of a charge."""
        if name not in self._made:
            terms = self.terms[name]
            if name in self._open:
                raise refusal(refusals.EN303, terms.charge.at, f"what `{name}` includes depends on `{name}` itself")
            self._open.add(name)
            try:
                self._made[name] = self._count(terms)
            finally:
                self._open.discard(name)
        return self._made[name]

    def count(self, name: str) -> Fraction:
        """The count of a charge before any bound and rounding, which is what a limit looks at; 1 for a fee."""
        terms = self.terms[name]
        return Fraction(1) if terms.quantity is None else self._raw(terms, terms.quantity.value)[0]

    def _count(self, terms: Terms) -> Counted:
        quantity = terms.quantity
        if quantity is None:
            one = Fraction(1)
            return Counted(one, one, one, Fraction(0), (), (), True)
        stated = quantity.value
        count, given = self._raw(terms, stated)
        rounded = self.roundings.apply("quantity", count)
        name = {"equals": "figure"}.get(stated.kind, stated.kind)
        told = "" if given else " (none given)"
        rounding = self.roundings.words("quantity") if rounded != count else ""
        steps = [_step(name, quantity.at, f"{_n(count)} {name}{told}", Fraction(0), rounded, rounding)]
        bounded = self._bounded(terms, stated, rounded, steps)
        included = Fraction(0)
        charged = bounded
        if terms.included is None or not terms.included.value.after_packs:
            included = self._included(terms, charged, steps)
            charged = self._sold(stated, charged - included, steps)
        else:
            charged = self._sold(stated, charged, steps)
            if pack_size(terms.price.value, self.world.policy) == 0:
                included = self._included(terms, charged, steps, self._sold_in(terms, stated))
                charged -= included
        return Counted(count, bounded, charged, included, ((name, count),), tuple(steps), given)

    def _raw(self, terms: Terms, stated: Quantity) -> tuple[Fraction, bool]:
        """The count before any bound, and whether anyone gave it."""
        if stated.kind not in KINDS or stated.over not in OVER or stated.tier_of not in TIER_OF:
            raise not_billed(
                refusals.EN501 if stated.kind == "used" else refusals.EN511,
                stated.at,
                f"`{stated.kind}{', ' + stated.over if stated.over else ''}` is",
            )
        if stated.kind == "equals":
            if stated.figure is None:
                raise refusal(refusals.EN303, stated.at, "there is no figure to count")
            return self._whole_or_more(self.world.figure(stated.figure), stated.figure.at), True
        find = contracted if stated.kind == "contracted" else holding
        found = find(terms.charge, self.world.account)
        return (Fraction(0), False) if found is None else (found, True)

    def _bounded(self, terms: Terms, stated: Quantity, count: Fraction, steps: list[Step]) -> Fraction:
        """At least, then at most; a bound may be `contracted`, which is the count on the order."""
        ordered = contracted(terms.charge, self.world.account) or Fraction(0)
        bounded = count
        for word, bounds, choose in (("at least", stated.at_least, max), ("at most", stated.at_most, min)):
            for bound in bounds:
                limit = ordered if isinstance(bound, str) else self._whole_or_more(self.world.figure(bound), bound.at)
                after = choose(bounded, limit)
                if after != bounded:
                    at = stated.at if isinstance(bound, str) else bound.at
                    steps.append(_step(word, at, f"{word} {_n(limit)}", bounded, after))
                bounded = after
        return bounded

    def _included(self, terms: Terms, count: Fraction, steps: list[Step], size: int = 1) -> Fraction:
        """How much of a count is included, at most all of it; each included one is a pack of `size`."""
        if terms.included is None:
            return Fraction(0)
        stated, at = terms.included.value, terms.included.at
        if stated.seat:
            seats = self.billed_seats(stated.seat, terms.plan, at)
            share = stated.count * floor(seats / stated.every)
            per = f"{_n(stated.every)} billed seats" if stated.every != 1 else "billed seat"
            basis = f"{_n(stated.count)} per {per} of {stated.seat}: {_n(seats)} seats include {_n(share)}"
        else:
            # How many are held is no use that adds up: 5 per month are 5 in a year's count, not 60, or 5 in each month.
            if cycles.worth(terms.cycle.value, stated.period, at) != 1:
                words = f"what is included per {stated.period}, in a cycle of a {cycles.words(terms.cycle.value)}, is"
                raise not_billed(refusals.EN511, at, words)
            share = stated.count
            basis = f"{_n(stated.count)} per {stated.period}"
        if size > 1:
            share *= size
            basis += f", in packs of {size}"
        taken = min(share, count)
        steps.append(_step("included", at, basis, count, count - taken))
        return taken

    def include_after_packs(self, terms: Terms, packs: Fraction, steps: list[Step]) -> Fraction:
        """Packs that are left when those included are taken off."""
        return packs - self._included(terms, packs, steps)

    def _sold(self, stated: Quantity, count: Fraction, steps: list[Step]) -> Fraction:
        """The size sold: whole packs."""
        if stated.packs is None:
            return count
        packs = stated.packs
        if packs.up_to % packs.size:
            words = f"packs of {packs.size} up to {packs.up_to}, which is no number of packs, are"
            raise not_billed(refusals.EN511, stated.at, words)
        sold = sold_size(packs, count)
        size = packs.then if packs.up_to and count > packs.up_to else packs.size
        steps.append(_step("in packs", stated.at, f"in packs of {size}", count, sold))
        return sold

    def _sold_in(self, terms: Terms, stated: Quantity) -> int:
        """The size of one pack that is sold. Refused: two sizes, where nothing says which of them is included."""
        packs = stated.packs
        if packs is None or terms.included is None:
            return 1
        if packs.up_to and packs.then != packs.size:
            words = "what is included after packs, where two sizes are sold, is"
            raise not_billed(refusals.EN511, terms.included.at, words)
        return packs.size

    def billed_seats(self, seat: str, plan: Plan, at: Span) -> Fraction:
        """The seats of a type that are paid for: of the plan's own charges for it, else of the account's others."""
        alone = [one for one in self.terms.values() if one.charge.counts == (seat,)]
        here = [one for one in alone if one.plan is plan] or [one for one in alone if not one.plan.addon] or alone
        counts = {one.charge.name: self.of(one.charge.name).charged for one in here}
        return _agreed(counts, here, seat, at, self.terms)

    def _whole_or_more(self, figure: Fraction, at: Span) -> Fraction:
        if figure < 0:
            raise refusal(refusals.EN303, at, f"this comes to {_n(figure)}, and a quantity is never below 0")
        return figure


def contracted(charge: Charge, account: Account) -> Fraction | None:
    """How many are on the order: given for the charge, or for the seat types that it counts."""
    given = account.seats.get(charge.name)
    return _held(charge, account) if given is None else given.count


def holding(charge: Charge, account: Account) -> Fraction | None:
    """How many are held: given for the seat types that a charge counts, or for the charge."""
    held = _held(charge, account)
    given = account.seats.get(charge.name)
    return held if held is not None or given is None else given.count


def _held(charge: Charge, account: Account) -> Fraction | None:
    held = [account.held[name].count for name in charge.counts if name in account.held]
    return sum(held, Fraction(0)) if held else None


def seats_of(measure: Measure, policy: Policy, account: Account) -> Fraction:
    """How many of a seat type or item there are, before any bound: as given, or as contracted in the charges for it."""
    name = measure.of
    if name in policy.meters:
        raise not_billed(refusals.EN501, measure.at, f"a price that reads the use of `{name}` is")
    if name in account.held:
        return account.held[name].count
    plans = [policy.plans[one.name] for one in account.plans]
    addons = [policy.addons[one.name] for one in account.addons]
    for held in (plans, addons):
        charges = [charge for plan in held for charge in plan.charges if name in charge.counts]
        alone = {c.name: account.seats[c.name].count for c in charges if c.counts == (name,) and c.name in account.seats}
        if len(set(alone.values())) > 1:
            shown = " and ".join(f"{_n(count)} in `{charge}`" for charge, count in alone.items())
            raise refusal(refusals.EN503, measure.at, f"how many seats of `{name}` there are is not clear: {shown}")
        if alone:
            return next(iter(alone.values()))
        together = next((c for c in charges if c.name in account.seats and len(c.counts) > 1), None)
        if together is not None:
            raise refusal(
                refusals.EN503,
                measure.at,
                f"how many of the seats of `{together.name}` are of `{name}` is unknown",
                related=[Related(together.at, "counted together here")],
            )
    return Fraction(0)


def sold_size(packs: Packs, count: Fraction) -> Fraction:
    """The least number of seats sold that holds a count: fives up to 30, then tens from 30 on. What is sold is never
    rounded down: only packs that are priced are rounded as the policy says."""
    if packs.up_to and count > packs.up_to:
        return Fraction(packs.up_to + packs.then * ceil((count - packs.up_to) / packs.then))
    return Fraction(packs.size * ceil(count / packs.size))


def limit_reached(terms: Terms, count: Fraction, world: World) -> Fraction | None:
    """The limit that a count is above; None where there is none, or it is not reached."""
    if terms.limit is None:
        return None
    most: Expression | str = terms.limit.value.most
    limit = contracted(terms.charge, world.account) if isinstance(most, str) else world.figure(most)
    if limit is None:
        return None
    return limit if count > limit else None


def _agreed(counts: Mapping[str, Fraction], here: list[Terms], seat: str, at: Span, terms: Mapping[str, Terms]) -> Fraction:
    if len(set(counts.values())) > 1:
        shown = " and ".join(f"{_n(count)} in `{name}`" for name, count in counts.items())
        raise not_billed(refusals.EN503, at, f"what is included by the seats of `{seat}`, with {shown}, is")
    if not here and any(seat in one.charge.counts for one in terms.values()):
        raise not_billed(refusals.EN503, at, f"what is included by the seats of `{seat}`, counted together with others, is")
    return next(iter(counts.values()), Fraction(0))


def _step(rule: str, at: Span, basis: str, before: Fraction, after: Fraction, rounding: str = "") -> Step:
    return Step("quantity", rule, at, basis, before, after - before, after, rounding)


def _n(value: Fraction) -> str:
    return format_decimal(value)
