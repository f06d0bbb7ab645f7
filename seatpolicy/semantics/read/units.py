"""Two typed figures in, whether they can be compared and what they come to out: the algebra of kinds and units.

A rate per seat and month times a count of seats is a rate per month, and that times months is money; a rate times a plain
number stays what it is. Nothing turns months into days, or one currency into another.
"""

from __future__ import annotations

import attrs

from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.types import COUNT, DATE, ERROR, MONEY, NUMBER, PERCENT, Per, Type

NUMERIC = ("count", "number", "percent", "money", "rate", "days", "hours", "months")
ORDERED = (*NUMERIC, "date", "instant")
_FIGURES = frozenset({"count", "number"})
_PLAIN = _FIGURES | {"percent"}
_COUNTED = {
    "seats": ("seat", "unit"),
    "assigned": ("seat",),
    "billable": ("seat",),
    "allowed": ("seat",),
    "idle": ("seat",),
    "added": ("seat",),
    "removed": ("seat",),
    "waived_seats": ("seat",),
}
"""Measures that count what a rate is per."""
_PERIOD_OF = {"months": "month", "days": "day", "hours": "hour"}


def comparable(left: Type, right: Type) -> bool:
    """Whether two values can be compared at all: same kind and unit; count and number are one; a set and its members."""
    if left.kind in _FIGURES and right.kind in _FIGURES:
        return True
    if {left.kind, right.kind} == {"date", "instant"}:
        return True
    if left.kind in ("one of", "any of") and right.kind in ("one of", "any of"):
        return bool(set(left.values) & set(right.values))
    if left.kind == right.kind == "rate":
        return left.per == right.per or Per() in (left.per, right.per)
    return left.kind == right.kind


def joined(left: Type, right: Type) -> Type | None:
    """The type of two figures added, or of the greater of them; None where their units do not go together."""
    if left.kind in _FIGURES and right.kind in _FIGURES:
        return NUMBER if "number" in (left.kind, right.kind) else COUNT
    if "error" in (left.kind, right.kind):
        return ERROR
    if not comparable(left, right) or left.kind not in NUMERIC:
        return None
    return right if left.kind == "rate" and left.per == Per() else left


def result(op: str, left: x.Expression, right: x.Expression) -> Type | None:
    """The type of an arithmetic figure, or None where the units do not go together."""
    one, other = left.type, right.type
    if op in "+-":
        return DATE if one.kind == "date" and other.kind == "days" else joined(one, other)
    if op == "*":
        return _times(left, right)
    if other.kind in _PLAIN and one.kind in NUMERIC:
        return NUMBER if one.kind == "count" else one
    return NUMBER if comparable(one, other) and one.kind in NUMERIC else None


def _times(left: x.Expression, right: x.Expression) -> Type | None:
    one, other = left.type, right.type
    if one.kind in _PLAIN and other.kind in _PLAIN:
        if one.kind == other.kind == "percent":
            return PERCENT
        return COUNT if one.kind == other.kind == "count" else NUMBER
    if one.kind == "rate" or other.kind == "rate":
        rate, factor = (one, right) if one.kind == "rate" else (other, left)
        return _rate_times(rate, factor)
    if one.kind in _PLAIN and other.kind in NUMERIC:
        return other
    return one if other.kind in _PLAIN and one.kind in NUMERIC else None


def _rate_times(rate: Type, factor: x.Expression) -> Type | None:
    per = rate.per
    if factor.type.kind in _PERIOD_OF:
        # A rate per year times months would need a twelfth: it is written per month instead.
        if per.period != _PERIOD_OF[factor.type.kind]:
            return None
        per = attrs.evolve(per, period="")
    elif isinstance(factor, x.Measure) and per.unit in _COUNTED.get(factor.measure, ()):
        per = attrs.evolve(per, unit="")
    elif factor.type.kind not in _PLAIN:
        return None
    return MONEY if per == Per() and rate.per != Per() else Type("rate", per=per)
