"""All events of an account in, its history as it was known at an instant out, corrections applied and linked.

An invoice as of a day uses what was recorded by then. A later record never changes what was known earlier, so that looking
back gives the same again.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from seatpolicy.documents.events.order import in_order
from seatpolicy.documents.events.records import Correction, Event


def known_by(events: Iterable[Event], instant: int | None = None) -> tuple[Event, ...]:
    """The events recorded by an instant (that instant included; None: all), in their order, without the corrections
    themselves: each event is as the correction recorded last by then says, and names every correction of its chain that
    was recorded by then. One that never happened is left out."""
    known = [event for event in events if instant is None or event.recorded <= instant]
    chains: dict[str, list[Correction]] = {}
    for event in known:
        if isinstance(event, Correction):
            chains.setdefault(event.corrects, []).append(event)
    if not chains:
        return in_order(known)
    found = []
    for event in known:
        if isinstance(event, Correction):
            continue
        chain = chains.get(event.id)
        applied = event if chain is None else applied_to(event, chain)
        if applied is not None:
            found.append(applied)
    return in_order(found)


def applied_to(event: Event, chain: Iterable[Correction]) -> Event | None:
    """The first event of a chain as its corrections leave it, with their ids; None where it never happened."""
    recorded = sorted(chain, key=_when)
    corrected = recorded[-1].corrected if recorded else event
    if corrected is None:
        return None
    return attrs.evolve(corrected, corrections=tuple(one.id for one in recorded))


def _when(correction: Correction) -> tuple[int, str]:
    return correction.recorded, correction.id
