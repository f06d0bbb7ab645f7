"""What a day of a charge or person is in, the sign and colour that a bar shows it in out; and rows of bars.

Every state has a sign of its own, so that a bar means the same without colour; where an encoding has no blocks, each sign is
an ASCII letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

HEIGHTS = " ▁▂▃▄▅▆▇█"
DIGITS = " 12345678#"

_GREEN, _YELLOW, _CYAN, _DIM, _OFF = "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[2m", "\x1b[0m"


@attrs.frozen
class Sign:
    """How a state is shown, and what the legend says of it."""

    block: str
    letter: str
    color: str
    words: str


BILLED = Sign("█", "#", _GREEN, "there and billed")
KEPT = Sign("▒", "+", _YELLOW, "billed, not there")
OPEN = Sign("░", "-", _CYAN, "there, not billed")
COUNTS = Sign("█", "#", _GREEN, "counts")
HELD = Sign("░", "-", _CYAN, "holds a seat, does not count")
SUSPENDED = Sign("▄", "s", _YELLOW, "suspended")
IDLE = Sign("▂", "i", _YELLOW, "idle")
TRIAL = Sign("┄", "t", _DIM, "trial or free part")
PAUSED = Sign("╌", "p", _DIM, "paused")
LINE = Sign("━", "=", _GREEN, "a line's days")
BACK = Sign("┅", "<", _YELLOW, "given back")
NOTHING = Sign(" ", " ", "", "")
ABSENT = Sign("·", ".", _DIM, "no seat")
HAPPENED = Sign("▲", "^", "", "something happened")

ORDER = (NOTHING, ABSENT, PAUSED, TRIAL, SUSPENDED, IDLE, HELD, OPEN, KEPT, COUNTS, BILLED)
"""The weakest first: a cell of several days shows the strongest."""


def strongest(signs: Iterable[Sign]) -> Sign:
    """What a cell of several days shows."""
    return max(signs, key=ORDER.index)


@attrs.define
class Pen:
    """Draws in blocks or in ASCII, with colour or without, and keeps which signs it drew."""

    plain: bool
    color: bool
    drawn: list[Sign] = attrs.field(init=False, factory=list)

    def bar(self, signs: Sequence[Sign]) -> str:
        """The signs side by side; blanks at the end are left out."""
        last = max((place + 1 for place, sign in enumerate(signs) if sign is not NOTHING), default=0)
        parts = []
        for sign, run in groupby(signs[:last]):
            if sign is not NOTHING and sign not in self.drawn:
                self.drawn.append(sign)
            text = (sign.letter if self.plain else sign.block) * len(list(run))
            parts.append(f"{sign.color}{text}{_OFF}" if self.color and sign.color else text)
        return "".join(parts)

    def heights(self, values: Sequence[int], sign: Sign) -> str:
        """Values as high as their share of the greatest; one above 0 is never shown as nothing."""
        marks, most = (DIGITS, 9) if self.plain else (HEIGHTS, 8)
        top = max(values, default=0)
        text = "".join(marks[0 if not value else max(1, value * most // top)] for value in values).rstrip()
        return f"{sign.color}{text}{_OFF}" if self.color and sign.color else text

    def sign(self, sign: Sign) -> str:
        """One sign, as the legend shows it."""
        text = sign.letter if self.plain else sign.block
        return f"{sign.color}{text}{_OFF}" if self.color and sign.color else text

    def legend(self, width: int) -> list[str]:
        """What the signs mean that were drawn, in lines of at most that width."""
        shown = sorted(self.drawn, key=lambda sign: ORDER.index(sign) if sign in ORDER else -1, reverse=True)
        lines: list[tuple[int, str]] = []
        for sign in shown:
            size, text = len(sign.words) + 2, f"{self.sign(sign)} {sign.words}"
            if lines and lines[-1][0] + 3 + size <= width:
                lines[-1] = lines[-1][0] + 3 + size, f"{lines[-1][1]}   {text}"
            else:
                lines.append((size, text))
        return [text for _, text in lines]


def levels(counts: Iterable[Fraction], most: int) -> list[Fraction]:
    """The rows of a chart, the highest first: every count that there is, or so many steps where there are more."""
    found = sorted({count for count in counts if count > 0}, reverse=True)
    if len(found) <= most:
        return found
    top, bottom = found[0], found[-1]
    steps = [bottom + (top - bottom) * number / (most - 1) for number in range(most)]
    return sorted({Fraction(-(-step.numerator // step.denominator)) for step in steps}, reverse=True)
