"""A bound in, its value out where the policy alone decides it: literals, amounts, and a `let` of nothing but those."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Policy

Constant = Fraction | date | str | bool
DEEPEST = 50
"""How far definitions are followed; a circle among them is reported elsewhere."""

_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def constant(part: object, policy: Policy, currency: str, depth: int = 0) -> Constant | None:
    """The value of a bound for accounts in a currency; None where it depends on facts, or cannot be known."""
    if isinstance(part, (Fraction, date, str, bool)):
        return part
    if depth > DEEPEST:
        return None
    match part:
        case x.Literal(value=value):
            return None if part.type.kind == "error" else value
        case x.MoneyLiteral(values=values):
            return values.get(currency)
        case x.Named(kind="amount", name=name):
            amounts = policy.amounts.get(name)
            return amounts.values.get(currency) if amounts is not None else None
        case x.Named(kind="let", name=name):
            definition = policy.lets.get(name)
            return constant(definition.value, policy, currency, depth + 1) if definition is not None else None
        case x.Negative(operand=operand):
            inner = constant(operand, policy, currency, depth + 1)
            return -inner if isinstance(inner, Fraction) else None
        case x.Arithmetic(op=op, left=left, right=right):
            first, second = (constant(p, policy, currency, depth + 1) for p in (left, right))
            if not isinstance(first, Fraction) or not isinstance(second, Fraction) or (op == "/" and second == 0):
                return None
            return _OPERATIONS[op](first, second)
        case x.Call(function="min" | "max" as function, arguments=arguments):
            found = [constant(a, policy, currency, depth + 1) for a in arguments]
            known = [v for v in found if isinstance(v, Fraction)]
            return (min if function == "min" else max)(known) if len(known) == len(found) else None
    return None


def currencies_that_matter(policy: Policy, parts: list[object]) -> tuple[str, ...]:
    """The policy's currencies where one of the parts is money; else one of them, for all are alike."""
    if any(isinstance(p, (x.MoneyLiteral, x.Named)) for p in parts):
        return policy.currencies
    return policy.currencies[:1] or ("",)
