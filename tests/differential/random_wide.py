"""A number in, a policy and accounts of it out that say more than the naive pricer knows: use, people, commitments, signals.

It begins with a policy as `random_policies` draws it and puts more lines into its text. Only engines bill it: what they
make of it is compared with each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TypeVar

import attrs

from tests.differential.drawing import Drawing, new_drawing
from tests.differential.policy_data import AccountData, Case, Cases, Charge, Limit, Plan, PolicyData, Price, Quantity
from tests.differential.policy_text import account_text
from tests.differential.random_accounts import WEEKDAYS, draw_account
from tests.differential.random_beside import (
    billed_use,
    draw_commitments,
    draw_definitions,
    draw_growth,
    draw_requirements,
    draw_signals,
    draw_tax,
    in_cases,
    last_day,
    later_day,
)
from tests.differential.random_meters import Meter, draw_meters, draw_use
from tests.differential.random_policies import ACCOUNTS, draw_policy
from tests.differential.random_rosters import draw_counting, draw_people
from tests.differential.wide_data import Extras, Wide, WideAccount
from tests.differential.wide_text import wide_text

T = TypeVar("T")
EFFECTIVE = date(2026, 1, 1)
OVERAGES = ("month mark", "month mark", "quarter mark", "renewal")


def wide(number: int) -> Wide:
    """The wide policy of a number, and its accounts."""
    draw = new_drawing(Random(f"wide {number}"))
    if draw.chance(20):
        draw.months, draw.cycles = False, ("week",)
    elif draw.months and draw.chance(15):
        draw.cycles = ("year",)
    policy = draw_policy(draw)
    extras = Extras()
    people = draw.chance(35)
    if people:
        policy = _of_one_day(draw, policy)
        draw_counting(draw, extras)
    policy = _moving(draw, policy)
    policy = _marks(draw, policy, people)
    policy = _weekdays(draw, policy)
    policy = _more_cases(draw, policy)
    meters = draw_meters(draw, policy.plans[0], extras) if draw.chance(45) else []
    if draw.chance(35):
        draw_commitments(draw, policy, extras)
    if draw.chance(45):
        draw_signals(draw, policy, people, extras)
    rates = draw_tax(draw, extras) if draw.chance(25) else ""
    grown = draw_growth(draw, policy, extras) if draw.chance(20) else []
    if draw.chance(20):
        draw_requirements(draw, policy, extras)
    if draw.chance(20):
        draw_definitions(draw, policy, extras)
    accounts = tuple(_account(draw, policy, meters, people, rates, grown) for _ in range(ACCOUNTS))
    return Wide(policy, in_cases(draw, wide_text(policy, extras)), accounts)


def _account(
    draw: Drawing, policy: PolicyData, meters: list[Meter], people: bool, rates: str, grown: list[str]
) -> WideAccount:
    one = draw_account(draw, policy)
    if any(case.value.then.startswith("plan") for charge in policy.plans[0].charges for case in charge.limit):
        mine = {charge.name for charge in policy.plans[0].charges}
        seats = {name: count for name, count in one.seats.items() if name in mine}
        one = attrs.evolve(one, plans=("solo",), addons=(), held={}, seats=seats)
    if people and draw.chance(60):
        one = attrs.evolve(one, seats={name: draw.some((0, 1, 1, 2, 3)) for name in one.seats})
    one = _at_an_offer(draw, policy, one)
    lines: list[str] = []
    marked = any("mark" in charge.overage for charge in policy.plans[0].charges)
    later = later_day(draw, policy, one) if draw.chance(65 if policy.plans[0].term or marked else 35) else None
    if later is not None:
        one = attrs.evolve(one, as_of=later[0])
        lines += later[1]
        if later[1] and meters:
            lines += billed_use(draw, [meter.charge for meter in meters], one.start, later[0] - timedelta(days=1))
    elif people and draw.chance(85):
        counts = [case.value.over for charge in policy.plans[0].charges for case in charge.quantity]
        late = "last of the cycle" in counts and draw.chance(75)
        one = attrs.evolve(one, as_of=last_day(policy, one) if late else one.start)
    if people and draw.chance(90):
        one = attrs.evolve(one, held={})
        lines += draw_people(draw, one.as_of)
    lines += draw_use(draw, meters)
    if grown and draw.chance(90):
        lines.append(f"added: {{{', '.join(f'{name}: {draw.r.randint(0, 12)}' for name in grown)}}}")
    if draw.chance(80):
        lines.append("country: DE")
    if draw.chance(70):
        lines.append('billing_entity: "Acme GmbH"')
    return WideAccount(account_text(one) + "\n".join([*lines, ""]), one.as_of, one.held, rates)


def _at_an_offer(draw: Drawing, policy: PolicyData, one: AccountData) -> AccountData:
    """The same, begun where a discount begins or ends, or a day beside it, if cycles begin with the start; or too early."""
    if draw.chance(4):
        early = EFFECTIVE - timedelta(days=draw.r.randint(1, 40))
        return attrs.evolve(one, start=early, as_of=draw.some((early, EFFECTIVE)))
    days = [day for discount in policy.discounts for day in discount.offered or () if day is not None]
    if not days or policy.plans[0].anchor not in ("subscription day", "first paid day") or draw.chance(40):
        return one
    start = draw.some(days) + timedelta(days=draw.some((-1, 0, 0, 1)))
    return attrs.evolve(one, start=start, as_of=start) if start.year > 2025 else one


def _of_one_day(draw: Drawing, policy: PolicyData) -> PolicyData:
    """The same with counts that a roster of one day can answer, in most charges."""

    late = draw.chance(20)

    def charge(one: Charge) -> Charge:
        if not one.counts or one.counts == ("phone",) or draw.chance(12):
            return one
        over = "last of the cycle" if late else ""
        quantity = (attrs.evolve(c, value=attrs.evolve(c.value, over=over, tier_of="")) for c in one.quantity)
        price = (attrs.evolve(c, value=_not_once(c.value) if late else c.value) for c in one.price)
        bill = "in arrears" if late else "in advance"
        return attrs.evolve(one, quantity=tuple(quantity), price=tuple(price), bill=bill)

    def plan(one: Plan) -> Plan:
        return attrs.evolve(one, charges=tuple(map(charge, one.charges)))

    return attrs.evolve(policy, plans=tuple(map(plan, policy.plans)), addons=tuple(map(plan, policy.addons)))


def _not_once(price: Price) -> Price:
    """A price that is due in every cycle."""
    return attrs.evolve(price, period="cycle") if price.period == "once" else price


def _moving(draw: Drawing, policy: PolicyData) -> PolicyData:
    """The same with a limit that moves an account to the second plan, where there is one."""
    if len(policy.plans) < 2 or not draw.chance(60):
        return policy
    first = policy.plans[0]
    for place, charge in enumerate(first.charges):
        if charge.counts and charge.counts != ("phone",):
            limit = (Case(Limit(draw.noted(draw.r.randint(8, 14)), "plan duo")),)
            charges = (*first.charges[:place], attrs.evolve(charge, limit=limit), *first.charges[place + 1 :])
            return attrs.evolve(policy, plans=(attrs.evolve(first, charges=charges), *policy.plans[1:]))
    return policy


def _marks(draw: Drawing, policy: PolicyData, people: bool) -> PolicyData:
    """The same where overage is charged at a mark, too; with a roster, more charges are of what is contracted."""
    first = policy.plans[0]
    marks = OVERAGES if first.term else OVERAGES[:-1]

    def contracted(one: Quantity) -> Quantity:
        at_least, at_most = (tuple(b for b in bounds if b != "contracted") for bounds in (one.at_least, one.at_most))
        return attrs.evolve(one, kind="contracted", at_least=at_least, at_most=at_most)

    def charge(one: Charge) -> Charge:
        seats = one.counts and one.counts != ("phone",)
        if seats and people and draw.chance(40):
            one = attrs.evolve(one, quantity=tuple(attrs.evolve(c, value=contracted(c.value)) for c in one.quantity))
        ordered = one.quantity and all(case.value.kind == "contracted" for case in one.quantity)
        if draw.months and seats and ordered and draw.chance(85 if people else 50):
            over = draw.some((*marks, "month mark", "next invoice", "at once"))
            ends = "on the next invoice" if over == "next invoice" else over if over == "at once" else f"at {over}"
            ends = ends.replace("at month", "at the month").replace("at quarter", "at the quarter")
            return attrs.evolve(one, overage=f"billable seats above contracted, {ends}")
        return one

    return attrs.evolve(policy, plans=(attrs.evolve(first, charges=tuple(map(charge, first.charges))), *policy.plans[1:]))


def _weekdays(draw: Drawing, policy: PolicyData) -> PolicyData:
    """The same with weeks from any day."""
    if draw.cycles != ("week",) or draw.chance(15):
        return policy
    anchor = f"calendar, weeks from {draw.some(WEEKDAYS)}"
    return attrs.evolve(policy, plans=tuple(attrs.evolve(one, anchor=anchor) for one in policy.plans))


def _more_cases(draw: Drawing, policy: PolicyData) -> PolicyData:
    """The same with limits and bounds of the policy in cases more often."""

    def twice(cases: Cases[T]) -> Cases[T]:
        return (Case(cases[0].value, draw.condition()), *cases) if len(cases) == 1 and cases[0].when is None else cases

    def charge(one: Charge) -> Charge:
        if one.limit and not one.limit[0].value.then.startswith("plan") and draw.chance(40):
            first = attrs.evolve(one.limit[0].value, most=draw.noted(draw.r.randint(9, 30)), then="bill the rest")
            return attrs.evolve(one, limit=(Case(first, draw.condition()), *one.limit))
        return one

    def plan(one: Plan) -> Plan:
        return attrs.evolve(one, charges=tuple(map(charge, one.charges)))

    made = attrs.evolve(policy, plans=tuple(map(plan, policy.plans)))
    if draw.chance(60):
        made = attrs.evolve(made, minimum=twice(made.minimum), maximum=twice(made.maximum))
    return made
