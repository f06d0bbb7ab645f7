"""A charge on the day on which another text of the policy comes into force inside its cycle, what that changes out.

Only a price that changes, or a cycle, moves what is paid for already; what another text says about counts, and about parts
of a cycle, is for days from then on.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.compiler.lower.over_time.day import Units
from seatpolicy.documents.invoice import Step
from seatpolicy.pricing.over_time.causes import ORDER, Cause
from seatpolicy.pricing.over_time.judged import Days, JudgedDay, Level
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch, by_seconds, whole
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.source.text import Span
from seatpolicy.values.zones import Instant, find_zone, midnight

_ZERO = Fraction(0)
COMES_BACK = FewerSeats("at billed", "at once")
"""What becomes of what is paid for at another price."""


@attrs.frozen(eq=False)
class NewText:
    """The page of a day, judged by the text before (`old`) and by the one that begins on it (`new`), for a charge. `name` is
    that of what begins, in words."""

    charge: str
    old: JudgedDay
    new: JudgedDay
    on: date
    name: str

    @property
    def at(self) -> Span:
        """Where the new price is written."""
        one = self.new.charges[self.charge]
        return next((at for flag, _, at in one.priced if self.new.figures.holds(flag)), one.charge.at)

    @property
    def another_cycle(self) -> bool:
        """Whether the day lies in another cycle by the new text."""
        old, new = (day.cycle(self.charge).window for day in (self.old, self.new))
        return (old.first, old.after) != (new.first, new.after)

    @property
    def other_units(self) -> bool:
        """Whether a unit of the new price is another thing than one of the old."""
        return unlike(self.old.units(self.charge), self.new.units(self.charge))

    def costs_otherwise(self, upto: Fraction, above: Fraction, days: Days) -> bool:
        """Whether the units between cost another amount in a whole cycle."""
        return self.cost(self.old, upto, above, days) != self.cost(self.new, upto, above, days)

    def prices_otherwise(self, level: Level, days: Days) -> bool:
        """Whether what is paid for on its day has another price by the new text, whatever the old one would count."""
        units = level.units if level.row is None else level.row
        return self.other_units or self.costs_otherwise(units, _ZERO, days)

    def cost(self, day: JudgedDay, upto: Fraction, above: Fraction, days: Days) -> tuple[bool, Fraction]:
        """What they cost in a whole cycle by one of the two texts, and whether that comes only once."""
        period = day.level(self.charge).period
        upper, lower = days.prices(day, self.charge, upto, above)
        return period == "once", (upper - lower) * whole(day.cycle(self.charge), period)

    # ---- what follows

    def stretch(self, part: Part) -> Stretch:
        """The days of a part from the new text on."""
        first = max(self.on, part.stretch.first)
        by_clock = by_seconds(self.old, self.charge) and first == self.on
        return Stretch(first, part.stretch.after, self.midnight if by_clock else None)

    @property
    def midnight(self) -> Instant:
        """When the new text begins."""
        return midnight(self.on, find_zone(self.new.policy.time_zone))

    def back(self, part: Part, upto: Fraction) -> Return:
        """What comes back of a part."""
        said = self.name, f"the price is another one from {self.on} on"
        cause, due = Cause(ORDER, (), self.midnight, self.at), max(self.on, part.due)
        return Return(part, due, self.stretch(part), upto, part.above, COMES_BACK, self.at, cause, said)

    def anew(self, part: Part, level: Level, upto: Fraction) -> Part:
        """What is charged for the units of a part from now on."""
        return attrs.evolve(
            part,
            due=max(part.due, self.on),
            day=self.new,
            level=attrs.evolve(level, units=upto),
            stretch=self.stretch(part),
            events=(),
            billed_before=None,
            credited_before=_ZERO,
            repriced=self.on,
            base=part.base or part.name,
            told=(self.told,),
        )

    @property
    def told(self) -> Step:
        """What a line for days from then on says first."""
        words = f"the price from {self.on} on; before, it was another one"
        return Step("quantity", self.name, self.at, words, _ZERO, _ZERO, _ZERO)


def unlike(one: Units | None, other: Units | None) -> bool:
    """Whether two prices are for units that are no number of each other."""
    return one is not None and other is not None and one != other
