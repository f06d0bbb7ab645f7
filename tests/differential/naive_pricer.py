"""A policy and an account as data in, the bill of one whole cycle out: LANGUAGE.md 4.6 to 4.15 and 5 read aloud, slowly.

Written from the text of the language and from nothing else, in the most literal way: no figure is shared with an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from tests.differential.naive_bounds import keep_bounds
from tests.differential.naive_calendar import Anchor, Window, add_months
from tests.differential.naive_counts import Counts
from tests.differential.naive_discounts import Discounts
from tests.differential.naive_facts import ABOVE, HELD, NOT_BILLED, REFUSED, ZERO, Facts, Stop
from tests.differential.naive_lines import Line, deal, rounded
from tests.differential.naive_prices import Pricing
from tests.differential.policy_data import AccountData, Cases, Charge, Plan, PolicyData


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
    pricer = _Pricer(Facts(policy, account))
    lines: list[Line] = []
    try:
        lines = pricer.lines()
    except Stop as stop:
        pricer.stops.add(str(stop))
    status = next((one for one in (REFUSED, ABOVE, NOT_BILLED, HELD) if one in pricer.stops), "priced")
    return Bill(status, tuple(lines) if status == "priced" else ())


@attrs.define
class _Pricer:
    facts: Facts
    stops: set[str] = attrs.field(factory=set)
    windows: dict[str, Window] = attrs.field(factory=dict)

    def lines(self) -> list[Line]:
        """Every line, to the last rounding."""
        policy, account, held = self.facts.policy, self.facts.account, self.facts.holders()
        lines: list[Line] = []
        self._keep_to_what_is_sold(held)
        for holder in held:
            if self._may(partial(self._look_at, holder, held)):
                for charge in holder.charges:
                    self._may(partial(self._look_at_charge, charge, holder, held))
        counts = Counts(self.facts, self.windows)
        pricing = Pricing(self.facts, counts)
        charges = [(holder, charge) for holder in held for charge in holder.charges]
        for _, charge in charges:
            if charge.name in self.windows:
                self._may(partial(counts.keep_limit, charge))
        if all(charge.name in self.windows for _, charge in charges):
            for holder, charge in charges:
                self._may(partial(self._add, lines, holder, charge, counts, pricing))
        if self.stops:
            return []
        self.windows[""] = self.windows[held[0].name]
        keep_bounds(self.facts, lines, self.windows, "before")
        for line in lines:
            line.off_list = line.amount
        Discounts(self.facts, lines, self._renewal()).cut()
        for line in lines:
            line.amount = rounded(policy, account.currency, "line", line.amount)
        keep_bounds(self.facts, lines, self.windows, "after")
        for name in dict.fromkeys(line.charge or line.id for line in lines):
            self._settle([line for line in lines if (line.charge or line.id) == name], "charge")
        self._settle(lines, "total")
        for asked in policy.requires:
            if account.facts.get(asked) is None if isinstance(asked, str) else not self.facts.fits(asked):
                raise Stop(HELD)
        return lines

    def _keep_to_what_is_sold(self, held: Sequence[Plan]) -> None:
        """Stops where the policy does not sell what is held, or where a term is over that nothing follows."""
        account = self.facts.account
        for holder in held:
            sold = not holder.sold_in or account.currency in holder.sold_in
            sold &= not holder.sold_with or any(one.name in holder.sold_with for one in held)
            sold &= not holder.only_with or bool(set(holder.only_with) & set(account.addons))
            if not sold or set(holder.never_with) & set(account.addons):
                raise Stop(REFUSED)
        renews = [one.renews for one in held if one.renews]
        end = self._renewal()
        if end is not None and len(renews) != 1 and account.as_of >= end:
            self.stops.add(NOT_BILLED)

    def _may(self, step: Callable[[], None]) -> bool:
        """Takes a step, and keeps what stops it."""
        try:
            step()
        except Stop as stop:
            self.stops.add(str(stop))
            return False
        return True

    def _look_at(self, holder: Plan, held: Sequence[Plan]) -> None:
        """The cycle of a plan or add-on. Stops where a line of it cannot be judged."""
        for cases in (holder.minimum, holder.maximum):
            self.facts.first_fitting(cases)
        self.windows[holder.name] = self._window(holder, "", held)

    def _look_at_charge(self, charge: Charge, holder: Plan, held: Sequence[Plan]) -> None:
        """The same of a charge: all its lines are judged before anything is made of one."""
        every: tuple[Cases[Any], ...] = (charge.price, charge.quantity, charge.included, charge.limit)
        for cases in (*every, charge.minimum, charge.maximum):
            self.facts.first_fitting(cases)
        self.windows[charge.name] = self._window(holder, charge.cycle, held)

    def _window(self, holder: Plan, own: str, held: Sequence[Plan]) -> Window:
        """The cycle that holds the day: the nearest that is said, by the anchor of the plan."""
        facts, account = self.facts, self.facts.account
        plan = next(one for one in held if one is holder or one.name in holder.sold_with)
        anchor = Anchor(plan.anchor.replace("billing_day", str(account.facts["billing_day"])), plan.month_end)
        cycle = own or facts.first_fitting(holder.cycle) or facts.first_fitting(plan.cycle) or ""
        if not anchor.begins_on(cycle, account.start):
            raise Stop(NOT_BILLED)
        return anchor.window(cycle, account.start, account.as_of)

    def _renewal(self) -> date | None:
        """The day on which the first term ends, if there is one."""
        account = self.facts.account
        terms = [account.term] if account.term else [plan.term for plan in self.facts.holders() if plan.term]
        return add_months(account.start, terms[0]) if len(terms) == 1 else None

    def _add(self, lines: list[Line], holder: Plan, charge: Charge, counts: Counts, pricing: Pricing) -> None:
        """Adds the lines of a charge at list price."""
        own = self.windows[charge.name]
        amounts = pricing.amounts(holder, charge, own)
        made = []
        for place, amount in enumerate(amounts, 1):
            mark = f"#{place:0{len(str(len(amounts)))}}" if len(amounts) > 1 else ""
            value = rounded(self.facts.policy, self.facts.account.currency, "step", amount)
            made.append(Line(charge.name + mark, holder.name, charge.name, own, value, value))
        if counts.given(charge) or any(line.listed for line in made):
            lines.extend(made)

    def _settle(self, lines: Sequence[Line], point: str) -> None:
        """Rounds the sum of some lines, and gives what that moves to the lines."""
        policy, currency = self.facts.policy, self.facts.account.currency
        if any(one.point == point for one in policy.roundings):
            amounts = [line.amount for line in lines]
            whole = rounded(policy, currency, point, sum(amounts, ZERO))
            for line, share in zip(lines, deal(policy, currency, whole, lines, amounts), strict=True):
                line.amount = share
