"""What stands beside the lines of an invoice: what was assumed, what is missing, and signals. None of it moves the bill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import CountedPerson, Missing, SignalMade
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Heads
from seatpolicy.engines.reference.limits import MovesToPlan, ended
from seatpolicy.engines.reference.quantities import Counted
from seatpolicy.engines.reference.signals import Signalling
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Requirement
from seatpolicy.values.money import format_decimal


@attrs.define
class Beside:
    """Gathers while the bill is made; everything in the order in which it came up."""

    world: World
    assumptions: list[str] = attrs.field(factory=list)
    missing: list[Missing] = attrs.field(factory=list)
    signals: list[SignalMade] = attrs.field(factory=list)
    findings: list[Diagnostic] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        if self.world.account.start is None:
            since = self.world.account.customer_since
            who = f"a customer since {since}" if since is not None and since < self.world.as_of else "a new customer"
            self.assume([f"{who}: the first cycle is the one that holds {self.world.as_of}"])

    def assume(self, words: Iterable[str]) -> None:
        """Adds what the bill takes for granted."""
        self.assumptions.extend(one for one in words if one not in self.assumptions)

    def charge(self, terms: Terms, counted: Counted, made: Sequence[Draft], heads: Heads) -> None:
        """What was taken for granted while a charge was counted."""
        name, quantity = terms.charge.name, terms.quantity
        people = heads.account.people is not None and terms.charge.counts_kind == "seat"
        if quantity is not None and not counted.given:
            self.assume([f"no count is given for `{name}`: {format_decimal(counted.count)}"])
        elif quantity is not None and quantity.value.kind in ("assigned", "billable"):
            words = f"{format_decimal(counted.count)} {quantity.value.kind} of {' and '.join(terms.charge.counts)}"
            self.assume([f"{words}, by the roster as of {self.world.as_of}" if people else f"{words}, the same all cycle"])
            if people and self.world.policy.counting.per == "enterprise":
                self.assume(["the account is the whole enterprise: who is counted in another one is not told"])
        if terms.overage is not None and not terms.overage.value.blocked and not (people or heads.above(terms.charge)):
            self.assume([f"nobody is billable above the contracted seats of `{name}`: no people are given"])
        if not made and counted.given:
            self.assume([f"`{name}` came once, in the first cycle"])
        if terms.bill == "as used" and any(draft.listed for draft in made):
            self.assume([f"`{name}` is billed as used: what is given counts as all use of the cycle"])
        if terms.bill == "in arrears" and any(draft.listed for draft in made):
            due = terms.window.period.last + timedelta(days=1)
            self.assume([f"`{name}` is due in arrears, on {due.isoformat()}, for the whole cycle"])

    def over_limit(self, terms: Terms, count: Fraction, most: Fraction) -> None:
        """A limit whose rest is billed is reported."""
        assert terms.limit is not None
        because = f"{format_decimal(count)} of at most {format_decimal(most)}; the rest is billed"
        name = f"{terms.charge.name}_limit"
        self.signals.append(SignalMade(name, f"Limit of {terms.charge.title}", (), because, terms.limit.at))

    def by_quote(self, found: Iterable[Diagnostic]) -> None:
        """Prices that only a quote can give are missing."""
        for one in found:
            if one.code == refusals.EN201.code:
                self.missing.append(Missing(f"a quote for {one.subject}", "by quote", one.span))

    def moved(self, move: MovesToPlan) -> None:
        """A limit that has moved the account to another plan is reported."""
        over, limit = move.over, move.over.terms.limit
        assert limit is not None
        because = f"{over.words}: moved to `{move.plan}` from {over.terms.window.first}"
        name = f"{over.terms.charge.name}_limit"
        self.signals.append(SignalMade(name, f"Limit of {over.terms.charge.title}", (), because, limit.at))
        self.assume([f"{because}, with everybody who is billable", *ended(move, self.world)])

    def required(self, total: Fraction, stages: Mapping[str, str]) -> None:
        """The requirements of the stages that this bill is one of, once the total is known."""
        world = attrs.evolve(self.world, total=total)
        for requirement in self.world.policy.requirements:
            if requirement.stage in stages:
                self._require(requirement, world, stages[requirement.stage])

    def signal(self, signalling: Signalling) -> None:
        """What fires, and what could not be judged."""
        self.signals.extend(signalling.fired())
        self.assume(signalling.not_judged)

    def counted(self, heads: Heads) -> tuple[CountedPerson, ...]:
        """Who counted, and why; nobody where that could not be told, which a finding says."""
        try:
            people = heads.people()
        except Refusal:
            return ()
        return people.records() if people is not None else ()

    def _require(self, requirement: Requirement, world: World, asked: str) -> None:
        """A requirement: what is missing of it, by the line that asks."""
        for fact in requirement.facts:
            if not world.knows(fact):
                self._miss(fact, requirement, asked)
        if requirement.condition is not None and not world.holds(requirement.condition):
            self._miss(f"that {requirement.condition.at.text}", requirement, asked)

    def _miss(self, what: str, requirement: Requirement, asked: str) -> None:
        self.missing.append(Missing(what, asked, requirement.at))
        found = refusal(
            refusals.EN202,
            requirement.at,
            f"the policy requires {what} {asked}",
            note="it is not known" if not what.startswith("that ") else "it does not hold",
            hint="give it, and the invoice is ready",
            subject=what,
        ).found
        self.findings.append(found)
