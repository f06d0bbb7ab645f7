"""A case file as nodes in, its cases out: what is given or which account, the derivation by hand, what is expected.

    schema_version: "1.0"
    policy: policy.seat
    cases:
      - name: 49 seats
        given: {plan: team, currency: USD, seats: {member_seats: 49}, facts: {billing: monthly}}
        derivation: "10 × 50.00 + 39 × 40.00"
        expect: {member_seats: "2,060.00", total: "2,060.00"}

`account: PATH` instead of `given:` names a document beside the file; `as_of`, `customer_since` and `waits` may be added, and
`tax: PATH` with a document of rates; then `tax` and `due` can be expected, too. A case with `period:` and `invoices:`
expects every invoice of that time, line by line (`expected_series`).
What a case names is read against the policy when it is run, so that one bad case does not stop the others.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import messages, shape, typed
from seatpolicy.documents.asked import Asked
from seatpolicy.documents.expected_series import ExpectedSeries, day_of, is_series, read_series
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence, is_nothing
from seatpolicy.documents.places import with_places
from seatpolicy.documents.shape import Key
from seatpolicy.source.text import Span

OUTCOMES = ("held", "refused")
FILE = (
    Key("schema_version", 'schema_version: "1.0"', needed=True),
    Key("policy", "policy: policy.seat", needed=True),
    Key("cases", "cases: [{name: …}]", needed=True),
)
CASE = (
    Key("name", "name: 49 seats", needed=True),
    Key("given", "given: {plan: team, currency: USD, seats: {member_seats: 49}}"),
    Key("account", "account: accounts/first.yaml"),
    Key("tax", "tax: accounts/rates.yaml"),
    Key("as_of", "as_of: 2026-11-01"),
    Key("customer_since", "customer_since: 2026-11-01"),
    Key("waits", 'waits: "time"'),
    Key("derivation", 'derivation: "12 × 25.00"', needed=True),
    Key("expect", 'expect: {total: "300.00"}', needed=True),
)
SERIES = (
    Key("name", "name: a year of two teams", needed=True),
    Key("account", "account: accounts/first.yaml", needed=True),
    Key("tax", "tax: accounts/rates.yaml"),
    Key("waits", 'waits: "time"'),
    Key("period", "period: {from: 2026-01-01, to: 2026-12-31}", needed=True),
    Key("invoices", "invoices: [{as_of: 2026-01-01, …}]", needed=True),
)
GIVEN = (
    Key("plan", "plan: team"),
    Key("plans", "plans: [team]"),
    Key("addons", "addons: []"),
    Key("currency", "currency: USD"),
    Key("seats", "seats: {member_seats: 49}"),
    Key("facts", "facts: {billing: monthly}"),
    Key("usage", "usage: {exports: 1200}"),
    Key("added", "added: {member_seats: 10}"),
)


@attrs.frozen(slots=True)
class Expected:
    """An amount of a charge (or `total`) and its place."""

    charge: str
    amount: Fraction
    at: Span


@attrs.frozen(slots=True)
class Case:
    """One case: `asked` or `account` says what is priced; `outcome` is held, refused, or empty for amounts. `waits` is
    what is still to be built for it, in the file's own word; `tax` names a document of rates."""

    name: str
    asked: Asked | None
    account: Scalar | None
    as_of: date | None
    customer_since: date | None
    waits: str
    derivation: str
    amounts: tuple[Expected, ...]
    outcome: str
    at: Span
    tax: Scalar | None = None
    series: ExpectedSeries | None = None
    """What is expected of every invoice of a time, in place of amounts or an outcome of one."""


@attrs.frozen(slots=True)
class CaseFile:
    """The cases of a file, and the path of their policy as written."""

    policy: Scalar
    cases: tuple[Case, ...]


def read_cases(node: Node) -> Outcome[CaseFile | None]:
    """The cases that can be read; None where the file names no policy. Every mistake is a finding."""
    found = Diagnostics()
    document = shape.mapping(node, "a case file", found, "policy: policy.seat")
    if document is None:
        return found.outcome(None)
    tolerant = shape.schema_version(document, found)
    shape.check_keys(document, "a case file", FILE, found, tolerant)
    policy = shape.scalar(document.get("policy"), "policy", found, "policy: policy.seat")
    cases = []
    names: dict[str, Span] = {}
    for item in shape.items(document.get("cases"), "cases", found):
        inner = shape.mapping(item, "a case", found, "name: 49 seats")
        case = _case(inner, found, tolerant) if inner is not None else None
        if case is not None and case.name in names:
            found.add(messages.said_twice(case.at, case.name, names[case.name]))
        elif case is not None:
            names[case.name] = case.at
            cases.append(case)
    return with_places(found.outcome(None if policy is None else CaseFile(policy, tuple(cases))), node)


