"""Decision tables in; cases that no row decides, cases that two rows decide, and rows that decide nothing, out.

A table is cut column by column into pieces that each row holds or does not hold, and only rows that still fit are looked
at in the next column. So the work grows with the rows of a table, not with the product of its columns; where it would not,
the check stops at a bound and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.axes import Axis, Interval, Members, Piece, axis, cell, pieces, witness
from seatpolicy.semantics.checks.constants import constant, currencies_that_matter
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Key, Table, TableRow
from seatpolicy.values.record import record

E = Severity.ERROR
TR220 = code("TR220", "table-gap", E, "no row of a table decides a case")
TR221 = code("TR221", "table-overlap", E, "two rows of a table decide a case")
TR222 = code("TR222", "table-row-unreachable", E, "a row of a table never decides anything")
TR223 = code("TR223", "table-too-wide", Severity.INFORMATION, "a table has too many cases to check all of them")
TR224 = code("TR224", "empty-range", E, "a range of a table holds nothing")

MOST_COLUMNS = 32
MOST_GAPS = 3
_LEAST_WORK = 50_000
_WORK_PER_CELL = 60


def check_tables(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every table, whether it is used or not."""
    found: list[Diagnostic] = []
    for table in policy.tables.values():
        if table.columns and not any(column.type.kind == "error" for column in table.columns):
            found += _check(table, policy, poison)
    return found


@record
class Seen:
    """What is wrong with a table: pieces (one a column, as far as they matter) without a row; by the later of two rows, the
    earlier one and where both hold; and whether every case was looked at."""

    gaps: tuple[tuple[Piece, ...], ...]
    overlaps: dict[int, tuple[int, tuple[Piece, ...]]]
    complete: bool


def examine(axes: Sequence[Axis], rows: int, work: int | None = None) -> Seen:
    """Every case of a table of so many rows, up to a bound of work."""
    left = work if work is not None else _LEAST_WORK + _WORK_PER_CELL * rows * len(axes)
    gaps: list[tuple[Piece, ...]] = []
    overlaps: dict[int, tuple[int, tuple[Piece, ...]]] = {}
    done: set[tuple[int, tuple[int, ...]]] = set()

    def visit(fitting: tuple[int, ...], column: int, chosen: tuple[Piece, ...]) -> None:
        nonlocal left
        if not fitting:
            gaps.append(chosen)
            return
        if column == len(axes):
            for later in fitting[1:]:
                overlaps.setdefault(later, (fitting[0], chosen))
            return
        if left < 0 or (column, fitting) in done:
            return
        done.add((column, fitting))
        left -= len(fitting)
        for piece, holders in pieces(axes[column], fitting):
            left -= 1 + len(holders)
            visit(holders, column + 1, (*chosen, piece))
            if left < 0:
                return

    visit(tuple(range(rows)), 0, ())
    return Seen(tuple(gaps), overlaps, left >= 0)


def _check(table: Table, policy: Policy, poison: Poison) -> list[Diagnostic]:
    rows = [row for row in table.rows if not any(key.wrong for key in row.keys)]
    bounds = [bound for row in rows for key in row.keys for bound in (*key.values, key.low, key.high)]
    if len(table.columns) > MOST_COLUMNS:
        return [_too_wide(table, f"it has {len(table.columns)} columns, and {MOST_COLUMNS} are looked at together")]
    for currency in currencies_that_matter(policy, bounds):
        plain = [_plain(row, policy, currency) for row in rows]
        if any(row is None for row in plain):
            return []  # a bound depends on facts, so nothing can be said about the rows
        known = [row for row in plain if row is not None]
        axes = [
            axis(" ".join(column.at.text.split()), column.type, currency, policy.currencies, [row.keys[i] for row in known])
            for i, column in enumerate(table.columns)
        ]
        if any(made is None for made in axes):
            return [_too_wide(table, "a column has more combinations than can be looked at")]
        found = _findings(table, known, [made for made in axes if made is not None], poison)
        if found:
            return found
    return []


def _plain(row: TableRow, policy: Policy, currency: str) -> TableRow | None:
    """The row with the values of its bounds; None if one depends on facts."""
    keys = []
    for key in row.keys:
        written = [*key.values, *(end for end in (key.low, key.high) if end is not None)]
        if any(constant(part, policy, currency) is None for part in written):
            return None
        values = tuple(constant(value, policy, currency) for value in key.values)
        low, high = (None if end is None else constant(end, policy, currency) for end in (key.low, key.high))
        keys.append(Key(key.any, values, low, high, key.above, key.at, key.below))
    return TableRow(tuple(keys), row.result, row.at)


