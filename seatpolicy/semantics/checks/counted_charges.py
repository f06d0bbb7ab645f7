"""Charges in; statements about a count that the thing which is counted cannot have, out.

People are contracted, assigned or billable; a meter is used; a thing sold is contracted; a fee counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import clashes, once, removed, said, without
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import counts_in_doubt
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import (
    Charge,
    Included,
    Price,
    Quantity,
    QuotePrice,
    RatePrice,
    SchedulePrice,
    TablePrice,
)

E = Severity.ERROR
BS121 = code("BS121", "quantity-of-what", E, "a quantity does not go with what the charge counts")
BS122 = code("BS122", "count-over-the-cycle", E, "a way to count over a cycle does not go with the rest of the charge")
BS123 = code("BS123", "billed-when", E, "a way of billing does not go with what the charge counts")
BS124 = code("BS124", "overage-without-contract", E, "overage is what lies above a contracted number")
BS128 = code("BS128", "after-packs-without-packs", E, "packs are spoken of where there are none")
BS129 = code("BS129", "tier-of-without-tiers", E, "a tier is chosen where nothing has tiers")
BS131 = code("BS131", "fee-without-count", E, "a fee counts nothing")
BS132 = code("BS132", "lines-per-what", E, "lines are split by something that the charge does not have")

KINDS = {
    "seat": ("contracted", "assigned", "billable", "equals"),
    "item": ("contracted", "assigned", "equals"),
    "meter": ("used",),
    "": ("equals",),
}
IN_WORDS = {"seat": "people", "item": "things sold", "meter": "usage", "": "nothing"}
AT_THE_END = {
    "each day": "each day",
    "highest": "the highest count",
    "lowest": "the lowest count",
    "last": "the last count",
    "distinct": "everybody of the cycle",
    "average": "the average",
}
"""What is known only when the cycle is over; the first count is known when it begins."""


def check_counted_charges(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every charge: its quantity against what it counts, when it is billed, and what else it says."""
    found: list[Diagnostic] = []
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for charge in plan.charges:
            found += _over(charge)
            if not counts_in_doubt(charge, poison):
                found += _kinds(charge)
                found += _billed(charge)
                found += _fee(charge)
                found += _seat_lines(charge)
            found += _overage(charge)
            if charge.price:
                found += _tiers(policy, charge)
                found += _tier_lines(policy, charge)
                found += _after_packs(policy, charge)
    return once(found)


def _kinds(charge: Charge) -> Iterator[Diagnostic]:
    ways = KINDS[charge.counts_kind]
    for case in charge.quantity:
        quantity = case.value
        if quantity.kind in ways:
            continue
        if charge.counts_kind == "meter":
            message = f"the use of `{charge.counts[0]}` is not `{quantity.kind}`"
            note, hint = "a meter says how much was used", "write `quantity: used`"
        elif quantity.kind == "used":
            message, note = f"`used` is of a meter, and `{charge.name}` counts {IN_WORDS[charge.counts_kind]}", ""
            hint = f"choose {_either(ways)}" if charge.counts else "name the meter: `for: exports`"
        elif charge.counts_kind == "item":
            message = f"`{quantity.kind}` is of people, and `{charge.counts[0]}` is a thing sold"
            note, hint = "no roster says who holds it", "write `quantity: contracted`"
        else:
            message = f"`{quantity.kind}` of what?"
            note, hint = f"`{charge.name}` counts nothing", "name what it counts: `for: member`"
        yield BS121.at(quantity.at, message, note=note, hint=hint, subject=charge.name)


