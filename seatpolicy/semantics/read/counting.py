"""The counting block, from tree to model: how people become seats."""

from __future__ import annotations

from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.model.parties import (
    Counting,
)
from seatpolicy.semantics.read.facts import facts_lost
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
BS101 = code("BS101", "no-such-fact", E, "a counting rule reads a fact that does not exist")
_COUNTING = ("one_person_line", "same_person_line", "shared_login_line", "idle_line", "coming_back_line")


def read_counting(reading: Reading, block: Node | None) -> Counting:
    """How people become seats; without a block, by the defaults."""
    if block is None:
        return Counting()
    lines = {k: reading.only(block, k, k.removesuffix("_line").replace("_", " ") + ":") for k in _COUNTING}
    freed = [*block.all("freed_seat_line"), *block.all("taken_seat_line")]
    for extra in freed[1:]:
        reading.report(
            RQ402.at(
                reading.at(extra),
                "`freed seat:` is said twice",
                note="only one of them can count",
                related=(Related(reading.at(freed[0]), "said here"),),
            )
        )
    made: dict[str, Any] = {}
    stated = [k for k, v in lines.items() if v is not None]
    one = lines["one_person_line"]
    if one is not None:
        made |= _one_person(reading, one) | {"one_person_at": reading.at(one)}
    same = lines["same_person_line"]
    if same is not None:
        leaf = same.leaf()
        fact = reading.facts.get(leaf.text)
        if (fact is None and not facts_lost(reading)) or (fact is not None and fact.owner != "person"):
            candidates = [f.name for f in reading.facts.values() if f.owner == "person"]
            near = closest(leaf.text, candidates)
            reading.report(
                BS101.at(
                    reading.at(leaf),
                    f"people have no fact `{leaf.text}`",
                    note="people are told apart by a fact of theirs",
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
                )
            )
        made["same_person"] = leaf.text
        made["same_person_at"] = reading.at(leaf)
    shared = lines["shared_login_line"]
    if shared is not None:
        form = shared.all()[0]
        made["shared_login"] = (
            None
            if form.kind == "as_each_user"
            else reading.whole(form.leaf("NUMBER"), 1)
            if form.kind == "number_of_seats"
            else 1
        )
    if lines["idle_line"] is not None:
        made["idle_days"] = reading.whole(lines["idle_line"].leaf("NUMBER"), 1, 3660, "a number of days")
    back = lines["coming_back_line"]
    if back is not None:
        form = back.all()[0]
        made["continues_days"] = -1 if form.kind == "within_cycle" else reading.whole(form.leaf("NUMBER"), 1, 3660)
    if freed:
        stated.append("freed_seat_line")
        made["freed_seat"] = "taken" if freed[0].kind == "taken_seat_line" else "reused"
        until = freed[0].one("reused_until")
        if until is not None:
            made["freed_until"] = until.all()[0].kind.replace("_", " ")
    for line in [*(v for v in lines.values() if v), *freed]:
        reading.dated(line)
    return Counting(**made, stated=tuple(stated), at=reading.head(block))


_PER = ("account", "workspace", "enterprise", "role")


def _one_person(reading: Reading, line: Node) -> dict[str, object]:
    per_what = line.one("per_what")
    per = per_what.leaf() if per_what is not None else None
    made: dict[str, object] = {}
    if per is not None:
        if per.text not in _PER:
            near = closest(per.text, _PER)
            reading.report(
                NM201.at(
                    reading.at(per),
                    f"people are not counted per {per.text}",
                    note=f"they are counted per {', '.join(_PER[:-1])} or {_PER[-1]}",
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(per), near[0]),)) if near else None,
                )
            )
        else:
            made["per"] = per.text
    order: dict[str, None] = {}
    for leaf in [n.leaf() for n in line.all("as_seat", "else_seat")]:
        symbol = reading.name(leaf, ("seat",), "a person holds one of the seat types")
        if symbol is None:
            continue
        if leaf.text in order:
            reading.report(
                RQ402.at(
                    reading.at(leaf), f"`{leaf.text}` stands twice in the seat order", note="the first that fits counts"
                )
            )
        order[leaf.text] = None
    made["order"] = tuple(order)
    return made
