"""Guarantees, from tree to model."""

from __future__ import annotations

from seatpolicy.semantics.model.exceptions import Guarantee
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.proration import form_of
from seatpolicy.semantics.read.unit_messages import TY309, describe
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.syntax.tree import Node


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
