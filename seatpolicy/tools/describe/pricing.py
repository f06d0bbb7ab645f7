"""A plan and a count in, what it costs by the engine out: for the curves and for examples that a policy does not write.

Facts that the price reads are given values that the policy allows, and these are told. Use that is measured, and charges
that the engine does not bill together with the seats, are left out, and told too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents.account import Account, CountGiven, FactGiven, Held
from seatpolicy.documents.invoice import HELD, NOT_BILLED, PRICED, REFUSED, Invoice, Period
from seatpolicy.documents.refusals import EN301, EN507
from seatpolicy.documents.typed import Value
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan, RatePrice, SchedulePrice, TablePrice
from seatpolicy.semantics.model.types import Type
from seatpolicy.values.record import evolved

HALF = 15  # days: half a month
MOST_FACTS = 12
"""Facts that are filled in for one price; more means that filling in does not help."""


@attrs.frozen
class Case:
    """One plan for one seat type, with the facts that its price reads; of the charges `added`, it reads how many seats were
    added lately, and none were. `left_out` are titles of charges that are not in the price; `months` how many months a bill
    covers, 0 for cycles of days (then `cycle` says how long one is)."""

    policy: Policy
    plan: Plan
    seat: str
    currency: str
    facts: Mapping[str, Value]
    left_out: tuple[str, ...]
    months: int
    cycle: str
    added: tuple[str, ...] = ()


@attrs.frozen
class Pricer:
    """Prices cases by one engine on one day."""

    engine: Engine
    day: date

    def case(self, policy: Policy, plan: Plan, seat: str, currency: str) -> Case | None:
        """The plan for the seat type, with the facts that it needs; None where the engine cannot price it."""
        metered = [charge for charge in plan.charges if charge.counts_kind == "meter"]
        others = [charge for charge in plan.charges if seat not in charge.counts]
        for without in (metered, others) if others else (metered,):
            left_out = tuple(charge.title for charge in without)
            kept = _only(policy, plan, without)
            found = self._filled(kept, kept.plans[plan.name], seat, currency, left_out, {})
            if found is not None:
                return found
        return None

    def other(self, case: Case, name: str, value: Value) -> Case | None:
        """The same case with another value of one fact."""
        return self._filled(case.policy, case.plan, case.seat, case.currency, case.left_out, {**case.facts, name: value})

    def bill(self, case: Case, count: int) -> Invoice:
        """The invoice for so many seats."""
        return self._bill(case.policy, case.plan, case.seat, case.currency, case.facts, case.added, count)[0]

    def price(self, case: Case, count: int) -> Fraction | str:
        """What a month costs (a cycle, for cycles of days) without what comes once; else the status that says why not."""
        return self._price(case, self.bill(case, count))

    def _price(self, case: Case, invoice: Invoice) -> Fraction | str:
        if invoice.status != PRICED:
            return invoice.status
        once = {charge.name for charge in case.plan.charges if _is_once(case.policy, charge)}
        total = Fraction(0)
        for line in invoice.lines:
            if line.charge not in once:
                total += line.amount / months_of(line.period) if case.months else line.amount
        return total

    def _filled(
        self, policy: Policy, plan: Plan, seat: str, currency: str, left_out: tuple[str, ...], given: Mapping[str, Value]
    ) -> Case | None:
        facts = dict(given)
        added: tuple[str, ...] = ()
        for _ in range(MOST_FACTS):
            invoice, missing, grown = self._bill(policy, plan, seat, currency, facts, added, 1)
            wanted = [name for name in missing if name in policy.facts and name not in facts]
            unknown = [name for name in grown if name not in added]
            if not wanted and not unknown:
                break
            added = (*added, *unknown)
            for name in wanted:
                facts[name] = self._value(policy, plan, name)
        if invoice.status == NOT_BILLED or (invoice.status not in (PRICED, HELD, REFUSED)):
            return None
        periods = {line.period for line in invoice.lines} or ({invoice.period} if invoice.period is not None else set())
        by_month = _by_month(plan)
        months = {months_of(period) if by_month else 0 for period in periods}
        if not periods or (not by_month and len(periods) > 1):
            return None
        longest = max(periods, key=lambda period: period.last)
        days = (longest.last - longest.first).days + 1
        cycle = "week" if days == 7 else f"{days} days"
        return Case(policy, plan, seat, currency, facts, left_out, max(months), cycle, added)

    def _bill(
        self,
        policy: Policy,
        plan: Plan,
        seat: str,
        currency: str,
        facts: Mapping[str, Value],
        added: tuple[str, ...],
        count: int,
    ) -> tuple[Invoice, list[str], list[str]]:
        """The invoice; the facts that it lacks; and the charges of which it lacks how many seats were added."""
        at = plan.at
        account = Account(
            name="",
            plans=(Held(plan.name, at),),
            addons=(),
            currency=currency,
            facts={name: FactGiven(value, at) for name, value in facts.items()},
            held={seat: CountGiven(Fraction(count), at)},
            added={name: CountGiven(Fraction(0), at) for name in added},
        )
        outcome = self.engine.bill(policy, account, self.first_day)
        lacking = [(one.code, one.subject) for one in outcome.diagnostics]
        own = {charge.name for charge in plan.charges}
        grown = [name for code, name in lacking if code == EN507.code and name in own]
        return outcome.value, [name for code, name in lacking if code == EN301.code], grown

    @property
    def first_day(self) -> date:
        """A day that every month has, so that a cycle is so many months long."""
        day = self.day
        return day if day.day <= 28 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)

    def _value(self, policy: Policy, plan: Plan, name: str) -> Value:
        anchors = {case.value.fact for case in plan.anchor}
        return Fraction(1) if name in anchors else sample(policy.facts[name].type, self.day)


def sample(type_: Type, day: date) -> Value:
    """A value that a type allows: the first of a closed set, `no`, 100 of anything counted."""
    if type_.kind == "one of":
        return type_.values[0]
    if type_.kind == "any of":
        return type_.values[:1]
    values: dict[str, Value] = {
        "flag": False,
        "date": day,
        "text": "Example",
        "months": Fraction(12),
        "days": Fraction(30),
        "hours": Fraction(24),
        "percent": Fraction(0),
        "number": Fraction(1),
    }
    return values.get(type_.kind, Fraction(100))


def others(type_: Type) -> tuple[Value, ...]:
    """The values of a fact beside its sample, where there are few."""
    if type_.kind == "flag":
        return (True,)
    return tuple(type_.values[1:3]) if type_.kind == "one of" else ()


def months_of(period: Period) -> int:
    """How many months a cycle of months has; its marks may be counted from the end of the month, and so lie a few days
    off."""
    after = period.last + timedelta(days=1)
    off = (after.day - period.first.day >= HALF) - (period.first.day - after.day >= HALF)
    return (after.year - period.first.year) * 12 + after.month - period.first.month + off


def _by_month(plan: Plan) -> bool:
    """Whether every cycle of a plan and its charges is made of months."""
    blocks: tuple[Plan | Charge, ...] = (plan, *plan.charges)
    cycles = [case.value for block in blocks for case in block.cycle]
    return all(cycle.period not in ("week", "day") for cycle in cycles)


def _only(policy: Policy, plan: Plan, without: list[Charge]) -> Policy:
    """The policy with one plan, some of its charges left out, and nothing that waits, reports or judges beside a price: an
    invoice names the texts of all that it was made from, and looking for them takes longer than the price itself. Plans
    that a limit leads to stay."""
    kept = evolved(plan, charges=tuple(charge for charge in plan.charges if charge not in without))
    beyond = {limit.value.plan for charge in plan.charges for limit in charge.limit}
    plans = {name: one for name, one in policy.plans.items() if name in beyond}
    return evolved(
        policy,
        plans={**plans, plan.name: kept},
        addons={},
        requirements=(),
        signals={},
        approvals=None,
        release=None,
        guarantees=(),
        examples=(),
    )


def _is_once(policy: Policy, charge: Charge) -> bool:
    for case in charge.price:
        price = case.value
        per = None
        if isinstance(price, RatePrice):
            per = price.amounts.per
        elif isinstance(price, SchedulePrice):
            per = policy.schedules[price.schedule].per
        elif isinstance(price, TablePrice):
            per = policy.tables[price.table].type.per
        if per is not None and per.period == "once":
            return True
    return False
