"""A limit that moves an account to another plan in, the account as it is then out (4.9).

The bill of the day is that of an account which holds the other plan instead, its charges ordered for everybody who is
billable. It is the bill of whole cycles only where the other plan's cycle begins on the same day, and nothing of that plan
counts from the first cycle, which began under another plan.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from seatpolicy.compiler.program import Move
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, CountGiven, Held
from seatpolicy.documents.invoice import SignalMade
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.pricing.findings import Judged
from seatpolicy.pricing.people import Roster
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan, RatePrice, SchedulePrice
from seatpolicy.values.money import format_decimal
from seatpolicy.values.record import record


@record
class Moving:
    """A move, and the bill of the plan that is left."""

    move: Move
    judged: Judged

    @property
    def words(self) -> str:
        """`12 of at most 10`."""
        figures = self.judged.figures
        return f"{format_decimal(figures[self.move.count])} of at most {format_decimal(figures[self.move.most])}"

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.judged.given.policy

    def account(self) -> Account:
        """The account in the other plan. Raises Refusal where that is not billed."""
        move, account, policy = self.move, self.judged.account, self.policy
        plan = policy.plans[move.plan]
        if move.owner not in policy.plans:
            raise self._not_yet("by the limit of an add-on, ")
        if any(held.name == plan.name for held in account.plans):
            raise self._not_yet("which it holds already, ")
        if self.judged.figures[move.index] > 0 and self._counts_cycles(plan):
            raise self._not_yet("where something counts from the first cycle, ")
        left = {charge.name for charge in policy.plans[move.owner].charges}
        others = tuple(held for held in account.plans if held.name not in (move.owner, plan.name))
        seats = {name: one for name, one in account.seats.items() if name not in left}
        for charge in plan.charges:
            if charge.counts_kind == "seat" and charge.name not in seats:
                count = self._everybody(charge)
                if count is not None:
                    seats[charge.name] = CountGiven(count, move.at)
        return attrs.evolve(account, plans=(Held(plan.name, move.at), *others), seats=seats)

    def same_cycle(self, after: Judged) -> None:
        """Raises Refusal for a plan whose cycles do not begin where that of the charge begins which is left."""
        here = self.judged.first_of(self.move.charge)
        for charge in self.policy.plans[self.move.plan].charges:
            there = after.first_of(charge.name)
            if there is not None and there != here:
                raise self._not_yet("whose cycle begins on another day, ")

    def signal(self) -> SignalMade:
        """What is told beside the bill."""
        charges = (one for plan in (*self.policy.plans.values(), *self.policy.addons.values()) for one in plan.charges)
        title = next(one.title for one in charges if one.name == self.move.charge)
        return SignalMade(f"{self.move.charge}_limit", f"Limit of {title}", (), self.because, self.move.at)

    @property
    def because(self) -> str:
        """Why, and from when on."""
        return f"{self.words}: moved to `{self.move.plan}` from {self.judged.first_of(self.move.charge)}"

    @property
    def ended(self) -> list[str]:
        """What only the plan that is left charges for: it is named, because no line of the bill has it."""
        owner, plan = self.policy.plans.get(self.move.owner), self.policy.plans[self.move.plan]
        if owner is None:
            return []
        kept = {name for charge in plan.charges for name in charge.counts}
        gone = [one.name for one in owner.charges if one.counts and not kept & set(one.counts)]
        return [f"`{name}` ends with `{owner.name}`: `{plan.name}` charges nothing for it" for name in gone]

    def _not_yet(self, where: str) -> Refusal:
        words = f"moving the account to the plan `{self.move.plan}`, {where}is"
        return not_billed(refusals.EN506, self.move.at, words, f"it has {self.words}")

    def _everybody(self, charge: Charge) -> Fraction | None:
        """How many people the account brings to a charge; None where they are given by seat type already."""
        given, policy = self.judged.given, self.policy
        if isinstance(given.roster, Diagnostic):
            raise Refusal(given.roster)
        if isinstance(given.roster, Roster):
            ruled = all(policy.seats[name].billable for name in charge.counts)
            return Fraction(given.roster.count("billable" if ruled else "assigned", charge.counts))
        if any(name in given.account.held for name in charge.counts):
            return None
        over = next(one for one in policy.plans[self.move.owner].charges if one.name == self.move.charge)
        if set(charge.counts) == set(over.counts):
            return self.judged.figures[self.move.count]
        raise self._not_yet(f"with how many seats in `{charge.name}` is not told, ")

    def _counts_cycles(self, plan: Plan) -> bool:
        """Whether a price is due once, or a discount lasts for a time that began under the plan before."""
        for charge in plan.charges:
            for case in charge.price:
                price = case.value
                if isinstance(price, RatePrice) and price.amounts.per.period == "once":
                    return True
                if isinstance(price, SchedulePrice) and self.policy.schedules[price.schedule].per.period == "once":
                    return True
        return any(one.lasts_cycles or one.lasts_until for one in self.policy.discounts.values())
