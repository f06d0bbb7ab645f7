"""A price that is asked for without a document in, everything that it lacks out: its currency and every fact that it reads.

The engine stops at the first fact that is missing. So a value that the policy allows is put in its place and the price is
worked out again, until nothing more is missing; which facts are read may depend on such a value, and a fact that is named
in vain does no harm. The prices worked out on the way are thrown away.
"""

from __future__ import annotations

from datetime import date

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents import messages, typed
from seatpolicy.documents.account import Account
from seatpolicy.documents.asked import Asked, read_asked
from seatpolicy.documents.nodes import option
from seatpolicy.documents.refusals import EN301
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import evolved


def lacking(asked: Asked, checked: Checked, as_of: date | None, engine: Engine) -> tuple[Diagnostic, ...]:
    """A finding for the currency and for each fact, in the order in which the price asks for them; each says what to type.
    None where it lacks nothing, or where something else is wrong with it. The policy must have been checked without errors.
    """
    policy = checked.texts[0].policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    found: list[Diagnostic] = []
    named: set[str] = set()
    while True:
        missing = [one for one in _bill(asked, checked, as_of, engine) if _is_missing(one) and one.subject not in named]
        if not missing:
            return tuple(found)
        for one in missing:
            named.add(one.subject)
            asked, told = _filled(asked, policy, one)
            found.append(told)


def _bill(asked: Asked, checked: Checked, as_of: date | None, engine: Engine) -> tuple[Diagnostic, ...]:
    def read(text: Policy) -> Outcome[Account | None]:
        return read_asked(asked, text)

    return bill_account(checked, read, as_of, engine).diagnostics


def _is_missing(one: Diagnostic) -> bool:
    return one.code == EN301.code or (one.code == messages.DO413.code and one.subject == "currency")


def _filled(asked: Asked, policy: Policy, one: Diagnostic) -> tuple[Asked, Diagnostic]:
    """What is asked for with a value in place of what is missing, and the finding with what to type."""
    if one.subject == "currency":
        currency = policy.currencies[0]
        told = evolved(one, hint=f"name one of them, as in `--currency {currency}`")
        return attrs.evolve(asked, currency=option("--currency", currency)), told
    fact = policy.facts.get(one.subject)
    if fact is None:
        return asked, one
    type_ = fact.type
    currency = asked.currency.text if asked.currency is not None else policy.currencies[0]
    sample = type_.values[0] if type_.values else typed.wanted(type_, currency)[1]
    pair = f"{fact.name}={sample}"
    shown = f'"{pair}"' if " " in pair else pair
    given = (*asked.facts, (option("--fact", fact.name), option("--fact", sample)))
    return attrs.evolve(asked, facts=given), evolved(one, hint=f"give it, as in `--fact {shown}`")
