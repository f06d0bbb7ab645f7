"""Meters, items, requirements and signals, from tree to model."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Edit, Fix
from seatpolicy.semantics.model.parties import (
    Meter,
    Requirement,
    Signal,
    SoldItem,
)
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.facts import TYPES, unknown_fact
from seatpolicy.semantics.read.seats import read_because
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.syntax.tree import Node

_WINDOWS = ("day", "hour", "month", "week")


def read_meters(reading: Reading, block: Node) -> dict[str, Meter]:
    """The meters of a block by name."""
    found: dict[str, Meter] = {}
    for entry in block.all("meter_entry"):
        form, aggregation, window = [n for n in entry.all() if n.kind not in ("since", "until")]
        over = "cycle" if window.kind == "cycle_window" else window.all()[0].kind.removesuffix("_period").replace("_", " ")
        found[entry.leaf().text] = Meter(
            entry.leaf().text, TYPES[form.kind], aggregation.kind.removesuffix("_of"), over, reading.at(entry)
        )
        reading.dated(entry)
    return found


def read_items(reading: Reading, block: Node) -> dict[str, SoldItem]:
    """The things of a block that are sold and no person, by name."""
    found: dict[str, SoldItem] = {}
    for entry in block.all("item_entry"):
        name = entry.leaf().text
        found[name] = SoldItem(name, reading.text(entry.leaf("STRING")), reading.at(entry))
        reading.dated(entry)
    return found


def read_requirement(reading: Reading, node: Node) -> Requirement:
    """Facts that must be known, or a condition that must hold, before a stage."""
    stage = node.one("quote", "invoice", "more_seats", "fewer_seats", "renewal", "cancellation")
    assert stage is not None
    reading.dated(node)
    if node.kind == "require_true":
        expressions = Expressions(reading, ("quote",), "here an account or a quote is looked at")
        return Requirement((), expressions.condition(node.children[0]), stage.kind.replace("_", " "), reading.at(node))
    names = node.one("names_and")
    assert names is not None
    found = []
    for leaf in names.leaves("NAME"):
        fact = reading.facts.get(leaf.text)
        if fact is None:
            reading.report(unknown_fact(reading, leaf, "a requirement asks for facts"))
            continue
        found.append(leaf.text)
    return Requirement(tuple(found), None, stage.kind.replace("_", " "), reading.at(node))


def read_signal(reading: Reading, node: Node) -> Signal:
    """Something reported beside the bill."""
    each = reading.only(node, "for_each_line", "for each:")
    person = each is not None or reading.shortened(node)  # then the line may be the one that is lost
    if each is not None and each.leaf().text != "person":
        at = reading.at(each.leaf())
        reading.report(
            NM201.at(
                at,
                f"a signal cannot look at each `{each.leaf().text}`",
                note="it looks at each person, or, without this line, at the whole account",
                fix=Fix("`person`", (Edit(at, "person"),)),
            )
        )
    owners = ("person", "signal") if person else ("signal",)
    place = "this signal looks at " + ("each person" if person else "the account")
    expressions = Expressions(reading, owners, place)
    when = reading.only(node, "condition_line", "when:")
    tell = reading.only(node, "tell_line", "tell:")
    for line, label in ((when, "when:"), (tell, "tell:")):
        if line is None:
            reading.absent(
                node,
                RQ401.at(
                    reading.head(node),
                    f"the signal has no line `{label}`",
                    note="it says when it is reported, and whom it tells",
                ),
            )
    names = tell.one("names_and") if tell is not None else None
    return Signal(
        node.leaf().text,
        reading.text(node.leaf("STRING")),
        expressions.condition(when.children[0]) if when is not None else None,
        "person" if person else "",
        tuple(leaf.text for leaf in names.leaves("NAME")) if names is not None else (),
        read_because(reading, node),
        reading.at(node.leaf()),
    )
