"""A policy as data in, its text out; an account as data in, its document out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from tests.differential.policy_data import (
    AccountData,
    Bound,
    Cases,
    Cell,
    Charge,
    Condition,
    Discount,
    Included,
    Limit,
    Money,
    Plan,
    PolicyData,
    Price,
    Quantity,
    Schedule,
    Table,
)

T = TypeVar("T")

FIGURES = {
    "plain": "size",
    "twice": "size * 2",
    "half": "size / 2",
    "third": "(size + 1) / 3",
    "spare": "max(size - 3, 0)",
    "some": "min(size, 7) + 0.25",
}
"""What `quantity: equals …` can say here, by a name; the naive pricer knows the same names."""

FIXED = """
facts {
  billing of account: one of monthly, annual
  tier of account:    one of low, middle, high
  vip of account:     flag
  size of account:    count
  share of account:   percent
  partner of account: optional text
  roles of person:    any of member, guest, contractor
}

counting {
  one person: one seat, as member, else contractor, else guest
}

item {
  phone: "Phone"
}

let fixed_share = 12.5%
let grown_share = min(share / 2, 30%)

table tier_share "By tier" gives percent {
  tier | tier_share
  low | 0%
  middle | 7.5%
  high | 33%
}
"""


SEATS = ("member", "guest", "contractor")


def seats(one: PolicyData) -> list[str]:
    """The seats; when one is billable is said where something counts that."""
    lines = []
    charges = [charge for plan in (*one.plans, *one.addons) for charge in plan.charges]
    for seat in SEATS:
        asked = [charge for charge in charges if seat in charge.counts]
        counted = any(charge.overage or any(said.value.kind == "billable" for said in charge.quantity) for charge in asked)
        lines += block(f'seat {seat} "{seat.title()}"', [f"held by: {seat}", *(["billable: while active"] if counted else [])])
    return lines


def number(value: Fraction) -> str:
    """A decimal as the language writes it: no exponent, no comma."""
    whole, rest = divmod(abs(value), 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


def money(values: Money) -> str:
    return " or ".join(f"{number(value)} {currency}" for currency, value in values.items())


def basis(unit: str, pack: int, period: str) -> str:
    """` per seat per month`."""
    said = {"": "", "seat": " per seat", "unit": " per unit", "pack": f" per started pack of {pack}"}[unit]
    return said + (" once" if period == "once" else f" per {period}" if period else "")


def condition(when: Condition) -> str:
    assert when is not None
    kind, *rest = when
    if kind == "=":
        return f"{rest[0]} = {rest[1]}"
    if kind == "flag":
        return str(rest[0])
    if kind == "known":
        return f"{rest[0]} is known"
    if kind == "seats >=":
        return f"seats of {rest[0]} >= {rest[1]}"
    if kind == "size >=":
        return f"size >= {rest[0]}"
    if kind == "not":
        return f"not ({condition(rest[0])})"
    return f"({condition(rest[0])}) {kind} ({condition(rest[1])})"


def cases(label: str, given: Cases[T], write: Callable[[T], str]) -> list[str]:
    """The lines of a label: the last one without a condition is `otherwise` where there are others."""
    lines = []
    for one in given:
        tail = f" when {condition(one.when)}" if one.when else " otherwise" if len(given) > 1 else ""
        lines.append(f"{label}: {write(one.value)}{tail}")
    return lines


def price(one: Price) -> str:
    if one.kind in ("schedule", "table"):
        return one.name
    if one.kind == "free":
        return "free"
    if one.kind == "quote":
        return "by quote"
    assert one.money is not None
    return money(one.money) + basis(one.unit, one.pack, one.period)


def quantity(one: Quantity) -> str:
    parts = [f"equals {FIGURES[one.kind]}" if one.kind in FIGURES else one.kind]
    parts += [f"at least {bound}" for bound in one.at_least]
    parts += [f"at most {bound}" for bound in one.at_most]
    if one.packs:
        parts.append(f"in packs of {one.packs[0]}" + (f" up to {one.packs[1]}, then {one.packs[2]}" if one.packs[1:] else ""))
    parts += [over for over in (one.over, f"tier of the {one.tier_of} count" if one.tier_of else "") if over]
    return ", ".join(parts)


def included(one: Included) -> str:
    if one.seat:
        every = f"{one.every} billed seats" if one.every > 1 else "billed seat"
        said = f"{number(one.count)} per {every} of {one.seat}"
    else:
        said = f"{number(one.count)} per {one.period}"
    return said + (", after packs" if one.after_packs else "")


def bound(one: Bound) -> str:
    point = f", {one.point} discounts" if one.point else ""
    return f"{money(one.money)} per {one.period}{point}{', prorated' if one.prorated else ''}"


def limit(one: Limit) -> str:
    return f"at most {one.most}, then {one.then}"


def charge(one: Charge) -> list[str]:
    inside = [f"for: {' and '.join(one.counts)}"] if one.counts else []
    inside += cases("price", one.price, price) + cases("quantity", one.quantity, quantity)
    inside += cases("included", one.included, included) + cases("limit", one.limit, limit)
    inside += cases("minimum", one.minimum, bound) + cases("maximum", one.maximum, bound) + [f"bill: {one.bill}"]
    inside += [f"lines: one per {one.lines}"] if one.lines else []
    inside += [f"cycle: {one.cycle}"] if one.cycle else []
    inside += ["overage: billable seats above contracted, on the next invoice"] if one.overage else []
    return block(f'charge {one.name} "Title of {one.name}"', inside)


def plan(one: Plan) -> list[str]:
    inside = cases("cycle", one.cycle, str)
    if not one.sold_with:
        anchor = one.anchor.replace("day of the start", "day 17 of the month")
        inside.append(f"anchor: {anchor}{', ' + one.month_end if one.month_end else ''}")
    inside += [f"term: {one.term} months", f"renews: for {one.term} months"] if one.term else []
    inside += cases("minimum", one.minimum, bound) + cases("maximum", one.maximum, bound)
    for each in one.charges:
        inside += charge(each)
    head = f'addon {one.name} "Add-on" for {" or ".join(one.sold_with)}' if one.sold_with else f'plan {one.name} "Plan"'
    return block(head, inside)


def cell(one: Cell, currency: str) -> str:
    rate = number(one.rate[currency]) if one.rate is not None else ""
    flat = f"flat {number(one.flat[currency])}" if one.flat is not None else ""
    if one.kind == "quote":
        return f"by quote, from {rate}" if rate else "by quote"
    if one.kind == "free":
        return "free"
    return " + ".join(part for part in (f"{rate} per {one.per}" if one.per else rate, flat) if part)


def schedule(one: Schedule, currencies: tuple[str, ...]) -> list[str]:
    counted = {"seat": "seats", "unit": "units", "pack": "packs"}[one.unit]
    rows = [" | ".join([counted if one.model == "graduated" else f"total {counted}", *currencies])]
    for row in one.rows:
        end = "and up" if row.high is None else f"to {row.high}"
        rows.append(" | ".join([f"{row.low} {end}", *(cell(row.cell, currency) for currency in currencies)]))
    return block(f'schedule {one.name} "List" {one.model}{basis(one.unit, one.pack, one.period)}', rows)


def table(one: Table) -> list[str]:
    gives = f"rate{basis(one.unit, one.pack, one.period)}" if one.period else "money"
    rows = [f"tier | {one.name}"]
    for row in one.rows:
        result = row.result
        if not isinstance(result, str):
            result = money(result) + basis(one.unit, one.pack, one.period)
        rows.append(f"{' or '.join(row.key)} | {result.replace('quote', 'by quote')}")
    return block(f'table {one.name} "Table" gives {gives}', rows)


def discount(one: Discount) -> list[str]:
    targets = " and ".join(one.targets) if len(one.targets) < 3 else f"{', '.join(one.targets[:-1])} and {one.targets[-1]}"
    if one.money is not None:
        off = f"{money(one.money)} of {targets or 'everything'} per {one.period}{', prorated' if one.prorated else ''}"
        off += f", spread {one.spread}" if one.spread else ""
    else:
        share = one.share if isinstance(one.share, str) else f"{number((one.share or Fraction(0)) * 100)}%"
        off = f"{share} of {targets or 'everything'}"
    inside = [f"off: {off}"]
    inside += [f"when: {condition(one.when)}"] if one.when else []
    if one.offered:
        first, last = one.offered
        ends = f" to {last}" if last else ""
        inside.append(f"offered: from {first}{ends}{', prorated' if one.offered_prorated else ''}")
    inside += [f"lasts: {one.lasts_cycles} cycles"] if one.lasts_cycles else []
    inside += [f"lasts: until {one.lasts_until}"] if one.lasts_until else []
    return block(f'discount {one.name} "Discount"', inside)


def group(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return f"best of {', '.join(names[:-1])} and {names[-1]}"


def block(head: str, lines: Iterable[str]) -> list[str]:
    return [f"{head} {{", *(f"  {line}" for line in lines), "}", ""]


def policy_text(one: PolicyData) -> str:
    """The text of a policy, valid if its data are."""
    head = ["language: 1", 'version: "1"', 'owner: "a@b.example", backup "c@b.example"', "effective: from 2026-01-01"]
    head += ['time zone: "Europe/Berlin"', f"currencies: {' and '.join(one.currencies)}"]
    for rounding in one.roundings:
        grain = {"cent": "the cent"}.get(rounding.grain, rounding.grain)
        where = {"total": "the total"}.get(rounding.point, f"each {rounding.point}")
        head.append(f"rounding: {rounding.mode} to {grain} on {where}")
    head += [f"remainder: to the {one.remainder} line"] if one.remainder else []
    head += cases("minimum", one.minimum, bound) + cases("maximum", one.maximum, bound)
    lines = block('policy drawn "Drawn"', head) + FIXED.split("\n") + seats(one)
    for each in one.schedules:
        lines += schedule(each, one.currencies)
    for every in one.tables:
        lines += table(every)
    for held in (*one.plans, *one.addons):
        lines += plan(held)
    flat = [f"flat fees: {one.flat_fees}"] if one.flat_fees else []
    lines += block("proration", [f"measure: {one.measure}", "fewer seats: no credit until the next cycle", *flat])
    for cut in one.discounts:
        lines += discount(cut)
    if one.combine is not None:
        inside = [f"order: {', then '.join(group(names) for names in one.combine.order)}", f"each: {one.combine.each}"]
        if one.combine.together is not None:
            inside.append(f"together: at most {number(one.combine.together * 100)}% off list, on each line")
        lines += block("combine", inside)
    for asked in one.requires:
        lines.append(f"require {asked} before invoice" if isinstance(asked, str) else f"require that {condition(asked)} before invoice")
    return "\n".join(lines) + "\n"


def account_text(one: AccountData) -> str:
    """The account's document in YAML."""
    facts = {name: value for name, value in one.facts.items() if value is not None}

    def said(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return f'"{number(value * 100)}%"' if isinstance(value, Fraction) else str(value)

    lines = ['schema_version: "1.0"', "account: acme", f"plans: [{', '.join(one.plans)}]"]
    lines += [f"addons: [{', '.join(one.addons)}]", f"currency: {one.currency}"]
    lines += [f"subscription: {{start: {one.start}}}", f"facts: {{{', '.join(f'{k}: {said(v)}' for k, v in facts.items())}}}"]
    lines.append(f"seats: {{{', '.join(f'{k}: {v}' for k, v in one.seats.items())}}}")
    return "\n".join(lines) + "\n"
