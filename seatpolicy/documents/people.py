"""A roster as engines read it: people with their typed facts, as they stand on one day.

An entry is what one place of the seller's records says about one person; the policy decides which entries are one person.
Facts are by name, standard ones (`status`, `roles`, `last_used`) and the policy's own alike; one that is not there is not
known. A roster shows one day and nothing of the days before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from seatpolicy.documents.typed import Value
from seatpolicy.source.text import Span

INVITED, ACTIVE, SUSPENDED, DEACTIVATED = "invited", "active", "suspended", "deactivated"
NEVER = date(1900, 1, 1)
"""The last use of somebody who was invited and never came: before every day that a policy can name."""

GIVEN, TAKEN, GIVER = "seat given", "seat taken", "seat giver"
"""Facts that only events make, by names that no policy can have: the types of seats that were given to another person; the
type of one that was taken over, and from whom. They hold until the person's roles are told anew."""

PAST = ("invited_on", "accepted_on", "suspended_on", "deactivated_on", "last_used")
"""Days on which something has happened: none of them is later than the day of the roster."""


@attrs.frozen(slots=True)
class Person:
    """One entry of a roster: `id` and `status` always, other facts where they are known, and its place."""

    id: str
    facts: Mapping[str, Value]
    at: Span

    @property
    def status(self) -> str:
        """As the roster says it; the policy may call somebody suspended who is active here."""
        return str(self.facts["status"])

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles; a fact of the kind `one of` is one of them."""
        roles = self.facts.get("roles", ())
        return roles if isinstance(roles, tuple) else (str(roles),)

    @property
    def workspace(self) -> str:
        """Where the entry belongs; empty if it is not known."""
        return str(self.facts.get("workspace", ""))

    @property
    def is_shared_login(self) -> bool:
        """Whether several people use it."""
        return self.facts.get("is_shared_login") is True

    @property
    def last_used(self) -> date | None:
        """The last day of use; before any, the day of acceptance; NEVER for who has not accepted; None if it is not told."""
        for name in ("last_used", "accepted_on"):
            day = self.facts.get(name)
            if isinstance(day, date):
                return day
        return NEVER if self.status == INVITED else None

    def past(self) -> Iterator[tuple[str, date]]:
        """The days on which something has happened, by their facts."""
        for name in PAST:
            day = self.facts.get(name)
            if isinstance(day, date):
                yield name, day


def given_away(person: Person) -> tuple[str, ...]:
    """The types of seats that a person has given to others."""
    seats = person.facts.get(GIVEN, ())
    return seats if isinstance(seats, tuple) else ()
