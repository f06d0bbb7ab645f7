"""Decision tables, from tree to model: keys typed by their columns, results by what the table gives."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Edit, Fix, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.prices import Amounts, Key, Table, TableRow
from seatpolicy.semantics.model.types import ERROR, Type
from seatpolicy.semantics.read.amounts import read_amounts
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.facts import read_type, unknown_fact
from seatpolicy.semantics.read.rows import SY133, cells_message
from seatpolicy.semantics.read.table_ranges import with_ends
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
TY321 = code("TY321", "result-column", E, "the last column of a table is its result")


def read_table(reading: Reading, node: Node, expressions: Expressions) -> Table:
    """A decision table; keys are typed by the fact or measure of their column, results by what the table gives."""
    names = node.leaf()
    guessed = node.start in reading.file.guessed  # then nobody knows what it gives
    type_form = next(n for n in node.all() if n.kind not in ("since", "until", "table_row"))
    gives = ERROR if guessed else read_type(reading, type_form)
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
    if not _names(head[-1], names.text) and reading.lost_between(node, rows[0]):
        return Table(names.text, reading.text(node.leaf("STRING")), gives, (), (), reading.at(names), whole=False)
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
    if not _names(last, names.text):
        reading.report(
            TY321.at(
                reading.at(last),
                f"the last column is not `{names.text}`",
                note="the result column has the name of the table",
                fix=Fix(f"`{names.text}`", (Edit(reading.at(last), names.text),)),
                subject=last.leaf().text if last.kind == "name" else "",
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


def _names(cell: Node, name: str) -> bool:
    return cell.kind == "name" and cell.leaf().text == name


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
        if gives.kind not in ("money", "rate", "error"):
            reading.report(TY304.at(reading.at(node), f"the table gives {describe(gives)}", note="this is a price"))
        return node.kind.replace("_", " ")
    if node.kind in ("money_or", "amounts"):
        amounts = read_amounts(reading, node)
        if gives.kind == "rate" and amounts.per == Type("rate").per:
            amounts = Amounts(amounts.values, gives.per, amounts.at)
        if gives.kind not in ("money", "rate", "error"):
            reading.report(TY304.at(reading.at(node), f"the table gives {describe(gives)}", note="this is money"))
        return amounts
    made = expressions.member(node, gives) if node.kind != "any" else x.Literal(Type("error"), reading.at(node), False)
    if "error" not in (made.type.kind, gives.kind) and not comparable(made.type, gives):
        reading.report(TY304.at(made.at, f"the table gives {describe(gives)}", note=f"this is {describe(made.type)}"))
    return made
