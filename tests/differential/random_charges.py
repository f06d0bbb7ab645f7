"""A drawing and its prices in, charges with all their lines out; minimums and maximums of any block, too."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import attrs

from tests.differential.drawing import Drawing
from tests.differential.policy_data import (
    FIGURES,
    ITEM,
    SEATS,
    Bound,
    Case,
    Cases,
    Charge,
    Included,
    Limit,
    Quantity,
)
from tests.differential.random_prices import Prices

OVER = ("each day", "highest of the cycle", "lowest of the cycle", "first of the cycle", "last of the cycle",
        "average of the cycle", "distinct of the cycle")  # fmt: skip
OVERAGES = ("billable seats above contracted, on the next invoice", "billable seats above contracted, at once", "blocked")


@attrs.frozen
class Charges:
    """Draws charges."""

    draw: Drawing
    prices: Prices

    def charge(self) -> Charge:
        """A charge for seats, an item, a figure or nothing (a fee)."""
        draw, prices = self.draw, self.prices
        name = draw.names.pop()
        kind = draw.some(("seat",) * 6 + ("item", "fee", "figure"))
        bill = draw.some(("in advance", "in advance", "in arrears"))
        if kind == "fee":
            return self._finished(Charge(name, (), draw.cases(prices.fee, 25), bill), kind)
        counts: tuple[str, ...] = ()
        if kind == "seat":
            counts = tuple(draw.r.sample(SEATS, 2)) if draw.chance(10) else (draw.some(SEATS),)
        elif kind == "item":
            counts = (ITEM,)
        unit = {"seat": "seat", "item": "unit", "figure": draw.some(("seat", "unit"))}[kind]
        price = draw.cases(lambda: prices.counted(unit, once=bill == "in advance"), 25)
        tiered = all(prices.has_tiers(one.value) for one in price)
        priced = lcm(*(prices.pack_of(one.value) or 1 for one in price))
        quantity = draw.cases(lambda: self._quantity(kind, bill, tiered, priced), 15)
        made = Charge(name, counts, price, bill, quantity=quantity)
        packs = len(price) == 1 and prices.unit_of(price[0].value) == "pack" and not quantity[0].value.packs
        packs |= len(quantity) == 1 and len(quantity[0].value.packs) == 1 and priced == 1
        return self._finished(attrs.evolve(made, included=self._included(counts, packs)), kind)

    def _finished(self, charge: Charge, kind: str) -> Charge:
        """With the lines that any charge may have."""
        draw = self.draw
        split = ["", "", "change", "charge"]
        if kind != "fee" and all(self.prices.has_tiers(one.value) for one in charge.price):
            split.append("tier")
        if kind == "seat" and len(charge.price) == 1 and self.prices.unit_of(charge.price[0].value) == "seat":
            split += ["seat"] * (1 + (charge.price[0].value.kind == "rate"))
        limit: Cases[Limit] = ()
        if kind != "fee" and draw.chance(20):
            most = draw.noted(draw.r.randint(9, 60))
            bounds: list[int | str] = [most, most, most, "size"]
            bounds += ["contracted"] * 2 if kind in ("seat", "item") else []
            limit = (Case(Limit(draw.some(bounds), draw.some(("refuse", "bill the rest")))),)
        contracted = all(one.value.kind == "contracted" for one in charge.quantity)
        minimum, maximum = self.bounds(60, 200, 12)
        return attrs.evolve(
            charge,
            limit=limit,
            lines=draw.some(split),
            cycle=draw.cycle() if draw.chance(8) and draw.months else "",
            overage=draw.some(OVERAGES) if kind == "seat" and contracted and draw.chance(20) else "",
            minimum=minimum,
            maximum=maximum,
            flat_fees=self.flat_fees(12),
        )

    def _quantity(self, kind: str, bill: str, tiered: bool, priced: int) -> Quantity:
        """What is counted, and how; its packs hold whole packs that are `priced`."""
        draw = self.draw
        said = draw.some(("contracted", "assigned", "billable") if kind == "seat" else ("contracted", "assigned"))
        if kind == "figure" or draw.chance(8):
            said = draw.some(tuple(FIGURES))
        over = ""
        if bill == "in arrears":
            over = draw.some(OVER if kind == "seat" and said not in FIGURES else OVER[:-1])
        elif draw.chance(8):
            over = "first of the cycle"
        tier_of = ""
        if tiered and over not in ("", "each day") and draw.chance(40):
            tier_of = draw.some(("last", "first", "highest"))
        bounds: tuple[int | str, ...] = ("size", "contracted") if said in ("assigned", "billable") else ("size",)
        at_least: tuple[int | str, ...] = ()
        at_most: tuple[int | str, ...] = ()
        if draw.chance(30):
            at_least = (draw.noted(draw.r.randint(1, 8)),) if draw.chance(60) else (draw.some(bounds),)
        if draw.chance(25) and not set(at_least) & set(bounds):
            at_most = (draw.noted(draw.r.randint(8, 50)),) if draw.chance(60) else (draw.some(bounds),)
        packs: tuple[int, ...] = ()
        if draw.chance(15):
            size = priced * draw.r.randint(1, 2) if priced > 1 else draw.some((2, 3, 5, 10))
            packs = (size,) if draw.chance(50) else (size, size * draw.r.randint(1, 4), size * draw.r.randint(1, 3))
            for bound in packs:
                draw.noted(bound)
        return Quantity(said, at_least, at_most, packs, over, tier_of)

    def _included(self, counts: tuple[str, ...], packs: bool) -> Cases[Included]:
        """What costs nothing; `packs` says whether there are packs behind which it can be taken off."""
        draw = self.draw
        if not draw.chance(30):
            return ()
        after = packs and draw.chance(40)
        count = Fraction(draw.r.randint(1, 6), draw.some((1, 1, 1, 2)))
        if "member" not in counts and draw.chance(60):
            return (Case(Included(count, "member", draw.some((1, 1, 2, 3)), "", False, after)),)
        period = "month" if draw.months and not after and draw.chance(10) else "cycle"
        first = Included(count, period=period, prorated=draw.chance(15), after_packs=after)
        if draw.chance(20):
            return (Case(first, draw.condition()), Case(Included(count + 2, period="cycle", after_packs=after)))
        return (Case(first),)

    def bounds(self, least: int, most: int, percent: int) -> tuple[Cases[Bound], Cases[Bound]]:
        """A minimum and a maximum of one block, each drawn so often; no minimum is above the maximum."""
        draw = self.draw
        period = draw.some(("cycle", "cycle", "month", "quarter", "year") if draw.months else ("cycle", "week", "day"))
        factor = {"year": 12, "quarter": 3, "cycle": 2}.get(period, 1)

        def one(low: int, high: int) -> Bound:
            money = draw.money(high * factor, low * factor)
            return Bound(money, period, draw.some(("", "before", "after")), draw.chance(20))

        def some(low: int, high: int) -> Cases[Bound]:
            if not draw.chance(percent):
                return ()
            if draw.chance(80):
                return (Case(one(low, high)),)
            if draw.chance(50):
                return (Case(one(low, high), draw.condition()),)
            return (Case(one(low, high), draw.condition()), Case(one(low, high)))

        return some(0, least), some(least, most)

    def flat_fees(self, percent: int) -> Cases[str]:
        """Whether flat parts are cut down, said by a block so often."""
        draw = self.draw
        if not draw.chance(percent):
            return ()
        if draw.chance(30):
            return (Case("prorated", draw.condition()), Case("whole"))
        return (Case(draw.some(("whole", "prorated", "prorated"))),)
