"""How many units are paid for from one day to another in, when each of them was bought out.

Bought is a unit on the day that adds it, or on which the charge begins: never by a new cycle, nor by a bill that charges all
units anew. The last ones bought are the first to go.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.values.zones import Instant


@attrs.frozen
class Lot:
    """The units above `low`, up to `high`, bought at an instant."""

    low: Fraction
    high: Fraction
    at: Instant


@attrs.frozen
class Lots:
    """All units of a charge that are paid for, the oldest first."""

    lots: tuple[Lot, ...] = ()

    @property
    def units(self) -> Fraction:
        """How many there are."""
        return self.lots[-1].high if self.lots else Fraction(0)

    @property
    def newest(self) -> Instant:
        """When the last ones were bought."""
        return self.lots[-1].at if self.lots else Instant(0)

    def to(self, units: Fraction, at: Instant) -> Lots:
        """So many from now on: the newest are gone, or others were bought at an instant."""
        if units > self.units:
            return Lots((*self.lots, Lot(self.units, units, at)))
        return Lots(tuple(Lot(one.low, min(one.high, units), one.at) for one in self.lots if one.low < units))

    def down(self, high: Fraction, low: Fraction) -> Sequence[Lot]:
        """The units from one number down to another, the newest first."""
        inside = (Lot(max(one.low, low), min(one.high, high), one.at) for one in reversed(self.lots))
        return [one for one in inside if one.high > one.low]
