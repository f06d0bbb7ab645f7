"""A policy in, the words for what it declares out: titles where it gives titles, else names as words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs

from seatpolicy.semantics.model.parties import SeatType
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan
from seatpolicy.tools.describe.document import code
from seatpolicy.tools.describe.words import listed, words_of

_QUOTED = re.compile("`([^`]*)`")
_SEAT = re.compile(r"\bseat\b", re.IGNORECASE)
_NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


@attrs.frozen(slots=False, eq=False)
class Names:
    """The titles of one policy."""

    policy: Policy

    @cached_property
    def titles(self) -> dict[str, str]:
        """Every declared name that has a title."""
        policy = self.policy
        found: dict[str, str] = {}
        parts: list[dict[str, Any]] = [dict(policy.seats), dict(policy.items), dict(policy.schedules), dict(policy.tables),
                                       dict(policy.plans), dict(policy.addons), dict(policy.discounts),
                                       dict(policy.signals)]  # fmt: skip
        for part in parts:
            found.update({name: one.title for name, one in part.items()})
        for charge in self.charges:
            found.setdefault(charge.name, charge.title)
        if policy.approvals is not None:
            approvals = policy.approvals
            every: Iterable[Any] = (*approvals.limits, *approvals.rules, *approvals.exemptions)
            found.update({one.name: one.title for one in every})
        if policy.release is not None:
            found.update({rule.name: rule.title for rule in policy.release.rules})
        return found

    @property
    def holders(self) -> tuple[Plan, ...]:
        """Plans, then add-ons."""
        return (*self.policy.plans.values(), *self.policy.addons.values())

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Every charge of every plan and add-on; one that stands in several plans stands here as often."""
        return tuple(charge for holder in self.holders for charge in holder.charges)

    def of(self, name: str) -> str:
        """The title of a name; its words where it has none."""
        return self.titles.get(name) or words_of(name)

    def all_of(self, names: Iterable[str], last: str = "and") -> str:
        """Titles as a list, each once."""
        return listed(dict.fromkeys(clear(self.of(name)) for name in names), last)

    def charge(self, name: str) -> str:
        """A charge, and its plan where other charges have the same title."""
        title = self.of(name)
        same = {one.name for one in self.charges if one.title == title}
        owners = [one.title for one in self.holders if any(charge.name == name for charge in one.charges)]
        return f"{title} ({listed(owners)})" if len(same) > 1 and owners != [title] else title

    def charges_of(self, names: Iterable[str]) -> str:
        """Charges as a list."""
        return listed(dict.fromkeys(clear(self.charge(name)) for name in names))

    def seats(self, names: Iterable[str]) -> str:
        """`Full member seats`, `Full member and Contractor seats`; a title that says seat already is put into the plural."""
        found = [_SEAT.sub(lambda word: f"{word[0]}s", self.of(name)) for name in names]
        word = "seats" if not found or not _says_seat(found[-1]) else ""
        return f"{listed(map(clear, found))} {word}".rstrip()

    def seat(self, name: str) -> str:
        """`Full member seat`."""
        title = self.of(name)
        return title if _says_seat(title) else f"{title} seat"

    def holder(self, seat: SeatType) -> str:
        """What somebody holds who is counted so."""
        return self.seat(seat.name)

    def _quoted(self, name: str) -> str:
        if any(charge.name == name for charge in self.charges):
            return self.charge(name)
        return self.titles.get(name) or code(name)

    def unquoted(self, text: str) -> str:
        """A sentence of the checker's with titles in place of the names that it quotes; other quoted words stay quoted."""
        text = _QUOTED.sub(lambda found: self._quoted(found[1]), text)
        return _NAME.sub(lambda found: words_of(found[0]) if found[0] in self.policy.facts else found[0], text)


def _says_seat(title: str) -> bool:
    return "seat" in title.casefold()


def clear(title: str) -> str:
    """A title in quotes where its comma would run into the sentence around it."""
    return f"“{title}”" if "," in title else title
