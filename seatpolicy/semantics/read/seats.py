"""Seat types, from tree to model: who holds a seat, and on which days it is billable."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import STATUSES
from seatpolicy.semantics.model.parties import (
    Billable,
    SeatType,
    Trial,
)
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
ST001 = code("ST001", "unknown-role", E, "a seat is held by a role that no person can have")
BS107 = code("BS107", "unknown-status", E, "a billable rule names a status that no person can have")


def read_seat(reading: Reading, node: Node) -> SeatType:
    """A seat type."""
    conditions = Expressions(reading, ("person",), "here a person is looked at on a day")
    held = reading.cases(
        node, "held_by_line", "held by:", lambda n: _holders(reading, n), conditions.judged, several=lambda v: False
    )
    if not held:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"nothing says who holds `{node.leaf().text}`",
                note="the seat has no line `held by:`",
                hint="write `held by: admin or editor`, or `held by: anyone`",
            ),
        )
    billable = reading.cases(
        node, "billable_line", "billable:", lambda n: _billable(reading, n), conditions.judged, several=lambda v: False
    )
    trial = reading.cases(node, "trial_line", "trial:", lambda n: read_trial(reading, n), conditions.judged)
    return SeatType(
        node.leaf().text,
        reading.text(node.leaf("STRING")),
        held,
        billable,
        trial,
        read_because(reading, node),
        reading.at(node.leaf()),
    )


def read_because(reading: Reading, node: Node) -> str:
    """The reason, or an empty text."""
    line = reading.only(node, "because_line", "because:")
    return reading.text(line.leaf("STRING")) if line is not None else ""


def _holders(reading: Reading, line: Node) -> tuple[str, ...] | None:
    if line.one("anyone"):
        return None
    fact = reading.facts.get("roles")
    roles = fact.type.values if fact is not None else ()
    found = []
    names = line.one("names_or")
    assert names is not None
    for leaf in names.leaves("NAME"):
        if fact is None:
            if "?lost" not in reading.facts:
                reading.report(
                    ST001.at(
                        reading.at(leaf),
                        f"no person can have the role `{leaf.text}`",
                        note="the policy declares no roles",
                        hint="declare them in `facts`: `roles of person: any of admin, editor`",
                    )
                )
            break
        if leaf.text not in roles and fact.type.kind != "error":
            near = closest(leaf.text, roles)
            reading.report(
                ST001.at(
                    reading.at(leaf),
                    f"no person can have the role `{leaf.text}`",
                    note=f"roles are {', '.join(roles)}",
                    related=(Related(fact.at, "declared here"),) if fact.at else (),
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
                )
            )
        found.append(leaf.text)  # also one that nobody can have: what it meant is not known
    return tuple(found)


def _billable(reading: Reading, line: Node) -> Billable:
    if line.one("never"):
        return Billable(())
    names = line.the("while_status").the("names_or")
    assert names is not None
    found: dict[str, None] = {}
    for leaf in names.leaves("NAME"):
        if leaf.text not in STATUSES:
            near = closest(leaf.text, STATUSES)
            reading.report(
                BS107.at(
                    reading.at(leaf),
                    f"no person is ever `{leaf.text}`",
                    note=f"statuses are {', '.join(STATUSES)}",
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
                )
            )
            continue
        found[leaf.text] = None
    # Where no status could be read the seat is not "never" billable: nobody knows when it is.
    return Billable(tuple(found) or STATUSES)


def read_trial(reading: Reading, line: Node) -> Trial:
    """How long a trial is, and whether trial people count towards a limit."""
    form = line.all()[0]
    counts = {"trial_plain": None, "trial_counted": True, "trial_uncounted": False}[form.kind]
    return Trial(reading.whole(form.leaf("NUMBER"), 1, 3660, "a length"), form.all()[0].kind, counts)
