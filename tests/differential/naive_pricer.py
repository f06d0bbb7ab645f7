"""A policy and an account as data in, the bill of one whole cycle out: LANGUAGE.md 4.6 to 4.15 and 5 read aloud, slowly.

Written from the text of the language and from nothing else, in the most literal way: no figure is shared with an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import attrs

from tests.differential.naive_calendar import Window, window
from tests.differential.naive_discounts import cut_lines
from tests.differential.naive_lines import Line, deal, keep_below, rounded
from tests.differential.naive_tiers import Part, parts_of
from tests.differential.policy_data import (
    AccountData,
    Bound,
    Cases,
    Charge,
    Condition,
    Plan,
    PolicyData,
    Price,
    Quantity,
)

T = TypeVar("T")
ZERO = Fraction(0)

FIGURES: Mapping[str, Callable[[int], Fraction]] = {
    "plain": lambda size: Fraction(size),
    "twice": lambda size: Fraction(2 * size),
    "half": lambda size: Fraction(size, 2),
    "third": lambda size: Fraction(size + 1, 3),
    "spare": lambda size: Fraction(max(size - 3, 0)),
    "some": lambda size: min(size, 7) + Fraction(1, 4),
}
"""The figures of policy_text.FIGURES, worked out by hand."""


@attrs.frozen
class Bill:
    """`status` priced, held or refused; of a priced one every line."""

    status: str
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> Fraction:
        return sum((line.amount for line in self.lines), ZERO)


REFUSED, NOT_BILLED, HELD = "refused", "not billed yet", "held"


class Stop(Exception):
    """There is no bill: it is refused, held, or needs what the engine of this release does not bill."""


def fits(when: Condition, account: AccountData) -> bool:
    """Whether a condition holds for an account."""
    if when is None:
        return True
    kind, *rest = when
    facts = account.facts
    if kind == "=":
        return bool(facts[rest[0]] == rest[1])
    if kind == "flag":
        return bool(facts[rest[0]])
    if kind == "known":
        return facts.get(rest[0]) is not None
    if kind == "size >=":
        return bool(facts["size"] >= rest[0])
    if kind == "not":
        return not fits(rest[0], account)
    both = fits(rest[0], account), fits(rest[1], account)
    return all(both) if kind == "and" else any(both)


def first_fitting(given: Cases[T], account: AccountData) -> T | None:
    """The value of the first case that fits."""
    return next((one.value for one in given if fits(one.when, account)), None)


def price(policy: PolicyData, account: AccountData) -> Bill:
    """The bill for the cycles that hold the day that is asked for."""
    stops: set[str] = set()
    try:
        lines = _bill(policy, account, stops)
    except Stop as stop:
        stops.add(str(stop))
    status = next((one for one in (REFUSED, NOT_BILLED, HELD) if one in stops), "priced")
    return Bill(status, tuple(lines) if status == "priced" else ())


def _bill(policy: PolicyData, account: AccountData, stops: set[str]) -> list[Line]:
    held = [plan for plan in policy.plans if plan.name in account.plans]
    held += [addon for addon in policy.addons if addon.name in account.addons]
    for asked in policy.requires:
        if account.facts.get(asked) is None if isinstance(asked, str) else not fits(asked, account):
            stops.add(HELD)
    lines: list[Line] = []
    windows: dict[str, Window] = {}
    for holder in held:
        plan = next(plan for plan in policy.plans if plan.name in (account.plans if holder.sold_with else (holder.name,)))
        cycle = first_fitting(holder.cycle, account) or first_fitting(plan.cycle, account) or ""
        windows[holder.name] = window(cycle, plan.anchor, plan.month_end, account.start, account.as_of)
        for charge in holder.charges:
            own = window(charge.cycle or cycle, plan.anchor, plan.month_end, account.start, account.as_of)
            windows[charge.name] = own
            try:
                _keep_limit(charge, account)
                lines += _charge_lines(policy, account, held, holder, charge, own)
            except Stop as stop:
                stops.add(str(stop))
    if stops - {HELD}:
        return []
    windows[""] = windows[held[0].name]
    _bounds(policy, account, held, lines, windows, "before")
    for line in lines:
        line.off_list = line.amount
    cut_lines(policy, account, lines, lambda when: fits(when, account))
    for line in lines:
        line.amount = rounded(policy, account.currency, "line", line.amount)
    _bounds(policy, account, held, lines, windows, "after")
    for name in dict.fromkeys(line.charge or line.id for line in lines):
        _settle(policy, account, [line for line in lines if (line.charge or line.id) == name], "charge")
    _settle(policy, account, lines, "total")
    return lines


def _keep_limit(charge: Charge, account: AccountData) -> None:
    limit = first_fitting(charge.limit, account)
    if limit is None or limit.then != "refuse":
        return
    most = account.facts["size"] if isinstance(limit.most, str) else limit.most
    if _given(charge, first_fitting(charge.quantity, account), account) > most:
        raise Stop(REFUSED)


def _given(charge: Charge, quantity: Quantity | None, account: AccountData) -> Fraction:
    """The count before anything is done to it."""
    if quantity is None:
        return Fraction(1)
    if quantity.kind in FIGURES:
        return FIGURES[quantity.kind](account.facts["size"])
    return Fraction(account.seats.get(charge.name, sum(account.held.get(name, 0) for name in charge.counts)))


def _count(policy: PolicyData, charge: Charge, quantity: Quantity, account: AccountData) -> Fraction:
    """The count: rounded, then at least, then at most."""
    count = rounded(policy, account.currency, "quantity", _given(charge, quantity, account))

    def bound(one: int | str) -> Fraction:
        if one == "contracted":
            return Fraction(account.seats.get(charge.name, 0))
        return Fraction(account.facts["size"] if isinstance(one, str) else one)

    for one in quantity.at_least:
        count = max(count, bound(one))
    for one in quantity.at_most:
        count = min(count, bound(one))
    return count


def _in_packs(packs: tuple[int, ...], count: Fraction) -> Fraction:
    """The least size sold that holds the count."""
    if not packs:
        return count
    sold = 0
    while sold < count:
        sold += packs[0] if len(packs) == 1 or sold < packs[1] else packs[2]
    return Fraction(sold)


def _billed_seats(
    policy: PolicyData, account: AccountData, held: Sequence[Plan], holder: Plan, seat: str
) -> Fraction:
    """How many seats of a type are billed: by the charges for it alone in the same block, else in the plans. Where these
    bill different numbers, the bill is refused."""
    blocks = [[holder], [one for one in held if not one.sold_with], list(held)]
    for block in blocks:
        own = [charge for one in block for charge in one.charges if charge.counts == (seat,)]
        found = {_paid(policy, account, held, holder, charge)[0] for charge in own}
        if len(found) > 1:
            raise Stop(NOT_BILLED)
        if found:
            return found.pop()
    return ZERO


def _paid(
    policy: PolicyData, account: AccountData, held: Sequence[Plan], holder: Plan, charge: Charge
) -> tuple[Fraction, Fraction]:
    """How many are paid for in the end (after included ones and packs that are sold), and how many packs' worth of
    included packs are still to be taken off."""
    quantity = first_fitting(charge.quantity, account)
    if quantity is None:
        return Fraction(1), ZERO
    count = _count(policy, charge, quantity, account)
    included = first_fitting(charge.included, account)
    if included is None:
        return _in_packs(quantity.packs, count), ZERO
    free = included.count
    if included.seat:
        free *= _billed_seats(policy, account, held, holder, included.seat) // included.every
    if included.after_packs:
        return _in_packs(quantity.packs, count), free
    return _in_packs(quantity.packs, max(count - free, ZERO)), ZERO


def _charge_lines(
    policy: PolicyData, account: AccountData, held: Sequence[Plan], holder: Plan, charge: Charge, own: Window
) -> list[Line]:
    quantity = first_fitting(charge.quantity, account)
    count, packs_off = _paid(policy, account, held, holder, charge)
    said = first_fitting(charge.price, account)
    assert said is not None
    unit, pack, period, parts = _priced(policy, account, said, count, packs_off, charge.lines if quantity else "")
    if period == "once" and own.number > 0:
        return []
    whole = own.periods(period)
    worth = rounded(policy, account.currency, "factor", whole)
    by_unit = any(one.point == "unit price" for one in policy.roundings)
    amounts = []
    for part in parts:
        amount = ZERO
        for rate, units in part.rates:
            if by_unit:
                amount += rounded(policy, account.currency, "unit price", rate * worth) * units
            else:
                amount += rate * units * worth
        amount += part.flat * (worth if policy.flat_fees == "prorated" else whole)
        amounts.append(amount)
    if charge.lines == "seat" and count.denominator > 1:
        raise Stop(NOT_BILLED)
    if charge.lines == "seat" and amounts and count > 0:
        amounts = [amounts[0] / count] * int(count)
    elif charge.lines != "tier" or not parts:
        amounts = [sum(amounts, ZERO)]
    lines = []
    for place, amount in enumerate(amounts, 1):
        mark = f"#{place:0{len(str(len(amounts)))}}" if len(amounts) > 1 else ""
        value = rounded(policy, account.currency, "step", amount)
        if value or not charge.counts or charge.name in account.seats or (quantity and quantity.kind in FIGURES):
            lines.append(Line(charge.name + mark, holder.name, charge.name, own, value, value))
    return lines


def _priced(
    policy: PolicyData, account: AccountData, said: Price, count: Fraction, packs_off: Fraction, split: str
) -> tuple[str, int, str, list[Part]]:
    """What a price is per, and its parts: one for each row that is reached."""
    currency = account.currency
    if said.kind == "quote":
        if count == 0:
            return "", 0, "", []
        raise Stop(HELD)
    if said.kind == "free":
        return "", 0, "", [Part((), ZERO)]
    if said.kind == "table":
        table = next(one for one in policy.tables if one.name == said.name)
        result = next(row.result for row in table.rows if account.facts["tier"] in row.key or row.key == ("any",))
        if result == "quote":
            if count == 0:
                return "", 0, "", []
            raise Stop(HELD)
        rate = ZERO if isinstance(result, str) else result[currency]
        units = _units(policy, account, table.unit, table.pack, count, packs_off)
        return table.unit, table.pack, table.period, [Part(((rate, units),), ZERO)]
    if said.kind == "rate":
        assert said.money is not None
        units = _units(policy, account, said.unit, said.pack, count, packs_off)
        return said.unit, said.pack, said.period, [Part(((said.money[currency], units),), ZERO)]
    schedule = next(one for one in policy.schedules if one.name == said.name)
    units = _units(policy, account, schedule.unit, schedule.pack, count, packs_off)
    parts = parts_of(schedule, units, currency)
    if parts is None:
        raise Stop(HELD)
    return schedule.unit, schedule.pack, schedule.period, parts


def _units(
    policy: PolicyData, account: AccountData, unit: str, pack: int, count: Fraction, packs_off: Fraction
) -> Fraction:
    """How many times a rate is due: the count, its started packs, or one."""
    if unit == "":
        return Fraction(1)
    if unit != "pack":
        return max(count - packs_off, ZERO)
    packs = count / pack
    if any(one.point == "pack" for one in policy.roundings):
        packs = rounded(policy, account.currency, "pack", packs)
    else:
        packs = Fraction(-(-packs.numerator // packs.denominator))
    return max(packs - packs_off, ZERO)


def _bounds(
    policy: PolicyData,
    account: AccountData,
    held: Sequence[Plan],
    lines: list[Line],
    windows: Mapping[str, Window],
    point: str,
) -> None:
    """Minimum and maximum at one point: the charges', then the plans', then the policy's."""
    blocks: list[tuple[str, str, Cases[Bound], Cases[Bound]]] = []
    for holder in held:
        blocks += [(holder.name, charge.name, charge.minimum, charge.maximum) for charge in holder.charges]
    blocks += [(holder.name, "", holder.minimum, holder.maximum) for holder in held]
    blocks.append(("", "", policy.minimum, policy.maximum))
    for holder_name, charge_name, minimum, maximum in blocks:
        name = charge_name or holder_name
        for what, bound in (("minimum", first_fitting(minimum, account)), ("maximum", first_fitting(maximum, account))):
            if bound is None or (bound.point or "after") != point:
                continue
            own = [
                line
                for line in lines
                if not name or name == (line.charge if charge_name else line.holder)
            ]
            due = [rounded(policy, account.currency, "line", line.amount) for line in own]
            limit = bound.money[account.currency] * windows[name].periods(bound.period)
            rest = limit - sum(due, ZERO)
            if what == "minimum" and rest > 0:
                value = rounded(policy, account.currency, "line", rest)
                mark = f"{name or 'drawn'}:minimum" + (", after discounts" if point == "after" else "")
                top_up = Line(mark, holder_name, charge_name, windows[name], value, value)
                behind = max((lines.index(line) for line in own), default=len(lines) - 1)
                lines.insert(behind + 1, top_up)
            elif what == "maximum" and rest < 0:
                limit = rounded(policy, account.currency, "line", limit)
                shares = keep_below(deal(policy, account.currency, limit, own, due), own)
                for line, share in zip(own, shares, strict=True):
                    line.amount = share


def _settle(policy: PolicyData, account: AccountData, lines: list[Line], point: str) -> None:
    """Rounds the sum of some lines, and gives what that moves to the lines."""
    if not any(one.point == point for one in policy.roundings):
        return
    whole = rounded(policy, account.currency, point, sum((line.amount for line in lines), ZERO))
    for line, share in zip(lines, deal(policy, account.currency, whole, lines, [one.amount for one in lines]), strict=True):
        line.amount = share
