"""Comparisons, sets, ranges and windows of time: forms of the tree in, typed conditions out.

A name that is neither fact nor definition is a member of the closed set that it is compared with; so the other side is read
first, and tells which set that is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import DAYS, ERROR, FLAG, Type
from seatpolicy.semantics.read import unit_messages as messages
from seatpolicy.semantics.read.amounts import MN755
from seatpolicy.semantics.read.literals import UNIT_TYPES
from seatpolicy.semantics.read.units import ORDERED, comparable
from seatpolicy.semantics.reading import Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Node, Tree

Known = frozenset[str]
NOTHING: Known = frozenset()
COMPARE = {"equal": "=", "not_equal": "!=", "less": "<", "at_most_as": "<=", "more": ">", "at_least_as": ">="}
_NO_VALUE = frozenset({"unknown", "none", "null", "nil", "empty", "missing"})
"""What other languages call the value of what is not known."""
_VALUES = frozenset({"name", "string", "number", "percent", "date", "currency", "duration"})


class Comparisons(ABC):
    """The part of `Expressions` that compares; it is given figures by the other part."""

    reading: Reading

    @abstractmethod
    def figure(self, tree: Tree, known: Known = NOTHING, tested: bool = False) -> x.Expression:
        """An expression of any type."""

    def _comparison(self, tree: Node, op: str, known: Known) -> x.Expression:
        first, second = tree.children
        at = self.reading.at(tree)
        asked = self._asks_whether_known(first, second, op)
        if asked:
            self.reading.report(_known_by_equals(at, self.reading.at(second), asked))
            return x.Known(FLAG, at, self.figure(first, known, tested=True), asked.endswith(" known"))
        left, right = self._sides(first, second, known)
        made = x.Comparison(FLAG, at, op, left, right)
        if "error" in (left.type.kind, right.type.kind):
            return made
        if not comparable(left.type, right.type):
            self.reading.report(messages.not_comparable(left, right, self.reading.facts, op))
        elif "any of" in (left.type.kind, right.type.kind):
            self.reading.report(messages.set_by_equals(made, self.reading.facts))
        elif op not in ("=", "!=") and left.type.kind not in ORDERED:
            self.reading.report(messages.no_order(left, op, self.reading.facts))
        return made

    def _asks_whether_known(self, first: Tree, second: Tree, op: str) -> str:
        """The test that `partner = unknown` means, or an empty text: an optional fact beside a word that is no value."""
        if op not in ("=", "!=") or not isinstance(first, Node) or first.kind != "name" or not self._is_member_name(second):
            return ""
        fact, word = self.reading.facts.get(first.leaf().text), self.reading.at(second).text
        if fact is None or not fact.type.optional or word in fact.type.values or word not in (*_NO_VALUE, "known"):
            return ""
        return f"{fact.name} is {'known' if (word == 'known') == (op == '=') else 'unknown'}"

    def _sides(self, first: Tree, second: Tree, known: Known) -> tuple[x.Expression, x.Expression]:
        if self._is_member_name(first) and not self._is_member_name(second):
            right = self.figure(second, known)
            return self.member(first, right.type, known, right), right
        left = self.figure(first, known)
        return left, self.member(second, left.type, known, left)

    def _is_member_name(self, tree: Tree) -> bool:
        """Whether a form is a name that is neither fact nor definition."""
        if not isinstance(tree, Node) or tree.kind != "name":
            return False
        name = tree.leaf().text
        return (
            name not in self.reading.facts
            and name not in MEASURES
            and not self.reading.scope.get(name, "let", "amount", "table")
        )

    def member(self, tree: Tree, type_: Type, known: Known = NOTHING, of: x.Expression | None = None) -> x.Expression:
        """A form where a value of a type is asked for: a name is a member of its closed set, perhaps that of a fact."""
        if type_.kind in ("one of", "any of") and isinstance(tree, Node) and tree.kind == "name":
            leaf = tree.leaf()
            at = self.reading.at(tree)
            if leaf.text in type_.values:
                return x.Literal(Type("one of", values=type_.values), at, leaf.text)
            if not self._is_member_name(tree):
                return self.figure(tree, known)
            if leaf.text != UNREADABLE and not self.reading.may_hold_more(type_):
                near = closest(leaf.text, type_.values)
                self.reading.report(messages.not_a_member(at, leaf.text, type_, near, of.at.text if of is not None else ""))
            return x.Literal(ERROR, at, leaf.text)
        if type_.kind == "error" and self._is_member_name(tree):
            return x.Literal(ERROR, self.reading.at(tree), False)
        return self.figure(tree, known)

    def _in_set(self, tree: Node, at: Span, known: Known) -> x.Expression:
        operand = self.figure(tree.children[0], known)
        options = tuple(self.member(c, operand.type, known, operand) for c in tree.children[1:])
        for option in options:
            if "error" not in (operand.type.kind, option.type.kind) and not comparable(operand.type, option.type):
                self.reading.report(messages.not_comparable(operand, option, self.reading.facts, "in"))
        return x.InSet(FLAG, at, operand, options)

    def _in_range(self, tree: Node, at: Span, known: Known) -> x.Expression:
        operand = self.figure(tree.children[0], known)
        low, high = (self.member(c, operand.type, known) for c in tree.children[1:])
        for end in (low, high):
            if "error" not in (operand.type.kind, end.type.kind) and not comparable(operand.type, end.type):
                self.reading.report(messages.not_comparable(operand, end, self.reading.facts, "in"))
        return x.InRange(FLAG, at, operand, low, high)

    def _window(self, tree: Node, at: Span, known: Known) -> x.Expression:
        operand = self.figure(tree.children[0], known)
        if operand.type.kind == "error":
            return x.InLast(ERROR, at, operand, 0)
        windowed = isinstance(operand, x.Measure) and operand.measure in MEASURES and MEASURES[operand.measure].windowed
        if tree.kind == "in_last":
            unit = tree.all()[-1].kind
            type_, factor = UNIT_TYPES.get(unit, (ERROR, 0))
            if type_ != DAYS:
                self.reading.report(messages.window_in_days(at))
                return x.Literal(ERROR, at, False)
            days = self.reading.whole(tree.leaf("NUMBER"), 1, 3660, "a number of days") * factor
            if isinstance(operand, x.Measure) and windowed:
                return x.Measure(operand.type, at, operand.measure, operand.of, window_days=days)
            if operand.type.kind in ("date", "instant"):
                return x.InLast(FLAG, at, operand, days)
        elif isinstance(operand, x.Measure) and windowed:
            return x.Measure(operand.type, at, operand.measure, operand.of, window_unit=tree.all()[-1].kind)
        self.reading.report(messages.no_window(operand, at))
        return x.Literal(ERROR, at, Fraction(0))

    # ---- values that stand alone ------------------------------------------------------------------------------------

    def values_after(self, comparison: x.Expression, forms: Sequence[Tree]) -> list[x.Expression]:
        """The values with which `segment = smb or midmarket` goes on: bare values of the kind that the comparison asks
        for, up to the first form that is something else. One finding tells all of them."""
        if not isinstance(comparison, x.Comparison):
            return []
        if isinstance(comparison.right, x.MoneyLiteral):
            return self._amounts_after(comparison, forms)
        if comparison.op not in ("=", "!="):
            return []
        type_ = comparison.left.type
        found: list[x.Expression] = []
        for form in forms:
            if not isinstance(form, Node) or form.kind not in _VALUES:
                break
            if form.kind == "name" and not (self._is_member_name(form) and form.leaf().text in type_.values):
                break
            value = self.member(form, type_)
            if value.type.kind in ("flag", "error"):
                break
            found.append(value)
        if found:
            self.reading.report(messages.values_joined(comparison, found))
        return found

    def _amounts_after(self, comparison: x.Comparison, forms: Sequence[Tree]) -> list[x.Expression]:
        """The amounts with which `… < 22.00 USD or 20.00 EUR` goes on; what each of them lacks alone is not told."""
        money = [form for form in takewhile(lambda f: f.kind == "money_rate", forms) if isinstance(form, Node)]
        if not money:
            return []
        found = [self.figure(form) for form in money]
        whole = comparison.right.at.cover(found[-1].at)
        reports = self.reading.found
        alone = [
            one
            for one in reports
            if one.code == MN755.code
            and one.span is not None
            and one.span.source is whole.source
            and whole.start <= one.span.start < whole.end
        ]
        self.reading.found = [one for one in reports if one not in alone]
        self.reading.report(messages.amounts_joined(found[0].at.cover(found[-1].at), whole))
        return found


def _known_by_equals(at: Span, word: Span, asked: str) -> Diagnostic:
    """`partner = unknown`: whether a fact is known is no value of it. `asked` is the test that was meant."""
    return NM201.at(
        word,
        f"nothing is called `{word.text}`",
        note="whether a fact is known is no value of it",
        fix=Fix(f"`{asked}`", (Edit(at, asked),)),
        subject=asked,
    )
