"""A checked policy in, its texts by the changes that are in them out: what bills a history looks up the text of a day here.

Whom a change has reached on a day depends on that day's cycle and renewal, which whoever bills knows; what comes by its
date alone, and for new customers, is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from seatpolicy.semantics.in_force import Change, Customer, head_reach
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import record

if TYPE_CHECKING:
    from seatpolicy.semantics.check import Checked

AT_NEXT_CYCLE, AT_RENEWAL = "at next cycle", "at renewal"


@record
class Texts:
    """Every text of a policy that a customer can have, by the changes in it, oldest first. `head` says how the whole policy
    reaches customers of an earlier one, as a change would; None: everyone at once."""

    policies: Mapping[tuple[str, ...], Policy]
    changes: tuple[Change, ...] = ()
    head: Change | None = None

    @property
    def any(self) -> Policy:
        """One of the texts: for what no change can change, such as the time zone."""
        return next(iter(self.policies.values()))

    def of(self, names: Iterable[str]) -> Policy:
        """The text with some changes. Raises KeyError for changes that no customer can have together."""
        known = set(names)
        return self.policies[tuple(change.name for change in self.changes if change.name in known)]

    def by_date(self, day: date, since: date) -> frozenset[str]:
        """The changes that a customer since a day has by their dates alone: at once, by a day for everyone, or because
        they are for new customers."""
        return frozenset(change.name for change in self.changes if comes_by_date(change, day, since))

    def dates(self) -> list[date]:
        """The days on which changes come by their dates alone, in order."""
        days = {change.first for change in self.changes if change.others == "at once"}
        return sorted(days | {change.everyone_by for change in self.changes if change.everyone_by is not None})

    def change(self, name: str) -> Change:
        """A change by its name."""
        return next(change for change in self.changes if change.name == name)


def comes_by_date(change: Change, day: date, since: date) -> bool:
    """Whether a change is in force on a day whatever the customer's cycle and renewal are."""
    longest_ago = date.min
    return change.reached(day, Customer(since, longest_ago, longest_ago))


def texts_of(checked: Checked) -> Texts:
    """The texts of a policy that was checked without errors. Raises ValueError for one with errors."""
    made: dict[tuple[str, ...], Policy] = {}
    for text in checked.texts:
        if text.policy is None:
            raise ValueError("this policy was checked with errors")
        made[text.changes] = text.policy
    nodes = (node for file in checked.files for node in file.declarations if node.kind == "policy")
    head = next(nodes, None)
    return Texts(made, checked.changes, None if head is None else head_reach(head))


def as_texts(given: Policy | Texts) -> Texts:
    """The texts of a policy that never changes are one."""
    return given if isinstance(given, Texts) else Texts({(): given})
