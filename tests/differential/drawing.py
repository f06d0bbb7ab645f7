"""What every part of a drawing shares: the random generator, the currencies, the cycles, names and bounds; small draws out.

Numbers of the policy at which something happens are noted as bounds, so that accounts can lie on them or one beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

import attrs

from tests.differential.policy_data import SEATS, Case, Cases, Condition, Money

T = TypeVar("T")
DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
CURRENCIES = (("USD",), ("USD",), ("USD", "EUR"), ("JPY",), ("KWD", "USD"), ("EUR", "JPY"))
NAMES = ("zinc", "amber", "mint", "coral", "birch", "olive", "dune", "larch", "quartz", "basil")
MONTH_CYCLES = ("month", "month", "quarter", "half year", "year")
DAY_CYCLES = ("week", "30 days", "10 days")
MONTH_PERIODS = ("month", "month", "month", "quarter", "half year", "year", "cycle")
DAY_PERIODS = ("day", "week", "cycle")
TIERS = ("low", "middle", "high")


def chance(r: Random, percent: int) -> bool:
    """Whether something happens that happens so often."""
    return r.randrange(100) < percent


@attrs.define
class Drawing:
    """One drawing. `months` says whether its cycles are of months or of days."""

    r: Random
    currencies: tuple[str, ...]
    months: bool
    cycles: tuple[str, ...]
    names: list[str]
    bounds: list[int]

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often."""
        return chance(self.r, percent)

    def some(self, choices: Sequence[T]) -> T:
        """One of these."""
        return self.r.choice(choices)

    def noted(self, bound: int) -> int:
        """A bound, kept for the accounts."""
        self.bounds.append(bound)
        return bound

    def cycle(self) -> str:
        """How long a cycle is."""
        return self.some(self.cycles)

    def period(self) -> str:
        """What a rate is per; it fits the cycles."""
        return self.some(MONTH_PERIODS if self.months else DAY_PERIODS)

    def money(self, top: int = 40, low: int = 0) -> Money:
        """An amount in every currency, above `low` and up to `top`: in minor units, or up to three digits finer."""
        finer = self.some((0, 0, 0, 1, 2, 3))
        drawn = {}
        for currency in self.currencies:
            scale = 10 ** (DIGITS[currency] + finer)
            figure = self.r.randint(low * scale + 1, top * scale)
            # A half of a minor unit is where modes of rounding differ.
            halved = figure - figure % 10 + 5 if finer == 1 and 3 <= figure % 10 <= 7 else figure
            drawn[currency] = Fraction(halved, scale)
        return drawn

    def condition(self) -> Condition:
        """A condition about facts and seats of the account."""
        r = self.r
        kinds = ["=", "flag", "known", "size >=", "not", "and", "in", "range", "seats >="]
        kind = r.choice(kinds + ["currency"] * (len(self.currencies) > 1))
        if kind == "=":
            return self.some((("=", "billing", r.choice(("monthly", "annual"))), ("=", "tier", r.choice(TIERS))))
        if kind == "flag":
            return ("flag", "vip")
        if kind == "known":
            return ("known", "partner")
        if kind == "size >=":
            return ("size >=", self.noted(r.randint(1, 40)))
        if kind == "not":
            return ("not", ("=", "tier", r.choice(TIERS)))
        if kind == "in":
            return ("in", "tier", tuple(r.sample(TIERS, 2)))
        if kind == "range":
            low = r.randint(0, 20)
            return ("range", low, self.noted(low + r.randint(1, 30)))
        if kind == "seats >=":
            return ("seats >=", r.choice(SEATS), self.noted(r.randint(1, 20)))
        if kind == "currency":
            return ("=", "currency", r.choice(self.currencies))
        return (r.choice(("and", "or")), ("flag", "vip"), ("=", "billing", "monthly"))

    def cases(self, draw: Callable[[], T], percent: int) -> Cases[T]:
        """One case for everybody, or, so often, one under a condition and one for the others."""
        if self.chance(percent):
            return (Case(draw(), self.condition()), Case(draw()))
        return (Case(draw()),)


def new_drawing(r: Random) -> Drawing:
    """A drawing that has nothing yet but its currencies and its kind of cycles."""
    months = chance(r, 85)
    cycles = MONTH_CYCLES if months else r.choice((DAY_CYCLES, ("week",)))
    return Drawing(r, r.choice(CURRENCIES), months, cycles, r.sample(NAMES, len(NAMES)), [0, 1, 2, 12])
