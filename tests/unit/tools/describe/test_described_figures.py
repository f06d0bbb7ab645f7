"""Figures of a description: examples come to what the policy expects, curves to what the engine bills, tables to both."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from seatpolicy.documents.invoice import PRICED
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.describe.curves import at, bounds, falls, priced, reach
from seatpolicy.tools.describe.document import Chart, Curve, Fall, Paragraph, Section, Table
from seatpolicy.tools.describe.pricing import Pricer, months_of
from seatpolicy.tools.describe.seat_costs import cases_of, groups, table_counts
from seatpolicy.tools.describe.told import Told
from seatpolicy.tools.testing.examples import run_example
from seatpolicy.tools.testing.results import PASSED
from seatpolicy.values.money import format_amount
from tests.unit.engines.policies import charge, plan, text
from tests.unit.semantics.policy_under_test import checked
from tests.unit.tools.describe.described import POLICIES, blocks, first_text, of_text, policy, words


def model(name: str) -> Policy:
    found = policy(name).texts[0].policy
    assert found is not None
    return found


def said(name: str, title: str) -> list[str]:
    """Rows and paragraphs of a section, as texts."""
    found = next(one for one in first_text(name).sections if one.title == title)
    lines = []
    for block in blocks((found,)):
        if isinstance(block, Table):
            lines += [" | ".join(row) for row in block.rows]
        elif isinstance(block, Paragraph):
            lines.append(block.text)
    return lines


@pytest.mark.parametrize("name", POLICIES)
def test_every_example_that_can_be_billed_stands_there_with_its_amount(name: str) -> None:
    """The amount that the policy's author wrote is the one that is told, in a row or sentence of its own."""
    checked, found = policy(name), model(name)
    lines = said(name, "Worked examples") if found.examples else []
    for example in found.examples:
        result = run_example(example, found, checked, ReferenceEngine())
        for one in example.expect:
            if result.status == PASSED and one.amount is not None and one.charge == "total":
                amount = f"{format_amount(one.amount, one.currency)} {one.currency}"
                assert any(amount in line for line in lines), (example.title, amount)
                lines.remove(next(line for line in lines if amount in line))


def test_arithmetic_is_told_step_by_step() -> None:
    rows = said("acme", "Worked examples")
    assert "49 | 2,060.00 USD | 10 × 50.00 + 39 × 40.00 = 2,060.00" in rows
    assert "51 | 2,130.00 USD | 10 × 50.00 + 40 × 40.00 + 1 × 30.00 = 2,130.00" in rows
    packs = said("packs-of-five", "Worked examples")
    assert "7 | 160.00 CAD | 7, in packs of 5, so 10: 10 × 16.00 = 160.00" in packs
    assert "21 | 340.00 CAD | 21 start 5 packs of 5: 4 × 70.00 + 1 × 60.00 = 340.00" in packs
    annual = next(row for row in said("zoom", "Worked examples") if row.startswith("Pro | annual | 9"))
    # 9 × 15.99 = 143.91; × 12 = 1,726.92; 17% of it 293.5764; rest 1,433.3436
    assert "12 × 143.91 = 1,726.92" in annual
    assert "takes off 293.5764 and leaves 1,433.3436; rounded to 1,433.34" in annual


def test_every_sum_that_is_told_is_right() -> None:
    """Each `a × b + c × d = e` of every description is worked out again here."""
    found = 0
    for name in POLICIES:
        for line in (
            said(name, "Worked examples") if "Worked examples" in {s.title for s in first_text(name).sections} else []
        ):
            for left, right in re.findall(
                r"((?:\d[\d,.]* × )\d[\d,.]*\d(?: \+ \d[\d,.]* × \d[\d,.]*\d)*) = (\d[\d,.]*\d)", line
            ):
                terms = [[Fraction(part.replace(",", "")) for part in term.split(" × ")] for term in left.split(" + ")]
                assert sum(a * b for a, b in terms) == Fraction(right.replace(",", "")), line
                found += 1
    assert found > 100


