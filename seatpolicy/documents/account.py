"""An account as engines read it: what it holds, since when, how many of what, and its facts, each with its place.

`to` in no record here means an excluded day. Where a document holds what an engine does not bill (events,
agreed prices), the record keeps where it stands, so that it can be refused there and is never lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.people import Person
from seatpolicy.documents.typed import Value
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.prices import Anchor
from seatpolicy.source.text import Span

if TYPE_CHECKING:
    from seatpolicy.documents.events.records import Event

SCHEMA_VERSION = "1.0"


@attrs.frozen(slots=True)
class Held:
    """A plan or add-on that the account holds, and where the document says so."""

    name: str
    at: Span


@attrs.frozen(slots=True)
class FactGiven:
    """A fact's value and its place."""

    value: Value
    at: Span


@attrs.frozen(slots=True)
class CountGiven:
    """How many, and where it is said."""

    count: Fraction
    at: Span


@attrs.frozen(slots=True)
class Section:
    """A part of a document that holds something: `events` or `agreed`."""

    name: str
    at: Span


@attrs.frozen(slots=True)
class Anchored:
    """From which day on cycles are counted anew, and from which day of the month (None: as the policy's anchor says)."""

    day: date
    day_of_month: int | None

    def over(self, anchor: Anchor) -> Anchor:
        """The policy's anchor, moved."""
        if self.day_of_month is None:
            return anchor
        return Anchor("day", self.day_of_month, "", "", anchor.month_end, anchor.month_end_at)


@attrs.frozen(slots=True)
class Account:
    """One account.

    `start` is the first day of the subscription; None for an account without a document, whose first cycle is the one
    that is asked for. `seats` are counts by charge: contracted, at the period's start. `held` are counts by seat type
    (of an example or a command line): held all cycle, and contracted in every charge for them. `added` are seats added by
    charge, in the window that the policy asks for. `usage` is by meter, in the cycle that is asked for. `people` is a roster
    as of the day that is asked for; None: there is none. `billed` are earlier invoice lines; None: the document does not
    say. `events` are its history, corrections among it, in the order of `documents.events`; what stands beside them is what
    is so when the subscription starts. `has_history`: it is billed by what happened, invoice after
    invoice; without it the account stands as it is shown, and its bill is that of whole cycles. `term_months` None:
    as the plan says. `complete` says that a document was read whole, so that a fact it lacks is not merely left out.
    """

    name: str
    plans: tuple[Held, ...]
    addons: tuple[Held, ...]
    currency: str
    facts: Mapping[str, FactGiven]
    start: date | None = None
    term_months: int | None = None
    customer_since: date | None = None
    seats: Mapping[str, CountGiven] = attrs.field(factory=dict)
    held: Mapping[str, CountGiven] = attrs.field(factory=dict)
    added: Mapping[str, CountGiven] = attrs.field(factory=dict)
    usage: Mapping[str, UsageGiven] = attrs.field(factory=dict)
    people: tuple[Person, ...] | None = None
    billed: tuple[EarlierLine, ...] | None = None
    events: tuple[Event, ...] = ()
    has_history: bool = False
    anchored: Anchored | None = None
    sections: tuple[Section, ...] = ()
    complete: bool = False
    at: Span | None = None

    def text(self, fact: str) -> str:
        """A fact that is a text, such as the country; empty if it is unknown."""
        given = self.facts.get(fact)
        return given.value if given is not None and isinstance(given.value, str) else ""
