"""Limits in; figures that no row decides, rows that are never reached, and wider deviations that need less, out.

The rows of a limit are bands of its measure: `up to 10%`, `up to 20%`, `above` where more is worse, `at least 40%`, `at
least 25%`, `below` where less is. Each begins where the row before ends. This module looks at one limit by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.authority import asks_less
from seatpolicy.semantics.checks.constants import constant, currencies_that_matter
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.exceptions import Approvals, AuthorityLimit, LimitRow, Verdict
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

E, W = Severity.ERROR, Severity.WARNING
AU501 = code("AU501", "nobody-decides", E, "nobody decides on a part of what a limit measures")
AU502 = code("AU502", "two-answers", E, "a limit has two answers for the same figures")
AU503 = code("AU503", "less-for-more", W, "a wider deviation needs less authority than a narrower one")
AU519 = code("AU519", "band-never-reached", E, "a row of a limit is never reached")
AU520 = code("AU520", "bands-of-two-kinds", E, "a limit counts upwards or downwards, never both")

_UP = ("up to", "above")
_OPEN = ("above", "below")


def check_bands(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every limit of the approvals."""
    found: list[Diagnostic] = []
    approvals = policy.approvals
    if approvals is None:
        return found
    for limit in approvals.limits:
        if not limit.rows or limit.measure.type.kind == "error":
            continue
        mixed = _two_kinds(limit)
        if mixed is not None:
            found.append(mixed)
            continue
        misplaced = _order(limit, policy)
        found += misplaced
        if limit.whole and not any(row.kind in _OPEN for row in limit.rows) and not poison.hit(limit.at):
            found.append(_nobody(limit))
        if not misplaced:
            found += _less_for_more(limit, approvals)
    return found


def _bound_at(row: LimitRow) -> Span:
    return row.bound_at if row.bound_at is not None else row.at


def _words(row: LimitRow) -> str:
    return " ".join(_bound_at(row).text.split())


def _band(row: LimitRow) -> str:
    """A row in a sentence: `above 35%` is told by the row before it, so an open row is only named."""
    return f"`{_words(row)}`"


def _measure(limit: AuthorityLimit) -> str:
    return " ".join(limit.measure.at.text.split())


def _two_kinds(limit: AuthorityLimit) -> Diagnostic | None:
    first = limit.rows[0]
    for row in limit.rows[1:]:
        if (row.kind in _UP) != (first.kind in _UP):
            upwards = "`up to …` goes on to `above`"
            downwards = "`at least …` goes on to `below`"
            return AU520.at(
                _bound_at(row),
                f"{_band(row)} stands in a limit that goes {'up' if first.kind in _UP else 'down'}",
                note=upwards if first.kind in _UP else downwards,
                related=(Related(_bound_at(first), "the first row"),),
                why="`up to` is for figures where more is worse, `at least` for those where less is",
                hint="write all rows in one of the two ways",
                subject=limit.name,
            )
    return None


def _order(limit: AuthorityLimit, policy: Policy) -> list[Diagnostic]:
    """Rows that repeat a bound, stand behind a wider one, or behind the open one."""
    found: list[Diagnostic] = []
    bounds: list[object] = [row.bound for row in limit.rows if row.bound is not None]
    currencies = currencies_that_matter(policy, bounds)
    rising = limit.rows[0].kind in _UP
    reach: LimitRow | None = None
    for row in limit.rows:
        if reach is None:
            reach = row
            continue
        if reach.kind in _OPEN:
            found.append(_repeated(limit, reach, row) if row.kind == reach.kind else _behind_open(limit, reach, row))
            continue
        if row.kind in _OPEN:
            reach = row
            continue
        where = [c for c in currencies if _stands_back(reach, row, rising, policy, c)]
        if not where:
            reach = row
        elif all(_value(row, policy, c) == _value(reach, policy, c) for c in currencies):
            found.append(_repeated(limit, reach, row))
        else:
            found.append(_behind(limit, reach, row, where, currencies))
    return found


def _value(row: LimitRow, policy: Policy, currency: str) -> Fraction | None:
    value = constant(row.bound, policy, currency)
    return value if isinstance(value, Fraction) else None


