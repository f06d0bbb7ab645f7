"""What falls due of a charge: a part of a cycle that is charged, or units of such a part that are given back.

A part prices the step from `above` units to those of `level`: from none for the first of a cycle, from those already paid
for where units were added. Nothing is an amount here; amounts are made where a part becomes a line.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Step
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.judged import JudgedDay, Level
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.source.text import Span
from seatpolicy.values.zones import Instant


@attrs.frozen(eq=False)
class Part:
    """`day` judged it and gives its statements and prices; it is for its `stretch` and falls `due` on a day. `bought` is the
    instant from which times after the purchase count; `events` led to it. `opens`: it is the first of its cycle;
    `with_flat`: flat parts of its rows come with it, as they do once a cycle. `billed_before` is what it came to,
    where a document says that it was billed, and `credited_before` what was given back of that. Its cycle was `entered`
    on a day (else on its own first one). Where it pays from a day on, at another price, for what an earlier part
    paid for, it is `repriced`, and has its id from that part, its `base`; flat parts then come for its days only.
    `told` is what its line says first."""

    charge: str
    due: date
    day: JudgedDay
    stretch: Stretch
    level: Level
    above: Fraction
    bought: Instant
    events: tuple[Event, ...] = ()
    opens: bool = False
    with_flat: bool = True
    billed_before: Fraction | None = None
    credited_before: Fraction = Fraction(0)
    entered: date = date.min
    repriced: date | None = None
    base: str = ""
    told: tuple[Step, ...] = ()

    @property
    def name(self) -> str:
        """The id of its line: the charge's name for the first part of a cycle, with its day for a later one, and with that
        of another price for what is paid for anew."""
        if self.repriced is not None:
            later = f"+{self.stretch.first}" if self.stretch.first > self.repriced else ""
            return f"{self.base}~{self.repriced}{later}"
        return self.charge if self.opens else f"{self.charge}+{self.stretch.first}"

    @property
    def owner(self) -> str:
        """The plan or add-on of its charge."""
        return self.day.charges[self.charge].plan.name

    @property
    def first(self) -> date:
        """The first day of the whole cycle that it is a part of."""
        return self.day.cycle(self.charge).window.first

    @property
    def is_step(self) -> bool:
        """Whether it prices what is above that which is paid for already."""
        return self.above > 0


@attrs.frozen(eq=False)
class Return:
    """Of the units of a part those from `upto` down to `downto` are given back: from the first day of `unused` on they are
    not paid for any more, for a `cause`. `rule`, written at `at`, says what comes back; `said` is the rule that its line
    tells, and what it says beside the figures; `since` is the day on which there were fewer, where `unused` begins later."""

    part: Part
    due: date
    unused: Stretch
    upto: Fraction
    downto: Fraction
    rule: FewerSeats
    at: Span
    cause: Cause
    said: tuple[str, str] = ("fewer seats", "")
    since: date | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """What led to it."""
        return self.cause.events

    @property
    def charge(self) -> str:
        """Whose part it is."""
        return self.part.charge

    @property
    def owner(self) -> str:
        """The plan or add-on of its charge."""
        return self.part.owner

    @property
    def name(self) -> str:
        """The id of its line."""
        return f"{self.part.name}-{self.unused.first}"

    @property
    def first(self) -> date:
        """The first day of the whole cycle that its part is one of."""
        return self.part.first
