"""Policies and rosters for the tests that count people: each says only what its test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import CountedPerson, Invoice
from seatpolicy.documents.people import Person
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.policy import check_source
from tests.unit.engines.policies import FIRST, HERE, MONTHLY, ROUNDING, account, bill

BESIDE = ("BS109", "ST004")
"""A rule that no charge reads, and a role without a seat: what a test is not about is left out."""

FACTS = """
facts {{
  roles of person:     any of admin, editor, viewer, guest
  projects of person:  count
  vip of person:       flag
  trust of person:     optional number
  login_key of person: text
  strict of account:   flag
{facts}
}}
"""


def crew(seats: str, charges: str, counting: str = "", plan: str = MONTHLY, rest: str = "", facts: str = "") -> Policy:
    """A policy of seats, counting and charges; the plan is `team`."""
    source = (
        'policy test "Test" {\n  language: 1\n  version: "1"\n  owner: "a@b.example", backup "c@b.example"\n'
        "  effective: from 2026-11-01\n  reaches: everyone at the next cycle\n"
        f'  time zone: "Europe/Berlin"\n  currencies: USD\n  {ROUNDING}\n}}\n'
        + FACTS.format(facts=facts)
        + seats
        + (f"counting {{\n{counting}\n}}\n" if counting else "")
        + (rest if "proration {" in rest else rest + PRORATION)
        + f'plan team "Team" {{\n{plan}\n{charges}\n}}\n'
    )
    outcome = check_source(SourceText("test.seat", source))
    assert outcome.value is not None
    errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR and one.code not in BESIDE]
    assert not errors, "\n".join(render(one) for one in errors)
    made = outcome.value.texts[0].policy
    assert made is not None
    return made


PRORATION = "proration {\n  measure: days over the cycle\n  fewer seats: no credit until the next cycle\n}\n"


def seat(name: str, held_by: str, *billable: str) -> str:
    """A seat type with its lines `billable:`."""
    lines = "".join(f"  billable: {line}\n" for line in billable)
    return f'seat {name} "{name.title()}" {{\n  held by: {held_by}\n{lines}}}\n'


def counts(name: str, of: str, quantity: str = "assigned", price: str = "10.00 USD per seat per month", **more: str) -> str:
    """A charge for a seat type, in advance unless it is said otherwise."""
    lines = {"for": of, "price": price, "quantity": quantity, "bill": "in advance", **more}
    return f'  charge {name} "{name.title()}" {{\n' + "".join(f"    {k}: {v}\n" for k, v in lines.items()) + "  }\n"


def person(id: str, *roles: str, status: str = "active", **facts: Value | int) -> Person:
    """An entry of a roster; whole numbers are counts."""
    given: dict[str, Value] = {"id": id, "status": status, "roles": roles}
    for name, value in facts.items():
        given[name] = Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return Person(id, given, HERE)


def with_people(*people: Person, seats: Mapping[str, int] | None = None, start: date = FIRST) -> Account:
    """An account with a roster."""
    one = account(seats=seats, start=start, facts={"strict": True})
    return attrs.evolve(one, people=tuple(people))


def answered(made: Policy, *people: Person, as_of: date = FIRST, seats: Mapping[str, int] | None = None) -> Outcome[Invoice]:
    """The bill of an account with these people."""
    return bill(made, with_people(*people, seats=seats), as_of)


def counted(made: Policy, *people: Person, as_of: date = FIRST) -> dict[str, CountedPerson]:
    """Who counted, by person, or `person/place`; the bill must be one."""
    outcome = answered(made, *people, as_of=as_of)
    assert outcome.value.status == "priced", [found.message for found in outcome.diagnostics]
    return {f"{one.person}/{one.place}" if one.place else one.person: one for one in outcome.value.counted}
