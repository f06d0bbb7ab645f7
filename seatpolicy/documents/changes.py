"""A document, changes of its counts and a day in, the document as it would be with them out; and what they change.

A change that is thought about is an event like any other, only that nobody has recorded it: it is put behind the others of
the document, so that what is read, refused and billed of it is what will be when it is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import messages, nodes
from seatpolicy.documents.account import Account
from seatpolicy.documents.events import history_messages
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.records import PersonEvent, PurchaseReturned, SeatsChanged
from seatpolicy.documents.events.times import Times
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.source.text import SourceText, Span
from seatpolicy.values.zones import find_zone

SAMPLE = "member_seats=+2"
SOURCE = "preview"
_WRITTEN = re.compile(r"(?P<by>[+-][0-9]{1,10})|=?(?P<to>[0-9]{1,10})")


@attrs.frozen
class Asked:
    """A charge and how its count changes, as typed: `+2`, `-2`, or `60`, which may be `=60`."""

    charge: Scalar
    change: Scalar


def asked(flag: str, text: str) -> Asked:
    """A change that is typed as `member_seats=+2`, as if a document of that name held it."""
    source = SourceText(flag, text)
    name, _, change = text.partition("=")
    return Asked(
        Scalar(name.strip(), True, Span(source, 0, len(name))),
        Scalar(change.strip(), True, Span(source, min(len(name) + 1, len(text)), len(text))),
    )


@attrs.frozen
class Added:
    """The document with its changes, and the ids of their events."""

    document: Node
    events: frozenset[str]


@attrs.frozen
class Changed:
    """A charge and its count before and after."""

    event: SeatsChanged
    before: Fraction
    after: Fraction


def with_changes(document: Node, asked: Sequence[Asked], at: Scalar) -> Outcome[Added]:
    """The document with an event for each change, that takes effect at a day or an instant."""
    found = Diagnostics()
    known = _ids(document)
    made: list[Mapping] = []
    seen: dict[str, Scalar] = {}
    for one in asked:
        written = _WRITTEN.fullmatch(one.change.text)
        if one.charge.text in seen:
            found.add(messages.said_twice(one.charge.at, one.charge.text, seen[one.charge.text].at))
        elif written is None or (written["by"] and not int(written["by"])):
            what = "is no change of a count" if written is None else "changes nothing"
            words = f"`{one.charge.text}={one.change.text}` {what}"
            found.add(messages.wrong_option(words, f"write `{SAMPLE}`, `-2` for two fewer, or `=60` for that many"))
        else:
            key = "by" if written["by"] else "to"
            made.append(_event(one, key, written[key].lstrip("+"), at, known))
        seen.setdefault(one.charge.text, one.charge)
    names = frozenset(name.text for event in made if isinstance(name := event.get("id"), Scalar))
    whole = _with(document, made) if isinstance(document, Mapping) and not found.has_errors else document
    return found.outcome(Added(whole, names))


def changed(account: Account, names: Container[str]) -> tuple[Changed, ...]:
    """What some events of an account change."""
    counts = {name: given.count for name, given in account.seats.items()}
    found = []
    for event in known_by(account.events):
        if isinstance(event, (SeatsChanged, PurchaseReturned)):
            before = counts.get(event.charge, Fraction(0))
            counts[event.charge] = after = _after(before, event)
            if isinstance(event, SeatsChanged) and event.id in names:
                found.append(Changed(event, before, after))
    return tuple(found)


def not_ordered(account: Account, policy: Policy, changes: Sequence[Changed]) -> Iterator[Diagnostic]:
    """A finding for each change that moves nothing because people are counted and no order."""
    people = account.people is not None or any(isinstance(event, PersonEvent) for event in account.events)
    charges = {one.name: one for plan in (*policy.plans.values(), *policy.addons.values()) for one in plan.charges}
    for one in changes:
        charge = charges[one.event.charge]
        if people and charge.counts_kind == "seat" and not _reads_the_order(charge):
            yield messages.not_ordered(one.event.at, charge.name, charge.quantity[0].at)


def below_zero(account: Account, policy: Policy, asked: Sequence[Asked], at: Scalar) -> Iterator[Diagnostic]:
    """A finding for each change that takes away more than there is; `account` is the one without the changes."""
    moment = Times(find_zone(policy.time_zone)).read(at, "at")
    if isinstance(moment, Diagnostic):
        return
    counts = {name: given.count for name, given in account.seats.items()}
    for event in known_by(account.events):
        if isinstance(event, (SeatsChanged, PurchaseReturned)) and event.instant <= moment.instant:
            counts[event.charge] = _after(counts.get(event.charge, Fraction(0)), event)
    for one in asked:
        there = counts.get(one.charge.text)
        if there is not None and one.change.text.startswith("-") and there < int(one.change.text[1:]):
            yield history_messages.more_than_there_are(
                one.change.at, one.charge.text, there.numerator, int(one.change.text[1:]), moment.day.isoformat()
            )


def _after(before: Fraction, event: SeatsChanged | PurchaseReturned) -> Fraction:
    if isinstance(event, PurchaseReturned):
        return before - event.by
    return Fraction(event.to) if event.to is not None else before + (event.by or 0)


def _reads_the_order(charge: Charge) -> bool:
    if charge.overage:
        return True
    for case in charge.quantity:
        bounds = (*case.value.at_least, *case.value.at_most)
        if case.value.kind not in ("assigned", "billable") or "contracted" in bounds:
            return True
    return False


def _ids(document: Node) -> set[str]:
    events = document.get("events") if isinstance(document, Mapping) else None
    items = events.items if isinstance(events, nodes.Sequence) else ()
    named = (item.get("id") for item in items if isinstance(item, Mapping))
    return {one.text for one in named if isinstance(one, Scalar)}


def _event(asked: Asked, key: str, value: str, at: Scalar, known: set[str]) -> Mapping:
    """The event as a document writes it, under an id that no other has."""
    number = 1
    while (name := f"{SOURCE}-{number}") in known:
        number += 1
    known.add(name)
    whole = asked.charge.at.cover(asked.change.at)

    def said(word: str, scalar: Scalar) -> Entry:
        return Entry(Scalar(word, False, scalar.at), scalar)

    return Mapping(
        (
            said("id", Scalar(name, True, whole)),
            said("at", at),
            said("type", Scalar("seats_changed", True, whole)),
            said("charge", asked.charge),
            said(key, Scalar(value, True, asked.change.at)),
            said("source", Scalar(SOURCE, True, whole)),
        ),
        whole,
    )


def _with(document: Mapping, made: Sequence[Mapping]) -> Mapping:
    events = document.get("events")
    if events is not None and not nodes.is_nothing(events) and not isinstance(events, nodes.Sequence):
        return document  # whoever reads it says what is wrong with it
    items = events.items if isinstance(events, nodes.Sequence) else ()
    at = events.at if events is not None else document.at
    entry = Entry(Scalar("events", False, at), nodes.Sequence((*items, *made), at))
    kept = tuple(one for one in document if one.key.text != "events")
    return attrs.evolve(document, entries=(*kept, entry))
