"""A policy as data in, its text out; an account as data in, its document out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.differential.policy_data import (
    FIGURES,
    SEATS,
    AccountData,
    Bound,
    Charge,
    Discount,
    Included,
    Limit,
    Plan,
    PolicyData,
    Quantity,
)
from tests.differential.price_text import block, cases, condition, money, number, price, schedule, table

FIXED = """
facts {
  billing of account:     one of monthly, annual
  tier of account:        one of low, middle, high
  vip of account:         flag
  size of account:        count
  billing_day of account: count
  share of account:       percent
  partner of account:     optional text
  roles of person:        any of member, guest, contractor
}

counting {
  one person: one seat, as member, else contractor, else guest
}

item {
  phone: "Phone"
}

let fixed_share = 12.5%
let grown_share = min(share / 2, 30%)
let grown_level = 85% + share / 4

table tier_share "By tier" gives percent {
  tier | tier_share
  low | 0%
  middle | 7.5%
  high | 33%
}

table tier_level "By tier" gives percent {
  tier | tier_level
  low | 62.5%
  middle | 100%
  high | 105%
}
"""


def policy_text(one: PolicyData) -> str:
    """The text of a policy, valid if its data are."""
    head = ["language: 1", 'version: "1"', 'owner: "a@b.example", backup "c@b.example"', "effective: from 2026-01-01"]
    head += ['time zone: "Europe/Berlin"', f"currencies: {' and '.join(one.currencies)}"]
    for rounding in one.roundings:
        grain = {"cent": "the cent"}.get(rounding.grain, rounding.grain)
        where = f"the {rounding.point}" if rounding.point in ("total", "tax") else f"each {rounding.point}"
        head.append(f"rounding: {rounding.mode} to {grain} on {where}")
    head += [f"remainder: to the {one.remainder} line"] if one.remainder else []
    head += cases("minimum", one.minimum, _bound) + cases("maximum", one.maximum, _bound)
    lines = block('policy drawn "Drawn"', head) + FIXED.split("\n") + _seats(one)
    for each in one.schedules:
        lines += schedule(each, one.currencies)
    for every in one.tables:
        lines += table(every)
    for held in (*one.plans, *one.addons):
        lines += _plan(held)
    said = [f"measure: {one.measure}", "fewer seats: no credit until the next cycle"]
    lines += block("proration", said + cases("flat fees", one.flat_fees, str))
    for cut in one.discounts:
        lines += _discount(cut)
    if one.combine is not None:
        inside = [f"order: {', then '.join(_group(names) for names in one.combine.order)}", f"each: {one.combine.each}"]
        if one.combine.together is not None:
            inside.append(f"together: at most {number(one.combine.together * 100)}% off list, on each line")
        lines += block("combine", inside)
    for asked in one.requires:
        what = asked if isinstance(asked, str) else f"that {condition(asked)}"
        lines.append(f"require {what} before invoice")
    return "\n".join(lines) + "\n"


def account_text(one: AccountData) -> str:
    """The account's document in YAML. It has no place for what is held by seat type: that is given beside it."""
    facts = {name: value for name, value in one.facts.items() if value is not None}

    def said(value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return f'"{number(value * 100)}%"' if isinstance(value, Fraction) else str(value)

    term = f", term: {one.term} months" if one.term else ""
    lines = ['schema_version: "1.0"', "account: acme", f"plans: [{', '.join(one.plans)}]"]
    lines += [f"addons: [{', '.join(one.addons)}]", f"currency: {one.currency}"]
    lines.append(f"subscription: {{start: {one.start}{term}}}")
    lines.append(f"facts: {{{', '.join(f'{name}: {said(value)}' for name, value in facts.items())}}}")
    lines.append(f"seats: {{{', '.join(f'{k}: {v}' for k, v in one.seats.items())}}}")
    return "\n".join(lines) + "\n"


def _seats(one: PolicyData) -> list[str]:
    """The seats; when one is billable is said where something counts that."""
    lines = []
    charges = [charge for plan in (*one.plans, *one.addons) for charge in plan.charges]
    for seat in SEATS:
        asked = [charge for charge in charges if seat in charge.counts]
        counted = any(said.value.kind == "billable" for charge in asked for said in charge.quantity)
        counted |= any(charge.overage.startswith("billable") for charge in asked)
        inside = [f"held by: {seat}", *(["billable: while active"] if counted else [])]
        lines += block(f'seat {seat} "{seat.title()}"', inside)
    return lines


def _quantity(one: Quantity) -> str:
    parts = [f"equals {FIGURES[one.kind]}" if one.kind in FIGURES else one.kind]
    parts += [f"at least {bound}" for bound in one.at_least]
    parts += [f"at most {bound}" for bound in one.at_most]
    if one.packs:
        above = f" up to {one.packs[1]}, then {one.packs[2]}" if one.packs[1:] else ""
        parts.append(f"in packs of {one.packs[0]}{above}")
    parts += [over for over in (one.over, f"tier of the {one.tier_of} count" if one.tier_of else "") if over]
    return ", ".join(parts)


def _included(one: Included) -> str:
    if one.seat:
        every = f"{one.every} billed seats" if one.every > 1 else "billed seat"
        said = f"{number(one.count)} per {every} of {one.seat}"
    else:
        said = f"{number(one.count)} per {one.period}{', prorated' if one.prorated else ''}"
    return said + (", after packs" if one.after_packs else "")


def _bound(one: Bound) -> str:
    point = f", {one.point} discounts" if one.point else ""
    return f"{money(one.money)} per {one.period}{point}{', prorated' if one.prorated else ''}"


def _limit(one: Limit) -> str:
    return f"at most {one.most}, then {one.then}"


def _charge(one: Charge) -> list[str]:
    inside = [f"for: {' and '.join(one.counts)}"] if one.counts else []
    inside += cases("price", one.price, price) + cases("quantity", one.quantity, _quantity)
    inside += cases("included", one.included, _included) + cases("limit", one.limit, _limit)
    inside += cases("minimum", one.minimum, _bound) + cases("maximum", one.maximum, _bound) + [f"bill: {one.bill}"]
    inside += [f"lines: one per {one.lines}"] if one.lines else []
    inside += [f"cycle: {one.cycle}"] if one.cycle else []
    inside += [f"overage: {one.overage}"] if one.overage else []
    inside += block("proration", cases("flat fees", one.flat_fees, str)) if one.flat_fees else []
    return block(f'charge {one.name} "Title of {one.name}"', inside)


def _plan(one: Plan) -> list[str]:
    inside = cases("cycle", one.cycle, str)
    if not one.sold_with:
        inside.append(f"anchor: {one.anchor}{', ' + one.month_end if one.month_end else ''}")
    inside += [f"term: {one.term} months"] if one.term else []
    inside += [f"renews: for {one.renews} months"] if one.renews else []
    inside += [f"sold in: {' and '.join(one.sold_in)}"] if one.sold_in else []
    inside += [f"only with: {' or '.join(one.only_with)}"] if one.only_with else []
    inside += [f"never with: {' or '.join(one.never_with)}"] if one.never_with else []
    inside += cases("minimum", one.minimum, _bound) + cases("maximum", one.maximum, _bound)
    for each in one.charges:
        inside += _charge(each)
    inside += block("proration", cases("flat fees", one.flat_fees, str)) if one.flat_fees else []
    head = f'addon {one.name} "Add-on" for {" or ".join(one.sold_with)}' if one.sold_with else f'plan {one.name} "Plan"'
    return block(head, inside)


def _discount(one: Discount) -> list[str]:
    targets = _all(one.targets) or "everything"
    if one.money is not None:
        off = f"{money(one.money)} of {targets} per {one.period}{', prorated' if one.prorated else ''}"
        off += f", spread {one.spread}" if one.spread else ""
    else:
        share = one.share if isinstance(one.share, str) else f"{number((one.share or Fraction(0)) * 100)}%"
        off = f"{share} of {targets}"
    inside = [f"off: {off}"]
    inside += [f"when: {condition(one.when)}"] if one.when else []
    if one.offered:
        first, last = one.offered
        ends = f" to {last}" if last else ""
        inside.append(f"offered: from {first}{ends}{', prorated' if one.offered_prorated else ''}")
    inside += [f"lasts: {one.lasts_cycles} cycles"] if one.lasts_cycles else []
    inside += [f"lasts: until {one.lasts_until}"] if one.lasts_until else []
    return block(f'discount {one.name} "Discount"', inside)


def _group(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"best of {_all(names)}"


def _all(names: tuple[str, ...]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
