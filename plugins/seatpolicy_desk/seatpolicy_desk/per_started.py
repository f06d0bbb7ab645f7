"""`per_started(x, n)`: how many groups of n are started by x: 0 for 0, 1 for 1 to n, 2 for n + 1 to 2 n, and so on.

In a policy: `quantity: equals per_started(seats of member, 25)` sells one support desk for every 25 seats begun.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def reference(x: Fraction, n: Fraction) -> Fraction:
    """The same in exact Python. Raises ZeroDivisionError for groups of 0."""
    return Fraction(-(-x // n))


def expand(builder: Any, x: Any, n: Any) -> Any:
    """The same in the compiler's arithmetic (seatpolicy.compiler.build.Builder): x ÷ n rounded up to whole groups.

    Groups of 0 are a failure of the kernel; what follows it is computed all the same, so it divides by 1 there.
    """
    from seatpolicy.compiler.ir import Failure  # type: ignore[import-untyped, import-not-found, unused-ignore]

    none = builder.compare("=", n, builder.const(0))
    words = "the function `per_started` has no result for groups of 0"
    builder.fail_if(none, Failure("EN304", words, builder.at, "per_started"))
    return builder.round(builder.div(x, builder.select(none, builder.const(1), n)), "ceiling", Fraction(1))
