"""The tables of the model's choices in, mistakes of a reader of the model out: one per node kind and value of a choice.

A mistake rewrites the checked model that one engine is given: it then reads the neighbouring word, forgets a part, or takes
a figure one further. No engine is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.expressions import Literal
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import FreePrice, QuotePrice
from seatpolicy.values.record import evolved
from tests.differential.model_census import aside, fields
from tests.differential.model_choices import CHOICES
from tests.differential.model_walk import change_model

Rewrite = Callable[[Policy], Policy]


@attrs.frozen
class ModelMistake:
    """`rewrite` gives the model as it is misread; the same object where nothing in it can be."""

    name: str
    rewrite: Rewrite

    def misread(self, checked: Checked) -> Checked | None:
        """The policy as it is misread; None where it is not."""
        texts = []
        moved = False
        for text in checked.texts:
            assert text.policy is not None
            made = self.rewrite(text.policy)
            moved |= made is not text.policy
            texts.append(evolved(text, policy=made))
        return evolved(checked, texts=tuple(texts)) if moved else None


def everywhere(kind: str, change: Callable[[Any], Any]) -> Rewrite:
    """Changes every node of a kind."""

    def one(node: Any, owner: str) -> Any:
        if type(node).__name__ != kind:
            return node
        made = change(node)
        return node if made == node else made

    return lambda policy: change_model(policy, one)


def cased(value: Any, change: Callable[[Any], Any]) -> Any:
    """A field's value, or those of its cases, changed."""
    if isinstance(value, tuple) and value and isinstance(value[0], Case):
        made = tuple(evolved(one, value=change(one.value)) for one in value)
        return value if made == value else made
    return change(value)


