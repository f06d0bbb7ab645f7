"""Guarantees and worked examples, from tree to model; a table of cases gives one example a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import Example, Expectation, Given, Guarantee, Verdict
from seatpolicy.semantics.model.prices import Amounts
from seatpolicy.semantics.model.types import Type
from seatpolicy.semantics.read.amounts import MN757, money_values, read_per
from seatpolicy.semantics.read.approvals import read_needs
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.parties import unknown_fact
from seatpolicy.semantics.read.proration import form_of
from seatpolicy.semantics.read.schedules import SY133, cells_message
from seatpolicy.semantics.read.unit_messages import TY303, TY304, TY309, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import RQ401, RQ402, TY306, Reading
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
EX607 = code("EX607", "nothing-expected", E, "an example that expects nothing cannot fail")
EX608 = code("EX608", "expected-what", E, "an expectation is an amount of a charge, or an outcome")
_OUTCOMES = ("approved", "rejected", "incomplete", "held", "refused")
Value = Fraction | str | bool | date | Amounts | tuple[str, ...]


def read_guarantee(reading: Reading, node: Node) -> Guarantee:
    """A law for all inputs in a range."""
    reading.around = (node,)
    reading.dated(node)
    expressions = Expressions(reading, ("quote", "signal"), "a guarantee is about the bills of an account")
    when_line = reading.only(node, "condition_line", "when:")
    when = expressions.around(when_line.children[0] if when_line is not None else None)
    holds = reading.only(node, "holds_line", "holds:")
    title = reading.text(node.leaf("STRING"))
    at = reading.head(node)
    if holds is None:
        reading.absent(node, RQ401.at(at, "the guarantee has no line `holds:`", note="it promises nothing"))
        return Guarantee(title, "always", None, None, None, None, None, when, at)
    form = form_of(holds)
    if form.kind == "always":
        made = Guarantee(title, "always", expressions.condition(form.children[0]), None, None, None, None, when, at)
    else:
        figure, driver = (expressions.figure(n) for n in form.all())
        low, high = (reading.number(leaf) for leaf in form.leaves("NUMBER"))
        if low >= high:
            first, second = form.leaves("NUMBER")
            reading.report(RQ402.at(reading.at(second), "an empty range", note=f"it runs from {first.text} up"))
        for value in (figure, driver):
            if value.type.kind in ("flag", "text", "one of", "any of", "currency"):
                reading.report(TY309.at(value.at, f"`{value.at.text}` neither falls nor rises", note=describe(value.type)))
        made = Guarantee(title, form.kind.replace("_", " "), None, figure, driver, low, high, when, at)
    reading.around = ()
    return made


def read_example(reading: Reading, node: Node) -> list[Example]:
    """An example block: one example, or one for every row of its table."""
    reading.around = (node,)
    reading.dated(node)
    title = reading.text(node.leaf("STRING"))
    given: list[Given] = []
    for line in node.all("given_line"):
        given += [g for a in line.all("assignment") if (g := _given(reading, a)) is not None]
    expect: list[Expectation] = []
    for line in node.all("expect_line"):
        for form in line.all():
            if form.kind not in ("since", "until"):
                expect += _expectation(reading, form)
    heads, rows = node.all("example_head"), node.all("example_row")
    if rows and not heads:
        reading.absent(
            node,
            SY133.at(
                reading.at(rows[0]),
                "no row names the columns of this table",
                hint="begin with `given seats of member | expect total`",
            ),
        )
    made: list[Example] = []
    if heads:
        made = _table(reading, title, heads, rows, given, expect, node)
    elif expect:
        made = [Example(title, tuple(given), tuple(expect), reading.head(node))]
    if not heads and not expect:
        reading.absent(
            node,
            EX607.at(
                reading.head(node),
                "this example expects nothing",
                note="it cannot fail",
                hint="write `expect: total = 500.00 USD`, or a table of cases",
            ),
        )
    reading.around = ()
    return made


def _table(
    reading: Reading,
    title: str,
    heads: Sequence[Node],
    rows: Sequence[Node],
    given: Sequence[Given],
    expect: Sequence[Expectation],
    node: Node,
) -> list[Example]:
    for extra in heads[1:]:
        reading.report(
            RQ402.at(
                reading.at(extra),
                "a second head row",
                note="the first one names the columns",
                related=(Related(reading.at(heads[0]), "the head"),),
            )
        )
    if not rows:
        reading.absent(node, EX607.at(reading.at(heads[0]), "a table without rows", note="this example checks nothing"))
    targets: list[tuple[str, Node]] = []
    for column in heads[0].all():
        if column.kind == "measured":
            targets.append(("given", column))
        elif column.kind == "expect_verdict":
            targets.append(("verdict", column))
        else:
            targets.append((column.kind.split("_")[0], column.all("measured")[0]))
    titles = [reading.at(n).text for _, n in targets]
    known = [_target(reading, n) if kind == "given" else None for kind, n in targets]
    for kind, n in targets:
        if kind == "expect":
            _expected_charge(reading, n)
    made = []
    for row in rows:
        cells = [n for n in row.all() if n.kind not in ("since", "until")]
        if len(cells) != len(targets):
            if not reading.poisoned():
                reading.report(cells_message(reading, row, cells, titles, ""))
            continue
        more, wanted = list(given), list(expect)
        for (kind, target), type_, cell in zip(targets, known, cells, strict=True):
            if kind == "given":
                if type_ is not None:
                    value = _value(reading, cell, type_)
                    if value is not None:
                        more.append(Given(*_names(target), value, reading.at(cell)))
            elif kind == "verdict":
                wanted += _outcome(reading, cell)
            else:
                wanted += _amount(reading, target, cell, quiet=True)
        made.append(Example(title, tuple(more), tuple(wanted), reading.at(row)))
    return made


def _names(target: Node) -> tuple[str, str]:
    leaves = target.leaves("NAME")
    return leaves[0].text, leaves[1].text if len(leaves) > 1 else ""


def _target(reading: Reading, node: Node) -> Type | None:
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


def _given(reading: Reading, assignment: Node) -> Given | None:
    target, value_node = assignment.all()
    type_ = _target(reading, target)
    if type_ is None:
        return None
    value = _value(reading, value_node, type_)
    return Given(*_names(target), value, reading.at(assignment)) if value is not None else None


def _value(reading: Reading, node: Node, type_: Type) -> Value | None:
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
    if node.kind in _OUTCOMES or node.kind == "asks":
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
    near = closest(leaf.text, type_.values)
    reading.report(
        TY303.at(
            reading.at(leaf),
            f"`{leaf.text}` is none of the values here",
            note=f"there are {', '.join(type_.values)}",
            fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
        )
    )
    return False


def _expectation(reading: Reading, form: Node) -> list[Expectation]:
    if form.kind == "assignment":
        target, value = form.all()
        return _amount(reading, target, value, quiet=False)
    return _outcome(reading, form)


def _outcome(reading: Reading, form: Node) -> list[Expectation]:
    at = reading.at(form)
    if form.kind in _OUTCOMES:
        return [Expectation("", None, "", Verdict(form.kind, (), at), None, at)]
    if form.kind == "asks":
        return [Expectation("", None, "", read_needs(reading, form.all()[0]), None, at)]
    reading.report(
        EX608.at(at, "an outcome is expected here", note="approved, rejected, incomplete, held, refused, `needs A`")
    )
    return []


def _expected_charge(reading: Reading, target: Node) -> str | None:
    leaves = target.leaves("NAME")
    leaf = leaves[0]
    if len(leaves) == 1 and leaf.text == "total":
        return "total"
    if len(leaves) == 1:
        symbol = reading.name(leaf, ("charge",), "amounts are expected of charges", ("total",))
        return symbol.name if symbol is not None else None
    reading.report(
        EX608.at(reading.at(target), "a measure is expected", note="amounts are expected of charges, and `total`")
    )
    return None


def _amount(reading: Reading, target: Node, value: Node, quiet: bool) -> list[Expectation]:
    if quiet:
        leaf = target.leaves("NAME")[0]
        name = leaf.text if leaf.text == "total" or reading.scope.get(leaf.text, "charge") else None
    else:
        name = _expected_charge(reading, target)
    if name is None:
        return []
    at = reading.at(value)
    if value.kind in ("held", "refused", "incomplete"):
        return _outcome(reading, value)
    if value.kind != "money_or":
        reading.report(EX608.at(at, f"an amount is expected of `{name}`", note="such as `500.00 USD`"))
        return []
    values = money_values(reading, value, complete=False)
    if len(values) != 1:
        if values:
            reading.report(EX608.at(at, "one amount is expected", note="an account pays in one currency"))
        return []
    ((currency, amount),) = values.items()
    return [Expectation(name, amount, currency, None, None, at)]
