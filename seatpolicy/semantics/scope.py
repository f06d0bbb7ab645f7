"""Declarations in, the names that they declare out: what each name stands for, and did-you-mean where nothing does.

A name is declared once and means one thing in the whole policy, whatever kind it is; only one charge may stand in several
plans. So a message can always say what a name is, and nobody has to know which kind of name a place asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import MEASURES
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, SourceFile
from seatpolicy.values.record import record

E = Severity.ERROR
NM201 = code("NM201", "unknown-name", E, "nothing is declared by that name")
NM202 = code("NM202", "declared-twice", E, "a name is declared once")
NM203 = code("NM203", "wrong-kind", E, "a name stands for something else than this place asks for")
NM211 = code("NM211", "not-in-force", E, "a name is used where its declaration is not in force")
NM212 = code("NM212", "taken-name", E, "a name is a figure of the language already")
NM204 = code("NM204", "name-cycle", E, "definitions refer to each other in a circle")

A_KIND = {
    "seat": "a seat type",
    "meter": "a meter",
    "item": "an item",
    "schedule": "a schedule",
    "amount": "an amount",
    "let": "a `let`",
    "table": "a table",
    "plan": "a plan",
    "addon": "an add-on",
    "charge": "a charge",
    "discount": "a discount",
    "change": "a change",
    "signal": "a signal",
    "limit": "a limit",
    "rule": "a rule",
    "exempt": "an exemption",
    "authority": "an authority",
    "fact": "a fact",
}


_FIGURES = frozenset({"charge", "let", "amount", "table", "fact", "meter"})
"""What can stand by its name in a figure, or in what an example gives, as the measures do."""


@record
class Symbol:
    """A declared name: its kind, and where it is declared."""

    kind: str
    name: str
    at: Span
    node: Node
    file: SourceFile

    @property
    def guessed(self) -> bool:
        """Whether its head could not be read, so that nobody knows what its lines mean."""
        return self.node.start in self.file.guessed


@attrs.define
class Scope:
    """Every name of the policy. `lost` says that some declaration could not be read at all, so that a name which nothing
    declares may have stood there: then nothing is reported as unknown. `lost_kinds`: the same of some kinds only."""

    symbols: dict[str, Symbol]
    lost: bool
    others: dict[str, list[Symbol]] = attrs.field(factory=dict)
    at_other_times: Mapping[str, Symbol] = attrs.field(factory=dict)
    lost_kinds: set[str] = attrs.field(factory=set)

    def of_kind(self, *kinds: str) -> list[str]:
        """The names of some kinds, in the order declared."""
        return [name for name in self.symbols if self.get(name, *kinds) is not None]

    def get(self, name: str, *kinds: str) -> Symbol | None:
        """The symbol of a name if it is of one of the kinds (of any, without kinds).

        Where a name is declared twice, which is reported, both count: a seat type `support` does not hide a plan of that
        name.
        """
        symbol = self.symbols.get(name)
        if symbol is None or not kinds or symbol.kind in kinds:
            return symbol
        return next((other for other in self.others.get(name, ()) if other.kind in kinds), None)

    def find(
        self, leaf: Leaf, at: Span, kinds: Sequence[str], asks: str, also: Sequence[str] = ()
    ) -> Symbol | Diagnostic | None:
        """What a name stands for where one of `kinds` is asked for; a finding where that fails; None where it cannot be
        known because of an earlier mistake. `asks` completes "…: a, b, c", `also` are words that may stand here."""
        if leaf.text == UNREADABLE:
            return None
        fitting = self.get(leaf.text, *kinds)
        if fitting is not None:
            return fitting
        symbol = self.symbols.get(leaf.text)
        candidates = [*also[:4], *self.of_kind(*kinds), *also[4:]]
        near = closest(leaf.text, candidates)
        fix = Fix(f"`{near[0]}`", (Edit(at, near[0]),)) if near else None
        shown = ", ".join(candidates[:8]) + (", …" if len(candidates) > 8 else "")
        listed = f"{asks}: {shown}" if candidates else f"{asks}, and none is declared"
        if symbol is not None:
            return NM203.at(
                at,
                f"`{leaf.text}` is {A_KIND[symbol.kind]}",
                note=listed,
                related=(Related(symbol.at, "declared here"),),
                fix=fix,
                subject=leaf.text,
            )
        if self.lost or not self.lost_kinds.isdisjoint(kinds):
            return None
        other = self.at_other_times.get(leaf.text)
        if other is not None and other.kind in (*kinds, "fact"):
            return NM211.at(
                at,
                f"`{leaf.text}` is not in force where this line is",
                note="it is declared for other days, or for other customers",
                related=(Related(other.at, "declared here"),),
                hint="date both alike, by `from CHANGE` or `until CHANGE`",
                subject=leaf.text,
            )
        return NM201.at(at, f"nothing is called `{leaf.text}`", note=listed, fix=fix, subject=leaf.text)


def build(files: Iterable[tuple[SourceFile, Sequence[Node]]]) -> tuple[Scope, list[Diagnostic]]:
    """The scope of a policy and its libraries, and every name that is declared twice."""
    scope = Scope({}, False)
    found: list[Diagnostic] = []

    def declare(kind: str, leaf: Leaf, node: Node, file: SourceFile) -> None:
        if leaf.text == UNREADABLE:
            scope.lost = True
            return
        at = Span(file.source, leaf.start, leaf.end)
        if kind in _FIGURES and leaf.text in MEASURES and MEASURES[leaf.text].alone:
            found.append(
                NM212.at(
                    at,
                    f"`{leaf.text}` cannot be the name of {A_KIND[kind]}",
                    note="it is a figure that every policy knows" + (": the whole bill" if leaf.text == "total" else ""),
                    hint="choose another name",
                    subject=leaf.text,
                )
            )
        earlier = scope.symbols.get(leaf.text)
        symbol = Symbol(kind, leaf.text, at, node, file)
        if earlier is None:
            scope.symbols[leaf.text] = symbol
            return
        scope.others.setdefault(leaf.text, []).append(symbol)
        if kind == earlier.kind == "charge":
            return
        scope.lost = True  # one of the two was meant to be called otherwise
        found.append(
            NM202.at(
                at,
                f"`{leaf.text}` is declared already",
                note="a name means one thing in the whole policy",
                related=(Related(earlier.at, f"{A_KIND[earlier.kind]} of that name"),),
                hint="give one of them another name",
                subject=leaf.text,
            )
        )

    for file, declarations in files:
        scope.lost = scope.lost or file.lost
        for node in declarations:
            _declare_all(node, file, declare)
            if node.kind == "approvals" and node.start in file.shortened:
                scope.lost_kinds |= {"limit", "rule", "exempt", "authority"}
    return scope, found


def ever(files: Iterable[SourceFile]) -> dict[str, Symbol]:
    """Every name that the files declare, whether its declaration is in force or not; of several, the first."""
    found: dict[str, Symbol] = {}

    def declare(kind: str, leaf: Leaf, node: Node, file: SourceFile) -> None:
        found.setdefault(leaf.text, Symbol(kind, leaf.text, Span(file.source, leaf.start, leaf.end), node, file))

    for file in files:
        for node in file.declarations:
            _declare_all(node, file, declare)
    return found


def _declare_all(node: Node, file: SourceFile, declare: Callable[[str, Leaf, Node, SourceFile], None]) -> None:
    kind = node.kind
    if kind in ("seat", "schedule", "amount", "let", "table", "plan", "addon", "discount", "change", "signal"):
        declare(kind, node.leaf(), node, file)
    if kind in ("plan", "addon"):
        for charge in node.all("charge"):
            declare("charge", charge.leaf(), charge, file)
    elif kind == "facts":
        for fact in node.all("fact"):
            declare("fact", fact.leaves("NAME")[0], fact, file)
    elif kind == "meter":
        for entry in node.all("meter_entry"):
            declare("meter", entry.leaf(), entry, file)
    elif kind == "item":
        for entry in node.all("item_entry"):
            declare("item", entry.leaf(), entry, file)
    elif kind == "approvals":
        for part in node.all("limit", "rule", "exempt"):
            declare(part.kind, part.leaf(), part, file)
        for line in node.all("ladder_line", "beside_line", "authority_line"):
            names = line.leaves("NAME") if line.kind != "beside_line" else line.all("names_and")[0].leaves("NAME")
            for leaf in names[:1] if line.kind == "authority_line" else names:
                declare("authority", leaf, line, file)
    elif kind == "release":
        for part in node.all("rule"):
            declare("rule", part.leaf(), part, file)
