"""Laws of bills over time, for any policy and any history: what adds up, what never matters, what is never more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.invoice import PRICED, Invoice
from seatpolicy.documents.invoice_json import invoice_to_json
from tests.properties.histories import (
    FEWER,
    START,
    Change,
    Terms,
    changes,
    document,
    in_advance,
    in_arrears,
    policy_of,
    series,
)

UNTIL = START + timedelta(days=130)
any_terms = st.one_of(in_advance(), in_arrears())


def made(terms: Terms, count: int, history: list[Change], until: date = UNTIL) -> tuple[Invoice, ...]:
    return series(policy_of(terms), document(count, history), until).value


def amounts(invoices: tuple[Invoice, ...]) -> list[tuple[date, Fraction]]:
    return [(one.as_of, one.totals.due) for one in invoices if one.totals is not None and one.totals.due]


@settings(max_examples=60)
@given(any_terms, changes(late=True))
def test_lines_add_up(terms: Terms, history: list[Change]) -> None:
    for invoice in made(terms, 10, history):
        assert invoice.status == PRICED
        totals = invoice.totals
        assert totals is not None
        assert totals.net == sum((line.amount for line in invoice.lines), Fraction(0))
        parts = totals.list - totals.discounts - totals.over_maximum + totals.top_ups - totals.credits
        assert totals.net == parts - totals.billed_before + totals.rounding
        owed = totals.net + totals.to_account_credit + totals.refunded
        assert totals.due == owed - totals.account_credit_used
        assert len({line.id for line in invoice.lines}) == len(invoice.lines)


@settings(max_examples=40)
@given(any_terms, changes(late=True), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(terms: Terms, history: list[Change], chance: object) -> None:
    order = list(range(len(history)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    policy = policy_of(terms)
    one, other = (series(policy, document(10, history, way), UNTIL).value for way in (None, order))
    assert [_told(invoice) for invoice in one] == [_told(invoice) for invoice in other]


@settings(max_examples=40)
@given(any_terms, changes(), st.integers(0, 100))
def test_to_add_and_to_remove_at_one_instant_is_nothing(terms: Terms, history: list[Change], day: int) -> None:
    both = [*history, Change(day, 3), Change(day, -3)]
    policy = policy_of(terms)
    assert amounts(series(policy, document(10, both), UNTIL).value) == amounts(made(terms, 10, history))


@settings(max_examples=40)
@given(any_terms, changes(late=True), st.integers(0, 130))
def test_a_later_day_changes_no_earlier_invoice(terms: Terms, history: list[Change], days: int) -> None:
    day = START + timedelta(days=days)
    known = [change for change in history if change.day + change.late <= days]
    policy = policy_of(terms)
    earlier = series(policy, document(10, known), day).value
    later = series(policy, document(10, history), UNTIL).value
    assert [(one.id, one.totals) for one in earlier] == [(one.id, one.totals) for one in later if one.as_of <= day]


@settings(max_examples=60)
@given(in_advance(), changes())
def test_no_credit_is_more_than_its_line(terms: Terms, history: list[Change]) -> None:
    billed: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for invoice in made(terms, 10, history):
        for line in invoice.lines:
            billed[line.credits or line.id, line.period.last] += line.amount
    assert all(amount >= 0 for amount in billed.values())


@settings(max_examples=40)
@given(in_advance(), st.integers(0, 60), st.integers(1, 20), st.integers(1, 5))
def test_a_seat_that_stays_paid_is_used_again_without_charge(terms: Terms, day: int, later: int, seats: int) -> None:
    kept = attrs.evolve(terms, fewer=FEWER[-1], cycle="year", anchor="subscription day")
    reused = [Change(day + 1, -seats), Change(day + 1 + later, seats)]
    assert amounts(made(kept, 10, reused)) == amounts(made(kept, 10, []))


@settings(max_examples=30)
@given(in_arrears(), st.integers(1, 30))
def test_a_count_that_never_changes_costs_a_whole_cycle_by_every_measure(terms: Terms, count: int) -> None:
    whole = attrs.evolve(terms, anchor="subscription day")
    prices = {line.amount for invoice in made(whole, count, []) for line in invoice.lines}
    assert len(prices) == 1


def _told(invoice: Invoice) -> dict[str, object]:
    """All that it says, but where the document stands."""
    return invoice_to_json(invoice)
