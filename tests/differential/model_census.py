"""The classes of the checked model in, everything that a drawn policy must be able to hold out: kinds, words, flags, cases.

What is listed comes from the classes themselves, so that a new kind, field or flag is asked for as soon as it exists.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from seatpolicy.semantics.model import expressions, parties, policy, prices
from seatpolicy.semantics.model import types as model_types
from seatpolicy.source.text import Span
from tests.differential.census_aside import ASIDE
from tests.differential.model_choices import CHOICES

MODULES = (expressions, parties, policy, prices, model_types)


def model_classes() -> Iterator[type]:
    """Every record of the model that says what something costs or who counts. (What judges quotes is in ASIDE.)"""
    for module in MODULES:
        for name, one in sorted(vars(module).items()):
            ours = isinstance(one, type) and hasattr(one, "__attrs_attrs__") and one.__module__ == module.__name__
            if ours and name != "Case":
                yield one


def features() -> Iterator[str]:
    """All that can occur, as `model_walk.occurring` names it, ASIDE included."""
    for one in model_classes():
        name = one.__name__
        yield name
        hints = get_type_hints(one)
        for field in one.__attrs_attrs__:  # type: ignore[attr-defined]
            yield from _of_field(f"{name}.{field.name}", hints[field.name])
    yield from (f"Rounding.mode={word}" for word in CHOICES["Rounding.mode"])


def expected() -> list[str]:
    """What must occur."""
    return [feature for feature in dict.fromkeys(features()) if not aside(feature)]


def fields(of: str) -> Iterator[tuple[str, str]]:
    """The fields that may be `absent`, are `flags`, or come in `cases`, as class and field, where they must occur."""
    for one in model_classes():
        hints = get_type_hints(one)
        for field in one.__attrs_attrs__:  # type: ignore[attr-defined]
            hint, where = hints[field.name], f"{one.__name__}.{field.name}"
            is_of = {
                "absent": _cases(hint) or _may_be_absent(hint),
                "flags": hint is bool or bool in get_args(hint) or (_cases(hint) and "bool" in str(hint)),
                "cases": _cases(hint),
            }
            asked = {"absent": where, "flags": f"{where}=yes", "cases": f"{where} in cases"}
            if is_of[of] and not aside(asked[of]):
                yield one.__name__, field.name


def aside(feature: str) -> str:
    """Why something need not occur; empty where it must."""
    kind = feature.split(".")[0].split("=")[0]
    field = feature.split("=")[0].split(" ")[0]
    return ASIDE.get(feature) or ASIDE.get(field) or ASIDE.get(kind) or ""


def _of_field(where: str, hint: Any) -> Iterator[str]:
    if where in CHOICES:
        yield from (f"{where}={word}" for word in CHOICES[where] if word)
        if _cases(hint):
            yield f"{where} in cases"
        return
    if hint is bool or bool in get_args(hint):
        yield from (f"{where}=yes", f"{where}=no")
    elif _cases(hint):
        yield where
        yield f"{where} in cases"
        if "bool" in str(hint):
            yield from (f"{where}=yes", f"{where}=no")
    elif _may_be_absent(hint) or hint is str:
        yield where


def _cases(hint: Any) -> bool:
    return get_origin(hint) is tuple and getattr(get_origin(get_args(hint)[0]), "__name__", "") == "Case"


def _may_be_absent(hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        left = [one for one in get_args(hint) if one not in (type(None), Span)]
        return type(None) in get_args(hint) and bool(left)
    return get_origin(hint) is tuple or (isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping))

