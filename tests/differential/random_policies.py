"""A seed in, a policy and accounts of it as data out: everything that the reference engine bills, drawn so that it matters.

Prices are often finer than the minor unit, and counts lie at bounds or one beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from random import Random
from typing import TypeVar

import attrs

from tests.differential.policy_data import (
    AccountData,
    Bound,
    Case,
    Cases,
    Charge,
    Combine,
    Condition,
    Discount,
    Included,
    Limit,
    Plan,
    PolicyData,
    Quantity,
    Rounding,
)
from tests.differential.policy_text import FIGURES, SEATS
from tests.differential.random_prices import Prices, chance, draw_money

T = TypeVar("T")
MODES = ("half up", "half even", "half down", "up", "down", "ceiling", "floor")
CURRENCIES = (("USD",), ("USD",), ("USD", "EUR"), ("JPY",), ("KWD", "USD"), ("EUR", "JPY"))
NAMES = ("zinc", "amber", "mint", "coral", "birch", "olive", "dune", "larch", "quartz", "basil")
MONTH_CYCLES = ("month", "month", "quarter", "half year", "year")
DAY_CYCLES = ("week", "30 days", "10 days")
OVER = ("each day", "highest of the cycle", "lowest of the cycle", "first of the cycle", "last of the cycle",
        "average of the cycle")  # fmt: skip
MONTH_ENDS = ("", "or the last day of a shorter month", "short months move the day for good", "last days stay last days",
              "counted from the end of the month")  # fmt: skip


@attrs.define
class Draw:
    """One drawing of a policy."""

    r: Random
    currencies: tuple[str, ...] = ()
    months: bool = True
    cycles: tuple[str, ...] = MONTH_CYCLES
    names: list[str] = attrs.field(factory=list)
    prices: Prices = attrs.field(init=False)
    bounds: list[int] = attrs.field(factory=lambda: [0, 1, 2, 12])

    def policy(self) -> PolicyData:
        r = self.r
        self.currencies = r.choice(CURRENCIES)
        self.months = chance(r, 85)
        self.cycles = MONTH_CYCLES if self.months else r.choice((DAY_CYCLES, ("week",)))
        self.names = r.sample(NAMES, len(NAMES))
        self.prices = Prices(r, self.currencies, self.months, self.bounds)
        plans = [self.plan("solo", r.randint(1, 3))]
        if chance(r, 10):
            other = self.plan("duo", 1)
            plans.append(attrs.evolve(other, cycle=plans[0].cycle, anchor=plans[0].anchor, month_end=plans[0].month_end))
        addons = [self.addon(name, plans[0]) for name in ("extra", "bonus")[: r.choice((0, 0, 0, 1, 1, 2))]]
        charges = [charge for plan in (*plans, *addons) for charge in plan.charges]
        if not any(charge.counts == ("member",) for charge in plans[0].charges):
            plans = [attrs.evolve(plan, charges=tuple(map(without_billed_seats, plan.charges))) for plan in plans]
            addons = [attrs.evolve(plan, charges=tuple(map(without_billed_seats, plan.charges))) for plan in addons]
        same = not any(charge.cycle for charge in charges) and all(addon.cycle == () for addon in addons)
        priced = [charge.name for charge in charges if any(one.value.kind not in ("free", "quote") for one in charge.price)]
        discounts = self.discounts(priced, same, all(plan.term for plan in plans[:1]) and len(plans) == 1) if priced else ()
        minimum, maximum = self.bounds_of(150, 400, 8 if same else 0)
        return PolicyData(
            currencies=self.currencies,
            roundings=self.roundings(),
            plans=tuple(plans),
            addons=tuple(addons),
            schedules=tuple(self.prices.schedules),
            tables=tuple(self.prices.tables),
            discounts=discounts,
            combine=self.combine(discounts),
            remainder=r.choice(("", "", "largest", "first", "last")),
            minimum=minimum,
            maximum=maximum,
            requires=self.requires(),
            measure=r.choice(("days over the cycle", "days over the month", "seconds over the cycle", "whole cycles"))
            if self.months
            else "days over the cycle",
            flat_fees=r.choice(("", "whole", "prorated")),
        )

    # ---- the head ----

    def roundings(self) -> tuple[Rounding, ...]:
        r = self.r
        digits = max({"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}[one] for one in self.currencies)
        coarse = ["cent", "cent", "cent", "whole numbers"]
        if "JPY" not in self.currencies:
            coarse += ["0.05", "0.25", "2 decimals", "1 decimals"]
        fine = [f"{digits + more} decimals" for more in (1, 2, 3)]
        payable = r.choice(("line", "line", "line", "charge", "total"))
        made = [Rounding(r.choice(MODES), r.choice(coarse), payable)]
        before = {"line": (), "charge": ("line",), "total": ("line", "charge")}[payable]
        made += [Rounding(r.choice(MODES), r.choice(fine), point) for point in before if chance(r, 25)]
        if chance(r, 15):
            made.append(Rounding(r.choice(MODES), r.choice(("whole numbers", "1 decimals")), "quantity"))
        if chance(r, 15):
            made.append(Rounding(r.choice(MODES), r.choice(("whole numbers", "1 decimals")), "pack"))
        if chance(r, 15):
            made.append(Rounding(r.choice(MODES), r.choice(("1 decimals", "2 decimals", "9 decimals")), "factor"))
        if chance(r, 15):
            made.append(Rounding(r.choice(MODES), r.choice(("cent", *fine)), "unit price"))
        if chance(r, 15):
            made.append(Rounding(r.choice(MODES), r.choice(("cent", *fine)), "step"))
        r.shuffle(made)
        return tuple(made)

    def requires(self) -> tuple[str | Condition, ...]:
        r = self.r
        made: list[str | Condition] = []
        if chance(r, 4):
            made.append("partner")
        if chance(r, 4):
            made.append(("not", ("size >=", r.randint(5, 60))))
        return tuple(made)

    # ---- plans ----

    def cycle(self) -> str:
        return self.r.choice(self.cycles)

    def plan(self, name: str, count: int) -> Plan:
        r = self.r
        cycle: Cases[str] = (Case(self.cycle()),)
        if self.months and chance(r, 25):
            cycle = (Case(self.cycle(), ("=", "billing", "annual")), Case(self.cycle()))
        anchor, month_end = "subscription day", ""
        if self.months:
            anchor = r.choice(("subscription day", "subscription day", "calendar", "day of the start", "first paid day"))
            month_end = r.choice(MONTH_ENDS) if anchor in ("subscription day", "first paid day") else ""
        elif self.cycles == ("week",) and chance(r, 50):
            anchor = "calendar, weeks from monday"
        charges = tuple(self.charge() for _ in range(count))
        minimum, maximum = self.bounds_of(150, 400, 0 if any(charge.cycle for charge in charges) else 15)
        return Plan(
            name,
            cycle,
            charges,
            anchor=anchor,
            month_end=month_end,
            term=r.choice((0, 0, 12, 24)) if self.months else 0,
            minimum=minimum,
            maximum=maximum,
        )

    def addon(self, name: str, plan: Plan) -> Plan:
        r = self.r
        cycle: Cases[str] = (Case(self.cycle()),) if chance(r, 15) else ()
        charges = tuple(self.charge() for _ in range(r.choice((1, 1, 2))))
        minimum, maximum = self.bounds_of(150, 300, 0 if any(charge.cycle for charge in charges) else 20)
        return Plan(
            name,
            cycle,
            charges,
            sold_with=(plan.name,),
            minimum=minimum,
            maximum=maximum,
        )

    # ---- charges ----

    def charge(self) -> Charge:
        r = self.r
        name = self.names.pop()
        kind = r.choice(("seat",) * 6 + ("item", "fee", "figure"))
        bill = r.choice(("in advance", "in advance", "in arrears"))
        if kind == "fee":
            price = self.cases(self.prices.fee, 25)
            return self.finished(Charge(name, (), price, bill), "fee")
        counts: tuple[str, ...] = ()
        if kind == "seat":
            counts = tuple(r.sample(SEATS, 2)) if chance(r, 10) else (r.choice(SEATS),)
        elif kind == "item":
            counts = ("phone",)
        unit = {"seat": "seat", "item": "unit", "figure": r.choice(("seat", "unit"))}[kind]
        price = self.cases(lambda: self.prices.counted(unit, once=bill == "in advance"), 25)
        tiered = all(self.prices.has_tiers(one.value) for one in price)
        priced = lcm(*(self.prices.pack_of(one.value) or 1 for one in price))
        quantity = self.cases(lambda: self.quantity(kind, bill, tiered, priced), 15)
        made = Charge(name, counts, price, bill, quantity=quantity)
        packs = len(price) == 1 and self.prices.unit_of(price[0].value) == "pack" and not quantity[0].value.packs
        packs |= len(quantity) == 1 and len(quantity[0].value.packs) == 1 and priced == 1
        return self.finished(attrs.evolve(made, included=self.included(counts, packs)), kind)

    def finished(self, charge: Charge, kind: str) -> Charge:
        r = self.r
        split = ["", "", "change", "charge"]
        if kind != "fee" and all(self.prices.has_tiers(one.value) for one in charge.price):
            split.append("tier")
        if kind == "seat" and len(charge.price) == 1 and charge.price[0].value.unit == "seat":
            split.append("seat")
        limit: Cases[Limit] = ()
        if kind != "fee" and chance(r, 15):
            most = r.randint(9, 60)
            self.bounds.append(most)
            limit = (Case(Limit(most if chance(r, 80) else "size", r.choice(("refuse", "bill the rest")))),)
        minimum, maximum = self.bounds_of(60, 200, 12)
        return attrs.evolve(
            charge,
            limit=limit,
            lines=r.choice(split),
            cycle=self.cycle() if chance(r, 8) and self.months else "",
            overage=kind == "seat" and all(one.value.kind == "contracted" for one in charge.quantity) and chance(r, 15),
            minimum=minimum,
            maximum=maximum,
        )

    def quantity(self, kind: str, bill: str, tiered: bool, priced: int) -> Quantity:
        r = self.r
        said = r.choice(("contracted", "assigned", "billable") if kind == "seat" else ("contracted", "assigned"))
        if kind == "figure" or chance(r, 8):
            said = r.choice(tuple(FIGURES))
        over = ""
        if bill == "in arrears":
            over = r.choice(OVER)
        elif bill == "in advance" and chance(r, 8):
            over = "first of the cycle"
        tier_of = ""
        if tiered and over not in ("", "each day") and chance(r, 40):
            tier_of = r.choice(("last", "first", "highest"))
        at_least: tuple[int | str, ...] = ()
        at_most: tuple[int | str, ...] = ()
        if chance(r, 25):
            at_least = (self.noted(r.randint(1, 8)),) if chance(r, 75) else ("size",)
        if chance(r, 20) and "size" not in at_least:
            at_most = (self.noted(r.randint(8, 50)),) if chance(r, 75) else ("size",)
        packs: tuple[int, ...] = ()
        if chance(r, 15):
            size = self.prices.pack_size(priced)
            packs = (size,) if chance(r, 50) else (size, size * r.randint(1, 4), size * r.randint(1, 3))
            self.bounds += packs
            at_least, at_most = (), ()
        return Quantity(said, at_least, at_most, packs, over, tier_of)

    def included(self, counts: tuple[str, ...], packs: bool) -> Cases[Included]:
        r = self.r
        if not chance(r, 30):
            return ()
        after = packs and chance(r, 40)
        count = Fraction(r.randint(1, 6), r.choice((1, 1, 1, 2)))
        if "member" not in counts and chance(r, 60):
            return (Case(Included(count, "member", r.choice((1, 1, 2, 3)), "", after)),)
        period = "month" if self.months and chance(r, 15) else "cycle"
        made: Cases[Included] = (Case(Included(count, period=period, after_packs=after)),)
        if chance(r, 20):
            made = (Case(made[0].value, self.condition()), Case(Included(count + 2, period="cycle", after_packs=after)))
        return made

    def noted(self, bound: int) -> int:
        self.bounds.append(bound)
        return bound

    # ---- money lines and discounts ----

    def money(self, top: int, lowest: int = 0) -> Money:
        return draw_money(self.r, self.currencies, top, lowest)

    def bounds_of(self, least: int, most: int, percent: int) -> tuple[Cases[Bound], Cases[Bound]]:
        """A minimum and a maximum of one block, each drawn so often; no minimum is above the maximum."""
        r = self.r
        period = r.choice(("cycle", "cycle", "month", "quarter", "year") if self.months else ("cycle", "week", "day"))
        factor = {"year": 12, "quarter": 3, "cycle": 2}.get(period, 1)

        def one(low: int, high: int) -> Bound:
            money = draw_money(r, self.currencies, high * factor, low * factor)
            return Bound(money, period, r.choice(("", "before", "after")), chance(r, 20))

        def some(low: int, high: int) -> Cases[Bound]:
            if not chance(r, percent):
                return ()
            if chance(r, 80):
                return (Case(one(low, high)),)
            if chance(r, 50):
                return (Case(one(low, high), self.condition()),)
            return (Case(one(low, high), self.condition()), Case(one(low, high)))

        return some(0, least), some(least, most)

    def discounts(self, charges: Sequence[str], same: bool, renewing: bool) -> tuple[Discount, ...]:
        r = self.r
        made = []
        for name in r.sample(("alpha", "beta", "gamma", "delta"), r.choice((0, 0, 1, 1, 2, 2, 3, 4))):
            targets = tuple(r.sample(charges, r.randint(1, len(charges)))) if chance(r, 60) else ()
            one = Discount(name, targets, when=self.condition() if chance(r, 25) else None)
            if same and chance(r, 40):
                one = attrs.evolve(
                    one,
                    money=draw_money(r, self.currencies, 60),
                    spread=r.choice(("", "in order", "by amount")),
                    prorated=chance(r, 15),
                    period=r.choice(("cycle", "cycle", "cycle", "subscription", "term" if renewing else "cycle")),
                )
            elif chance(r, 30):
                one = attrs.evolve(one, share=r.choice(("share", "fixed_share", "grown_share", "tier_share")))
            else:
                one = attrs.evolve(one, share=Fraction(r.randint(0, 400), 400))
            if chance(r, 15):
                first = date(2026, 1, 1) + timedelta(days=r.randint(0, 200))
                last = first + timedelta(days=r.randint(0, 400)) if chance(r, 60) else None
                one = attrs.evolve(one, offered=(first, last), offered_prorated=chance(r, 30))
            if chance(r, 15):
                one = attrs.evolve(one, lasts_cycles=r.randint(1, 4))
            elif chance(r, 5):
                one = attrs.evolve(one, lasts_until="plan_changed")
            elif renewing and chance(r, 20):
                one = attrs.evolve(one, lasts_until="renewal")
            made.append(one)
        return tuple(made)

    def combine(self, discounts: Sequence[Discount]) -> Combine | None:
        r = self.r
        if len(discounts) < 2 and not (discounts and chance(r, 30)):
            return None
        left = [one.name for one in discounts]
        r.shuffle(left)
        order = []
        while left:
            size = min(r.choice((1, 1, 2, 3)), len(left))
            order.append(tuple(left[:size]))
            left = left[size:]
        together = Fraction(r.randint(1, 200), 200) if chance(r, 30) else None
        return Combine(tuple(order), r.choice(("off list", "off what is left")), together)

    # ---- conditions ----

    def condition(self) -> Condition:
        r = self.r
        kind = r.randint(0, 6)
        if kind == 0:
            return ("=", "billing", r.choice(("monthly", "annual")))
        if kind == 1:
            return ("=", "tier", r.choice(("low", "middle", "high")))
        if kind == 2:
            return ("flag", "vip")
        if kind == 3:
            return ("known", "partner")
        if kind == 4:
            return ("size >=", r.randint(1, 40))
        if kind == 5:
            return ("not", ("=", "tier", r.choice(("low", "middle", "high"))))
        return (r.choice(("and", "or")), ("flag", "vip"), ("=", "billing", "monthly"))

    def cases(self, draw: object, percent: int) -> Cases[T]:
        assert callable(draw)
        if chance(self.r, percent):
            return (Case(draw(), self.condition()), Case(draw()))
        return (Case(draw()),)


def without_billed_seats(charge: Charge) -> Charge:
    """The same without what is included by the seats of another charge."""
    return attrs.evolve(charge, included=tuple(one for one in charge.included if not one.value.seat))


def draw_account(draw: Draw, policy: PolicyData) -> AccountData:
    """An account of a drawn policy: counts at the bounds that it has, or one beside them, or anything."""
    r = draw.r

    def count() -> int:
        if chance(r, 70):
            return max(r.choice(draw.bounds) + r.choice((-1, 0, 0, 1)), 0)
        return r.randint(0, 80)

    plans = policy.plans
    anchor = plans[0].anchor
    start = date(2026, 1, 1) + timedelta(days=r.randint(0, 200))
    if not draw.months:
        if "monday" in anchor:
            start -= timedelta(days=start.weekday())
            start = max(start, date(2026, 1, 5))
    elif anchor == "calendar":
        start = date(r.choice((2026, 2027)), 1, 1)
    elif anchor == "day of the start":
        start = start.replace(day=17)
    elif chance(r, 30):
        start = r.choice((date(2026, 1, 31), date(2026, 1, 30), date(2026, 8, 31), date(2026, 2, 28), date(2028, 2, 29)))
    held_plans = tuple(one.name for one in plans) if chance(r, 80) else (plans[0].name,)
    addons = tuple(one.name for one in policy.addons if chance(r, 85))
    charges = [charge for one in (*plans, *policy.addons) if one.name in (*held_plans, *addons) for charge in one.charges]
    return AccountData(
        plans=held_plans,
        addons=addons,
        currency=r.choice(policy.currencies),
        start=start,
        as_of=start + timedelta(days=r.choice((0, 0, 0, r.randint(0, 1000)))),
        facts={
            "billing": r.choice(("monthly", "annual")),
            "tier": r.choice(("low", "middle", "high")),
            "vip": chance(r, 50),
            "size": count(),
            "share": Fraction(r.randint(0, 200), 200),
            "partner": r.choice((None, "Meridian")),
        },
        seats={charge.name: count() for charge in charges if charge.counts and chance(r, 95)},
    )


def drawn(seed: int, accounts: int = 3) -> tuple[PolicyData, list[AccountData]]:
    """The policy and the accounts of a seed."""
    draw = Draw(Random(seed))
    policy = draw.policy()
    return policy, [draw_account(draw, policy) for _ in range(accounts)]