def _case(node: Mapping, found: Diagnostics, tolerant: bool) -> Case | None:
    if is_series(node):
        return _series_case(node, found, tolerant)
    shape.check_keys(node, "a case", CASE, found, tolerant)
    name = shape.scalar(node.get("name"), "name", found, "name: 49 seats")
    account = shape.scalar(node.get("account"), "account", found, "account: accounts/first.yaml")
    given = node.get("given")
    if (given is None) is (account is None):
        found.add(
            messages.DO413.at(
                node.at,
                "a case says what is priced: `given:`, or `account:`",
                note="there is neither" if account is None else "there are both",
            )
        )
        return None
    waits, derivation = (shape.scalar(node.get(key), key, found) for key in ("waits", "derivation"))
    amounts, outcome = _expect(node.get("expect"), found)
    if name is None or not (amounts or outcome):
        return None
    return Case(
        name=name.text,
        asked=_asked(given, found, tolerant) if given is not None else None,
        account=account,
        as_of=day_of(node, "as_of", found),
        customer_since=day_of(node, "customer_since", found),
        waits=waits.text if waits is not None else "",
        derivation=derivation.text if derivation is not None else "",
        amounts=amounts,
        outcome=outcome,
        at=name.at,
        tax=shape.scalar(node.get("tax"), "tax", found, "tax: accounts/rates.yaml"),
    )


def _series_case(node: Mapping, found: Diagnostics, tolerant: bool) -> Case | None:
    shape.check_keys(node, "a case of several invoices", SERIES, found, tolerant)
    name = shape.scalar(node.get("name"), "name", found, "name: a year of two teams")
    account = shape.scalar(node.get("account"), "account", found, "account: accounts/first.yaml")
    tax = shape.scalar(node.get("tax"), "tax", found, "tax: accounts/rates.yaml")
    waits = shape.scalar(node.get("waits"), "waits", found)
    series = read_series(node, found, tolerant)
    if name is None or account is None or series is None:
        return None
    word = waits.text if waits is not None else ""
    return Case(name.text, None, account, None, None, word, "", (), "", name.at, tax, series)


def _asked(node: Node, found: Diagnostics, tolerant: bool) -> Asked | None:
    inner = shape.mapping(node, "given", found, "given: {plan: team}")
    if inner is None:
        return None
    shape.check_keys(inner, "what is given", GIVEN, found, tolerant)
    plan = shape.scalar(inner.get("plan"), "plan", found, "plan: team")
    plans = ([plan] if plan is not None else []) + list(shape.items(inner.get("plans"), "plans", found, "plans: [team]"))
    if not plans:
        found.add(messages.missing_key(inner.at, "what is given", "plan", "plan: team"))
    return Asked(
        plans=plans,
        addons=shape.items(inner.get("addons"), "addons", found, "addons: [audit]"),
        currency=shape.scalar(inner.get("currency"), "currency", found, "currency: USD"),
        facts=shape.entries(inner.get("facts"), "facts", found, "facts: {billing: monthly}"),
        counts=shape.entries(inner.get("seats"), "seats", found, "seats: {member_seats: 49}"),
        usage=shape.entries(inner.get("usage"), "usage", found, "usage: {exports: 1200}"),
        added=shape.entries(inner.get("added"), "added", found, "added: {member_seats: 10}"),
    )


def _expect(node: Node | None, found: Diagnostics) -> tuple[tuple[Expected, ...], str]:
    """Amounts by charge, or an outcome."""
    amounts = []
    outcome = ""
    if isinstance(node, Mapping) and not node.entries:
        found.add(messages.missing_key(node.at, "what a case expects", "total", 'total: "300.00"'))
    for key, value in shape.entries(node, "expect", found, 'expect: {total: "300.00"}'):
        if isinstance(value, (Mapping, Sequence)) or is_nothing(value):
            found.add(messages.wrong_shape(value.at, key.text, "one value", f'{key.text}: "300.00"'))
        elif key.text == "refused":
            if value.text in OUTCOMES:
                outcome = value.text
            else:
                found.add(messages.not_one_of(value, "refused", OUTCOMES, None))
        else:
            amount = typed.amount(value, key.text)
            if isinstance(amount, Diagnostic):
                found.add(amount)
            else:
                amounts.append(Expected(key.text, amount, value.at))
    if outcome and amounts:
        found.add(messages.DO434.at(amounts[0].at, f"a case that is {outcome} has no amounts", hint="remove one of the two"))
        return (), outcome
    return tuple(amounts), outcome
