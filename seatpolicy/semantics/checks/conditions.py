"""Conditions in, whether they can hold together and whether they leave cases open out, with facts that show it.

A condition is tried on every combination of the facts that matter: each value of a closed set, yes and no, known and
unknown; of figures and dates that are compared with written values every value beside which the answer can change, and
one between any two of them; of texts those written, and another. A window of time asks how many days ago a date
was. What no list of values decides (a comparison of two facts) is an atom by itself: it may be true or false, but it is
the same wherever it is written alike, so that `C` and `not C` never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise, product
from math import floor, prod

import attrs

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import DURATIONS
from seatpolicy.values.money import format_decimal

MOST_COMBINATIONS = 4096
"""Conditions that need more than so many are not looked into."""

Assignment = Mapping[str, object]


@attrs.frozen
class Domains:
    """What conditions are about: the values to try of everything by name, and of which kind they are."""

    values: Mapping[str, tuple[object, ...]]
    kinds: Mapping[str, str]

    def assignments(self) -> Iterator[dict[str, object]]:
        """Every combination."""
        for values in product(*self.values.values()):
            yield dict(zip(self.values, values, strict=True))


_WHOLE = frozenset({"count", "days", "hours", "months"})
_LISTED = _WHOLE | {"number", "percent", "one of", "flag", "date", "text", "currency"}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"!=": "=", ">=": "<", ">": "<="}
_ANOTHER = "another"
_AGO = " days ago"


def uncovered(conditions: Sequence[x.Expression], currencies: Sequence[str] = ()) -> str | None:
    """Facts for which none of the conditions holds, in words; an empty text where it cannot be told; None if they leave
    nothing open. `currencies` are those that an account can have."""
    domains = _domains(conditions, currencies, atoms=False)
    if domains is None:
        return ""
    for facts in domains.assignments():
        results = [holds(c, facts) for c in conditions]
        if any(results):
            continue
        if None in results or _ANOTHER in (v for k, v in facts.items() if k == "currency"):
            return ""
        needed = _needed(facts, domains, lambda tried: not any(holds(c, tried) is not False for c in conditions))
        return _in_words(needed, domains)
    return None


def can_meet(*conditions: x.Expression | None) -> bool:
    """Whether conditions can hold together, as far as it can be told; None always holds."""
    return meeting(*conditions) is not None


def meeting(*conditions: x.Expression | None) -> str | None:
    """Facts for which all conditions hold, in words (empty if they always do, or too many facts matter); None if they
    never can."""
    stated = [c for c in conditions if c is not None]
    domains = _domains(stated, (), atoms=True)
    if domains is None:
        return ""
    for facts in domains.assignments():
        if all(holds(c, facts) is not False for c in stated):
            needed = _needed(facts, domains, lambda tried: all(holds(c, tried) is not False for c in stated), least=0)
            return _in_words(needed, domains)
    return None


def holds(e: x.Expression, facts: Assignment) -> bool | None:
    """Whether a condition holds under an assignment; None where that does not decide it."""
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
        case _ if e.type.kind == "error":  # it has been reported, and may have been meant in any way
            return None
        case x.FactValue(name=name) if name in facts:
            return facts[name] is True
        case x.Known(operand=x.FactValue(name=name), known=known) if "?" + name in facts:
            return (facts["?" + name] == "known") is known
        case x.InLast(operand=operand, days=days) if _age(operand) in facts:
            return not _below(Fraction(days), facts[_age(operand)])
        case x.Literal(value=bool() as value):
            return value
        case _:
            return _tested(e, facts)


def _tested(e: x.Expression, facts: Assignment) -> bool | None:
    """A comparison of a fact with written values; else an atom."""
    test = _test(e)
    if test is not None and test[0] in facts:
        key, op, values = test
        fact = facts[key]
        if op == "in":
            return fact in values
        if op == "range":
            return _below(values[0], fact) and _below(fact, values[1])
        if op in ("=", "!="):
            return (fact == values[0]) is (op == "=")
        if op in ("<=", ">="):
            return _below(fact, values[0]) if op == "<=" else _below(values[0], fact)
        return not _below(values[0], fact) if op == "<" else not _below(fact, values[0])
    name, positive = _atom(e)
    return (facts[name] is positive) if name in facts else None


def _below(low: object, high: object) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low <= high
    # Values of two kinds are compared only where that has been reported already.
    return isinstance(low, Fraction) and isinstance(high, Fraction) and low <= high


# ---- what conditions are about --------------------------------------------------------------------------------------


def _test(e: x.Expression) -> tuple[str, str, tuple[object, ...]] | None:
    """The fact or measure, what is asked of it, and the written values; None where it is compared with anything else."""
    match e:
        case x.Comparison(op=op, left=x.Literal() as left, right=right) if _key(right):
            return _key(right), _FLIPPED[op], (left.value,)
        case x.Comparison(op=op, left=left, right=x.Literal() as right) if _key(left):
            return _key(left), op, (right.value,)
        case x.InSet(operand=operand, options=options) if _key(operand):
            literals = [o.value for o in options if isinstance(o, x.Literal)]
            return (_key(operand), "in", tuple(literals)) if len(literals) == len(options) else None
        case x.InRange(operand=operand, low=x.Literal() as low, high=x.Literal() as high) if _key(operand):
            return _key(operand), "range", (low.value, high.value)
        case _:
            return None


def _key(e: x.Expression) -> str:
    """The name of a fact or measure whose values can be listed; empty for anything else."""
    if e.type.kind not in _LISTED:
        return ""
    match e:
        case x.FactValue(name=name):
            return name
        case x.Measure(measure=measure, of=of, window_days=days, window_unit=unit):
            window = f" in the last {days} days" if days else f" this {unit}" if unit else ""
            return f"{measure} of {of}{window}" if of else measure
        case _:
            return ""


def _age(operand: x.Expression) -> str:
    """What a window of time asks of a date: how many days lie behind it."""
    return _written(operand) + _AGO


def _atom(e: x.Expression) -> tuple[str, bool]:
    """An atom's name and whether the condition says that it is true."""
    if isinstance(e, x.Comparison) and e.op in _OPPOSITE:
        return f"~{_written(e.left)} {_OPPOSITE[e.op]} {_written(e.right)}", False
    if isinstance(e, x.Comparison):
        return f"~{_written(e.left)} {e.op} {_written(e.right)}", True
    return "~" + _written(e), True


