"""A charge on the day on which another text of the policy comes into force inside its cycle, what that changes out.

Only a price that changes, or a cycle, moves what is paid for already; what another text says about counts, and about parts
of a cycle, is for days from then on.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.documents.invoice import Step
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.parts import Part, Return, price_of
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.prices import stated_price
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.source.text import Span
from seatpolicy.values.zones import find_zone, midnight

Units = tuple[str, int]


@attrs.frozen
class NewText:
    """The page of one day, judged by the text before (`old`) and by the one that begins on it (`new`), for a charge. `name`
    is that of what begins, in words."""

    charge: str
    old: Day
    new: Day
    name: str

    @property
    def at(self) -> Span:
        """Where the new price is written."""
        return self.new.terms[self.charge].price.at

    @property
    def another_cycle(self) -> bool:
        """Whether the day lies in another cycle by the new text."""
        windows = [day.terms[self.charge].window for day in (self.old, self.new)]
        return (windows[0].first, windows[0].after) != (windows[1].first, windows[1].after)

    @property
    def other_units(self) -> bool:
        """Whether a unit of the new price is another thing than one of the old."""
        return unlike(units_of(self.old, self.charge), units_of(self.new, self.charge))

    def costs_otherwise(self, upto: Fraction, above: Fraction) -> bool:
        """Whether the units between cost another amount in a whole cycle."""
        return self.cost(self.old, upto, above) != self.cost(self.new, upto, above)

    def prices_otherwise(self, level: Level) -> bool:
        """Whether what is paid for on its day has another price by the new text, whatever the old one would count."""
        units = level.units if level.row_of is None else level.row_of
        return self.other_units or self.costs_otherwise(units, Fraction(0))

    def cost(self, day: Day, upto: Fraction, above: Fraction = Fraction(0)) -> tuple[bool, Fraction]:
        """What they cost in a whole cycle by one of the two texts, and whether that comes only once."""
        whole, cycle = stated_price(day.terms[self.charge], day.world), day.terms[self.charge].cycle
        step = price_of(whole, upto, day, self.charge) - price_of(whole, above, day, self.charge)
        return whole.per.period == "once", step * cycles.worth(cycle.value, whole.per.period, cycle.at)

    # ---- what is told

    @property
    def begins(self) -> int:
        """The instant at which the day begins."""
        return midnight(self.new.on, find_zone(self.new.policy.time_zone))

    def stretch(self, part: Part) -> Stretch:
        """The days of a part from the new text on."""
        first = max(self.new.on, part.stretch.first)
        said = Statements(self.old.terms[self.charge], self.old.world)
        seconds = said.measure().stated.kind == "seconds over cycle"
        return Stretch(first, part.stretch.after, self.begins if seconds and first == self.new.on else None)

    def back(self, part: Part, upto: Fraction) -> Return:
        """What comes back of a part: the days from now on, at what was billed."""
        rule = Case(FewerSeats("at billed", "at once"), None, self.at)
        said = self.name, f"the price is another one from {self.new.on} on"
        due = max(self.new.on, part.due)
        why = Why("order", (), self.begins, self.at)
        return Return(part, due, self.stretch(part), upto, part.above, rule, why, said)

    def anew(self, part: Part, level: Level, upto: Fraction) -> Part:
        """What is charged for the units of a part from now on."""
        return attrs.evolve(
            part,
            due=max(part.due, self.new.on),
            day=self.new,
            level=attrs.evolve(level, units=upto),
            stretch=self.stretch(part),
            events=(),
            billed_before=None,
            credited_before=Fraction(0),
            repriced=self.new.on,
            base=part.base or part.name,
            told=(self.told,),
        )

    @property
    def told(self) -> Step:
        """What a line for days from then on says first."""
        nothing = Fraction(0)
        words = f"the price from {self.new.on} on; before, it was another one"
        return Step("quantity", self.name, self.at, words, nothing, nothing, nothing)


class TextsOf(Protocol):
    """What finds the texts of one charge."""

    def between(self, first: date, after: date) -> dict[date, NewText]:
        """The days between, but for the first one, from which the charge has another text because of a date alone."""

    def like(self, day: Day, other: Day) -> Day:
        """The page of a day, judged by the text of another one."""


def units_of(day: Day, charge: str) -> Units | None:
    """What one unit of a charge's price is: a seat, a pack of so many, a unit; None where it costs nothing."""
    price = stated_price(day.terms[charge], day.world)
    return None if price.free else (price.per.unit, price.per.pack_size)


def unlike(one: Units | None, other: Units | None) -> bool:
    """Whether two prices are for units that are no number of each other."""
    return one is not None and other is not None and one != other
