"""An exact value in, the nearest multiple of an increment out, by a named mode; the only place
where precision is given up.

The modes are those that policies name. "Up" and "down" look at the size of a value, "ceiling" and
"floor" at its place on the number line: they differ below zero, which is where credits live. The
increment is the step rounded to: 1/100 for a cent, 1/20 for 0.05, 1 for whole numbers.
"""

from __future__ import annotations

import enum
from fractions import Fraction

import attrs


class Mode(enum.Enum):
    """How a value between two multiples is decided; the value is the policy's own wording."""

    HALF_UP = "half up"  # to the nearest, the middle away from zero
    HALF_EVEN = "half even"  # to the nearest, the middle to the even multiple
    HALF_DOWN = "half down"  # to the nearest, the middle towards zero
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero
    CEILING = "ceiling"  # to the greater
    FLOOR = "floor"  # to the smaller


@attrs.frozen
class Rounding:
    """A mode and a positive increment. Raises ValueError for any other increment."""

    mode: Mode
    increment: Fraction = attrs.field()

    @increment.validator
    def _positive(self, _: attrs.Attribute[Fraction], increment: Fraction) -> None:
        if increment <= 0:
            raise ValueError(f"rounding to {increment}")

    def apply(self, value: Fraction) -> Fraction:
        """The value, rounded."""
        return round_to(value, self.mode, self.increment)


def round_to(value: Fraction, mode: Mode, increment: Fraction) -> Fraction:
    """The multiple of a positive increment that the mode chooses for the value; a multiple stays as
    it is.
    """
    if increment <= 0:
        raise ValueError(f"rounding to {increment}")
    steps = value / increment
    return whole_steps(steps.numerator, steps.denominator, mode) * increment


def whole_steps(numerator: int, denominator: int, mode: Mode) -> int:
    """The whole number that the mode chooses for a fraction with a denominator above 0."""
    size, rest = divmod(abs(numerator), denominator)
    if _goes_up(mode, size, 2 * rest, denominator, negative=numerator < 0):
        size += 1
    return -size if numerator < 0 else size


def _goes_up(mode: Mode, size: int, twice_rest: int, whole: int, *, negative: bool) -> bool:
    """Whether the size goes to the next step: `twice_rest` is twice what lies above the step, in
    parts of `whole`.
    """
    if twice_rest == 0:
        return False
    match mode:
        case Mode.HALF_UP:
            return twice_rest >= whole
        case Mode.HALF_EVEN:
            return twice_rest > whole or (twice_rest == whole and size % 2 == 1)
        case Mode.HALF_DOWN:
            return twice_rest > whole
        case Mode.UP:
            return True
        case Mode.DOWN:
            return False
        case Mode.CEILING:
            return not negative
        case Mode.FLOOR:
            return negative
