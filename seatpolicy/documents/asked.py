"""A price without a document: plan, counts and facts as a command line or a case gives them in, an account out.

Such an account is a new customer whose first cycle is the one that is asked for. Only the facts that its price reads are
needed: the engine names those that are missing. A name of a count is a charge, or a seat type for every charge of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import messages, typed
from seatpolicy.documents.account import Account, CountGiven
from seatpolicy.documents.holdings import Holdings, counted, held_charges, held_plans
from seatpolicy.documents.nodes import Node, Scalar
from seatpolicy.documents.typed import Value
from seatpolicy.documents.usage import read_usage
from seatpolicy.semantics.model.policy import Policy

OF_SUBSCRIPTION = ("starts_on", "term", "customer_since")


@attrs.frozen
class Asked:
    """What is asked for, as written: names and values with their places."""

    plans: Sequence[Node]
    addons: Sequence[Node] = ()
    currency: Scalar | None = None
    facts: Sequence[tuple[Scalar, Node]] = ()
    counts: Sequence[tuple[Scalar, Node]] = ()
    usage: Sequence[tuple[Scalar, Node]] = ()
    added: Sequence[tuple[Scalar, Node]] = ()


def read_asked(asked: Asked, policy: Policy) -> Outcome[Account | None]:
    """The account; None where a finding is an error. Without a currency, the only one that the policy sells in."""
    found = Diagnostics()
    parts = Holdings(policy, found)
    plans = parts.held(asked.plans, "plan")
    addons = parts.held(asked.addons, "add-on")
    currency = parts.currency(asked.currency)
    if asked.currency is None:
        if len(policy.currencies) == 1:
            currency = policy.currencies[0]
        else:
            found.add(
                messages.DO413.at(
                    None,
                    "no currency is given",
                    note=f"it is sold in {', '.join(policy.currencies)}",
                    hint=f"name one of them, as in `currency = {policy.currencies[0]}`",
                    subject="currency",
                )
            )
    charges = held_charges(held_plans(policy, plans, addons))
    seats: dict[str, CountGiven] = {}
    held: dict[str, CountGiven] = {}
    for key, node in asked.counts:
        into = held if key.text in policy.seats or key.text in policy.items else seats
        if key.text in into:
            found.add(messages.said_twice(key.at, key.text, into[key.text].at))
        elif into is seats:
            seats.update(parts.counts([(key, node)], charges))
        elif not plans or any(key.text in charge.counts for charge in charges.values()):
            one = parts.count(key.text, node)
            held.update({} if one is None else {key.text: one})
        else:
            found.add(messages.unknown_charge(key, "no charge of its plans counts it", counted(charges)))
    own = [(key, node) for key, node in asked.facts if key.text in OF_SUBSCRIPTION]
    start, term, since = (_of_subscription(name, own, policy, found) for name in OF_SUBSCRIPTION)
    account = Account(
        name="",
        plans=plans,
        addons=addons,
        currency=currency,
        facts=parts.facts([pair for pair in asked.facts if pair not in own], currency),
        start=start if isinstance(start, date) else None,
        term_months=term.numerator if isinstance(term, Fraction) else None,
        customer_since=since if isinstance(since, date) else None,
        seats=seats,
        held=held,
        added=parts.counts(asked.added, charges),
        usage=read_usage(asked.usage, policy, currency, found),
    )
    return found.outcome(None if found.has_errors else account)


def _of_subscription(name: str, given: Sequence[tuple[Scalar, Node]], policy: Policy, found: Diagnostics) -> Value | None:
    """A fact that a document says of its subscription; None where it is not given."""
    node = next((node for key, node in given if key.text == name), None)
    fact = policy.facts.get(name)
    if node is None or fact is None:
        return None
    value = typed.convert(node, name, fact.type, "", fact.at)
    if isinstance(value, Diagnostic):
        found.add(value)
        return None
    return value
