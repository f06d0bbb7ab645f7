"""A charge and an account in, how many are paid for out; LANGUAGE.md 4.9 and step 2 and 3 of 5."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from tests.differential.naive_calendar import Window
from tests.differential.naive_facts import NOT_BILLED, REFUSED, ZERO, Stop, first_fitting
from tests.differential.naive_lines import rounded
from tests.differential.policy_data import AccountData, Charge, Plan, PolicyData, Quantity

FIGURES: Mapping[str, Callable[[int], Fraction]] = {
    "plain": lambda size: Fraction(size),
    "twice": lambda size: Fraction(2 * size),
    "half": lambda size: Fraction(size, 2),
    "third": lambda size: Fraction(size + 1, 3),
    "spare": lambda size: Fraction(max(size - 3, 0)),
    "some": lambda size: min(size, 7) + Fraction(1, 4),
}
"""The figures of policy_text.FIGURES, worked out by hand."""


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

    policy: PolicyData
    account: AccountData
    held: Sequence[Plan]
    windows: Mapping[str, Window]

    def keep_limit(self, charge: Charge) -> None:
        """Stops above a limit that refuses."""
        limit = first_fitting(charge.limit, self.account)
        quantity = first_fitting(charge.quantity, self.account)
        if limit is None or quantity is None or limit.then != "refuse":
            return
        if self._given(charge, quantity) > self._bound(charge, limit.most):
            raise Stop(REFUSED)

    def paid(self, holder: Plan, charge: Charge) -> tuple[Fraction, Fraction]:
        """How many are paid for, after included ones and packs that are sold; and how many priced packs come off yet."""
        quantity = first_fitting(charge.quantity, self.account)
        if quantity is None:
            return Fraction(1), ZERO
        count = rounded(self.policy, self.account.currency, "quantity", self._given(charge, quantity))
        for one in quantity.at_least:
            count = max(count, self._bound(charge, one))
        for one in quantity.at_most:
            count = min(count, self._bound(charge, one))
        included = first_fitting(charge.included, self.account)
        free = ZERO
        if included is not None and included.seat:
            free = included.count * (self._billed_seats(holder, included.seat) // included.every)
        elif included is not None:
            free = included.count
            if self.windows[charge.name].periods(included.period) != 1:
                raise Stop(NOT_BILLED)
        if included is None or not included.after_packs:
            return in_packs(quantity.packs, max(count - free, ZERO)), ZERO
        sold = in_packs(quantity.packs, count)
        if quantity.packs and not self._pack_priced(charge):
            return max(sold - free * quantity.packs[0], ZERO), ZERO
        return sold, free

    def units(self, unit: str, pack: int, count: Fraction, packs_off: Fraction) -> Fraction:
        """How many times a rate is due: the count, its started packs, or one."""
        if unit == "":
            return Fraction(1)
        if unit != "pack":
            return count
        packs = count / pack
        if any(one.point == "pack" for one in self.policy.roundings):
            packs = rounded(self.policy, self.account.currency, "pack", packs)
        else:
            packs = up(packs)
        return max(packs - packs_off, ZERO)

    def _given(self, charge: Charge, quantity: Quantity) -> Fraction:
        """The count before anything is done to it."""
        if quantity.kind in FIGURES:
            return FIGURES[quantity.kind](self.account.facts["size"])
        return Fraction(self.account.seats.get(charge.name, 0))

    def _bound(self, charge: Charge, one: int | str) -> Fraction:
        return Fraction(self.account.facts["size"] if isinstance(one, str) else one)

    def _pack_priced(self, charge: Charge) -> bool:
        said = first_fitting(charge.price, self.account)
        assert said is not None
        named = [one.unit for one in (*self.policy.schedules, *self.policy.tables) if one.name == said.name]
        return (named[0] if named else said.unit) == "pack"

    def _billed_seats(self, holder: Plan, seat: str) -> Fraction:
        """How many seats of a type are billed: by the charges for it alone in the same block, else in the plans. Where
        these bill different numbers, there is no bill."""
        blocks = [[holder], [one for one in self.held if not one.sold_with], list(self.held)]
        for block in blocks:
            own = [(one, charge) for one in block for charge in one.charges if charge.counts == (seat,)]
            found = {self.paid(one, charge)[0] for one, charge in own}
            if len(found) > 1:
                raise Stop(NOT_BILLED)
            if found:
                return found.pop()
        return ZERO
