"""Decision tables in, the row that fits out: as flags, or, where a table holds nothing but constants, as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor, lcm

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.lowered import Lowered, is_one_of
from seatpolicy.documents import refusals
from seatpolicy.semantics.model import expressions as ex
from seatpolicy.semantics.model.prices import Amounts, Key, Table, TableRow

Cell = tuple[int | None, int | None] | frozenset[int] | None
Row = tuple[tuple[object, ...], int]


def table_value(table: Table, named: ex.Named, expressions: Expressions) -> Lowered:
    """What a table gives: a figure, a flag, a word."""
    low, b = expressions.low, expressions.low.b
    columns = looked_up(table, expressions)
    constants = _constants(table, expressions)
    cells = None if constants is None else _all_cells(table, columns, expressions)
    if constants is not None and cells is not None and not any(column.value.dens for column in columns):
        den = lcm(*(one.denominator for one in constants))
        rows: list[Row] = [(row, (one * den).numerator) for row, one in zip(cells, constants, strict=True)]
        keys = [Value(column.value.register) for column in columns]
        wild: tuple[Cell, ...] = tuple(None for _ in columns)
        if not all(cell is None for row in cells[-1:] for cell in row):
            fits = b.match(keys, [*((row, 1) for row in cells), (wild, 0)])
            _nothing_fits(table, b.negate(fits), expressions)
            rows.append((wild, 0))
        return Lowered(b.div(b.match(keys, rows), b.const(den)), "figure")
    made: list[tuple[Value, Lowered]] = []
    for flag, row in chosen_rows(table, columns, expressions):
        with low.when(flag):
            if isinstance(row.result, Amounts):
                made.append((flag, Lowered(expressions.in_currency(row.result), "figure")))
            elif not isinstance(row.result, str):
                made.append((flag, expressions.value(row.result)))
            else:
                low.refuse(b.const(1), refusals.EN303, named.at, f"`{row.result}` is a price, and no figure")
    return _one_of(made, named, expressions)


def looked_up(table: Table, expressions: Expressions) -> list[Lowered]:
    """What the columns of a table look at. Refused: a moment, because cells hold days."""
    low = expressions.low
    made = []
    for column in table.columns:
        one = expressions.value(column)
        if one.kind == "instant":
            low.not_billed(low.const(1), refusals.EN511, column.at, "a table that looks at an instant is")
        made.append(one)
    return made


def chosen_rows(table: Table, columns: Sequence[Lowered], expressions: Expressions) -> list[tuple[Value, TableRow]]:
    """Each row with the flag that it is the first that fits. Refused: none."""
    b = expressions.low.b
    made: list[tuple[Value, TableRow]] = []
    earlier = b.const(0)
    for row in table.rows:
        fits = b.all(*(_fits(key, column, expressions) for key, column in zip(row.keys, columns, strict=True)))
        made.append((b.all(b.negate(earlier), fits), row))
        earlier = b.any(earlier, fits)
    _nothing_fits(table, b.negate(earlier), expressions)
    return [one for one in made if b.constant(one[0]) != 0]


def _nothing_fits(table: Table, flag: Value, expressions: Expressions) -> None:
    expressions.low.refuse(flag, refusals.EN106, table.at, f"no row of the table `{table.name}` fits", subject=table.name)


def _one_of(made: Sequence[tuple[Value, Lowered]], named: ex.Named, expressions: Expressions) -> Lowered:
    """The value of the row that fits. Words of several rows are places among all of them."""
    low = expressions.low
    kinds = {one.kind for _, one in made}
    if kinds == {"word"} and all(one.word is not None for _, one in made):
        words = tuple(dict.fromkeys(str(one.word) for _, one in made))
        places = [(flag, low.const(words.index(str(one.word)))) for flag, one in made]
        return Lowered(low.chosen(places, low.const(0)), "word", words)
    if len(kinds) > 1 or kinds & {"word", "words", "text"}:
        low.not_billed(low.const(1), refusals.EN511, named.at, "a table of words that are facts is")
        return Lowered(low.const(0), "figure")
    kind = next(iter(kinds), "figure")
    return Lowered(low.chosen([(flag, one.value) for flag, one in made], low.const(0)), kind)


def _constants(table: Table, expressions: Expressions) -> list[Fraction] | None:
    """The results of the rows, where all are figures that are known while compiling."""
    made: list[Fraction] = []
    for row in table.rows:
        result = row.result
        if isinstance(result, Amounts | ex.MoneyLiteral):
            amount = result.values.get(expressions.low.currency)
        elif isinstance(result, ex.Literal) and isinstance(result.value, Fraction):
            amount = result.value
        else:
            return None
        if amount is None:
            return None
        made.append(amount)
    return made


def _all_cells(table: Table, columns: Sequence[Lowered], expressions: Expressions) -> list[tuple[Cell, ...]] | None:
    """The cells of every row over the registers of the columns; None where one cannot be said so."""
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        cells: list[Cell] = []
        for key, column in zip(row.keys, columns, strict=True):
            if key.any:
                cells.append(None)
                continue
            cell = _cell(key, column, expressions)
            if cell is None:
                return None
            cells.append(cell)
        rows.append(tuple(cells))
    return rows or None


def _cell(key: Key, column: Lowered, expressions: Expressions) -> Cell:
    """A cell that is not any: members, or inclusive ends."""
    den = column.value.den
    if key.values:
        places: set[int] = set()
        for option in key.values:
            place = _place(_plain(option, expressions), column)
            if place is None:
                return None
            places |= {place} if place >= 0 else set()
        return frozenset(places)
    low, high = (None if end is None else _figure(_plain(end, expressions)) for end in (key.low, key.high))
    unread = (low is None) is not (key.low is None) or (high is None) is not (key.high is None)
    if unread or column.kind not in ("figure", "day"):
        return None
    first = None if low is None else ceil(low * den) + (1 if key.above and (low * den).denominator == 1 else 0)
    last = None if high is None else floor(high * den) - (1 if key.below and (high * den).denominator == 1 else 0)
    return first, last


def _place(option: object, column: Lowered) -> int | None:
    """What a register holds where the column has this value; -1 where it never has it, None where nobody can say."""
    if isinstance(option, str):
        if column.kind != "word" or column.word is not None:
            return None
        return column.values.index(option) if option in column.values else -1
    if isinstance(option, bool):
        return int(option) if column.kind == "flag" else -1
    if column.kind not in ("figure", "day"):
        return None
    figure = _figure(option)
    if figure is None:
        return None
    there = figure * column.value.den
    return there.numerator if there.denominator == 1 else None


def _plain(option: object, expressions: Expressions) -> object:
    """What a cell says, where it is known while compiling."""
    if isinstance(option, ex.Literal):
        return option.value
    if isinstance(option, ex.Named) and option.kind == "amount":
        option = expressions.low.policy.amounts[option.name]
    if isinstance(option, ex.MoneyLiteral | Amounts):
        return option.values.get(expressions.low.currency)
    return option


def _figure(value: object) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    return Fraction(value.toordinal()) if isinstance(value, date) else None


def _fits(key: Key, column: Lowered, expressions: Expressions) -> Value:
    """Whether a cell holds a value."""
    b = expressions.low.b
    if key.any:
        return b.const(1)
    if key.values:
        return is_one_of(column, [_option(option, expressions) for option in key.values], expressions.low, key.at)
    if column.kind not in ("figure", "day"):
        return b.const(0)
    made = []
    for end, apart, within in ((key.low, key.above, ">="), (key.high, key.below, "<=")):
        if end is not None:
            bound = _option(end, expressions)
            made.append(b.compare(within[0] if apart else within, column.value, bound.value))
    return b.all(*made)


def _option(option: object, expressions: Expressions) -> Lowered:
    """The value of what a cell says."""
    low = expressions.low
    if isinstance(option, (ex.Literal, ex.MoneyLiteral, ex.Named)):
        return expressions.value(option)
    if isinstance(option, Amounts):
        return Lowered(expressions.in_currency(option), "figure")
    if isinstance(option, bool):
        return Lowered(low.const(option), "flag")
    if isinstance(option, str):
        return Lowered(low.const(0), "word", (option,), option)
    figure = _figure(option)
    assert figure is not None
    return Lowered(low.const(figure), "day" if isinstance(option, date) else "figure")