FINER_THAN_A_CENT = ("regional-price-book", "taxed-abroad")
"""Their prices have parts of a cent, and bills are rounded between the corners of a curve, which is straight there."""


@pytest.mark.parametrize("name", POLICIES)
def test_a_curve_goes_through_every_count_that_the_engine_bills(name: str) -> None:
    """Between its corners a curve is straight: so each count is billed, and must lie on it."""
    told = Told(model(name))
    pricer = Pricer(ReferenceEngine(), policy(name).effective)
    for case in cases_of(told, pricer):
        total = reach(bounds(case.policy, case.plan, case.seat))
        found = priced(pricer, case, "", total)
        for count in range(1, min(total, 130) + 1):
            price = pricer.price(case, count)
            on_curve = at(found.curve, count) if found is not None else None
            if name in FINER_THAN_A_CENT and on_curve is not None and not isinstance(price, str):
                assert abs(on_curve - price) < Fraction(1, 100), (case.plan.name, count)
                continue
            assert on_curve == (None if isinstance(price, str) else price), (case.plan.name, count)


@pytest.mark.parametrize("name", POLICIES)
def test_every_count_that_a_table_names_is_priced_by_itself(name: str) -> None:
    """Also where a bill is rounded: the table says what the engine bills, not what a straight line would."""
    pricer = Pricer(ReferenceEngine(), policy(name).effective)
    for _, _, group in groups(Told(model(name)), pricer):
        for count in table_counts(group):
            for one in group:
                price = pricer.price(one.case, count)
                assert at(one.curve, count) == (None if isinstance(price, str) else price), (one.curve.title, count)


def test_a_rounded_total_beside_the_chart() -> None:
    # 2 × 19.995 = 39.99 less 10% = 35.991, rounded to 35.99; 49.00 less 10% = 44.10
    assert "2 | 80.09 | ≈ 40.05" in said("taxed-abroad", "What so many seats cost")


def test_the_totals_beside_the_chart_are_the_invoices() -> None:
    """With the plan's own charges and nothing else: the total of the invoice, per month."""
    told = Told(model("acme"))
    pricer = Pricer(ReferenceEngine(), policy("acme").effective)
    case = next(cases_of(told, pricer))
    invoice = pricer.bill(case, 49)
    assert invoice.status == PRICED
    assert invoice.totals is not None
    assert invoice.totals.net == pricer.price(case, 49) == Fraction(2060)
    assert "49 | 2,060.00 USD" in "\n".join(said("acme", "Worked examples"))
    table = said("acme", "What so many seats cost")
    # annual: (10 × 50 + 40 × 40) × 12 less 20% = 20,160.00 a year, 1,680.00 a month
    assert "50 | 2,100.00 | 1,680.00" in table
    # annual, 3 seats: 150 × 12 = 1,800.00 less 20% = 1,440.00; the minimum adds 2,400 - 1,800 = 600.00, without discount
    assert "3 | 200.00 | 170.00" in table


def test_places_where_more_seats_cost_less() -> None:
    chart = next(block for block in blocks(first_text("guide-volume").sections) if isinstance(block, Chart))
    assert [(fall.count, fall.before, fall.after, fall.dearer) for fall in chart.falls] == [
        (11, Fraction(500), Fraction(440), "9 and 10"),
        (51, Fraction(2000), Fraction(1530), "39 to 50"),
    ]
    assert chart.curves[0].ends == "by quote"
    assert chart.curves[0].points[-1] == (200, Fraction(6000))


def test_a_graduated_price_has_no_such_place() -> None:
    chart = next(block for block in blocks(first_text("guide-graduated").sections) if isinstance(block, Chart))
    assert chart.falls == ()


def test_one_count_that_costs_more_than_the_next() -> None:
    curve = Curve("", ((1, Fraction(10)), (2, Fraction(20)), (3, Fraction(15)), (9, Fraction(45))))
    assert [(fall.since, fall.count, fall.dearer) for fall in falls(curve)] == [(2, 3, "2")]


