"""A total in minor units and the weights of its lines in, whole minor units for each line out;
nothing is lost or made.

Every line first gets its exact share cut towards zero. What is left over is always less than one
unit a line, and goes, by `remainder`:

- "largest": one unit each to the lines whose shares lost most by the cut, so that no line is a
  whole unit off its share;
- "first", "last": all of it to the first or last line that has a weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Remainder = Literal["largest", "first", "last"]


def allocate(total_minor: int, weights: Sequence[Fraction], remainder: Remainder) -> list[int]:
    """Parts that sum to the total, in the order of the weights; of equal claims the earlier line's
    comes first.

    Weights are only compared with each other. A negative total is dealt like the positive one, with
    the sign turned. Raises ValueError for a negative weight, and for a total other than 0 where no
    weight is above 0.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a line with a negative weight has no share")
    whole = sum(weights, Fraction(0))
    if whole == 0:
        if total_minor != 0:
            raise ValueError(f"nothing to deal {total_minor} minor units to")
        return [0] * len(weights)
    shares = [abs(total_minor) * weight / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    left = abs(total_minor) - sum(parts)
    if remainder == "largest":
        # sorted() keeps the order of equals, so the earlier line wins a tie.
        by_loss = sorted(range(len(parts)), key=lambda line: parts[line] - shares[line])
        for line in by_loss[:left]:
            parts[line] += 1
    else:
        weighted = [line for line, weight in enumerate(weights) if weight > 0]
        parts[weighted[0 if remainder == "first" else -1]] += left
    return [-part for part in parts] if total_minor < 0 else parts
