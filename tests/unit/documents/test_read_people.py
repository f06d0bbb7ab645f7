"""The list `people:` of an account: what is read of a good one, and what is said about every bad one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.people import NEVER, Person
from seatpolicy.documents.read_people import read_people
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_source

POLICY = """
policy rosters "Rosters" {
  language: 1
  version: "1"
  owner: "a@b.example", backup "c@b.example"
  effective: from 2026-11-01
  time zone: "Europe/Berlin"
  currencies: USD
  rounding: half up to the cent on each line
}
facts {
  roles of person: any of admin, editor
  projects of person: count
  budget of person: optional money
  segment of account: one of smb, large
}
seat one "One" {
  held by: admin or editor
}
COUNTING
plan team "Team" {
  cycle: month
  anchor: subscription day
  charge ones "Ones" {
    for: one
    price: 10.00 USD per seat per month
    quantity: assigned
    bill: in advance
  }
}
proration {
  measure: days over the cycle
  fewer seats: no credit until the next cycle
}
"""
GOOD = "{id: u-1, status: active, projects: 1}"


@cache
def policy(counting: str = "") -> Policy:
    outcome = check_source(SourceText("p.seat", POLICY.replace("COUNTING", counting)))
    assert outcome.value is not None
    made = outcome.value.texts[0].policy
    assert made is not None
    return made


def read(text: str, counting: str = "", tolerant: bool = False) -> tuple[tuple[Person, ...] | None, Diagnostics]:
    document = parse_document(SourceText("account.yaml", f"people: {text}\n"))
    assert document.value is not None, document.diagnostics
    found = Diagnostics()
    return read_people(document.value.get("people"), policy(counting), "USD", found, tolerant), found  # type: ignore[union-attr]


def good(text: str) -> Person:
    people, found = read(f"[{text}]")
    assert not list(found), [one.message for one in found]
    assert people is not None
    return people[0]


def test_every_fact_has_its_type() -> None:
    one = good(
        "{id: u-1, email: a@b.example, status: active, roles: [admin, editor], projects: 7, budget: 9.50 USD, "
        "invited_on: 2026-01-01, accepted_on: 2026-01-02, suspended_on: 2026-02-01, deactivated_on: 2026-03-01, "
        "last_used: 2026-10-31, is_shared_login: yes, workspace: north}"
    )
    assert one.facts["projects"] == Fraction(7)
    assert one.facts["budget"] == Fraction(19, 2)
    assert (one.id, one.status, one.roles, one.workspace) == ("u-1", "active", ("admin", "editor"), "north")
    assert one.is_shared_login
    assert one.last_used == date(2026, 10, 31)
    assert dict(one.past())["invited_on"] == date(2026, 1, 1)


def test_what_is_not_told_has_a_value_of_its_own_or_none() -> None:
    one = good(GOOD)
    assert (one.roles, one.workspace, one.is_shared_login, one.last_used) == ((), "", False, None)
    assert good("{id: u, status: active, projects: 0, accepted_on: 2026-01-02}").last_used == date(2026, 1, 2)
    assert good("{id: u, status: invited, projects: 0}").last_used == NEVER
    assert good("{id: u, status: active, projects: 0, budget: }").facts.get("budget") is None
    assert good("{id: u, status: active, projects: 0, roles: admin}").roles == ("admin",)


def test_no_list_is_no_roster_and_an_empty_one_is_a_roster_of_nobody() -> None:
    assert read("")[0] is None
    assert read("~")[0] is None
    assert read("[]")[0] == ()


def test_the_same_entry_twice_is_one() -> None:
    people, found = read(f"[{GOOD}, {GOOD}]")
    assert people is not None
    assert len(people) == 1
    assert not list(found)


def test_a_person_in_two_workspaces_has_two_entries() -> None:
    people, found = read(
        "[{id: u, status: active, projects: 1, workspace: a}, {id: u, status: active, projects: 2, workspace: b}]"
    )
    assert people is not None
    assert len(people) == 2
    assert not list(found)


BAD = [
    ("{id: u-1}", "DO411", "people"),
    ("[u-1]", "DO411", "a person"),
    ("[{status: active, projects: 1}]", "DO452", "`id` of a person"),
    ("[{id: , status: active, projects: 1}]", "DO452", "`id`"),
    ('[{id: "", status: active, projects: 1}]', "DO431", "`id`"),
    ("[{id: u-1, projects: 1}]", "DO452", "`status` of the person `u-1`"),
    ("[{id: u-1, status: active}]", "DO452", "`projects` of the person `u-1`"),
    ("[{id: u-1, status: active}, {id: u-2, status: active}]", "DO452", "`u-1` and 1 other is missing"),
    ("[{id: u-1, status: active}, {id: u-2, status: active}, {id: u-3, status: active}]", "DO452", "`u-1` and 2 others"),
    ("[{id: u-1, status: Active, projects: 1}]", "DO432", "`status` cannot be `Active`"),
    ("[{id: u-1, status: on holiday, projects: 1}]", "DO432", "`status`"),
    ("[{id: u-1, status: active, projects: 1, roles: [boss]}]", "DO432", "`roles` cannot be `boss`"),
    ("[{id: u-1, status: active, projects: 1, roles: [[admin]]}]", "DO431", "`roles`"),
    ("[{id: u-1, status: active, projects: -1}]", "DO443", "`projects`"),
    ("[{id: u-1, status: active, projects: 1.5}]", "DO436", "`projects`"),
    ("[{id: u-1, status: active, projects: [1]}]", "DO431", "`projects`"),
    ("[{id: u-1, status: active, projects: 1, budget: 5.00 EUR}]", "DO445", "`budget`"),
    ("[{id: u-1, status: active, projects: 1, last_used: 2026-02-30}]", "DO444", "`last_used`"),
    ("[{id: u-1, status: active, projects: 1, last_used: 20/11/2026}]", "DO431", "`last_used`"),
    ("[{id: u-1, status: active, projects: 1, is_shared_login: maybe}]", "DO431", "`is_shared_login`"),
    ("[{id: u-1, status: active, projects: 1, role: admin}]", "DO451", "no fact `role`"),
    ("[{id: u-1, status: active, projects: 1, segment: smb}]", "DO451", "no fact `segment`"),
    ("[{id: u-1, status: active, projects: 1}, {id: u-1, status: invited, projects: 1}]", "DO453", "another `status`"),
    ("[{id: u-1, status: active, projects: 1}, {id: u-1, status: active, projects: 1, last_used: 2026-01-01}]", "DO453",
     "another `last_used`"),
    ("[{id: u-1, status: invited, projects: 1, accepted_on: 2026-01-01}]", "DO454", "has accepted already"),
    ("[{id: u-1, status: active, projects: 1, invited_on: 2026-01-02, accepted_on: 2026-01-01}]", "DO454",
     "before it was sent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "told"), BAD)
def test_every_mistake_has_its_code_and_its_place(text: str, code: str, told: str) -> None:
    _, found = read(text)
    (one,) = list(found)
    assert one.code == code
    assert told in one.message
    assert one.span is not None
    assert one.span.where.startswith("account.yaml:1:")
    assert one.hint or one.fix or one.note


def test_who_is_told_apart_by_a_fact_has_it() -> None:
    counting = "counting {\n  same person: by email\n}"
    _, found = read(f"[{GOOD}]", counting)
    assert [(one.code, one.subject) for one in found] == [("DO452", "email")]


def test_a_newer_minor_version_may_tell_more() -> None:
    people, found = read("[{id: u-1, status: active, projects: 1, pronoun: they}]", tolerant=True)
    assert people is not None
    assert not list(found)
