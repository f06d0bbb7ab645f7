"""Rules, quotas and exemptions, from tree to model."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.semantics.model.exceptions import (
    Exemption,
    Quota,
    Rule,
)
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.needs import QUOTE_PLACE, read_consequence, read_evidence
from seatpolicy.semantics.read.proration import form_of
from seatpolicy.semantics.read.seats import read_because
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
AU518 = code("AU518", "quota-per", E, "a quota counts per requester, account or team")


def read_rule(reading: Reading, node: Node, owners: Sequence[str], place: str) -> Rule:
    """A rule of the approvals or of the release."""
    outer = reading.around
    reading.around = (*outer, node)
    reading.dated(node)
    expressions = Expressions(reading, owners, place)
    when = reading.only(node, "condition_line", "when:")
    only_if = reading.only(node, "only_if_line", "only if:")
    condition = expressions.around(when.children[0] if when is not None else None)
    then = reading.cases(node, "then_line", "then:", lambda n: read_consequence(reading, form_of(n)), expressions.judged)
    for line in node.all("then_line", "condition_line", "only_if_line", "quota_line"):
        reading.dated(line)
    quota_line = reading.only(node, "quota_line", "at most:")
    if when is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node), f"rule `{node.leaf().text}` has no line `when:`", note="nothing says when it applies"
            ),
        )
    if not then and only_if is None and quota_line is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"rule `{node.leaf().text}` has no line `then:`",
                note="nothing says what follows",
                hint="write `then: needs cfo` or `then: rejected`",
            ),
        )
    made = Rule(
        node.leaf().text,
        reading.text(node.leaf("STRING")),
        condition,
        then[0].value if then else None,
        expressions.condition(only_if.children[0]) if only_if is not None else None,
        _quota(reading, quota_line) if quota_line is not None else None,
        read_evidence(reading, node),
        read_because(reading, node),
        reading.at(node.leaf()),
    )
    reading.around, reading.known = outer, frozenset()
    return made


def _quota(reading: Reading, line: Node) -> Quota:
    per = line.leaf()
    if per.text not in ("requester", "account", "team"):
        reading.report(
            AU518.at(
                reading.at(per),
                f"quotas are not counted per {per.text}",
                note="they are counted per requester, account or team",
            )
        )
    period, then = [n for n in line.all() if n.kind not in ("since", "until")]
    return Quota(
        reading.whole(line.leaf("NUMBER"), 1, 10**6, "a count"),
        per.text,
        period.kind.removesuffix("_period").replace("_", " "),
        read_consequence(reading, then),
    )


def read_exemption(reading: Reading, node: Node) -> Exemption:
    reading.dated(node)
    expressions = Expressions(reading, ("quote",), QUOTE_PLACE)
    from_line = reading.only(node, "from_limit_line", "from:")
    when = reading.only(node, "condition_line", "when:")
    limit = ""
    if from_line is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"exemption `{node.leaf().text}` has no line `from:`",
                note="it says from which limit it exempts",
            ),
        )
    else:
        symbol = reading.name(from_line.leaf(), ("limit",), "an exemption is from a limit")
        limit = symbol.name if symbol is not None else ""
    if when is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"exemption `{node.leaf().text}` has no line `when:`",
                note="without a condition the limit would be gone for everybody",
            ),
        )
    return Exemption(
        node.leaf().text,
        reading.text(node.leaf("STRING")),
        limit,
        expressions.condition(when.children[0]) if when is not None else None,
        read_evidence(reading, node),
        reading.at(node.leaf()),
    )