def test_seats_that_each_cost_less_than_the_one_before_are_one_place() -> None:
    points = ((1, 31), (3, 3), (9, 9), (10, 8), (11, 5), (20, 20))
    curve = Curve("", tuple((count, Fraction(amount)) for count, amount in points))
    assert list(falls(curve)) == [
        Fall("", 1, 3, Fraction(31), Fraction(3), "1 and 2"),
        Fall("", 9, 11, Fraction(9), Fraction(5), "6 to 10"),
    ]


def test_falls_of_prices_that_are_rounded_line_by_line() -> None:
    # guests: 3 editors less the guests are billed at 15.00: 2 × 15.00 + 1.00, then 15.00 + 2.00, then 3 × 1.00
    told = words(first_text("regional-price-book"))
    assert "Guest seats: 3 cost 3.00, while 1 costs 31.00; 1 and 2 cost more than 3." in told
    # 10 × 1.00 + 40 × 0.90 + 200 × 0.80 + 750 × 0.65 = 693.50 less 15% = 589.475; 999 of them 692.85 less 10% = 623.565
    assert "Guest seats: 1,000 cost 589.48, while 999 cost 623.57; 941 to 999 cost more than 1,000." in told


def test_how_far_a_curve_reaches() -> None:
    assert [reach(found) for found in ([], [3], [9], [10, 50, 200], [1000])] == [50, 50, 20, 260, 1300]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-11-01", "2026-11-30", 1),
        ("2026-11-01", "2026-12-01", 1),
        ("2026-11-15", "2027-11-14", 12),
        ("2027-01-31", "2027-02-27", 1),
    ],
)
def test_months_of_a_cycle(first: str, last: str, months: int) -> None:
    from datetime import date

    from seatpolicy.documents.invoice import Period

    assert months_of(Period(date.fromisoformat(first), date.fromisoformat(last))) == months


def test_charges_that_are_left_out_are_named() -> None:
    section = next(one for one in first_text("seats-plus-exports").sections if one.title == "What so many seats cost")
    assert isinstance(section, Section)
    assert "without Exports, which comes on top" in "\n".join(said("seats-plus-exports", section.title))


@pytest.mark.parametrize(
    ("name", "granted"),
    [
        ("growth-offers", "in EUR; with no seats newly added in Seats; where a bill is for 12 months,"),
        ("promised-spend", "in CAD; before what a commitment lacks at the end of its term; without Calls,"),
        ("front-desks", "in EUR; with no other seats, but those that are billed at least."),
        ("taxed-abroad", "in EUR; on a customer's first bill, of 1 November 2026, with Welcome."),
        ("launch-credits", "in CHF; on a customer's first bill, of 1 November 2026, with Opening month and A warm start."),
        ("guide-volume", "for 1 to 260 Member seats, in USD."),
    ],
)
def test_what_the_figures_take_for_granted_is_said(name: str, granted: str) -> None:
    assert granted in said(name, "What so many seats cost")[0]


def test_a_price_that_asks_how_many_seats_were_added_is_shown_for_none() -> None:
    # 20 × 24.00 less 20%, and no two free months
    assert "20 | 384.00 | 19.20" in said("growth-offers", "What so many seats cost")


def test_a_limit_that_leads_to_another_plan() -> None:
    team = charge(limit="at most 3, then plan big") + charge("guests", **{"for": "guest"})
    body = plan(team) + plan(charge("big_seats", price="8.00 USD per seat per month"), name="big")
    found = checked(text(body)).value
    assert found is not None
    description = of_text(found, found.texts[0])
    told = words(description)
    assert "moves to the plan Team from that day on, which charges nothing for Title of guests." in told
    assert "Team beyond its limit as in Team" in told
    # 5 × 8.00 in the other plan
    tables = [block for block in blocks(description.sections) if isinstance(block, Table)]
    assert ("5", "40.00", "40.00") in [row[:3] for table in tables for row in table.rows]
