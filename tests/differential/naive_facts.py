"""A policy and an account in, what holds for the account out: conditions, cases, the keys of tables, how many seats it has.

LANGUAGE.md 3.3, 3.4 and 4.7 read aloud. How many seats there are of a type is what is held; where nobody said that, what
is ordered in the charges for this type alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar

import attrs

from tests.differential.policy_data import AccountData, Cases, Charge, Condition, Plan, PolicyData, Table, TableRow

T = TypeVar("T")
ZERO = Fraction(0)
REFUSED, NOT_BILLED, HELD = "refused", "not billed yet", "held"
ABOVE = "above the contract"
"""What is charged above an order is not priced naively; both engines are compared there."""


class Stop(Exception):
    """There is no bill: it is refused, held, or needs what the engine of this release does not bill."""


@attrs.frozen
class Facts:
    """What is known of one account."""

    policy: PolicyData
    account: AccountData

    def holders(self) -> list[Plan]:
        """The plans and add-ons that it holds, plans first."""
        plans = [plan for plan in self.policy.plans if plan.name in self.account.plans]
        return plans + [addon for addon in self.policy.addons if addon.name in self.account.addons]

    def fits(self, when: Condition) -> bool:
        """Whether a condition holds."""
        if when is None:
            return True
        kind, *rest = when
        facts = self.account.facts
        if kind == "=":
            return bool(self.value(rest[0]) == rest[1])
        if kind == "in":
            return bool(self.value(rest[0]) in rest[1])
        if kind == "flag":
            return bool(facts[rest[0]])
        if kind == "known":
            return facts.get(rest[0]) is not None
        if kind == "size >=":
            return bool(facts["size"] >= rest[0])
        if kind == "range":
            return bool(rest[0] <= facts["size"] <= rest[1])
        if kind == "seats >=":
            return bool(self.seats_of(rest[0]) >= rest[1])
        if kind == "not":
            return not self.fits(rest[0])
        if kind == "and":
            return self.fits(rest[0]) and self.fits(rest[1])
        return self.fits(rest[0]) or self.fits(rest[1])

    def first_fitting(self, given: Cases[T]) -> T | None:
        """The value of the first case that fits."""
        return next((one.value for one in given if self.fits(one.when)), None)

    def value(self, name: str) -> Any:
        """A fact by its name, or the seats of a type."""
        if name.startswith("seats of "):
            return self.seats_of(name.removeprefix("seats of "))
        return self.account.currency if name == "currency" else self.account.facts[name]

    def row(self, table: Table) -> TableRow:
        """The row of a table whose keys all fit."""
        values = [self.value(column) for column in table.columns]
        fitting = [row for row in table.rows if all(map(_key_fits, row.keys, values))]
        assert len(fitting) == 1
        return fitting[0]

    def ordered(self, charge: Charge) -> Fraction | None:
        """How many are on the order: of the charge, else as many as are held; None where nobody said it."""
        if charge.name in self.account.seats:
            return Fraction(self.account.seats[charge.name])
        return self._held(charge)

    def holding(self, charge: Charge) -> Fraction | None:
        """How many are held; where nobody said that, as many as are on the order."""
        held = self._held(charge)
        return self.ordered(charge) if held is None else held

    def _held(self, charge: Charge) -> Fraction | None:
        said = [self.account.held[name] for name in charge.counts if name in self.account.held]
        return Fraction(sum(said)) if said else None

    def seats_of(self, seat: str) -> Fraction:
        """How many seats of a type there are. Stops where charges disagree, or count them together with others."""
        if seat in self.account.held:
            return Fraction(self.account.held[seat])
        holders = self.holders()
        for block in ([one for one in holders if not one.sold_with], [one for one in holders if one.sold_with]):
            charges = [charge for holder in block for charge in holder.charges]
            asked = [one for one in charges if seat in one.counts and one.name in self.account.seats]
            alone = {self.account.seats[one.name] for one in asked if one.counts == (seat,)}
            if len(alone) > 1 or (asked and not alone):
                raise Stop(NOT_BILLED)
            if alone:
                return Fraction(alone.pop())
        return ZERO


def _key_fits(key: tuple[Any, ...], value: Any) -> bool:
    """Whether a value lies under a key."""
    kind, *rest = key
    if kind == "in":
        return value in rest[0]
    if kind == "range":
        return bool(rest[0] <= value and (rest[1] is None or value <= rest[1]))
    if kind == "up to":
        return bool(value <= rest[0])
    return bool(kind == "any" or value > rest[0])
