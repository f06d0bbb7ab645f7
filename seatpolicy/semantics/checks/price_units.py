"""Charges in; prices per something that the charge does not count, and usage priced by time, out."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import clashes, once, per, said, without
from seatpolicy.semantics.checks.periods import price_per
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import (
    Charge,
    Packs,
    Price,
    Quantity,
    QuotePrice,
    RatePrice,
    SchedulePrice,
    TablePrice,
)

E = Severity.ERROR
MN762 = code("MN762", "price-per-what", E, "a price is per something else than the charge counts")
MN763 = code("MN763", "usage-by-time", E, "a sum of usage has no price per time")
MN768 = code("MN768", "price-without-period", E, "a price of seats, things or a fee says how often it is paid")
BS126 = code("BS126", "pack-sizes-differ", E, "seats are sold in packs of one size and priced in packs of another")

UNITS = {"seat": ("seat", "pack"), "item": ("unit", "pack"), "meter": ("unit", "pack"), "": ()}
COUNTED = {"seat": "people are", "item": "things sold are", "meter": "usage is"}


def check_price_units(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every price against what its charge counts."""
    found: list[Diagnostic] = []
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for charge in plan.charges:
            # A lost line may have been `for:` or `quantity:`.
            if not (poison.hit(charge.at) and not (charge.counts and charge.quantity)):
                for case in charge.price:
                    found += _unit(policy, charge, case)
                found += _packs(policy, charge)
            found += _by_time(policy, charge)
            found += _how_often(policy, charge)
    return once(found)


def _unit(policy: Policy, charge: Charge, case: Case[Price]) -> Iterator[Diagnostic]:
    unit, related = _priced_per(policy, case.value)
    if unit is None:
        return
    told = _why_not(charge, case.value, unit)
    if told is not None:
        message, note, hint = told
        yield MN762.at(said(case.at), message, note=note, related=related, hint=hint, subject=charge.name)


def _why_not(charge: Charge, price: Price, unit: str) -> tuple[str, str, str] | None:
    """Message, note and hint where a price per `unit` does not go with what is counted."""
    own = "seat" if charge.counts_kind == "seat" else "unit"
    fee = f"`{charge.name}` is a fee: it has neither `for:` nor `quantity:`"
    say = "say what it counts: `for: member` and `quantity: contracted`"
    if not (charge.counts or charge.quantity):
        if isinstance(price, SchedulePrice):
            return "a schedule prices a count, and this charge has none", fee, say
        return (f"per {unit} of what?", fee, f"{say}, or leave `per {unit}` out") if unit else None
    if not unit and isinstance(price, RatePrice):
        note = f"`{charge.name}` counts {_what(charge)}, and this price is per none of them"
        return "the same price for any number?", note, f"write `per {own}`, or leave the count out"
    if unit and charge.counts and unit not in UNITS[charge.counts_kind]:
        message = f"`{charge.name}` is priced per {unit}, and counts {_what(charge)}"
        return message, f"{COUNTED[charge.counts_kind]} priced per {own}", f"write `per {own}`"
    return None


def _what(charge: Charge) -> str:
    return " and ".join(f"`{name}`" for name in charge.counts) if charge.counts else "a figure"


def _priced_per(policy: Policy, price: Price) -> tuple[str | None, tuple[Related, ...]]:
    """What a price is per (empty: nothing), and where a named price says so; None where it has no unit to speak of."""
    if isinstance(price, RatePrice):
        return price.amounts.per.unit, ()
    if isinstance(price, QuotePrice):
        return (price.floor.per.unit, ()) if price.floor is not None and price.floor.per.unit else (None, ())
    if isinstance(price, SchedulePrice) and price.schedule in policy.schedules:
        schedule = policy.schedules[price.schedule]
        if not schedule.per.unit and not schedule.whole:  # the row that says what is counted may be the one that is lost
            return None, ()
        unit = schedule.per.unit or schedule.counts.removesuffix("s")
        return unit, (Related(schedule.at, f"this schedule counts {schedule.counts}"),)
    if isinstance(price, TablePrice) and price.table in policy.tables:
        table = policy.tables[price.table]
        unit = table.type.per.unit
        return (unit, (Related(table.at, f"this table gives a rate {table.type.per}"),)) if unit else (None, ())
    return None, ()


def _packs(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    """Fives that are priced by started tens: who buys 5 pays for 10."""

    def clash(quantity: Quantity, price: Price) -> bool:
        size = _priced_pack(policy, price)
        return quantity.packs is not None and size > 0 and any(sold % size for sold in _sizes(quantity.packs))

    for case, price in clashes(charge.quantity, charge.price, clash):
        assert case.value.packs is not None
        size = _priced_pack(policy, price.value)
        first = next(sold for sold in _sizes(case.value.packs) if sold % size)
        yield BS126.at(
            case.value.at,
            f"sold in packs of {first}, priced in packs of {size}",
            note=f"who buys {first} pays for {-(-first // size) * size}",
            related=(Related(said(price.at), f"priced per started pack of {size}"),),
            hint=f"sell packs of {size}, or price packs of {first}",
            subject=charge.name,
        )


def _priced_pack(policy: Policy, price: Price) -> int:
    return price_per(policy, price).pack_size


def _sizes(packs: Packs) -> list[int]:
    return [packs.size, *([packs.up_to, packs.then] if packs.up_to else [])]


def _by_time(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    meter = policy.meters.get(charge.counts[0]) if charge.counts_kind == "meter" and charge.counts else None
    if meter is None or meter.aggregation != "sum":
        return
    for case in charge.price:
        period = price_per(policy, case.value).period
        if period:
            yield MN763.at(
                said(case.at),
                f"`{meter.name}` is added up over the cycle, and priced {per(period)}",
                note="use that has happened does not cost more or less by how long the cycle is",
                related=(Related(meter.at, "added up here"),),
                fix=without(said(case.at), per(period)),
                subject=charge.name,
            )


def _how_often(policy: Policy, charge: Charge) -> Iterator[Diagnostic]:
    """A price that is neither per period nor once; use alone is paid as it comes."""
    if charge.counts_kind == "meter" or any(case.value.kind == "used" for case in charge.quantity):
        return
    for case in charge.price:
        if not isinstance(case.value, RatePrice | SchedulePrice) or price_per(policy, case.value).period:
            continue
        related: tuple[Related, ...] = ()
        hint = "write `per month`, `per year`, `per cycle` or `once` behind it"
        if isinstance(case.value, SchedulePrice):
            schedule = policy.schedules.get(case.value.schedule)
            if schedule is None:
                continue
            related = (Related(schedule.at, "its head names no period"),)
            unit = f"{schedule.per} " if schedule.per.unit else ""
            hint = f"write it in the head of the schedule: `{schedule.model} {unit}per month`, or `… {unit}once`"
        yield MN768.at(
            said(case.at),
            f"how often is `{charge.name}` paid?",
            note="the price names no period, and a month at a price per year is not a year at a price per month",
            related=related,
            hint=hint,
            subject=charge.name,
        )
