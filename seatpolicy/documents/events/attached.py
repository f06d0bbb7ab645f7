"""An account's document and events that stand in another file in, the document with all its events out."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents import nodes
from seatpolicy.documents.messages import DO434
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, is_nothing

EVENTS = "events"


def with_events(document: Node, events: Sequence[Node]) -> Outcome[Node]:
    """The document as if the events stood in it. A finding where it has events of its own; what is no mapping stays as it
    is, and its reader says so."""
    if not events or not isinstance(document, Mapping):
        return Outcome(document)
    own = document.get(EVENTS)
    if not is_nothing(own) and not (isinstance(own, nodes.Sequence) and not own.items):
        assert own is not None
        told = DO434.at(
            own.at,
            "events of this account stand here and in the file of events",
            why="which of them count would be a guess",
            hint="write all of them in one of the two places",
            subject=EVENTS,
        )
        return Outcome(document, (told,))
    at = events[0].at
    listed = Entry(Scalar(EVENTS, True, at), nodes.Sequence(tuple(events), at))
    others = [one for one in document.entries if one.key.text != EVENTS]
    return Outcome(Mapping((*others, listed), document.at))
