"""Changes and a customer in, the price of a seat on each day out; LANGUAGE.md 4.22 read aloud, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from tests.differential.change_data import ChangeData, CustomerData, PlanData
from tests.differential.naive_calendar import Anchor, Window, add_months


def last_renewal(customer: CustomerData, day: date) -> date:
    """The day on which the term of a day began: the start, and then every renewal."""
    began = customer.start
    months = customer.term
    while customer.renews and months and add_months(customer.start, months) <= day:
        began = add_months(customer.start, months)
        months += customer.renews
    return began


def in_force(change: ChangeData, customer: CustomerData, plan: PlanData, day: date) -> bool:
    """Whether a change is in force for a customer on a day."""
    if day < change.first:
        return False
    if change.others == "at once":
        return True
    if change.new_at_once and customer.since >= change.first:
        return True
    if change.others == "at the next cycle" and cycle_of(customer, plan, day).first >= change.first:
        return True
    if change.others == "at renewal" and last_renewal(customer, day) >= change.first:
        return True
    return change.everyone_by is not None and day >= change.everyone_by


def cycle_of(customer: CustomerData, plan: PlanData, day: date) -> Window:
    """The cycle of a day."""
    return Anchor().window(plan.cycle, customer.start, day)


def price_on(changes: list[ChangeData], customer: CustomerData, plan: PlanData, day: date) -> int:
    """The price on a day: that of the newest change in force."""
    price = plan.price
    for change in sorted(changes, key=lambda one: one.first):
        if in_force(change, customer, plan, day):
            price = change.price
    return price


def bill(changes: list[ChangeData], customer: CustomerData, plan: PlanData, day: date) -> int | None:
    """The bill of one seat for the whole cycle of a day; None where the cycle has more than one price, as far as it is due:
    in advance by the days up to the day, in arrears by all of them; and where the term is over for good."""
    if customer.term and not customer.renews and day >= add_months(customer.start, customer.term):
        return None
    cycle = cycle_of(customer, plan, day)
    last = cycle.last if plan.in_arrears else day
    days = [cycle.first + timedelta(days=number) for number in range((last - cycle.first).days + 1)]
    prices = {price_on(changes, customer, plan, one) for one in (*days, day)}
    return prices.pop() * int(cycle.periods("month")) if len(prices) == 1 else None
