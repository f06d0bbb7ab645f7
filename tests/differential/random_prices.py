"""A random generator in, prices as data out: rates, schedules and tables in every currency of the policy."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import attrs

from tests.differential.policy_data import Cell, Money, Price, Row, Schedule, Table, TableRow

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
MONTH_PERIODS = ("month", "month", "month", "quarter", "half year", "year", "cycle")
DAY_PERIODS = ("day", "week", "cycle")


def chance(r: Random, percent: int) -> bool:
    """Whether something happens that happens so often."""
    return r.randrange(100) < percent


def draw_money(r: Random, currencies: tuple[str, ...], top: int, low: int = 0) -> Money:
    """An amount in every currency, above `low` and up to `top`: in minor units, or up to three digits finer."""
    finer = r.choice((0, 0, 0, 1, 2, 3))
    drawn = {}
    for currency in currencies:
        scale = 10 ** (DIGITS[currency] + finer)
        drawn[currency] = Fraction(r.randint(low * scale + 1, top * scale), scale)
    return drawn


@attrs.define
class Prices:
    """Draws prices, and keeps the schedules and tables that they name and the bounds that they have."""

    r: Random
    currencies: tuple[str, ...]
    months: bool
    bounds: list[int]
    schedules: list[Schedule] = attrs.field(factory=list)
    tables: list[Table] = attrs.field(factory=list)

    def period(self) -> str:
        return self.r.choice(MONTH_PERIODS if self.months else DAY_PERIODS)

    def money(self, top: int = 40) -> Money:
        return draw_money(self.r, self.currencies, top)

    def fee(self) -> Price:
        """The price of a fee: a rate per a period, once, a table of money, nothing."""
        kind = self.r.randrange(10)
        if kind == 0:
            return Price("free")
        if kind == 1:
            return Price("quote") if chance(self.r, 30) else Price("free")
        if kind <= 3:
            return Price("table", name=self.table("", 0, "").name)
        return Price("rate", self.money(120), period="once" if kind == 4 else self.period())

    def counted(self, unit: str, once: bool) -> Price:
        """The price of a count of seats or units: a rate, a schedule, a table of rates, nothing, a quote."""
        kind = self.r.randrange(20)
        if kind == 0:
            return Price("free")
        if kind == 1 and chance(self.r, 40):
            return Price("quote")
        pack = self.r.choice((2, 3, 5, 10)) if chance(self.r, 30) else 0
        unit = "pack" if pack else unit
        if kind <= 3:
            return Price("table", name=self.table(unit, pack, self.period()).name)
        if kind <= 8:
            period = "once" if once and chance(self.r, 12) else self.period()
            return Price("rate", self.money(), unit, pack, period)
        return Price("schedule", name=self.schedule(unit, pack, self.period()).name)

    def unit_of(self, price: Price) -> str:
        """What a price is per."""
        for one in (*self.schedules, *self.tables):
            if one.name == price.name:
                return one.unit
        return price.unit

    def pack_of(self, price: Price) -> int:
        """The size of the packs that are priced; 0 for none."""
        return next((one.pack for one in (*self.schedules, *self.tables) if one.name == price.name), price.pack)

    def has_tiers(self, price: Price) -> bool:
        """Whether it has more than one row."""
        return any(one.name == price.name and len(one.rows) > 1 for one in self.schedules)

    def pack_size(self, priced: int) -> int:
        """A size of packs that are sold; whole packs that are priced."""
        return priced * self.r.randint(1, 2) if priced > 1 else self.r.choice((2, 3, 5, 10))

    def schedule(self, unit: str, pack: int, period: str) -> Schedule:
        r = self.r
        model = r.choice(("graduated", "volume", "stairstep"))
        count = r.randint(1, 4)
        low = r.choice((0, 1, 1))
        rows = []
        for number in range(count):
            high = None if number == count - 1 else max(low, 1) + r.randint(0, 12)
            if high is not None:
                self.bounds.append(high * (pack or 1))
            quote = number == count - 1 and count > 1 and chance(r, 10)
            rows.append(Row(low, high, Cell("quote") if quote else self.cell(model, bool(pack))))
            low = (high or 0) + 1
        made = Schedule(f"list_{len(self.schedules) + 1}", model, unit, pack, period, tuple(rows))
        self.schedules.append(made)
        return made

    def cell(self, model: str, packs: bool) -> Cell:
        r = self.r
        if model == "stairstep":
            return Cell("free") if chance(r, 8) else Cell("flat", flat=self.money(200))
        kind = r.choice(("rate", "rate", "rate", "flat", "rate and flat", "per", "per and flat", "free"))
        if packs:
            kind = kind.replace("per", "rate")
        if kind == "free":
            return Cell("free")
        rate = None if kind == "flat" else self.money(25)
        flat = self.money(60) if "flat" in kind else None
        return Cell(kind, rate, flat, r.choice((2, 3, 10, 100)) if "per" in kind else 0)

    def table(self, unit: str, pack: int, period: str) -> Table:
        r = self.r
        keys = r.choice(((("low",), ("middle",), ("high",)), (("low", "middle"), ("high",)), (("any",),)))
        rows = []
        for key in keys:
            kind = r.randrange(20)
            rows.append(TableRow(key, "quote" if kind == 0 else "free" if kind <= 2 else self.money()))
        made = Table(f"table_{len(self.tables) + 1}", unit, pack, period, tuple(rows))
        self.tables.append(made)
        return made
