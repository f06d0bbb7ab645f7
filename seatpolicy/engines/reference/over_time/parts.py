"""What falls due of a charge: a part of a cycle that is charged, or seats of such a part that are given back.

A part prices the step from `above` units to those of `level`: from none for the first of a cycle, from those already paid
for where seats were added. Nothing is a figure here but counts and days; amounts are worked out where a part becomes a line.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Step
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.statements import Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.prices import Whole, pieces
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import FewerSeats


@attrs.frozen(eq=False)
class Part:
    """`day` judged it and gives its statements and prices; it is worth its `stretch` and falls `due` on a day. `bought` is
    the instant from which times after the purchase count; `events` led to it."""

    charge: str
    due: date
    day: Day
    stretch: Stretch
    level: Level
    above: Fraction
    bought: int
    events: tuple[Event, ...] = ()
    opens: bool = False
    """Whether it is the first of its cycle."""
    billed_before: Fraction | None = None
    """What it came to, where the document says that it was billed."""
    credited_before: Fraction = Fraction(0)
    """What was given back of that."""
    with_flat: bool = True
    """Whether the flat parts of its rows come with it: once a cycle they do."""
    entered: date = date.min
    """The day on which its cycle began for the charge; without one, that is the first day of the cycle."""
    repriced: date | None = None
    """The day from which it pays for what an earlier part paid for, at another price: flat parts come for its days only."""
    base: str = ""
    """The id of the first part that paid for it, then."""
    told: tuple[Step, ...] = ()
    """What its line says first."""

    @property
    def terms(self) -> Terms:
        """The statements that count for it."""
        return self.day.terms[self.charge]

    @property
    def name(self) -> str:
        """The id of its line: the charge's name for the first part of a cycle, with its day for a later one, and with that
        of another price for what is paid for anew."""
        if self.repriced is not None:
            later = f"+{self.stretch.first}" if self.stretch.first > self.repriced else ""
            return f"{self.base}~{self.repriced}{later}"
        return self.charge if self.opens else f"{self.charge}+{self.stretch.first}"

    @property
    def is_step(self) -> bool:
        """Whether it prices what is above that which is paid for already."""
        return self.above > 0

    def price_of(self, units: Fraction) -> Fraction:
        """What so many units cost for one period of the rate, by the prices of this part."""
        return price_of(self.level.whole, units, self.day, self.charge)


@attrs.frozen(eq=False)
class Return:
    """Of the units of a part those from `upto` down to `downto` are given back: from the first day of `unused` on they are
    not paid for any more, and `why`. `rule` says what comes back."""

    part: Part
    due: date
    unused: Stretch
    upto: Fraction
    downto: Fraction
    rule: Case[FewerSeats]
    why: Why
    said: tuple[str, str] = ("fewer seats", "")
    """The rule that its line tells, and what it says beside the figures."""
    since: date | None = None
    """The day on which there were fewer, where `unused` begins later."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What led to it."""
        return self.why.events

    @property
    def charge(self) -> str:
        """Whose part it is."""
        return self.part.charge

    @property
    def name(self) -> str:
        """The id of its line."""
        return f"{self.part.name}-{self.unused.first}"


def price_of(whole: Whole, units: Fraction, day: Day, charge: str) -> Fraction:
    """A(units): what they cost for one whole period of the rate."""
    made = pieces(whole, units, day.terms[charge], day.world)
    return sum((piece.amount for piece in made), Fraction(0)) * whole.level
