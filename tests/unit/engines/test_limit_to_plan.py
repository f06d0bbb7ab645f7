"""`limit: at most N, then plan P`: everybody moves, and the bill of the day is that of P."""

from __future__ import annotations

from datetime import date

import pytest

from seatpolicy.documents.account import Account
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import account, amounts, bill, charge, codes, plan, policy
from tests.unit.engines.rosters import answered, counts, crew, person, seat

FREE = plan(charge("free_seats", price="free", quantity="assigned", limit="at most 3, then plan big"))
BIG = plan(charge("big_seats", quantity="assigned"), name="big")
DEC = date(2026, 12, 1)


@pytest.mark.parametrize(("count", "expected"), [(3, {"free_seats": 0}), (4, {"big_seats": 40}), (9, {"big_seats": 90})])
def test_a_count_above_the_limit_is_billed_by_the_other_plan(count: int, expected: dict[str, int]) -> None:
    outcome = bill(policy(FREE + BIG), account(seats={"free_seats": count}))
    assert amounts(outcome.value) == expected
    signals = [(one.name, one.because) for one in outcome.value.signals]
    moved = [("free_seats_limit", f"{count} of at most 3: moved to `big` from 2026-11-01")]
    assert signals == (moved if count > 3 else [])


def test_everybody_is_on_the_order_of_the_other_plan() -> None:
    contracted = plan(charge("big_seats", quantity="contracted, at least 10"), name="big")
    assert amounts(bill(policy(FREE + contracted), account(seats={"free_seats": 4})).value) == {"big_seats": 100}
    assert amounts(bill(policy(FREE + contracted), account(seats={"free_seats": 12})).value) == {"big_seats": 120}
    assert amounts(bill(policy(FREE + contracted), account(held={"member": 12})).value) == {"big_seats": 120}


SEATS = seat("one", "admin", "while active") + seat("two", "guest")
ORDER = "  one person: one seat, as one, else two"
MONEY = (
    'plan big "Big" {\n  cycle: month\n  anchor: subscription day\n'
    + counts("bigs", "one", "billable") + counts("guests", "two", "contracted", "1.00 USD per seat per month") + "}\n"
)  # fmt: skip


def test_everybody_who_is_billable_that_day_moves() -> None:
    charges = counts("frees", "one", "billable", "free", limit="at most 2, then plan big")
    made = crew(SEATS, charges, ORDER, rest=MONEY)
    people = [person(f"u-{n}", "admin") for n in range(3)] + [person("s", "admin", status="suspended"), person("g", "guest")]
    assert amounts(answered(made, *people).value) == {"bigs": 30, "guests": 1}
    assert amounts(answered(made, *people[1:]).value) == {"frees": 0}


def test_one_limit_leads_to_the_next() -> None:
    middle = plan(charge("big_seats", quantity="assigned", limit="at most 5, then plan huge"), name="big")
    huge = plan(charge("huge_seats", price="7.00 USD per seat per month", quantity="assigned"), name="huge")
    made = policy(FREE + middle + huge)
    assert amounts(bill(made, account(seats={"free_seats": 5})).value) == {"big_seats": 50}
    outcome = bill(made, account(seats={"free_seats": 6}))
    assert amounts(outcome.value) == {"huge_seats": 42}
    assert [one.name for one in outcome.value.signals] == ["free_seats_limit", "big_seats_limit"]


def test_what_the_other_plan_refuses_is_refused() -> None:
    middle = plan(charge("big_seats", quantity="assigned", limit="at most 5, then refuse"), name="big")
    assert codes(bill(policy(FREE + middle), account(seats={"free_seats": 6}))) == ["EN101"]
    addon = (
        'addon log "Log" for team {\n  charge log_fee "Log" {\n    price: 9.00 USD per month\n    bill: in advance\n  }\n}\n'
    )
    assert codes(bill(policy(FREE + BIG + addon), account(seats={"free_seats": 6}, addons=("log",)))) == ["EN102"]


