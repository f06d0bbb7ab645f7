"""Expressions in, their parts out, and the same expressions with some parts put in place of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Definition
from seatpolicy.values.record import evolved

MOST_EXPANDED = 500
DEEPEST_EXPANDED = 20


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


def expanded(e: x.Expression, lets: Mapping[str, Definition]) -> x.Expression:
    """The expression with what each `let` stands for in its place. One in a circle stays as it is, and so does what comes
    after `MOST_EXPANDED`: a text that doubles itself line by line is refused elsewhere, and is not written out here."""
    left = [MOST_EXPANDED]

    def meant(part: x.Expression, inside: frozenset[str]) -> x.Expression | None:
        if not isinstance(part, x.Named) or part.kind != "let" or part.name not in lets or part.name in inside:
            return None
        if left[0] <= 0 or len(inside) > DEEPEST_EXPANDED:
            return None
        left[0] -= 1
        deeper = inside | {part.name}
        return rewritten(lets[part.name].value, lambda below: meant(below, deeper))

    return rewritten(e, lambda part: meant(part, frozenset()))
