"""The rows of a decision table in, the same rows with both ends of every range out.

`up to 20%` begins just above the row before, and `above` has no end of its own to begin at; `at least 25%` ends just below
the row before, and so does `below`. The row before is the nearest one above that can meet this row in the other columns
and says something else in this one, so that each part of a table has steps of its own:

    direct | up to 12 months        from nothing to 12
    direct | above                  above 12
    cosell | up to 6 months         from nothing to 6: `direct` and `cosell` never meet
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.semantics.model.prices import Key, TableRow

FARTHEST = 256
"""How many rows above a step may stand; whoever reads a table does not look farther either."""

_UPWARDS = ("up_to", "above")
_DOWNWARDS = ("at_least", "below")
_STEPS = (*_UPWARDS, *_DOWNWARDS)


def with_ends(rows: Sequence[TableRow], kinds: Sequence[Sequence[str]]) -> tuple[TableRow, ...]:
    """The rows with the ends filled in; `kinds` says row by row how each cell is written."""
    if not any(kind in _STEPS for row in kinds for kind in row):
        return tuple(rows)
    found = []
    for number, row in enumerate(rows):
        keys = tuple(
            _with_end(rows, kinds, number, column) if kinds[number][column] in _STEPS else key
            for column, key in enumerate(row.keys)
        )
        found.append(TableRow(keys, row.result, row.at))
    return tuple(found)


def _with_end(rows: Sequence[TableRow], kinds: Sequence[Sequence[str]], number: int, column: int) -> Key:
    key, kind = rows[number].keys[column], kinds[number][column]
    before = _row_before(rows, kinds, number, column)
    if before is None:
        return key
    other = rows[before].keys[column]
    if kind in _UPWARDS:
        end = other.values[-1] if other.values else other.high
        return key if end is None else Key(low=end, high=key.high, above=True, at=key.at, wrong=key.wrong)
    end = other.values[0] if other.values else other.low
    return key if end is None else Key(low=key.low, high=end, below=True, at=key.at, wrong=key.wrong)


def _row_before(rows: Sequence[TableRow], kinds: Sequence[Sequence[str]], number: int, column: int) -> int | None:
    for earlier in range(number - 1, max(-1, number - 1 - FARTHEST), -1):
        if _same(rows, kinds, earlier, number, column):
            continue
        if all(
            _can_meet(rows, kinds, earlier, number, other, other < column)
            for other in range(len(rows[number].keys))
            if other != column
        ):
            return earlier
    return None


def _can_meet(
    rows: Sequence[TableRow], kinds: Sequence[Sequence[str]], earlier: int, number: int, column: int, left: bool
) -> bool:
    """Whether two rows can meet in a column. Steps to the left group the rows by what is written; steps to the right are
    steps within this one."""
    one, other = rows[earlier].keys[column], rows[number].keys[column]
    if one.any or other.any:
        return True
    if kinds[earlier][column] in _STEPS or kinds[number][column] in _STEPS:
        return not left or _same(rows, kinds, earlier, number, column)
    if one.values and other.values:
        return not set(one.values).isdisjoint(other.values)
    return _overlap(one, other)


def _overlap(one: Key, other: Key) -> bool:
    """Whether two ranges, or a range and some values, share a value; a bound that is a name is taken to allow it."""
    if one.values or other.values:
        some, wide = (one, other) if one.values else (other, one)
        return any(not _above(wide.low, value) and not _above(value, wide.high) for value in some.values)
    return not _above(one.low, other.high) and not _above(other.low, one.high)


def _above(first: object, second: object) -> bool:
    try:
        return bool(first > second)  # type: ignore[operator]
    except TypeError:  # an end that is open, or the name of an amount
        return False


def _same(rows: Sequence[TableRow], kinds: Sequence[Sequence[str]], one: int, other: int, column: int) -> bool:
    """Whether two cells of a column say the same."""
    first, second = rows[one].keys[column], rows[other].keys[column]
    if kinds[one][column] != kinds[other][column]:
        return False
    same_value = (first.values, first.low, first.high) == (second.values, second.low, second.high)
    return same_value or _words(first) == _words(second)


def _words(key: Key) -> str:
    return " ".join(key.at.text.split()) if key.at is not None else ""
