"""Conditions and figures of the policy in, values of a kernel out.

A part of a condition is reached only where the parts before it leave the answer open, as they are read: a fact that is
tested with `is known` first is not missed where it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeVar

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.facts import fact_value, knows, looked_up
from seatpolicy.compiler.lower.lowered import Lowered, equal, is_one_of
from seatpolicy.documents import refusals
from seatpolicy.semantics.model import expressions as ex
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.prices import Amounts
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR

T = TypeVar("T")
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""Every day that the calendar of a policy knows."""


@attrs.define(eq=False, repr=False)
class Expressions:
    """Lowers the expressions of one policy for one holding. `total` gives the invoice's, once it is known. `of_person` says
    that a person is looked at, `counting` that this decides who counts; `of_signals` that what signals know may be read.
    `looked_at` is what was read of that, each with the flag that it was."""

    low: Lowering
    total: Callable[[], Value] | None = None
    of_person: bool = False
    counting: bool = False
    of_signals: bool = False
    looked_at: list[tuple[str, Value]] = attrs.field(factory=list)

    # ---- statements

    def cases(self, cases: Cases[T]) -> list[tuple[Value, Case[T]]]:
        """Every statement that may count, with the flag that it does; of those that fit the first counts."""
        b = self.low.b
        made: list[tuple[Value, Case[T]]] = []
        earlier = b.const(0)
        for case in cases:
            holds = b.const(1)
            if case.when is not None:
                with self.low.when(b.negate(earlier)):
                    holds = self.holds(case.when)
            made.append((b.all(b.negate(earlier), holds), case))
            earlier = b.any(earlier, holds)
            if b.constant(earlier) == 1:
                break
        return [one for one in made if b.constant(one[0]) != 0]

    def holds(self, condition: ex.Expression) -> Value:
        """A condition as a flag."""
        made = self.value(condition)
        if made.kind == "flag":
            return made.value
        self.low.refuse(self.low.const(1), refusals.EN303, condition.at, "this is neither true nor false")
        return self.low.const(0)

    def figure(self, expression: ex.Expression) -> Value:
        """A number, an amount in the account's currency, a share or a duration."""
        made = self.value(expression)
        if made.kind == "figure":
            return made.value
        self.low.refuse(self.low.const(1), refusals.EN303, expression.at, "this is no figure")
        return self.low.const(0)

    # ---- expressions

    def value(self, expression: ex.Expression) -> Lowered:
        """What an expression comes to."""
        match expression:
            case ex.Literal():
                return self._literal(expression.value)
            case ex.MoneyLiteral():
                return Lowered(self.in_currency(expression), "figure")
            case ex.FactValue():
                return fact_value(expression, self)
            case ex.Measure():
                return Lowered(self._measure(expression), "figure")
            case ex.Named():
                return self._named(expression)
            case ex.Arithmetic():
                if expression.type.kind == "date":
                    return Lowered(self._day_moved(expression), "day")
                return Lowered(self._arithmetic(expression), "figure")
            case ex.Negative():
                return Lowered(self.low.b.sub(self.low.const(0), self.figure(expression.operand)), "figure")
            case ex.Call():
                return Lowered(self._call(expression), "figure")
            case _:
                return Lowered(self._flag(expression), "flag")

    def in_currency(self, money: ex.MoneyLiteral | Amounts) -> Value:
        """The amount in the account's currency."""
        amount = money.values.get(self.low.currency)
        if amount is not None:
            return self.low.const(amount)
        self.low.refuse(
            self.low.const(1),
            refusals.EN106,
            money.at,
            f"there is no amount in {self.low.currency}",
            note=f"it is written in {', '.join(money.values)}",
            subject=self.low.currency,
        )
        return self.low.const(0)

    def _literal(self, value: Fraction | str | bool | date) -> Lowered:
        if isinstance(value, bool):
            return Lowered(self.low.const(value), "flag")
        if isinstance(value, Fraction):
            return Lowered(self.low.const(value), "figure")
        if isinstance(value, date):
            return Lowered(self.low.const(value.toordinal()), "day")
        return Lowered(self.low.const(0), "word", (value,), value)

    def _flag(self, expression: ex.Expression) -> Value:
        b = self.low.b
        match expression:
            case ex.Comparison():
                return self._compare(expression)
            case ex.Logic():
                return self._logic(expression)
            case ex.Not():
                return b.negate(self.holds(expression.operand))
            case ex.Known():
                known = self._known(expression.operand)
                return known if expression.known else b.negate(known)
            case ex.InSet():
                options = [self.value(option) for option in expression.options]
                operand = self.value(expression.operand)
                return is_one_of(operand, options, self.low, expression.at)
            case ex.InRange():
                low, high = self._ordered(expression.low), self._ordered(expression.high)
                value = self._ordered(expression.operand)
                return b.all(b.compare("<=", low, value), b.compare("<=", value, high))
            case ex.InLast():
                return self._in_last(expression)
        raise TypeError(f"{type(expression).__name__} is no condition")

    # ---- facts

    def _known(self, expression: ex.Expression) -> Value:
        if isinstance(expression, ex.FactValue):
            return looked_up(expression, self)[1]
        self.value(expression)
        return self.low.const(1)

    def knows(self, fact: str) -> Value:
        """Whether a fact of the account is known, by a document or because it follows from what is there."""
        return knows(fact, self)

    # ---- figures and comparisons

    def _measure(self, measure: ex.Measure) -> Value:
        from seatpolicy.compiler.lower.measures import measured

        return measured(measure, self)

    def _named(self, named: ex.Named) -> Lowered:
        from seatpolicy.compiler.lower.tables import table_value

        policy = self.low.policy
        if named.kind == "amount":
            return Lowered(self.in_currency(policy.amounts[named.name]), "figure")
        if named.kind == "let":
            return self.value(policy.lets[named.name].value)
        if named.kind == "table":
            return table_value(policy.tables[named.name], named, self)
        self.low.not_billed(self.low.const(1), refusals.EN511, named.at, f"a name of the kind `{named.kind}` is")
        return Lowered(self.low.const(0), "figure")

    def _arithmetic(self, sum_: ex.Arithmetic) -> Value:
        b = self.low.b
        left, right = self.figure(sum_.left), self.figure(sum_.right)
        if sum_.op == "/":
            nothing = b.compare("=", right, b.const(0))
            self.low.refuse(nothing, refusals.EN303, sum_.at, "this divides by 0")
            return b.div(left, b.select(nothing, b.const(1), right))
        if sum_.op == "-":
            return b.sub(left, right)
        return b.add(left, right) if sum_.op == "+" else b.mul(left, right)

    def _day_moved(self, sum_: ex.Arithmetic) -> Value:
        """A date with so many days more or less; a day of the calendar, wherever this point is reached."""
        b = self.low.b
        day, days = self.value(sum_.left), self.figure(sum_.right)
        if day.kind != "day":
            self.low.not_billed(b.const(1), refusals.EN511, sum_.at, "moving an instant by days is")
            return b.const(0)
        number = b.add(day.value, days) if sum_.op == "+" else b.sub(day.value, days)
        first, last = (b.const(one.toordinal()) for one in (FIRST_DAY, LAST_DAY))
        within = b.max(first, b.min(b.round(number, "floor", Fraction(1)), last))
        words = f"this is no day from {FIRST_DAY} to {LAST_DAY}"
        self.low.refuse(b.compare("!=", number, within), refusals.EN303, sum_.at, words)
        return within

    def _call(self, call: ex.Call) -> Value:
        figures = [self.figure(argument) for argument in call.arguments]
        if call.defined is not None:
            from seatpolicy.compiler.lower.functions import plugin_call

            return plugin_call(call, call.defined, figures, self.low)
        if call.function in ("min", "max"):
            b = self.low.b
            return b.min(*figures) if call.function == "min" else b.max(*figures)
        self.low.not_billed(self.low.const(1), refusals.EN511, call.at, f"the function `{call.function}` is")
        return self.low.const(0)

    def _compare(self, comparison: ex.Comparison) -> Value:
        b = self.low.b
        if comparison.op in ("=", "!="):
            same = equal(self.value(comparison.left), self.value(comparison.right), self.low, comparison.at)
            return same if comparison.op == "=" else b.negate(same)
        return b.compare(comparison.op, self._ordered(comparison.left), self._ordered(comparison.right))

    def _ordered(self, expression: ex.Expression) -> Value:
        made = self.value(expression)
        if made.kind not in ("figure", "day"):
            self.low.not_billed(self.low.const(1), refusals.EN511, expression.at, "comparing an instant is")
            return self.low.const(0)
        return made.value

    def _logic(self, logic: ex.Logic) -> Value:
        b = self.low.b
        every = logic.op == "and"
        made: list[Value] = []
        for part in logic.parts:
            open_ = b.all(*made) if every else b.negate(b.any(*made))
            with self.low.when(open_):
                made.append(self.holds(part))
        return b.all(*made) if every else b.any(*made)

    def _in_last(self, expression: ex.InLast) -> Value:
        b = self.low.b
        made = self.value(expression.operand)
        if made.kind != "day":
            self.low.not_billed(b.const(1), refusals.EN511, expression.at, "an instant in a window of days is")
            return b.const(0)
        self.low.day_read.append(self.low.live)
        today = b.input(inputs.day("as_of", False))
        first = b.sub(today, b.const(expression.days))
        return b.all(b.compare("<", first, made.value), b.compare("<=", made.value, today))
