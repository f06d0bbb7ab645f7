"""A policy in, the names that its expressions and its other parts mention out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import Approvals, Exemption, Given, Rule
from seatpolicy.semantics.model.parties import Counting, Requirement
from seatpolicy.semantics.model.policy import Policy, Tax
from seatpolicy.semantics.model.prices import Anchor, Included, SchedulePrice, TablePrice
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, fields_of


def mentions(policy: Policy, examples: bool = True) -> Counter[str]:
    """How often each name is used: facts, definitions, and declared things behind `of`; in examples too, if they count.
    What merely stands in its own declaration is not used by it."""
    found: Counter[str] = Counter()
    for part in parts(policy if examples else evolved(policy, examples=())):
        if isinstance(part, x.FactValue | x.Named):
            found[part.name] += 1
        elif isinstance(part, x.Measure) and part.of:
            found[part.of] += 1
        elif isinstance(part, SchedulePrice):
            found[part.schedule] += 1
        elif isinstance(part, TablePrice):
            found[part.table] += 1
        elif isinstance(part, Included) and part.seat:
            found[part.seat] += 1
        elif isinstance(part, Given):
            found[part.of or part.target] += 1
        elif isinstance(part, Requirement):
            found.update(part.facts)
        elif isinstance(part, Tax):
            found.update(part.attach)
        elif isinstance(part, Anchor) and part.fact:
            found[part.fact] += 1
        elif isinstance(part, Counting):
            found[part.same_person] += 1
        elif isinstance(part, Rule | Exemption | Approvals):
            found.update(part.evidence)
    return found


def parts(part: object) -> Iterator[object]:
    """A part of the model and everything inside it, outermost first; places and plain values are left out."""
    stack = [part]
    while stack:
        one = stack.pop()
        cls = one.__class__
        inside = _inside.get(cls)
        if inside is None:
            inside = _inside[cls] = _classified(one)
        if inside is _VALUE:
            continue
        if inside is _MAPPING:
            stack.extend(one.values())  # type: ignore[attr-defined]
        elif inside is _SEQUENCE:
            stack.extend(one)  # type: ignore[arg-type]
        else:
            yield one
            for name in inside:
                stack.append(getattr(one, name))


_VALUE, _MAPPING, _SEQUENCE = ("",), ("values",), ("items",)


def _classified(one: object) -> tuple[str, ...]:
    """The fields of a record in which more of the model may stand; told once for each class."""
    if one is None or isinstance(one, Span | Type | str | int):
        return _VALUE
    if isinstance(one, Mapping):
        return _MAPPING
    if isinstance(one, tuple | list):
        return _SEQUENCE
    names = tuple(name for name in fields_of(one) if name not in _PLAIN and not name.endswith("_at"))
    return names if fields_of(one) else _VALUE


_PLAIN = frozenset({"at", "type", "name", "title", "because", "counts", "kind"})
"""Fields that hold places and plain values wherever they stand, so that no walk has to look into them."""

_inside: dict[type, tuple[str, ...]] = {}
