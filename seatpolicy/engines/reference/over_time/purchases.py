"""Units that come to be paid for, and units that are paid for no more, in, when each was bought out.

A unit is bought on the day on which it was added, or on which the charge began. Neither a new cycle nor a bill that charges
all units anew is a purchase, and what goes first is what was bought last.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs


@attrs.define
class Purchases:
    """The units of one charge: those up to a number, down to that of the entry before, were bought at an instant."""

    _upto: list[tuple[Fraction, int]] = attrs.field(init=False, factory=list)

    @property
    def newest(self) -> int:
        """When the newest units were bought."""
        return self._upto[-1][1] if self._upto else 0

    def copied(self) -> Purchases:
        """The same purchases, to be gone on with."""
        made = Purchases()
        made._upto = list(self._upto)
        return made

    def hold(self, units: Fraction, instant: int) -> None:
        """So many are paid for now; if that is more than before, the rest was bought at an instant."""
        kept: list[tuple[Fraction, int]] = []
        below = Fraction(0)
        for upto, bought in self._upto:
            if units > below:
                kept.append((min(upto, units), bought))
            below = upto
        if units > below:
            kept.append((units, instant))
        self._upto = kept

    def between(self, upto: Fraction, downto: Fraction) -> Iterator[tuple[Fraction, Fraction, int]]:
        """Units from one number down to another, by when they were bought, the newest first."""
        for number in range(len(self._upto) - 1, -1, -1):
            above = self._upto[number - 1][0] if number else Fraction(0)
            high, low = min(upto, self._upto[number][0]), max(downto, above)
            if high > low:
                yield high, low, self._upto[number][1]
