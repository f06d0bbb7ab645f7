"""Who counts: seats by role and condition, the order, places where people count again, shared logins, statuses, idleness."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from seatpolicy.documents.people import Person
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import FIRST, codes
from tests.unit.engines.rosters import answered, counted, counts, crew, person, seat

MEMBERS = seat("member", "admin or editor")
BOTH = MEMBERS + seat("guest", "guest or viewer")
ORDER = "  one person: one seat, as member, else guest"
CHARGES = counts("members", "member") + counts("guests", "guest", price="2.00 USD per seat per month")


def held(made: Policy, *people: Person) -> dict[str, str]:
    return {name: one.seat for name, one in counted(made, *people).items()}


# ---- held by ----


@pytest.mark.parametrize(
    ("roles", "seat_held"),
    [
        (("admin",), "member"),
        (("editor",), "member"),
        (("guest",), "guest"),
        (("viewer",), "guest"),
        (("admin", "editor"), "member"),
        (("guest", "admin"), "member"),
        (("viewer", "guest"), "guest"),
        ((), ""),
    ],
)
def test_a_role_holds_a_seat_and_the_order_chooses(roles: tuple[str, ...], seat_held: str) -> None:
    assert held(crew(BOTH, CHARGES, ORDER), person("u-1", *roles)) == {"u-1": seat_held}


def test_the_other_order_chooses_the_other_seat() -> None:
    made = crew(BOTH, CHARGES, "  one person: one seat, as guest, else member")
    assert held(made, person("u-1", "admin", "guest")) == {"u-1": "guest"}


@pytest.mark.parametrize(
    ("held_by", "who", "seat_held"),
    [
        ("anyone", person("u-1"), "one"),
        ("anyone when vip", person("u-1", vip=True), "one"),
        ("anyone when vip", person("u-1", vip=False), ""),
        ("editor when projects > 1", person("u-1", "editor", projects=2), "one"),
        ("editor when projects > 1", person("u-1", "editor", projects=1), ""),
        ("editor when projects > 1", person("u-1", "viewer", projects=2), ""),
        ("anyone when roles in (admin, editor)", person("u-1", "editor", "guest"), "one"),
        ("anyone when roles in (admin, editor)", person("u-1", "guest"), ""),
        ("anyone when status = active", person("u-1", status="suspended"), ""),
        ('anyone when id != "u-1"', person("u-1"), ""),
        ("anyone when strict and vip", person("u-1", vip=False), ""),
        ("anyone when trust is known and trust > 0.5", person("u-1"), ""),
        ("anyone when workspace is unknown", person("u-1"), "one"),
        ("anyone when not is_shared_login", person("u-1"), "one"),
        (
            "anyone when accepted_on is known and accepted_on < 2026-01-01",
            person("u-1", accepted_on=date(2025, 5, 1)),
            "one",
        ),
    ],
)
def test_conditions_read_facts_of_the_person_and_of_the_account(held_by: str, who: Person, seat_held: str) -> None:
    made = crew(seat("one", held_by) + seat("rest", "admin, editor, viewer or guest", "never"), counts("ones", "one"),
                "  one person: one seat, as one, else rest")  # fmt: skip
    found = held(made, who)["u-1"]
    assert found == seat_held or (seat_held == "" and found in ("", "rest"))


def test_cases_of_held_by_are_tried_in_order() -> None:
    made = crew(
        'seat one "One" {\n  held by: admin when vip\n  held by: guest otherwise\n}\n' + seat("rest", "anyone", "never"),
        counts("ones", "one"),
        "  one person: one seat, as one, else rest",
    )
    seats = held(
        made, person("a", "admin", vip=True), person("b", "guest", vip=True), person("c", "guest", vip=False),
        person("d", "admin", vip=False),
    )  # fmt: skip
    # b is very important and no admin: the first case fits her and does not give her the seat.
    assert seats == {"a": "one", "b": "rest", "c": "one", "d": "rest"}


# ---- billable ----

WINDOW = "while invited, active or suspended when last_used in the last 30 days"


@pytest.mark.parametrize(
    ("rules", "who", "billable"),
    [
        (["while active"], person("u-1", "admin"), True),
        (["while active"], person("u-1", "admin", status="invited"), False),
        (["while active"], person("u-1", "admin", status="suspended"), False),
        (["while invited or active"], person("u-1", "admin", status="invited"), True),
        (["while suspended"], person("u-1", "admin", status="suspended"), True),
        (["while active when projects > 1"], person("u-1", "admin", projects=2), True),
        (["while active when projects > 1"], person("u-1", "admin", projects=1), False),
        (["while active when vip", "while suspended otherwise"], person("u-1", "admin", vip=True), True),
        (["while active when vip", "while suspended otherwise"], person("u-1", "admin", vip=False), False),
        (
            ["while active when vip", "while suspended otherwise"],
            person("u-1", "admin", vip=False, status="suspended"),
            True,
        ),
        (
            ["while active when vip", "while suspended otherwise"],
            person("u-1", "admin", vip=True, status="suspended"),
            False,
        ),
        ([WINDOW], person("u-1", "admin", last_used=FIRST), True),
        ([WINDOW], person("u-1", "admin", last_used=FIRST - timedelta(days=29)), True),
        ([WINDOW], person("u-1", "admin", last_used=FIRST - timedelta(days=30)), False),
        ([WINDOW], person("u-1", "admin", accepted_on=FIRST - timedelta(days=29)), True),
        ([WINDOW], person("u-1", "admin", accepted_on=FIRST - timedelta(days=30)), False),
        # Who has not accepted never used it.
        ([WINDOW], person("u-1", "admin", status="invited", invited_on=FIRST), False),
        (["while deactivated"], person("u-1", "admin", status="deactivated"), True),
    ],
)
def test_a_day_counts_by_status_and_condition(rules: list[str], who: Person, billable: bool) -> None:
    made = crew(seat("one", "admin", *rules), counts("ones", "one", "billable"))
    one = counted(made, who)["u-1"]
    assert (one.seat, one.billable) == ("one", billable)
    outcome = answered(made, who)
    assert outcome.value.amount_of("ones") == (10 if billable else 0)


def test_a_seat_without_a_rule_does_not_say_who_is_billable() -> None:
    assert counted(crew(MEMBERS, counts("members", "member")), person("u-1", "admin"))["u-1"].billable is None


@pytest.mark.parametrize(("status", "assigned"), [("invited", 1), ("active", 1), ("suspended", 1), ("deactivated", 0)])
def test_who_is_deactivated_holds_no_seat(status: str, assigned: int) -> None:
    outcome = answered(crew(MEMBERS, counts("members", "member")), person("u-1", "admin", status=status))
    assert outcome.value.amount_of("members") == 10 * assigned


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (person("u-1", "admin", "editor", last_used=FIRST), "admin and editor; active, last_used in the last 30 days"),
        (person("u-1", "admin", last_used=date(2026, 1, 1)), "admin; active, but not last_used in the last 30 days"),
        (person("u-1", "editor", status="suspended", last_used=FIRST), "editor; suspended"),
        (person("u-1", "guest", last_used=FIRST), "guest: no seat fits"),
        (person("u-1", last_used=FIRST), "no role: no seat fits"),
        (person("u-1", "admin", status="deactivated"), "deactivated"),
    ],
)
def test_why_somebody_counts_is_kept(who: Person, why: str) -> None:
    made = crew(seat("one", "admin or editor", "while active when last_used in the last 30 days"),
                counts("ones", "one", "billable"))  # fmt: skip
    assert counted(made, who)["u-1"].why == why


# ---- idle ----

IDLE = "  idle: suspended after 60 days"


@pytest.mark.parametrize(
    ("days", "billable"),
    [(0, True), (59, True), (60, False), (61, False)],
)
def test_the_policy_suspends_who_is_idle(days: int, billable: bool) -> None:
    made = crew(seat("one", "admin", "while active"), counts("ones", "one", "billable"), IDLE)
    who = person("u-1", "admin", last_used=FIRST - timedelta(days=days))
    one = counted(made, who)["u-1"]
    assert one.billable is billable
    signals = answered(made, who).value.signals
    assert [(s.name, s.person) for s in signals] == ([] if billable else [("idle", "u-1")])
    if not billable:
        assert one.why == f"admin; suspended, last used on {FIRST - timedelta(days=days)}"
        assert signals[0].because == f"last used on {FIRST - timedelta(days=days)}"


@pytest.mark.parametrize("status", ["invited", "suspended", "deactivated"])
def test_only_who_is_active_becomes_idle(status: str) -> None:
    made = crew(seat("one", "admin", f"while {status}"), counts("ones", "one", "billable"), IDLE)
    assert counted(made, person("u-1", "admin", status=status, last_used=date(2020, 1, 1)))["u-1"].billable is True


def test_who_was_never_used_and_never_accepted_must_be_told_where_idleness_counts() -> None:
    made = crew(seat("one", "admin", "while active"), counts("ones", "one", "billable"), IDLE)
    assert codes(answered(made, person("u-1", "admin"))) == ["EN301"]


# ---- who is one person ----


def test_two_entries_with_one_id_are_one_person_with_the_first_seat_that_fits() -> None:
    made = crew(BOTH, CHARGES, ORDER)
    people = [person("u-1", "guest", workspace="a"), person("u-1", "editor", workspace="b"), person("u-2", "guest")]
    for order in permutations(people):
        assert held(made, *order) == {"u-1": "member", "u-2": "guest"}


def test_the_same_person_by_another_fact() -> None:
    made = crew(MEMBERS, counts("members", "member"), "  same person: by login_key")
    same = [
        person("u-1", "admin", login_key="k"),
        person("u-2", "editor", login_key="k"),
        person("u-3", "admin", login_key="j"),
    ]
    assert answered(made, *same).value.amount_of("members") == 20
    assert codes(answered(made, person("u-1", "admin"))) == ["EN301"]


def test_one_billable_entry_is_enough() -> None:
    made = crew(seat("one", "admin", "while active"), counts("ones", "one", "billable"))
    people = [person("u-1", "admin", status="suspended", workspace="a"), person("u-1", "admin", workspace="b")]
    assert counted(made, *people)["u-1"].billable is True
    assert answered(made, *people).value.amount_of("ones") == 10


TWO_PLACES = [
    person("u-1", "admin", workspace="a"),
    person("u-1", "guest", workspace="b"),
    person("u-2", "editor", "guest", workspace="a"),
]


@pytest.mark.parametrize(
    ("per", "seats", "amount"),
    [
        # Once for the account: two members. In each workspace: two members and a guest. For each role: 2 members, 2 guests.
        ("", {"u-1": "member", "u-2": "member"}, 20),
        (" per account", {"u-1": "member", "u-2": "member"}, 20),
        (" per enterprise", {"u-1": "member", "u-2": "member"}, 20),
        (" per workspace", {"u-1/a": "member", "u-1/b": "guest", "u-2/a": "member"}, 22),
        (" per role", {"u-1/admin": "member", "u-1/guest": "guest", "u-2/editor": "member", "u-2/guest": "guest"}, 24),
    ],
)
def test_where_people_count_again(per: str, seats: dict[str, str], amount: int) -> None:
    counting = f"  one person: one seat{per}, as member, else guest\n  shared login: one seat"
    made = crew(BOTH, CHARGES, counting)
    for order in permutations(TWO_PLACES):
        assert held(made, *order) == seats
        totals = answered(made, *order).value.totals
        assert totals is not None
        assert totals.net == amount


def test_for_one_account_of_an_enterprise_the_others_are_not_told() -> None:
    made = crew(BOTH, CHARGES, "  one person: one seat per enterprise, as member, else guest")
    assert any("whole enterprise" in one for one in answered(made, *TWO_PLACES).value.assumptions)


# ---- shared logins ----

DESK = [person("desk", "admin", workspace="a", is_shared_login=True), person("desk", "admin", workspace="b")]


@pytest.mark.parametrize(
    ("shared", "per", "amount"),
    [
        ("", "", 10),
        ("one seat", "", 10),
        ("3 seats", "", 30),
        ("as each user", "", 10),
        ("one seat", " per workspace", 10),
        ("3 seats", " per workspace", 30),
        ("as each user", " per workspace", 20),
    ],
)
def test_shared_logins(shared: str, per: str, amount: int) -> None:
    counting = f"  one person: one seat{per}" + (f"\n  shared login: {shared}" if shared else "")
    made = crew(MEMBERS, counts("members", "member"), counting)
    assert answered(made, *DESK).value.amount_of("members") == amount
    if shared == "3 seats":
        one = counted(made, *DESK)["desk"]
        assert one.seats == 3
        assert one.why == "admin; a shared login"


# ---- what counts is on the line ----


def test_a_line_says_how_many_hold_and_how_many_are_billable() -> None:
    made = crew(seat("one", "admin", "while active"), counts("ones", "one", "billable, at least 2"))
    outcome = answered(made, person("a", "admin"), person("b", "admin", status="suspended"), person("c", "guest"))
    (line,) = outcome.value.lines
    assert dict(line.quantity.facts) == {"assigned": 2, "billable": 1}
    assert line.quantity.billed == 2


def test_a_roster_of_nobody_counts_nobody() -> None:
    made = crew(MEMBERS, counts("members", "member"))
    assert answered(made).value.amount_of("members") == 0
    assert answered(made, seats={"members": 9}).value.amount_of("members") == 0


def test_what_is_included_and_read_counts_people_too() -> None:
    made = crew(
        BOTH,
        counts("members", "member") + counts("guests", "guest", included="2 per billed seat of member"),
        ORDER,
        rest='discount big "B" {\n  off: 50% of members\n  when: seats of member >= 2\n}\n',
    )
    people = [person("a", "admin"), *(person(f"g{n}", "guest") for n in range(5))]
    # 1 member at 10.00; 5 guests less 2.
    totals = answered(made, *people).value.totals
    assert totals is not None
    assert totals.net == 10 + 30
    # 2 members at half price; 5 guests less 4.
    totals = answered(made, *people, person("b", "admin")).value.totals
    assert totals is not None
    assert totals.net == 10 + 10


def test_a_fact_that_is_needed_of_a_person_is_named() -> None:
    made = crew(seat("one", "admin", "while active when projects > 1"), counts("ones", "one", "billable"))
    outcome = answered(made, person("u-7", "admin"))
    assert codes(outcome) == ["EN301"]
    assert "`projects` of the person `u-7`" in outcome.diagnostics[0].message


def test_a_fact_that_nobody_is_billed_by_is_not_needed() -> None:
    made = crew(
        seat("one", "admin") + seat("two", "guest", "while active when projects > 1"),
        counts("ones", "one"),
        "  one person: one seat, as one, else two",
        rest='signal s "S" {\n  when: billable of twos > 3\n  tell: manager\n}\n'
        + 'plan other "Other" {\n  cycle: month\n  anchor: subscription day\n' + counts("twos", "two", "billable") + "}\n",
    )  # fmt: skip
    outcome = answered(made, person("u-1", "admin"), person("u-2", "guest"))
    assert outcome.value.status == "priced"
    assert {one.person: one.why for one in outcome.value.counted}["u-2"] == "guest; not judged"
