"""Ways to take one construct out of a drawn policy (and its account): how it is found, and what stands there without it.

A removal answers None where there is no such construct. It changes plain data only, and what it leaves is priced naively,
so that it may say what no text could.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import attrs

from tests.differential.policy_data import (
    AccountData,
    Case,
    Cases,
    Cell,
    Charge,
    Discount,
    Plan,
    PolicyData,
    Price,
    Quantity,
    Schedule,
    Table,
)

T = TypeVar("T")
Drawn = tuple[PolicyData, AccountData]
Removal = Callable[[PolicyData], PolicyData | None]
AccountRemoval = Callable[[PolicyData, AccountData], Drawn | None]


def changed(before: T, after: T) -> T | None:
    """What came of it, if that is something else."""
    return after if after != before else None


def everywhere(kind: type[T], change: Callable[[T], T]) -> Removal:
    """Changes every record of a kind, however deep in the policy it lies."""

    def walk(value: Any) -> Any:
        if attrs.has(type(value)):
            parts = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
            made = {name: new for name, old in parts.items() if (new := walk(old)) is not old}
            value = attrs.evolve(value, **made) if made else value
            return change(value) if isinstance(value, kind) else value
        if isinstance(value, tuple) and any(attrs.has(type(one)) for one in value):
            made_tuple = tuple(map(walk, value))
            return value if all(map(lambda one, two: one is two, value, made_tuple)) else made_tuple
        return value

    return lambda policy: changed(policy, cast(PolicyData, walk(policy)))


def policies(**changes: Any) -> Removal:
    """With other lines of the policy itself."""
    return lambda policy: changed(policy, attrs.evolve(policy, **changes))


def plans(change: Callable[[Plan], Plan]) -> Removal:
    """Changes the plans and add-ons."""
    return everywhere(Plan, change)


def charges(change: Callable[[Charge], Charge]) -> Removal:
    """Changes the charges."""
    return everywhere(Charge, change)


def cells(change: Callable[[Cell], Cell]) -> Removal:
    """Changes the cells of schedules."""
    return everywhere(Cell, change)


def schedules(change: Callable[[Schedule], Schedule]) -> Removal:
    """Changes the schedules."""
    return everywhere(Schedule, change)


def quantities(change: Callable[[Quantity], Quantity]) -> Removal:
    """Changes the quantities."""
    return everywhere(Quantity, change)


def prices(change: Callable[[Price], Price]) -> Removal:
    """Changes the prices of charges."""
    return everywhere(Price, change)


def discounts(change: Callable[[Discount], Discount]) -> Removal:
    """Changes the discounts."""
    return everywhere(Discount, change)


def without(field: str, on: Callable[[Any], bool] = lambda _: True) -> Callable[[T], T]:
    """The same record with an empty tuple, text or number in a field, where the record is meant."""

    def change(one: T) -> T:
        empty: Any = () if isinstance(getattr(one, field), tuple) else type(getattr(one, field))()
        made: Any = one
        return cast(T, attrs.evolve(made, **{field: empty})) if on(one) else one

    return change


def first_case(cases: Cases[T]) -> Cases[T]:
    """The last case alone, for everybody."""
    return (Case(cases[-1].value),) if cases and cases[0].when is not None else cases


def condition(kind: str, about: str = "") -> Removal:
    """Every condition of a kind turned round, that of a discount, too; `about` what it begins with."""

    def turned(when: Any) -> Any:
        return ("not", when) if when is not None and when[0] == kind and (not about or when[1] == about) else when

    def change(one: Any) -> Any:
        return attrs.evolve(one, when=turned(one.when)) if hasattr(one, "when") else one

    return everywhere(object, change)


def rounding(point: str) -> Removal:
    """Without the rounding on a point."""

    def removal(policy: PolicyData) -> PolicyData | None:
        left = tuple(one for one in policy.roundings if one.point != point)
        return changed(policy, attrs.evolve(policy, roundings=left))

    return removal


def mode(said: str) -> Removal:
    """With another mode of rounding."""
    other = "floor" if said in ("up", "ceiling", "half up") else "half up"

    def removal(policy: PolicyData) -> PolicyData | None:
        made = tuple(attrs.evolve(one, mode=other) if one.mode == said else one for one in policy.roundings)
        return changed(policy, attrs.evolve(policy, roundings=made))

    return removal


def bound(field: str, point: str) -> Removal:
    """Without the minimums or maximums (`field`) of one point, wherever they stand."""

    def change(one: Any) -> Any:
        cases = getattr(one, field, None)
        if not cases or all(case.value.point != point for case in cases):
            return one
        return attrs.evolve(one, **{field: tuple(case for case in cases if case.value.point != point)})

    return everywhere(object, change)


def combine(**changes: Any) -> Removal:
    """With other lines of `combine`."""

    def removal(policy: PolicyData) -> PolicyData | None:
        if policy.combine is None:
            return None
        return changed(policy, attrs.evolve(policy, combine=attrs.evolve(policy.combine, **changes)))

    return removal


def turned_round(policy: PolicyData) -> PolicyData | None:
    """With the discounts in the other order."""
    order = policy.combine.order if policy.combine is not None else ()
    return combine(order=tuple(reversed(order)))(policy)


def one_after_the_other(policy: PolicyData) -> PolicyData | None:
    """With every discount of `best of` in its own right."""
    order = policy.combine.order if policy.combine is not None else ()
    return combine(order=tuple((name,) for group in order for name in group))(policy)


def tables(on: Callable[[Table], bool]) -> Removal:
    """With the first result of some tables for everybody."""

    def change(one: Table) -> Table:
        everybody = attrs.evolve(one.rows[0], keys=(("any",),) * len(one.columns))
        return attrs.evolve(one, rows=(everybody,)) if on(one) else one

    return everywhere(Table, change)


def remainder(said: str) -> Removal:
    """With the default where a remainder goes."""
    return lambda policy: policies(remainder="")(policy) if policy.remainder == said else None


def account(**changes: Any) -> AccountRemoval:
    """With something else in the account."""

    def removal(policy: PolicyData, one: AccountData) -> Drawn | None:
        made = attrs.evolve(one, **changes)
        return (policy, made) if made != one else None

    return removal


def currency(old: str, new: str) -> AccountRemoval:
    """With an account that pays the same figures in another currency."""

    def removal(policy: PolicyData, one: AccountData) -> Drawn | None:
        if one.currency != old:
            return None

        def change(record: Any) -> Any:
            parts = {field.name: getattr(record, field.name) for field in attrs.fields(type(record))}
            made = {name: {**value, new: value[old]} for name, value in parts.items() if isinstance(value, Mapping)}
            return attrs.evolve(record, **made) if made else record

        there = everywhere(object, change)(policy)
        return (policy if there is None else there), attrs.evolve(one, currency=new)

    return removal
