"""Schedules and decision tables, from tree to model: rows typed cell by cell; their geometry is checked elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.prices import Amounts, Cell, Key, Schedule, Table, TableRow, Tier
from seatpolicy.semantics.model.types import Type
from seatpolicy.semantics.read.amounts import MN755, read_amounts, read_currency, read_per
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.parties import read_type, unknown_fact
from seatpolicy.semantics.read.table_ranges import with_ends
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
SY132 = code("SY132", "cells-and-columns", E, "a row has a cell for every column")
SY133 = code("SY133", "no-head-row", E, "a table begins with the row that names its columns")
TR210 = code("TR210", "head-disagrees", E, "the head of a schedule counts something else than its model")
TR211 = code("TR211", "model-meaning", E, "a schedule's unit and its rows do not go together")
TY321 = code("TY321", "result-column", E, "the last column of a table is its result")
MN760 = code("MN760", "column-currency", E, "a schedule has one column for every currency of the policy")
COUNTED = {"seat": "seats", "pack": "packs", "unit": "units", "": "units"}


def cells_message(
    reading: Reading, row: Node, cells: Sequence[Node], columns: Sequence[str], what: str, before: int = 0
) -> Diagnostic:
    """The finding about a row whose cells do not match the columns. `before` columns, the bounds of a row, stand to the left
    of those given; `what` says how the cell is written."""
    message = f"{_count(before + len(cells), 'cell')} under {_count(before + len(columns), 'column')}"
    if len(cells) < len(columns):
        end = Span(reading.file.source, row.end, row.end)
        last = reading.at(cells[-1]) if cells else end
        return SY132.at(
            last, message, note=f"nothing stands under `{columns[len(cells)]}`", fix=Fix(f"write the cell{what}")
        )
    extra = cells[len(columns)]
    return SY132.at(
        reading.at(extra),
        message,
        note="no column stands above this cell",
        fix=Fix("remove it, or name its column in the head"),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def read_schedule(reading: Reading, node: Node) -> Schedule:
    """A schedule with its tiers; rows that cannot be read are left out, and reported."""
    name = node.leaf()
    model = node.one("graduated", "volume", "stairstep")
    assert model is not None
    per = read_per(reading, node)
    heads = node.all("schedule_head")
    for extra in heads[1:]:
        reading.report(
            RQ402.at(
                reading.at(extra),
                "a second head row",
                note="the first one names the columns",
                related=(Related(reading.at(heads[0]), "the head"),),
            )
        )
    if not heads:
        first = node.all("tier")
        place = reading.at(first[0]) if first else reading.head(node)
        reading.absent(
            node,
            SY133.at(
                place,
                "no row names the columns of this schedule",
                hint=f"begin with `{COUNTED[per.unit]} | {' | '.join(reading.currencies)}`",
            ),
        )
    columns = _columns(reading, heads[0], node) if heads else reading.currencies
    counts = COUNTED[per.unit]
    if heads:
        counts = _check_head(reading, node, heads[0], model.kind, per.unit)
    rows = node.all("tier")
    if not rows:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"schedule `{name.text}` has no rows",
                note="a row gives the price of a range",
                hint="write `1 and up | 25.00`",
            ),
        )
    tiers = []
    for row in rows:
        reading.dated(row)
        tier = _tier(reading, row, columns, heads[0] if heads else None)
        if tier is not None:
            tiers.append(tier)
    reading.dated(node)
    whole = len(heads) < 2 and len(tiers) == len(rows)
    return Schedule(
        name.text, reading.text(node.leaf("STRING")), model.kind, per, counts, tuple(tiers), reading.at(name), whole
    )


def _columns(reading: Reading, head: Node, node: Node) -> tuple[str, ...]:
    columns: list[str] = []
    for leaf in head.leaves("CURRENCY"):
        if leaf.text in columns:
            reading.report(RQ402.at(reading.at(leaf), f"two columns of {leaf.text}", note="one column for each currency"))
        elif reading.currencies and leaf.text not in reading.currencies and read_currency(reading, leaf) is not None:
            reading.report(
                MN760.at(
                    reading.at(leaf),
                    f"the policy does not sell in {leaf.text}",
                    note=f"it sells in {' and '.join(reading.currencies)}",
                    hint=f"remove the column, or add {leaf.text} to `currencies:`",
                )
            )
        columns.append(leaf.text)
    missing = [c for c in reading.currencies if c not in columns]
    if missing:
        reading.report(
            MN755.at(
                reading.at(head),
                f"an account in {' or '.join(missing)} could not be billed by `{node.leaf().text}`",
                note=f"columns for {' and '.join(columns)}; the policy sells in {' and '.join(reading.currencies)}",
                hint=f"add a column `{missing[0]}`",
            )
        )
    return tuple(columns)


def _check_head(reading: Reading, node: Node, head: Node, model: str, unit: str) -> str:
    unit_node = head.one("seats", "packs", "units")
    assert unit_node is not None
    total = head.one("total") is not None
    counts = unit_node.kind
    expected = COUNTED[unit] if unit else counts
    word = f"total {counts}" if total else counts
    right = expected if model == "graduated" else f"total {expected}"
    if word != right:
        at = reading.at(head.children[0]).cover(reading.at(unit_node))
        why = (
            "each row of a graduated schedule prices its own " + expected
            if model == "graduated"
            else f"one row of a {model} schedule prices all {expected}"
        )
        hint, fix = "", None
        if total == (model != "graduated"):
            fix = Fix(f"`{right}`", (Edit(at, right),))
        else:
            other = "`volume` in place of `graduated`" if total else f"`graduated` in place of `{model}`"
            hint = f"write `{right}`, or {other}"
        reading.report(TR210.at(at, f"the head of this schedule is `{right}`, not `{word}`", note=why, hint=hint, fix=fix))
    return expected


def _tier(reading: Reading, row: Node, columns: Sequence[str], head: Node | None) -> Tier | None:
    low = reading.number(row.leaf("NUMBER"))
    end = row.one("to", "and_up")
    assert end is not None
    high = reading.number(end.leaf("NUMBER")) if end.kind == "to" else None
    cells = [n for n in row.all() if n.kind not in ("to", "and_up", "since", "until")]
    if head is not None and len(cells) != len(columns):
        if not reading.poisoned():
            reading.report(cells_message(reading, row, cells, columns, "", 1))
        return None
    made = {c: _cell(reading, n) for c, n in zip(columns, cells, strict=False) if c in reading.currencies}
    at = Span(reading.file.source, row.start, end.end)
    return Tier(low, high, made, at, reading.at(row.leaf("NUMBER")), reading.at(end if high is None else end.leaf("NUMBER")))


def _cell(reading: Reading, node: Node) -> Cell:
    numbers = [reading.number(leaf) for leaf in node.leaves("NUMBER")]
    kind, at = node.kind, reading.at(node)
    if kind == "rate_cell":
        return Cell(rate=numbers[0], at=at)
    if kind == "rate_flat_cell":
        return Cell(rate=numbers[0], flat=numbers[1], at=at)
    if kind == "flat_cell":
        return Cell(flat=numbers[0], at=at)
    if kind in ("pack_cell", "pack_flat_cell"):
        if numbers[1] <= 0:
            reading.report(TR211.at(at, "a price per 0", note="a pack holds something"))
        flat = numbers[2] if len(numbers) > 2 else None
        return Cell(rate=numbers[0], per=max(numbers[1], Fraction(1)), flat=flat, at=at)
    if kind in ("percent_cell", "percent_flat_cell"):
        return Cell(percent=reading.number(node.leaf("PERCENT")), flat=numbers[0] if numbers else None, at=at)
    if kind == "free":
        return Cell(free=True, at=at)
    return Cell(by_quote=True, floor=numbers[0] if numbers else None, at=at)


# ---- decision tables -------------------------------------------------------------------------------------------------


def read_table(reading: Reading, node: Node, expressions: Expressions) -> Table:
    """A decision table; keys are typed by the fact or measure of their column, results by what the table gives."""
    names = node.leaf()
    gives = read_type(reading, next(n for n in node.all() if n.kind not in ("since", "until", "table_row")))
    rows = node.all("table_row")
    if not rows:
        reading.absent(
            node,
            SY133.at(
                reading.head(node),
                f"table `{names.text}` is empty",
                note="its first row names the columns, the last of them its result",
            ),
        )
        return Table(names.text, reading.text(node.leaf("STRING")), gives, (), (), reading.at(names))
    head = rows[0].all()
    columns: list[x.Expression] = []
    for cell in head[:-1]:
        if cell.kind not in ("name", "measure_of"):
            reading.report(
                SY133.at(
                    reading.at(cell),
                    "the first row of a table names its columns",
                    note="facts or measures stand here, and the result last",
                )
            )
            return Table(names.text, reading.text(node.leaf("STRING")), gives, (), (), reading.at(names))
        if cell.kind == "name" and cell.leaf().text not in reading.facts and not reading.scope.get(cell.leaf().text):
            reading.report(unknown_fact(reading, cell.leaf(), "a column is headed by the fact that it tests"))
            columns.append(x.Literal(Type("error"), reading.at(cell), False))
        else:
            columns.append(expressions.figure(cell))
    last = head[-1]
    if last.kind != "name" or last.leaf().text != names.text:
        reading.report(
            TY321.at(
                reading.at(last),
                f"the last column is not `{names.text}`",
                note="the result column has the name of the table",
                fix=Fix(f"`{names.text}`", (Edit(reading.at(last), names.text),)),
            )
        )
    titles = [reading.at(c).text for c in head]
    made: list[TableRow] = []
    kinds: list[tuple[str, ...]] = []
    for row in rows[1:]:
        reading.dated(row)
        cells = [n for n in row.all() if n.kind not in ("since", "until")]
        if len(cells) != len(head):
            if not reading.poisoned():
                reading.report(cells_message(reading, row, cells, titles, ""))
            continue
        keys = tuple(_key(reading, expressions, c, column) for c, column in zip(cells, columns, strict=False))
        kinds.append(tuple(c.kind for c in cells[:-1]))
        made.append(TableRow(keys, _result(reading, expressions, cells[-1], gives), reading.at(row)))
    reading.dated(node)
    whole = len(made) == len(rows) - 1 and not any(key.wrong for row in made for key in row.keys)
    return Table(
        names.text,
        reading.text(node.leaf("STRING")),
        gives,
        tuple(columns),
        with_ends(made, kinds),
        reading.at(names),
        whole,
    )


def _value(reading: Reading, expressions: Expressions, node: Node, type_: Type) -> object:
    """The plain value of a key, typed by its column; None where it is wrong (it has been reported)."""
    made = expressions.member(node, type_)
    if "error" in (made.type.kind, type_.kind):
        return None
    if not comparable(made.type, type_):
        reading.report(
            TY304.at(
                made.at,
                f"a column of {describe(type_)} holds {describe(made.type)}",
                note=f"this cell is {describe(made.type)}",
            )
        )
        return None
    return made.value if isinstance(made, x.Literal) else made


def _key(reading: Reading, expressions: Expressions, node: Node, column: x.Expression) -> Key:
    type_, at, kind = column.type, reading.at(node), node.kind
    if kind == "any":
        return Key(any=True, at=at)
    if kind in ("above", "below"):
        return Key(at=at)
    if kind in ("free", "by_quote", "money_or", "amounts", "measure_of"):
        reading.report(TY304.at(at, f"a column of {describe(type_)} holds something else", note="this is no value of it"))
        return Key(any=True, at=at, wrong=True)
    if kind == "alternatives":
        written = [Node("name", (leaf,), leaf.start, leaf.end) for leaf in node.leaves("NAME")]
    else:
        written = node.all() if kind in ("range", "from_up", "up_to", "at_least") else [node]
    values = tuple(_value(reading, expressions, n, type_) for n in written)
    wrong = None in values
    if kind == "range":
        return Key(low=values[0], high=values[1], at=at, wrong=wrong)
    if kind in ("from_up", "at_least"):
        return Key(low=values[0], at=at, wrong=wrong)
    if kind == "up_to":
        return Key(high=values[0], at=at, wrong=wrong)
    return Key(values=values, at=at, wrong=wrong)


def _result(reading: Reading, expressions: Expressions, node: Node, gives: Type) -> x.Expression | Amounts | str:
    if node.kind in ("free", "by_quote"):
        if gives.kind not in ("money", "rate"):
            reading.report(TY304.at(reading.at(node), f"the table gives {describe(gives)}", note="this is a price"))
        return node.kind.replace("_", " ")
    if node.kind in ("money_or", "amounts"):
        amounts = read_amounts(reading, node)
        if gives.kind == "rate" and amounts.per == Type("rate").per:
            amounts = Amounts(amounts.values, gives.per, amounts.at)
        if gives.kind not in ("money", "rate"):
            reading.report(TY304.at(reading.at(node), f"the table gives {describe(gives)}", note="this is money"))
        return amounts
    made = expressions.member(node, gives) if node.kind != "any" else x.Literal(Type("error"), reading.at(node), False)
    if made.type.kind != "error" and not comparable(made.type, gives):
        reading.report(TY304.at(made.at, f"the table gives {describe(gives)}", note=f"this is {describe(made.type)}"))
    return made


__all__ = ["Leaf", "read_schedule", "read_table"]
