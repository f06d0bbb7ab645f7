"""A day of a history in, what the policy says about it that is not billed over time yet out, each with its line.

What stands here would otherwise be left out of a bill: it is refused until it is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Commitment

LONG = ("term", "subscription", "year")
"""Periods of several cycles; a year is one where the cycle is shorter."""


def unbilled_in_policy(policy: Policy) -> Iterator[Diagnostic]:
    """What the policy says about all accounts with a history."""
    for discount in policy.discounts.values():
        if discount.lasts_until not in ("", "renewal"):
            words = f"a discount until `{discount.lasts_until}` beside a history is"
            yield not_billed(refusals.EN503, discount.at, words).found


def unbilled_in_terms(terms: Terms, world: World) -> Iterator[Diagnostic]:
    """What a charge says."""
    if terms.overage is not None and not terms.overage.value.blocked:
        yield not_billed(refusals.EN503, terms.overage.at, "overage beside a history is").found
    if terms.included is not None and terms.included.value.prorated:
        yield not_billed(refusals.EN502, terms.included.at, "what is included in a part of a cycle is").found
    yield from unbilled_commitment(terms.commitment, terms.window, world)


def unbilled_commitment(stated: Case[Commitment] | None, window: Window, world: World) -> Iterator[Diagnostic]:
    """A commitment over several cycles of which the first is a part: how many cycles it is over is not told."""
    stub = world.account.start is not None and world.account.start > window.mark(0)
    if stated is not None and stub and stated.value.amounts.per.period in LONG:
        yield not_billed(refusals.EN502, stated.at, "a commitment over cycles of which the first is a part is").found
