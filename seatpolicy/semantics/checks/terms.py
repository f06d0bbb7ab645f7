"""Expressions in, their parts out, and the same expressions with some parts put in place of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Definition
from seatpolicy.values.record import evolved


def below(e: x.Expression) -> tuple[x.Expression, ...]:
    """The expressions that an expression is made of."""
    if isinstance(e, x.Arithmetic | x.Comparison):
        return e.left, e.right
    if isinstance(e, x.Logic):
        return e.parts
    if isinstance(e, x.Not | x.Negative | x.Known | x.InLast):
        return (e.operand,)
    if isinstance(e, x.InSet):
        return e.operand, *e.options
    if isinstance(e, x.InRange):
        return e.operand, e.low, e.high
    return e.arguments if isinstance(e, x.Call) else ()


def walk(e: x.Expression) -> Iterator[x.Expression]:
    """An expression and everything that it is made of."""
    stack = [e]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(below(one))


def rewritten(e: x.Expression, change: Callable[[x.Expression], x.Expression | None]) -> x.Expression:
    """The expression with the outermost parts for which `change` gives another put in their place."""
    other = change(e)
    if other is not None:
        return other
    if isinstance(e, x.Arithmetic | x.Comparison):
        return evolved(e, left=rewritten(e.left, change), right=rewritten(e.right, change))
    if isinstance(e, x.Logic):
        return evolved(e, parts=tuple(rewritten(part, change) for part in e.parts))
    if isinstance(e, x.Not | x.Negative | x.Known | x.InLast):
        return evolved(e, operand=rewritten(e.operand, change))
    if isinstance(e, x.InSet):
        return evolved(e, operand=rewritten(e.operand, change), options=tuple(rewritten(o, change) for o in e.options))
    if isinstance(e, x.InRange):
        return evolved(e, operand=rewritten(e.operand, change), low=rewritten(e.low, change), high=rewritten(e.high, change))
    if isinstance(e, x.Call):
        return evolved(e, arguments=tuple(rewritten(a, change) for a in e.arguments))
    return e


def expanded(e: x.Expression, lets: Mapping[str, Definition], inside: frozenset[str] = frozenset()) -> x.Expression:
    """The expression with what each `let` stands for in its place; a `let` in a circle stays as it is."""

    def meant(part: x.Expression) -> x.Expression | None:
        if isinstance(part, x.Named) and part.kind == "let" and part.name in lets and part.name not in inside:
            return expanded(lets[part.name].value, lets, inside | {part.name})
        return None

    return rewritten(e, meant)
