"""Changes: their own lines checked. What they do to the text is `in_force`'s work, before any other reading."""

from __future__ import annotations

from datetime import date

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Related, Severity
from seatpolicy.semantics.read.head import read_date
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
LC706 = code("LC706", "change-dates", E, "the dates of a change contradict each other")
LC707 = code("LC707", "change-before-policy", Severity.WARNING, "a change begins before the policy does")


def check_change(reading: Reading, node: Node, starts: tuple[date, Span] | None) -> None:
    """Reports what a change lacks, and dates that contradict each other; `starts` is the policy's first day."""
    first = reading.only(node, "from_line", "from:")
    reaches = reading.only(node, "reaches_line", "reaches:")
    announced = reading.only(node, "announced_line", "announced:")
    name = node.leaf().text
    if first is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"change `{name}` has no line `from:`",
                note="it begins on a day",
                hint="write `from: 2027-03-01`",
            ),
        )
    if reaches is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"change `{name}` has no line `reaches:`",
                note="nothing says which customers it reaches, and when",
                hint="write `reaches: new customers at once, others at renewal`",
            ),
        )
    day = read_date(reading, first.leaf("DATE")) if first is not None else None
    told = read_date(reading, announced.leaf("DATE")) if announced is not None else None
    by_leaves = [leaf for n in (reaches.all() if reaches is not None else []) for leaf in n.leaves("DATE")]
    by = read_date(reading, by_leaves[0]) if by_leaves else None
    if day is None or first is None:
        return
    if starts is not None and day <= starts[0]:
        reading.report(
            LC707.at(
                reading.at(first.leaf("DATE")),
                f"`{name}` begins before the policy does",
                note="no new customer ever has the text before it",
                related=(Related(starts[1], "the policy's first day"),),
                hint="give it a later day, or write only the newer text",
                subject=name,
            )
        )
    if told is not None and announced is not None and told > day:
        reading.report(
            LC706.at(
                reading.at(announced.leaf("DATE")),
                "the change is announced after it begins",
                note="customers hear of a change before it counts",
                related=(Related(reading.at(first.leaf("DATE")), "it begins here"),),
            )
        )
    if by is not None and by < day:
        reading.report(
            LC706.at(
                reading.at(by_leaves[0]),
                "everyone has the change before it begins",
                note="the last day to reach everyone lies before the first",
                related=(Related(reading.at(first.leaf("DATE")), "it begins here"),),
            )
        )
