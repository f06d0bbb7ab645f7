"""Schedules, from tree to model: rows typed cell by cell; their geometry is checked elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Edit, Fix, Related, Severity
from seatpolicy.semantics.model.prices import Cell, Schedule, Tier
from seatpolicy.semantics.read.amounts import MN755, read_currency, read_per
from seatpolicy.semantics.read.rows import SY133, cells_message
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
TR210 = code("TR210", "head-disagrees", E, "the head of a schedule counts something else than its model")
TR211 = code("TR211", "model-meaning", E, "a schedule's unit and its rows do not go together")
MN760 = code("MN760", "column-currency", E, "a schedule has one column for every currency of the policy")
COUNTED = {"seat": "seats", "pack": "packs", "unit": "units", "": "units"}


def read_schedule(reading: Reading, node: Node) -> Schedule:
    """A schedule with its tiers; rows that cannot be read are left out, and reported."""
    name = node.leaf()
    guessed = node.start in reading.file.guessed
    model = node.one("graduated", "volume", "stairstep")
    assert model is not None
    per = read_per(reading, node)
    heads = node.all("schedule_head")
    for extra in heads[1:]:
        reading.report(
            RQ402.at(
                reading.at(extra),
                "a second head row",
                note="the first one names the columns",
                related=(Related(reading.at(heads[0]), "the head"),),
            )
        )
    if not heads:
        first = node.all("tier")
        place = reading.at(first[0]) if first else reading.head(node)
        reading.absent(
            node,
            SY133.at(
                place,
                "no row names the columns of this schedule",
                hint=f"begin with `{COUNTED[per.unit]} | {' | '.join(reading.currencies)}`",
            ),
        )
    columns = _columns(reading, heads[0], node) if heads else reading.currencies
    lopsided = bool(heads) and _head_is_wrong(reading, node, columns)
    counts = COUNTED[per.unit]
    if heads and not guessed:
        counts = _check_head(reading, node, heads[0], model.kind, per.unit)
    rows = node.all("tier")
    if not rows:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"schedule `{name.text}` has no rows",
                note="a row gives the price of a range",
                hint="write `1 and up | 25.00`",
            ),
        )
    tiers = []
    for row in rows:
        reading.dated(row)
        tier = None if lopsided else _tier(reading, row, columns, heads[0] if heads else None)
        if tier is not None:
            tiers.append(tier)
    reading.dated(node)
    whole = not guessed and len(heads) < 2 and len(tiers) == len(rows) and not reading.shortened(node)
    kind = model.kind
    if guessed and heads:  # the row above the prices knows more than a head that could not be read
        counts = heads[0].the("seats", "packs", "units").kind
        kind = "volume" if heads[0].one("total") is not None else "graduated"
    return Schedule(
        name.text, reading.text(node.leaf("STRING")), kind, per, counts, tuple(tiers), reading.at(name), whole
    )


def _columns(reading: Reading, head: Node, node: Node) -> tuple[str, ...]:
    columns: list[str] = []
    for leaf in head.leaves("CURRENCY"):
        if leaf.text in columns:
            reading.report(RQ402.at(reading.at(leaf), f"two columns of {leaf.text}", note="one column for each currency"))
        elif reading.currencies and leaf.text not in reading.currencies and read_currency(reading, leaf) is not None:
            reading.report(
                MN760.at(
                    reading.at(leaf),
                    f"the policy does not sell in {leaf.text}",
                    note=f"it sells in {' and '.join(reading.currencies)}",
                    hint=f"remove the column, or add {leaf.text} to `currencies:`",
                )
            )
        columns.append(leaf.text)
    missing = [c for c in reading.currencies if c not in columns]
    if missing:
        reading.report(
            MN755.at(
                reading.at(head),
                f"an account in {' or '.join(missing)} could not be billed by `{node.leaf().text}`",
                note=f"columns for {' and '.join(columns)}; the policy sells in {' and '.join(reading.currencies)}",
                hint=f"add a column `{missing[0]}`",
            )
        )
    return tuple(columns)


def _head_is_wrong(reading: Reading, node: Node, columns: Sequence[str]) -> bool:
    """Whether all rows agree on their cells, and only the head has other columns, which is told there: a row that is as the
    others are is then none to be reported."""
    cells = {sum(n.kind not in _NO_CELLS for n in row.all()) for row in node.all("tier")}
    told = set(columns) != set(reading.currencies)
    return told and len(node.all("tier")) > 1 and len(cells) == 1 and len(columns) not in cells


_NO_CELLS = frozenset({"to", "and_up", "since", "until"})


def _check_head(reading: Reading, node: Node, head: Node, model: str, unit: str) -> str:
    unit_node = head.one("seats", "packs", "units")
    assert unit_node is not None
    total = head.one("total") is not None
    counts = unit_node.kind
    expected = COUNTED[unit] if unit else counts
    word = f"total {counts}" if total else counts
    right = expected if model == "graduated" else f"total {expected}"
    if word != right:
        at = reading.at(head.children[0]).cover(reading.at(unit_node))
        why = (
            "each row of a graduated schedule prices its own " + expected
            if model == "graduated"
            else f"one row of a {model} schedule prices all {expected}"
        )
        hint, fix = "", None
        if total == (model != "graduated"):
            fix = Fix(f"`{right}`", (Edit(at, right),))
        else:
            other = "`volume` in place of `graduated`" if total else f"`graduated` in place of `{model}`"
            hint = f"write `{right}`, or {other}"
        reading.report(TR210.at(at, f"the head of this schedule is `{right}`, not `{word}`", note=why, hint=hint, fix=fix))
    return expected


def _tier(reading: Reading, row: Node, columns: Sequence[str], head: Node | None) -> Tier | None:
    low = reading.number(row.leaf("NUMBER"))
    end = row.one("to", "and_up")
    assert end is not None
    high = reading.number(end.leaf("NUMBER")) if end.kind == "to" else None
    cells = [n for n in row.all() if n.kind not in _NO_CELLS]
    if head is not None and len(cells) != len(columns):
        if not reading.poisoned():
            reading.report(cells_message(reading, row, cells, columns, "", 1))
        return None
    made = {c: _cell(reading, n) for c, n in zip(columns, cells, strict=False) if c in reading.currencies}
    at = Span(reading.file.source, row.start, end.end)
    return Tier(low, high, made, at, reading.at(row.leaf("NUMBER")), reading.at(end if high is None else end.leaf("NUMBER")))


def _cell(reading: Reading, node: Node) -> Cell:
    numbers = [reading.number(leaf) for leaf in node.leaves("NUMBER")]
    kind, at = node.kind, reading.at(node)
    if kind == "rate_cell":
        return Cell(rate=numbers[0], at=at)
    if kind == "rate_flat_cell":
        return Cell(rate=numbers[0], flat=numbers[1], at=at)
    if kind == "flat_cell":
        return Cell(flat=numbers[0], at=at)
    if kind in ("pack_cell", "pack_flat_cell"):
        if numbers[1] <= 0:
            reading.report(TR211.at(at, "a price per 0", note="a pack holds something"))
        flat = numbers[2] if len(numbers) > 2 else None
        return Cell(rate=numbers[0], per=max(numbers[1], Fraction(1)), flat=flat, at=at)
    if kind in ("percent_cell", "percent_flat_cell"):
        return Cell(percent=reading.number(node.leaf("PERCENT")), flat=numbers[0] if numbers else None, at=at)
    if kind == "free":
        return Cell(free=True, at=at)
    return Cell(by_quote=True, floor=numbers[0] if numbers else None, at=at)
