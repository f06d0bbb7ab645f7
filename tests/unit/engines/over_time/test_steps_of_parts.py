"""What the lines of parts tell beside their amounts, by both engines: packs, and which line charges more seats."""

from __future__ import annotations

from datetime import date

import pytest

from seatpolicy.documents.invoice import Line
from seatpolicy.engines.python.programs import Programs
from tests.differential.history_bills import account_of, by_everyday, by_reference, policy_of

POLICY = """\
policy drawn "Drawn" {
  language: 1
  version: "1"
  owner: "a@b.example", backup "c@b.example"
  effective: from 2026-01-01
  time zone: "UTC"
  currencies: USD
  rounding: half up to the cent on each line
}
seat member "Member" {
  held by: anyone
}
plan team "Team" {
  cycle: month
  anchor: subscription day
  charge desks "Desks" {
    for: member
    price: 20.00 USD per started pack of 5 per month
    quantity: contracted
    bill: in advance
  }
  charge rooms "Rooms" {
    for: member
    price: 6.00 USD per started pack of 2 per month
    quantity: contracted, each day
    bill: in arrears
  }
}
proration {
  measure: days over the cycle
  more seats: charged on the next invoice
  fewer seats: no credit until the next cycle
}
"""
MORE_SEATS = 31  # the line of `more seats:` above
ACCOUNT = """\
subscription: {start: 2026-01-01}
seats: {desks: 7, rooms: 3}
events:
  - {id: e1, at: 2026-01-11, type: seats_changed, charge: desks, by: 4}
"""


def lines(engine: str) -> dict[str, Line]:
    policy = policy_of(POLICY)
    account = account_of(ACCOUNT, policy)
    until = date(2026, 2, 1)
    made = by_reference(policy, account, until) if engine == "reference" else by_everyday(policy, account, until, Programs())
    assert not list(made[1])
    return {line.id: line for invoice in reversed(made[0]) for line in invoice.lines}


def told(line: Line) -> list[tuple[str, str, int, int, int]]:
    return [
        (step.rule, step.basis, int(step.before), int(step.after), step.at.line if step.at is not None else 0)
        for step in line.steps
        if step.figure == "quantity"
    ]


@pytest.mark.parametrize("engine", ["reference", "python"])
def test_packs_and_more_seats_are_told(engine: str) -> None:
    made = lines(engine)
    # 7 seats are 2 packs of 5; 11 are 3, of which 2 are paid for; 3 rooms are 2 packs of 2.
    assert told(made["desks"]) == [
        ("contracted", "7 contracted", 0, 7, 19), ("packs", "7 start 2 packs of 5", 7, 2, 18),
    ]  # fmt: skip
    assert told(made["desks+2026-01-11"]) == [
        ("contracted", "11 contracted", 0, 11, 19),
        ("packs", "11 start 3 packs of 5", 11, 3, 18),
        ("more seats", "2 of 3 are paid for", 3, 1, MORE_SEATS),
    ]
    assert told(made["rooms"])[-1] == ("packs", "3 start 2 packs of 2", 3, 2, 24)
