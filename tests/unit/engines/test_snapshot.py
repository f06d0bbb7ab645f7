"""What one day of people can answer: the count of that day of the cycle, where no earlier day still counts."""

from __future__ import annotations

from datetime import date

import pytest

from seatpolicy.documents.people import Person
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines import rosters
from tests.unit.engines.policies import FIRST, HERE, MONTHLY, codes
from tests.unit.engines.rosters import answered, counts, crew, person, seat

SEATS = seat("one", "admin", "while active")
TWO = [person("a", "admin"), person("b", "admin")]
LAST = date(2026, 11, 30)
SECOND = date(2026, 12, 1)
YEARLY = "  cycle: year\n  anchor: subscription day\n  term: 12 months\n  renews: for 12 months\n"
BOUND = "  cycle: month\n  anchor: subscription day\n  term: 12 months\n  renews: for 12 months\n"
PRICED, INCOMPLETE = "priced", "incomplete"


def arrears(quantity: str) -> str:
    return counts("ones", "one", quantity, bill="in arrears")


@pytest.mark.parametrize(
    ("charge", "day", "status"),
    [
        (counts("ones", "one", "billable"), FIRST, PRICED),
        (counts("ones", "one", "billable"), date(2026, 11, 2), INCOMPLETE),
        (counts("ones", "one", "billable"), LAST, INCOMPLETE),
        (counts("ones", "one", "billable"), SECOND, PRICED),
        (counts("ones", "one", "assigned, first of the cycle"), FIRST, PRICED),
        (arrears("billable, first of the cycle"), FIRST, PRICED),
        (arrears("billable, first of the cycle"), LAST, INCOMPLETE),
        (arrears("billable, last of the cycle"), LAST, PRICED),
        (arrears("billable, last of the cycle"), FIRST, INCOMPLETE),
        (arrears("billable, highest of the cycle"), FIRST, INCOMPLETE),
        (arrears("billable, highest of the cycle"), LAST, INCOMPLETE),
        (arrears("billable, lowest of the cycle"), LAST, INCOMPLETE),
        (arrears("billable, distinct of the cycle"), LAST, INCOMPLETE),
        (arrears("billable, average of the cycle"), LAST, INCOMPLETE),
        (arrears("billable, each day"), LAST, INCOMPLETE),
    ],
)
def test_the_roster_must_show_the_day_that_is_counted(charge: str, day: date, status: str) -> None:
    outcome = answered(crew(SEATS, charge), *TWO, as_of=day)
    assert outcome.value.status == status
    assert codes(outcome) == ([] if status == PRICED else ["EN110"])
    assert outcome.value.amount_of("ones") == (20 if status == PRICED else 0)


@pytest.mark.parametrize(
    ("tier", "over", "day", "status"),
    [
        ("last", "last", LAST, PRICED),
        ("first", "last", LAST, INCOMPLETE),
        ("highest", "last", LAST, INCOMPLETE),
        ("first", "first", FIRST, PRICED),
        ("last", "first", FIRST, INCOMPLETE),
    ],
)
def test_the_tier_of_another_day_needs_that_day(tier: str, over: str, day: date, status: str) -> None:
    prices = (
        'schedule price_list "L" volume per seat per month {\n  total seats | USD\n  1 to 9 | 10.00\n  10 and up | 9.00\n}\n'
    )
    charge = counts(
        "ones", "one", f"billable, {over} of the cycle, tier of the {tier} count", "price_list", bill="in arrears"
    )
    assert answered(crew(SEATS, charge, rest=prices), *TWO, as_of=day).value.status == status


def test_a_bill_of_what_was_ordered_needs_no_day_of_people() -> None:
    made = crew(SEATS, counts("ones", "one", "contracted"))
    assert answered(made, *TWO, as_of=date(2026, 11, 17), seats={"ones": 7}).value.amount_of("ones") == 70


def test_a_roster_of_a_later_day_is_refused_and_says_which() -> None:
    made = crew(SEATS, counts("ones", "one", "billable"))
    outcome = answered(made, person("a", "admin", last_used=date(2026, 11, 2)))
    assert codes(outcome) == ["EN109"]
    assert "--as-of 2026-11-02" in outcome.diagnostics[0].hint
    assert answered(made, person("a", "admin", last_used=FIRST)).value.status == PRICED


def proration(more: str = "charged on the next invoice", fewer: str = "no credit until the next cycle") -> str:
    return f"proration {{\n  measure: days over the cycle\n  more seats: {more}\n  fewer seats: {fewer}\n}}\n"


