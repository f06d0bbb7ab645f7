"""What every reader of a form needs: where it stands, what names mean, what was found, and lines by label.

A reader takes a form of the tree and gives a part of the model; what is wrong it reports here and goes on with the best
value there is. In a declaration that lost a line to a mistake nothing is reported as absent (`absent`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.in_force import Change
from seatpolicy.semantics.model.expressions import Expression, Literal
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.parties import Case, Cases, Fact
from seatpolicy.semantics.model.types import ERROR, Type
from seatpolicy.semantics.read.definitions import UNKNOWN, Meaning
from seatpolicy.semantics.scope import NM201, Scope, Symbol
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Leaf, Node, SourceFile, Tree
from seatpolicy.values.money import parse_decimal
from seatpolicy.values.record import evolved

E = Severity.ERROR
RQ401 = code("RQ401", "required-line", E, "a line that must be written is missing")
RQ402 = code("RQ402", "repeated-line", E, "a line stands twice where only one can count")
RQ403 = code("RQ403", "unreachable-line", E, "a line can never be reached")
RQ404 = code("RQ404", "no-otherwise", E, "conditions leave cases without a line that fits")
NM205 = code("NM205", "unknown-change", E, "a line is dated by a change that nothing declares")
TY306 = code("TY306", "number-out-of-range", E, "a number lies outside what it can be here")

T = TypeVar("T")
LARGEST_COUNT = 10**9
ConditionReader = Callable[[Node, frozenset[str]], tuple[Expression, frozenset[str], frozenset[str]]]
"""Reads a condition where some optional facts are known; gives those that are known where it is true, and where false."""


class Reading:
    """The state of one reading of one text: its scope, its facts, the file at hand, and what was found."""

    def __init__(self, scope: Scope, changes: Sequence[Change], currencies: Sequence[str]) -> None:
        self.scope = scope
        self.changes = {c.name for c in changes}
        self.currencies = tuple(currencies)
        self.facts: dict[str, Fact] = {}
        self.file: SourceFile
        self.around: tuple[Node, ...] = ()
        self.found: list[Diagnostic] = []
        # The type of a `let`, an `amount` or a table by its name; the reader of the whole policy knows them.
        self.named_type: Callable[[str, str], Type] = lambda kind, name: ERROR
        # What a `let` or a table asks of whoever uses it.
        self.meaning: Callable[[str], Meaning] = lambda name: UNKNOWN
        # The functions of plugins, by name.
        self.functions: Mapping[str, Function] = {}
        # The optional facts that a condition around the form at hand has asked for.
        self.known: frozenset[str] = frozenset()

    def at(self, tree: Tree) -> Span:
        """Where a form stands."""
        return Span(self.file.source, tree.start, tree.end)

    def head(self, node: Node) -> Span:
        """The first line of a block, which is where what it lacks is reported."""
        text = self.file.source.text
        stop = node.start
        while stop < node.end and text[stop] not in "{\r\n":
            stop += 1
        return Span(self.file.source, node.start, node.start + len(text[node.start : stop].rstrip()))

    def report(self, found: Diagnostic | None) -> None:
        """Records a finding."""
        if found is not None:
            self.found.append(found)

    def poisoned(self, *nodes: Node) -> bool:
        """Whether one of the declarations, or one around them, lost a line to a mistake in it."""
        return any(n.start in self.file.poisoned for n in (*nodes, *self.around))

    def shortened(self, block: Node) -> bool:
        """Whether a line in a block could not be read."""
        return block.start in self.file.shortened

    def lost_between(self, block: Node, line: Node) -> bool:
        """Whether a line between the head of a block and one of its lines could not be read."""
        tokens = self.file.tokens
        first = bisect_right(tokens.starts, self.head(block).end - 1)
        stop = bisect_left(tokens.starts, line.start)
        return self.shortened(block) and any(tokens.kinds[i] not in ("{", "NEWLINE") for i in range(first, stop))

    def absent(self, node: Node, found: Diagnostic) -> None:
        """Records that something is missing in a declaration, unless a line of it could not be read."""
        if not self.poisoned(node):
            self.found.append(found)

    def name(self, leaf: Leaf, kinds: Sequence[str], asks: str, also: Sequence[str] = ()) -> Symbol | None:
        """The declared thing that a name stands for, or None with the finding recorded."""
        found = self.scope.find(leaf, self.at(leaf), kinds, asks, also)
        if isinstance(found, Diagnostic):
            self.report(found)
            return None
        return found

    def may_hold_more(self, closed: Type) -> bool:
        """Whether a closed set may hold values that nobody knows: the plans are one, and the name of one may be lost."""
        return not closed.values or (self.scope.lost and closed.values == tuple(self.scope.of_kind("plan")))

    def fact_or_definition(self, leaf: Leaf, at: Span, words: Sequence[str]) -> None:
        """Records that a name in a condition or a figure means nothing; `words` are the facts and measures known here."""
        found = self.scope.find(leaf, at, ("let", "amount", "table"), "known here", words)
        if isinstance(found, Diagnostic):
            if found.code == NM201.code:
                found = _as_a_fact(found, leaf, at)
            self.report(found)

    def names(self, parent: Node, kinds: Sequence[str], asks: str, ever: bool = False) -> tuple[str, ...]:
        """The names of a list that are declared and of the kinds, each once. `ever`: a name that only texts of other
        dates declare is passed over."""
        found: dict[str, None] = {}
        for leaf in parent.leaves("NAME"):
            if ever and leaf.text in self.scope.at_other_times and leaf.text not in self.scope.symbols:
                continue
            symbol = self.name(leaf, kinds, asks)
            if symbol is not None:
                if symbol.name in found:
                    self.report(
                        RQ402.at(
                            self.at(leaf),
                            f"`{leaf.text}` stands twice in this list",
                            note="once is enough",
                            subject=leaf.text,
                        )
                    )
                found[symbol.name] = None
        return tuple(found)

    # ---- literals ---------------------------------------------------------------------------------------------------

    def number(self, leaf: Leaf) -> Fraction:
        """The exact value of a number or percent (20% is 1/5); 0 with a finding where it is too long to be one."""
        text = leaf.text.rstrip("%")
        value = parse_decimal(text)
        if value is None or len(text) > 40:
            self.report(TY306.at(self.at(leaf), "this number is too long", note="a number has at most 40 digits"))
            return Fraction(0)
        return value / 100 if leaf.text.endswith("%") else value

    def whole(self, leaf: Leaf, least: int = 0, most: int = LARGEST_COUNT, of: str = "a count") -> int:
        """A whole number within bounds; the nearest bound with a finding where it is not."""
        value = self.number(leaf)
        if value.denominator != 1 or not least <= value <= most:
            self.report(
                TY306.at(
                    self.at(leaf),
                    f"{leaf.text} is not {of}",
                    note=f"a whole number from {least:,} to {most:,} stands here",
                )
            )
            return max(least, min(most, int(value)))
        return int(value)

    def text(self, leaf: Leaf) -> str:
        """What stands between the quotes."""
        return leaf.text[1:-1]

    # ---- lines by label ---------------------------------------------------------------------------------------------

    def dated(self, node: Node, *kinds: str) -> None:
        """Checks that the changes which date a form are declared; only its `kinds` of dates, where some are named."""
        for part in node.all(*(kinds or ("since", "until"))):
            leaf = part.leaf()
            if leaf.text not in self.changes and not self.scope.get(leaf.text, "change"):
                found = self.scope.find(leaf, self.at(leaf), ("change",), "a line is dated by a change")
                if isinstance(found, Diagnostic):
                    if found.code == NM201.code:
                        found = NM205.at(
                            found.span,
                            f"no change is called `{leaf.text}`",
                            note=found.note,
                            subject=leaf.text,
                            fix=found.fix,
                            hint='declare it: `change NAME "Title" { from: DATE … }`',
                        )
                    self.report(found)

    def only(self, block: Node, kind: str, label: str) -> Node | None:
        """The one line of a kind, or None; a second one is reported with the first."""
        lines = block.all(kind)
        for extra in lines[1:]:
            self.report(
                RQ402.at(
                    self.at(extra),
                    f"`{label}` is said twice",
                    note="only one of them can count",
                    related=(Related(self.at(lines[0]), "said here"),),
                    hint="remove one, or tell them apart by `when`, or by `from CHANGE`",
                )
            )
        return lines[0] if lines else None

    def cases(
        self,
        block: Node,
        kind: str,
        label: str,
        read: Callable[[Node], T],
        condition: ConditionReader,
        complete: bool = False,
        several: Callable[[T], bool] = lambda value: False,
    ) -> Cases[T]:
        """Every line of a kind as cases in the order written. `complete`: some line must fit whatever the facts are;
        `several` says that a value is a case by itself (a window), so that another may follow it without a condition."""
        lines = block.all(kind)
        made: list[Case[T]] = []
        catch_all: Node | None = None
        around = self.known
        for line in lines:
            when = line.one("when")
            plain = when is None
            judged: Expression | None = None
            before = if_not = self.known
            if when is not None:
                judged, self.known, if_not = condition(when.all()[0], self.known)
            value = read(line)
            self.known = before if several(value) else if_not
            if catch_all is not None:
                same = plain and catch_all.one("otherwise") is None and line.one("otherwise") is None
                self.report(
                    (RQ402 if same else RQ403).at(
                        self.at(line),
                        f"`{label}` is said twice" if same else f"this `{label}` line is never reached",
                        note="only one of them can count" if same else "the line above it always fits",
                        related=(Related(self.at(catch_all), "said here" if same else "this line always fits"),),
                        hint="tell them apart by `when` and `otherwise`, or by `from CHANGE`",
                    )
                )
                continue
            if line.one("otherwise") is not None and self.shortened(block):
                judged = Literal(ERROR, self.at(line), False)  # what the lines before it left over is not known
            elif line.one("otherwise") is not None and not made:
                self.report(
                    RQ403.at(
                        self.at(line),
                        "`otherwise` follows no condition",
                        note="there is no line before it that ends in `when …`",
                        hint="remove `otherwise`, or write the case with its condition above",
                    )
                )
            made.append(Case(value, judged, self.at(line)))
            if plain and not several(value):
                catch_all = line
        self.known = around
        if complete and made and catch_all is None and not self.poisoned(block):
            self._open_cases(block, kind, label, made)
        return tuple(made)

    def _open_cases(self, block: Node, kind: str, label: str, made: Sequence[Case[T]]) -> None:
        from seatpolicy.semantics.checks.conditions import uncovered

        witness = uncovered([c.when for c in made if c.when is not None], self.currencies)
        if witness is None:
            return
        self.report(
            RQ404.at(
                made[-1].at,
                f"no `{label}` line fits when {witness}" if witness else f"nothing says that one `{label}` line always fits",
                note="every account needs one",
                related=tuple(Related(c.at, "this case") for c in made[:-1]),
                hint=f"end the cases with `{label} … otherwise`",
            )
        )


def _as_a_fact(found: Diagnostic, leaf: Leaf, at: Span) -> Diagnostic:
    """An unknown name that may be a fact which nobody declared. A fix that only makes the name longer or shorter may be
    another thing, so then both ways are shown; one that adds or drops a whole word (`billing` and `billing_entity`) mostly
    is another thing, so then nothing is put in its place by itself."""
    if leaf.text in ("true", "false"):
        word = "yes" if leaf.text == "true" else "no"
        return evolved(found, note=f"it is written `{word}`", fix=Fix(f"`{word}`", (Edit(at, word),)))
    edits = found.fix.edits if found.fix is not None else ()
    if not edits or edits[0].text.startswith(leaf.text) or leaf.text.startswith(edits[0].text):
        hint = f"declare it in `facts`, as in `{leaf.text} of account: count`"
        other = edits[0].text if edits else ""
        if other.startswith(f"{leaf.text}_") or leaf.text.startswith(f"{other}_"):
            return evolved(found, hint=f"{hint}, or write `{other}` if that is meant", fix=None)
        return evolved(found, hint=hint)
    return found
