"""How single steps and parts of an invoice read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.diagnostics.cells import cells
from seatpolicy.documents.invoice import Step
from seatpolicy.reports.columns import bullet, table, with_place
from seatpolicy.reports.invoice_text import _pricing, invoice_text
from tests.unit.engines.policies import MONTHLY, account, bill, charge, plan, policy, priced

TEN = 'discount ten "Ten" {\n  off: 10% of everything\n}\n'


def told(made: str, head: str = "rounding: half up to the cent on each line", **counts: int) -> list[str]:
    """The steps of the invoice as they are printed, without their places."""
    invoice = priced(policy(made, head), account(seats=counts))
    lines = invoice_text(invoice, 200).split("\n")
    return [line.rpartition("  test.seat")[0].strip() for line in lines if "  test.seat:" in line]


@pytest.mark.parametrize(
    ("made", "head", "count", "step"),
    [
        (plan(charge(quantity="contracted, at most 5")), "", 9, "at most 5, so 5"),
        (plan(charge(included="4 per cycle")), "", 9, "included: 4 per cycle, leaves 5"),
        (plan(charge(price="2.00 USD per started pack of 5 per month")), "", 9, "9 start 2 packs of 5"),
        (plan(charge(price="2.00 USD per started pack of 5 per month")), "", 3, "3 start 1 pack of 5"),
        (
            plan(charge(price="2.00 USD per started pack of 5 per month")),
            "rounding: down to whole numbers on each pack",
            9,
            "9 make 1 pack of 5",
        ),
        (plan(charge(price="free")), "", 9, "free: 9 × free = 0.00"),
        (plan(charge()) + TEN, "", 9, "discount ten: 10% of 90.00; 9.00 off, leaves 81.00"),
        (
            plan(charge(maximum="50.00 USD per cycle, after discounts")),
            "",
            9,
            "maximum: at most 50.00; 40.00 off, leaves 50.00",
        ),
        (plan(charge(price="0.333 USD per seat per month")), "", 1, "rounding on each line, half up to 0.01: 0.33"),
        (
            plan(charge(price="0.333 USD per seat per month")),
            "rounding: half up to 2 decimals on each unit price",
            3,
            "price: 3 × 0.33 (half up to 0.01) = 0.99",
        ),
        (
            plan(charge(price="10.005 USD per seat per month")) + TEN,
            "rounding: half up to the cent on each step",
            1,
            "rounding on each step, half up to 0.01: 10.01",
        ),
    ],
)  # fmt: skip
def test_steps(made: str, head: str, count: int, step: str) -> None:
    lines = "rounding: half up to the cent on each line" + (f"\n  {head}" if head else "")
    assert step in told(made, lines, seats=count)


def test_a_cap_gives_back() -> None:
    half = 'discount half "Half" {\n  off: 50% of everything\n}\n'
    combine = "combine {\n  order: ten, then half\n  each: off list\n  together: at most 40% off list, on each line\n}\n"
    assert "combine, together: at most 40% off the list amount 100.00; 20.00 back, leaves 60.00" in told(
        plan(charge()) + TEN + half + combine, seats=10
    )


def test_rounding_the_total() -> None:
    body = plan(charge("one", price="0.335 USD per seat per month") + charge("two", price="0.335 USD per seat per month"))
    steps = told(body, "rounding: half up to the cent on the total", one=1, two=1)
    assert "rounding on the total (half up to 0.01): 0.67 becomes 0.67; 0.005 more, leaves 0.34" in steps


@pytest.mark.parametrize("width", [20, 40, 60, 72, 100, 200])
def test_no_line_is_wider_than_asked_but_for_places(width: int) -> None:
    made = policy(plan(charge("a_charge_with_quite_a_long_name_that_goes_on")) + TEN)
    invoice = priced(made, account(seats={"a_charge_with_quite_a_long_name_that_goes_on": 1_000_000}))
    for steps in (True, False):
        for line in invoice_text(invoice, width, steps).split("\n"):
            assert cells(line) <= max(width, 40) or "test.seat:" in line


def test_every_figure_of_a_line_is_shown_at_every_width() -> None:
    invoice = priced(policy(plan(charge()) + TEN), account(seats={"seats": 123}))
    for width in (40, 60, 100):
        shown = invoice_text(invoice, width)
        for figure in ("123 seats", "1,230.00", "123.00", "1,107.00", "10%"):
            assert figure in shown


def test_what_is_no_bill_says_so_and_what_is_missing() -> None:
    shown = invoice_text(bill(policy(plan(charge(price="by quote"))), account(seats={"seats": 1})).value)
    assert shown.startswith("No invoice yet\n")
    assert "a quote for seats" in shown
    made = policy(plan(charge()) + "require country before invoice\n")
    shown = invoice_text(bill(made, account(seats={"seats": 1})).value)
    assert shown.startswith("Invoice acme/2026-11-01/1\n")
    assert "held: it waits for what is missing" in shown
    assert "country (before invoice)" in shown


def test_nothing_in_a_title_disturbs_the_terminal() -> None:
    made = policy(plan(charge()).replace("Title of seats", "\\u202eTitle"))
    assert "\u202e" not in invoice_text(priced(made, account(seats={"seats": 1})))


def test_columns() -> None:
    assert table([["", "USD"], ["Seats", "1.00"], ["A long title of a line", "100.00"]], 28) == [
        "                         USD",
        "  Seats                 1.00",
        "  A long title of a   100.00",
        "    line",
    ]
    assert with_place("words", "a:1:2", 30, 2) == ["  words" + " " * 18 + "a:1:2"]
    assert with_place("words that are too long for it", "a:1:2", 30, 2) == [
        "  words that are too long for",
        "  it",
        "    a:1:2",
    ]
    assert bullet("one two three four five six seven", 24) == ["  - one two three four", "    five six seven"]


def test_an_amount_without_end_shows_its_first_decimals() -> None:
    step = Step("amount", "price", None, "1 × 1/3", Fraction(0), Fraction(1, 3), Fraction(1, 3))
    assert _pricing(step, "USD") == "price: 1 × 1/3 = 0.3333…"


def test_a_maximum_is_silent_on_a_line_that_it_takes_nothing_from() -> None:
    """Twelve seats come to 120.00, of which the plan bills at most 50.00; the free line has nothing to give."""
    made = plan(charge() + charge("gift", price="free"), head="  maximum: 50.00 USD per cycle, after discounts\n" + MONTHLY)
    steps = told(made, seats=12, gift=3)
    assert [step for step in steps if step.startswith("maximum")] == [
        "maximum: at most 50.00 for 120.00 together; 70.00 off, leaves 50.00"
    ]
    assert "free: 3 × free = 0.00" in steps
