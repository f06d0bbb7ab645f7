"""Who counts: facts, seats, counting, meters, items, requirements and signals, from tree to model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import OWNERS, RECORDS, STATUSES, standard_facts
from seatpolicy.semantics.model.parties import (
    Billable,
    Counting,
    Fact,
    Meter,
    Requirement,
    SeatType,
    Signal,
    SoldItem,
    Trial,
)
from seatpolicy.semantics.model.types import COUNT, DATE, DAYS, FLAG, HOURS, MONEY, MONTHS, NUMBER, PERCENT, TEXT, Type
from seatpolicy.semantics.read.amounts import read_per
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.unit_messages import describe
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
BS101 = code("BS101", "no-such-fact", E, "a counting rule reads a fact that does not exist")
ST001 = code("ST001", "unknown-role", E, "a seat is held by a role that no person can have")
BS107 = code("BS107", "unknown-status", E, "a billable rule names a status that no person can have")
TY318 = code("TY318", "fact-owner", E, "a fact belongs to an account, a person or a quote")
TY319 = code("TY319", "fact-record", E, "a fact is taken from a record that does not exist")
TY320 = code("TY320", "standard-fact", E, "a standard fact is declared with another type")

_TYPES = {
    "text": TEXT,
    "flag": FLAG,
    "count": COUNT,
    "number_type": NUMBER,
    "percent_type": PERCENT,
    "money_type": MONEY,
    "date_type": DATE,
    "instant": Type("instant"),
    "days": DAYS,
    "hours": HOURS,
    "months": MONTHS,
}
_WINDOWS = ("day", "hour", "month", "week")
_OWNERS_MEANT = {
    "people": "person",
    "user": "person",
    "member": "person",
    "customer": "account",
    "company": "account",
    "team": "account",
    "deal": "quote",
    "order": "quote",
}


def read_type(reading: Reading, node: Node) -> Type:
    """A written type."""
    if node.kind in ("one_of", "any_of"):
        values: dict[str, Leaf] = {}
        for leaf in node.the("names_comma").leaves("NAME"):
            if leaf.text in values:
                reading.report(RQ402.at(reading.at(leaf), f"`{leaf.text}` stands twice in this set", note="once is enough"))
            values[leaf.text] = leaf
        return Type(node.kind.replace("_", " "), values=tuple(values))
    if node.kind == "rate_type":
        return Type("rate", per=read_per(reading, node))
    return _TYPES[node.kind]


def read_facts(reading: Reading, blocks: Sequence[Node], plans: Sequence[str]) -> dict[str, Fact]:
    """The facts of the policy by name: its own and the standard ones."""
    facts = standard_facts(plans)
    own: dict[str, Fact] = {}
    for block in blocks:
        if reading.poisoned(block):
            facts["?lost"] = Fact("?lost", "account", Type("error"), "", None)
        for node in block.all("fact"):
            _read_fact(reading, node, facts, own)
    return facts | own


def _read_fact(reading: Reading, node: Node, facts: dict[str, Fact], own: dict[str, Fact]) -> None:
    name, owner = node.leaves("NAME")
    type_node = next(n for n in node.all() if n.kind not in ("optional", "since", "until"))
    type_ = read_type(reading, type_node)
    if node.one("optional"):
        type_ = Type(type_.kind, True, type_.values, type_.per)
    record = ""
    for since in node.all("since"):
        leaf = since.leaf()
        if leaf.text in RECORDS:
            record = leaf.text
        elif leaf.text not in reading.changes:
            near = closest(leaf.text, RECORDS)
            reading.report(
                TY319.at(
                    reading.at(leaf),
                    f"there is no record `{leaf.text}`",
                    note="records are " + ", ".join(RECORDS),
                    fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
                )
            )
    if owner.text not in OWNERS:
        near = tuple(_OWNERS_MEANT.get(word, word) for word in closest(owner.text, (*OWNERS, *_OWNERS_MEANT)))
        near = near or tuple(filter(None, [_OWNERS_MEANT.get(owner.text)]))
        reading.report(
            TY318.at(
                reading.at(owner),
                f"`{owner.text}` has no facts",
                note="facts are of an account, a person or a quote",
                fix=Fix(f"`{near[0]}`", (Edit(reading.at(owner), near[0]),)) if near else None,
            )
        )
    at = reading.at(node)
    made = Fact(name.text, owner.text if owner.text in OWNERS else OWNERS[0], type_, record, at)
    standard = facts.get(name.text)
    if standard is not None and owner.text == standard.owner:
        same = standard.type.kind == type_.kind and (not standard.type.values or standard.type.values == type_.values)
        if not same:
            reading.report(
                TY320.at(
                    reading.at(type_node),
                    f"`{name.text}` is a standard fact of another type",
                    note=f"it is {describe(standard.type)}",
                    hint="leave the line out, or give it that type",
                )
            )
    if name.text not in own:
        own[name.text] = made


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
        if fact is None or fact.owner != "person":
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


def read_meters(reading: Reading, blocks: Sequence[Node]) -> dict[str, Meter]:
    """The meters of the policy by name."""
    found: dict[str, Meter] = {}
    for block in blocks:
        for entry in block.all("meter_entry"):
            form, aggregation, window = [n for n in entry.all() if n.kind not in ("since", "until")]
            over = "cycle" if window.kind == "cycle_window" else window.all()[0].kind
            found[entry.leaf().text] = Meter(
                entry.leaf().text, _TYPES[form.kind], aggregation.kind.removesuffix("_of"), over, reading.at(entry)
            )
            reading.dated(entry)
    return found


def read_items(reading: Reading, blocks: Sequence[Node]) -> dict[str, SoldItem]:
    """The things sold that are no person, by name."""
    return {
        e.leaf().text: SoldItem(e.leaf().text, reading.text(e.leaf("STRING")), reading.at(e))
        for block in blocks
        for e in block.all("item_entry")
    }


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


def unknown_fact(reading: Reading, leaf: Leaf, asks: str) -> Diagnostic | None:
    """The finding about a name that is no fact, or None where one may have been lost."""
    if leaf.text == UNREADABLE or "?lost" in reading.facts or reading.scope.lost:
        return None
    names = [n for n in reading.facts if n != "?lost"]
    near = closest(leaf.text, names)
    return NM201.at(
        reading.at(leaf),
        f"there is no fact `{leaf.text}`",
        note=asks,
        subject=leaf.text,
        fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
        hint="" if near else f"declare it in `facts`: `{leaf.text} of account: …`",
    )


def read_signal(reading: Reading, node: Node) -> Signal:
    """Something reported beside the bill."""
    each = reading.only(node, "for_each_line", "for each:")
    person = each is not None
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
