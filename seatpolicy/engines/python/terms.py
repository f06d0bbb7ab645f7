"""Operations on Python expressions: what an operation reads as text in, the expression of its register out.

Every expression is pure and total, so it may stand wherever it is read. Parentheses stand only where Python needs them: a
term knows how tightly it binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from seatpolicy.compiler.meaning import result
from seatpolicy.compiler.ranges import Interval, cells_met, rows_met
from seatpolicy.values.record import record

CHOICE, OR, AND, NOT, COMPARE, BITS, SUM, PRODUCT, SIGN, NAME = range(10)
"""How tightly an expression binds, from a conditional to a name."""

MOST_CELLS = 512
"""Of a table that stands for a `match` over small domains."""


@record
class Term:
    """An expression; `truth` where it is a bool rather than 0 or 1; `rows` are the branches of a chain of conditions, each
    (expression, condition or None), for those who write it over several lines."""

    text: str
    binds: int = NAME
    truth: bool = False
    rows: tuple[tuple[str, str | None], ...] = ()

    def inside(self, tightness: int) -> str:
        """Its text as an operand of something that binds so tightly."""
        return self.text if self.binds >= tightness else f"({self.text})"

    def integer(self) -> Term:
        """The same as 0 or 1."""
        return Term(f"+{self.inside(SIGN)}", SIGN) if self.truth else self

    def is_constant(self) -> bool:
        """Whether it is a number as it stands."""
        return self.text.lstrip("-").isdigit()


def constant(number: int) -> Term:
    """A literal."""
    return Term(str(number), NAME if number >= 0 else SIGN)


def added(a: Term, b: Term) -> Term:
    """a + b."""
    if a.is_constant() and not b.is_constant():
        a, b = b, a
    if b.is_constant() and b.text.startswith("-"):
        return Term(f"{a.inside(SUM)} - {b.text[1:]}", SUM)
    return Term(f"{a.inside(SUM)} + {b.inside(SUM)}", SUM)


def taken(a: Term, b: Term) -> Term:
    """a - b."""
    if b.is_constant() and b.text.startswith("-"):
        return Term(f"{a.inside(SUM)} + {b.text[1:]}", SUM)
    return Term(f"{a.inside(SUM)} - {b.inside(PRODUCT)}", SUM)


def times(a: Term, b: Term) -> Term:
    """a × b."""
    if b.is_constant() and not a.is_constant():
        a, b = b, a
    # A floor division on the right would swallow the product; one on the left is finished first.
    right = b.inside(PRODUCT if "//" not in b.text else SIGN)
    return Term(f"{a.inside(PRODUCT)} * {right}", PRODUCT)


def compared(relation: str, a: Term, b: Term) -> Term:
    """Whether a stands in the relation to b."""
    if relation == "meets":
        return Term(f"{a.inside(BITS + 1)} & {b.inside(BITS + 1)} != 0", COMPARE, truth=True)
    sign = {"=": "=="}.get(relation, relation)
    return Term(f"{a.inside(COMPARE + 1)} {sign} {b.inside(COMPARE + 1)}", COMPARE, truth=True)


def logic(word: str, flags: Sequence[Term]) -> Term:
    """and, or, not."""
    if word == "not":
        return Term(f"not {flags[0].inside(NOT)}", NOT, truth=True)
    tightness = AND if word == "and" else OR
    # `and` and `or` give one of their operands, so the outcome is a bool where one of them is.
    return Term(f" {word} ".join(one.inside(tightness + 1) for one in flags), tightness, truth=True)


def chosen(rows: Sequence[tuple[Term, Term | None]]) -> Term:
    """The first whose condition holds; the last has none."""
    truths = {one.truth for one, _ in rows}
    made = [(one if truths == {True} else one.integer(), condition) for one, condition in rows]
    parts = tuple((one.inside(OR), None if held is None else held.inside(OR)) for one, held in made)
    text = " else ".join(one if held is None else f"{one} if {held}" for one, held in parts)
    return Term(text, CHOICE if len(parts) > 1 else made[0][0].binds, truths == {True}, parts)


def extreme(operation: str, a: Term, b: Term) -> Term:
    """min or max of two names or constants."""
    a, b = a.integer(), b.integer()
    return chosen([(a, compared("<=" if operation == "min" else ">=", a, b)), (b, None)])


def piece_rows(rows: Sequence[Any], interval: Interval) -> list[tuple[int | None, int, int]]:
    """The rows that can be met, the last one without a bound."""
    met = [row for row, _ in rows_met(rows, interval)]
    return [*met[:-1], (None, *met[-1][1:])]


def piece(name: Term, rows: Sequence[Any]) -> Term:
    """A chain over a name, by rows as `piece_rows` gives them."""
    return chosen(
        [
            (line(name, slope, flat), None if bound is None else compared("<=", name, constant(bound)))
            for bound, slope, flat in rows
        ]
    )


def line(name: Term, slope: int, flat: int) -> Term:
    """slope × name + flat."""
    if slope == 0:
        return constant(flat)
    rising = name.integer() if slope == 1 else times(constant(slope), name)
    return rising if flat == 0 else added(rising, constant(flat))


def rounded(mode: str, a: Term, b: Term, interval: Interval) -> Term:
    """a ÷ b by a mode, b positive; `interval` is a's. Names or constants, where `round_reads` says that they are read twice.

    Floor division does it all: a half is added before it, and where the sign decides what happens to a tie, so does the
    number that is added.
    """
    low, high = interval
    positive, negative = low >= 0, high <= 0
    if mode in ("up", "down"):
        if not positive and not negative:
            over, under = (_ceiling(a, b), _floor(a, b)) if mode == "up" else (_floor(a, b), _ceiling(a, b))
            return chosen([(over, compared(">=", a, constant(0))), (under, None)])
        mode = "ceiling" if (mode == "up") == positive else "floor"
    if mode == "floor":
        return _floor(a, b)
    if mode == "ceiling":
        return _ceiling(a, b)
    if mode == "half even":
        odd = f"({a.inside(PRODUCT)} // {b.inside(SIGN)} & 1)"
        if b.is_constant():
            whole = int(b.text)
            half = str(whole // 2) if whole % 2 else odd if whole == 2 else f"{whole // 2 - 1} + {odd}"
        else:
            half = f"({b.text} - 1 + {odd}) // 2"
        return Term(f"({a.inside(SUM)} + {half}) // {b.inside(SIGN)}", PRODUCT)
    up_at_half = positive if mode == "half up" else negative
    if positive or negative:
        if b.is_constant():
            half = str(int(b.text) // 2 if up_at_half else (int(b.text) - 1) // 2)
        else:
            half = f"{b.text} // 2" if up_at_half else f"({b.text} - 1) // 2"
    else:
        sign = compared("<" if mode == "half up" else ">=", a, constant(0)).text
        half = f"({b.text} - ({sign})) // 2"
    return Term(f"({a.inside(SUM)} + {half}) // {b.inside(SIGN)}" if half != "0" else _floor(a, b).text, PRODUCT)


def round_reads(mode: str, interval: Interval) -> tuple[bool, bool]:
    """Whether the expression of a rounding reads the dividend, and the divisor, more than once."""
    low, high = interval
    one_sign = low >= 0 or high <= 0
    if mode in ("ceiling", "floor") or (mode in ("up", "down") and one_sign):
        return False, False
    return mode == "half even" or not one_sign, True


def _floor(a: Term, b: Term) -> Term:
    return Term(f"{a.inside(PRODUCT)} // {b.inside(SIGN)}", PRODUCT)


def _ceiling(a: Term, b: Term) -> Term:
    # A negative literal would lose its sign to the minus in front of it.
    inner = a.inside(SIGN) if not a.text.startswith("-") else f"({a.text})"
    return Term(f"-(-{inner} // {b.inside(SIGN)})", SIGN)


def table(rows: Sequence[Any], intervals: Sequence[Interval]) -> tuple[int, ...] | None:
    """The outcome of a match for every combination of small keys, the last key fastest; None where there are too many."""
    size = 1
    for low, high in intervals:
        size *= high - low + 1
    if size > MOST_CELLS:
        return None
    every = product(*(range(low, high + 1) for low, high in intervals))
    return tuple(result("match", keys, tuple(rows)) for keys in every)


def place(keys: Sequence[Term], intervals: Sequence[Interval]) -> Term:
    """Where a combination of keys stands in its table."""
    made = Term("0")
    for number, (key, (low, high)) in enumerate(zip(keys, intervals, strict=True)):
        here = key if low == 0 else taken(key, constant(low))
        made = here if number == 0 else added(times(constant(high - low + 1), made), here)
    return made


def matched(keys: Sequence[Term], rows: Sequence[Any], intervals: Sequence[Interval]) -> Term:
    """A chain of conditions over names."""
    met = cells_met(rows, intervals)
    lows = [low for low, _ in intervals]
    branches: list[tuple[Term, Term | None]] = []
    for cells, made in met[:-1]:
        conditions = [_cell(key, cell, low) for key, cell, low in zip(keys, cells, lows, strict=True)]
        held = [one for one in conditions if one is not None]
        if not held:
            # The rows so far have left nothing else: this row holds all that is left.
            return chosen([*branches, (constant(made), None)])
        if len(keys) == 1 and isinstance(cells[0], tuple) and cells[0][1] is not None:
            first = lows[0] if cells[0][0] is None else cells[0][0]
            # What the rows so far have taken need not be asked about again.
            lows = [cells[0][1] + 1] if first <= lows[0] else lows
        branches.append((constant(made), held[0] if len(held) == 1 else logic("and", held)))
    return chosen([*branches, (constant(met[-1][1]), None)])


def _cell(key: Term, cell: Any, low: int) -> Term | None:
    if cell is None:
        return None
    if isinstance(cell, frozenset):
        members = sorted(cell)
        if len(members) == 1:
            return compared("=", key, constant(members[0]))
        return Term(f"{key.inside(COMPARE + 1)} in ({', '.join(map(str, members))})", COMPARE, truth=True)
    first, last = cell
    if first is not None and first <= low:
        first = None
    if first is None:
        return None if last is None else compared("<=", key, constant(last))
    if last is None:
        return compared(">=", key, constant(first))
    return Term(f"{first} <= {key.inside(COMPARE + 1)} <= {last}", COMPARE, truth=True)
