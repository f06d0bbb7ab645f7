"""Laws of counting: the order of a list means nothing, one person has one seat, billable people hold a seat, and a step
that is told is a step that saves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.people import Person
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import FIRST, HERE
from tests.unit.engines.rosters import answered, counts, crew, seat

SEATS = (
    seat("member", "admin or editor", "while invited, active or suspended when last_used in the last 30 days")
    + seat("guest", "guest", "while active when projects > 1")
    + seat("viewer", "anyone", "never")
)
PER = ("", " per account", " per workspace", " per enterprise", " per role")
SHARED = ("one seat", "3 seats", "as each user")
CHARGES = (
    counts("all_members", "member")
    + counts("members", "member", "billable")
    + counts("guests", "guest", "billable", price="2.00 USD per seat per month")
    + counts("all_guests", "guest", price="0.50 USD per seat per month")
)


@cache
def policy(per: str, shared: str, idle: bool) -> Policy:
    counting = f"  one person: one seat{per}, as member, else guest, else viewer\n  shared login: {shared}"
    return crew(SEATS, CHARGES, counting + ("\n  idle: suspended after 60 days" if idle else ""))


@st.composite
def entries(draw: st.DrawFn) -> list[Person]:
    """A roster: each id at most once in each workspace."""
    keys = draw(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "a", "b"])), unique=True, max_size=9))
    return [draw(_entry(f"u-{number}", workspace)) for number, workspace in keys]


@st.composite
def _entry(draw: st.DrawFn, id: str, workspace: str) -> Person:
    used: date = FIRST - timedelta(days=draw(st.sampled_from([0, 1, 28, 29, 30, 31, 59, 60, 61, 400])))
    facts: dict[str, Value] = {
        "id": id,
        "status": draw(st.sampled_from(["invited", "active", "suspended", "deactivated"])),
        "roles": tuple(draw(st.lists(st.sampled_from(["admin", "editor", "viewer", "guest"]), unique=True, max_size=3))),
        "projects": Fraction(draw(st.integers(0, 3))),
        "last_used": used,
        "is_shared_login": draw(st.integers(0, 6)) == 0,
    }
    return Person(id, facts | ({"workspace": workspace} if workspace else {}), HERE)


policies = st.builds(policy, st.sampled_from(PER), st.sampled_from(SHARED), st.booleans())


def bill(made: Policy, people: list[Person]) -> Invoice:
    outcome = answered(made, *people)
    assert outcome.value.status == "priced", [one.message for one in outcome.diagnostics]
    return outcome.value


@given(policies, entries(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_of_people_never_matters(made: Policy, people: list[Person], random: object) -> None:
    other = list(people)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert bill(made, people) == bill(made, other)


@given(policies, entries())
@settings(max_examples=150)
def test_who_is_billable_holds_a_seat(made: Policy, people: list[Person]) -> None:
    invoice = bill(made, people)
    for line in invoice.lines:
        facts = dict(line.quantity.facts)
        assert 0 <= facts["billable"] <= facts["assigned"]
    assert invoice.amount_of("members") <= invoice.amount_of("all_members")
    assert all(one.seat for one in invoice.counted if one.billable)


@given(st.sampled_from(PER), st.sampled_from(SHARED), st.booleans(), entries())
@settings(max_examples=150)
def test_a_person_holds_at_most_one_seat_in_a_place(per: str, shared: str, idle: bool, people: list[Person]) -> None:
    counted = bill(policy(per, shared, idle), people).counted
    places = [(one.person, one.place) for one in counted]
    assert len(places) == len(set(places))
    if per not in (" per workspace", " per role"):
        assert all(one.place == "" for one in counted)
        assert {one.person for one in counted} == {one.id for one in people}
    logins = {one.id for one in people if one.is_shared_login}
    for one in counted:
        several = one.person in logins and shared == "3 seats"
        assert one.seats == (3 if several else 1)
        if one.person in logins and shared != "as each user":
            assert one.place == ""


@given(policies, entries())
@settings(max_examples=100)
def test_the_lines_are_the_sum_of_who_counted(made: Policy, people: list[Person]) -> None:
    invoice = bill(made, people)
    of = {
        "all_members": ("member", False),
        "members": ("member", True),
        "all_guests": ("guest", False),
        "guests": ("guest", True),
    }
    for line in invoice.lines:
        name, billable = of[line.charge]
        seats = [one.seats for one in invoice.counted if one.seat == name and (one.billable or not billable)]
        assert line.quantity.billed == sum(seats)


@given(policies, entries())
@settings(max_examples=100)
def test_one_person_more_never_takes_a_seat_away(made: Policy, people: list[Person]) -> None:
    another = Person(
        "u-new", {"id": "u-new", "status": "active", "roles": ("admin",), "projects": Fraction(0), "last_used": FIRST}, HERE
    )
    before, after = bill(made, people), bill(made, [*people, another])
    assert after.amount_of("members") == before.amount_of("members") + 10
    assert set(before.counted) < set(after.counted)
