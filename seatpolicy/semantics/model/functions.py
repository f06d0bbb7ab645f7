"""A function of figures that a plugin offers: its types, its meaning as exact Python, and its expansion for compilers.

Such a function is an expansion, not a call: `expand` writes it in the compiler's own exact arithmetic, so that it is typed,
total, and the same on every engine, and nothing foreign runs where bills are made in bulk. `reference` says the same in
plain Python; only the reference engine calls it, and comparing engines compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from seatpolicy.semantics.model.types import COUNT, DAYS, HOURS, MONEY, MONTHS, NUMBER, PERCENT, Type
from seatpolicy.values.record import record

TYPES = {one.kind: one for one in (COUNT, NUMBER, PERCENT, MONEY, DAYS, HOURS, MONTHS)}
"""The types that a function may take and give, by the word that declares them. A count goes where a number is asked for."""


@record
class Function:
    """A function by its name in policies.

    `takes` are the kinds of its arguments, `gives` that of its result (words of `TYPES`). `reference` takes one Fraction an
    argument (counts, numbers; shares for percents, 20% is 1/5; amounts of the account's currency; numbers of days, hours,
    months) and gives a Fraction, whole and not below 0 where `gives` is a count. It raises ArithmeticError or ValueError
    where it has no result; then the account has no bill, and the finding names the function. `expand` takes the compiler's
    builder and one of its values an argument, and gives a value; for a case without a result it writes a failure of the
    builder. `plugin` (name and version) is filled in when the plugin is loaded.
    """

    name: str
    takes: Sequence[str]
    gives: str
    reference: Callable[..., Fraction]
    expand: Callable[..., Any]
    plugin: str = ""

    @property
    def result(self) -> Type:
        """The type of what it gives."""
        return TYPES[self.gives]

    @property
    def signature(self) -> str:
        """As messages show it: `per_started(count, count) gives count`."""
        return f"{self.name}({', '.join(self.takes)}) gives {self.gives}"