def _findings(table: Table, rows: list[TableRow], axes: list[Axis], poison: Poison) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    out_of_step: set[int] = set()
    for number, row in enumerate(rows):
        for column, (key, made) in enumerate(zip(row.keys, axes, strict=True)):
            piece = made.held[number]
            if isinstance(piece, Interval) and piece.is_empty:
                found.append(_empty(table, rows, number, key))
                out_of_step.add(column)
                break
    seen = examine(axes, len(rows))
    for later, (earlier, chosen) in sorted(seen.overlaps.items()):
        # The step behind one that holds nothing begins at the wrong place; that is the same mistake.
        if not any(rows[later].keys[c].above or rows[later].keys[c].below for c in out_of_step):
            found.append(_overlap(table, rows, axes, earlier, later, chosen))
    # A range that holds nothing leaves a gap where it was meant to be; one finding is enough.
    if seen.gaps and not out_of_step and table.whole and not poison.hit(table.at):
        found += [_gap(table, axes, chosen) for chosen in seen.gaps[:MOST_GAPS]]
    if not seen.complete:
        found.append(_too_wide(table, "there are more combinations of its columns than can be looked at"))
    return found


def _empty(table: Table, rows: list[TableRow], number: int, key: Key) -> Diagnostic:
    at = key.at if key.at is not None else rows[number].at
    shown = " ".join(at.text.split())
    if key.above or key.below:
        return TR222.at(
            at, f"nothing is left for `{shown}`", note="the row before it takes all of that",
            why="`up to` begins just above the row before, `at least` ends just below it",
            hint="put the rows in order", subject=f"{table.name} {shown}",
        )  # fmt: skip
    return TR224.at(at, f"`{shown}` holds nothing", note="it runs from a higher value to a lower one",
                    hint="let the two change places", subject=f"{table.name} {shown}")  # fmt: skip


def _overlap(
    table: Table, rows: list[TableRow], axes: list[Axis], earlier: int, later: int, chosen: tuple[Piece, ...]
) -> Diagnostic:
    case = _case(axes, chosen)
    if all(_holds(made.held[earlier], made.held[later]) for made in axes):
        same = all(made.held[earlier] == made.held[later] for made in axes)
        return TR222.at(
            rows[later].at, "this row never decides anything",
            note="the same cases again" if same else "another row fits wherever this one does",
            related=(Related(rows[earlier].at, "decided here"),),
            hint="remove one of the two rows" if same else "narrow the other one, or remove this one",
            subject=f"{table.name} {case}",
        )  # fmt: skip
    return TR221.at(
        rows[later].at, f"two rows fit {case}", note="and this one", related=(Related(rows[earlier].at, "this row fits"),),
        why="exactly one row decides a case", hint="narrow one of them", subject=f"{table.name} {case}",
    )  # fmt: skip


def _holds(outer: Piece | None, inner: Piece | None) -> bool:
    """Whether a piece holds all of another."""
    if outer is None or inner is None or outer == inner:
        return outer is None or outer == inner
    if isinstance(outer, Members) and isinstance(inner, Members):
        return inner.values <= outer.values
    if not isinstance(outer, Interval) or not isinstance(inner, Interval):
        return False
    begins = outer.low < inner.low or (outer.low == inner.low and (outer.low_in or not inner.low_in))
    if outer.high is None or inner.high is None:
        return begins and outer.high is None
    return begins and (outer.high > inner.high or (outer.high == inner.high and (outer.high_in or not inner.high_in)))


def _gap(table: Table, axes: list[Axis], chosen: tuple[Piece, ...]) -> Diagnostic:
    if not chosen:
        return TR220.at(table.at, f"table `{table.name}` decides nothing", note="no row stands below its head",
                        subject=table.name)  # fmt: skip
    cells = [cell(made, piece) for made, piece in zip(axes, chosen, strict=False)]
    cells += ["any"] * (len(axes) - len(chosen))
    open_sets = [made.title for made, c in zip(axes, cells, strict=True) if not c and isinstance(made.domain, Members)]
    if all(cells):
        hint = f"add a row such as `{' | '.join(cells)} | …`"
    elif open_sets:
        hint = f"`{open_sets[0]}` has no list of values that a table could finish; test a fact that is `one of …`"
    else:
        hint = "let each range begin where the one before ends: `up to 10%`, `up to 20%`, `above`"
    case = _case(axes, chosen)
    return TR220.at(table.at, f"no row fits {case}", note="a table has a row for every case", hint=hint,
                    subject=f"{table.name} {case}")  # fmt: skip


def _case(axes: list[Axis], chosen: tuple[Piece, ...]) -> str:
    """A case in facts; columns in which any value will do are left out."""
    told = [witness(made, piece) for made, piece in zip(axes, chosen, strict=False) if piece != made.domain]
    return " and ".join(told) or "every case"


def _too_wide(table: Table, note: str) -> Diagnostic:
    return TR223.at(
        table.at, f"not every case of `{table.name}` was checked", note=note,
        hint="split the table: one that names the kind of case, and one that decides by that name", subject=table.name,
    )  # fmt: skip
