"""Events of people and of facts: a mapping in, the record out; None, and findings, where it cannot be read."""

from __future__ import annotations

from sys import intern

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import messages as told
from seatpolicy.documents import people_messages, shape, typed
from seatpolicy.documents.events import messages
from seatpolicy.documents.events.forms import COMMON
from seatpolicy.documents.events.reader import Given, Head, Reader
from seatpolicy.documents.events.records import (
    Event,
    FactsChanged,
    PersonAdded,
    PersonEvent,
    RolesChanged,
    SeatReassigned,
    Used,
)
from seatpolicy.documents.holdings import FROM_DOCUMENT
from seatpolicy.documents.nodes import Entry, Mapping, Scalar, is_nothing
from seatpolicy.documents.people import ACTIVE, INVITED
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.parties import Fact

_OWN = frozenset(key.name for key in COMMON) | {"person", "facts"}

_PERSON_FACTS = {
    "id": "a person keeps the id: remove one and add the other",
    "status": "write an event such as `suspended` or `reactivated`",
    "roles": "write an event `roles_changed`",
    "workspace": "write `removed` from one workspace and `person_added` to the other",
    "last_used": "write an event `used`",
    "invited_on": "correct the event `person_added`",
    "accepted_on": "write an event `person_accepted`",
    "suspended_on": "write an event `suspended`",
    "deactivated_on": "write an event `deactivated`",
}
"""Facts that follow from other events, and which."""

_ACCOUNT_FACTS = {
    "plan": "write an event `plan_changed`",
    "term": "write an event `renewed`, with its term",
    "currency": "an account keeps its currency: another one is another account",
    "starts_on": "write the day in `subscription:`",
    "customer_since": "write the day in `subscription:`",
}


def person_event(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`person_accepted`, `suspended`, `reactivated`, `deactivated`, `removed`."""
    person = reader.text(node, "person", "person: u-1")
    return None if person is None else PersonEvent(**head, person=person, workspace=_workspace(reader, node))


def person_added(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`person_added`: its facts stand beside the event's own keys, or below `facts:` where their names are the same."""
    name = shape.scalar(node.get("person"), "person", reader.found, "person: u-1")
    if name is None:
        return None
    given: dict[str, Given] = {}
    inner = shape.entries(node.get("facts"), "facts", reader.found, "facts: {projects: 3}")
    beside = [(entry.key, entry.value) for entry in node if entry.key.text not in _OWN]
    for key, value in (*beside, *inner):
        if key.text in given:
            reader.found.add(told.said_twice(key.at, key.text, given[key.text][0].at))
        elif key.text == "id":
            reader.found.add(messages.fact_not_changed_so(key, "a person", "write it as `person: u-1`"))
        else:
            given[key.text] = (key, value)
    if "status" not in given or is_nothing(given["status"][1]):
        accepted = "accepted_on" in given and not is_nothing(given["accepted_on"][1])
        status = ACTIVE if accepted else INVITED
        given["status"] = (Scalar("status", True, node.at), Scalar(status, True, node.at))
    entries = [Entry(Scalar("id", True, name.at), name), *(Entry(key, value) for key, value in given.values())]
    person = reader.entries.person(Mapping(tuple(entries), node.at))
    if person is None:
        return None
    facts = {fact: value for fact, value in person.facts.items() if fact != "id"}
    return PersonAdded(**head, person=intern(person.id), workspace=intern(person.workspace), facts=facts)


def roles_changed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`roles_changed`."""
    person, roles = reader.text(node, "person", "person: u-1"), reader.roles(node)
    if person is None or roles is None:
        return None
    return RolesChanged(**head, person=person, workspace=_workspace(reader, node), roles=roles)


def used(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`used`, of some kind."""
    person = reader.text(node, "person", "person: u-1")
    kind = reader.text(node, "kind", "kind: edit") or ""
    return None if person is None else Used(**head, person=person, workspace=_workspace(reader, node), kind=kind)


def seat_reassigned(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`seat_reassigned` from one person to another."""
    giver, taker = reader.text(node, "from", "from: u-1"), reader.text(node, "to", "to: u-2")
    seat = ""
    given = shape.scalar(node.get("seat"), "seat", reader.found, "seat: member")
    if given is not None:
        seat = intern(given.text)
        if given.text not in reader.policy.seats:
            reader.found.add(told.not_one_of(given, "seat", list(reader.policy.seats), None))
    if giver is None or taker is None:
        return None
    if giver == taker:
        words = f"the seat of `{giver}` goes to `{taker}` again"
        reader.found.add(messages.changes_nothing(node.at, words, "write who has it from then on in `to`", head["id"]))
    return SeatReassigned(**head, person=giver, workspace=_workspace(reader, node), taker=taker, seat=seat)


def facts_changed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`facts_changed` of a person or, without one, of the account. A fact without a value is not known any more."""
    person = "" if is_nothing(node.get("person")) else reader.text(node, "person", "person: u-1")
    inner = shape.entries(node.get("facts"), "facts", reader.found, "facts: {segment: smb}")
    if person is None:
        return None
    if not inner and isinstance(node.get("facts"), Mapping):
        words = "no fact stands in `facts`"
        reader.found.add(messages.changes_nothing(node.at, words, "write one, as in `facts: {segment: smb}`", head["id"]))
    facts: dict[str, Value | None] = {}
    for key, value in inner:
        fact = _person_fact(reader, key) if person else _account_fact(reader, key)
        if fact is None:
            continue
        if is_nothing(value):
            facts[intern(fact.name)] = None
            if fact.at is not None and not fact.type.optional:
                why, hint = "every account or person has it", "write its new value"
                reader.found.add(messages.fact_not_changed_so(key, _owner(person), hint, why, fact.at))
            continue
        made = typed.convert(value, fact.name, fact.type, reader.currency, fact.at)
        if isinstance(made, Diagnostic):
            reader.found.add(made)
        else:
            facts[intern(fact.name)] = made
    return FactsChanged(**head, person=person, workspace=_workspace(reader, node), facts=facts)


def _person_fact(reader: Reader, key: Scalar) -> Fact | None:
    fact = reader.policy.facts.get(key.text)
    if key.text in _PERSON_FACTS and (fact is None or fact.owner == "person"):
        reader.found.add(messages.fact_not_changed_so(key, "a person", _PERSON_FACTS[key.text]))
        return None
    if fact is None or fact.owner != "person":
        if not (fact is None and reader.tolerant):
            owner = fact.owner if fact is not None else ""
            reader.found.add(people_messages.unknown_person_fact(key, sorted(reader.entries.facts), owner))
        return None
    return fact


def _account_fact(reader: Reader, key: Scalar) -> Fact | None:
    fact = reader.policy.facts.get(key.text)
    if fact is None:
        known = [one.name for one in reader.policy.facts.values() if one.owner == "account"]
        names = [name for name in known if name not in FROM_DOCUMENT]
        reader.found.add(told.unknown_name("fact", key, names))
    elif fact.owner == "person":
        hint = "write whose it is, as in `person: u-1`"
        reader.found.add(messages.fact_not_changed_so(key, "the account", hint, "it is a fact of people"))
    elif fact.owner != "account":
        reader.found.add(told.fact_of_another(key, fact.owner, fact.at))
    elif key.text in FROM_DOCUMENT:
        reader.found.add(messages.fact_not_changed_so(key, "the account", _ACCOUNT_FACTS[key.text]))
    else:
        return fact
    return None


def _owner(person: str) -> str:
    return "a person" if person else "the account"


def _workspace(reader: Reader, node: Mapping) -> str:
    return reader.text(node, "workspace", "workspace: north") or ""