def _stands_back(before: LimitRow, row: LimitRow, rising: bool, policy: Policy, currency: str) -> bool:
    first, second = _value(before, policy, currency), _value(row, policy, currency)
    if first is None or second is None:
        return False
    return second <= first if rising else second >= first


def _repeated(limit: AuthorityLimit, before: LimitRow, row: LimitRow) -> Diagnostic:
    for column, one, other in zip(limit.columns, before.verdicts, row.verdicts, strict=False):
        if _answer(one) == _answer(other):
            continue
        named = "" if limit.by is None else f" for {column}"
        at = other.at if other.at is not None else row.at
        there = one.at if one.at is not None else before.at
        return AU502.at(
            at,
            f"{_band(row)} has two answers{named}",
            note=f"here {_text(other)}",
            related=(Related(there, f"here {_text(one)}"),),
            hint="keep one of the two rows",
            subject=f"{limit.name} {_words(row)}",
        )
    return AU519.at(
        _bound_at(row),
        f"{_band(row)} stands twice",
        note="with the same answers",
        related=(Related(_bound_at(before), "the first"),),
        hint="remove one of the two rows",
        subject=f"{limit.name} {_words(row)}",
    )


def _behind_open(limit: AuthorityLimit, open_row: LimitRow, row: LimitRow) -> Diagnostic:
    return AU519.at(
        _bound_at(row),
        f"{_band(row)} is never reached",
        note=f"{_band(open_row)} takes all that is left",
        related=(Related(_bound_at(open_row), "this row stands before it"),),
        hint=f"let {_band(open_row)} be the last row",
        subject=f"{limit.name} {_words(row)}",
    )


def _behind(
    limit: AuthorityLimit, before: LimitRow, row: LimitRow, where: Sequence[str], currencies: Sequence[str]
) -> Diagnostic:
    among = f" in {' and '.join(where)}" if len(where) < len(currencies) else ""
    rising = row.kind in _UP
    return AU519.at(
        _bound_at(row),
        f"{_band(row)} is never reached{among}",
        note=f"the row before takes all of that{among} already",
        related=(Related(_bound_at(before), "this row stands before it"),),
        hint="put the rows in order, from the smallest bound to the largest" if rising
        else "put the rows in order, from the largest bound to the smallest",
        subject=f"{limit.name} {_words(row)}",
    )  # fmt: skip


def _nobody(limit: AuthorityLimit) -> Diagnostic:
    last = limit.rows[-1]
    rising = last.kind in _UP
    side, word = ("above", "above") if rising else ("below", "below")
    bound = " ".join(last.bound.at.text.split()) if last.bound is not None else ""
    cells = " | ".join((word, *("rejected" for _ in limit.columns)))
    return AU501.at(
        _bound_at(last),
        f"nobody decides on {_measure(limit)} {side} {bound}",
        note="this is the last row",
        why="a quote there would be neither approved nor rejected",
        hint=f"end with a row such as `{cells}`",
        subject=limit.name,
    )


# ---- less authority for more ---------------------------------------------------------------------------------------


def _less_for_more(limit: AuthorityLimit, approvals: Approvals) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for before, row in pairwise(limit.rows):
        for column, one, other in zip(limit.columns, before.verdicts, row.verdicts, strict=False):
            if not asks_less(other, one, approvals.ladder):
                continue
            at = other.at if other.at is not None else row.at
            there = one.at if one.at is not None else before.at
            of = "" if limit.by is None else f"{column}: "
            found.append(AU503.at(
                at, f"{of}{_band(row)} asks for less than {_band(before)}", note=f"here {_text(other)}",
                related=(Related(there, f"and here {_text(one)}"),),
                why=f"whoever asks for more {_measure(limit)} gets it more easily",
                hint="if two cells changed places, change them back", subject=f"{limit.name} {column} {_words(row)}",
            ))  # fmt: skip
    return found


def _answer(verdict: Verdict) -> object:
    return verdict.kind, verdict.needs


def _text(verdict: Verdict) -> str:
    return " ".join(verdict.at.text.split()) if verdict.at is not None else verdict.kind
