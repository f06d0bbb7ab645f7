"""What stands beside the lines of an invoice: what was assumed, what is missing, and signals. None of it moves the bill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Missing, SignalMade
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.quantities import Counted
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Requirement, Signal
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

    def charge(self, terms: Terms, counted: Counted, made: Sequence[Draft]) -> None:
        """What was taken for granted while a charge was counted."""
        name, quantity = terms.charge.name, terms.quantity
        if quantity is not None and not counted.given:
            self.assume([f"no count is given for `{name}`: {format_decimal(counted.count)}"])
        elif quantity is not None and quantity.value.kind in ("assigned", "billable"):
            counts = " and ".join(terms.charge.counts)
            self.assume([f"{format_decimal(counted.count)} {quantity.value.kind} of {counts}, the same all cycle"])
        if terms.overage is not None and not terms.overage.value.blocked:
            self.assume([f"nobody is billable above the contracted seats of `{name}`: no people are given"])
        if not made and counted.given:
            self.assume([f"`{name}` came once, in the first cycle"])
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

    def total(self, total: Fraction) -> None:
        """Requirements, signals and tax, once the total is known."""
        world = attrs.evolve(self.world, total=total)
        for requirement in self.world.policy.requirements:
            if requirement.stage == "invoice":
                self._require(requirement, world)
        for signal in self.world.policy.signals.values():
            self._signal(signal, world)
        tax = self.world.policy.tax
        if tax is not None:
            prices = "include" if tax.include else "exclude"
            facts = f" by {' and '.join(tax.attach)}" if tax.attach else ""
            self.assume([f"no tax is figured here: prices {prices} it, and a tax plugin figures it{facts}"])

    def _require(self, requirement: Requirement, world: World) -> None:
        """A requirement before an invoice: what is missing of it, by the line that asks."""
        asked = "before invoice"
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

    def _signal(self, signal: Signal, world: World) -> None:
        """A signal fires where its condition holds; one that needs what is not known here says that it was not judged."""
        if signal.for_each:
            self.assume([f"the signal `{signal.name}` was not judged: it looks at each {signal.for_each}"])
            return
        try:
            fires = signal.when is None or world.holds(signal.when)
        except Refusal as stop:
            self.assume([f"the signal `{signal.name}` was not judged: {stop.found.message}"])
            return
        if fires:
            self.signals.append(SignalMade(signal.name, signal.title, signal.tell, signal.because, signal.at))
