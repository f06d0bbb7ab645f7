"""An example's given values in, the account that they describe out; what only quotes can tell is named instead.

An example is a new customer. `seats of SEAT` is held all cycle, and contracted in every charge for that seat; `seats of
CHARGE` is the count of that charge alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.account import Account, CountGiven, FactGiven, Held
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.exceptions import Given
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Amounts


@attrs.frozen(slots=True)
class FromExample:
    """The account and its day (None: the policy's first). `measures` are given measures that only a quote has."""

    account: Account
    as_of: date | None
    measures: tuple[str, ...]


def from_example(given: Sequence[Given], policy: Policy) -> FromExample:
    """What an example describes; of a thing given twice the last counts, as a row of a table completes what stands above
    it. The currency is the one given, or the only one of the policy."""
    last = {(one.target, one.of): one for one in given}
    plans: tuple[Held, ...] = ()
    addons: tuple[Held, ...] = ()
    currency = policy.currencies[0] if len(policy.currencies) == 1 else ""
    facts: dict[str, FactGiven] = {}
    seats: dict[str, CountGiven] = {}
    held: dict[str, CountGiven] = {}
    usage: dict[str, UsageGiven] = {}
    added: dict[str, CountGiven] = {}
    measures: list[str] = []
    days: dict[str, date] = {}
    chosen = last.get(("currency", ""))
    if chosen is not None:
        currency = str(chosen.value)
    for (target, of), one in last.items():
        value = _in_currency(one.value, currency)
        if target == "plan" and not of:
            plans = tuple(Held(name, one.at) for name in (value if isinstance(value, tuple) else (str(value),)))
        elif target == "seats" and of and isinstance(value, Fraction):
            if of in policy.meters:
                usage[of] = UsageGiven((value,), False, one.at)
            else:
                (held if of in policy.seats or of in policy.items else seats)[of] = CountGiven(value, one.at)
        elif target == "added" and isinstance(value, Fraction):
            added[of] = CountGiven(value, one.at)
        elif of or target in ("total",) or (target not in policy.facts and target not in policy.meters):
            measures.append(f"{target} of {of}" if of else target)
        elif target in policy.meters and isinstance(value, Fraction):
            usage[target] = UsageGiven((value,), False, one.at)
        elif target in ("as_of", "customer_since", "starts_on") and isinstance(value, date):
            days[target] = value
        elif target != "currency" and value is not None:
            facts[target] = FactGiven(value, one.at)
    term = facts.get("term")
    account = Account(
        name="",
        plans=plans,
        addons=addons,
        currency=currency,
        facts=facts,
        start=days.get("starts_on"),
        term_months=term.value.numerator if term is not None and isinstance(term.value, Fraction) else None,
        customer_since=days.get("customer_since"),
        seats=seats,
        held=held,
        added=added,
        usage=usage,
    )
    return FromExample(account, days.get("as_of"), tuple(measures))


def _in_currency(
    value: Fraction | str | bool | date | Amounts | tuple[str, ...], currency: str
) -> Fraction | str | bool | date | tuple[str, ...] | None:
    """Money in the account's currency; None where the example gives none in it."""
    return value.values.get(currency) if isinstance(value, Amounts) else value
