"""The level of a price, from tree to model: `at 105%` or `at regional_level` behind a rate, a schedule or a table."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import PERCENT
from seatpolicy.semantics.read.block_lines import ACCOUNT_PLACE
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.reading import Reading
from seatpolicy.syntax.tree import Node

MN769 = code("MN769", "level-of-nothing", Severity.ERROR, "a price is charged at a share that leaves or has none")


def no_level(reading: Reading, form: Node, why: str) -> None:
    """Reports a level behind a price that has none to take a share of."""
    level = form.one("level_percent", "level_name")
    if level is not None:
        message = "nothing is charged, so there is no share of it" if form.kind == "free" else "a share of a price by quote"
        reading.report(MN769.at(reading.at(level), message, note=why, hint="leave out `, at …`"))


def read_level(reading: Reading, form: Node) -> x.Expression | None:
    """The share of a price that is charged, a figure in percent; None where all of it is."""
    level = form.one("level_percent", "level_name")
    if level is None:
        return None
    if level.kind == "level_percent":
        leaf = level.leaf("PERCENT")
        at = reading.at(leaf)
        share = reading.number(leaf)
        if share <= 0:
            reading.report(
                MN769.at(
                    at,
                    f"a price at {leaf.text} of itself is nothing",
                    note="what costs nothing says so",
                    hint="write `price: free`",
                )
            )
        return x.Literal(PERCENT, at, share)
    leaf = level.leaf()
    at = reading.at(leaf)
    made = Expressions(reading, (), ACCOUNT_PLACE).figure(Node("name", (leaf,), leaf.start, leaf.end))
    if made.type.kind not in ("percent", "error"):
        message = f"`{leaf.text}` is {describe(made.type)}"
        reading.report(TY304.at(at, message, note="a price is charged at a percentage of itself"))
    # Its place is that of the name: an expanded `let` stands elsewhere.
    return made if made.type.kind == "percent" else None
