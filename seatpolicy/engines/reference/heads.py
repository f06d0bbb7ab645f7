"""How many there are: an account's counts and its roster in, the seats ordered, held and billable out, before any bound.

Counts come from three places: by charge (what is on the order), by seat type (an example's or a command's: held all cycle,
and ordered in every charge for it), or from people. Where there is a roster, who holds a seat is read there and nowhere
else. `more` are seats that somebody thinks of buying: they are added to what is there, so that a price can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations

import attrs

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.holdings import held_plans
from seatpolicy.documents.refusals import refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.people import Roster, roster
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal


@attrs.frozen
class Change:
    """What is counted beside who is there on a day: so many seats more or fewer, by a `rule` of the policy; `basis` says
    whose. Of those that are not counted, `limited` count towards a limit all the same."""

    rule: str
    at: Span
    basis: str
    by: Fraction
    limited: Fraction = Fraction(0)


@attrs.define
class Heads:
    """The counts of one account on one day; `world` is given once it is made, because its conditions count, too."""

    policy: Policy
    account: Account
    more: Mapping[str, Fraction] = attrs.field(factory=dict)
    world: World | None = None
    changes: Callable[[str], tuple[Change, ...]] | None = None
    """What a history changes about who is counted, by charge."""
    _roster: Roster | None = attrs.field(init=False, default=None)
    _counting: bool = attrs.field(init=False, default=False)

    def people(self) -> Roster | None:
        """The roster, counted when it is first asked for; None without one."""
        if self._roster is None and self.account.people is not None and self.world is not None:
            if self._counting:
                at = self.policy.counting.at or self.policy.at
                raise refusal(refusals.EN303, at, "who holds a seat depends on how many people hold one")
            self._counting = True
            try:
                self._roster = roster(self.world)
            finally:
                self._counting = False
        return self._roster

    def ordered(self, charge: Charge) -> Fraction | None:
        """How many are on the order: given for the charge, or for the seat types that it counts."""
        given = self.account.seats.get(charge.name)
        return self._and_more(charge, self._held(charge) if given is None else given.count)

    def assigned(self, charge: Charge) -> Fraction | None:
        """How many people hold one: of the roster, else given for the seat types, else for the charge."""
        people = self.people() if charge.counts_kind == "seat" else None
        if people is not None:
            return self._and_more(charge, people.assigned(charge.counts))
        held, given = self._held(charge), self.account.seats.get(charge.name)
        return self._and_more(charge, held if held is not None or given is None else given.count)

    def billable(self, charge: Charge) -> Fraction | None:
        """How many of them count: of the roster; given ones all do."""
        people = self.people() if charge.counts_kind == "seat" else None
        return self.assigned(charge) if people is None else self._and_more(charge, people.billable(charge.counts))

    def changed(self, charge: Charge) -> tuple[Change, ...]:
        """What is counted beside the people who are there."""
        people = self.people() if charge.counts_kind == "seat" and self.changes is not None else None
        return () if people is None or self.changes is None else self.changes(charge.name)

    def above(self, charge: Charge) -> Fraction:
        """How many billable people there are above the order; 0 where none are told."""
        billable = self.in_order(charge)
        return Fraction(0) if billable is None else max(Fraction(0), billable - (self.ordered(charge) or Fraction(0)))

    def with_more(self, more: Mapping[str, Fraction]) -> Heads:
        """The same with so many more seats in some charges."""
        made = Heads(self.policy, self.account, {**self.more, **more}, self.world, self.changes)
        made._roster = self._roster
        return made

    def in_order(self, charge: Charge) -> Fraction | None:
        """How many people count beside an order: who is billable of the roster, or who holds a seat where nothing says who
        is; else what is given for the seat types. None where none are told."""
        people = self.people() if charge.counts_kind == "seat" else None
        if people is None:
            return self._held(charge)
        return people.billable(charge.counts) if self.ruled(charge) else people.assigned(charge.counts)

    def facts(self, charge: Charge) -> tuple[tuple[str, Fraction], ...]:
        """What the lines of a charge say about its people: how many hold a seat, and how many of them are billable where
        every seat type says who is."""
        people = self.people() if charge.counts_kind == "seat" else None
        if people is None:
            return ()
        told = [("assigned", people.assigned(charge.counts))]
        if self.ruled(charge):
            told.append(("billable", people.billable(charge.counts)))
        return tuple(told)

    def seats_of(self, measure: Measure) -> Fraction:
        """How many of a seat type or item there are: people, as given, or as ordered in the charges for it."""
        name = measure.of
        if name in self.policy.seats and (people := self.people()) is not None:
            return people.assigned([name]) + self._more_of(name)
        if name in self.account.held:
            return self.account.held[name].count + self._more_of(name)
        account = self.account
        for held in (held_plans(self.policy, account.plans, ()), held_plans(self.policy, (), account.addons)):
            found = self._in_charges(name, [c for plan in held for c in plan.charges if name in c.counts], measure)
            if found is not None:
                return found + self._more_of(name)
        return Fraction(0)

    def _in_charges(self, name: str, charges: list[Charge], measure: Measure) -> Fraction | None:
        seats = self.account.seats
        alone = {c.name: seats[c.name].count for c in charges if c.counts == (name,) and c.name in seats}
        unlike = next((pair for pair in combinations(alone, 2) if alone[pair[0]] != alone[pair[1]]), None)
        if unlike is not None:
            shown = " and ".join(f"{format_decimal(alone[charge])} in `{charge}`" for charge in unlike)
            raise refusal(refusals.EN503, measure.at, f"how many seats of `{name}` there are is not clear: {shown}")
        if alone:
            return next(iter(alone.values()))
        together = next((c for c in charges if c.name in seats and len(c.counts) > 1), None)
        if together is not None:
            raise refusal(
                refusals.EN503,
                measure.at,
                f"how many of the seats of `{together.name}` are of `{name}` is unknown",
                related=[Related(together.at, "counted together here")],
            )
        return None

    def ruled(self, charge: Charge) -> bool:
        """Whether every seat type of a charge says who is billable."""
        return all(self.policy.seats[name].billable for name in charge.counts)

    def _held(self, charge: Charge) -> Fraction | None:
        held = [self.account.held[name].count for name in charge.counts if name in self.account.held]
        return sum(held, Fraction(0)) if held else None

    def _and_more(self, charge: Charge, count: Fraction | None) -> Fraction | None:
        extra = self.more.get(charge.name)
        return count if extra is None else (count or Fraction(0)) + extra

    def _more_of(self, seat: str) -> Fraction:
        plans = held_plans(self.policy, self.account.plans, self.account.addons)
        charges = {charge.name: charge for plan in plans for charge in plan.charges if charge.counts == (seat,)}
        return sum((self.more.get(name, Fraction(0)) for name in charges), Fraction(0))
