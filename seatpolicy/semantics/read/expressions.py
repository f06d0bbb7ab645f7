"""Conditions and figures: a form of the tree in, a typed expression out.

Names are bound by types: a name that no fact or definition has may be a member of the closed set that it is compared with.
An optional fact counts as known only where a test has said so: behind `x is known and …`, and behind `x is unknown or …`,
in the line that such a condition closes, and in the cases after the one for which it is unknown. A `let` or a table that
asks an optional fact without a test passes the question on to whoever uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import DISCOUNT_MEASURES, FUNCTIONS, MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.types import ERROR, FLAG, NUMBER, Type
from seatpolicy.semantics.read import unit_messages as messages
from seatpolicy.semantics.read.comparisons import COMPARE, NOTHING, Comparisons, Known
from seatpolicy.semantics.read.definitions import Meaning
from seatpolicy.semantics.read.literals import literal
from seatpolicy.semantics.read.plugin_calls import called_otherwise
from seatpolicy.semantics.read.units import NUMERIC, joined, result
from seatpolicy.semantics.reading import Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, Tree

_ARITHMETIC = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
DEEPEST = 64
"""An expression nests no deeper: nobody could read it aloud, and everything behind the checker may follow it."""
LARGEST = 20_000
"""So many terms an expression may come to when every `let` in it is written out."""


class Expressions(Comparisons):
    """Reads expressions of one text. `owners` names whose facts may stand here; `place` says it in words.

    `definition`: what stands here is a `let` or a table, so that what it asks is gathered (`meaning`) instead of reported.
    """

    def __init__(self, reading: Reading, owners: Sequence[str], place: str, definition: bool = False) -> None:
        self.reading = reading
        self.owners = frozenset(owners) | {"run", "account"}
        self.place = place
        self.definition = definition
        self._unknown: dict[str, Fact] = {}
        self._asked: dict[str, str] = {}
        self._level = self._deepest = self._size = 0
        self._told = False
        self._in_condition = 0

    def meaning(self, type_: Type) -> Meaning:
        """What the definition that was read here asks of its users."""
        return Meaning(type_, self._unknown, self._asked, self._deepest, self._size)

    def too_large(self, at: Span) -> bool:
        """Whether what was read here is too deep or too large when written out, with the finding recorded."""
        if self._deepest <= DEEPEST and self._size <= LARGEST:
            return False
        if not self._told:
            self.reading.report(messages.too_large(at, self._deepest > DEEPEST))
        return True

    # ---- conditions -------------------------------------------------------------------------------------------------

    def condition(self, tree: Tree, known: Known = NOTHING) -> x.Expression:
        """An expression that is true or false; anything else is reported."""
        return self.judged(tree, known)[0]

    def around(self, tree: Tree | None) -> x.Expression | None:
        """The condition of a whole block: what it has asked for is known in the block from here on, until whoever reads the
        block sets `reading.known` back."""
        if tree is None:
            return None
        made, self.reading.known, _ = self.judged(tree, self.reading.known)
        return made

    def judged(self, tree: Tree, known: Known = NOTHING) -> tuple[x.Expression, Known, Known]:
        """A condition, and which optional facts are known where it is true, and where it is false."""
        self._told = self._told and self._level > 0
        self._level += 1
        self._in_condition += 1
        self._deepest = max(self._deepest, self._level)
        try:
            if self._level > DEEPEST:
                return self._too_deep(tree), known, known
            return self._judged(tree, known)
        finally:
            self._level -= 1
            self._in_condition -= 1

    def _too_deep(self, tree: Tree) -> x.Expression:
        at = self.reading.at(tree)
        if not self._told:
            self.reading.report(messages.too_large(at, True))
        self._told = True
        return x.Literal(ERROR, at, False)

    def _judged(self, tree: Tree, known: Known) -> tuple[x.Expression, Known, Known]:
        if isinstance(tree, Node):
            if tree.kind == "group":
                return self.judged(tree.children[0], known)
            if tree.kind == "negation":
                inner, if_true, if_false = self.judged(tree.children[0], known)
                return x.Not(FLAG, self.reading.at(tree), inner), if_false, if_true
            if tree.kind in ("conjunction", "disjunction"):
                return self._logic(tree, known)
            if tree.kind in ("is_known", "is_unknown"):
                return self._is_known(tree, known)
        fact = self.reading.facts.get(tree.leaf().text) if isinstance(tree, Node) and tree.kind == "name" else None
        # `when: partner` is one mistake: that the value may be unknown is told with it.
        made = self.figure(tree, known, tested=fact is not None and fact.type.kind != "flag")
        if made.type.kind not in ("flag", "error"):
            self.reading.report(messages.not_a_condition(made))
            return x.Literal(ERROR, made.at, False), known, known
        if isinstance(made, x.Known) and isinstance(made.operand, x.FactValue):  # `partner = unknown`, which was reported
            more = known | {made.operand.name}
            return (made, more, known) if made.known else (made, known, more)
        return made, known, known

    def _logic(self, tree: Node, known: Known) -> tuple[x.Expression, Known, Known]:
        conj = tree.kind == "conjunction"
        parts: list[x.Expression] = []
        so_far = known
        outside: list[Known] = []  # what is known where the whole is decided by one part
        bare = 0  # so many of the next forms are values that belong to the comparison before them
        for place, child in enumerate(tree.children):
            if bare:
                bare -= 1
                continue
            part, if_true, if_false = self.judged(child, so_far)
            parts.append(part)
            bare = len(self.values_after(part, tree.children[place + 1 :]))
            outside.append(if_false if conj else if_true)
            so_far = if_true if conj else if_false
        decided = frozenset.intersection(*outside)
        made = x.Logic(FLAG, self.reading.at(tree), "and" if conj else "or", tuple(parts))
        return (made, so_far, decided) if conj else (made, decided, so_far)

    def _is_known(self, tree: Node, known: Known) -> tuple[x.Expression, Known, Known]:
        operand = self.figure(tree.children[0], known, tested=True)
        at, is_known = self.reading.at(tree), tree.kind == "is_known"
        made = x.Known(FLAG, at, operand, is_known)
        if isinstance(operand, x.FactValue):
            if not operand.type.optional and operand.type.kind != "error":
                self.reading.report(messages.always_known(operand, self.reading.facts.get(operand.name)))
            more = known | {operand.name}
            return (made, more, known) if is_known else (made, known, more)
        if operand.type.kind != "error":
            self.reading.report(messages.always_known(operand, None))
        return made, known, known

    # ---- figures ----------------------------------------------------------------------------------------------------

    def figure(self, tree: Tree, known: Known = NOTHING, tested: bool = False) -> x.Expression:
        """An expression of any type."""
        self._told = self._told and self._level > 0
        self._level += 1
        self._size += 1
        self._deepest = max(self._deepest, self._level)
        try:
            return self._too_deep(tree) if self._level > DEEPEST else self._figure(tree, known, tested)
        finally:
            self._level -= 1

    def _figure(self, tree: Tree, known: Known, tested: bool) -> x.Expression:
        assert isinstance(tree, Node), tree
        at = self.reading.at(tree)
        kind = tree.kind
        if kind in COMPARE:
            return self._comparison(tree, COMPARE[kind], known)
        if kind in _ARITHMETIC:
            return self._arithmetic(tree, _ARITHMETIC[kind], known)
        if kind in ("conjunction", "disjunction", "negation", "is_known", "is_unknown"):
            return self.judged(tree, known)[0]
        if kind == "group":
            return self.figure(tree.children[0], known)
        if kind == "name":
            return self._name(tree.leaf(), at, known, tested)
        if kind == "measure_of":
            return self._measure(tree, at)
        if kind == "in_set":
            return self._in_set(tree, at, known)
        if kind == "in_range":
            return self._in_range(tree, at, known)
        if kind in ("in_last", "in_this"):
            return self._window(tree, at, known)
        if kind == "negative":
            operand = self.figure(tree.children[0], known)
            if operand.type.kind not in (*NUMERIC, "error"):
                self.reading.report(messages.not_a_figure(operand))
                return x.Literal(ERROR, at, Fraction(0))
            return x.Negative(NUMBER if operand.type.kind == "count" else operand.type, at, operand)
        if kind == "call":
            return self._call(tree, at, known)
        return self.literal(tree)

    def literal(self, tree: Node) -> x.Expression:
        """A value written in the policy."""
        return literal(self.reading, tree)

    def _name(self, leaf: Leaf, at: Span, known: Known, tested: bool) -> x.Expression:
        reading, name = self.reading, leaf.text
        fact = reading.facts.get(name)
        if fact is not None:
            self._allowed(fact.owner, name, at, fact.at)
            type_ = fact.type
            if type_.optional and not tested:
                if name not in known and name not in reading.known:
                    self._maybe_unknown(at, fact)
                type_ = type_.known
            return x.FactValue(type_, at, name)
        measure = MEASURES.get(name)
        if measure is not None and measure.alone:
            self._allowed(measure.owner, name, at, None)
            return x.Measure(measure.type, at, name, "")
        if measure is not None:
            reading.report(messages.measure_of_what(at, name, reading.scope.of_kind(*measure.of)))
            return x.Literal(ERROR, at, Fraction(0))
        symbol = reading.scope.get(name, "let", "amount", "table")
        if symbol is not None:
            if symbol.kind != "amount":
                self.use(symbol.kind, name, at, known)
            return x.Named(reading.named_type(symbol.kind, name), at, symbol.kind, name)
        if reading.scope.get(name, "charge"):
            return x.Measure(Type("money"), at, "amount", name)
        if name in ("discount", "exception"):
            reading.report(messages.which_discount(at, name, DISCOUNT_MEASURES))
        elif name != UNREADABLE and not any(fact.startswith("?") for fact in reading.facts):
            here = sorted((f for f in reading.facts.values() if f.owner in self.owners), key=lambda f: f.at is None)
            words = [*(f.name for f in here), *(m for m, k in MEASURES.items() if k.alone and k.owner in self.owners)]
            reading.fact_or_definition(leaf, at, words)
        return x.Literal(ERROR, at, Fraction(0))

    def _measure(self, tree: Node, at: Span) -> x.Expression:
        leaf, of = tree.leaves("NAME")
        measure = MEASURES.get(leaf.text)
        if measure is None:
            fact = self.reading.facts.get(leaf.text)
            place = at if fact is not None else self.reading.at(leaf)
            self.reading.report(messages.no_measure(place, leaf.text, of.text, fact, list(MEASURES)))
            return x.Literal(ERROR, at, Fraction(0))
        if not measure.of:
            self.reading.report(messages.measure_of_nothing(at, leaf.text))
            return x.Literal(ERROR, at, Fraction(0))
        self._allowed(measure.owner, leaf.text, at, None)
        asks = f"`{leaf.text} of` takes " + " or ".join(_PLURAL[k] for k in measure.of[:1])
        symbol = self.reading.name(of, measure.of, asks)
        if symbol is None:
            return x.Literal(ERROR, at, Fraction(0))
        return x.Measure(measure.type, at, leaf.text, symbol.name)

    def _maybe_unknown(self, at: Span, fact: Fact) -> None:
        if self.definition:
            self._unknown.setdefault(fact.name, fact)
        else:
            self.reading.report(messages.maybe_unknown(at, fact, self._in_condition > 0))

    def use(self, kind: str, name: str, at: Span, known: Known = NOTHING) -> None:
        """A `let` or a table is used: what it asks must be known here."""
        meant = self.reading.meaning(name)
        self._deepest = max(self._deepest, self._level + meant.depth)
        self._size += meant.size
        if self.definition:
            for owner, asked in meant.owners.items():
                self._asked.setdefault(owner, asked)
        for owner, asked in meant.owners.items():
            if owner not in self.owners:
                self.reading.report(messages.asks_elsewhere(at, kind, name, asked, owner, self.place))
                return
        for fact in meant.unknown.values():
            if fact.name in known or fact.name in self.reading.known:
                continue
            if self.definition:
                self._unknown.setdefault(fact.name, fact)
            else:
                self.reading.report(messages.asks_unknown(at, kind, name, fact, self._in_condition > 0))

    def _allowed(self, owner: str, name: str, at: Span, declared: Span | None) -> None:
        if self.definition and owner not in ("run", "account"):
            self._asked.setdefault(owner, name)
        if owner not in self.owners:
            self.reading.report(messages.not_here(at, name, owner, self.place, declared))

    def _call(self, tree: Node, at: Span, known: Known) -> x.Expression:
        leaf = tree.leaf()
        arguments = tuple(self.figure(c, known) for c in tree.children if isinstance(c, Node))
        defined = self.reading.functions.get(leaf.text)
        if defined is not None:
            wrong = called_otherwise(at, defined, arguments)
            self.reading.report(wrong)
            return x.Literal(ERROR, at, Fraction(0)) if wrong else x.Call(defined.result, at, leaf.text, arguments, defined)
        if leaf.text not in FUNCTIONS:
            names = (*FUNCTIONS, *self.reading.functions)
            near = closest(leaf.text, names)
            self.reading.report(messages.no_function(self.reading.at(leaf), leaf.text, names, near))
            return x.Literal(ERROR, at, Fraction(0))
        type_ = arguments[0].type
        for one in arguments:
            if one.type.kind not in (*NUMERIC, "error"):
                self.reading.report(messages.not_a_figure(one, f"`{leaf.text}` takes figures"))
                return x.Literal(ERROR, at, Fraction(0))
            both = joined(type_, one.type)
            if both is None:
                self.reading.report(messages.units_differ(at, leaf.text, arguments[0], one))
                return x.Literal(ERROR, at, Fraction(0))
            type_ = both
        return x.Call(type_, at, leaf.text, arguments)

    def _arithmetic(self, tree: Node, op: str, known: Known) -> x.Expression:
        left, right = (self.figure(c, known) for c in tree.children)
        at = self.reading.at(tree)
        if "error" in (left.type.kind, right.type.kind):
            return x.Arithmetic(ERROR, at, op, left, right)  # its parts may name a `let` in a circle
        type_ = result(op, left, right)
        if type_ is None:
            self.reading.report(messages.units_differ(at, op, left, right))
            return x.Literal(ERROR, at, Fraction(0))
        if op == "/" and isinstance(right, x.Literal) and right.value == 0:
            self.reading.report(messages.divided_by_zero(right.at))
        return x.Arithmetic(type_, at, op, left, right)


_PLURAL = {"seat": "a seat type", "charge": "a charge", "meter": "a meter", "item": "an item"}