@pytest.mark.parametrize(
    ("plan", "lines", "counting", "second", "renewal"),
    [
        # What earlier days still move, at the second cycle of a month and at the renewal after a year.
        (BOUND, proration(fewer="no credit until renewal"), "", INCOMPLETE, PRICED),
        (BOUND, proration(fewer="no credit until the quarter mark"), "", INCOMPLETE, INCOMPLETE),
        (BOUND, proration(fewer="no credit until the month mark"), "", PRICED, PRICED),
        (BOUND, proration(fewer="credited at what was billed, at renewal"), "", PRICED, PRICED),
        (BOUND, proration("no charge until renewal"), "", INCOMPLETE, PRICED),
        (BOUND, proration("no charge until the next cycle"), "", PRICED, PRICED),
        (BOUND, proration("charged at renewal"), "", PRICED, PRICED),
        (BOUND, proration(), "  freed seat: stays taken until renewal", INCOMPLETE, PRICED),
        (BOUND, proration(), "  freed seat: may be reused until renewal", PRICED, PRICED),
        (YEARLY, proration(fewer="no credit until renewal"), "", INCOMPLETE, PRICED),
    ],
)
def test_earlier_days_that_still_count(plan: str, lines: str, counting: str, second: str, renewal: str) -> None:
    made = crew(SEATS, counts("ones", "one", "billable"), counting, plan, lines)
    assert answered(made, *TWO).value.status == PRICED
    assert answered(made, *TWO, as_of=SECOND).value.status == second
    assert answered(made, *TWO, as_of=date(2027, 11, 1)).value.status == renewal


def test_why_a_seat_was_given_up_is_no_fact_of_a_roster() -> None:
    lines = (
        "proration {\n  measure: days over the cycle\n"
        "  fewer seats: no credit until renewal when cause = removal\n"
        "  fewer seats: no credit until the next cycle otherwise\n}\n"
    )
    made = crew(SEATS, counts("ones", "one", "billable"), plan=BOUND, rest=lines)
    outcome = answered(made, *TWO, as_of=SECOND)
    assert codes(outcome) == ["EN110"]
    assert "fewer seats: no credit until renewal" in outcome.diagnostics[0].span.text  # type: ignore[union-attr]


def test_people_stand_on_their_day_so_that_no_price_changes_inside_the_cycle() -> None:
    # The window of use moves with the day; the bill is of the first day, whatever the others would say.
    made = crew(
        seat("one", "admin", "while active when last_used in the last 30 days"),
        counts("ones", "one", "billable"),
        plan=MONTHLY,
    )
    outcome = answered(made, person("a", "admin", last_used=date(2026, 10, 3)))
    assert outcome.value.status == PRICED
    assert outcome.value.amount_of("ones") == 10


def test_a_circle_of_people_and_counts_is_refused() -> None:
    made = crew(seat("one", "admin when seats of one < 5"), counts("ones", "one"))
    assert codes(answered(made, *TWO)) == ["EN303"]


def test_another_price_that_moves_with_the_day_is_compared_with_the_same_people() -> None:
    # The seats are billed in advance by the people of the first day; the fee, in arrears, has one price on all its days,
    # or none that this bill can tell.
    def made(on: str) -> Policy:
        fee = '  charge fee "Fee" {\n    price: 5.00 USD per month when as_of < ' + on
        fee += "\n    price: 4.00 USD per month otherwise\n    bill: in arrears\n  }\n"
        return crew(SEATS, counts("ones", "one", "billable") + fee)

    assert answered(made("2027-01-01"), *TWO).value.amount_of("total") == 25
    assert codes(answered(made("2026-11-20"), *TWO)) == ["EN502"]


def test_a_role_of_the_kind_one_of_is_one_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rosters, "FACTS", rosters.FACTS.replace("any of admin", "one of admin"))
    made = crew(seat("one", "anyone when roles = admin") + seat("rest", "editor"), counts("ones", "one"),
                "  one person: one seat, as one, else rest")  # fmt: skip
    people = [
        Person(name, {"id": name, "status": "active", "roles": role}, HERE)
        for name, role in (("a", "admin"), ("b", "editor"))
    ]
    invoice = answered(made, *people).value
    assert invoice.amount_of("ones") == 10
    assert {one.person: one.seat for one in invoice.counted} == {"a": "one", "b": "rest"}
