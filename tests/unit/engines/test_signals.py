"""Signals in all their forms: counts of people, what is allowed, the next step and what it saves, one for each person."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import account, bill, charge, exact, net, plan, policy, schedule
from tests.unit.engines.rosters import answered, counts, crew, person, seat


def signal(when: str, *lines: str, name: str = "s") -> str:
    more = "".join(f"  {line}\n" for line in lines)
    return f'signal {name} "Title" {{\n  when: {when}\n{more}  tell: manager\n}}\n'


def figures(invoice: Invoice) -> dict[str, str]:
    """What the one signal looked at."""
    (one,) = invoice.signals
    return dict(one.figures)


def not_judged(invoice: Invoice) -> list[str]:
    return [one for one in invoice.assumptions if "not judged" in one]


# ---- people and what is allowed ----

CREW = [
    person("a", "admin", last_used=date(2026, 10, 30)),
    person("b", "admin", last_used=date(2026, 8, 1)),
    person("c", "admin", status="suspended", last_used=date(2026, 8, 1)),
    person("d", "admin", status="invited"),
]


@pytest.mark.parametrize(("measure", "value"), [("assigned", "4"), ("billable", "1"), ("idle", "1"), ("allowed", "10")])
def test_measures_of_a_roster(measure: str, value: str) -> None:
    made = crew(
        seat("one", "admin", "while active"),
        counts("ones", "one", "billable", limit="at most 10, then refuse"),
        "  idle: suspended after 60 days",
        rest=signal(f"{measure} of ones > 0"),
    )
    made_signals = answered(made, *CREW).value.signals
    assert [one.name for one in made_signals] == ["s", "idle"]
    assert dict(made_signals[0].figures) == {f"{measure} of ones": value}


@pytest.mark.parametrize(
    ("lines", "seats", "allowed"),
    [
        ({"limit": "at most 10, then bill the rest"}, 4, "10"),
        ({"limit": "at most contracted, then bill the rest"}, 4, "4"),
        ({}, 4, "4"),
    ],
)
def test_what_is_allowed(lines: dict[str, str], seats: int, allowed: str) -> None:
    made = policy(plan(charge(**lines)) + signal("allowed of seats > 0"))
    assert figures(bill(made, account(seats={"seats": seats})).value) == {"allowed of seats": allowed}


def test_who_holds_what_was_ordered_is_not_told_by_an_order() -> None:
    made = policy(plan(charge()) + signal("assigned of seats > 0"))
    assert len(not_judged(bill(made, account(seats={"seats": 4})).value)) == 1
    assert figures(bill(made, account(held={"member": 4})).value) == {"assigned of seats": "4"}
    made = policy(plan(charge(quantity="assigned")) + signal("assigned of seats > 0"))
    assert figures(bill(made, account(seats={"seats": 4})).value) == {"assigned of seats": "4"}


@pytest.mark.parametrize(
    "when", ["added of seats in the last 30 days >= 1", "removed of seats this quarter = 0", "idle of seats >= 0"]
)
def test_what_needs_a_history_or_people_is_not_judged(when: str) -> None:
    invoice = bill(policy(plan(charge()) + signal(when)), account(seats={"seats": 4})).value
    assert invoice.status == "priced"
    assert invoice.signals == ()
    assert len(not_judged(invoice)) == 1


def test_nobody_holds_what_is_no_seat() -> None:
    """A roster says nothing about telephone numbers on the order."""
    phones = counts("phones", "phone", "contracted", "10.00 USD per unit per month")
    rest = 'item {\n  phone: "Phone"\n}\n' + signal("assigned of phones > 0")
    made = crew(seat("one", "admin"), counts("ones", "one") + phones, rest=rest)
    found = not_judged(answered(made, person("u-1", "admin"), seats={"phones": 3}).value)
    assert found == ["the signal `s` was not judged: `assigned of phones` is not known when an account is billed"]


def test_eighty_percent_of_what_is_allowed() -> None:
    made = policy(plan(charge(quantity="assigned", limit="at most 10, then refuse"))
                  + signal("assigned of seats >= 80% * allowed of seats"))  # fmt: skip
    assert bill(made, account(seats={"seats": 7})).value.signals == ()
    assert figures(bill(made, account(seats={"seats": 8})).value) == {"assigned of seats": "8", "allowed of seats": "10"}


# ---- the next step ----

VOLUME = schedule("volume", "1 to 10 | 50.00\n11 to 50 | 40.00\n51 and up | 30.00")
GRADUATED = schedule("graduated", "1 to 10 | 50.00\n11 and up | 40.00")
STEPS = signal("seats_to_next_step of seats >= 0 and saving_at_next_step of seats >= 0.00 USD")


def steps(made: Policy, one: Account) -> tuple[Fraction, Fraction]:
    """Seats to the next step and what they save."""
    told = figures(bill(made, one).value)
    money = told["saving_at_next_step of seats"].removesuffix(" USD").replace(",", "")
    return Fraction(told["seats_to_next_step of seats"]), Fraction(money)


@pytest.mark.parametrize(
    ("prices", "lines", "count", "more", "saving"),
    [
        # 10 cost 500.00 and 11 cost 440.00; 49 cost 1,960.00 and 51 cost 1,530.00, the guide's cliff.
        (VOLUME, {}, 10, 1, 60),
        (VOLUME, {}, 9, 2, 10),
        (VOLUME, {}, 8, 3, 0),
        (VOLUME, {}, 49, 2, 430),
        (VOLUME, {}, 50, 1, 470),
        (VOLUME, {}, 51, 0, 0),
        (VOLUME, {}, 0, 11, 0),
        (GRADUATED, {}, 9, 2, 0),
        (GRADUATED, {}, 10, 1, 0),
        (GRADUATED, {}, 11, 0, 0),
        ("", {"price": "10.00 USD per seat per month"}, 5, 0, 0),
        # At least 3 are paid for, so 1 has two rows of seats to go.
        (VOLUME, {"quantity": "contracted, at least 3"}, 1, 10, 0),
        # Sizes of 5: 7 pay for 10; 4 more pay for 15.
        (VOLUME, {"quantity": "contracted, in packs of 5"}, 7, 4, 0),
        # 15 are never reached above 8.
        (VOLUME, {"quantity": "contracted, at most 8"}, 6, 0, 0),
        # 2 of them are included.
        (VOLUME, {"included": "2 per cycle"}, 10, 3, 0),
        (VOLUME, {"included": "2 per cycle"}, 12, 1, 60),
    ],
)
def test_seats_to_the_next_step_and_what_they_save(
    prices: str, lines: dict[str, str], count: int, more: int, saving: int
) -> None:
    made = policy(plan(charge(**{"price": "price_list", **lines})) + prices + STEPS)
    assert steps(made, account(seats={"seats": count})) == exact(more, saving)


def test_the_saving_is_of_the_whole_bill() -> None:
    # 20% off, and a minimum of the plan: 50 × 40.00 × 0.8 = 1,600.00; 51 × 30.00 × 0.8 = 1,224.00, topped up to 1,300.00.
    made = policy(
        plan(charge(price="price_list"), "  minimum: 1,300.00 USD per cycle\n")
        + VOLUME + 'discount fifth "F" {\n  off: 20% of seats\n}\n' + STEPS
    )  # fmt: skip
    assert steps(made, account(seats={"seats": 50})) == exact(1, 300)


def test_packs_are_steps_too() -> None:
    packs = schedule("volume", "1 to 2 | 20.00\n3 and up | 12.00", per="per started pack of 5 per month")
    made = policy(plan(charge(price="price_list")) + packs + STEPS)
    # 10 seats are 2 packs at 20.00; 11 are 3 at 12.00.
    assert steps(made, account(seats={"seats": 10})) == exact(1, 4)
    assert steps(made, account(seats={"seats": 6})) == exact(5, 4)


def test_people_of_a_roster_have_a_next_step_too() -> None:
    rest = STEPS.replace("of seats", "of ones") + VOLUME
    made = crew(seat("one", "admin"), counts("ones", "one", price="price_list"), rest=rest)
    outcome = answered(made, *[person(f"u-{n}", "admin") for n in range(10)])
    assert figures(outcome.value) == {"seats_to_next_step of ones": "1", "saving_at_next_step of ones": "60.00 USD"}


def test_a_step_that_only_a_quote_prices_is_not_judged() -> None:
    made = policy(plan(charge(price="price_list")) + schedule("volume", "1 to 10 | 50.00\n11 and up | by quote") + STEPS)
    invoice = bill(made, account(seats={"seats": 9})).value
    assert invoice.status == "priced"
    assert "waits for a quote" in not_judged(invoice)[0]


@pytest.mark.parametrize("count", range(1, 60))
@pytest.mark.parametrize("model", ["volume", "graduated"])
def test_buying_that_many_really_saves_that_much_and_one_fewer_does_not_reach_it(model: str, count: int) -> None:
    rows = "1 to 7 | 13.00\n8 to 23 | 11.00\n24 to 41 | 9.00\n42 and up | 8.50"
    made = policy(plan(charge(price="price_list")) + schedule(model, rows) + STEPS)
    more, saving = steps(made, account(seats={"seats": count}))
    bounds = [7, 23, 41]
    assert more == next((bound + 1 - count for bound in bounds if bound >= count), 0)
    now, then = (net(made, account(seats={"seats": count + extra})) for extra in (0, int(more)))
    assert saving == max(0, now - then)


# ---- one for each person ----


def test_one_signal_for_each_person_named_by_id() -> None:
    rest = signal("not (last_used in the last 60 days)", "for each: person")
    made = crew(seat("one", "admin"), counts("ones", "one"), rest=rest)
    signals = answered(made, *CREW).value.signals
    # The invited one never used it.
    assert [(one.name, one.person) for one in signals] == [("s", "b"), ("s", "c"), ("s", "d")]


def test_a_person_in_two_workspaces_is_looked_at_in_both() -> None:
    made = crew(seat("one", "admin"), counts("ones", "one"), rest=signal("projects > 1", "for each: person"))
    people = [person("a", "admin", workspace="x", projects=1), person("a", "admin", workspace="y", projects=2)]
    (one,) = answered(made, *people).value.signals
    assert (one.person, one.title) == ("a", "Title, in y")


def test_the_status_that_a_signal_sees_is_the_policy_s_own() -> None:
    rest = signal("status = suspended", "for each: person")
    made = crew(seat("one", "admin"), counts("ones", "one"), "  idle: suspended after 60 days", rest=rest)
    signals = answered(made, *CREW).value.signals
    assert [(one.name, one.person) for one in signals] == [("s", "b"), ("s", "c"), ("idle", "b")]


def test_for_each_person_without_people_or_with_an_unknown_fact_is_not_judged() -> None:
    rest = signal("projects > 1", "for each: person")
    made = crew(seat("one", "admin"), counts("ones", "one"), rest=rest)
    invoice = answered(made, person("a", "admin", projects=3), person("b", "admin")).value
    assert (invoice.signals, len(not_judged(invoice))) == ((), 1)
    assert len(not_judged(bill(made, account(seats={"ones": 1}, facts={"strict": True})).value)) == 1


def test_requirements_before_a_renewal_hold_the_bill_that_renews() -> None:
    bound = "  cycle: year\n  anchor: subscription day\n  term: 12 months\n  renews: for 12 months\n"
    made = crew(seat("one", "admin"), counts("ones", "one"), plan=bound, rest="require that not strict before renewal\n")
    assert answered(made, *CREW).value.status == "priced"
    later = answered(made, *CREW, as_of=date(2027, 11, 1)).value
    assert (later.status, later.missing[0].asked_by) == ("held", "before renewal")
