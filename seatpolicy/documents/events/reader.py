"""What every reader of an event needs, and the readers of single fields: a mapping and a key in, the value out.

A field that cannot be read is a finding and None; so is one that is missing where its type needs it (that finding comes
from `shape.check_keys`).
"""

from __future__ import annotations

from collections.abc import Mapping as ByName
from datetime import date
from sys import intern
from typing import TypedDict

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import messages, shape, typed
from seatpolicy.documents.events.times import Moment, Times
from seatpolicy.documents.nodes import Mapping, Node, Scalar, is_nothing
from seatpolicy.documents.read_people import EntryReader
from seatpolicy.semantics.facts import CAUSES
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.source.text import Span
from seatpolicy.values.zones import Instant, find_zone

_NO_ZONE = "UTC"  # of a policy whose head has a mistake, and which nothing is billed by


class Head(TypedDict):
    """What every event has, as the fields of its record."""

    id: str
    type: str
    instant: Instant
    day: date
    recorded: Instant
    recorded_on: date
    source: str
    at: Span


@attrs.define
class Reader:
    """One policy, one currency, and where findings go."""

    policy: Policy
    currency: str
    found: Diagnostics
    tolerant: bool = False
    times: Times = attrs.field(init=False)
    entries: EntryReader = attrs.field(init=False)
    charges: ByName[str, Charge] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.times = Times(find_zone(self.policy.time_zone or _NO_ZONE))
        also = ("recorded_at", "source", "person", "facts")
        self.entries = EntryReader(self.policy, self.currency, self.found, self.tolerant, also)
        self.charges = {}
        for plan in (*self.policy.plans.values(), *self.policy.addons.values()):
            for charge in plan.charges:
                self.charges.setdefault(charge.name, charge)

    def text(self, node: Mapping, key: str, sample: str) -> str | None:
        """A text with at least one letter; None if there is none."""
        given = shape.scalar(node.get(key), key, self.found, sample)
        if given is None:
            return None
        if not given.text.strip():
            self.found.add(messages.wrong_value(given.at, key, "a text", sample.partition(": ")[2]))
            return None
        return intern(given.text)

    def name(self, node: Mapping, key: str, kind: str, known: ByName[str, object]) -> str | None:
        """A name that the policy declares; `kind` is what it is called in messages."""
        given = shape.scalar(node.get(key), key, self.found, f"{key}: {next(iter(known), '…')}")
        if given is None or given.text in known:
            return None if given is None else intern(given.text)
        self.found.add(messages.unknown_name(kind, given, known))
        return None

    def charge(self, node: Mapping) -> str | None:
        """The name of a charge that takes a count."""
        given = shape.scalar(node.get("charge"), "charge", self.found, "charge: member_seats")
        if given is None:
            return None
        charge = self.charges.get(given.text)
        if charge is not None and charge.counts_kind in ("seat", "item"):
            return intern(given.text)
        why = "no charge of the policy is called that"
        if charge is not None:
            why = "it is billed by use, in events of the type `usage`" if charge.counts_kind else "it is a fee"
        elif given.text in self.policy.seats:
            why = "it is a seat type; seats are ordered by charge"
        counted = [name for name, one in self.charges.items() if one.counts_kind in ("seat", "item")]
        self.found.add(messages.unknown_charge(given, why, counted))
        return None

    def whole(self, node: Mapping, key: str, least: int, most: int) -> int | None:
        """A whole number within bounds, below 0 only where `least` is; None where there is none."""
        given = shape.scalar(node.get(key), key, self.found, f"{key}: 2")
        if given is None:
            return None
        negative = least < 0 and given.text.startswith("-") and not given.text.startswith("--")
        positive = attrs.evolve(given, text=given.text[1:]) if negative else given
        value = typed.count(positive, key)
        if not isinstance(value, Diagnostic) and least <= (-value if negative else value) <= most:
            return -value if negative else value
        if isinstance(value, Diagnostic) and value.code != messages.DO436.code:
            self.found.add(value)
        else:
            low, high = f"{least:,}".replace("-", "−"), f"{most:,}"
            self.found.add(messages.wrong_value(given.at, key, f"a whole number from {low} to {high}", "2"))
        return None

    def cause(self, node: Mapping) -> str:
        """Why seats became fewer; empty where that is not said."""
        given = shape.scalar(node.get("cause"), "cause", self.found, "cause: inactivity")
        if given is None:
            return ""
        if given.text not in CAUSES:
            self.found.add(messages.not_one_of(given, "cause", CAUSES, None))
        return intern(given.text)

    def term(self, node: Mapping) -> int | None:
        """A term in months; None where none is given."""
        given = shape.scalar(node.get("term"), "term", self.found, "term: 12 months")
        if given is None:
            return None
        months = typed.months(given.text)
        if months is None:
            wanted = "a number of months or years, up to 1,200 months"
            self.found.add(messages.wrong_value(given.at, "term", wanted, "12 months"))
        return months

    def moment(self, node: Mapping, key: str) -> Moment | None:
        """A time; None where there is none."""
        given = shape.scalar(node.get(key), key, self.found, f"{key}: 2026-11-10T15:04:00Z")
        if given is None:
            return None
        found = self.times.read(given, key)
        if isinstance(found, Diagnostic):
            self.found.add(found)
            return None
        return found

    def flag(self, node: Mapping, key: str) -> bool | None:
        """Yes or no; None where neither is given."""
        given = shape.scalar(node.get(key), key, self.found, f"{key}: yes")
        if given is None:
            return None
        value = {"yes": True, "true": True, "no": False, "false": False}.get(given.text)
        if value is None:
            self.found.add(messages.wrong_value(given.at, key, "yes or no", "yes"))
        return value

    def roles(self, node: Mapping) -> tuple[str, ...] | None:
        """Roles of a person, as the policy declares them."""
        given, fact = node.get("roles"), self.policy.facts.get("roles")
        if given is None or is_nothing(given):
            return None
        if fact is None or fact.owner != "person":
            key = self.key(node, "roles")
            self.found.add(messages.unknown_name("fact", key, self.entries.facts))
            return None
        value = typed.convert(given, "roles", fact.type, self.currency, fact.at)
        if isinstance(value, Diagnostic):
            self.found.add(value)
            return None
        return value if isinstance(value, tuple) else (str(value),)

    def key(self, node: Mapping, name: str) -> Scalar:
        """The key itself, where a finding is about it."""
        return next(entry.key for entry in node if entry.key.text == name)


Given = tuple[Scalar, Node]
