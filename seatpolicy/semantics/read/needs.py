"""Who is asked: cells, consequences and lists of authorities, from tree to model."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.semantics.model.exceptions import (
    Need,
    Verdict,
)
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
AU514 = code("AU514", "unknown-authority", E, "an exception needs somebody whom nothing declares")
AU516 = code("AU516", "too-many-asked", E, "more people are asked for than are named")
QUOTE_PLACE = "here a quote is judged"


def plain_names(line: Node | None) -> tuple[str, ...]:
    names = line.one("names_and") if line is not None else None
    return tuple(leaf.text for leaf in names.leaves("NAME")) if names is not None else ()


def read_evidence(reading: Reading, node: Node) -> tuple[str, ...]:
    return plain_names(reading.only(node, "evidence_line", "evidence:"))


def authority(reading: Reading, leaf: Leaf) -> str:
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
        name = authority(reading, leaf)
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


def read_consequence(reading: Reading, node: Node) -> Verdict:
    if node.kind == "rejected":
        return Verdict("rejected", (), reading.at(node))
    return read_needs(reading, node.all()[0])
