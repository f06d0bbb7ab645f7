"""Conditions in, whether they leave cases open out: a witness, where the closed sets and flags in them can tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from seatpolicy.semantics.model import expressions as x

MOST_COMBINATIONS = 4096
Assignment = dict[str, object]


def uncovered(conditions: Sequence[x.Expression]) -> str | None:
    """Facts for which none of the conditions holds, in words; an empty text where it cannot be told; None if they leave
    nothing open. Exhaustive over closed sets, flags and `is known`; any other test counts as false or true, whatever is
    worse."""
    choices: dict[str, tuple[object, ...]] = {}
    for condition in conditions:
        _collect(condition, choices)
    count = 1
    for values in choices.values():
        count *= len(values)
    if count > MOST_COMBINATIONS:
        return ""
    for combination in product(*choices.values()):
        facts = dict(zip(choices, combination, strict=True))
        results = [holds(c, facts) for c in conditions]
        if any(r is True for r in results):
            continue
        if any(r is None for r in results):
            return ""
        return " and ".join(_word(name, value) for name, value in facts.items())
    return None


def _word(name: str, value: object) -> str:
    if value is True:
        return name
    if value is False:
        return f"not {name}"
    return f"{name} = {value}" if name[0] != "?" else f"{name[1:]} is {value}"


def _collect(e: x.Expression, choices: dict[str, tuple[object, ...]]) -> None:
    match e:
        case x.Logic(parts=parts):
            for part in parts:
                _collect(part, choices)
        case x.Not(operand=operand):
            _collect(operand, choices)
        case x.Comparison(left=left, right=right):
            for side in (left, right):
                if isinstance(side, x.FactValue) and side.type.kind == "one of":
                    choices[side.name] = side.type.values
        case x.InSet(operand=operand):
            if isinstance(operand, x.FactValue) and operand.type.kind == "one of":
                choices[operand.name] = operand.type.values
        case x.FactValue(name=name) if e.type.kind == "flag":
            choices[name] = (True, False)
        case x.Known(operand=x.FactValue(name=name)):
            choices["?" + name] = ("known", "unknown")
        case _:
            pass


def holds(e: x.Expression, facts: Assignment) -> bool | None:
    """Whether a condition holds under an assignment of closed sets and flags; None where that does not decide it."""
    match e:
        case x.Logic(op=op, parts=parts):
            results = [holds(p, facts) for p in parts]
            stop = op == "or"
            if any(r is stop for r in results):
                return stop
            return None if any(r is None for r in results) else not stop
        case x.Not(operand=operand):
            inner = holds(operand, facts)
            return None if inner is None else not inner
        case x.Comparison(op=op, left=x.FactValue(name=name), right=x.Literal(value=value)) if (
            name in facts and op in ("=", "!=")
        ):
            return (facts[name] == value) is (op == "=")
        case x.InSet(operand=x.FactValue(name=name), options=options) if name in facts:
            if not all(isinstance(o, x.Literal) for o in options):
                return None
            return facts[name] in [o.value for o in options if isinstance(o, x.Literal)]
        case x.FactValue(name=name) if name in facts:
            return facts[name] is True
        case x.Known(operand=x.FactValue(name=name), known=known):
            return (facts["?" + name] == "known") is known if "?" + name in facts else None
        case x.Literal(value=bool() as value):
            return value
        case _:
            return None


def can_meet(first: x.Expression | None, second: x.Expression | None) -> bool:
    """Whether two conditions can hold together, as far as closed sets, flags and `is known` tell."""
    both = [c for c in (first, second) if c is not None]
    choices: dict[str, tuple[object, ...]] = {}
    for condition in both:
        _collect(condition, choices)
    count = 1
    for values in choices.values():
        count *= len(values)
    if count > MOST_COMBINATIONS:
        return True
    return any(
        all(holds(c, dict(zip(choices, values, strict=True))) is not False for c in both)
        for values in product(*choices.values())
    )
