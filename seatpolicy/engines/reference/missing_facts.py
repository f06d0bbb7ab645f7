"""A fact that a condition reads and nobody has given in, the refusal that names it out, by whose fact it is."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.documents import refusals
from seatpolicy.documents.people import Person
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.documents.typed import wanted
from seatpolicy.semantics.model import expressions as ex
from seatpolicy.semantics.model.policy import Policy


def fact_needed(fact: ex.FactValue, policy: Policy, currency: str, person: Person | None) -> Refusal:
    """Why the value of a fact is not there; `person` is the one who is looked at, if any."""
    declared = policy.facts.get(fact.name)
    place = declared.at if declared is not None else None
    related = [Related(place, "declared here")] if place is not None else []
    owner = declared.owner if declared is not None else "account"
    name, sample = wanted(fact.type, currency)
    if owner == "person" and person is not None:
        return refusal(
            refusals.EN301,
            person.at,
            f"who counts depends on `{fact.name}` of the person `{person.id}`, which is not given",
            note=f"it is {name}",
            related=[Related(fact.at, "it is read here"), *related],
            hint=f"give it, as in `{fact.name}: {sample}`",
            subject=fact.name,
        )
    if owner == "person":
        return refusal(
            refusals.EN507,
            fact.at,
            f"`{fact.name}` is a fact of each person, and no person is looked at here",
            related=related,
            subject=fact.name,
        )
    if owner != "account":
        return refusal(
            refusals.EN507,
            fact.at,
            f"`{fact.name}` is a fact of a {owner}, and an account has none",
            related=related,
            subject=fact.name,
        )
    return refusal(
        refusals.EN301,
        fact.at,
        f"the price depends on the fact `{fact.name}`, which is not given",
        note=f"it is {name}",
        related=related,
        hint=f"give it, as in `{fact.name} = {sample}`",
        subject=fact.name,
    )
