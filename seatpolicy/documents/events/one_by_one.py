"""An event's entry in, the event out, one after the other and none of them kept: for histories that no memory should
hold."""

from __future__ import annotations

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.events.read import History
from seatpolicy.documents.events.reader import Reader
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.nodes import Node
from seatpolicy.semantics.model.policy import Policy


@attrs.define
class OneByOne:
    """Reads events of one policy and currency. `found` is why some cannot be read: whoever finds something there reads them
    all together, to tell it as documents do."""

    policy: Policy
    currency: str
    found: Diagnostics
    reader: Reader = attrs.field(init=False)
    _history: History = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.reader = Reader(self.policy, self.currency, self.found)
        self._history = History(self.reader)

    def event(self, node: Node) -> Event | None:
        """The event; None for a correction, and for what cannot be read without a finding."""
        self._history.first(node)
        made = next(iter(self._history.events.values()), None)
        self._history.forget()
        return None if len(self.found) else made
