"""A policy and an account as data in, the bill of one whole cycle out: LANGUAGE.md 4.6 to 4.15 and 5 read aloud, slowly.

Written from the text of the language and from nothing else, in the most literal way: no figure is shared with an engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from tests.differential.naive_bounds import keep_bounds
from tests.differential.naive_calendar import Window, add_months, window
from tests.differential.naive_counts import FIGURES, Counts
from tests.differential.naive_discounts import Discounts
from tests.differential.naive_facts import HELD, NOT_BILLED, REFUSED, ZERO, Stop, first_fitting, fits
from tests.differential.naive_lines import Line, deal, rounded
from tests.differential.naive_tiers import Part, parts_of
from tests.differential.policy_data import AccountData, Charge, Plan, PolicyData, Price


@attrs.frozen
class Bill:
    """`status` priced, held, refused or not billed yet; of a priced one every line."""

    status: str
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> Fraction:
        """The sum of its lines."""
        return sum((line.amount for line in self.lines), ZERO)


def price(policy: PolicyData, account: AccountData) -> Bill:
    """The bill for the cycles that hold the day that is asked for."""
    pricer = _Pricer(policy, account)
    try:
        lines = pricer.lines()
    except Stop as stop:
        pricer.stops.add(str(stop))
    status = next((one for one in (REFUSED, NOT_BILLED, HELD) if one in pricer.stops), "priced")
    return Bill(status, tuple(lines) if status == "priced" else ())


@attrs.define
class _Pricer:
    policy: PolicyData
    account: AccountData
    stops: set[str] = attrs.field(factory=set)
    windows: dict[str, Window] = attrs.field(factory=dict)
    held: list[Plan] = attrs.field(init=False)
    counts: Counts = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.held = [plan for plan in self.policy.plans if plan.name in self.account.plans]
        self.held += [addon for addon in self.policy.addons if addon.name in self.account.addons]
        self.counts = Counts(self.policy, self.account, self.held, self.windows)

    def lines(self) -> list[Line]:
        """Every line, to the last rounding."""
        policy, account = self.policy, self.account
        lines: list[Line] = []
        self._find_windows()
        for holder in self.held:
            for charge in holder.charges:
                try:
                    self.counts.keep_limit(charge)
                    lines += self._charge(holder, charge)
                except Stop as stop:
                    self.stops.add(str(stop))
        if self.stops:
            return []
        keep_bounds(policy, account, self.held, lines, self.windows, "before")
        for line in lines:
            line.off_list = line.amount
        Discounts(policy, account, lines, self._renewal()).cut()
        for line in lines:
            line.amount = rounded(policy, account.currency, "line", line.amount)
        keep_bounds(policy, account, self.held, lines, self.windows, "after")
        for name in dict.fromkeys(line.charge or line.id for line in lines):
            self._settle([line for line in lines if (line.charge or line.id) == name], "charge")
        self._settle(lines, "total")
        for asked in policy.requires:
            if account.facts.get(asked) is None if isinstance(asked, str) else not fits(asked, account):
                raise Stop(HELD)
        return lines

    def _find_windows(self) -> None:
        """The cycle of every block and charge: the nearest that is said; the anchor is the plan's."""
        for holder in self.held:
            plans = self.account.plans if holder.sold_with else (holder.name,)
            plan = next(plan for plan in self.policy.plans if plan.name in plans)
            cycle = first_fitting(holder.cycle, self.account) or first_fitting(plan.cycle, self.account) or ""
            for name, own in [(holder.name, ""), *((charge.name, charge.cycle) for charge in holder.charges)]:
                self.windows[name] = window(
                    own or cycle, plan.anchor, plan.month_end, self.account.start, self.account.as_of
                )
        self.windows[""] = self.windows[self.held[0].name]

    def _renewal(self) -> date | None:
        """The day on which the first term ends, if there is one."""
        terms = [plan.term for plan in self.held if plan.term]
        return add_months(self.account.start, terms[0]) if len(terms) == 1 else None

    def _charge(self, holder: Plan, charge: Charge) -> list[Line]:
        """The lines of a charge at list price."""
        policy, account = self.policy, self.account
        quantity = first_fitting(charge.quantity, account)
        count, packs_off = self.counts.paid(holder, charge)
        said = first_fitting(charge.price, account)
        assert said is not None
        period, parts = self._priced(said, count, packs_off)
        own = self.windows[charge.name]
        if period == "once" and own.number > 0:
            return []
        amounts = [self._amount(part, own.periods(period)) for part in parts]
        if charge.lines == "seat" and count.denominator > 1:
            raise Stop(NOT_BILLED)
        if charge.lines == "seat" and amounts and count > 0:
            amounts = [amounts[0] / count] * int(count)
        elif charge.lines != "tier" or not parts:
            amounts = [sum(amounts, ZERO)]
        lines = []
        for place, amount in enumerate(amounts, 1):
            mark = f"#{place:0{len(str(len(amounts)))}}" if len(amounts) > 1 else ""
            value = rounded(policy, account.currency, "step", amount)
            if value or not charge.counts or charge.name in account.seats or (quantity and quantity.kind in FIGURES):
                lines.append(Line(charge.name + mark, holder.name, charge.name, own, value, value))
        return lines

    def _amount(self, part: Part, whole: Fraction) -> Fraction:
        """What one row asks for, for a whole cycle that is so many periods of the rate."""
        policy, currency = self.policy, self.account.currency
        worth = rounded(policy, currency, "factor", whole)
        amount = part.flat * (worth if policy.flat_fees == "prorated" else whole)
        for rate, units in part.rates:
            if any(one.point == "unit price" for one in policy.roundings):
                amount += rounded(policy, currency, "unit price", rate * worth) * units
            else:
                amount += rate * units * worth
        return amount

    def _priced(self, said: Price, count: Fraction, packs_off: Fraction) -> tuple[str, list[Part]]:
        """The period of a price, and its parts: one for each row that is reached."""
        currency = self.account.currency
        quoted, free = said.kind == "quote", said.kind == "free"
        unit, pack, period = said.unit, said.pack, said.period
        rate = said.money[currency] if said.money is not None else ZERO
        if said.kind == "table":
            table = next(one for one in self.policy.tables if one.name == said.name)
            unit, pack, period = table.unit, table.pack, table.period
            result = next(row.result for row in table.rows if self.account.facts["tier"] in row.key or row.key == ("any",))
            quoted, free = result == "quote", result == "free"
            rate = ZERO if isinstance(result, str) else result[currency]
        if quoted:
            if count == 0:
                return "", []
            raise Stop(HELD)
        if free:
            return "", [Part((), ZERO)]
        if said.kind == "schedule":
            schedule = next(one for one in self.policy.schedules if one.name == said.name)
            parts = parts_of(schedule, self.counts.units(schedule.unit, schedule.pack, count, packs_off), currency)
            if parts is None:
                raise Stop(HELD)
            return schedule.period, parts
        return period, [Part(((rate, self.counts.units(unit, pack, count, packs_off)),), ZERO)]

    def _settle(self, lines: Sequence[Line], point: str) -> None:
        """Rounds the sum of some lines, and gives what that moves to the lines."""
        policy, currency = self.policy, self.account.currency
        if any(one.point == point for one in policy.roundings):
            amounts = [line.amount for line in lines]
            whole = rounded(policy, currency, point, sum(amounts, ZERO))
            for line, share in zip(lines, deal(policy, currency, whole, lines, amounts), strict=True):
                line.amount = share
