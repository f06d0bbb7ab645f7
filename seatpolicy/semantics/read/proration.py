"""Proration blocks, from tree to model: one field a statement, each with its cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.prices import Duration, FewerSeats, MeasureOfPart, MoreSeats, Proration
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.unit_messages import TY304
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.syntax.tree import Node

T = TypeVar("T")
_FORM_KINDS = ("since", "until", "when", "otherwise")


def form_of(line: Node) -> Node:
    """What a line says, without its condition and its dates."""
    return next(n for n in line.all() if n.kind not in _FORM_KINDS)


def read_duration(reading: Reading, node: Node) -> Duration:
    """A length with its unit, from a form that holds a number and a unit."""
    unit = next(n for n in node.all() if n.kind not in _FORM_KINDS)
    return Duration(reading.whole(node.leaf("NUMBER"), 1, 3660, "a length"), unit.kind.removesuffix("_period"))


def read_proration(reading: Reading, block: Node) -> Proration:
    """The one proration block inside a policy, plan or charge; without one, nothing is stated."""
    nodes = block.all("proration")
    for extra in nodes[1:]:
        reading.report(
            RQ402.at(
                reading.head(extra),
                "a second proration block",
                note="only one of them can count",
                related=(Related(reading.head(nodes[0]), "the first"),),
            )
        )
    return read_proration_block(reading, nodes[0]) if nodes else Proration()


def read_proration_block(reading: Reading, node: Node) -> Proration:
    """The statements of a proration block."""
    conditions = Expressions(reading, ("decrease",), "here an account's bill is made")

    def word(line: Node) -> str:
        return form_of(line).kind.replace("_", " ")

    def cases(kind: str, read: Callable[[Node], T]) -> Cases[T]:
        label = kind.removesuffix("_line").replace("_", " ") + ":"
        for line in node.all(kind):
            reading.dated(line)
        return reading.cases(node, kind, label, read, conditions.judged, several=_windowed)

    return Proration(
        measure=cases("measure_line", lambda n: _measure(reading, form_of(n))),
        first_day=cases("first_day_line", lambda n: form_of(n).kind == "charged"),
        last_day=cases("last_day_line", lambda n: form_of(n).kind == "charged"),
        more_seats=cases("more_seats_line", lambda n: _more(form_of(n))),
        fewer_seats=cases("fewer_seats_line", lambda n: _fewer(reading, form_of(n))),
        cancellation=cases("cancellation_line", lambda n: _fewer(reading, form_of(n))),
        change_lines=cases("change_lines_line", word),
        upgrade=cases("upgrade_line", lambda n: _upgrade(form_of(n))),
        downgrade=cases("downgrade_line", word),
        flat_fees=cases("flat_fees_line", lambda n: word(n).removesuffix(" fees")),
        at=reading.head(node),
    )


def _windowed(value: object) -> bool:
    return isinstance(value, FewerSeats) and value.within is not None


def _measure(reading: Reading, form: Node) -> MeasureOfPart:
    numbers = form.leaves("NUMBER")
    return MeasureOfPart(
        form.kind.replace("_", " "), reading.whole(numbers[0], 1, 366, "a number of days") if numbers else 0
    )


def _more(form: Node) -> MoreSeats:
    mark = form.all()[0].kind.replace("_", " ")
    return MoreSeats(form.kind == "charged_more", mark, form.one("to_term_end") is not None)


def _upgrade(form: Node) -> str:
    return form.kind.replace("_", " ") + (", capped" if form.one("capped") else "")


_KINDS = {"credited": "at billed", "credited_less_used": "less used", "credited_in_full": "in full", "no_credit": "none"}


_GROUPS = {"within_purchase": "within", "to_account_credit": "to", "as_refund": "to"}
_TWICE = {
    "within": "two windows in one line",
    "to": "a credit goes to two places",
    "when": "a credit comes at two times",
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _months(reading: Reading, option: Node) -> int:
    """How many months a credit is kept."""
    unit = option.all()[-1].kind
    length = reading.whole(option.leaf("NUMBER"), 1, 1200, "a length")
    if unit not in _MONTHS:
        reading.report(
            TY304.at(
                reading.at(option),
                "a credit is kept for months",
                note="days and months differ in length",
                hint="write `for 6 months`",
            )
        )
    return length * _MONTHS.get(unit, 1)


def _fewer(reading: Reading, form: Node) -> FewerSeats:
    kind = _KINDS[form.kind]
    if kind == "none":
        mark = form.all()[0].kind.replace("_", " ")
        notice = read_notice(reading, form)
        return FewerSeats(kind, mark, notice=notice)
    made: dict[str, Any] = {"when": "next invoice"}
    said: dict[str, Node] = {}
    for option in form.all():
        group = _GROUPS.get(option.kind, "when")
        if group in said:
            reading.report(
                RQ402.at(
                    reading.at(option),
                    _TWICE[group],
                    note="only one of them can count",
                    related=(Related(reading.at(said[group]), "the first"),),
                )
            )
            continue
        said[group] = option
        if option.kind == "within_purchase":
            made["within"] = read_duration(reading, option)
        elif option.kind == "to_account_credit":
            made["to"] = "account credit"
            numbers = option.leaves("NUMBER")
            made["months"] = _months(reading, option) if numbers else 0
        elif option.kind == "as_refund":
            made["to"] = "refund"
        else:
            made["when"] = option.kind.replace("_", " ")
    return FewerSeats(kind, **made)


def read_notice(reading: Reading, form: Node) -> Duration | None:
    """The notice of `after 30 days of notice`, where it is written."""
    numbers = form.leaves("NUMBER")
    if not numbers:
        return None
    unit = form.all()[-1]
    return Duration(reading.whole(numbers[0], 1, 3660, "a length"), unit.kind.removesuffix("_period"))
