"""An account's document as nodes and a checked policy in, the account out, or every finding that says why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents import messages, shape, typed
from seatpolicy.documents.account import Account, Section
from seatpolicy.documents.earlier import read_earlier
from seatpolicy.documents.holdings import OWN_PLACE, Holdings, held_charges, held_plans
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence, is_nothing
from seatpolicy.documents.places import with_places
from seatpolicy.documents.read_people import read_people
from seatpolicy.documents.shape import Key
from seatpolicy.documents.usage import read_usage
from seatpolicy.semantics.model.policy import Policy

if TYPE_CHECKING:
    from seatpolicy.documents.events.records import Event

KEYS = (
    Key("schema_version", 'schema_version: "1.0"', needed=True),
    Key("account", "account: acme-corp", needed=True),
    Key("plans", "plans: [team]", needed=True),
    Key("addons", "addons: [audit]"),
    Key("currency", "currency: USD", needed=True),
    Key("country", "country: US"),
    Key("billing_entity", "billing_entity: Acme Inc."),
    Key("facts", "facts: {billing: annual}"),
    Key("subscription", "subscription: {start: 2026-11-01}", needed=True),
    Key("seats", "seats: {member_seats: 49}"),
    Key("added", "added: {member_seats: 10}"),
    Key("people", "people: [{id: u-1, status: active}]"),
    Key("events", "events: []"),
    Key("usage", "usage: {exports: 1200}"),
    Key("billed", "billed: []"),
    Key("agreed", "agreed: []"),
)
SUBSCRIPTION = (
    Key("start", "start: 2026-11-01", needed=True),
    Key("term", "term: 12 months"),
    Key("customer_since", "customer_since: 2026-11-01"),
)
LISTS = ("events", "agreed")


def read_account(node: Node, policy: Policy) -> Outcome[Account | None]:
    """The account; None where a finding is an error. Facts that the policy does not call optional must all be there."""
    found = Diagnostics()
    document = shape.mapping(node, "an account", found, "account: acme-corp")
    if document is None:
        return found.outcome(None)
    tolerant = shape.schema_version(document, found)
    shape.check_keys(document, "an account", KEYS, found, tolerant, _elsewhere(document, policy))
    parts = Holdings(policy, found)
    plans = parts.held(shape.items(document.get("plans"), "plans", found, "plans: [team]"), "plan")
    if not plans and isinstance(listed := document.get("plans"), Sequence) and not listed.items:
        found.add(messages.DO413.at(listed.at, "an account holds at least one plan", hint="name it: `plans: [team]`"))
    addons = parts.held(shape.items(document.get("addons"), "addons", found, "addons: [audit]"), "add-on")
    currency = parts.currency(shape.scalar(document.get("currency"), "currency", found, "currency: USD"))
    own = [(entry.key, entry.value) for entry in document if entry.key.text in ("country", "billing_entity")]
    given = shape.entries(document.get("facts"), "facts", found, "facts: {billing: annual}")
    facts = parts.facts([*own, *given], currency)
    if is_nothing(document.get("facts")) or isinstance(document.get("facts"), Mapping):
        parts.missing_facts([*own, *given], currency, _key(document, "facts"))
    charges = held_charges(held_plans(policy, plans, addons))
    counts = shape.entries(document.get("seats"), "seats", found, "seats: {member_seats: 49}")
    usage = shape.entries(document.get("usage"), "usage", found, "usage: {exports: 1200}")
    name = shape.scalar(document.get("account"), "account", found, "account: acme-corp")
    if name is not None and not name.text.strip():
        found.add(messages.wrong_value(name.at, "account", "a name", "acme-corp"))
    start, term, since = _subscription(document, found, tolerant, _is_begun(document.get("events")))
    events = _events(document.get("events"), policy, currency, found, tolerant)
    account = Account(
        name=name.text if name is not None else "",
        plans=plans,
        addons=addons,
        currency=currency,
        facts=facts,
        start=start,
        term_months=term,
        customer_since=since or start,
        seats=parts.counts(counts, charges),
        added=parts.counts(shape.entries(document.get("added"), "added", found, "added: {member_seats: 10}"), charges),
        usage=read_usage(usage, policy, currency, found),
        people=read_people(document.get("people"), policy, currency, found, tolerant),
        billed=read_earlier(document.get("billed"), found, tolerant),
        events=events,
        has_history=bool(events),
        sections=_sections(document, found),
        complete=True,
        at=document.at,
    )
    if account.events and not found.has_errors:
        from seatpolicy.documents.events.history import check_history  # late: most documents have no events

        check_history(account, policy, found)
    return with_places(found.outcome(None if found.has_errors else account), node)


def _elsewhere(document: Mapping, policy: Policy) -> dict[str, str]:
    """Where what is no key of an account belongs; a plan with the name that was given, or the nearest."""
    named = document.get("plan")
    if not isinstance(named, Scalar) or named.is_nothing:
        return OWN_PLACE
    name = named.text if named.text in policy.plans else next(iter(closest(named.text, policy.plans, 1)), named.text)
    return {**OWN_PLACE, "plan": f"plans: [{name}]"}


def _is_begun(history: Node | None) -> bool:
    """Whether an event says when the subscription begins."""
    events = history.items if isinstance(history, Sequence) else ()
    types = (event.get("type") for event in events if isinstance(event, Mapping))
    return any(isinstance(one, Scalar) and one.text == "subscription_started" for one in types)


def _subscription(
    document: Mapping, found: Diagnostics, tolerant: bool, begun: bool
) -> tuple[date | None, int | None, date | None]:
    """Start, term in months and the day since which it is a customer. If it is `begun` by an event, no start is needed."""
    node = document.get("subscription")
    if node is None or is_nothing(node):
        return None, None, None
    inner = shape.mapping(node, "subscription", found, "subscription: {start: 2026-11-01}")
    if inner is None:
        return None, None, None
    keys = [attrs.evolve(key, needed=False) for key in SUBSCRIPTION] if begun else SUBSCRIPTION
    shape.check_keys(inner, "a subscription", keys, found, tolerant)
    start = _date(inner, "start", found)
    since = _date(inner, "customer_since", found)
    term: int | None = None
    written = shape.scalar(inner.get("term"), "term", found, "term: 12 months")
    if written is not None:
        term = typed.months(written.text)
        if term is None:
            wanted = "a number of months or years, up to 1,200 months"
            found.add(messages.wrong_value(written.at, "term", wanted, "12 months"))
    if start is not None and since is not None and since > start:
        later, first = inner.get("customer_since"), inner.get("start")
        if later is not None and first is not None:
            found.add(
                messages.out_of_order(
                    later.at, "a customer since a day after the subscription began", first.at, "it began here"
                )
            )
    return start, term, since


def _date(inner: Mapping, key: str, found: Diagnostics) -> date | None:
    given = shape.scalar(inner.get(key), key, found, f"{key}: 2026-11-01")
    if given is None:
        return None
    day = typed.day(given, key)
    if isinstance(day, Diagnostic):
        found.add(day)
        return None
    return day


def _events(
    node: Node | None, policy: Policy, currency: str, found: Diagnostics, tolerant: bool
) -> tuple[Event, ...]:
    """The history; no event is read, and nothing imported for it, where there is none."""
    if node is None or is_nothing(node) or (isinstance(node, Sequence) and not node.items):
        return ()
    from seatpolicy.documents.events.read import read_events

    return read_events(node, policy, currency, found, tolerant)


def _sections(document: Mapping, found: Diagnostics) -> tuple[Section, ...]:
    """The parts that hold something which an engine may have to refuse."""
    sections = []
    for name in LISTS:
        items = shape.items(document.get(name), name, found, f"{name}: []")
        if items:
            sections.append(Section(name, items[0].at))
    return tuple(sections)


def _key(document: Mapping, name: str) -> Node:
    """Where a finding about a missing part of `name` points: at its key, or at the document."""
    return next((entry.key for entry in document if entry.key.text == name), document)
