"""Limits of the approvals, from tree to model: which share of what somebody may give away."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import DISCOUNT_MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import (
    AuthorityLimit,
    LimitRow,
)
from seatpolicy.semantics.model.types import ERROR
from seatpolicy.semantics.read import unit_messages
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.needs import QUOTE_PLACE, read_verdict
from seatpolicy.semantics.read.rows import SY133, cells_message
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
AU517 = code("AU517", "limit-column", E, "a limit's columns are the values of its `by`")


def read_limit(reading: Reading, node: Node) -> AuthorityLimit:
    outer = reading.around
    reading.around = (*outer, node)
    reading.dated(node)
    name = node.leaf()
    expressions = Expressions(reading, ("quote",), QUOTE_PLACE)
    when_node = node.one("limit_when")
    when = expressions.around(when_node.children[0] if when_node is not None else None)
    measured = node.one("measured")
    assert measured is not None
    measure = _measure(reading, expressions, measured)
    for_node, by_node = node.one("limit_for"), node.one("limit_by")
    charges: tuple[str, ...] = ()
    if for_node is not None:
        names = for_node.one("names_and")
        assert names is not None
        charges = reading.names(names, ("charge",), "a limit looks at charges")
    by: x.Expression | None = None
    columns: Sequence[str] = ()
    if by_node is not None:
        leaf = by_node.leaf()
        by = expressions.figure(Node("name", (leaf,), leaf.start, leaf.end), frozenset(reading.facts))
        if by.type.kind not in ("one of", "error"):
            reading.report(
                AU517.at(
                    reading.at(leaf),
                    f"`{leaf.text}` has no closed set of values",
                    note=f"it is {describe(by.type)}; a limit has a column for every value",
                )
            )
            by = x.Literal(ERROR, by.at, False)
    heads = node.all("limit_head")
    if heads:
        columns = _columns(reading, heads[0], by, measured if measure.type.kind != "error" else None)
    else:
        titles = by.type.values if by is not None and by.type.kind == "one of" else ("verdict",)
        head_row = " | ".join((" ".join(reading.at(measured).text.split()), *titles))
        reading.absent(
            node, SY133.at(reading.head(node), "no row names the columns of this limit", hint=f"begin with `{head_row}`")
        )
    for extra in heads[1:]:
        reading.report(
            RQ402.at(
                reading.at(extra),
                "a second head row",
                note="the first one names the columns",
                related=(Related(reading.at(heads[0]), "the head"),),
            )
        )
    rows = []
    for row in node.all("limit_row"):
        reading.dated(row)
        made = _row(reading, expressions, row, columns, measure, bool(heads))
        if made is not None:
            rows.append(made)
    if not node.all("limit_row"):
        reading.absent(node, RQ401.at(reading.head(node), f"limit `{name.text}` has no rows", note="it allows nothing yet"))
    reading.around, reading.known = outer, frozenset()
    return AuthorityLimit(
        name.text,
        reading.text(node.leaf("STRING")),
        measure,
        charges,
        by,
        tuple(columns),
        when,
        tuple(rows),
        reading.at(name),
        len(heads) < 2 and len(rows) == len(node.all("limit_row")),
    )


def _measure(reading: Reading, expressions: Expressions, node: Node) -> x.Expression:
    leaves = node.leaves("NAME")
    if len(leaves) == 2:
        return expressions.figure(Node("measure_of", node.children, node.start, node.end))
    leaf = leaves[0]
    if leaf.text in ("discount", "exception"):
        reading.report(unit_messages.which_discount(reading.at(leaf), leaf.text, DISCOUNT_MEASURES))
        return x.Literal(ERROR, reading.at(leaf), False)
    # An unknown figure makes the verdict incomplete, so a limit may be on an optional fact without a test.
    return expressions.figure(Node("name", (leaf,), leaf.start, leaf.end), frozenset(reading.facts))


def _columns(reading: Reading, head: Node, by: x.Expression | None, measured: Node | None) -> list[str]:
    """The columns behind the first; `measured` is what the limit is on, None where that has been reported."""
    first = head.one("measured")
    assert first is not None
    if measured is not None and reading.at(first).text.split() != reading.at(measured).text.split():
        reading.report(
            AU517.at(
                reading.at(first),
                f"the rows are over `{reading.at(measured).text}`",
                note="the first column has the name of the measure",
                related=(Related(reading.at(measured), "the limit is on this"),),
            )
        )
    leaves = head.leaves("NAME")
    names = [leaf.text for leaf in leaves]
    if by is None:
        if names != ["verdict"]:
            reading.report(
                AU517.at(
                    reading.at(leaves[0]),
                    "a limit without `by` has one column, `verdict`",
                    note="nothing says what these columns stand for",
                    hint="write `by FACT` in the head, or one column `verdict`",
                )
            )
        return names
    if by.type.kind == "error":
        return names
    missing = [v for v in by.type.values if v not in names]
    wrong = [leaf for i, leaf in enumerate(leaves) if leaf.text not in by.type.values or leaf.text in names[:i]]
    for leaf in wrong:
        # A column of another name stands for one that is missing.
        near = missing if len(missing) == len(wrong) == 1 else closest(leaf.text, missing)
        known = leaf.text in by.type.values
        reading.report(
            AU517.at(
                reading.at(leaf),
                f"a second column for `{leaf.text}`" if known else f"`{leaf.text}` is no value of `{by.at.text}`",
                note=f"its values are {', '.join(by.type.values)}",
                fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
            )
        )
    if len(missing) > len(wrong):
        reading.report(
            AU517.at(
                reading.at(leaves[-1]),
                f"no column for {', '.join(f'`{m}`' for m in missing)}",
                note=f"`{by.at.text}` can be {', '.join(by.type.values)}",
                hint="write a column for every value, so that nobody is forgotten",
            )
        )
    return names


def _row(
    reading: Reading, expressions: Expressions, row: Node, columns: Sequence[str], measure: x.Expression, headed: bool
) -> LimitRow | None:
    bound_node, *cells = [n for n in row.all() if n.kind not in ("since", "until")]
    if headed and len(cells) != len(columns):
        if not reading.poisoned():
            reading.report(cells_message(reading, row, cells, columns, "; `approved` where nobody is asked", 1))
        return None
    bound: x.Expression | None = None
    if bound_node.all():
        bound = expressions.figure(bound_node.all()[0], frozenset(reading.facts))
        if "error" not in (bound.type.kind, measure.type.kind) and not comparable(bound.type, measure.type):
            reading.report(_bound_message(bound, measure))
    verdicts = tuple(read_verdict(reading, c) for c in cells)
    return LimitRow(bound_node.kind.replace("_", " "), bound, verdicts, reading.at(row), reading.at(bound_node))


def _bound_message(bound: x.Expression, measure: x.Expression) -> Diagnostic:
    if bound.type.kind in ("count", "number"):
        return unit_messages.bare_bound(bound, measure)
    return TY304.at(
        bound.at,
        f"a limit on {describe(measure.type)} has a bound of another kind",
        note=f"this is {describe(bound.type)}",
        related=(Related(measure.at, describe(measure.type)),),
    )
