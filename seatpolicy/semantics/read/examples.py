"""Worked examples, from tree to model; a table of cases gives one example a row."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Related, Severity
from seatpolicy.semantics.model.exceptions import Example, Expectation, Given, Verdict
from seatpolicy.semantics.read.amounts import money_values
from seatpolicy.semantics.read.given import OUTCOMES, given_value, read_given, target_names, target_type
from seatpolicy.semantics.read.needs import read_needs
from seatpolicy.semantics.read.rows import SY133, cells_message
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
EX607 = code("EX607", "nothing-expected", E, "an example that expects nothing cannot fail")
EX608 = code("EX608", "expected-what", E, "an expectation is an amount of a charge, or an outcome")


def read_example(reading: Reading, node: Node) -> list[Example]:
    """An example block: one example, or one for every row of its table."""
    reading.around = (node,)
    reading.dated(node)
    title = reading.text(node.leaf("STRING"))
    given: list[Given] = []
    for line in node.all("given_line"):
        given += [g for a in line.all("assignment") if (g := read_given(reading, a)) is not None]
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
    if not heads and not node.all("expect_line"):
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
    known = [target_type(reading, n) if kind == "given" else None for kind, n in targets]
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
                    value = given_value(reading, cell, type_)
                    if value is not None:
                        more.append(Given(*target_names(target), value, reading.at(cell)))
            elif kind == "verdict":
                wanted += _outcome(reading, cell)
            else:
                wanted += _amount(reading, target, cell, quiet=True)
        made.append(Example(title, tuple(more), tuple(wanted), reading.at(row)))
    return made


def _expectation(reading: Reading, form: Node) -> list[Expectation]:
    if form.kind == "assignment":
        target, value = form.all()
        return _amount(reading, target, value, quiet=False)
    return _outcome(reading, form)


def _outcome(reading: Reading, form: Node) -> list[Expectation]:
    at = reading.at(form)
    if form.kind in OUTCOMES:
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
        EX608.at(
            reading.at(target),
            "a charge or `total` is expected here",
            note="an example expects amounts of charges and of the whole bill",
        )
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