def with_field(field: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A node with another value in a field."""

    def made(node: Any) -> Any:
        old = getattr(node, field)
        new = cased(old, change)
        return node if new == old else evolved(node, **{field: new})

    return made


def misread(where: str, here: str, there: str) -> Rewrite:
    """A word of a choice read as another one."""
    kind, field = where.split(".")

    def change(value: Any) -> Any:
        if isinstance(value, Enum):
            return type(value)(there) if value.value == here else value
        return there if value == here else value

    if where == "RoundingLine.point":
        return lambda policy: _rounded_elsewhere(policy, here, there)
    return everywhere(kind, with_field(field, change))


def _rounded_elsewhere(policy: Policy, here: str, there: str) -> Policy:
    """A rounding on another point, or (empty) on none."""
    if here not in policy.roundings:
        return policy
    moved = {point: line for point, line in policy.roundings.items() if point != here}
    if there:
        moved[there] = evolved(policy.roundings[here], point=there)
    return evolved(policy, roundings=moved)


def _more(by: Fraction | int) -> Callable[[Any], Any]:
    return lambda value: value + by if value else value


def _empty(value: Any) -> Any:
    return () if isinstance(value, tuple) else {} if isinstance(value, Mapping) else None


def forgotten(kind: str, field: str) -> Rewrite:
    """A field that may be absent read as if it were."""

    def change(node: Any) -> Any:
        here = getattr(node, field)
        return evolved(node, **{field: _empty(here)}) if here else node

    return everywhere(kind, change)


def flag(kind: str, field: str, value: bool) -> Rewrite:
    """A flag read as its opposite."""
    return everywhere(kind, with_field(field, lambda here: not value if here is value else here))


def _first_case(kind: str, field: str) -> Rewrite:
    """The last case for everybody."""

    def change(node: Any) -> Any:
        cases = getattr(node, field)
        last = (evolved(cases[-1], when=None),) if len(cases) > 1 else cases
        return node if len(cases) < 2 else evolved(node, **{field: last})

    return everywhere(kind, change)


def _literal(node: Literal) -> Literal:
    counted = isinstance(node.value, Fraction) and node.type.kind in ("count", "number")
    return evolved(node, value=node.value + 1) if counted else node  # type: ignore[operator]


def _without_last(node: Any) -> Any:
    high = node.high
    counted = isinstance(high, Literal) and isinstance(high.value, Fraction)
    return evolved(node, high=evolved(high, value=high.value - 1)) if counted else node


def _instead(kind: str, change: Callable[[Any], Any]) -> Rewrite:
    return everywhere(kind, change)


def _expressions(kind: str, change: Callable[[Any], Any]) -> Rewrite:
    return everywhere(kind, change)


def _cells(change: Callable[[Any], Any]) -> Rewrite:
    return everywhere("Cell", change)


def _swapped_currencies(node: Any) -> Any:
    names = list(node.values)
    if len(names) < 2:
        return node
    return evolved(node, values={name: node.values[names[place - 1]] for place, name in enumerate(names)})


def _cells_of_neighbour(node: Any) -> Any:
    names = list(node.cells)
    if len(names) < 2:
        return node
    return evolved(node, cells={name: node.cells[names[place - 1]] for place, name in enumerate(names)})


def _rows_swapped(node: Any) -> Any:
    if len(node.rows) < 2:
        return node
    first, second, *rest = node.rows
    return evolved(node, rows=(evolved(first, result=second.result), evolved(second, result=first.result), *rest))


def _next_cells(node: Any) -> Any:
    tiers = node.tiers
    if len(tiers) < 2:
        return node
    return evolved(node, tiers=(evolved(tiers[0], cells=tiers[1].cells), *tiers[1:]))


def _bound(by: int) -> Callable[[Any], Any]:
    return with_field("high", lambda high: None if high is None else max(high + by, Fraction(0)))


KINDS: dict[str, Rewrite] = {
    "Amounts: the currency beside it": everywhere("Amounts", _swapped_currencies),
    "MoneyLiteral: the currency beside it": everywhere("MoneyLiteral", _swapped_currencies),
    "Tier: the currency beside it": everywhere("Tier", _cells_of_neighbour),
    "Tier: its bound one higher": everywhere("Tier", _bound(1)),
    "Tier: its bound one lower": everywhere("Tier", _bound(-1)),
    "Tier: begins at 1": everywhere("Tier", with_field("low", lambda low: low or Fraction(1))),
    "Schedule: the first row priced as the second": everywhere("Schedule", _next_cells),
    "Cell: no rate": _cells(lambda cell: evolved(cell, rate=Fraction(0)) if cell.rate else cell),
    "Cell: no flat part": _cells(lambda cell: evolved(cell, flat=None) if cell.flat is not None else cell),
    "Cell: not per started hundred": _cells(lambda cell: evolved(cell, per=Fraction(0)) if cell.per else cell),
    "Cell: percent ten times": _cells(
        lambda cell: evolved(cell, percent=cell.percent / 10) if cell.percent is not None else cell),
    "Table: two results swapped": everywhere("Table", _rows_swapped),
    "Table: the last row dropped": everywhere(
        "Table", lambda one: evolved(one, rows=one.rows[:-1]) if len(one.rows) > 1 else one),
    "TableRow: free as by quote": everywhere(
        "TableRow", lambda row: evolved(row, result="by quote") if row.result == "free" else row),
    "TableRow: by quote as free": everywhere(
        "TableRow", lambda row: evolved(row, result="free") if row.result == "by quote" else row),
    "Key: a value for any": everywhere("Key", lambda key: evolved(key, any=True, values=()) if key.values else key),
    "Key: its upper end one higher": everywhere(
        "Key", lambda key: evolved(key, high=key.high + 1) if isinstance(key.high, Fraction) else key),
    "FreePrice: by quote": _instead("FreePrice", lambda _: QuotePrice(None)),
    "QuotePrice: free": _instead("QuotePrice", lambda _: FreePrice()),
    "RatePrice: free": _instead("RatePrice", lambda _: FreePrice()),
    "SchedulePrice: free": _instead("SchedulePrice", lambda _: FreePrice()),
    "TablePrice: free": _instead("TablePrice", lambda _: FreePrice()),
    "Packs: of one more": everywhere("Packs", with_field("size", _more(1))),
    "Packs: up to one more": everywhere("Packs", with_field("up_to", _more(1))),
    "Packs: one size for all": everywhere("Packs", lambda one: evolved(one, up_to=0, then=0)),
    "Included: one more": everywhere("Included", with_field("count", _more(1))),
    "Included: for each seat": everywhere("Included", lambda one: evolved(one, every=min(one.every, Fraction(1)))),
    "Included: without the seats": everywhere(
        "Included", lambda one: evolved(one, seat="", every=Fraction(0), period="cycle") if one.seat else one),
    "Commitment: overage at 100%": everywhere("Commitment", with_field("overage", lambda _: Fraction(1))),
    "Commitment: half of it": everywhere("Commitment", lambda one: evolved(one, overage=one.overage * 2)),
    "Cycle: one more": everywhere("Cycle", with_field("count", _more(1))),
    "Anchor: a day later": everywhere("Anchor", with_field("day", lambda day: day % 28 + 1 if day else 0)),
    "Anchor: the 1st for the day of the account": everywhere(
        "Anchor", lambda one: evolved(one, kind="day", fact="", day=1) if one.fact else one),
    "Duration: one longer": everywhere("Duration", with_field("length", _more(1))),
    "Discount: lasts one more cycle": everywhere("Discount", with_field("lasts_cycles", _more(1))),
    "Discount: ends a day earlier": everywhere(
        "Discount", with_field("offered_to", lambda day: day - timedelta(1) if day else day)),
    "Discount: begins a day later": everywhere(
        "Discount", with_field("offered_from", lambda day: day + timedelta(1) if day else day)),
    "Off: amounts forgotten": everywhere(
        "Off", lambda one: evolved(one, share=None, amounts=evolved(
            one.amounts, values={name: Fraction(0) for name in one.amounts.values})) if one.amounts else one),
    "Combine: the other way round": everywhere("Combine", lambda one: evolved(one, order=tuple(reversed(one.order)))),
    "Combine: the first of best of": everywhere(
        "Combine", lambda one: evolved(one, order=tuple(group[:1] for group in one.order))),
    "Combine: all of best of": everywhere(
        "Combine", lambda one: evolved(one, order=tuple((name,) for group in one.order for name in group))),
    "Combine: the cap twice as high": everywhere(
        "Combine", lambda one: evolved(one, together=one.together * 2) if one.together is not None else one),
    "Rounding: ten times finer": everywhere(
        "RoundingLine", lambda one: evolved(one, to_cent=False, rounding=evolved(
            one.rounding, increment=Fraction(1, 1000) if one.to_cent else one.rounding.increment / 10))),
    "Literal: one more": _expressions("Literal", _literal),
    "Negative: its operand": _expressions("Negative", lambda one: one.operand),
    "Not: its operand": _expressions("Not", lambda one: one.operand),
    "InSet: its first option only": _expressions("InSet", lambda one: evolved(one, options=one.options[:1])),
    "InRange: without its last value": _expressions("InRange", _without_last),
    "InLast: one day more": _expressions("InLast", with_field("days", _more(1))),
    "Measure: another window": _expressions("Measure", with_field("window_days", _more(7))),
    "Call: its first argument": _expressions("Call", lambda one: one.arguments[0]),
    "Arithmetic: its left side": _expressions("Arithmetic", lambda one: one.left),
    "Comparison: the other way round": _expressions("Comparison", lambda one: evolved(one, left=one.right, right=one.left)),
    "Logic: its first part": _expressions("Logic", lambda one: one.parts[0]),
    "Billable: active only": everywhere("Billable", lambda one: evolved(one, statuses=("active",))),
    "Counting: the other order": everywhere("Counting", lambda one: evolved(one, order=tuple(reversed(one.order)))),
    "Counting: people by id": everywhere("Counting", lambda one: evolved(one, same_person="id")),
    "Counting: a shared login is one more": everywhere("Counting", with_field("shared_login", _more(1))),
    "Counting: as each user": everywhere("Counting", lambda one: evolved(one, shared_login=None)),
    "Counting: idle a day later": everywhere("Counting", with_field("idle_days", _more(1))),
    "Counting: never idle": everywhere("Counting", lambda one: evolved(one, idle_days=0)),
    "SeatType: held by anyone": everywhere(
        "SeatType", with_field("held_by", lambda roles: None if isinstance(roles, tuple) else roles)),
    "Requirement: its facts forgotten": everywhere("Requirement", lambda one: evolved(one, facts=())),
    "Requirement: its condition forgotten": everywhere("Requirement", lambda one: evolved(one, condition=None)),
}  # fmt: skip
"""Mistakes about whole nodes, by name."""


def model_mistakes() -> Iterator[ModelMistake]:
    """Every mistake of the tables."""
    for where, words in CHOICES.items():
        for here, there in words.items():
            if aside(f"{where}={here}"):
                continue
            yield ModelMistake(f"{where}: `{here}` as `{there}`", misread(where, here, there))
    for kind, field in fields("absent"):
        yield ModelMistake(f"{kind}.{field}: forgotten", forgotten(kind, field))
    for kind, field in fields("flags"):
        for value, name in ((True, "yes as no"), (False, "no as yes")):
            if not aside(f"{kind}.{field}={'yes' if value else 'no'}"):
                yield ModelMistake(f"{kind}.{field}: {name}", flag(kind, field, value))
    for kind, field in fields("cases"):
        yield ModelMistake(f"{kind}.{field}: the last case for everybody", _first_case(kind, field))
    for name, rewrite in KINDS.items():
        yield ModelMistake(name, rewrite)
