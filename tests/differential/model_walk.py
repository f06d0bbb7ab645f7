"""A checked model in: what occurs in it (node kinds, values of choices), or the same model with some nodes changed, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, fields_of, is_record
from tests.differential.model_choices import CHOICES

BELOW = (Span, Function)
"""Records that are no part of what a policy means."""

STANDARD = "Policy.facts"
"""Standard facts are in every policy, so that their types say nothing about it."""


def change_model(policy: Policy, change: Callable[[Any, str], Any]) -> Policy:
    """The policy with `change` applied to every record from the inside out; it is given the record and the field
    (`Class.field`) that holds it. The same policy where nothing changes."""
    made: Policy = _changed(policy, "", change)
    return made


def _changed(value: Any, owner: str, change: Callable[[Any, str], Any]) -> Any:
    if isinstance(value, BELOW):
        return value
    if isinstance(value, Case):
        parts = {"value": _changed(value.value, owner, change), "when": _changed(value.when, "Case.when", change)}
        moved = {name: new for name, new in parts.items() if new is not getattr(value, name)}
        return evolved(value, **moved) if moved else value
    if is_record(value):
        name = type(value).__name__
        moved = {}
        for field in fields_of(value):
            old = getattr(value, field)
            new = _changed(old, f"{name}.{field}", change)
            if new is not old:
                moved[field] = new
        return change(evolved(value, **moved) if moved else value, owner)
    if isinstance(value, tuple) and value:
        items = tuple(_changed(one, owner, change) for one in value)
        return value if all(map(_same, items, value)) else items
    if isinstance(value, Mapping) and value:
        made = {key: _changed(one, owner, change) for key, one in value.items()}
        return value if all(made[key] is one for key, one in value.items()) else made
    return value


def _same(one: object, other: object) -> bool:
    return one is other


def occurring(policy: Policy) -> set[str]:
    """What occurs: `Class` for every node kind, `Class.field=word` for every choice, `Class.field` for a field that may be
    absent (None, empty, 0 cases) and is there, `Class.field=yes` and `=no` for flags, `Class.field in cases` for several."""
    found: set[str] = set()
    _occur(policy, "", found)
    return found


def _occur(value: Any, owner: str, found: set[str]) -> None:
    if value is None or isinstance(value, BELOW) or owner == STANDARD:
        return
    if isinstance(value, Case):
        _occur(value.value, owner, found)
        _occur(value.when, "", found)
        return
    if is_record(value):
        name = type(value).__name__
        found.add(name)
        for field in fields_of(value):
            inner = getattr(value, field)
            where = f"{name}.{field}"
            if isinstance(inner, tuple) and len(inner) > 1 and isinstance(inner[0], Case):
                found.add(f"{where} in cases")
            if inner is not None and inner != () and inner != "" and inner != {}:
                found.add(where)
            _occur(inner, where, found)
        return
    if isinstance(value, tuple):
        for one in value:
            _occur(one, owner, found)
    elif isinstance(value, Mapping):
        for one in value.values():
            _occur(one, owner, found)
    elif isinstance(value, bool):
        found.add(f"{owner}={'yes' if value else 'no'}")
    elif isinstance(value, (str, Enum)) and owner in CHOICES:
        found.add(f"{owner}={value.value if isinstance(value, Enum) else value}")


def values_of(value: Any) -> Iterator[Any]:
    """What a field holds, its cases one by one."""
    if isinstance(value, tuple):
        for one in value:
            yield one.value if isinstance(one, Case) else one
    else:
        yield value


ONE = Fraction(1)
