"""Mistakes that no policy can tell from the truth, each with the reason; and the exhaustions that show it.

An exhaustion goes through everything that the operation can meet up to a size at which it repeats itself, and counts the
inputs at which the two differ: there are none.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from seatpolicy.values.periods import MONTHS, Period
from seatpolicy.values.record import record
from seatpolicy.values.rounding import Mode, round_to


@record
class Equivalent:
    """Why a mistake is none, and how many inputs tell it from the truth of how many."""

    reason: str
    exhaust: Callable[[], tuple[int, int]]


def _modes_agree(here: Mode, there: Mode) -> Callable[[], tuple[int, int]]:
    """Every quotient from 0 to 3 with a denominator up to 60: a mode looks at nothing but the fraction's part, which side
    of a half it is on, and whether the whole part is even."""

    def exhaust() -> tuple[int, int]:
        one = Fraction(1)
        every = [Fraction(above, below) for below in range(1, 61) for above in range(3 * below + 1)]
        return sum(round_to(value, here, one) != round_to(value, there, one) for value in every), len(every)

    return exhaust


def _ends_agree(first: Callable[[int, int], bool], second: Callable[[int, int], bool]) -> Callable[[], tuple[int, int]]:
    """Every value and bound up to 200: the row that is tried first takes the bound, so that it never reaches the second one,
    which holds all the rest with its end or without."""

    def exhaust() -> tuple[int, int]:
        def row(value: int, bound: int, closed: bool) -> int:
            if first(value, bound):
                return 1
            return 2 if second(value, bound) or (closed and value == bound) else 3

        every = [(value, bound) for value in range(201) for bound in range(201)]
        return sum(row(*one, closed=True) != row(*one, closed=False) for one in every), len(every)

    return exhaust


def _years_in_cycles() -> tuple[int, int]:
    """Every cycle of months, and how many of them hold more than one year."""
    cycles = [period for period in Period if period in MONTHS]
    return sum(MONTHS[cycle] > MONTHS[Period.YEAR] for cycle in cycles), len(cycles)


LONGEST = "a meter of each year needs a cycle of whole years, no cycle is longer than one, and the only window is the cycle"
FIRST_FITS = "rows are tried in order, and the row before holds the bound itself"
NOT_BELOW_0 = (
    "what is rounded is never below 0 in a whole cycle: counts, factors, prices, what is left of a line, and sums of them; "
    "the two modes differ below 0 only"
)

EQUIVALENTS: dict[str, Equivalent] = {
    "round: up as ceiling": Equivalent(NOT_BELOW_0, _modes_agree(Mode.UP, Mode.CEILING)),
    "Meter.window: `year` as `cycle`": Equivalent(LONGEST, _years_in_cycles),
    "Key.above: yes as no": Equivalent(FIRST_FITS, _ends_agree(lambda v, b: v <= b, lambda v, b: v > b)),
    "Key.below: yes as no": Equivalent(FIRST_FITS, _ends_agree(lambda v, b: v >= b, lambda v, b: v < b)),
    "round: down as floor": Equivalent(NOT_BELOW_0, _modes_agree(Mode.DOWN, Mode.FLOOR)),
}
"""By the name of the mistake."""
