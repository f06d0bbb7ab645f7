"""Laws of prices and bills, over drawn policies and counts: the reference engine against loops that a child could write."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cell, Tier
from tests.unit.engines.policies import HERE, account, bill, charge, evolve, plan, policy, priced, schedule

Rows = list[tuple[int, Fraction, Fraction]]
"""Tiers as (last seat, rate, flat part), ascending; the last one has no end."""

rates = st.integers(0, 20_000).map(lambda cents: Fraction(cents, 100))
flats = st.one_of(st.just(Fraction(0)), st.integers(1, 50_000).map(lambda cents: Fraction(cents, 100)))
rows: st.SearchStrategy[Rows] = st.lists(st.tuples(st.integers(1, 40), rates, flats), min_size=1, max_size=5).map(
    lambda drawn: [(sum(width for width, _, _ in drawn[: n + 1]), rate, flat) for n, (_, rate, flat) in enumerate(drawn)]
)
counts = st.integers(0, 150)


@cache
def base(model: str, cycle: str) -> Policy:
    """A policy with one row, in whose place drawn ones are put."""
    row = "1 and up | flat 10.00" if model == "stairstep" else "1 and up | 10.00"
    head = f"  cycle: {cycle}\n  anchor: subscription day\n"
    return policy(schedule(model, row) + plan(charge(price="price_list"), head=head))


def billed(model: str, drawn: Rows, count: int, cycle: str = "month") -> Invoice:
    """What the engine bills for a count of seats at drawn tiers."""
    low = 1
    tiers = []
    for number, (last, rate, flat) in enumerate(drawn):
        high = None if number == len(drawn) - 1 else Fraction(last)
        cell = Cell(flat=flat) if model == "stairstep" else Cell(rate=rate, flat=flat)
        tiers.append(Tier(low=Fraction(low), high=high, cells={"USD": cell}, at=HERE))
        low = last + 1
    made = base(model, cycle)
    made = evolve(made, schedules={"price_list": evolve(made.schedules["price_list"], tiers=tuple(tiers))})
    return priced(made, account(seats={"seats": count}))


def total(model: str, drawn: Rows, count: int) -> Fraction:
    """The total of such a bill."""
    return billed(model, drawn, count).amount_of("total")


def row_of(drawn: Rows, seat: int) -> int:
    """The row in which a seat stands."""
    return next((number for number, (last, _, _) in enumerate(drawn[:-1]) if seat <= last), len(drawn) - 1)


@given(rows, counts)
def test_graduated_is_the_sum_over_single_seats(drawn: Rows, count: int) -> None:
    expected = Fraction(0)
    entered: set[int] = set()
    for seat in range(1, count + 1):
        row = row_of(drawn, seat)
        expected += drawn[row][1]
        if row not in entered:
            expected += drawn[row][2]
            entered.add(row)
    assert total("graduated", drawn, count) == expected


@given(rows, counts)
def test_volume_is_every_seat_at_the_price_of_the_last(drawn: Rows, count: int) -> None:
    expected = Fraction(0)
    if count:
        _, rate, flat = drawn[row_of(drawn, count)]
        for _ in range(count):
            expected += rate
        expected += flat
    assert total("volume", drawn, count) == expected


@given(rows, counts)
def test_stairstep_is_the_step_of_the_last_seat(drawn: Rows, count: int) -> None:
    assert total("stairstep", drawn, count) == (drawn[row_of(drawn, count)][2] if count else 0)


@given(rows, st.integers(0, 149))
def test_graduated_never_falls_as_seats_rise(drawn: Rows, count: int) -> None:
    assert total("graduated", drawn, count) <= total("graduated", drawn, count + 1)


@given(rows, counts)
def test_the_steps_lead_from_0_to_the_line(drawn: Rows, count: int) -> None:
    invoice = billed("graduated", drawn, count, "year")
    for line in invoice.lines:
        reached = Fraction(0)
        for step in line.steps:
            if step.figure == "amount":
                assert step.before == reached
                assert step.before + step.change == step.after
                reached = step.after
        assert reached == line.amount


# ---- whole bills ----------------------------------------------------------------------------------------------------------

MODES = ("half up", "half even", "half down", "up", "down", "ceiling", "floor")
percents = st.integers(0, 100)


@st.composite
def drawn_bills(draw: st.DrawFn) -> Invoice:
    """The bill of a drawn policy with two charges, discounts, a minimum, a maximum and a rounding."""
    point = draw(st.sampled_from(["each line", "each charge", "the total"]))
    head = f"rounding: {draw(st.sampled_from(MODES))} to {draw(st.sampled_from(['the cent', '0.05']))} on {point}"
    head += f"\n  remainder: to the {draw(st.sampled_from(['largest', 'first', 'last']))} line"
    lines = ""
    if draw(st.booleans()):
        point = draw(st.sampled_from(["before", "after"]))
        lines += f"  minimum: {draw(st.integers(1, 400))}.00 USD per cycle, {point} discounts\n"
    if draw(st.booleans()):
        lines += f"  maximum: {draw(st.integers(401, 900))}.00 USD per cycle, after discounts\n"
    names = ["first", "second", "third"][: draw(st.integers(0, 3))]
    per_seat = f"{draw(st.integers(0, 40))}.{draw(st.integers(0, 999)):03} USD per seat per month"
    per_phone = f"{draw(st.integers(0, 9))}.{draw(st.integers(0, 99)):02} USD per unit per month"
    body = plan(charge("seats", price=per_seat) + charge("phones", **{"for": "phone"}, price=per_phone), lines)
    for name in names:
        off = f"{draw(percents)}% of everything"
        if draw(st.booleans()):
            target = draw(st.sampled_from(["seats", "phones", "everything"]))
            spread = draw(st.sampled_from(["in order", "by amount"]))
            off = f"{draw(st.integers(1, 200))}.{draw(st.integers(0, 99)):02} USD of {target} per cycle, spread {spread}"
        body += f'discount {name} "Title" {{\n  off: {off}\n}}\n'
    if len(names) > 1:
        order = ", then ".join(names) if draw(st.booleans()) else f"best of {', '.join(names[:-1])} and {names[-1]}"
        body += f"combine {{\n  order: {order}\n  each: {draw(st.sampled_from(['off list', 'off what is left']))}\n"
        if draw(st.booleans()):
            body += f"  together: at most {draw(percents)}% off list, on each line\n"
        body += "}\n"
    made = policy(body, head)
    return bill(made, account(seats={"seats": draw(st.integers(0, 60)), "phones": draw(st.integers(0, 60))})).value


@settings(max_examples=150)
@given(drawn_bills())
def test_every_bill_keeps_the_laws(invoice: Invoice) -> None:
    assert invoice.status == "priced"
    totals = invoice.totals
    assert totals is not None
    # Lines sum to the total, and the totals hang together.
    assert sum(line.amount for line in invoice.lines) == totals.net == totals.due
    assert totals.list - totals.discounts - totals.over_maximum + totals.top_ups + totals.rounding == totals.net
    for line in invoice.lines:
        # No discount takes a line below 0, and every amount can be paid.
        assert line.amount >= 0
        assert (line.amount * 100).denominator == 1
        assert type(line.amount) is Fraction
        assert line.steps[-1].after == line.amount
    # What is written as JSON is what was meant.
    data = json.loads(json.dumps(invoice_to_json(invoice)))
    assert sum(Fraction(line["amount"]) for line in data["lines"]) == Fraction(data["totals"]["net"]) == totals.net


@settings(max_examples=60)
@given(rows, st.integers(0, 150), st.sampled_from([1, 3, 12]))
def test_a_longer_cycle_is_as_many_times_the_price(drawn: Rows, count: int, months: int) -> None:
    cycle = {1: "month", 3: "quarter", 12: "year"}[months]
    assert billed("graduated", drawn, count, cycle).amount_of("total") == months * total("graduated", drawn, count)
