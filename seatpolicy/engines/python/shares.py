"""A total and integer weights in, integer shares of it out, for generated code: the operation `allocate` in whole numbers.

Written anew beside `values.allocation`, which deals with fractions: here every share is one floor division.
"""

from __future__ import annotations

from collections.abc import Sequence


def shares(total: int, weights: Sequence[int], remainder: str) -> list[int]:
    """Whole shares that sum to the total, in the order of the weights; all 0 where no weight is above 0. What the cut leaves
    goes by `remainder`: one each to the lines that lost most (largest), or all to the first or last line with a weight."""
    whole = sum(weights)
    if whole == 0 or total == 0:
        return [0] * len(weights)
    size = -total if total < 0 else total
    made = [size * weight // whole for weight in weights]
    left = size - sum(made)
    if left:
        if remainder == "largest":
            # Lost parts are size × weight modulo the whole; the sort keeps earlier lines of equal loss first.
            lost = sorted(range(len(weights)), key=lambda line: -(size * weights[line] % whole))
            for line in lost[:left]:
                made[line] += 1
        else:
            lines = [line for line, weight in enumerate(weights) if weight]
            made[lines[0 if remainder == "first" else -1]] += left
    return [-one for one in made] if total < 0 else made
