"""Mistakes that somebody who writes a billing engine makes, thought up without looking at what the tables generate.

Each rewrites the model (or, where it is about who is billed, the account) that the reference engine is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.documents.account import Account
from seatpolicy.semantics.model.policy import Policy, RoundingLine
from seatpolicy.values.record import evolved
from seatpolicy.values.rounding import Mode, Rounding
from tests.differential.model_walk import change_model
from tests.mutants.model_mistakes import ModelMistake, everywhere, with_field

ONE = Fraction(1)


@attrs.frozen
class AccountMistake:
    """`wrongly` gives the account as it is taken for."""

    name: str
    wrongly: Callable[[Account], Account]


def _each(change: Callable[[Any, str], Any]) -> Callable[[Policy], Policy]:
    return lambda policy: change_model(policy, change)


def _flat_twice(cell: Any) -> Any:
    return evolved(cell, flat=cell.flat * 2) if cell.flat else cell


def _bound(**changes: Any) -> Callable[[Policy], Policy]:
    return everywhere("Bound", lambda bound: evolved(bound, **changes))


def _cap_on_net(combine: Any) -> Any:
    """At most so much of what is paid, instead of list: t × net = t ÷ (1 + t) of list."""
    return combine if combine.together is None else evolved(combine, together=combine.together / (1 + combine.together))


def _each_step_rounded(policy: Policy) -> Policy:
    if "step" in policy.roundings:
        return policy
    line = RoundingLine("step", Rounding(Mode.HALF_UP, Fraction(1, 100)), True, policy.at)
    return evolved(policy, roundings={**policy.roundings, "step": line})


def _floor(line: Any) -> Any:
    return line if line.point == "pack" else evolved(line, rounding=evolved(line.rounding, mode=Mode.FLOOR))


def _after_packs(included: Any) -> Any:
    return evolved(included, after_packs=not included.after_packs)


def _months_forgotten(per: Any) -> Any:
    return evolved(per, period="cycle") if per.period == "month" else per


def _bounds_without_months(node: Any, owner: str) -> Any:
    if type(node).__name__ != "Bound" or node.amounts.per.period == "cycle":
        return node
    amounts = evolved(node.amounts, per=evolved(node.amounts.per, period="cycle"))
    return evolved(node, amounts=amounts)


def _once_always(per: Any) -> Any:
    return evolved(per, period="cycle") if per.period == "once" else per


def _budget_of_each_line(off: Any) -> Any:
    if off.amounts is None:
        return off
    count = max(len(off.targets), 2)
    return evolved(off, amounts=evolved(off.amounts, values={k: v * count for k, v in off.amounts.values.items()}))


def _top_up_not_discounted(policy: Policy) -> Policy:
    """What is off everything is off the charges by name, and no longer off what a minimum tops up."""
    every = tuple(charge.name for plan in (*policy.plans.values(), *policy.addons.values()) for charge in plan.charges)

    def change(off: Any) -> Any:
        return off if off.targets else evolved(off, targets=every)

    return everywhere("Off", change)(policy)


def _other_currency(amounts: Any) -> Any:
    first = next(iter(amounts.values.values()))
    return evolved(amounts, values=dict.fromkeys(amounts.values, first)) if len(amounts.values) > 1 else amounts


def _quarter_of_four(cycle: Any) -> Any:
    return evolved(cycle, period="month", count=4 * cycle.count) if cycle.period == "quarter" else cycle


def _two_digits_everywhere(line: Any) -> Any:
    if not line.to_cent:
        return line
    return evolved(line, to_cent=False, rounding=evolved(line.rounding, increment=Fraction(1, 100)))


def _last_case_first(node: Any) -> Any:
    if type(node).__name__ != "Charge" or len(node.price) < 2:
        return node
    return evolved(node, price=(evolved(node.price[-1], when=None), *node.price[:-1]))


def _minimum_for_those_who_came(quantity: Any) -> Any:
    """A least number that also counts against a higher one."""
    return evolved(quantity, at_most=(*quantity.at_most, *quantity.at_least)) if quantity.at_least else quantity


def _strictly_below(limit: Any) -> Any:
    most = limit.most
    value = getattr(most, "value", None)
    return evolved(limit, most=evolved(most, value=value - 1)) if isinstance(value, Fraction) and value else limit


def _every_row_from_zero(tier: Any) -> Any:
    return evolved(tier, low=Fraction(0)) if tier.low == 1 else tier


def _hundred_twice(cell: Any) -> Any:
    return evolved(cell, per=cell.per * 2) if cell.per else cell


def _ends_with_its_last_cycle(discount: Any) -> Any:
    return evolved(discount, lasts_cycles=discount.lasts_cycles - 1) if discount.lasts_cycles > 1 else discount


def _one_pack_too_many(packs: Any) -> Any:
    return evolved(packs, size=packs.size * 2) if not packs.up_to else packs


def _overage_of_everything(commitment: Any) -> Any:
    return evolved(commitment, overage=commitment.overage * commitment.overage)


def _inclusive_price(tax: Any) -> Any:
    return evolved(tax, include=not tax.include)


def _nobody_is_idle(account: Account) -> Account:
    """People as they are listed, but the last one."""
    return attrs.evolve(account, people=account.people[:-1]) if account.people else account


def _use_counted_twice(account: Account) -> Account:
    usage = {
        name: attrs.evolve(one, figures=(*one.figures, one.figures[-1])) if one.listed and one.figures else one
        for name, one in account.usage.items()
    }
    return attrs.evolve(account, usage=usage) if usage != dict(account.usage) else account


def _one_seat_more(account: Account) -> Account:
    seats = {name: attrs.evolve(one, count=one.count + 1) for name, one in account.seats.items()}
    return attrs.evolve(account, seats=seats) if seats else account


def _history_forgotten(account: Account) -> Account:
    return attrs.evolve(account, billed=()) if account.billed else account


def hand_mistakes() -> Iterator[ModelMistake | AccountMistake]:
    """Every mistake that was thought up."""
    rewrites: dict[str, Callable[[Policy], Policy]] = {
        "a row begins one too late": everywhere("Tier", with_field("high", lambda high: high and high + ONE)),
        "the flat part is owed twice": everywhere("Cell", _flat_twice),
        "discounts come off before the minimum": _bound(before_discounts=False),
        "the maximum is looked at before discounts": _bound(before_discounts=True),
        "the cap is of what is paid, not of list": everywhere("Combine", _cap_on_net),
        "every step is rounded": _each_step_rounded,
        "everything is rounded down": everywhere("RoundingLine", _floor),
        "what is included comes off behind packs": everywhere("Included", _after_packs),
        "a rate per month is taken once a cycle": everywhere("Per", _months_forgotten),
        "a minimum per month is taken once a cycle": _each(_bounds_without_months),
        "`once` in every cycle": everywhere("Per", _once_always),
        "remainders always go to the last line": lambda policy: evolved(policy, remainder="last"),
        "each line has the whole budget": everywhere("Off", _budget_of_each_line),
        "a top-up is not discounted": _top_up_not_discounted,
        "everybody pays the figure of the first currency": everywhere("Amounts", _other_currency),
        "a quarter has four months": everywhere("Cycle", _quarter_of_four),
        "every currency has two digits": everywhere("RoundingLine", _two_digits_everywhere),
        "the last case is tried first": everywhere("Charge", _last_case_first),
        "a least number is also the most": everywhere("Quantity", _minimum_for_those_who_came),
        "a limit refuses what just keeps it": everywhere("Limit", _strictly_below),
        "rows from 1 owe their flat part at 0": everywhere("Tier", _every_row_from_zero),
        "a started hundred is two": everywhere("Cell", _hundred_twice),
        "a discount ends a cycle early": everywhere("Discount", _ends_with_its_last_cycle),
        "packs are sold in pairs": everywhere("Packs", _one_pack_too_many),
        "overage is multiplied twice": everywhere("Commitment", _overage_of_everything),
        "tax is taken out instead of put on": everywhere("Tax", _inclusive_price),
    }
    for name, rewrite in rewrites.items():
        yield ModelMistake(f"by hand: {name}", rewrite)
    yield AccountMistake("by hand: the last person of the list is left out", _nobody_is_idle)
    yield AccountMistake("by hand: the last window is counted twice", _use_counted_twice)
    yield AccountMistake("by hand: one seat too many", _one_seat_more)
    yield AccountMistake("by hand: earlier bills are forgotten", _history_forgotten)
