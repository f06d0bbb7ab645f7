"""A preview is the later invoice: what it says of every invoice is what the series says once the change is recorded, on both
engines, for any policy, history, change and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.changes import asked
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.nodes import option
from seatpolicy.documents.preview import Preview
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.plugins import installed
from seatpolicy.workspace.previewing import preview_document
from tests.differential.engine_bills import read_text
from tests.properties.histories import (
    ANCHORS,
    MORE,
    START,
    Change,
    Terms,
    changes,
    document,
    in_advance,
    in_arrears,
    series,
)

ENGINES = ("reference", "python")
UNTIL = START + timedelta(days=200)


@cache
def engine(name: str) -> Engine:
    made: Engine | None = installed().engine(name).value
    assert made is not None
    return made


def lines(invoices: Iterable[Invoice]) -> dict[date, list[tuple[str, date, Fraction]]]:
    return {one.as_of: [(line.id, line.period.first, line.amount) for line in one.lines] for one in invoices}


def _there(invoice: Invoice | None) -> list[Invoice]:
    return [] if invoice is None else [invoice]


def due(invoice: Invoice | None) -> Fraction:
    return invoice.totals.due if invoice is not None and invoice.totals is not None else Fraction(0)


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=15)
@given(st.one_of(in_advance(), in_arrears()), changes(late=True), st.integers(0, 60), st.integers(-3, 9))
def test_a_preview_equals_the_later_invoice(name: str, terms: Terms, history: list[Change], day: int, by: int) -> None:
    checked = read_text(terms.text)
    policy = checked.texts[0].policy
    assert policy is not None
    made = _previewed(checked, document(30, history), f"desks={by:+}", START + timedelta(days=day), name)
    if by == 0:
        assert made is None
        return
    assert made is not None
    # The same change as an event of the document, written by hand.
    recorded = document(30, [*history, Change(day, by)])
    later = series(policy, recorded, UNTIL, engine(name)).value
    before = series(policy, document(30, history), UNTIL, engine(name)).value
    differ = {on for on in {*lines(later), *lines(before)} if lines(later).get(on) != lines(before).get(on)}
    assert {one.as_of for one in made.invoices} >= differ
    by_day = {one.as_of: one for one in later}
    for one in made.invoices:
        assert lines(_there(one.changed)) == lines(_there(by_day.get(one.as_of)))
        assert due(one.changed) == due(by_day.get(one.as_of))
        assert one.net == sum((line.difference for line in one.lines), Fraction(0))
    assert sum((one.due for one in made.invoices), Fraction(0)) == sum(map(due, later)) - sum(map(due, before))


def _previewed(checked: Checked, text: str, change: str, at: date, name: str) -> Preview | None:
    node = parse_document(SourceText("account.yaml", text)).value
    assert node is not None
    wanted = [asked("--change", change)]
    return preview_document(checked, node, wanted, option("--at", str(at)), engine(name), installed(), UNTIL).value


@settings(max_examples=10)
@given(in_advance(), st.integers(1, 27), st.integers(1, 5))
def test_what_each_cycle_differs_by_is_what_the_counts_cost(terms: Terms, day: int, by: int) -> None:
    """Where nothing else happens: the price of 30 and more seats is 3.33 for each in the graduated list."""
    plain = attrs.evolve(terms, model="graduated", cycle="month", discount=False, more=MORE[1], anchor=ANCHORS[0])
    made = _previewed(read_text(plain.text), document(30, []), f"desks=+{by}", START + timedelta(days=day), "python")
    assert made is not None
    (each,) = made.recurring
    assert (each.charge, each.per, each.difference) == ("desks", "month", Fraction("3.33") * by)
