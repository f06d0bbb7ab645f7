"""A plain dict of facts in, the integers that a kernel reads out; or the first fact that is not as its input wants it.

Generated entries check the usual case by themselves (an int inside its bounds, a member of a closed set) and come here for
everything else. Nothing is guessed: no bool is a count, no text a number, and no binary fraction is taken at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from seatpolicy.compiler.ir import Input

REASONS = {
    "missing": "it is not there",
    "kind": "it is no value of this type",
    "decimals": "it has more decimals than are told apart",
    "bounds": "it is out of bounds",
    "member": "it is none of the values that are possible",
}
"""Why a fact is refused."""

MOST_PLACES = 40
"""Decimals of a Decimal beyond which none is looked at: they would make an integer of any size."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadFact(ValueError):
    """A fact that is refused: the number of its input in the kernel and a reason out of REASONS."""

    def __init__(self, number: int, reason: str, key: str) -> None:
        super().__init__(f"fact `{key}`: {REASONS[reason]}")
        self.number = number
        self.reason = reason
        self.key = key


class OtherFacts(ValueError):
    """Facts that an entry was not made for, or that it was made for and that are lacking: each would change the price."""

    def __init__(self, unknown: Collection[str], lacking: Collection[str]) -> None:
        said = [("not expected", unknown), ("not there", lacking)]
        super().__init__("; ".join(f"{why}: {', '.join(sorted(map(str, keys)))}" for why, keys in said if keys))


class Refused(Exception):
    """Why one value is refused, before it is known of which input; a reason out of REASONS."""


def integer_of(one: Input, value: object) -> int | None:
    """The integer of a fact; None of an optional one that is unknown (None). Raises Refused."""
    if value is None:
        if one.optional:
            return None
        raise Refused("missing")
    made = _CONVERTERS[one.type](one, value)
    if not one.low <= made <= one.high:
        raise Refused("bounds")
    return made


def integers_of(
    inputs: Sequence[Input], keys: Sequence[str], facts: Mapping[str, object], read: Collection[int] | None = None
) -> list[int | None]:
    """The integers of all inputs, in order; of those that are not `read` (None: all are) None. Raises BadFact for the first
    fact that is refused."""
    made: list[int | None] = []
    for number, (one, key) in enumerate(zip(inputs, keys, strict=True)):
        if read is not None and number not in read:
            made.append(None)
            continue
        try:
            made.append(integer_of(one, facts.get(key)))
        except Refused as refused:
            raise BadFact(number, str(refused), key) from None
    return made


def door(
    inputs: Sequence[Input], keys: Sequence[str]
) -> tuple[Callable[[int, object], int], Callable[[Mapping[str, object], Collection[int]], None]]:
    """Two functions for a generated entry: `checked(number, value)` gives the integer of one input's value, `refuse(facts,
    read)` looks through those that are read; both raise BadFact."""

    def checked(number: int, value: object) -> int:
        try:
            made = integer_of(inputs[number], value)
        except Refused as refused:
            raise BadFact(number, str(refused), keys[number]) from None
        return made or 0

    def refuse(facts: Mapping[str, object], read: Collection[int]) -> None:
        integers_of(inputs, keys, facts, read)

    return checked, refuse


def others(keys: Collection[str], facts: Mapping[str, object]) -> OtherFacts:
    """What is wrong with facts that are not exactly the ones of these keys."""
    return OtherFacts(set(facts) - set(keys), set(keys) - set(facts))


def _whole(one: Input, value: object) -> int:
    top, bottom = _ratio(one, value)
    if top * one.scale % bottom:
        raise Refused("decimals" if one.type == "scaled" else "kind")
    return top * one.scale // bottom


def _ratio(one: Input, value: object) -> tuple[int, int]:
    """A number as a fraction; with a value far out of bounds refused before it is written out."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise Refused("kind")
    if isinstance(value, int):
        return value, 1
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise Refused("kind")
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -MOST_PLACES:
            raise Refused("decimals" if one.type == "scaled" else "kind")
        if value.adjusted() > len(str(max(abs(one.low), abs(one.high)))):
            raise Refused("bounds")
    return value.as_integer_ratio()


def _flag(_: Input, value: object) -> int:
    if not isinstance(value, bool):
        raise Refused("kind")
    return int(value)


def _symbol(one: Input, value: object) -> int:
    if not isinstance(value, str):
        raise Refused("kind")
    if value not in one.values:
        raise Refused("member")
    return one.values.index(value)


def _text(one: Input, value: object) -> int:
    if not isinstance(value, str):
        raise Refused("kind")
    return one.values.index(value) if value in one.values else len(one.values)


def _mask(one: Input, value: object) -> int:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Collection):
        raise Refused("kind")
    made = 0
    for member in value:
        made |= 1 << _symbol(one, member)
    return made


def _day(_: Input, value: object) -> int:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Refused("kind")
    return value.toordinal()


def _instant(_: Input, value: object) -> int:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise Refused("kind")
    return (value - EPOCH) // timedelta(microseconds=1)


_CONVERTERS: dict[str, Callable[[Input, object], int]] = {
    "count": _whole,
    "scaled": _whole,
    "flag": _flag,
    "symbol": _symbol,
    "text": _text,
    "mask": _mask,
    "day": _day,
    "instant": _instant,
}
