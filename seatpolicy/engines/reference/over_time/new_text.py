"""A charge on the day on which another text of the policy comes into force inside its cycle, what that changes out.

Only a price that changes, or a cycle, moves what is paid for already; what another text says about counts, and about parts
of a cycle, is for days from then on.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import Step
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.over_time.day import Day, Level
from seatpolicy.engines.reference.over_time.parts import Part, price_of
from seatpolicy.engines.reference.prices import stated_price
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.source.text import Span

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
    def credited(self) -> Case[FewerSeats]:
        """What comes back of the old part."""
        return Case(FewerSeats("at billed", "at once"), None, self.at)

    @property
    def why(self) -> tuple[str, str]:
        """Why something comes back: the rule, and in words."""
        return self.name, f"the price is another one from {self.new.on} on"

    def anew(self, part: Part, level: Level, upto: Fraction) -> Part:
        """What is charged for the units of a part from now on."""
        first = max(self.new.on, part.stretch.first)
        return attrs.evolve(
            part,
            due=max(part.due, self.new.on),
            day=self.new,
            level=attrs.evolve(level, units=upto),
            stretch=attrs.evolve(part.stretch, first=first, from_instant=None),
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


def units_of(day: Day, charge: str) -> Units | None:
    """What one unit of a charge's price is: a seat, a pack of so many, a unit; None where it costs nothing."""
    price = stated_price(day.terms[charge], day.world)
    return None if price.free else (price.per.unit, price.per.pack_size)


def unlike(one: Units | None, other: Units | None) -> bool:
    """Whether two prices are for units that are no number of each other."""
    return one is not None and other is not None and one != other
