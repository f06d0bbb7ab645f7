"""Counts: kinds, bounds, sizes sold, included units, limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.engines.policies import account, bill, charge, codes, exact, line, net, plan, policy, priced, unchecked


def billed(lines: dict[str, str], count: int, head: str = "", **facts: int) -> Fraction:
    """The billed quantity of one charge at 1.00 a seat."""
    made = policy(plan(charge(**{"price": "1.00 USD per seat per month", **lines})), head or PLAIN)
    invoice = priced(made, account(seats={"seats": count}, facts={name: Fraction(n) for name, n in facts.items()}))
    assert invoice.lines[0].quantity.billed == invoice.lines[0].amount
    return invoice.lines[0].quantity.billed


PLAIN = "rounding: half up to the cent on each line"


@pytest.mark.parametrize(
    ("quantity", "count", "expected"),
    [
        ("contracted", 7, 7),
        ("contracted, at least 3", 0, 3),
        ("contracted, at least 3", 3, 3),
        ("contracted, at least 3", 4, 4),
        ("contracted, at most 5", 9, 5),
        ("contracted, at least 3, at most 5", 9, 5),
        ("contracted, at least 3, at most 5", 1, 3),
        ("contracted, in packs of 5", 0, 0),
        ("contracted, in packs of 5", 1, 5),
        ("contracted, in packs of 5", 5, 5),
        ("contracted, in packs of 5", 6, 10),
        ("contracted, in packs of 5 up to 30, then 10", 26, 30),
        ("contracted, in packs of 5 up to 30, then 10", 30, 30),
        ("contracted, in packs of 5 up to 30, then 10", 31, 40),
        ("contracted, in packs of 5 up to 30, then 10", 41, 50),
        ("contracted, at least 8, in packs of 5", 1, 10),  # at least comes first, then the size sold
        ("assigned, each day", 7, 7),
        ("assigned, at least contracted", 7, 7),
        ("billable, highest of the cycle", 7, 7),
        ("billable, lowest of the cycle", 7, 7),
        ("billable, first of the cycle", 7, 7),
        ("billable, last of the cycle", 7, 7),
        ("billable, distinct of the cycle", 7, 7),
        ("billable, average of the cycle", 7, 7),
    ],
)
def test_quantities(quantity: str, count: int, expected: int) -> None:
    bill_line = "in advance" if "contracted" in quantity else "in arrears"
    assert billed({"quantity": quantity, "bill": bill_line}, count) == expected


def test_a_bound_may_be_a_fact() -> None:
    assert billed({"quantity": "contracted, at most most"}, 12, most=10) == 10


def test_a_figure_is_counted() -> None:
    made = policy(plan(charge(**{"for": "", "quantity": "equals desks * 2"}, price="1.50 USD per unit per month")))
    assert net(made, account(facts={"desks": Fraction(7)})) == 21


def test_a_figure_below_0_is_no_quantity() -> None:
    made = policy(plan(charge(**{"for": "", "quantity": "equals desks - 10"}, price="1.50 USD per unit per month")))
    outcome = bill(made, account(facts={"desks": Fraction(7)}))
    assert codes(outcome) == ["EN303"]


@pytest.mark.parametrize(("count", "expected"), [("7 / 2", 4), ("5 / 2", 3), ("4 / 2", 2)])
def test_rounding_on_each_quantity(count: str, expected: int) -> None:
    head = f"{PLAIN}\n  rounding: half up to whole numbers on each quantity"
    made = policy(
        plan(charge(**{"for": "", "quantity": f"equals desks * {count}"}, price="1.00 USD per unit per month")), head
    )
    assert net(made, account(facts={"desks": Fraction(1)})) == expected


def test_rounding_on_each_pack_instead_of_started_packs() -> None:
    head = f"{PLAIN}\n  rounding: down to whole numbers on each pack"
    made = policy(plan(charge(price="20.00 USD per started pack of 5 per month")), head)
    assert [net(made, account(seats={"seats": n})) for n in (4, 5, 9, 10)] == [0, 20, 20, 40]


TWO = charge("seats", quantity="contracted, at least 3") + charge(
    "guests",
    **{"for": "guest"},
    price="20.00 USD per started pack of 5 per month",
    quantity="billable, highest of the cycle",
    included="5 per billed seat of member",
    bill="in arrears",
)


@pytest.mark.parametrize(
    ("members", "guests", "packs"),
    [
        (4, 20, 0),  # 4 × 5 are included
        (4, 21, 1),
        (4, 22, 1),
        (4, 25, 1),
        (4, 26, 2),
        (1, 15, 0),  # billed as 3 seats, which include 15
        (1, 16, 1),
    ],
)
def test_included_per_billed_seat(members: int, guests: int, packs: int) -> None:
    made = policy(plan(TWO))
    invoice = priced(made, account(held={"member": members, "guest": guests}))
    assert invoice.amount_of("guests") == 20 * packs
    assert line(invoice, "guests").quantity.included == min(5 * max(members, 3), guests)


def test_included_per_several_billed_seats_counts_whole_ones() -> None:
    made = policy(plan(charge("seats") + charge("guests", **{"for": "guest"}, included="1 per 3 billed seats of member")))
    # 8 seats are two times 3: 2 guests are included.
    assert priced(made, account(held={"member": 8, "guest": 5})).amount_of("guests") == 30


def test_an_allotment_per_cycle() -> None:
    made = policy(plan(charge(included="4 per cycle")))
    assert [net(made, account(seats={"seats": n})) for n in (0, 3, 4, 5)] == [0, 0, 0, 10]


def test_an_allotment_after_packs() -> None:
    made = policy(plan(charge(price="20.00 USD per started pack of 5 per month", included="1 per cycle, after packs")))
    # 11 seats start 3 packs, of which one is included; before packs, 11 - 1 = 10 would start 2 as well, 12 - 1 three.
    assert [net(made, account(seats={"seats": n})) for n in (1, 6, 11, 12)] == [0, 20, 40, 40]
    before = policy(plan(charge(price="20.00 USD per started pack of 5 per month", included="1 per cycle")))
    assert [net(before, account(seats={"seats": n})) for n in (1, 6, 11, 12)] == [0, 20, 40, 60]


def test_a_circle_of_inclusions_is_refused() -> None:
    made = unchecked(
        plan(
            charge("seats", included="1 per billed seat of guest")
            + charge("guests", **{"for": "guest"}, included="1 per billed seat of member")
        )
    )
    assert "EN303" in codes(bill(made, account(held={"member": 8, "guest": 5})))


def test_the_limit_itself_is_sold() -> None:
    made = policy(plan(charge(limit="at most 50, then refuse")))
    assert net(made, account(seats={"seats": 50})) == 500
    outcome = bill(made, account(seats={"seats": 51}))
    assert (outcome.value.status, codes(outcome)) == ("refused", ["EN101"])


def test_beyond_a_limit_the_rest_is_billed_with_a_signal() -> None:
    made = policy(plan(charge(limit="at most 50, then bill the rest")))
    assert priced(made, account(seats={"seats": 50})).signals == ()
    invoice = priced(made, account(seats={"seats": 53}))
    assert invoice.amount_of("seats") == 530
    assert [one.because for one in invoice.signals] == ["53 of at most 50; the rest is billed"]


def test_seats_counted_together() -> None:
    made = policy(plan(charge(**{"for": "member and guest"})))
    assert net(made, account(held={"member": 3, "guest": 4})) == 70
    assert net(made, account(seats={"seats": 5})) == 50


def test_a_charge_has_its_own_count_before_that_of_its_seat() -> None:
    made = policy(plan(charge("one") + charge("two")))
    assert net(made, account(held={"member": 3}, seats={"two": 5})) == 80


def test_what_is_not_given_counts_0_and_says_so() -> None:
    made = policy(plan(charge("one") + charge("two", quantity="contracted, at least 2")))
    invoice = priced(made, account(seats={}))
    assert [one.id for one in invoice.lines] == ["two"]
    assert "no count is given for `one`: 0" in invoice.assumptions
    assert "no count is given for `two`: 0" in invoice.assumptions


def test_two_contracts_for_one_seat_leave_its_number_open() -> None:
    table = 'table cut "Cut" gives percent {\n  seats of member | cut\n  0 to 9 | 0%\n  10 and up | 10%\n}\n'
    off = 'discount big "Big" {\n  off: cut of everything\n}\n'
    made = policy(table + off + plan(charge("one") + charge("two")))
    assert net(made, account(seats={"one": 10, "two": 10})) == 180
    assert codes(bill(made, account(seats={"one": 10, "two": 4}))) == ["EN503"]


def test_the_steps_of_a_quantity() -> None:
    made = policy(plan(charge(quantity="contracted, at least 8, in packs of 5", included="1 per cycle")))
    steps = [s for s in priced(made, account(seats={"seats": 2})).lines[0].steps if s.figure == "quantity"]
    assert [s.basis for s in steps] == ["2 contracted", "at least 8", "1 per cycle", "in packs of 5"]
    assert tuple(s.before for s in steps) == exact(0, 2, 8, 7)
    assert tuple(s.after for s in steps) == exact(2, 8, 7, 10)
