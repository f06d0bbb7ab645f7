"""Approvals and releases, from tree to model: who may make exceptions, and who may change the policy."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import DISCOUNT_MEASURES, MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import (
    Approvals,
    Authority,
    AuthorityLimit,
    Exemption,
    LimitRow,
    Need,
    Quota,
    Release,
    Rule,
    Verdict,
)
from seatpolicy.semantics.model.prices import Duration
from seatpolicy.semantics.model.types import ERROR
from seatpolicy.semantics.read import unit_messages
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.parties import read_because
from seatpolicy.semantics.read.proration import form_of, read_duration
from seatpolicy.semantics.read.schedules import SY133, cells_message
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.read.units import comparable
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
AU514 = code("AU514", "unknown-authority", E, "an exception needs somebody whom nothing declares")
AU515 = code("AU515", "no-ladder", E, "exceptions need a ladder of authorities, or authorities beside it")
AU516 = code("AU516", "too-many-asked", E, "more people are asked for than are named")
AU517 = code("AU517", "limit-column", E, "a limit's columns are the values of its `by`")
AU518 = code("AU518", "quota-per", E, "a quota counts per requester, account or team")
AU521 = code("AU521", "unknown-gate", E, "a release passes examples, guarantees and lint, and nothing else")

QUOTE_PLACE = "here a quote is judged"
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
        beside=_plain_names(beside_line),
        authorities=tuple(
            Authority(n.leaf().text, reading.whole(n.leaf("NUMBER"), 1, 20, "a number of levels"), reading.at(n))
            for n in node.all("authority_line")
        ),
        evidence=_evidence(reading, node),
        valid=durations["valid_line"],
        answer=durations["answer_line"],
        answer_then=_authority(reading, answer.leaf()) if answer is not None else "",
        delegation=durations["delegation_line"],
        never_by=_plain_names(reading.only(node, "never_by_line", "never by:")),
        quoted_price=durations["quoted_price_line"],
        one_deal=durations["one_deal_line"],
        limits=tuple(_limit(reading, n) for n in node.all("limit")),
        rules=tuple(read_rule(reading, n, ("quote",), QUOTE_PLACE) for n in node.all("rule")),
        exemptions=tuple(_exempt(reading, n) for n in node.all("exempt")),
        at=reading.head(node),
    )
    reading.around = ()
    return made


def _plain_names(line: Node | None) -> tuple[str, ...]:
    names = line.one("names_and") if line is not None else None
    return tuple(leaf.text for leaf in names.leaves("NAME")) if names is not None else ()


def _duration(reading: Reading, node: Node, kind: str, label: str) -> Duration | None:
    line = reading.only(node, kind, label)
    if line is None:
        return None
    reading.dated(line)
    form = line.one("duration")
    assert form is not None
    return read_duration(reading, form)


def _evidence(reading: Reading, node: Node) -> tuple[str, ...]:
    return _plain_names(reading.only(node, "evidence_line", "evidence:"))


def _authority(reading: Reading, leaf: Leaf) -> str:
    found = reading.scope.find(leaf, reading.at(leaf), ("authority",), "exceptions are approved by authorities")
    if not isinstance(found, Diagnostic):
        return leaf.text
    if not reading.poisoned():
        reading.report(
            AU514.at(
                found.span,
                f"nobody is called `{leaf.text}` in the approvals",
                note=found.note,
                fix=found.fix,
                hint="add it to `ladder:` or `beside:`, or write `authority NAME: …`",
                subject=leaf.text,
            )
        )
    return leaf.text


def read_needs(reading: Reading, node: Node) -> Verdict:
    """`A and B, then C`: a verdict that asks people."""
    return Verdict("needs", tuple(_need(reading, n) for n in node.all()), reading.at(node))


def _need(reading: Reading, node: Node) -> Need:
    names = node.one("names_and", "names_comma")
    leaves = names.leaves("NAME") if names is not None else node.leaves("NAME")
    listed: dict[str, None] = {}
    for leaf in leaves:
        name = _authority(reading, leaf)
        if name in listed:
            reading.report(RQ402.at(reading.at(leaf), f"`{name}` is asked twice", note="once is enough"))
        listed[name] = None
    count = 0
    if node.kind == "n_of":
        count = reading.whole(node.leaf("NUMBER"), 1, 20, "a number of people")
        if count > len(listed):
            reading.report(
                AU516.at(
                    reading.at(node),
                    f"{count} people are asked for, and {len(listed)} are named",
                    note="everybody who is asked is another person",
                    hint="name more of them, or ask fewer",
                )
            )
    kind = {"all_of": "all", "any_of": "any", "n_of": "number", "exactly": "exactly"}[node.kind]
    return Need(kind, tuple(listed), count)


def read_verdict(reading: Reading, node: Node) -> Verdict:
    """A cell: approved, rejected, or who is asked."""
    if node.kind in ("approved", "rejected"):
        return Verdict(node.kind, (), reading.at(node))
    return read_needs(reading, node)


def _consequence(reading: Reading, node: Node) -> Verdict:
    if node.kind == "rejected":
        return Verdict("rejected", (), reading.at(node))
    return read_needs(reading, node.all()[0])


# ---- limits ---------------------------------------------------------------------------------------------------------


def _limit(reading: Reading, node: Node) -> AuthorityLimit:
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
        columns = _columns(reading, heads[0], by, measured)
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


def _columns(reading: Reading, head: Node, by: x.Expression | None, measured: Node) -> list[str]:
    first = head.one("measured")
    assert first is not None
    if reading.at(first).text.split() != reading.at(measured).text.split():
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


# ---- rules ----------------------------------------------------------------------------------------------------------


def read_rule(reading: Reading, node: Node, owners: Sequence[str], place: str) -> Rule:
    """A rule of the approvals or of the release."""
    outer = reading.around
    reading.around = (*outer, node)
    reading.dated(node)
    expressions = Expressions(reading, owners, place)
    when = reading.only(node, "condition_line", "when:")
    only_if = reading.only(node, "only_if_line", "only if:")
    condition = expressions.around(when.children[0] if when is not None else None)
    then = reading.cases(node, "then_line", "then:", lambda n: _consequence(reading, form_of(n)), expressions.judged)
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
        _evidence(reading, node),
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
        _consequence(reading, then),
    )


def _exempt(reading: Reading, node: Node) -> Exemption:
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
        _evidence(reading, node),
        reading.at(node.leaf()),
    )


def read_release(reading: Reading, node: Node) -> Release:
    """What a new text needs before it is in force."""
    reading.around = (node,)
    expressions = Expressions(reading, ("release",), "here a release is judged")
    needs = reading.only(node, "needs_line", "needs:")
    passes = _plain_names(reading.only(node, "passes_line", "passes:"))
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


__all__ = ["MEASURES", "read_approvals", "read_needs", "read_release", "read_verdict"]
