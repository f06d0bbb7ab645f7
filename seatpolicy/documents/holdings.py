"""Parts of a document and a checked policy in, what an account holds out: plans, add-ons, currency, facts and counts.

Whole documents, the cases of a case file and the options of a command line say the same things and are read here alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as ByName
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import messages, typed
from seatpolicy.documents.account import CountGiven, FactGiven, Held
from seatpolicy.documents.invoice import HeldNamed
from seatpolicy.documents.nodes import Node, Scalar, is_nothing
from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan

OWN_PLACE = {
    "currency": "currency: USD",
    "plan": "plans: [team]",
    "starts_on": "subscription: {start: 2026-11-01}",
    "start": "subscription: {start: 2026-11-01}",
    "term": "subscription: {start: 2026-11-01, term: 12 months}",
    "customer_since": "subscription: {start: 2026-11-01, customer_since: 2026-11-01}",
}
"""What a document says in keys of their own, by the name that somebody may look for, with a line that says it."""

FROM_DOCUMENT = ("currency", "plan", "starts_on", "term", "customer_since")
"""Facts of an account that a document says in keys of their own."""

_NO_LIST = {(messages.DO411.code, what) for what in ("plans", "addons", "plan", "add-on")}


@attrs.frozen
class Holdings:
    """Reads parts against one policy; every mistake goes to `found`."""

    policy: Policy
    found: Diagnostics

    def held(self, items: Iterable[Node], kind: str) -> tuple[Held, ...]:
        """The plans or add-ons (`kind` is plan or add-on) that are named, each once."""
        known = self.policy.plans if kind == "plan" else self.policy.addons
        held: dict[str, Held] = {}
        for item in items:
            if not isinstance(item, Scalar):
                self.found.add(messages.wrong_shape(item.at, kind, "one name", next(iter(known), "")))
            elif item.text not in known:
                self.found.add(messages.unknown_name(kind, item, known))
            elif item.text in held:
                self.found.add(messages.said_twice(item.at, item.text, held[item.text].at))
            else:
                held[item.text] = Held(item.text, item.at)
        return tuple(held.values())

    def currency(self, given: Scalar | None) -> str:
        """The currency; empty where none is given. A finding where the policy does not sell in it."""
        if given is None:
            return ""
        if given.text not in self.policy.currencies:
            self.found.add(messages.currency_not_sold(given, self.policy.currencies, self.policy.currencies_at))
        return given.text

    def facts(self, given: Iterable[tuple[Scalar, Node]], currency: str) -> dict[str, FactGiven]:
        """The facts of the account, typed; those without a value are left out, as unknown."""
        facts: dict[str, FactGiven] = {}
        for key, node in given:
            fact = self.policy.facts.get(key.text)
            if fact is None:
                self.found.add(messages.unknown_name("fact", key, self.account_facts()))
            elif fact.owner != "account" or key.text in FROM_DOCUMENT:
                self.found.add(self._misplaced(key, fact))
            elif key.text in facts:
                self.found.add(messages.said_twice(key.at, key.text, facts[key.text].at))
            elif not is_nothing(node):
                value = typed.convert(node, key.text, fact.type, currency, fact.at)
                if isinstance(value, Diagnostic):
                    self.found.add(value)
                else:
                    facts[key.text] = FactGiven(value, node.at)
        return facts

    def missing_facts(self, given: Iterable[tuple[Scalar, Node]], currency: str, at: Node) -> None:
        """A finding for every fact of the account that is neither optional nor given, rightly or wrongly."""
        there = {key.text for key, node in given if not is_nothing(node)}
        for fact in self.policy.facts.values():
            if fact.owner != "account" or fact.at is None or fact.type.optional or fact.name in FROM_DOCUMENT:
                continue
            if fact.name not in there and fact.record in ("", "account"):
                name, sample = typed.wanted(fact.type, currency)
                self.found.add(messages.missing_fact(at.at, fact.name, name, sample, fact.at))

    def counts(self, given: Iterable[tuple[Scalar, Node]], charges: ByName[str, Charge]) -> dict[str, CountGiven]:
        """Counts by charge, of the charges that the account holds."""
        counts: dict[str, CountGiven] = {}
        # Without a plan, or under one that is not known, nobody can say which charges the account holds.
        unread = (messages.DO421.code, messages.DO422.code)
        lost = not charges or any(one.code in unread or (one.code, one.subject) in _NO_LIST for one in self.found)
        for key, node in given:
            why = self._takes_no_count(key.text, charges)
            if why and lost:
                continue
            if why:
                self.found.add(messages.unknown_charge(key, why, counted(charges)))
                continue
            one = self.count(key.text, node)
            if one is not None:
                counts[key.text] = one
        return counts

    def count(self, name: str, node: Node) -> CountGiven | None:
        """One count; a finding where it is none."""
        whole = typed.count(node, name)
        if isinstance(whole, Diagnostic):
            self.found.add(whole)
            return None
        return CountGiven(Fraction(whole), node.at)

    def account_facts(self) -> list[str]:
        """The facts that an account may be given, those of the policy first."""
        facts = [fact for fact in self.policy.facts.values() if fact.owner == "account" and fact.name not in FROM_DOCUMENT]
        return [fact.name for fact in sorted(facts, key=lambda fact: fact.at is None)]

    def _misplaced(self, key: Scalar, fact: Fact) -> Diagnostic:
        if fact.owner == "account":
            return messages.DO434.at(
                key.at,
                f"`{key.text}` has a place of its own",
                hint=f"remove it here, and write it as `{OWN_PLACE[key.text]}`",
                subject=key.text,
            )
        return messages.fact_of_another(key, fact.owner, fact.at)

    def _takes_no_count(self, name: str, charges: ByName[str, Charge]) -> str:
        """Why a name can have no count; empty if it can."""
        if name in charges:
            kind = charges[name].counts_kind
            reasons = {"": "it is a fee, the same for any number", "meter": "it is billed by use, under `usage:`"}
            return reasons.get(kind, "")
        for plan in (*self.policy.plans.values(), *self.policy.addons.values()):
            if any(charge.name == name for charge in plan.charges):
                return f"it is a charge of `{plan.name}`, which the account does not hold"
        if name in self.policy.seats:
            of = [charge.name for charge in charges.values() if name in charge.counts]
            return f"it is a seat type; a count is given by charge{', here ' + ', '.join(of) if of else ''}"
        return "no charge is called that"


def held_plans(policy: Policy, plans: Iterable[Held], addons: Iterable[Held]) -> list[Plan]:
    """The plans and then the add-ons that an account holds, in its order."""
    return [*(policy.plans[one.name] for one in plans), *(policy.addons[one.name] for one in addons)]


def held_named(policy: Policy, plans: Iterable[Held], addons: Iterable[Held]) -> tuple[HeldNamed, ...]:
    """The same as invoices name them."""
    return tuple(HeldNamed(one.name, one.title, one.addon) for one in held_plans(policy, plans, addons))


def held_charges(plans: Iterable[Plan]) -> dict[str, Charge]:
    """Every charge of some plans and add-ons, by name; of charges that share a name the first."""
    charges: dict[str, Charge] = {}
    for plan in plans:
        for charge in plan.charges:
            charges.setdefault(charge.name, charge)
    return charges


def counted(charges: ByName[str, Charge]) -> list[str]:
    """The names of the charges that take a count."""
    return [charge.name for charge in charges.values() if charge.counts_kind in ("seat", "item")]
