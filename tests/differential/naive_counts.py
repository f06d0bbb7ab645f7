"""A charge and an account in, how many are paid for out; LANGUAGE.md 4.9 and step 2 and 3 of 5."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import attrs

from tests.differential.naive_calendar import Window
from tests.differential.naive_facts import ABOVE, NOT_BILLED, REFUSED, ZERO, Facts, Stop
from tests.differential.naive_lines import rounded
from tests.differential.policy_data import Charge, Included, Plan, Quantity

FIGURES: Mapping[str, Callable[[Facts, int], Fraction]] = {
    "plain": lambda _, size: Fraction(size),
    "twice": lambda _, size: Fraction(2 * size),
    "half": lambda _, size: Fraction(size, 2),
    "third": lambda _, size: Fraction(size + 1, 3),
    "spare": lambda _, size: Fraction(max(size - 3, 0)),
    "some": lambda _, size: min(size, 7) + Fraction(1, 4),
    "desks": lambda facts, _: facts.seats_of("member") / 2 + 1,
}
"""The figures of policy_data.FIGURES, worked out by hand."""


def up(value: Fraction) -> Fraction:
    """The next whole number."""
    return Fraction(-(-value.numerator // value.denominator))


def in_packs(packs: tuple[int, ...], count: Fraction) -> Fraction:
    """The least size sold that holds the count: packs of the first size, and above a bound packs of another."""
    if not packs:
        return count
    sold = 0
    while sold < count:
        sold += packs[0] if len(packs) == 1 or sold < packs[1] else packs[2]
    return Fraction(sold)


@attrs.frozen
class Counts:
    """Counts the charges of one account, in the cycles of `windows`."""

    facts: Facts
    windows: Mapping[str, Window]

    def keep_limit(self, charge: Charge) -> None:
        """Stops above a limit that refuses, and above an order where a line says what happens then."""
        limit = self.facts.first_fitting(charge.limit)
        quantity = self.facts.first_fitting(charge.quantity)
        if limit is not None and quantity is not None and limit.then == "refuse":
            most = self._bound(charge, limit.most)
            if most is not None and self._given(charge, quantity) > most:
                raise Stop(REFUSED)
        ordered, holding = self.facts.ordered(charge), self.facts.holding(charge)
        if charge.overage and ordered is not None and holding is not None and holding > ordered:
            raise Stop(REFUSED if charge.overage == "blocked" else ABOVE)

    def paid(self, holder: Plan, charge: Charge) -> Fraction:
        """How many are paid for, after included ones and packs that are sold; priced packs come off in `units`."""
        quantity = self.facts.first_fitting(charge.quantity)
        if quantity is None:
            return Fraction(1)
        count = self._rounded("quantity", self._given(charge, quantity))
        for one in quantity.at_least:
            count = max(count, self._bound(charge, one) or ZERO)
        for one in quantity.at_most:
            count = min(count, self._bound(charge, one) or ZERO)
        included = self.facts.first_fitting(charge.included)
        if included is None:
            return in_packs(quantity.packs, count)
        if not included.after_packs:
            return in_packs(quantity.packs, max(count - self._free(holder, charge, included), ZERO))
        sold = in_packs(quantity.packs, count)
        if quantity.packs and not self._pack_priced(charge):
            return max(sold - self._free(holder, charge, included) * quantity.packs[0], ZERO)
        return sold

    def units(self, holder: Plan, charge: Charge, unit: str, pack: int, count: Fraction) -> Fraction:
        """How many times a rate is due: the count, its started packs, or one."""
        if unit == "":
            return Fraction(1)
        if unit != "pack":
            return count
        packs = count / pack
        rounds = any(one.point == "pack" for one in self.facts.policy.roundings)
        packs = self._rounded("pack", packs) if rounds else up(packs)
        included = self.facts.first_fitting(charge.included)
        if included is None or not included.after_packs:
            return packs
        return max(packs - self._free(holder, charge, included), ZERO)

    def given(self, charge: Charge) -> bool:
        """Whether anybody said how many there are; a figure and a fee always are."""
        quantity = self.facts.first_fitting(charge.quantity)
        return quantity is None or quantity.kind in FIGURES or self.facts.ordered(charge) is not None

    def _given(self, charge: Charge, quantity: Quantity) -> Fraction:
        """The count before anything is done to it."""
        if quantity.kind in FIGURES:
            return FIGURES[quantity.kind](self.facts, self.facts.account.facts["size"])
        if quantity.kind == "contracted":
            return self.facts.ordered(charge) or ZERO
        return self.facts.holding(charge) or ZERO

    def _bound(self, charge: Charge, one: int | str) -> Fraction | None:
        """A bound in figures; None for an order that nobody named."""
        if one == "contracted":
            return self.facts.ordered(charge)
        return Fraction(self.facts.account.facts["size"] if isinstance(one, str) else one)

    def _free(self, holder: Plan, charge: Charge, included: Included) -> Fraction:
        """How many are included."""
        if included.seat:
            return included.count * (self._billed_seats(holder, included.seat) // included.every)
        if self.windows[charge.name].periods(included.period) != 1:
            raise Stop(NOT_BILLED)
        return included.count

    def _pack_priced(self, charge: Charge) -> bool:
        """Whether the price is of packs, whatever a table has for this account."""
        said = self.facts.first_fitting(charge.price)
        assert said is not None
        policy = self.facts.policy
        units = [one.unit for one in policy.schedules if one.name == said.name]
        units += [one.unit for one in policy.tables if one.name == said.name]
        return (units[0] if units else said.unit) == "pack"

    def _billed_seats(self, holder: Plan, seat: str) -> Fraction:
        """How many seats of a type are billed: by the charges for it alone in the same block, else in the plans. Where
        these bill different numbers, there is no bill."""
        held = self.facts.holders()
        blocks = [[holder], [one for one in held if not one.sold_with], held]
        for block in blocks:
            own = [(one, charge) for one in block for charge in one.charges if charge.counts == (seat,)]
            found = {self.paid(one, charge) for one, charge in own}
            if len(found) > 1:
                raise Stop(NOT_BILLED)
            if found:
                return found.pop()
        return ZERO

    def _rounded(self, point: str, value: Fraction) -> Fraction:
        return rounded(self.facts.policy, self.facts.account.currency, point, value)
