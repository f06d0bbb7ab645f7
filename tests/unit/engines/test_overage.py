"""More people than were ordered: charged as further seats on a line of their own, blocked, passed over or refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from seatpolicy.documents.people import Person
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import FIRST, account, bill, codes, exact
from tests.unit.engines.rosters import answered, counts, crew, person, seat

SEATS = seat("one", "admin", "while active")
NEXT = "billable seats above contracted, on the next invoice"
TIERS = 'schedule tiers "T" graduated per seat per month {\n  seats | USD\n  1 to 10 | 50.00\n  11 and up | 40.00\n}\n'
PACKS = 'schedule packs "P" graduated per started pack of 5 per month {\n  packs | USD\n  1 and up | 20.00\n}\n'


def people(count: int, status: str = "active") -> list[Person]:
    return [person(f"u-{n}", "admin", status=status) for n in range(count)]


def ordered(overage: str = NEXT, **more: str) -> str:
    return counts("ones", "one", more.pop("quantity", "contracted"), overage=overage, **more)


def lines(made: Policy, order: int, billable: int, as_of: date = FIRST) -> dict[str, Fraction]:
    outcome = answered(made, *people(billable), as_of=as_of, seats={"ones": order})
    assert outcome.value.status == "priced", [one.message for one in outcome.diagnostics]
    return {line.id: line.amount for line in outcome.value.lines}


@pytest.mark.parametrize(
    ("order", "billable", "expected"),
    [
        (3, 0, {"ones": 30}),
        (3, 3, {"ones": 30}),
        (3, 5, {"ones": 30, "ones:overage": 20}),
        (0, 2, {"ones": 0, "ones:overage": 20}),
    ],
)
def test_those_above_are_charged_as_further_seats(order: int, billable: int, expected: dict[str, int]) -> None:
    assert lines(crew(SEATS, ordered()), order, billable) == expected


@pytest.mark.parametrize(
    ("charge", "rest", "order", "billable", "expected"),
    [
        # 8 × 50.00; 12 cost 500.00 + 2 × 40.00 = 580.00.
        (ordered(price="tiers"), TIERS, 8, 12, (400, 180)),
        # At least 5 are paid for: 4 people are within them, 7 are 2 above.
        (ordered(quantity="contracted, at least 5"), "", 3, 4, (50, 0)),
        (ordered(quantity="contracted, at least 5"), "", 3, 7, (50, 20)),
        # At most 6 are paid for.
        (ordered(quantity="contracted, at most 6"), "", 5, 9, (50, 10)),
        # Sizes of 5: 4 fill one, 6 need two.
        (ordered(quantity="contracted, in packs of 5"), "", 4, 5, (50, 0)),
        (ordered(quantity="contracted, in packs of 5"), "", 4, 6, (50, 50)),
        (ordered(price="packs"), PACKS, 4, 6, (20, 20)),
        # 3 are included whatever happens.
        (ordered(included="3 per cycle"), "", 2, 5, (0, 20)),
        (ordered(price="free"), "", 2, 5, (0, 0)),
    ],
)
def test_the_price_of_all_less_the_price_of_those_ordered(
    charge: str, rest: str, order: int, billable: int, expected: tuple[int, int]
) -> None:
    found = lines(crew(SEATS, charge, rest=rest), order, billable)
    assert (found["ones"], found["ones:overage"]) == exact(*expected)


def test_the_line_says_what_it_is() -> None:
    outcome = answered(crew(SEATS, ordered()), *people(5), seats={"ones": 3})
    line = outcome.value.lines[1]
    assert (line.kind, line.charge, line.title, line.unit) == ("overage", "ones", "Ones, above the contract", "seat")
    assert line.quantity.billed == 2
    assert dict(line.quantity.facts) == {"above contracted": 2, "contracted": 3, "assigned": 5, "billable": 5}
    assert [step.basis for step in line.steps] == [
        "5 billable, above the 3 contracted",
        "50.00 for all, less 30.00 for those contracted",
    ]
    totals = outcome.value.totals
    assert totals is not None
    assert (totals.list, totals.net) == exact(50, 50)


def test_only_who_is_billable_is_above() -> None:
    made = crew(SEATS, ordered())
    some = [*people(3), *[person(f"s-{n}", "admin", status="suspended") for n in range(9)]]
    outcome = answered(made, *some, seats={"ones": 3})
    assert [line.id for line in outcome.value.lines] == ["ones"]


def test_discounts_and_bounds_of_the_charge_count_for_it_too() -> None:
    off = 'discount ten "T" {\n  off: 10% of ones\n}\n'
    assert lines(crew(SEATS, ordered(), rest=off), 3, 5) == {"ones": 27, "ones:overage": 18}
    made = crew(SEATS, ordered(maximum="40.00 USD per cycle"))
    assert sum(lines(made, 3, 5).values()) == 40


def test_a_limit_counts_those_above_the_contract() -> None:
    made = crew(SEATS, ordered(limit="at most 4, then refuse"))
    assert codes(answered(made, *people(5), seats={"ones": 3})) == ["EN101"]
    assert lines(made, 3, 4) == {"ones": 30, "ones:overage": 10}


def test_more_seats_asks_for_what_is_required_before_them() -> None:
    made = crew(SEATS, ordered(), rest="require that not strict before more seats\n")
    outcome = answered(made, *people(5), seats={"ones": 3})
    assert (outcome.value.status, outcome.value.missing[0].asked_by) == ("held", "before more seats")
    assert answered(made, *people(3), seats={"ones": 3}).value.status == "priced"


@pytest.mark.parametrize(("billable", "status"), [(3, "priced"), (4, "refused")])
def test_blocked_lets_nobody_in(billable: int, status: str) -> None:
    made = crew(seat("one", "admin"), ordered("blocked"))
    outcome = answered(made, *people(billable), seats={"ones": 3})
    assert outcome.value.status == status
    assert codes(outcome) == ([] if status == "priced" else ["EN111"])


def test_without_a_line_nothing_is_charged_for_them() -> None:
    made = crew(SEATS, counts("ones", "one", "contracted"))
    assert lines(made, 3, 9) == {"ones": 30}


@pytest.mark.parametrize(
    ("when", "cycle", "code"),
    [
        ("on the next invoice", "month", ""),
        ("at once", "month", ""),
        ("at the month mark", "month", ""),
        ("at the quarter mark", "month", "EN502"),
        ("at the quarter mark", "quarter", ""),
        ("at renewal", "month", "EN502"),
    ],
)
def test_when_they_are_charged(when: str, cycle: str, code: str) -> None:
    plan = f"  cycle: {cycle}\n  anchor: subscription day\n  term: 12 months\n"
    made = crew(SEATS, ordered(f"billable seats above contracted, {when}"), plan=plan)
    assert codes(answered(made, *people(5), seats={"ones": 3})) == ([code] if code else [])


def test_who_came_inside_the_cycle_needs_the_history() -> None:
    made = crew(SEATS, ordered())
    assert codes(answered(made, *people(5), as_of=date(2026, 11, 2), seats={"ones": 3})) == ["EN110"]
    assert codes(answered(made, *people(3), as_of=date(2026, 11, 2), seats={"ones": 3})) == []


def test_more_people_that_lower_the_bill_are_no_further_seats() -> None:
    cliff = 'schedule tiers "T" volume per seat per month {\n  total seats | USD\n  1 to 4 | 50.00\n  5 and up | 30.00\n}\n'
    made = crew(SEATS, ordered(price="tiers"), rest=cliff)
    assert codes(answered(made, *people(5), seats={"ones": 4})) == ["EN502"]
    assert lines(made, 3, 6) == {"ones": 150, "ones:overage": 30}


def test_given_people_count_beside_an_order_as_well() -> None:
    made = crew(SEATS, ordered())
    one = attrs.evolve(account(seats={"ones": 3}, held={"one": 5}, facts={"strict": True}))
    assert {line.id: line.amount for line in bill(made, one).value.lines} == {"ones": 30, "ones:overage": 20}


def test_what_comes_with_each_billed_seat_comes_with_those_above() -> None:
    made = crew(
        SEATS + seat("two", "guest"),
        ordered() + counts("twos", "two", included="1 per billed seat of one"),
        "  one person: one seat, as one, else two",
    )
    guests = [person(f"g-{n}", "guest") for n in range(9)]
    outcome = answered(made, *people(5), *guests, seats={"ones": 3})
    # 9 guests less 1 for each of 5 billed seats.
    assert outcome.value.amount_of("twos") == 40


def test_what_came_once_comes_for_nobody_any_more() -> None:
    made = crew(SEATS, ordered(price="100.00 USD per seat once"))
    assert lines(made, 3, 5) == {"ones": 300, "ones:overage": 200}
    later = answered(made, *people(5), as_of=date(2026, 12, 1), seats={"ones": 3})
    assert (later.value.status, later.value.lines) == ("priced", ())
    assert "`ones` came once, in the first cycle" in later.value.assumptions
