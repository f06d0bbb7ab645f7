"""Conditions and figures in, clauses and phrases out: "billing is annual", "the net unit price of Member seats"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.types import Type
from seatpolicy.tools.describe.document import fact
from seatpolicy.tools.describe.names import Names
from seatpolicy.tools.describe.words import amounts, are, day, listed, money, number, per, percent, so_many, words_of

_STANDARD = {
    "last_used": "the last use",
    "customer_since": "the first day as a customer",
    "starts_on": "the start of the subscription",
    "plan": "the plan",
    "currency": "the currency",
    "as_of": "the day asked about",
    "cause": "the cause",
    "created_on": "the day of the quote",
    "requester": "the requester",
    "status": "the status",
    "largest_rise": "the largest rise of a price",
    "raises_price": "some account would pay more",
    "widens_authority": "somebody may approve more than before",
    "changes_counting": "some person or day would count differently",
    "removes_law": "a law (a guarantee, an example or a rule) is gone",
}
_SAID = ("raises_price", "widens_authority", "changes_counting", "removes_law")
"""Facts of a release, whose words are whole clauses."""

_MEASURES = {
    "total": "the invoice's total",
    "line_discount": "the discount off list",
    "year_discount": "the discount off list in the contract year where it is greatest",
    "quote_discount": "the discount off list of the whole quote",
    "line_exception": "the discount beyond the policy's own price",
    "quote_exception": "the discount beyond the policy's own price of the whole quote",
    "price_drop": "the drop from the price that the customer pays now",
    "net_unit_price": "the net unit price",
    "arr": "the yearly recurring amount",
    "contract_value": "the net value of the contract",
    "free_months": "the number of free months",
    "waived_seats": "the number of seats that the policy charges and the quote does not",
    "seats_below_minimum": "the number of seats by which the quote stays below the policy's minimum",
    "by_quote": "that the policy has no price here",
}
_COUNTED = {
    "added": "{} added",
    "removed": "{} given back",
    "assigned": "{} that somebody holds",
    "billable": "{} that count as billable",
    "allowed": "{} that are allowed",
    "idle": "{} idle",
    "seats_to_next_step": "{} missing to the next row of the price list",
    "saving_at_next_step": "what a bill saves by the {} that reach the next row of the price list",
}
_COMPARED = {"=": "{}", "!=": "not {}", "<": "less than {}", "<=": "at most {}", ">": "more than {}", ">=": "at least {}"}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_EARLIER = {"<": "before {}", "<=": "on or before {}", ">": "after {}", ">=": "on or after {}"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


@attrs.frozen
class Phrases:
    """The words for the conditions and figures of one policy."""

    names: Names

    # ---- conditions ----

    def clause(self, condition: x.Expression, inside: bool = False) -> str:
        """A condition as a clause that can follow "if"; inside another one, several parts stand in parentheses."""
        return self._clause(condition, True, inside)

    def _clause(self, one: x.Expression, holds: bool, inside: bool) -> str:
        match one:
            case x.Not():
                return self._clause(one.operand, not holds, inside)
            case x.Logic():
                parts = [self._clause(part, holds, True) for part in one.parts]
                joined = listed(parts, one.op if holds else {"and": "or", "or": "and"}[one.op])
                return f"({joined})" if inside else joined
            case x.Comparison():
                return self._comparison(one, one.op if holds else _OPPOSITE[one.op])
            case x.Known():
                word = "known" if one.known is holds else "not known"
                return f"{self._subject(one.operand)} {word}"
            case x.InSet():
                return self._in_set(one, holds)
            case x.InRange():
                plural = self._subject(one.operand).endswith(" are")
                way = ("lie" if plural else "lies") if holds else ("do not lie" if plural else "does not lie")
                return f"{self.figure(one.operand)} {way} between {self.figure(one.low)} and {self.figure(one.high)}"
            case x.InLast():
                within = f"in the last {so_many(one.days, 'day')}"
                return f"{self.figure(one.operand)} was {'' if holds else 'not '}{within}"
            case x.Literal() if isinstance(one.value, bool):
                return "this is always so" if one.value is holds else "this is never so"
            case x.FactValue() if one.name in _SAID:
                return _STANDARD[one.name] if holds else f"it is not so that {_STANDARD[one.name]}"
            case x.Measure() if one.measure == "by_quote":
                of = f" for {self.names.charge(one.of)}" if one.of else ""
                return f"the policy has {'no' if holds else 'a'} price{of}"
            case x.Named() if one.kind == "let":
                return self._clause(self.names.policy.lets[one.name].value, holds, inside)
        return f"{self._subject(one)} {'yes' if holds else 'no'}"

    def _subject(self, one: x.Expression) -> str:
        words = self.figure(one)
        name = one.name if isinstance(one, x.FactValue | x.Named) and words_of(one.name) in words else ""
        return f"{words} {are(name)}"

    def _comparison(self, one: x.Comparison, op: str) -> str:
        right = self.figure(one.right)
        form = _EARLIER.get(op, _COMPARED[op]) if one.left.type.kind in ("date", "instant") else _COMPARED[op]
        return f"{self._subject(one.left)} {form.format(right)}"

    def _in_set(self, one: x.InSet, holds: bool) -> str:
        options = listed((self.figure(option) for option in one.options), "or" if holds else "nor")
        if one.operand.type.kind == "any of":
            return f"{self.figure(one.operand)} {'include' if holds else 'include neither'} {options}"
        word = "" if holds else ("not " if len(one.options) == 1 else "neither ")
        return f"{self._subject(one.operand)} {word}{options}"

    # ---- figures ----

    def figure(self, one: x.Expression, strength: int = 0) -> str:
        """A figure as a phrase; with a strength, in parentheses where it would be read otherwise."""
        match one:
            case x.Literal():
                return self.value(one.value, one.type)
            case x.MoneyLiteral():
                return f"{money(one.values)}{per(one.type.per)}"
            case x.FactValue():
                return _STANDARD.get(one.name) or fact(words_of(one.name))
            case x.Measure():
                return self.measure(one)
            case x.Named():
                return self._named(one)
            case x.Negative():
                return f"−{self.figure(one.operand, 3)}"
            case x.Arithmetic():
                own = _STRENGTH[one.op]
                left = self.figure(one.left, own)
                right = self.figure(one.right, own + (one.op in ("-", "/")))
                made = f"{left} {_SIGNS[one.op]} {right}"
                return f"({made})" if own < strength else made
            case x.Call():
                word = {"min": "the smaller of", "max": "the larger of"}.get(one.function, one.function)
                many = {"the smaller of": "the smallest of", "the larger of": "the largest of"}
                word = many.get(word, word) if len(one.arguments) > 2 else word
                made = f"{word} {listed(self.figure(argument) for argument in one.arguments)}"
                return f"({made})" if strength else made
        return self.clause(one, inside=True)

    def value(self, value: object, type_: Type) -> str:
        """A literal in the words of its type."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Fraction):
            if type_.kind == "percent":
                return percent(value)
            if type_.kind in ("days", "hours", "months"):
                return so_many(value, type_.kind.removesuffix("s"))
            return number(value)
        if isinstance(value, tuple):
            return listed(self.value(part, type_) for part in value)
        text = str(value)
        if type_.kind == "text":
            return f"“{text}”"
        return self.names.of(text) if text in self.names.policy.plans else text if text.isupper() else words_of(text)

    def _named(self, one: x.Named) -> str:
        policy = self.names.policy
        if one.kind == "amount":
            return f"the {words_of(one.name)} ({amounts(policy.amounts[one.name])})"
        if one.kind == "table":
            return f"the figure of the table “{self.names.of(one.name)}”"
        return fact(words_of(one.name))

    def measure(self, one: x.Measure) -> str:
        """A measure, of what, and in which window of time."""
        policy, window = self.names.policy, _window(one)
        if one.measure == "amount":
            return f"the amount of {self.names.charge(one.of)}"
        if one.measure == "seats":
            if one.of in policy.meters:
                return f"the use of {self.names.of(one.of)}{window}"
            noun = self.names.seats([one.of]) if one.of in policy.seats else f"units of {self.names.of(one.of)}"
            return f"the number of {noun}{window}"
        if one.measure in _COUNTED:
            words = _COUNTED[one.measure].format("seats")
            words = words if words.startswith("what") else f"the number of {words}"
            return f"{words} in {self.names.charge(one.of)}{window}"
        of = f" of {self.names.charge(one.of)}" if one.of else ""
        return f"{_MEASURES.get(one.measure, 'the ' + words_of(one.measure))}{of}{window}"

    # ---- cases ----

    def cases(self, cases: Cases[Any], says: Sequence[str]) -> str:
        """Statements with their conditions, in the order in which they are tried: "A if C; otherwise B", or where they
        are long "if C: A. Otherwise: B"."""
        if len(cases) > 2 or (len(cases) > 1 and any(";" in words or "," in words for words in says)):
            return self._long(cases, says)
        parts = []
        for place, (case, words) in enumerate(zip(cases, says, strict=True)):
            if case.when is not None:
                again = "otherwise, " if place else ""
                parts.append(f"{again}{words} if {self.clause(case.when)}")
            else:
                parts.append(f"otherwise {words}" if place else words)
        return "; ".join(parts)

    def _long(self, cases: Cases[Any], says: Sequence[str]) -> str:
        parts = []
        for place, (case, words) in enumerate(zip(cases, says, strict=True)):
            if case.when is not None:
                parts.append(f"{'Otherwise, if' if place else 'if'} {self.clause(case.when)}: {words}")
            else:
                parts.append(f"Otherwise: {words}" if place else words)
        return ". ".join(parts)


def _window(one: x.Measure) -> str:
    if one.window_days:
        return f" in the last {so_many(one.window_days, 'day')}"
    return f" this {one.window_unit}" if one.window_unit else ""
