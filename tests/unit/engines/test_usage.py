"""Meters: one figure a cycle, figures of its parts, windows that are priced by themselves; tiers, packs and shares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.documents.account import Account
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import (
    FIRST,
    HERE,
    MONTHLY,
    ROUNDING,
    account,
    bill,
    charge,
    codes,
    earlier,
    evolve,
    line,
    money,
    net,
    plan,
    policy,
    priced,
    schedule,
)

YEARLY = "  cycle: year\n  anchor: subscription day\n"


def metered(meter: str, price: str = "0.05 USD per unit", more: str = "", head: str = MONTHLY, **lines: str) -> Policy:
    """One charge for one meter, `calls`, of which `meter` says what it is."""
    fields = {"for": "calls", "quantity": "used", "bill": "in arrears", **lines}
    rounding = ROUNDING
    return policy(
        f"meter {{\n  calls: {meter}\n}}\n" + plan(charge("used", price=price, **fields), head=head) + more, rounding
    )


def use(*figures: int | str, listed: bool = False) -> Account:
    """An account that used so much; several figures are those of windows or parts."""
    exact = tuple(Fraction(str(figure)) for figure in figures)
    return evolve(account(), usage={"calls": UsageGiven(exact, listed or len(exact) != 1, HERE)})


@pytest.mark.parametrize(
    ("aggregation", "figures", "total"),
    [
        ("sum", (50, 150, 200, 99), "24.95"),
        ("highest", (50, 150, 200, 99), "10.00"),
        ("lowest", (50, 150, 200, 99), "2.50"),
        ("first", (50, 150, 200, 99), "2.50"),
        ("last", (50, 150, 200, 99), "4.95"),
        ("average", (50, 150, 200, 100), "6.25"),
        ("distinct", (120,), "6.00"),
    ],
)
def test_the_parts_of_a_cycle_become_one_figure_as_the_meter_says(
    aggregation: str, figures: tuple[int, ...], total: str
) -> None:
    assert net(metered(f"number, {aggregation} of the cycle"), use(*figures)) == money(total)


def test_what_is_distinct_cannot_be_put_together_from_parts() -> None:
    outcome = bill(metered("count, distinct of the cycle"), use(3, 4))
    assert (outcome.value.status, codes(outcome)) == ("not billed yet", ["EN501"])


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8))
def test_use_in_parts_costs_what_the_sum_costs(parts: list[int]) -> None:
    tiers = schedule("graduated", "0 to 100 | 0.10 + flat 1.00\n101 and up | 0.05", "units", "per unit")
    made = metered("count, sum of the cycle", "price_list", tiers, included="50 per cycle")
    assert net(made, use(*parts, listed=True)) == net(made, use(sum(parts)))


# A started pack of 100 costs 5.00, volume rows 0.10 to 10, 0.05 to 20, 0.02 above; the highest figure of each hour.
@pytest.mark.parametrize(
    ("price", "figures", "total"),
    [
        ("5.00 USD per started pack of 100", (50, 150, 200, 99), "30.00"),  # 1 + 2 + 2 + 1 packs
        ("price_list", (9, 15), "1.65"),  # 9 × 0.10 + 15 × 0.05
        ("price_list", (24,), "0.48"),
        ("price_list", (9, 15, 9), "2.55"),
    ],
)
def test_every_window_is_priced_by_itself(price: str, figures: tuple[int, ...], total: str) -> None:
    rows = schedule("volume", "1 to 10 | 0.10\n11 to 20 | 0.05\n21 and up | 0.02", "total units", "per unit")
    made = metered("count, highest of each hour", price, rows if price == "price_list" else "")
    invoice = priced(made, use(*figures, listed=True))
    assert invoice.amount_of("total") == money(total)


def test_windows_alike_are_shown_together() -> None:
    invoice = priced(metered("count, sum of each day"), use(10, 20, 10, listed=True))
    (one,) = invoice.lines
    assert one.quantity.billed == 40
    words = [step.basis for step in one.steps if step.figure == "amount"]
    assert words == ["2 × (10 × 0.05), 2 days of 10", "1 day of 20: 20 × 0.05"]


def test_days_without_use_owe_the_flat_part_of_the_row_from_0() -> None:
    # 30 days at 1.00, and 5 × 0.10 on one of them.
    rows = schedule("graduated", "0 to 100 | 0.10 + flat 1.00\n101 and up | 0.05", "units", "per unit")
    made = metered("count, sum of each day", "price_list", rows)
    assert net(made, use(5, listed=True)) == money("30.50")
    assert net(made, account()) == 30
    # Nobody says how many hours without use there are: a clock is set back on some day.
    hourly = metered("count, sum of each hour", "price_list", rows)
    assert codes(bill(hourly, use(5, listed=True))) == ["EN501"]


@pytest.mark.parametrize(
    ("meter", "head", "figures", "code"),
    [
        ("count, sum of each day", MONTHLY, (1,) * 31, "EN303"),  # November has 30 days
        ("count, sum of each hour", MONTHLY, (1,) * 722, "EN303"),
        ("count, sum of each quarter", MONTHLY, (1, 1), "EN501"),
        ("count, sum of each month", YEARLY, (1,) * 13, "EN303"),
    ],
)
def test_figures_that_the_cycle_has_no_windows_for(meter: str, head: str, figures: tuple[int, ...], code: str) -> None:
    outcome = bill(metered(meter, head=head), use(*figures))
    assert codes(outcome) == [code]
    assert outcome.value.lines == ()


def test_one_figure_for_many_windows_is_refused_and_for_the_only_one_billed() -> None:
    assert codes(bill(metered("count, sum of each day"), use(449))) == ["EN501"]
    assert net(metered("count, sum of each month"), use(449)) == money("22.45")
    assert net(metered("count, sum of each cycle"), use(449)) == money("22.45")


def test_what_is_held_all_month_costs_each_month_of_a_year() -> None:
    # 12 periods at 0.50 for the highest use of the year; twelve months with a use of their own.
    year = metered("number, highest of the cycle", "0.50 USD per unit per month", head=YEARLY)
    assert net(year, use(10)) == 60
    months = metered("number, highest of each month", "0.50 USD per unit per month", head=YEARLY)
    assert net(months, use(10, 20, 30, listed=True)) == 30
    hours = metered("number, highest of each hour", "0.50 USD per unit per month")
    assert codes(bill(hours, use(10, listed=True))) == ["EN501"]


def test_no_use_is_told_as_nothing() -> None:
    invoice = priced(metered("count, sum of the cycle"), account())
    assert invoice.lines == ()
    assert "no count is given for `used`: 0" in invoice.assumptions


def test_billed_as_used_the_figure_is_that_of_the_cycle() -> None:
    made = metered("count, sum of the cycle", bill="as used")
    invoice = priced(made, use(1200), date(2026, 11, 12))
    assert invoice.amount_of("used") == 60
    assert "`used` is billed as used: what is given counts as all use of the cycle" in invoice.assumptions


# Included 500: first all, then none of it is left; in packs of 10 (121 - 10) is 12 packs.
@pytest.mark.parametrize(
    ("included", "head", "figure", "billed"),
    [
        ("500 per cycle", MONTHLY, 499, 0),
        ("500 per cycle", MONTHLY, 500, 0),
        ("500 per cycle", MONTHLY, 501, 1),
        ("500 per month", MONTHLY, 700, 200),
        ("500 per month, prorated", MONTHLY, 700, 200),
        ("500 per month", YEARLY, 7000, 1000),
        ("500 per quarter", YEARLY, 7000, 5000),
        ("0.5 per cycle", MONTHLY, 2, Fraction(3, 2)),
    ],
)
def test_an_allotment(included: str, head: str, figure: int, billed: Fraction) -> None:
    made = metered("count, sum of the cycle", "1.00 USD per unit", head=head, included=included)
    assert net(made, use(figure)) == billed


@given(st.lists(st.integers(0, 300), min_size=1, max_size=10), st.integers(0, 1000))
def test_an_allotment_of_windows_is_used_up_in_order_and_never_below_nothing(figures: list[int], allotted: int) -> None:
    made = metered("count, sum of each day", "1.00 USD per unit", included=f"{allotted} per cycle")
    assert net(made, use(*figures, listed=True)) == max(sum(figures) - allotted, 0)
    each = metered("count, sum of each month", "1.00 USD per unit", head=YEARLY, included=f"{allotted} per month")
    assert net(each, use(*figures, listed=True)) == sum(max(figure - allotted, 0) for figure in figures)


@pytest.mark.parametrize(("used", "billed"), [((), 0), ((3000,), 0), ((3000, 2800), 500), ((3000, 3000), 700)])
def test_of_an_allotment_of_a_year_a_month_has_what_is_left(used: tuple[int, ...], billed: int) -> None:
    # 6,000 for the year, and 700 in the third month.
    made = metered("count, sum of the cycle", "1.00 USD per unit", included="6000 per year")
    months = (("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-31"))
    lines = tuple(earlier(*days, charge="used", included=one) for days, one in zip(months, used, strict=False))
    one = evolve(use(700), billed=lines)
    assert net(made, one, date(2027, 1, 1)) == billed
    assert codes(bill(made, use(700), date(2027, 1, 1))) == ["EN505"]
    assert net(made, use(6001)) == 1


def test_an_allotment_that_does_not_add_up_fits_its_own_cycle_only() -> None:
    highest = metered("count, highest of the cycle", head=YEARLY, included="10 per month")
    assert codes(bill(highest, use(700))) == ["EN511"]


@pytest.mark.parametrize(
    ("price", "lines", "figure", "total"),
    [
        ("100.00 USD per started pack of 10", {}, 121, 1300),
        ("100.00 USD per started pack of 10", {"included": "10 per cycle"}, 121, 1200),
        ("100.00 USD per started pack of 10", {"included": "200 per cycle"}, 121, 0),
        ("100.00 USD per started pack of 10", {"included": "2 per cycle, after packs"}, 121, 1100),
        ("10.00 USD per unit", {"quantity": "used, in packs of 10"}, 121, 1300),
        ("1.00 USD per unit", {"quantity": "used, at least 30, at most 50"}, 7, 30),
        ("1.00 USD per unit", {"quantity": "used, at least 30, at most 50"}, 70, 50),
    ],
)
def test_packs_and_bounds_of_use(price: str, lines: dict[str, str], figure: int, total: int) -> None:
    assert net(metered("count, sum of the cycle", price, **lines), use(figure)) == total


def test_packs_may_be_rounded_down() -> None:
    head = f"{ROUNDING}\n  rounding: down to whole numbers on each pack"
    fields = {"for": "calls", "quantity": "used", "bill": "in arrears"}
    text = "meter {\n  calls: count, sum of the cycle\n}\n"
    made = policy(text + plan(charge("used", price="1.00 USD per started pack of 100", **fields)), head)
    assert [net(made, use(figure)) for figure in (50, 250)] == [0, 2]


GRADUATED = "0 to 1,000 | 0.02 + flat 5.00\n1,001 to 10,000 | 1.00 per 100\n10,001 and up | 0.75 per 100 + flat 2.00"


@pytest.mark.parametrize(
    ("figure", "total"),
    [
        (0, "5.00"),  # the flat part of a row from 0
        (1000, "25.00"),  # 1,000 × 0.02 + 5.00
        (1001, "26.00"),  # and one started hundred
        (1101, "27.00"),
        (10000, "115.00"),  # 25.00 + 90 × 1.00
        (10001, "117.75"),  # + 0.75 + 2.00
    ],
)
def test_rates_per_hundred(figure: int, total: str) -> None:
    made = metered("count, sum of the cycle", "price_list", schedule("graduated", GRADUATED, "units", "per unit"))
    assert net(made, use(figure)) == money(total)


SHARES = "0 to 10 | 1% + flat 200.00\n11 to 20 | 2% + flat 300.00\n21 and up | 3% + flat 400.00"


@pytest.mark.parametrize(
    ("figure", "total"), [(0, "200"), (1, "200.01"), (10, "200.1"), (11, "500.12"), (12, "500.14"), (21, "900.33")]
)
def test_shares_of_money(figure: int, total: str) -> None:
    made = metered("money, sum of the cycle", "price_list", schedule("graduated", SHARES, "units", ""))
    assert net(made, use(figure)) == money(total)


def test_a_share_is_no_unit_price() -> None:
    # 1.25% of 1,000.00 is 12.50, also where unit prices are rounded to the cent.
    head = f"{ROUNDING}\n  rounding: half up to the cent on each unit price"
    fields = {"for": "calls", "quantity": "used", "bill": "in arrears"}
    text = "meter {\n  calls: money, sum of the cycle\n}\n"
    rows = schedule("volume", "0 and up | 1.25%", "total units", "")
    made = policy(text + plan(charge("used", price="price_list", **fields)) + rows, head)
    assert net(made, use(1000)) == money("12.50")


def test_a_figure_may_read_a_meter() -> None:
    lines = {"for": "", "quantity": "equals seats of calls * 2", "price": "1.00 USD per unit per month"}
    text = "meter {\n  calls: count, sum of the cycle\n}\n"
    made = policy(text + plan(charge("figure", **lines)))
    assert net(made, use(12)) == 24
    assert net(made, account()) == 0


def test_one_meter_in_two_cycles_is_refused() -> None:
    fields = {"for": "calls", "quantity": "used", "bill": "in arrears", "price": "1.00 USD per unit"}
    text = "meter {\n  calls: count, sum of the cycle\n}\n"
    made = policy(text + plan(charge("one", **fields) + charge("two", **fields, cycle="month"), head=YEARLY))
    outcome = bill(made, use(12))
    assert codes(outcome) == ["EN501"]


def test_a_year_of_use_is_priced_once() -> None:
    made = metered("count, sum of the cycle", head=YEARLY)
    assert net(made, use(1200)) == 60
    assert line(priced(made, use(1200)), "used").factor == 1
    assert priced(made, use(1200)).period is not None
    assert priced(made, use(1200), FIRST).lines[0].period.last == date(2027, 10, 31)
