"""The constructs that the reference engine bills, by name, each with a way to take it out of a drawn policy.

MOVING are those without which some bill comes out otherwise, or ends otherwise. STILL are those that say how things are
shown, or what happens in parts of a cycle, and must never move the bill of a whole one. OF_ACCOUNTS move money, and lie in
the account.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from tests.differential import removals as without_
from tests.differential.policy_data import FIGURES, Bound, Cell, Plan, Price, Table
from tests.differential.removals import (
    AccountRemoval,
    Removal,
    cells,
    changed,
    charges,
    discounts,
    first_case,
    plans,
    policies,
    prices,
    quantities,
    schedules,
    tables,
    without,
)

NOTHING = Fraction(0)
OTHER_CYCLES = {"month": "half year", "quarter": "half year", "half year": "year", "year": "half year",
                "week": "10 days", "10 days": "30 days", "30 days": "10 days"}  # fmt: skip


def _model(model: str) -> Removal:
    other = {"graduated": "volume", "volume": "graduated", "stairstep": "graduated"}[model]
    return schedules(lambda one: attrs.evolve(one, model=other) if one.model == model else one)


def _kind_of_price(kind: str) -> Removal:
    return prices(lambda one: Price("free") if one.kind == kind else one)


def _by_the_cycle(price: Price) -> Price:
    fixed = price.kind == "rate" and price.period not in ("cycle", "once")
    return attrs.evolve(price, period="cycle") if fixed else price


def _has_key(kind: str) -> Removal:
    def having(one: Table) -> bool:
        return any(key[0] == kind for row in one.rows for key in row.keys)

    return tables(having)


def _kind_of_quantity(kind: str) -> Removal:
    return quantities(lambda one: attrs.evolve(one, kind="plain") if one.kind == kind else one)


def _bounded(field: str, bound: str) -> Removal:
    return quantities(without(field, lambda one: bound in getattr(one, field)))


def _cycle(cycle: str, other: str) -> Removal:
    def change(one: Plan) -> Plan:
        cases = (attrs.evolve(case, value=other if case.value == cycle else case.value) for case in one.cycle)
        return attrs.evolve(one, cycle=tuple(cases))

    return plans(change)


def _month_end(end: str) -> Removal:
    return plans(without("month_end", lambda one: one.month_end == end))


def _whole_bounds(one: Bound) -> Bound:
    return attrs.evolve(one, prorated=False)


def _anchor(begins: str) -> Removal:
    return plans(lambda one: attrs.evolve(one, anchor="subscription day") if one.anchor.startswith(begins) else one)


PRICES: dict[str, Removal] = {
    **{f"schedule, {model}": _model(model) for model in ("graduated", "volume", "stairstep")},
    **{f"price, {kind}": _kind_of_price(kind) for kind in ("rate", "schedule", "table", "quote")},
    "price, free": prices(lambda one: Price("quote") if one.kind == "free" else one),
    "price, per pack": prices(lambda one: attrs.evolve(one, unit="seat", pack=0) if one.unit == "pack" else one),
    "price, once": prices(lambda one: attrs.evolve(one, period="cycle") if one.period == "once" else one),
    "price, per another period": prices(_by_the_cycle),
    "price, at a level": prices(lambda one: attrs.evolve(one, level=None)),
    "price, at a named level": prices(lambda one: attrs.evolve(one, level=None) if isinstance(one.level, str) else one),
    "price, in cases": charges(lambda one: attrs.evolve(one, price=first_case(one.price))),
    "cell, flat": cells(lambda one: attrs.evolve(one, flat=None) if one.kind == "rate and flat" else one),
    "cell, per a hundred": cells(lambda one: attrs.evolve(one, per=0)),
    "cell, free": cells(lambda one: Cell("quote") if one.kind == "free" else one),
    "cell, by quote": cells(lambda one: Cell("free") if one.kind == "quote" else one),
    "row from 0": schedules(
        lambda one: attrs.evolve(one, rows=(attrs.evolve(one.rows[0], low=min(one.rows[0].high or 1, 1)), *one.rows[1:]))
    ),
    "table, of two columns": tables(lambda one: len(one.columns) == 2),
    "table, by seats": tables(lambda one: one.columns[0].startswith("seats of")),
    "table, a range": _has_key("range"),
    "table, up to": _has_key("up to"),
}

QUANTITIES: dict[str, Removal] = {
    "quantity, a figure": quantities(lambda one: attrs.evolve(one, kind="plain") if one.kind in FIGURES else one),
    **{f"quantity, {kind}": _kind_of_quantity(kind) for kind in ("contracted", "assigned", "billable")},
    "quantity, at least": quantities(without("at_least")),
    "quantity, at most": quantities(without("at_most")),
    **{f"quantity, {field.replace('_', ' ')} {bound}": _bounded(field, bound)
       for field in ("at_least", "at_most") for bound in ("size", "contracted")},
    "quantity, in packs": quantities(without("packs", lambda one: len(one.packs) == 1)),
    "quantity, in packs of two sizes": quantities(without("packs", lambda one: len(one.packs) == 3)),
    "quantity, in cases": charges(lambda one: attrs.evolve(one, quantity=first_case(one.quantity))),
    "included, per billed seat": charges(without("included", lambda one: any(c.value.seat for c in one.included))),
    "included, per cycle": charges(without("included", lambda one: any(c.value.period == "cycle" for c in one.included))),
    "included, per month": charges(without("included", lambda one: any(c.value.period == "month" for c in one.included))),
    "included, per several seats": charges(lambda one: attrs.evolve(one, included=tuple(
        attrs.evolve(c, value=attrs.evolve(c.value, every=1)) for c in one.included))),
    "included, after packs": charges(lambda one: attrs.evolve(one, included=tuple(
        attrs.evolve(c, value=attrs.evolve(c.value, after_packs=False)) for c in one.included))),
    "included, in cases": charges(lambda one: attrs.evolve(one, included=first_case(one.included))),
    "limit, refuse": charges(without("limit", lambda one: any(c.value.then == "refuse" for c in one.limit))),
    "limit, of a fact": charges(without("limit", lambda one: any(c.value.most == "size" for c in one.limit))),
    "limit, of what is ordered": charges(without("limit", lambda one: any(c.value.most == "contracted" for c in one.limit))),
    "overage": charges(without("overage")),
}  # fmt: skip

PLANS: dict[str, Removal] = {
    "lines, per tier": charges(without("lines", lambda one: one.lines == "tier")),
    "lines, per seat": charges(without("lines", lambda one: one.lines == "seat")),
    "cycle of a charge": charges(without("cycle")),
    "cycle in cases": plans(lambda one: attrs.evolve(one, cycle=first_case(one.cycle))),
    "cycle of an add-on": plans(without("cycle", lambda one: bool(one.sold_with))),
    **{f"cycle, {cycle}": _cycle(cycle, other) for cycle, other in OTHER_CYCLES.items()},
    **{f"anchor, {begins}": _anchor(begins) for begins in ("calendar", "calendar, weeks", "day 3", "day billing_day")},
    **{f"anchor, {end}": _month_end(end)
       for end in ("short months move the day for good", "last days stay last days", "counted from the end of the month")},
    "term that is renewed": plans(without("renews")),
    "term that ends": plans(lambda one: attrs.evolve(one, renews=one.renews or one.term)),
    "second plan": lambda policy: changed(policy, attrs.evolve(policy, plans=policy.plans[:1])),
    "add-on": policies(addons=()),
    "sold in": plans(without("sold_in")),
    "only with": plans(without("only_with")),
    "never with": plans(without("never_with")),
    "minimum of a charge": charges(without("minimum")),
    "maximum of a charge": charges(without("maximum")),
    "minimum of a plan": plans(without("minimum")),
    "maximum of a plan": plans(without("maximum")),
    "minimum of the policy": policies(minimum=()),
    "maximum of the policy": policies(maximum=()),
    **{f"{field}, {point or 'said neither'}": without_.bound(field, point)
       for field in ("minimum", "maximum") for point in ("before", "after", "")},
    "minimum in cases": charges(lambda one: attrs.evolve(one, minimum=first_case(one.minimum))),
    "flat fees of the policy": policies(flat_fees=()),
    "flat fees of a plan": plans(without("flat_fees")),
    "flat fees of a charge": charges(without("flat_fees")),
    "require": policies(requires=()),
}  # fmt: skip

MONEY: dict[str, Removal] = {
    **{f"rounding on {point}": without_.rounding(point)
       for point in ("line", "charge", "total", "quantity", "pack", "factor", "unit price", "step")},
    **{f"rounding, {said}": without_.mode(said)
       for said in ("half up", "half even", "half down", "up", "down", "ceiling", "floor")},
    "rounding to steps": lambda policy: changed(policy, attrs.evolve(policy, roundings=tuple(
        attrs.evolve(one, grain="cent") if one.grain.startswith("0.") else one for one in policy.roundings))),
    "remainder, first": without_.remainder("first"),
    "remainder, last": without_.remainder("last"),
    "discount, percentage": discounts(lambda one: attrs.evolve(one, share=NOTHING) if one.share is not None else one),
    "discount, named share": discounts(
        lambda one: attrs.evolve(one, share=NOTHING) if isinstance(one.share, str) else one),
    "discount, amount": discounts(
        lambda one: attrs.evolve(one, money=None, share=NOTHING) if one.money is not None else one),
    "discount, in order": discounts(without("spread", lambda one: one.spread == "in order")),
    "discount, of some charges": discounts(without("targets")),
    "discount, per subscription or term": discounts(lambda one: attrs.evolve(one, period="cycle")),
    "discount, when": discounts(lambda one: attrs.evolve(one, when=None)),
    "discount, offered": discounts(lambda one: attrs.evolve(one, offered=None)),
    "discount, offered prorated": discounts(lambda one: attrs.evolve(one, offered_prorated=False)),
    "discount, lasts": discounts(lambda one: attrs.evolve(one, lasts_cycles=0)),
    "discount, until renewal": discounts(without("lasts_until", lambda one: one.lasts_until == "renewal")),
    "combine, order": without_.turned_round,
    "combine, best of": without_.one_after_the_other,
    "combine, off list": without_.combine(each="off what is left"),
    "combine, together": without_.combine(together=None),
    **{f"condition, {kind}": without_.condition(kind)
       for kind in ("=", "in", "flag", "known", "size >=", "range", "seats >=", "not", "and", "or")},
    "condition, currency": without_.condition("=", "currency"),
}  # fmt: skip

MOVING = {**PRICES, **QUANTITIES, **PLANS, **MONEY}
"""What moves money, by name."""

OF_ACCOUNTS: dict[str, AccountRemoval] = {
    "currency of 0 digits": without_.currency("JPY", "USD"),
    "currency of 2 digits": without_.currency("USD", "JPY"),
    "currency of 3 digits": without_.currency("KWD", "USD"),
    "seats that are held": without_.account(held={}),
    "term of the account": without_.account(term=0),
}
"""What moves money and lies in the account, by name."""

STILL: dict[str, Removal] = {
    "quantity, over the cycle": quantities(without("over")),
    "quantity, tier of": quantities(without("tier_of")),
    "limit, bill the rest": charges(without("limit", lambda one: any(c.value.then != "refuse" for c in one.limit))),
    "lines, one per charge": charges(without("lines", lambda one: one.lines in ("charge", "change"))),
    "price, by quote from": prices(lambda one: attrs.evolve(one, money=None) if one.kind == "quote" else one),
    "cell, by quote from": cells(lambda one: attrs.evolve(one, rate=None) if one.kind == "quote" else one),
    "included, prorated": charges(lambda one: attrs.evolve(one, included=tuple(
        attrs.evolve(c, value=attrs.evolve(c.value, prorated=False)) for c in one.included))),
    "anchor, first paid day": _anchor("first paid day"),
    "discount, prorated": discounts(lambda one: attrs.evolve(one, prorated=False)),
    "discount, until an event": discounts(without("lasts_until", lambda one: one.lasts_until == "plan_changed")),
    "minimum and maximum, prorated": without_.everywhere(Bound, _whole_bounds),
    "measure": policies(measure="days over the cycle"),
    "remainder, largest": without_.remainder("largest"),
    "rounding on tax": without_.rounding("tax"),
}  # fmt: skip
"""What must not move the bill of a whole cycle, by name."""
