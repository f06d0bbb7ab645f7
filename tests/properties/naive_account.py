"""An account's document read once more, as plainly as possible: PyYAML's own loader, plain dicts and no findings at all.

It shares nothing with the readers of `seatpolicy.documents` but the records that it fills, and believes what it is given; so
a bill of a document that was read strictly can be compared with the bill of what the document plainly says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import yaml

from seatpolicy.documents.account import Account, CountGiven, FactGiven, Held, Section
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.people import Person
from seatpolicy.documents.typed import Value
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import SourceText, Span

HERE = Span(SourceText("naive", ""), 0, 0)
_UNITS = {"day": 1, "week": 7, "month": 1, "quarter": 3, "year": 12, "hour": 1}


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _length(text: str, kind: str) -> Fraction:
    size, unit = text.split()
    unit = unit.removesuffix("s")
    return number(size) * (24 if kind == "hours" and unit == "day" else _UNITS[unit])


def typed(given: Any, type_: Type) -> Value:
    kind = type_.kind
    if kind == "any of":
        return tuple(dict.fromkeys(given if isinstance(given, list) else [given]))
    text = str(given)
    plain: dict[str, Callable[[], Value]] = {
        "flag": lambda: text in ("yes", "true"),
        "count": lambda: number(text),
        "number": lambda: number(text),
        "percent": lambda: number(text.rstrip("% ")) / 100,
        "money": lambda: number(text.split()[0]),
        "rate": lambda: number(text.split()[0]),
        "date": lambda: date.fromisoformat(text),
        "instant": lambda: datetime.fromisoformat(text),
    }
    if kind in plain:
        return plain[kind]()
    return _length(text, kind) if kind in ("days", "hours", "months") else text


def there(data: Any, key: str) -> Any:
    """The value of a key; None for what is nothing."""
    value = data.get(key) if isinstance(data, dict) else None
    return None if value in ("", "~", "null") else value


KEYS = {
    "schema_version", "account", "plans", "addons", "currency", "country", "billing_entity", "facts", "subscription",
    "seats", "added", "people", "events", "usage", "billed", "agreed",
}  # fmt: skip


def unread_keys(text: str, policy: Policy) -> set[str]:
    """What stands in a document and is read by nobody: a slip in a key would leave something off the bill."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    if data["schema_version"] != "1.0":
        return set()
    people = {key for one in there(data, "people") or () for key in one}
    lines = {key for one in there(data, "billed") or () for key in one["period"]}
    charges = {charge.name for plan in (*policy.plans.values(), *policy.addons.values()) for charge in plan.charges}
    return (
        set(data) - KEYS
        | set(data["subscription"]) - {"start", "term", "customer_since"}
        | set(there(data, "facts") or {}) - {name for name, fact in policy.facts.items() if fact.owner == "account"}
        | people - {name for name, fact in policy.facts.items() if fact.owner == "person"}
        | {*(there(data, "seats") or {}), *(there(data, "added") or {})} - charges
        | set(there(data, "usage") or {}) - set(policy.meters)
        | lines - {"from", "to"}
    )


def naive_account(text: str, policy: Policy) -> Account:
    """What the document says, without looking whether it may."""
    data = yaml.load(text, Loader=yaml.BaseLoader)  # every scalar stays a text
    subscription = there(data, "subscription")
    start = date.fromisoformat(subscription["start"])
    since = there(subscription, "customer_since")
    term = there(subscription, "term")
    given = dict(there(data, "facts") or {})
    given |= {key: data[key] for key in ("country", "billing_entity") if there(data, key) is not None}
    return Account(
        name=data["account"],
        plans=tuple(Held(name, HERE) for name in data["plans"]),
        addons=tuple(Held(name, HERE) for name in there(data, "addons") or ()),
        currency=data["currency"],
        facts={key: FactGiven(typed(given[key], policy.facts[key].type), HERE) for key in given if there(given, key)},
        start=start,
        term_months=None if term is None else _length(term, "months").numerator,
        customer_since=date.fromisoformat(since) if since is not None else start,
        seats=_counts(data, "seats"),
        added=_counts(data, "added"),
        usage={key: _usage(value) for key, value in (there(data, "usage") or {}).items() if value not in ("", "~", "null")},
        people=_people(there(data, "people"), policy),
        billed=None if there(data, "billed") is None else tuple(_line(one) for one in data["billed"]),
        sections=tuple(Section(name, HERE) for name in ("events", "agreed") if there(data, name)),
        complete=True,
        at=HERE,
    )


def _counts(data: Any, key: str) -> dict[str, CountGiven]:
    return {name: CountGiven(number(text), HERE) for name, text in (there(data, key) or {}).items()}


def _usage(given: Any) -> UsageGiven:
    figures = given if isinstance(given, list) else [given]
    return UsageGiven(tuple(number(one.split()[0]) for one in figures), isinstance(given, list), HERE)


def _people(given: Any, policy: Policy) -> tuple[Person, ...] | None:
    if given is None:
        return None
    people = []
    for one in given:
        known = {key: value for key, value in one.items() if key in policy.facts and there(one, key) is not None}
        facts = {key: typed(value, policy.facts[key].type) for key, value in known.items()}
        people.append(Person(one["id"], facts, HERE))
    return tuple({(one.id, one.workspace): one for one in reversed(people)}.values())[::-1]


def _line(one: Any) -> EarlierLine:
    charge, owner = there(one, "charge") or "", there(one, "of") or ""
    included = there(there(one, "quantity") or {}, "included")
    taken: dict[str, Fraction] | None = None
    for step in there(one, "steps") or ():
        taken = taken or {}
        if str(there(step, "rule") or "").startswith("discount "):
            name = step["rule"].removeprefix("discount ")
            taken[name] = taken.get(name, Fraction(0)) - number(there(step, "change") or "0")
    return EarlierLine(
        id=there(one, "id") or charge or owner, kind=there(one, "kind") or "charge", charge=charge, owner=owner,
        first=date.fromisoformat(one["period"]["from"]), last=date.fromisoformat(one["period"]["to"]),
        amount=number(one["amount"]), included=None if included is None else number(included), taken=taken, at=HERE,
    )  # fmt: skip
