"""A policy and an account's events in, whether what an event says is read by a charge out.

An event that a charge does not read cannot move what it costs, and no line of the charge names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from seatpolicy.documents.events.records import (
    AddonChanged,
    Correction,
    Event,
    FactsChanged,
    PersonEvent,
    PurchaseReturned,
    SeatsChanged,
    UsageReported,
    Used,
)
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts
from seatpolicy.semantics.reads import Reads, reads_of


@attrs.frozen
class Concerns:
    """Of one account's events. `first` are those that corrections name, by id."""

    reads: Mapping[str, Reads]
    first: Mapping[str, Event]

    def of(self, charge: str, event: Event) -> bool:
        """Whether a charge reads what an event says; of a correction, what was said or is said now. A line of no charge is
        one of all."""
        reads = self.reads.get(charge)
        if reads is None:
            return True
        if isinstance(event, Correction):
            versions = (self.first.get(event.corrects), event.corrected)
            return any(_reads(reads, version) for version in versions if version is not None)
        return _reads(reads, event)


def concerns_of(policy: Policy | Texts, events: Iterable[Event]) -> Concerns:
    """What the charges of a policy read of some events, corrections among them, by any of its texts."""
    made = tuple(events)
    corrected = {event.corrects for event in made if isinstance(event, Correction)}
    found: dict[str, Reads] = {}
    for text in as_texts(policy).policies.values():
        for name, reads in reads_of(text).items():
            found[name] = found[name].and_also(reads) if name in found else reads
    return Concerns(found, {event.id: event for event in made if event.id in corrected})


def ids_of(event: Event) -> tuple[str, ...]:
    """The ids by which a line names an event: with its corrections behind it; of a correction, behind what it corrects."""
    if isinstance(event, Correction):
        return event.corrects, event.id
    return event.id, *event.corrections


def _reads(reads: Reads, event: Event) -> bool:
    if isinstance(event, (SeatsChanged, PurchaseReturned)):
        return event.charge in reads.counts
    if isinstance(event, UsageReported):
        return event.meter in reads.meters
    if isinstance(event, AddonChanged):
        return event.addon in reads.addons
    if isinstance(event, FactsChanged) and not event.person:
        return not reads.facts.isdisjoint(event.facts)
    if not isinstance(event, PersonEvent):
        return True  # of the subscription: when it is billed, and by which plan
    if reads.of_people is None:
        return False
    if isinstance(event, FactsChanged):
        return not reads.of_people.isdisjoint(event.facts)
    return "last_used" in reads.of_people if isinstance(event, Used) else True