def _either(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _over(charge: Charge) -> Iterator[Diagnostic]:
    for case in charge.quantity:
        quantity = case.value
        if quantity.over and quantity.kind == "used":
            yield BS122.at(
                quantity.at,
                "usage is counted over the cycle twice",
                note="its meter says already how a cycle becomes one figure",
                fix=without(quantity.at, f", {quantity.over}"),
                subject=charge.name,
            )
    for case, bill in clashes(charge.quantity, charge.bill, _known_too_late):
        yield BS122.at(
            case.value.at,
            f"{AT_THE_END[case.value.over]} is known only when the cycle is over",
            note="and this charge is billed before it begins",
            related=(Related(said(bill.at), "billed ahead"),),
            hint=f"write `bill: in arrears`, or leave `, {_written(case.value)}` out",
            subject=charge.name,
        )
    for case, price in clashes(charge.quantity, charge.price, _once_over):
        yield BS122.at(
            case.value.at,
            "what comes once has no count over a cycle",
            note=f"`{_written(case.value)}` is asked of every cycle",
            related=(Related(said(price.at), "this price comes once"),),
            hint=f"leave `, {_written(case.value)}` out",
            subject=charge.name,
        )


def _known_too_late(quantity: Quantity, bill: str) -> bool:
    return bill == "in advance" and quantity.over in AT_THE_END and quantity.kind != "used"


def _once_over(quantity: Quantity, price: Price) -> bool:
    return quantity.over not in ("", "first") and isinstance(price, RatePrice) and price.amounts.per.period == "once"


def _written(quantity: Quantity) -> str:
    return quantity.over if quantity.over == "each day" else f"{quantity.over} of the cycle"


def _billed(charge: Charge) -> Iterator[Diagnostic]:
    kind = charge.counts_kind
    for case in charge.bill:
        if case.value == "as used" and kind != "meter":
            yield BS123.at(
                said(case.at),
                {"seat": "people are not used up", "item": "things sold are not used up"}.get(kind, "a fee is not used up"),
                note="`as used` bills what a meter has counted so far",
                hint="write `in advance` or `in arrears`",
                subject=charge.name,
            )
        if case.value == "in advance" and kind == "meter":
            yield BS123.at(
                said(case.at),
                f"the use of `{charge.counts[0]}` is billed before it happens",
                note="how much is used is known afterwards",
                hint="write `in arrears` or `as used`",
                subject=charge.name,
            )


def _overage(charge: Charge) -> Iterator[Diagnostic]:
    if charge.counts_kind != "seat":
        for case in charge.overage:
            if charge.counts or charge.quantity:
                yield BS124.at(
                    said(case.at),
                    "only seats have overage",
                    note=f"`{charge.name}` counts {IN_WORDS[charge.counts_kind]}",
                    subject=charge.name,
                )
        return
    for case, quantity in clashes(charge.overage, charge.quantity, lambda o, q: q.kind != "contracted"):
        yield BS124.at(
            said(case.at),
            "there is no contracted number to lie above",
            note=f"these seats are counted as `{quantity.value.kind}`, all of them",
            related=(Related(quantity.value.at, "the quantity"),),
            hint="write `quantity: contracted`, or leave `overage:` out",
            subject=charge.name,
        )


def _fee(charge: Charge) -> Iterator[Diagnostic]:
    if charge.counts or charge.quantity:
        return
    for label, at in (
        *(("included", case.at) for case in charge.included),
        *(("overage", case.at) for case in charge.overage),
        *(("limit", case.at) for case in charge.limit),
    ):
        yield BS131.at(
            said(at),
            f"`{label}:` of a charge that counts nothing",
            note=f"`{charge.name}` is a fee: it has neither `for:` nor `quantity:`",
            hint="name what it counts: `for: member` and `quantity: contracted`",
            subject=charge.name,
        )


def _tiers(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    for case in charge.quantity:
        quantity = case.value
        if quantity.tier_of and not any(_may_have_tiers(policy, price.value) for price in charge.price):
            yield BS129.at(
                quantity.at,
                f"`tier of the {quantity.tier_of} count`, and no price of `{charge.name}` has tiers",
                note="a rate is the same for every count",
                related=tuple(Related(said(price.at), "the price") for price in charge.price[:1]),
                fix=without(quantity.at, ", tier of"),
                subject=charge.name,
            )
        elif quantity.tier_of and not quantity.over:
            yield BS129.at(
                quantity.at,
                "one count has one tier",
                note=f"`tier of the {quantity.tier_of} count` chooses among the counts of a cycle",
                hint="say how the cycle is counted, as in `, average of the cycle`, or leave it out",
                subject=charge.name,
            )


def _may_have_tiers(policy: Policy, price: Price) -> bool:
    if isinstance(price, SchedulePrice):
        schedule = policy.schedules.get(price.schedule)
        return schedule is None or len(schedule.tiers) > 1 or not schedule.whole
    return isinstance(price, QuotePrice)


def _seat_lines(charge: Charge) -> Iterator[Diagnostic]:
    for case in charge.lines:
        if case.value == "seat" and charge.counts_kind != "seat":
            counted = f"counts {IN_WORDS[charge.counts_kind]}" if charge.counts else "is a fee"
            yield BS132.at(
                said(case.at),
                "a line for each seat, and there are none",
                note=f"`{charge.name}` {counted}",
                fix=removed(case.at),
                subject=charge.name,
            )


def _tier_lines(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    for case in charge.lines:
        if case.value == "tier" and not any(_may_have_tiers(policy, price.value) for price in charge.price):
            yield BS132.at(
                said(case.at),
                "a line for each tier, and there are none",
                note=f"no price of `{charge.name}` has tiers",
                related=tuple(Related(said(price.at), "the price") for price in charge.price[:1]),
                fix=removed(case.at),
                subject=charge.name,
            )


def _after_packs(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    late: Cases[Included] = tuple(case for case in charge.included if case.value.after_packs)
    if not late or any(case.value.packs for case in charge.quantity):
        return
    if not any(_in_packs(policy, case) for case in charge.price):
        yield BS128.at(
            said(late[0].at),
            f"`after packs`, and `{charge.name}` is not sold in packs",
            note="neither its quantity nor its price speaks of packs",
            related=tuple(Related(said(price.at), "the price") for price in charge.price[:1]),
            hint="write `, in packs of 5` in the quantity, if it is",
            fix=without(late[0].at, ", after"),
            subject=charge.name,
        )


def _in_packs(policy: Policy, case: Case[Price]) -> bool:
    price = case.value
    if isinstance(price, RatePrice):
        return price.amounts.per.unit == "pack"
    if isinstance(price, SchedulePrice):
        schedule = policy.schedules.get(price.schedule)
        return schedule is None or schedule.counts == "packs" or not (schedule.per.unit or schedule.whole)
    if isinstance(price, TablePrice):
        table = policy.tables.get(price.table)
        return table is None or table.type.per.unit == "pack"
    return isinstance(price, QuotePrice)