def test_what_only_the_plan_that_is_left_charges_for_is_told() -> None:
    more = charge("guest_seats", **{"for": "guest"}, price="5.00 USD per seat per month")
    fee = charge("care_fee", **{"for": "", "quantity": ""}, price="9.00 USD per month")
    team = plan(charge(limit="at most 3, then plan big") + more + fee)
    said = "`guest_seats` ends with `team`: `big` charges nothing for it"

    def told(big: str, given: Account) -> list[str]:
        invoice = bill(policy(team + plan(big, name="big")), given).value
        assert {line.charge for line in invoice.lines} & {"seats", "big_seats", "all_seats"}
        return [one for one in invoice.assumptions if "ends with" in one]

    alone = charge("big_seats", quantity="assigned")
    assert told(alone, account(seats={"seats": 3, "guest_seats": 2})) == []
    assert told(alone, account(seats={"seats": 4, "guest_seats": 2})) == [said]
    both = alone + charge("big_guests", **{"for": "guest"}, quantity="assigned")
    assert told(both, account(held={"member": 4, "guest": 2})) == []
    assert told(charge("all_seats", **{"for": "member and guest"}), account(held={"member": 4, "guest": 2})) == []


def test_a_later_cycle_moves_where_the_cycles_agree() -> None:
    assert amounts(bill(policy(FREE + BIG), account(seats={"free_seats": 4}), DEC).value) == {"big_seats": 40}
    yearly = plan(charge("big_seats", quantity="assigned"), name="big", head="  cycle: year\n  anchor: subscription day\n")
    made = policy(FREE + yearly)
    assert amounts(bill(made, account(seats={"free_seats": 4})).value) == {"big_seats": 480}
    outcome = bill(made, account(seats={"free_seats": 4}), DEC)
    assert (codes(outcome), outcome.value.lines) == (["EN506"], ())


@pytest.mark.parametrize(
    "more",
    [
        charge("start_fee", **{"for": "", "quantity": ""}, price="99.00 USD once"),
        'discount first "F" {\n  off: 10% of everything\n  lasts: 2 cycles\n}\n',
    ],
)
def test_what_counts_from_the_first_cycle_is_not_guessed(more: str) -> None:
    inside = more.startswith("  charge")
    body = charge("big_seats", quantity="assigned") + (more if inside else "")
    made = policy(FREE + plan(body, name="big") + ("" if inside else more))
    assert codes(bill(made, account(seats={"free_seats": 4}))) == []
    assert codes(bill(made, account(seats={"free_seats": 4}), DEC)) == ["EN506"]


def test_how_many_others_there_are_must_be_told() -> None:
    made = policy(FREE + plan(charge("big_seats", **{"for": "guest"}, quantity="assigned"), name="big"))
    assert codes(bill(made, account(seats={"free_seats": 4}))) == ["EN506"]
    assert amounts(bill(made, account(held={"member": 4, "guest": 2})).value) == {"big_seats": 20}


def test_a_price_of_the_other_plan_that_moves_with_the_day_is_seen() -> None:
    def made(on: str) -> Policy:
        big = charge("big_seats", price=f"10.00 USD per seat per month when as_of < {on}", bill="in arrears",
                     quantity="assigned, last of the cycle\n    price: 9.00 USD per seat per month otherwise")  # fmt: skip
        return policy(FREE + plan(big, name="big"))

    assert amounts(bill(made("2027-01-01"), account(seats={"free_seats": 4})).value) == {"big_seats": 40}
    assert codes(bill(made("2026-11-20"), account(seats={"free_seats": 4}))) == ["EN502"]


def test_where_an_account_would_stand_after_the_move_is_not_guessed() -> None:
    """Two plans whose seats may be the same people, and an add-on that is no plan to leave."""
    both = policy(FREE + plan(charge("big_seats", quantity="contracted"), name="big"))
    assert codes(bill(both, account("team", "big", seats={"free_seats": 4, "big_seats": 9}))) == ["EN506"]
    assert amounts(bill(both, account("team", "big", seats={"free_seats": 3, "big_seats": 9})).value)["big_seats"] == 90
    extra = charge("guests", **{"for": "guest"}, limit="at most 2, then plan big")
    more = f'addon extra "Extra" for team {{\n{extra}\n}}\n' + plan(charge("big_seats", **{"for": "guest"}), name="big")
    made = policy(plan(charge("seats")) + more)
    assert codes(bill(made, account(addons=("extra",), seats={"seats": 1, "guests": 3}))) == ["EN506"]
    within = bill(made, account(addons=("extra",), seats={"seats": 1, "guests": 2}))
    assert amounts(within.value) == {"seats": 10, "guests": 20}
