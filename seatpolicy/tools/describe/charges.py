"""One charge: what it counts, what it costs, what is included, when it is billed, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.prices import Charge, Included, Limit, Overage, Plan, Quantity
from seatpolicy.tools.describe.bounds import bound_points
from seatpolicy.tools.describe.document import Block, Points, Section
from seatpolicy.tools.describe.people import trial_words
from seatpolicy.tools.describe.prices import Shown
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import MARKS, because, cycle, listed, number, sentence, so_many

_OVER = {
    "each day": "every day is priced by its own count",
    "highest": "the highest count of the cycle counts for the whole of it",
    "lowest": "the lowest count of the cycle counts for the whole of it",
    "first": "the count at the beginning of the cycle counts for the whole of it",
    "last": "the count at the end of the cycle counts for the whole of it",
    "distinct": "everybody who counted on any day of the cycle counts for the whole of it",
    "average": "the average of the days of the cycle counts",
}
_TIER_OF = {
    "last": "the price per unit is the one that the count at the end of the cycle has",
    "first": "the price per unit is the one that the count at the beginning of the cycle has",
    "highest": "the price per unit is the one that the highest count of the cycle has",
}
_BILLED = {
    "in advance": "billed in advance, at the beginning of the cycle",
    "in arrears": "billed in arrears, at the end of the cycle",
    "as used": "billed as it is used, on any day for the cycle so far",
}
_LINES = {
    "change": "the invoice has one line for each change of the count",
    "charge": "the invoice has one line for it",
    "seat": "the invoice has one line for each seat",
    "tier": "the invoice has one line for each row of the price list",
}


def charge_section(told: Told, charge: Charge, holder: Plan, shown: Shown) -> Section:
    """The charge under its title."""
    where = f"{holder.title}, {charge.title}" if charge.title != holder.title else charge.title
    points = Points(tuple(sentence(point) for point in _points(told, charge) if point))
    blocks: list[Block] = [*shown.price(charge, where), points]
    return section(charge.title, blocks)


def _points(told: Told, charge: Charge) -> Iterator[str]:
    cases = told.phrases.cases
    yield cases(charge.quantity, [_quantity(told, charge, case.value) for case in charge.quantity])
    if charge.included:
        yield cases(charge.included, [_included(told, case.value, charge) for case in charge.included])
    if charge.overage:
        yield cases(charge.overage, [overage_words(case.value) for case in charge.overage])
    if charge.limit:
        yield cases(charge.limit, [limit_words(told, case.value, charge) for case in charge.limit])
    if charge.cycle:
        own = [f"it has a cycle of its own: every {cycle(case.value)}" for case in charge.cycle]
        yield cases(charge.cycle, own)
    yield cases(charge.bill, [_BILLED.get(case.value, case.value) for case in charge.bill])
    if charge.trial:
        yield cases(charge.trial, [trial_words(case.value, "the start") for case in charge.trial])
    yield from bound_points(told, charge, "this charge")
    if charge.lines:
        yield cases(charge.lines, [_LINES.get(case.value, case.value) for case in charge.lines])
    yield because(charge.because)


def counted_words(told: Told, charge: Charge) -> str:
    """What a charge counts: `Full member seats`, `Phone numbers`, the use of a meter."""
    if charge.counts_kind == "seat":
        return told.names.seats(charge.counts)
    return told.names.all_of(charge.counts)


def _quantity(told: Told, charge: Charge, quantity: Quantity) -> str:
    return "; ".join((_count(told, charge, quantity), *_options(told, quantity)))


def _count(told: Told, charge: Charge, quantity: Quantity) -> str:
    counted = counted_words(told, charge)
    match quantity.kind:
        case "contracted":
            return (
                f"counted are the {counted} on the order"
                if charge.counts_kind == "seat"
                else f"counted are the units of {counted} on the order"
            )
        case "assigned":
            if charge.counts_kind == "seat":
                return f"counted are the {counted} that somebody holds, whatever the use"
            return f"counted are the units of {counted} that the account has"
        case "billable":
            return f"counted are the {counted} that somebody holds and that are billable"
        case "used":
            return f"counted is the use of {counted}"
        case "equals":
            figure = told.phrases.figure(quantity.figure) if quantity.figure is not None else "nothing"
            of = f" ({counted})" if counted else ""
            return f"counted is {figure}{of}"
    return f"counted are {counted}, {quantity.kind}"


def _options(told: Told, quantity: Quantity) -> Iterator[str]:
    if quantity.over:
        yield _OVER[quantity.over]
    for bound in quantity.at_least:
        yield f"at least {bound_words(told, bound)}, even where there are fewer"
    for bound in quantity.at_most:
        yield f"at most {bound_words(told, bound)}, even where there are more"
    if quantity.packs is not None:
        packs = quantity.packs
        more = f" up to {number(packs.up_to)}, beyond that in packs of {number(packs.then)}" if packs.up_to else ""
        yield f"sold in packs of {number(packs.size)}{more}"
    if quantity.tier_of:
        yield _TIER_OF[quantity.tier_of]


def bound_words(told: Told, bound: x.Expression | str) -> str:
    """A bound of a count: a number, a fact, or the contracted count."""
    return "the number on the order" if isinstance(bound, str) else told.phrases.figure(bound)


def _included(told: Told, included: Included, charge: Charge) -> str:
    size = so_many(included.count, "pack") if included.after_packs else number(included.count)
    is_ = "is" if included.count == 1 else "are"
    if included.seat:
        billed = f"billed {told.names.seat(included.seat)}"
        every = (
            f"for each {billed}"
            if included.every == 1
            else f"for every full {number(included.every)} billed {told.names.seats([included.seat])}"
        )
        return f"{size} {is_} included {every} and {'costs' if included.count == 1 else 'cost'} nothing"
    part = ", in a part of a cycle as much as the part is worth" if included.prorated else ""
    return f"{size} {is_} included in each {included.period} and {'costs' if included.count == 1 else 'cost'} nothing{part}"


def overage_words(overage: Overage) -> str:
    """What happens where more are billable than were ordered."""
    if overage.blocked:
        return "nobody is let in beyond the seats on the order"
    return f"billable seats beyond the order are charged as further seats, {MARKS.get(overage.when, overage.when)}"


def limit_words(told: Told, limit: Limit, charge: Charge) -> str:
    """What happens beyond a limit."""
    most = bound_words(told, limit.most)
    if limit.then == "refuse":
        return f"sold up to {most}; more is refused"
    if limit.then == "plan":
        moves = f"up to {most}; beyond that the whole account moves to the plan {told.names.of(limit.plan)} from that day on"
        return f"{moves}{_ended(told, limit.plan, charge)}"
    return f"up to {most} are foreseen; more is charged at the same price, and a signal tells of it"


def _ended(told: Told, plan: str, charge: Charge) -> str:
    """What only the plan that is left has a price for."""
    kept = {name for one in told.policy.plans[plan].charges for name in one.counts}
    owners = [one for one in told.policy.plans.values() if any(own.name == charge.name for own in one.charges)]
    gone = dict.fromkeys(one.name for owner in owners for one in owner.charges if one.counts and not kept & {*one.counts})
    return f", which charges nothing for {told.names.charges_of(gone)}" if gone else ""


def seat_names(told: Told, charge: Charge) -> str:
    """The titles of what a charge counts, as a list."""
    return listed(told.names.of(name) for name in charge.counts)
