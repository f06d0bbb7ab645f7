"""A fact that a policy reads in, its value out, and whether it is known: of documents, and what all accounts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.durations import term
from seatpolicy.compiler.lower.lowered import Lowered
from seatpolicy.documents import refusals
from seatpolicy.documents.typed import wanted
from seatpolicy.semantics.model import expressions as ex

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.expressions import Expressions

IMPLIED = ("as_of", "currency", "plan", "starts_on", "customer_since")
"""Facts that every account has without a line of its document."""
NOBODY = "not in any set"


def fact_value(fact: ex.FactValue, read: Expressions) -> Lowered:
    """The value; where it is unknown, the bill is stopped."""
    made, known = looked_up(fact, read)
    low = read.low
    unknown = low.b.negate(known)
    declared = low.policy.facts.get(fact.name)
    place = declared.at if declared is not None else None
    related = ((place, "declared here"),) if place is not None else ()
    owner = declared.owner if declared is not None else "account"
    name, sample = wanted(fact.type, low.currency)
    if owner == "person" and read.of_person:
        message = f"who counts depends on `{fact.name}` of the person `{{person}}`, which is not given"
        low.refuse(unknown, refusals.EN301, None, message, note=f"it is {name}",
                   related=((fact.at, "it is read here"), *related),
                   hint=f"give it, as in `{fact.name}: {sample}`", subject=fact.name)  # fmt: skip
    elif owner == "person":
        message = f"`{fact.name}` is a fact of each person, and no person is looked at here"
        low.refuse(unknown, refusals.EN507, fact.at, message, related=related, subject=fact.name)
    elif owner not in ("account", "run"):
        message = f"`{fact.name}` is a fact of a {owner}, and an account has none"
        low.refuse(unknown, refusals.EN507, fact.at, message, related=related, subject=fact.name)
    else:
        message = f"the price depends on the fact `{fact.name}`, which is not given"
        hint = f"give it, as in `{fact.name} = {sample}`"
        low.refuse(
            unknown, refusals.EN301, fact.at, message, note=f"it is {name}", hint=hint, related=related,
            subject=fact.name )
    return made


def looked_up(fact: ex.FactValue, read: Expressions) -> tuple[Lowered, Value]:
    """A fact's value and whether it is known."""
    low, b = read.low, read.low.b
    yes = low.const(1)
    declared = low.policy.facts.get(fact.name)
    if declared is not None and declared.owner == "person" and read.of_person:
        kept = inputs.person(fact.name, declared.type, low.currency, declared.at)
        kind, values = _kind(declared.type.kind), declared.type.values
        return (Lowered(low.const(0), kind, values), low.const(0)) if kept is None else (
            Lowered(b.input(kept), kind, values), b.is_known(kept)
        )  # fmt: skip
    if fact.name == "as_of":
        low.day_read.append(low.live)
        return Lowered(b.input(inputs.day("as_of", False)), "day"), yes
    if fact.name == "currency":
        return Lowered(low.const(0), "word", (low.currency,), low.currency), yes
    if fact.name in ("starts_on", "customer_since"):
        return Lowered(b.input(inputs.day(fact.name, False)), "day"), yes
    if fact.name == "plan":
        return _plan(fact, read), yes
    if fact.name == "term":
        known, months = term(read)
        return Lowered(months, "figure"), known
    owner = declared.owner if declared is not None else "account"
    type_ = declared.type if declared is not None else fact.type
    made = inputs.fact(fact.name, type_, low.currency, declared.at if declared is not None else None)
    # Why seats were given up is known of each decrease in a history, and of no account.
    readable = owner == "account" or (owner == "decrease" and low.history)
    if not readable or made is None:
        return Lowered(low.const(0), _kind(type_.kind), type_.values), low.const(0)
    return Lowered(b.input(made), _kind(type_.kind), type_.values), b.is_known(made)


def knows(fact: str, read: Expressions) -> Value:
    """Whether a fact of the account is known, by a document or because it follows from what is there."""
    low = read.low
    if fact in IMPLIED:
        return low.const(1)
    if fact == "term":
        return term(read)[0]
    declared = low.policy.facts.get(fact)
    made = None if declared is None or declared.owner != "account" else inputs.fact(
        fact, declared.type, low.currency, declared.at
    )  # fmt: skip
    return low.const(0) if made is None else low.b.is_known(made)


def _plan(fact: ex.FactValue, read: Expressions) -> Lowered:
    low = read.low
    if len(low.plans) > 1:
        low.refuse(
            low.const(1),
            refusals.EN510,
            fact.at,
            "`plan` is not one plan: the account holds several",
            note=", ".join(plan.name for plan in low.plans),
        )
    name = low.plans[0].name if low.plans else NOBODY
    return Lowered(low.const(0), "word", (name,), name)


def _kind(type_: str) -> str:
    """What a fact's type is lowered to."""
    return {"flag": "flag", "one of": "word", "any of": "words", "text": "text", "date": "day", "instant": "instant"}.get(
        type_, "figure"
    )
