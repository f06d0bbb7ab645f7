"""Conditions and figures: a form of the tree in, a typed expression out.

Names are bound by types: a name that no fact or definition has may be a member of the closed set that it is compared with.
An optional fact counts as known only where a test has said so: behind `x is known and …`, and behind `x is unknown or …`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.facts import DISCOUNT_MEASURES, FUNCTIONS, MEASURES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import (
    COUNT,
    CURRENCY,
    DATE,
    DAYS,
    ERROR,
    FLAG,
    HOURS,
    MONTHS,
    NUMBER,
    PERCENT,
    TEXT,
    Per,
    Type,
)  # fmt: skip
from seatpolicy.semantics.read import unit_messages as messages
from seatpolicy.semantics.read.amounts import money_values, read_per
from seatpolicy.semantics.reading import Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, Tree
from seatpolicy.values.dates import parse_date

Known = frozenset[str]
NOTHING: Known = frozenset()
_COMPARE = {"equal": "=", "not_equal": "!=", "less": "<", "at_most_as": "<=", "more": ">", "at_least_as": ">="}
_ARITHMETIC = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
UNIT_TYPES = {"day": (DAYS, 1), "week": (DAYS, 7), "hour": (HOURS, 1), "month": (MONTHS, 1), "quarter": (MONTHS, 3),
              "year": (MONTHS, 12)}  # fmt: skip


class Expressions:
    """Reads expressions of one text. `owners` names whose facts may stand here; `place` says it in words."""

    def __init__(self, reading: Reading, owners: Sequence[str], place: str) -> None:
        self.reading = reading
        self.owners = frozenset(owners) | {"run", "account"}
        self.place = place
        self.known: Known = NOTHING

    # ---- conditions -------------------------------------------------------------------------------------------------

    def condition(self, tree: Tree, known: Known = NOTHING) -> x.Expression:
        """An expression that is true or false; anything else is reported."""
        return self._condition(tree, known)[0]

    def _condition(self, tree: Tree, known: Known) -> tuple[x.Expression, Known, Known]:
        """The condition, and which optional facts are known where it is true, and where it is false."""
        if isinstance(tree, Node):
            if tree.kind == "group":
                return self._condition(tree.children[0], known)
            if tree.kind == "negation":
                inner, if_true, if_false = self._condition(tree.children[0], known)
                return x.Not(FLAG, self.reading.at(tree), inner), if_false, if_true
            if tree.kind in ("conjunction", "disjunction"):
                return self._logic(tree, known)
            if tree.kind in ("is_known", "is_unknown"):
                return self._is_known(tree, known)
        made = self.figure(tree, known)
        if made.type.kind not in ("flag", "error"):
            self.reading.report(messages.not_a_condition(made, self._neighbour))
            return x.Literal(ERROR, made.at, False), known, known
        return made, known, known

    _neighbour: x.Expression | None = None

    def _logic(self, tree: Node, known: Known) -> tuple[x.Expression, Known, Known]:
        conj = tree.kind == "conjunction"
        parts: list[x.Expression] = []
        so_far = known
        outside: Known | None = None
        for child in tree.children:
            self._neighbour = parts[-1] if parts else None
            part, if_true, if_false = self._condition(child, so_far)
            parts.append(part)
            leaves = if_false if conj else if_true
            outside = leaves if outside is None else outside & leaves
            so_far = if_true if conj else if_false
        self._neighbour = None
        made = x.Logic(FLAG, self.reading.at(tree), "and" if conj else "or", tuple(parts))
        assert outside is not None
        return (made, so_far, outside) if conj else (made, outside, so_far)

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
        assert isinstance(tree, Node), tree
        at = self.reading.at(tree)
        kind = tree.kind
        if kind in _COMPARE:
            return self._comparison(tree, _COMPARE[kind], known)
        if kind in _ARITHMETIC:
            return self._arithmetic(tree, _ARITHMETIC[kind], known)
        if kind in ("conjunction", "disjunction", "negation", "is_known", "is_unknown"):
            return self._condition(tree, known)[0]
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
        """A value written in the policy: number, percent, duration, money, date, text, currency, yes or no."""
        reading, at, kind = self.reading, self.reading.at(tree), tree.kind
        if kind == "number":
            value = reading.number(tree.leaf("NUMBER"))
            return x.Literal(COUNT if value.denominator == 1 else NUMBER, at, value)
        if kind == "percent":
            return x.Literal(PERCENT, at, reading.number(tree.leaf("PERCENT")))
        if kind == "duration":
            unit = tree.all()[0].kind
            if unit not in UNIT_TYPES:
                reading.report(messages.no_duration(at, unit.removesuffix("_period")))
                return x.Literal(ERROR, at, Fraction(0))
            type_, factor = UNIT_TYPES[unit]
            return x.Literal(type_, at, reading.number(tree.leaf("NUMBER")) * factor)
        if kind in ("money_rate", "money", "money_or", "amounts"):
            per = read_per(reading, tree)
            values = money_values(reading, tree, complete=False)
            return x.MoneyLiteral(Type("rate", per=per) if per != Per() else Type("money"), at, values)
        if kind == "date":
            day = parse_date(tree.leaf("DATE").text)
            if day is None:
                reading.report(messages.no_such_day(at))
                return x.Literal(ERROR, at, False)
            return x.Literal(DATE, at, day)
        if kind == "string":
            return x.Literal(TEXT, at, reading.text(tree.leaf("STRING")))
        if kind == "currency":
            return x.Literal(CURRENCY, at, tree.leaf("CURRENCY").text)
        if kind in ("yes", "no"):
            return x.Literal(FLAG, at, kind == "yes")
        raise AssertionError(f"no literal: {kind}")

    def _name(self, leaf: Leaf, at: Span, known: Known, tested: bool) -> x.Expression:
        reading, name = self.reading, leaf.text
        fact = reading.facts.get(name)
        if fact is not None:
            self._allowed(fact.owner, name, at, fact.at)
            type_ = fact.type
            if type_.optional and not tested:
                if name not in known and name not in self.known:
                    reading.report(messages.maybe_unknown(at, fact))
                type_ = type_.known
            return x.FactValue(type_, at, name)
        measure = MEASURES.get(name)
        if measure is not None and measure.alone:
            self._allowed(measure.owner, name, at, None)
            return x.Measure(measure.type, at, name, "")
        if measure is not None:
            candidates = reading.scope.of_kind(*measure.of)
            reading.report(messages.measure_of_what(at, name, candidates))
            return x.Literal(ERROR, at, Fraction(0))
        symbol = reading.scope.get(name, "let", "amount", "table")
        if symbol is not None:
            return x.Named(reading.named_type(symbol.kind, name), at, symbol.kind, name)
        if reading.scope.get(name, "charge"):
            return x.Measure(Type("money"), at, "amount", name)
        if name == "discount" or name == "exception":
            reading.report(messages.which_discount(at, name, DISCOUNT_MEASURES))
        elif name != UNREADABLE:
            words = [*reading.facts, *(m for m, k in MEASURES.items() if k.alone)]
            if not self._facts_lost():
                reading.name(leaf, ("let", "amount", "table"), "facts and definitions", words)
        return x.Literal(ERROR, at, Fraction(0))

    def _facts_lost(self) -> bool:
        return any(name.startswith("?") for name in self.reading.facts)

    def _measure(self, tree: Node, at: Span) -> x.Expression:
        leaf, of = tree.leaves("NAME")
        measure = MEASURES.get(leaf.text)
        if measure is None:
            fact = self.reading.facts.get(leaf.text)
            self.reading.report(messages.no_measure(self.reading.at(leaf), leaf.text, of.text, fact, list(MEASURES)))
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

    def _allowed(self, owner: str, name: str, at: Span, declared: Span | None) -> None:
        if owner not in self.owners:
            self.reading.report(messages.not_here(at, name, owner, self.place, declared))

    def _call(self, tree: Node, at: Span, known: Known) -> x.Expression:
        leaf = tree.leaf()
        arguments = tuple(self.figure(c, known) for c in tree.children if isinstance(c, Node))
        if leaf.text not in FUNCTIONS:
            near = closest(leaf.text, FUNCTIONS)
            self.reading.report(messages.no_function(self.reading.at(leaf), leaf.text, FUNCTIONS, near))
            return x.Literal(ERROR, at, Fraction(0))
        result = arguments[0]
        for other in arguments[1:]:
            joined = _joined(result.type, other.type)
            if joined is None:
                self.reading.report(messages.units_differ(at, leaf.text, result, other))
                return x.Literal(ERROR, at, Fraction(0))
            result = other if joined == other.type else result
        return x.Call(result.type, at, leaf.text, arguments)

    def _arithmetic(self, tree: Node, op: str, known: Known) -> x.Expression:
        left, right = (self.figure(c, known) for c in tree.children)
        at = self.reading.at(tree)
        if "error" in (left.type.kind, right.type.kind):
            return x.Arithmetic(ERROR, at, op, left, right)  # its parts may name a `let` in a circle
        type_ = _result(op, left.type, right.type)
        if type_ is None:
            self.reading.report(messages.units_differ(at, op, left, right))
            return x.Literal(ERROR, at, Fraction(0))
        if op == "/" and isinstance(right, x.Literal) and right.value == 0:
            self.reading.report(messages.divided_by_zero(right.at))
        return x.Arithmetic(type_, at, op, left, right)

    # ---- comparisons ------------------------------------------------------------------------------------------------

    def _comparison(self, tree: Node, op: str, known: Known) -> x.Expression:
        first, second = tree.children
        left, right = self._sides(first, second, known)
        at = self.reading.at(tree)
        made = x.Comparison(FLAG, at, op, left, right)
        if "error" in (left.type.kind, right.type.kind):
            return made
        if not comparable(left.type, right.type):
            self.reading.report(messages.not_comparable(left, right, self.reading.facts, op))
        elif op not in ("=", "!=") and left.type.kind not in ORDERED:
            self.reading.report(messages.no_order(left, op, self.reading.facts))
        return made

    def _sides(self, first: Tree, second: Tree, known: Known) -> tuple[x.Expression, x.Expression]:
        if self._is_member_name(first) and not self._is_member_name(second):
            right = self.figure(second, known)
            return self.member(first, right.type, known), right
        left = self.figure(first, known)
        return left, self.member(second, left.type, known)

    def _is_member_name(self, tree: Tree) -> bool:
        """Whether a form is a name that is neither fact nor definition."""
        if not isinstance(tree, Node) or tree.kind != "name":
            return False
        name = tree.leaf().text
        return name not in self.reading.facts and name not in MEASURES and not self.reading.scope.get(
            name, "let", "amount", "table"
        )

    def member(self, tree: Tree, type_: Type, known: Known = NOTHING) -> x.Expression:
        """A form where a value of a type is asked for: a name is a member of its closed set."""
        if type_.kind in ("one of", "any of") and isinstance(tree, Node) and tree.kind == "name":
            leaf = tree.leaf()
            at = self.reading.at(tree)
            if leaf.text in type_.values:
                return x.Literal(Type("one of", values=type_.values), at, leaf.text)
            fact = self.reading.facts.get(leaf.text)
            if fact is not None and fact.type.kind in ("one of", "any of"):
                return self._name(leaf, at, known, False)
            if leaf.text != UNREADABLE:
                near = closest(leaf.text, type_.values)
                self.reading.report(messages.not_a_member(at, leaf.text, type_, near))
            return x.Literal(ERROR, at, leaf.text)
        if type_.kind == "error" and self._is_member_name(tree):
            return x.Literal(ERROR, self.reading.at(tree), False)
        return self.figure(tree, known)

    def _in_set(self, tree: Node, at: Span, known: Known) -> x.Expression:
        operand = self.figure(tree.children[0], known)
        options = tuple(self.member(c, operand.type, known) for c in tree.children[1:])
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


NUMERIC = ("count", "number", "percent", "money", "rate", "days", "hours", "months")
ORDERED = (*NUMERIC, "date", "instant")
_PLURAL = {"seat": "a seat type", "charge": "a charge", "meter": "a meter", "item": "an item"}
_FIGURES = frozenset({"count", "number"})


def comparable(left: Type, right: Type) -> bool:
    """Whether two values can be compared at all: same kind and unit; count and number are one; a set and its members."""
    if left.kind in _FIGURES and right.kind in _FIGURES:
        return True
    if {left.kind, right.kind} == {"date", "instant"}:
        return True
    if left.kind in ("one of", "any of") and right.kind in ("one of", "any of"):
        return bool(set(left.values) & set(right.values))
    if left.kind == right.kind == "rate":
        return left.per == right.per or Per() in (left.per, right.per)
    return left.kind == right.kind


def _joined(left: Type, right: Type) -> Type | None:
    if left.kind in _FIGURES and right.kind in _FIGURES:
        return NUMBER if NUMBER in (left, right) else COUNT
    if "error" in (left.kind, right.kind):
        return ERROR
    return left if comparable(left, right) and left.kind in NUMERIC else None


def _result(op: str, left: Type, right: Type) -> Type | None:
    """The type of an arithmetic figure, or None where the units do not go together."""
    if op in "+-":
        if left.kind == "date" and right.kind == "days":
            return DATE
        return _joined(left, right)
    plain = _FIGURES | {"percent"}
    if op == "*":
        if left.kind in plain and right.kind in plain:
            return PERCENT if left.kind == right.kind == "percent" else (COUNT if left == right == COUNT else NUMBER)
        if left.kind in plain and right.kind in NUMERIC:
            return right
        if right.kind in plain and left.kind in NUMERIC:
            return left
        return None
    if right.kind in plain and left.kind in NUMERIC:
        return NUMBER if left.kind == "count" else left
    return NUMBER if left.kind == right.kind and left.kind in NUMERIC else None