def _written(e: x.Expression) -> str:
    return " ".join(e.at.text.split())


def _leaves(e: x.Expression) -> Iterator[x.Expression]:
    match e:
        case x.Logic(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case x.Not(operand=operand):
            yield from _leaves(operand)
        case _:
            yield e


def _domains(
    conditions: Sequence[x.Expression], currencies: Sequence[str], atoms: bool
) -> Domains | None:
    """What conditions are about; None if that makes too many combinations. `atoms`: tests that no list of values decides
    are part of it."""
    domains: dict[str, tuple[object, ...]] = {}
    kinds: dict[str, str] = {}
    written: dict[str, tuple[str, set[object]]] = {}
    members: dict[str, tuple[tuple[str, ...], dict[object, None]]] = {}
    for condition in conditions:
        for leaf in _leaves(condition):
            test = _test(leaf)
            match leaf:
                case x.FactValue(name=name):
                    domains[name] = (True, False)
                case x.Known(operand=x.FactValue(name=name)):
                    domains["?" + name] = ("known", "unknown")
                case x.InLast(operand=operand, days=days):
                    written.setdefault(_age(operand), ("count", set()))[1].add(Fraction(days))
                case x.Literal():
                    pass
                case _ if test is not None:
                    subject = _subject(leaf)
                    if subject.type.kind == "one of":
                        domains.setdefault(test[0], ())  # its place in the words of a witness
                        members.setdefault(test[0], (subject.type.values, {}))[1].update(dict.fromkeys(test[2]))
                    else:
                        written.setdefault(test[0], (subject.type.kind, set()))[1].update(test[2])
                case _ if atoms:
                    domains[_atom(leaf)[0]] = (True, False)
    for key, (all_members, named) in members.items():
        # One member that no condition names stands for all of them: a policy may have a thousand plans.
        domains[key] = (*named, *islice((m for m in all_members if m not in named), 1))
    for key, (kind, values) in written.items():
        near = _beside(kind, values, currencies)
        if near:
            domains[key], kinds[key] = near, kind
    return Domains(domains, kinds) if prod(map(len, domains.values())) <= MOST_COMBINATIONS else None


def _subject(e: x.Expression) -> x.Expression:
    if isinstance(e, x.Comparison):
        return e.left if _key(e.left) and isinstance(e.right, x.Literal) else e.right
    assert isinstance(e, x.InSet | x.InRange)
    return e.operand


def _beside(kind: str, values: set[object], currencies: Sequence[str]) -> tuple[object, ...]:
    """The values at which an answer can change, and one between any two of them."""
    if kind in ("text", "currency"):
        known = tuple(sorted(str(v) for v in values))
        return tuple(currencies) if kind == "currency" and currencies else (*known, _ANOTHER)
    if kind == "flag":
        return True, False
    if kind == "date":
        days = {d + timedelta(days=n) for d in values if isinstance(d, date) for n in (-1, 0, 1)}
        return tuple(sorted(days))
    points = sorted(v for v in values if isinstance(v, Fraction))
    if kind in _WHOLE:
        near = {Fraction(floor(p) + n) for p in points for n in (-1, 0, 1)}
        return tuple(sorted(p for p in near if p >= 0))
    step = Fraction(1, 100) if kind == "percent" else Fraction(1)
    between = [(a + b) / 2 for a, b in pairwise(points)]
    return tuple(sorted({points[0] - step, *points, *between, points[-1] + step})) if points else ()


# ---- combinations and their words -----------------------------------------------------------------------------------


def _needed(
    facts: dict[str, object], domains: Domains, still: Callable[[Assignment], bool], least: int = 1
) -> dict[str, object]:
    """The facts without those that may as well have any other value; at least so many of them stay."""
    needed = dict(facts)
    free: dict[str, tuple[object, ...]] = {}
    for key in list(needed):
        if len(needed) <= least:
            break
        tried = {**free, key: domains.values[key]}
        if prod(len(v) for v in tried.values()) <= 64 and all(
            still({**facts, **dict(zip(tried, values, strict=True))}) for values in product(*tried.values())
        ):
            free = tried
            del needed[key]
    return needed


def _in_words(facts: Assignment, domains: Domains) -> str:
    return " and ".join(_word(key, value, domains.kinds.get(key, "")) for key, value in facts.items())


def _word(key: str, value: object, kind: str) -> str:
    if key[0] == "?":
        return f"{key[1:]} is {value}"
    name = key.lstrip("~")
    if isinstance(value, bool):
        return name if value else f"not ({name})" if " " in name else f"not {name}"
    if name.endswith(_AGO) and isinstance(value, Fraction):
        return f"{name.removesuffix(_AGO)} {format_decimal(value)}{_AGO}"
    if isinstance(value, Fraction):
        shown = f"{format_decimal(value * 100)}%" if kind == "percent" else format_decimal(value)
        return f"{name} = {shown}" + (f" {kind}" if kind in DURATIONS else "")
    return f"{name} = {value}"
