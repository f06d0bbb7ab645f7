"""What it costs: every plan and add-on with its cycle, its term, its bounds and its charges."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.money import about_sums
from seatpolicy.semantics.assumptions.time import about_plans
from seatpolicy.semantics.model.prices import Anchor, Plan, RenewalPrice
from seatpolicy.tools.describe.bounds import bound_points
from seatpolicy.tools.describe.charges import charge_section
from seatpolicy.tools.describe.document import Block, Points, Section
from seatpolicy.tools.describe.people import trial_words
from seatpolicy.tools.describe.prices import Shown
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import because, cycle, length, listed, percent, sentence, words_of

_MONTH_END = {
    "clamp": "in a shorter month on its last day",
    "move for good": "a short month moves the day for good",
    "stay last": "a start on the last day of a month stays on last days",
    "from end": "counted from the end of the month",
}
_FIRST_PART = {
    "billed": "the days before the first of these days are billed as a part of a cycle",
    "free": "the days before the first of these days are free",
    "joins next": "the days before the first of these days are billed together with the first whole cycle",
}


def what_it_costs(told: Told, shown: Shown) -> Section:
    """Plans, then add-ons, then what counts for the whole bill."""
    policy = told.policy
    blocks: list[Block] = [plan_section(told, plan, shown) for plan in policy.plans.values()]
    if policy.addons:
        add_ons = [plan_section(told, addon, shown) for addon in policy.addons.values()]
        blocks.append(section("Add-ons", add_ons))
    whole = [sentence(point) for point in bound_points(told, policy, "the whole bill")]
    blocks.append(section("The whole bill", [Points(tuple(whole))] if whole else []))
    blocks += told.defaults((*about_plans(policy), *about_sums(policy)))
    return section("What it costs", blocks)


def plan_section(told: Told, plan: Plan, shown: Shown) -> Section:
    """A plan or add-on: how it is billed, then its charges."""
    points = Points(tuple(sentence(point) for point in _points(told, plan) if point))
    charges = [charge_section(told, charge, plan, shown) for charge in plan.charges]
    if len(charges) == 1 and charges[0].title == plan.title:
        return section(plan.title, [points, *charges[0].blocks])
    return section(plan.title, [points, *charges])


def _points(told: Told, plan: Plan) -> Iterator[str]:
    cases = told.phrases.cases
    if plan.addon:
        yield f"an add-on for {told.names.all_of(plan.sold_with, 'or')}"
        if plan.only_with:
            yield f"sold only to who also has {told.names.all_of(plan.only_with, 'or')}"
        if plan.never_with:
            yield f"never sold together with {told.names.all_of(plan.never_with, 'or')}"
    if plan.cycle:
        yield cases(plan.cycle, [f"billed every {cycle(case.value)}" for case in plan.cycle])
    if plan.anchor:
        yield cases(plan.anchor, [anchor_words(told, case.value, plan) for case in plan.anchor])
    if plan.first_part:
        yield cases(plan.first_part, [_FIRST_PART.get(case.value, case.value) for case in plan.first_part])
    if plan.trial:
        yield cases(plan.trial, [trial_words(case.value, "the start") for case in plan.trial])
    yield from _term(told, plan)
    if plan.sold_in:
        yield f"sold in {listed(plan.sold_in)} only"
    yield from bound_points(told, plan, "the add-on" if plan.addon else "the plan")
    yield because(plan.because)


def _term(told: Told, plan: Plan) -> Iterator[str]:
    cases = told.phrases.cases
    if plan.term:
        yield cases(plan.term, [f"the customer is bound for {length(case.value)}" for case in plan.term])
    if plan.renews:
        yield cases(plan.renews, [f"the contract then renews for {length(case.value)}" for case in plan.renews])
    if plan.renewal_price:
        yield cases(plan.renewal_price, [_renewal(case.value) for case in plan.renewal_price])


def _renewal(price: RenewalPrice) -> str:
    when = "at the first renewal" if price.first_only else "at a renewal"
    return f"{when} the price rises by at most {percent(price.rise)}"


def anchor_words(told: Told, anchor: Anchor, plan: Plan) -> str:
    """Where cycles begin."""
    days = all(case.value.period in ("week", "day") for case in plan.cycle)
    match anchor.kind:
        case "subscription day":
            where = "on the day on which the subscription began"
        case "first paid day":
            where = "on the first paid day, behind the trial"
        case "day":
            where = f"on day {anchor.day} of the month"
        case "fact day":
            where = f"on the day of the month that the account's {words_of(anchor.fact)} names"
        case _:
            where = f"on {anchor.weekday.capitalize()}" if anchor.weekday else _on_calendar(plan)
    end = (
        _MONTH_END.get(anchor.month_end, "")
        if anchor.kind != "calendar" and anchor.month_end_at is not None and not days
        else ""
    )
    return f"a cycle begins {where}{', ' + end if end else ''}"


def _on_calendar(plan: Plan) -> str:
    """The days on which cycles of the calendar begin."""
    days = {
        "month": "on the 1st of the month",
        "quarter": "on the 1st of January, April, July and October",
        "half year": "on the 1st of January and July",
        "year": "on the 1st of January",
    }
    found = [days.get(case.value.period, "with the calendar") for case in plan.cycle]
    return found[0] if len(set(found)) == 1 else "with the calendar's own months, quarters, half years and years"
