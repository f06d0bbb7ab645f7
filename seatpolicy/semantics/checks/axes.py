"""A column of a decision table in, the values it can have out, cut into pieces that every row holds or does not hold.

Closed sets, flags and currencies have their members; a text is one of those written, or another one. Counts, days, hours,
months and dates go by whole steps, so `0 to 2` and `3 and up` leave nothing between; percentages, numbers and money do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from seatpolicy.semantics.checks.words import listed, money, number
from seatpolicy.semantics.model.prices import Key
from seatpolicy.semantics.model.types import Type
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR
from seatpolicy.values.record import record

MOST_IN_ANY_OF = 8
"""An `any of` set of more members has more than 256 combinations, and no table spells them out."""

_WHOLE = frozenset({"count", "days", "hours", "months", "date", "instant"})
_ORDERED = _WHOLE | {"number", "percent", "money", "rate"}
_EVERYTHING = "\0other"


@record
class Interval:
    """Numbers from `low` to `high` (None: no end), each end included or not. Dates count as days since 1900."""

    low: Fraction
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    @property
    def is_empty(self) -> bool:
        if self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))


@record
class Members:
    """Members of a closed set; `\\0other` stands for any text that no row names."""

    values: frozenset[object]


Piece = Interval | Members


@record
class Axis:
    """One column: its title, type and currency, and the piece of it that each row holds (None: the whole of it)."""

    title: str
    type: Type
    currency: str
    domain: Piece
    held: tuple[Piece | None, ...]


def axis(title: str, type_: Type, currency: str, currencies: Sequence[str], keys: Sequence[Key]) -> Axis | None:
    """The column over rows whose bounds are constants; None where its values cannot be listed."""
    if type_.kind in _ORDERED:
        return _ordered(title, type_, currency, keys)
    members = _members(type_, currencies, keys)
    if members is None:
        return None
    many = type_.kind == "any of"
    held = [
        None if key.any
        else Members(frozenset(m for m in members if isinstance(m, frozenset) and not m.isdisjoint(key.values))) if many
        else Members(frozenset(key.values))
        for key in keys
    ]  # fmt: skip
    return Axis(title, type_, currency, Members(members), tuple(held))


def _members(type_: Type, currencies: Sequence[str], keys: Sequence[Key]) -> frozenset[object] | None:
    if type_.kind == "one of":
        return frozenset(type_.values)
    if type_.kind == "flag":
        return frozenset({True, False})
    if type_.kind == "currency":
        return frozenset(currencies)
    if type_.kind == "text":
        return frozenset({_EVERYTHING, *(v for key in keys for v in key.values)})
    if type_.kind == "any of" and len(type_.values) <= MOST_IN_ANY_OF:
        sizes = range(1, len(type_.values) + 1)
        return frozenset(frozenset(some) for size in sizes for some in combinations(type_.values, size))
    return None


def _ordered(title: str, type_: Type, currency: str, keys: Sequence[Key]) -> Axis:
    held: list[Piece | None] = []
    highest = Fraction(0)
    for key in keys:
        if key.any:
            held.append(None)
            continue
        piece = _interval(key, type_)
        held.append(piece)
        highest = max(highest, piece.low, piece.high or Fraction(0))
    top: Fraction | None = None
    if type_.kind == "percent":
        top = max(highest, Fraction(1))
    elif type_.kind in ("date", "instant"):
        top = _day(date(LAST_YEAR, 12, 31))
    return Axis(title, type_, currency, Interval(Fraction(0), top), tuple(held))


def _interval(key: Key, type_: Type) -> Interval:
    if key.values:
        value = _figure(key.values[0])
        return Interval(value, value)
    low = Fraction(0) if key.low is None else _figure(key.low)
    high = None if key.high is None else _figure(key.high)
    low_in, high_in = not (key.above and key.low is not None), not (key.below and key.high is not None)
    if type_.kind not in _WHOLE:
        return Interval(low, high, low_in, high_in)
    # On whole steps every end is included, and what is above 12 begins at 13.
    first = Fraction(-(-low // 1)) if low_in else Fraction(low // 1) + 1
    last = None if high is None else Fraction(high // 1) if high_in else Fraction(-(-high // 1)) - 1
    return Interval(first, last)


def _figure(value: object) -> Fraction:
    if isinstance(value, date):
        return _day(value)
    assert isinstance(value, Fraction)
    return value


def _day(day: date) -> Fraction:
    return Fraction((day - date(FIRST_YEAR, 1, 1)).days)


# ---- pieces -----------------------------------------------------------------------------------------------------------


def pieces(made: Axis, rows: Sequence[int]) -> Iterator[tuple[Piece, tuple[int, ...]]]:
    """The column cut for some rows: each piece with those of the rows that hold it, in the column's order. Pieces that the
    same rows hold stand together where the column is a set. One at a time, so that whoever asks may stop."""
    if isinstance(made.domain, Members):
        everywhere = tuple(r for r in rows if made.held[r] is None)
        by_member: dict[object, list[int]] = {}
        for r in rows:
            piece = made.held[r]
            if isinstance(piece, Members):
                for value in piece.values:
                    by_member.setdefault(value, []).append(r)
        groups: dict[tuple[int, ...], list[object]] = {}
        for value in sorted(made.domain.values, key=lambda v: _place(made.type, v)):
            groups.setdefault(tuple(by_member.get(value, ())), []).append(value)
        for holders, values in groups.items():
            yield Members(frozenset(values)), tuple(sorted((*everywhere, *holders)))
    else:
        yield from _cut(made, made.domain, rows)


def _cut(made: Axis, domain: Interval, rows: Sequence[int]) -> Iterator[tuple[Piece, tuple[int, ...]]]:
    whole = made.type.kind in _WHOLE
    everywhere: list[int] = []
    begins: dict[tuple[Fraction, bool], list[int]] = {}  # a cut lies just before a number, or (True) just behind it
    ends: dict[tuple[Fraction, bool], list[int]] = {}
    for r in rows:
        piece = made.held[r]
        if piece is None:
            everywhere.append(r)
        elif isinstance(piece, Interval) and not piece.is_empty:
            begins.setdefault((max(piece.low, domain.low), not piece.low_in), []).append(r)
            if piece.high is not None:
                end = (piece.high + 1, False) if whole else (piece.high, piece.high_in)
                ends.setdefault(end, []).append(r)
    cuts = sorted({(domain.low, False), *begins, *ends})
    holding: set[int] = set(everywhere)
    for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
        holding.difference_update(ends.get(cut, ()))
        holding.update(begins.get(cut, ()))
        between = _between(cut, after, domain, whole)
        if not between.is_empty:
            yield between, tuple(sorted(holding))


def _between(cut: tuple[Fraction, bool], after: tuple[Fraction, bool] | None, domain: Interval, whole: bool) -> Interval:
    low, behind = cut
    if after is None:
        return Interval(low, domain.high, not behind, True)
    if whole:
        return Interval(low, after[0] - 1)
    high = after[0] if domain.high is None else min(after[0], domain.high)
    return Interval(low, high, not behind, after[1])


def _place(type_: Type, value: object) -> tuple[int, str]:
    """Members in the order of their declaration, texts by alphabet, any other text last."""
    if isinstance(value, frozenset):
        return len(value), " ".join(sorted(str(v) for v in value))
    if value in type_.values:
        return type_.values.index(str(value)), ""
    return (1, "") if value == _EVERYTHING else (0, str(value))


# ---- in words ---------------------------------------------------------------------------------------------------------


def witness(made: Axis, piece: Piece) -> str:
    """One value of a piece, as a fact: `committed_years = 3`."""
    if isinstance(piece, Members):
        value = min(piece.values, key=lambda v: _place(made.type, v))
        if isinstance(value, bool):
            return f"{made.title} = {'yes' if value else 'no'}"
        if isinstance(value, frozenset):
            return f"{made.title} = {listed(sorted(str(v) for v in value))}"
        if value == _EVERYTHING:
            return f"any other {made.title}"
        return f'{made.title} = "{value}"' if made.type.kind == "text" else f"{made.title} = {value}"
    return f"{made.title} = {_value(made, _inside(made, piece))}"


def _inside(made: Axis, piece: Interval) -> Fraction:
    if made.type.kind in ("date", "instant") and piece.low == 0 and piece.high is not None:
        return piece.high  # the last day before those that the table knows says more than 1900
    if piece.low_in:
        return piece.low
    near = piece.low + (Fraction(1, 100) if made.type.kind == "percent" else 1)
    return near if piece.high is None or near < piece.high else (piece.low + piece.high) / 2


def _value(made: Axis, value: Fraction) -> str:
    kind = made.type.kind
    if kind in ("date", "instant"):
        return (date(FIRST_YEAR, 1, 1) + timedelta(days=int(value))).isoformat()
    if kind == "percent":
        return f"{number(value * 100)}%"
    if kind in ("money", "rate"):
        return money(value, made.currency)
    unit = {"days": " day", "hours": " hour", "months": " month"}.get(kind, "")
    return f"{number(value)}{unit}" + ("s" if unit and value != 1 else "")


def cell(made: Axis, piece: Piece) -> str:
    """A piece as a cell of a row that would hold it; empty where no cell can say it."""
    if piece == made.domain:
        return "any"
    if isinstance(piece, Members):
        if made.type.kind == "any of" or _EVERYTHING in piece.values:
            return ""
        values = sorted(piece.values, key=lambda v: _place(made.type, v))
        if made.type.kind == "one of":
            return listed([str(v) for v in values], "or")
        if len(values) > 1:
            return ""
        if made.type.kind == "flag":
            return "yes" if values[0] is True else "no"
        return f'"{values[0]}"' if made.type.kind == "text" else str(values[0])
    if not (piece.low_in and piece.high_in):
        return ""
    if made.type.kind in ("date", "instant") and piece.low == 0 and piece.high is not None:
        return f"up to {_value(made, piece.high)}"
    low = _value(made, piece.low)
    if piece.high is None or (made.type.kind in ("date", "instant") and piece == Interval(piece.low, _top(made))):
        return f"{low} and up"
    return low if piece.low == piece.high else f"{low} to {_value(made, piece.high)}"


def _top(made: Axis) -> Fraction | None:
    return made.domain.high if isinstance(made.domain, Interval) else None
