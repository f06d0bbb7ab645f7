"""A drawing in, prices as data out: rates, schedules and tables in every currency of the policy."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from tests.differential.drawing import Drawing
from tests.differential.policy_data import SEATS, Cell, Price, Row, Schedule, Table, TableRow

Keys = list[tuple[Any, ...]]
NAMED_LEVELS = ("tier_level", "grown_level")


@attrs.define
class Prices:
    """Draws prices, and keeps the schedules and tables that they name."""

    draw: Drawing
    schedules: list[Schedule] = attrs.field(factory=list)
    tables: list[Table] = attrs.field(factory=list)

    def fee(self) -> Price:
        """The price of a fee: a rate per a period, once, a table of money, nothing."""
        return self.levelled(self._fee())

    def counted(self, unit: str, once: bool) -> Price:
        """The price of a count of seats or units: a rate, a schedule, a table of rates, nothing, a quote."""
        return self.levelled(self._counted(unit, once))

    def levelled(self, price: Price) -> Price:
        """The same price, or so often a share of it."""
        draw = self.draw
        if price.kind in ("free", "quote") or not draw.chance(16):
            return price
        level = draw.some(NAMED_LEVELS) if draw.chance(50) else Fraction(draw.r.randint(1, 600), 400)
        return attrs.evolve(price, level=level)

    def _fee(self) -> Price:
        draw = self.draw
        kind = draw.r.randrange(10)
        if kind == 0:
            return Price("free")
        if kind == 1:
            return self.quote("", 0, draw.period()) if draw.chance(30) else Price("free")
        if kind <= 3:
            return Price("table", name=self.table("", 0, "").name)
        return Price("rate", draw.money(120), period="once" if kind == 4 else draw.period())

    def _counted(self, unit: str, once: bool) -> Price:
        draw = self.draw
        kind = draw.r.randrange(20)
        if kind == 0:
            return Price("free")
        pack = draw.some((2, 3, 5, 10)) if draw.chance(30) else 0
        unit = "pack" if pack else unit
        if kind == 1 and draw.chance(40):
            return self.quote(unit, pack, draw.period())
        if kind <= 4:
            return Price("table", name=self.table(unit, pack, draw.period()).name)
        if kind <= 8:
            period = "once" if once and draw.chance(12) else draw.period()
            return Price("rate", draw.money(), unit, pack, period)
        return Price("schedule", name=self.schedule(unit, pack, draw.period()).name)

    def quote(self, unit: str, pack: int, period: str) -> Price:
        """A price that only a quote has; it may show where it begins."""
        return Price("quote", self.draw.money(), unit, pack, period) if self.draw.chance(50) else Price("quote")

    def unit_of(self, price: Price) -> str:
        """What a price is per."""
        named = self._named(price)
        return named.unit if named is not None else price.unit

    def pack_of(self, price: Price) -> int:
        """The size of the packs that are priced; 0 for none."""
        named = self._named(price)
        return named.pack if named is not None else price.pack

    def has_tiers(self, price: Price) -> bool:
        """Whether it has more than one row."""
        named = self._named(price)
        return isinstance(named, Schedule) and len(named.rows) > 1

    def _named(self, price: Price) -> Schedule | Table | None:
        every: list[Schedule | Table] = [*self.schedules, *self.tables]
        return next((one for one in every if one.name == price.name), None)

    def schedule(self, unit: str, pack: int, period: str) -> Schedule:
        """A schedule of one to four rows."""
        draw = self.draw
        model = draw.some(("graduated", "volume", "stairstep"))
        count = draw.r.randint(1, 4)
        low = draw.some((0, 1, 1))
        rows = []
        for number in range(count):
            high = None if number == count - 1 else max(low, 1) + draw.r.randint(0, 12)
            if high is not None:
                draw.noted(high * (pack or 1))
            by_quote = number == count - 1 and count > 1 and draw.chance(10)
            rows.append(Row(low, high, self.quoted(model) if by_quote else self.cell(model, bool(pack))))
            low = (high or 0) + 1
        made = Schedule(f"list_{len(self.schedules) + 1}", model, unit, pack, period, tuple(rows))
        self.schedules.append(made)
        return made

    def quoted(self, model: str) -> Cell:
        """A cell that only a quote has."""
        return Cell("quote", self.draw.money() if model != "stairstep" and self.draw.chance(50) else None)

    def cell(self, model: str, packs: bool) -> Cell:
        """A cell that has a price."""
        draw = self.draw
        if model == "stairstep":
            return Cell("free") if draw.chance(8) else Cell("flat", flat=draw.money(200))
        kind = draw.some(("rate", "rate", "rate", "flat", "rate and flat", "per", "per and flat", "free"))
        if packs:
            kind = kind.replace("per", "rate")
        if kind == "free":
            return Cell("free")
        rate = None if kind == "flat" else draw.money(25)
        flat = draw.money(60) if "flat" in kind else None
        return Cell(kind, rate, flat, draw.some((2, 3, 10, 100)) if "per" in kind else 0)

    def table(self, unit: str, pack: int, period: str) -> Table:
        """A table of one or two columns; in the second one the rows may share a key."""
        draw = self.draw
        columns = draw.some((("tier",), ("tier",), ("tier", "size"), ("vip", "tier"), (f"seats of {draw.some(SEATS)}",)))
        keys: list[Keys] = [[key] for key in self.keys(columns[0])]
        if columns[1:]:
            keys = [[*first, key] for first in keys for key in self.keys(columns[1])]
        rows = []
        for of_row in keys:
            kind = draw.r.randrange(20)
            rows.append(TableRow(tuple(of_row), "quote" if kind == 0 else "free" if kind <= 2 else draw.money()))
        made = Table(f"table_{len(self.tables) + 1}", unit, pack, period, columns, tuple(rows))
        self.tables.append(made)
        return made

    def keys(self, column: str) -> Keys:
        """The keys of a column, which fit every value once."""
        draw = self.draw
        if column == "tier":
            whole: Keys = [("any",)]
            two: Keys = [("in", ("low", "middle")), ("in", ("high",))]
            return draw.some(([("in", (name,)) for name in ("low", "middle", "high")], two, whole))
        if column == "vip":
            return [("in", (True,)), ("in", (False,))]
        bound = draw.noted(draw.r.randint(1, 20))
        if draw.chance(50):
            return [("range", 0, bound), ("range", bound + 1, None)]
        return [("up to", bound), ("above", bound)]
