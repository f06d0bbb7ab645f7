"""What an example gives: facts, measures and their values, from tree to model."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.diagnostic import Edit, Fix
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import Given
from seatpolicy.semantics.model.prices import Amounts
from seatpolicy.semantics.model.types import Type
from seatpolicy.semantics.read.amounts import MN757, money_values, read_per
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.facts import unknown_fact
from seatpolicy.semantics.read.unit_messages import TY303, TY304, TY309, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import TY306, Reading
from seatpolicy.syntax.tree import Leaf, Node

OUTCOMES = ("approved", "rejected", "incomplete", "held", "refused")
Value = Fraction | str | bool | date | Amounts | tuple[str, ...]


def target_names(target: Node) -> tuple[str, str]:
    leaves = target.leaves("NAME")
    return leaves[0].text, leaves[1].text if len(leaves) > 1 else ""


def target_type(reading: Reading, node: Node) -> Type | None:
    """The type of what is given, or None with the finding recorded."""
    leaves = node.leaves("NAME")
    name = leaves[0].text
    if len(leaves) == 2:
        measure = MEASURES.get(name)
        if measure is None or not measure.of:
            near = closest(name, [m for m in MEASURES if MEASURES[m].of])
            reading.report(
                TY309.at(
                    reading.at(node),
                    f"`{name} of …` cannot be given",
                    note="`seats of SEAT` can, and measures",
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaves[0]), near[0]),)) if near else None,
                )
            )
            return None
        kinds = (*measure.of, "charge") if name == "seats" else measure.of
        if reading.name(leaves[1], kinds, f"`{name} of` takes one of these") is None:
            return None
        return measure.type
    fact = reading.facts.get(name)
    if fact is not None:
        return fact.type.known
    if name in MEASURES:
        return MEASURES[name].type
    symbol = reading.scope.get(name, "let", "table")
    if symbol is None or symbol.kind == "let":
        if symbol is not None:
            reading.report(
                TY309.at(reading.at(node), f"`{name}` is worked out, not given", note="give the facts that it is made of")
            )
        elif reading.scope.get(name, "meter"):
            return Type("number")
        else:
            reading.report(unknown_fact(reading, leaves[0], "an example gives facts"))
        return None
    reading.report(
        TY309.at(reading.at(node), f"`{name}` is worked out, not given", note="give the facts that it is made of")
    )
    return None


def read_given(reading: Reading, assignment: Node) -> Given | None:
    target, value_node = assignment.all()
    type_ = target_type(reading, target)
    if type_ is None:
        return None
    value = given_value(reading, value_node, type_)
    return Given(*target_names(target), value, reading.at(assignment)) if value is not None else None


def given_value(reading: Reading, node: Node, type_: Type) -> Value | None:
    """A given value of a type, or None with the finding recorded."""
    at = reading.at(node)
    if node.kind == "set_of":
        leaves = node.one("names_comma").leaves("NAME")  # type: ignore[union-attr]
        for leaf in leaves:
            _member(reading, leaf, type_)
        return tuple(leaf.text for leaf in leaves)
    if node.kind in ("money_or", "amounts"):
        if type_.kind not in ("money", "rate"):
            reading.report(TY304.at(at, f"money is given for {describe(type_)}", note="this is an amount"))
            return None
        # What is given is what one account has, so one currency is enough.
        return Amounts(money_values(reading, node, complete=False), read_per(reading, node), at)
    if node.kind in OUTCOMES or node.kind == "asks":
        reading.report(TY304.at(at, "an outcome is given", note="outcomes are expected, facts are given"))
        return None
    if type_.kind in ("one of", "any of") and node.kind == "name":
        leaf = node.leaf()
        return (leaf.text,) if _member(reading, leaf, type_) and type_.kind == "any of" else leaf.text
    expressions = Expressions(reading, ("person", "quote", "signal", "release"), "")
    if node.kind == "name":
        reading.report(TY304.at(at, f"`{node.leaf().text}` is no value of {describe(type_)}", note=_write(type_)))
        return None
    made = expressions.literal(node)
    if made.type.kind == "error":
        return None
    if not comparable(made.type, type_) and not (type_.kind == "text" and made.type.kind == "currency"):
        reading.report(TY304.at(at, f"{describe(made.type)} is given for {describe(type_)}", note=_write(type_)))
        return None
    assert isinstance(made, x.Literal)
    if type_.kind == "currency" and made.value not in reading.currencies and reading.currencies:
        sold = " and ".join(reading.currencies)
        reading.report(
            MN757.at(
                at,
                f"the policy does not sell in {made.value}",
                note=f"it sells in {sold}",
                hint="give a currency of the policy, or add this one to `currencies:`",
            )
        )
        return None
    if type_.kind == "count" and isinstance(made.value, Fraction) and made.value.denominator != 1:
        reading.report(TY306.at(at, f"{node.leaf('NUMBER').text} is no count", note="a whole number stands here"))
        return None
    return made.value


def _write(type_: Type) -> str:
    ways = {
        "text": 'write it in double quotes: `"Meridian"`',
        "flag": "write `yes` or `no`",
        "days": "write `30 days`",
        "percent": "write `20%`",
        "months": "write `12 months`",
        "hours": "write `24 hours`",
        "date": "write `2026-11-01`",
        "count": "write a number",
        "number": "write a number",
        "currency": "write `USD`",
    }
    return ways.get(type_.kind, f"its values are {', '.join(type_.values)}" if type_.values else "")


def _member(reading: Reading, leaf: Leaf, type_: Type) -> bool:
    if leaf.text in type_.values:
        return True
    if reading.may_hold_more(type_):
        return False
    near = closest(leaf.text, type_.values)
    reading.report(
        TY303.at(
            reading.at(leaf),
            f"`{leaf.text}` is none of the values here",
            note=f"there are {', '.join(type_.values)}",
            fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
            subject=leaf.text,
        )
    )
    return False
