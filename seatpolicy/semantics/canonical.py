"""A model in, the same as plain data out: maps, lists, texts and flags that JSON can write.

Numbers are exact: `12.5`, or `1/3` where decimals would not end. Two models are the same policy if this is the same; the
places of the text stand in it only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction

from seatpolicy.semantics.model.functions import Function
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal
from seatpolicy.values.record import fields_of, is_record


def canonical(part: object, places: bool = False) -> object:
    """A part of a model (or the whole of one) as plain data. A record is a map of its fields, with what it `is`; a place is
    `file:line:column`, or left out. Raises TypeError for what no model holds."""
    if part is None or isinstance(part, (bool, str)):
        return part
    if isinstance(part, Fraction):
        return format_decimal(part).replace(",", "")
    if isinstance(part, int):
        return part
    if isinstance(part, Enum):
        return str(part.value)
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, Span):
        return part.where
    if isinstance(part, (tuple, list)):
        return [canonical(one, places) for one in part]
    if isinstance(part, Mapping):
        return {str(name): canonical(one, places) for name, one in part.items()}
    if isinstance(part, Function):
        # What it does is its plugin's; another version of that may price otherwise, and is another policy.
        return {"is": "Function", "name": part.name, "takes": list(part.takes), "gives": part.gives, "plugin": part.plugin}
    made: dict[str, object] = {"is": type(part).__name__}
    if not is_record(part):
        raise TypeError(f"a model holds no {type(part).__name__}")
    for name in fields_of(part):
        if places or (name != "at" and not name.endswith("_at")):
            made[name] = canonical(getattr(part, name), places)
    return made
