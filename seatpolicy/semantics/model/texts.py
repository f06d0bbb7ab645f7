"""Every text of a policy that changes, as the model has them: plain policies, and whom each change reaches when.

Whom a change has reached on a day depends on that day's cycle and renewal, which whoever bills knows; what comes by its
date alone, and for new customers, is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import record

AT_ONCE, AT_NEXT_CYCLE, AT_RENEWAL = "at once", "at next cycle", "at renewal"


@record
class Reach:
    """What comes on a day, its `first`: for new customers from it on (`new_at_once`), for `others` at once, at next cycle,
    at renewal or never (keep theirs), and for everyone by a later day, if there is one."""

    name: str
    first: date
    others: str
    new_at_once: bool
    everyone_by: date | None

    def by_date(self, day: date, since: date) -> bool:
        """Whether a customer since a day has it on another one, whatever its cycle and renewal are."""
        if day < self.first:
            return False
        late = self.everyone_by is not None and day >= self.everyone_by
        return late or self.others == AT_ONCE or (self.new_at_once and since >= self.first)


@record
class Texts:
    """Every text of a policy that a customer can have, by the changes in it, oldest first. `head` says how the whole policy
    reaches customers of an earlier one, as a change would; None: everyone at once."""

    policies: Mapping[tuple[str, ...], Policy]
    changes: tuple[Reach, ...] = ()
    head: Reach | None = None

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
        return frozenset(change.name for change in self.changes if change.by_date(day, since))

    def dates(self) -> list[date]:
        """The days on which changes come by their dates alone, in order."""
        days = {change.first for change in self.changes if change.others == AT_ONCE}
        return sorted(days | {change.everyone_by for change in self.changes if change.everyone_by is not None})


def as_texts(given: Policy | Texts) -> Texts:
    """The texts of a policy that never changes are one."""
    return given if isinstance(given, Texts) else Texts({(): given})
