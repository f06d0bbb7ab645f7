"""Facts and types, from tree to model: the policy's own facts and the standard ones."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import OWNERS, RECORDS, standard_facts
from seatpolicy.semantics.model.parties import (
    Fact,
)
from seatpolicy.semantics.model.types import COUNT, DATE, DAYS, FLAG, HOURS, MONEY, MONTHS, NUMBER, PERCENT, TEXT, Type
from seatpolicy.semantics.read.amounts import read_per
from seatpolicy.semantics.read.unit_messages import describe
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, SourceFile

E = Severity.ERROR
TY318 = code("TY318", "fact-owner", E, "a fact belongs to an account, a person or a quote")
TY319 = code("TY319", "fact-record", E, "a fact is taken from a record that does not exist")
TY320 = code("TY320", "standard-fact", E, "a standard fact is declared with another type")
TYPES = {
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
    return TYPES[node.kind]


def read_facts(
    reading: Reading, blocks: Sequence[tuple[SourceFile, Node]], plans: Sequence[str]
) -> dict[str, Fact]:
    """The facts of the policy by name: its own, from every file, and the standard ones."""
    facts = standard_facts(plans)
    own: dict[str, Fact] = {}
    for file, block in blocks:
        reading.file = file
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
    reading.dated(node, "until")
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


def facts_lost(reading: Reading) -> bool:
    """Whether a fact may have stood in a line that could not be read."""
    return "?lost" in reading.facts or reading.scope.lost


def unknown_fact(reading: Reading, leaf: Leaf, asks: str) -> Diagnostic | None:
    """The finding about a name that is no fact, or None where one may have been lost."""
    if leaf.text == UNREADABLE or facts_lost(reading):
        return None
    names = [n for n in reading.facts if n != "?lost"]
    near = closest(leaf.text, names)
    return NM201.at(
        reading.at(leaf),
        f"there is no fact `{leaf.text}`",
        note=asks,
        subject=leaf.text,
        fix=Fix(f"`{near[0]}`", (Edit(reading.at(leaf), near[0]),)) if near else None,
        hint="" if near and not near[0].startswith(leaf.text) else f"declare it in `facts`: `{leaf.text} of account: …`",
    )
