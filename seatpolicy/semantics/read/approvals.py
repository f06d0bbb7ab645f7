"""Approvals and releases, from tree to model: who may make exceptions, and who may change the policy."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.semantics.model.exceptions import (
    Approvals,
    Authority,
    Release,
)
from seatpolicy.semantics.model.prices import Duration
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.limits import read_limit
from seatpolicy.semantics.read.needs import QUOTE_PLACE, authority, plain_names, read_evidence, read_needs
from seatpolicy.semantics.read.proration import read_duration
from seatpolicy.semantics.read.rules import read_exemption, read_rule
from seatpolicy.semantics.reading import Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
AU515 = code("AU515", "no-ladder", E, "exceptions need a ladder of authorities, or authorities beside it")
AU521 = code("AU521", "unknown-gate", E, "a release passes examples, guarantees and lint, and nothing else")
_GATES = ("examples", "guarantees", "lint")


def read_approvals(reading: Reading, node: Node) -> Approvals:
    """The one exception policy."""
    reading.around = (node,)
    ladder_line = reading.only(node, "ladder_line", "ladder:")
    beside_line = reading.only(node, "beside_line", "beside:")
    if ladder_line is None and beside_line is None and not node.all("authority_line"):
        reading.absent(
            node,
            AU515.at(
                reading.head(node),
                "nobody may make exceptions",
                note="there is neither a line `ladder:` nor `beside:`",
                hint="write `ladder: manager < vp_sales < cfo`",
            ),
        )
    durations = {
        k: _duration(reading, node, k, label)
        for k, label in (
            ("valid_line", "valid:"),
            ("answer_line", "answer:"),
            ("delegation_line", "delegation:"),
            ("quoted_price_line", "quoted price:"),
            ("one_deal_line", "one deal:"),
        )
    }
    answer = node.one("answer_line")
    made = Approvals(
        ladder=tuple(leaf.text for leaf in ladder_line.leaves("NAME")) if ladder_line is not None else (),
        beside=plain_names(beside_line),
        authorities=tuple(
            Authority(n.leaf().text, reading.whole(n.leaf("NUMBER"), 1, 20, "a number of levels"), reading.at(n))
            for n in node.all("authority_line")
        ),
        evidence=read_evidence(reading, node),
        valid=durations["valid_line"],
        answer=durations["answer_line"],
        answer_then=authority(reading, answer.leaf()) if answer is not None else "",
        delegation=durations["delegation_line"],
        never_by=plain_names(reading.only(node, "never_by_line", "never by:")),
        quoted_price=durations["quoted_price_line"],
        one_deal=durations["one_deal_line"],
        limits=tuple(read_limit(reading, n) for n in node.all("limit")),
        rules=tuple(read_rule(reading, n, ("quote",), QUOTE_PLACE) for n in node.all("rule")),
        exemptions=tuple(read_exemption(reading, n) for n in node.all("exempt")),
        at=reading.head(node),
    )
    reading.around = ()
    return made


def _duration(reading: Reading, node: Node, kind: str, label: str) -> Duration | None:
    line = reading.only(node, kind, label)
    if line is None:
        return None
    reading.dated(line)
    form = line.one("duration")
    assert form is not None
    return read_duration(reading, form)


def read_release(reading: Reading, node: Node) -> Release:
    """What a new text needs before it is in force."""
    reading.around = (node,)
    expressions = Expressions(reading, ("release",), "here a release is judged")
    needs = reading.only(node, "needs_line", "needs:")
    passes = plain_names(reading.only(node, "passes_line", "passes:"))
    for line in node.all("passes_line"):
        for leaf in line.the("names_and").leaves("NAME"):
            if leaf.text not in _GATES:
                reading.report(
                    AU521.at(reading.at(leaf), f"a release cannot pass `{leaf.text}`", note="it passes " + ", ".join(_GATES))
                )
    notice = reading.only(node, "notice_line", "notice:")
    review = reading.only(node, "review_line", "review:")
    made = Release(
        read_needs(reading, needs.all()[0]).needs if needs is not None else (),
        passes,
        read_duration(reading, notice.the("duration")) if notice is not None else None,
        expressions.condition(notice.children[1]) if notice is not None else None,
        read_duration(reading, review.the("duration")) if review is not None else None,
        tuple(read_rule(reading, n, ("release",), "here a release is judged") for n in node.all("rule")),
        reading.head(node),
    )
    reading.around = ()
    return made
