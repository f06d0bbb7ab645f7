"""A random generator in, a policy and accounts of it as data out: all that the engine bills, drawn so that it matters.

Prices are often finer than the minor unit, and counts lie at bounds or one beside them. The same generator gives the same
policy and the same accounts; `drawn` makes one from a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import attrs

from tests.differential.drawing import DIGITS, Drawing, new_drawing
from tests.differential.policy_data import AccountData, Case, Cases, Charge, Condition, Plan, PolicyData, Rounding
from tests.differential.random_accounts import draw_account
from tests.differential.random_charges import Charges
from tests.differential.random_discounts import draw_combine, draw_discounts
from tests.differential.random_prices import Prices

ACCOUNTS = 3
MODES = ("half up", "half even", "half down", "up", "down", "ceiling", "floor")
MONTH_ENDS = ("", "or the last day of a shorter month", "short months move the day for good", "last days stay last days",
              "counted from the end of the month")  # fmt: skip
MEASURES = ("days over the cycle", "days over the cycle, months counted as 30 days", "days over the month",
            "days over the calendar month", "days over 30 days per month", "days over 360 days per year",
            "seconds over the cycle", "whole cycles")  # fmt: skip
TERMS = ((0, 0), (0, 0), (0, 0), (12, 12), (12, 24), (24, 12), (24, 24), (12, 0))


def draw(r: Random) -> tuple[PolicyData, list[AccountData]]:
    """A valid policy, and accounts of it."""
    drawing = new_drawing(r)
    policy = draw_policy(drawing)
    return policy, [draw_account(drawing, policy) for _ in range(ACCOUNTS)]


def draw_policy(drawing: Drawing) -> PolicyData:
    """A valid policy of a drawing that has nothing yet."""
    return _Policy(drawing, Charges(drawing, Prices(drawing))).drawn()


def drawn(number: int) -> tuple[PolicyData, list[AccountData]]:
    """The policy of a number, and its accounts."""
    return draw(Random(f"policy {number}"))


@attrs.frozen
class _Policy:
    draw: Drawing
    make: Charges

    def drawn(self) -> PolicyData:
        """The whole policy."""
        draw = self.draw
        plans = [self._plan("solo", draw.r.randint(1, 3))]
        if draw.chance(10):
            other = self._plan("duo", 1)
            plans.append(attrs.evolve(other, cycle=plans[0].cycle, anchor=plans[0].anchor, month_end=plans[0].month_end))
        names = ("extra", "bonus")[: draw.some((0, 0, 0, 1, 1, 2))]
        addons = [self._addon(name, names, plans) for name in names]
        if not any(charge.counts == ("member",) for charge in plans[0].charges):
            plans, addons = ([_without_billed_seats(one) for one in held] for held in (plans, addons))
        charges = [charge for plan in (*plans, *addons) for charge in plan.charges]
        same = not any(charge.cycle for charge in charges) and all(addon.cycle == () for addon in addons)
        priced = [charge.name for charge in charges if any(one.value.kind not in ("free", "quote") for one in charge.price)]
        renewing = len(plans) == 1 and plans[0].term > 0
        discounts = draw_discounts(draw, priced, same, renewing) if priced else ()
        minimum, maximum = self.make.bounds(150, 400, 8 if same else 0)
        return PolicyData(
            currencies=draw.currencies,
            roundings=self._roundings(),
            plans=tuple(plans),
            addons=tuple(addons),
            schedules=tuple(self.make.prices.schedules),
            tables=tuple(self.make.prices.tables),
            discounts=discounts,
            combine=draw_combine(draw, discounts),
            remainder=draw.some(("", "", "largest", "first", "last")),
            minimum=minimum,
            maximum=maximum,
            requires=self._requires(),
            measure=draw.some(MEASURES) if draw.months else "days over the cycle",
            flat_fees=self.make.flat_fees(60),
        )

    def _roundings(self) -> tuple[Rounding, ...]:
        """One statement that leaves amounts that can be paid, and finer ones before it."""
        draw = self.draw
        digits = max(DIGITS[one] for one in draw.currencies)
        coarse = ["cent", "cent", "cent", "whole numbers"]
        if "JPY" not in draw.currencies:
            coarse += ["0.05", "0.25", "2 decimals", "1 decimals"]
        fine = tuple(f"{digits + more} decimals" for more in (1, 2, 3))
        payable = draw.some(("line", "line", "line", "charge", "total"))
        made = [Rounding(draw.some(MODES), draw.some(coarse), payable)]
        before = {"line": (), "charge": ("line",), "total": ("line", "charge")}[payable]
        made += [Rounding(draw.some(MODES), draw.some(fine), point) for point in before if draw.chance(25)]
        grains = {
            "quantity": ("whole numbers", "1 decimals"),
            "pack": ("whole numbers", "1 decimals"),
            "factor": ("whole numbers", "1 decimals", "2 decimals", "9 decimals"),
            "unit price": ("cent", *fine),
            "step": ("cent", *fine),
            "tax": ("cent",),
        }
        made += [Rounding(draw.some(MODES), draw.some(grain), point) for point, grain in grains.items() if draw.chance(15)]
        draw.r.shuffle(made)
        return tuple(made)

    def _requires(self) -> tuple[str | Condition, ...]:
        """What must be known or hold before an invoice."""
        made: list[str | Condition] = []
        if self.draw.chance(4):
            made.append("partner")
        if self.draw.chance(4):
            made.append(("not", ("size >=", self.draw.r.randint(5, 60))))
        return tuple(made)

    def _plan(self, name: str, count: int) -> Plan:
        """A plan with so many charges."""
        draw = self.draw
        cycle: Cases[str] = (Case(draw.cycle()),)
        if draw.months and draw.chance(25):
            cycle = (Case(draw.cycle(), ("=", "billing", "annual")), Case(draw.cycle()))
        anchor, month_end = self._anchor()
        charges = tuple(self.make.charge() for _ in range(count))
        minimum, maximum = self.make.bounds(150, 400, 0 if any(charge.cycle for charge in charges) else 15)
        term, renews = draw.some(TERMS) if draw.months else (0, 0)
        return Plan(
            name,
            cycle,
            charges,
            anchor=anchor,
            month_end=month_end,
            term=term,
            renews=renews,
            sold_in=(draw.some(draw.currencies),) if len(draw.currencies) > 1 and draw.chance(8) else (),
            minimum=minimum,
            maximum=maximum,
            flat_fees=self.make.flat_fees(20),
        )

    def _anchor(self) -> tuple[str, str]:
        """An anchor and its month end."""
        draw = self.draw
        if not draw.months:
            weeks = draw.cycles == ("week",) and draw.chance(50)
            return (f"calendar, weeks from {draw.some(('monday', 'tuesday'))}" if weeks else "subscription day"), ""
        days = ("day 17 of the month", "day 30 of the month", "day 31 of the month", "day billing_day of the month")
        anchor = draw.some(("subscription day", "subscription day", "calendar", "first paid day", draw.some(days)))
        return anchor, "" if anchor in ("calendar", days[0]) else draw.some(MONTH_ENDS)

    def _addon(self, name: str, names: Iterable[str], plans: list[Plan]) -> Plan:
        """An add-on, for some of the plans."""
        draw = self.draw
        cycle: Cases[str] = (Case(draw.cycle()),) if draw.chance(15) else ()
        charges = tuple(self.make.charge() for _ in range(draw.some((1, 1, 2))))
        minimum, maximum = self.make.bounds(150, 300, 0 if any(charge.cycle for charge in charges) else 20)
        others = tuple(other for other in names if other < name)
        beside = draw.some(("", "", "", "only", "never")) if others else ""
        return Plan(
            name,
            cycle,
            charges,
            sold_with=tuple(plan.name for plan in draw.r.sample(plans, draw.r.randint(1, len(plans)))),
            only_with=others if beside == "only" else (),
            never_with=others if beside == "never" else (),
            minimum=minimum,
            maximum=maximum,
            flat_fees=self.make.flat_fees(20),
        )


def _without_billed_seats(plan: Plan) -> Plan:
    """The same without what is included by the seats of another charge."""

    def change(charge: Charge) -> Charge:
        return attrs.evolve(charge, included=tuple(one for one in charge.included if not one.value.seat))

    return attrs.evolve(plan, charges=tuple(map(change, plan.charges)))
