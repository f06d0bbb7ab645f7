"""What takes something off: discounts and how they combine, and everything that is not charged at all."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.money import about_discounts
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import SeatType
from seatpolicy.semantics.model.prices import Charge, Combine, Discount, FreePrice, Off, Plan
from seatpolicy.tools.describe.charges import counted_words
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, strong
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import because, day, listed, money, percent, sentence, sentences, so_many

_EVENTS = {
    "plan_changed": "the plan changes",
    "renewed": "the contract is renewed",
    "cancelled": "the subscription is cancelled",
    "paused": "the subscription is paused",
    "resumed": "the subscription is resumed",
    "addon_added": "an add-on is added",
    "addon_removed": "an add-on is given up",
    "seats_changed": "the number of seats changes",
    "renewal": "renewal",
}


def what_comes_off(told: Told) -> Section:
    """What costs nothing, the discounts, their order, and the defaults about money."""
    policy = told.policy
    free = [sentence(point) for point in _free(told)]
    blocks: list[Block] = []
    if free:
        blocks += [Paragraph("Nothing is charged in these cases:"), Points(tuple(free))]
    if policy.discounts:
        discounts = [Points(tuple(_discount(told, one) for one in policy.discounts.values()))]
        usual = told.defaults(about_discounts(policy))
        blocks.append(section("Discounts", [*discounts, *_combined(told, policy.combine), *usual]))
    return section("What takes something off the bill", blocks)


def _free(told: Told) -> Iterator[str]:
    """Every way in which something that exists is not charged; the details stand where each is declared."""
    policy, names = told.policy, told.names
    never = [
        seat for seat in policy.seats.values() if seat.billable and all(not case.value.statuses for case in seat.billable)
    ]
    if never:
        yield f"{names.seats([seat.name for seat in never])} are never billed"
    some = [seat for seat in policy.seats.values() if seat.billable and seat not in never]
    if some:
        counted = names.seats([seat.name for seat in some])
        yield f"people who are not billable on a day, where a charge counts billable {counted}"
    free = [
        charge
        for charge in names.charges
        if charge.price and all(isinstance(case.value, FreePrice) for case in charge.price)
    ]
    if free:
        yield f"free of charge: {names.charges_of(charge.name for charge in free)}"
    included = [charge for charge in names.charges if charge.included]
    if included:
        yield f"the included part of {names.charges_of(charge.name for charge in included)}"
    blocks: tuple[SeatType | Plan | Charge, ...] = (*policy.seats.values(), *names.holders, *names.charges)
    trials = [one.title for one in blocks if one.trial]
    if trials:
        yield f"trials: {listed(dict.fromkeys(trials))}"
    packs = [
        s.title for s in policy.schedules.values() if any(cell.free for tier in s.tiers for cell in tier.cells.values())
    ]
    if packs:
        yield f"what the free rows of the price list {listed(packs)} hold"
    if any(case.value == "free" for plan in names.holders for case in plan.first_part):
        plans = [plan.title for plan in names.holders if any(case.value == "free" for case in plan.first_part)]
        yield f"the days before the first whole cycle of {listed(plans)}"
    unbilled = [charge for charge in names.charges if _only_ordered(charge)]
    if unbilled:
        counted = listed(dict.fromkeys(counted_words(told, charge) for charge in unbilled))
        yield f"people beyond the order, where {counted} are billed as ordered"


def _only_ordered(charge: Charge) -> bool:
    """Whether the order is billed, and nothing is said of people beyond it."""
    ordered = any(case.value.kind == "contracted" for case in charge.quantity)
    return charge.counts_kind == "seat" and ordered and not charge.overage and not charge.limit


def _discount(told: Told, one: Discount) -> str:
    parts = [told.phrases.cases(one.off, [_off(told, case.value) for case in one.off])]
    if one.when is not None:
        clause = told.phrases.clause(one.when)
        simple = len(one.off) == 1 and one.off[0].value.amounts is None
        parts = [f"{parts[0]} if {clause}"] if simple else [*parts, f"only if {clause}"]
    parts += [*_offered(one), *_lasts(one), because(one.because)]
    return f"{strong(one.title)}: {sentences(parts)}"


def _off(told: Told, off: Off) -> str:
    of = told.names.charges_of(off.targets) if off.targets else "everything"
    if off.amounts is not None:
        period = "in the whole subscription" if off.period == "subscription" else f"in each {off.period}"
        spread = (
            "taken off in the order of the bill" if off.spread == "in order" else "spread over the lines by their amounts"
        )
        part = ", in a part of a cycle as much as the part is worth" if off.prorated else ""
        return f"up to {money(off.amounts.values)} off {of} {period}, {spread}{part}; what is not used lapses"
    if isinstance(off.share, x.Literal):
        return f"{told.phrases.figure(off.share)} off {of}"
    share = told.phrases.figure(off.share) if off.share is not None else "nothing"
    return f"{share}, off {of}"


def _offered(one: Discount) -> Iterator[str]:
    if one.offered_from is None:
        return
    time = f"from {day(one.offered_from)}"
    time += f" to {day(one.offered_to)}" if one.offered_to is not None else " on"
    if one.offered_prorated:
        yield f"offered {time}; it comes off the days of any cycle that lie in that time"
    else:
        yield f"offered {time}; it comes off cycles that begin in that time"


def _lasts(one: Discount) -> Iterator[str]:
    if one.lasts_cycles:
        yield f"it lasts for {so_many(one.lasts_cycles, 'cycle')}, from the first paid one"
    elif one.lasts_until:
        yield f"it lasts until {_EVENTS.get(one.lasts_until, one.lasts_until)}"


def _combined(told: Told, combine: Combine | None) -> list[Block]:
    if combine is None:
        return []
    names, points = told.names, []
    if combine.order:
        steps = []
        for group in combine.order:
            best = "better" if len(group) == 2 else "best"
            steps.append(names.of(group[0]) if len(group) == 1 else f"the {best} of {names.all_of(group)}")
        points.append(f"{'they come off in this order: ' if len(steps) > 1 else ''}{', then '.join(steps)}")
    if combine.each == "list":
        points.append("each percentage is taken of the list price, so 20% and 10% take off 30%")
    else:
        points.append("each percentage is taken of what the discounts before it left, so 20% and then 10% take off 28%")
    if combine.together is not None:
        points.append(f"together they take at most {percent(combine.together)} off the list price of any line")
    return [Paragraph("How they combine:"), Points(tuple(sentence(point) for point in points))]
