"""What a policy asks for before more seats, fewer seats, a renewal or an end: the invoice that shows it is held, on both
engines, by what was so on the day on which it happened."""

from __future__ import annotations

from datetime import date

import pytest

from seatpolicy.documents.invoice import HELD
from seatpolicy.engines.python.programs import Programs
from tests.differential.history_bills import account_of, by_everyday, by_reference, different, policy_of

POLICY = """
policy drawn "Drawn" {
  language: 1
  version: "1"
  owner: "a@b.example", backup "c@b.example"
  effective: from 2026-01-01
  time zone: "UTC"
  currencies: USD
  rounding: half up to the cent on each line
}
facts {
  roles of person: any of member
  unpaid of account: flag
  spare of account: count
}
seat member "Member" {
  held by: memberBILLABLE
}
plan team "Team" {
  cycle: month
  anchor: subscription day
  term: 2 months
  renews: for 2 months
  charge seats "Seats" {
    for: member
    price: 10.00 USD per seat per month
    quantity: COUNTED
    bill: in advance
  }
}
proration {
  measure: days over the cycle
  more seats: charged on the next invoice
  fewer seats: no credit until the next cycle
}
require that REQUIRED
"""
START = "subscription: {start: 2026-03-01}\nfacts: {unpaid: no, spare: 0}\n"
ORDER = "seats: {seats: 5}\nevents:\n"
SPARE = "spare >= 1 before fewer seats"
PAID = "not unpaid before "
CHANGED = "  - {id: e1, type: seats_changed, at: 2026-03-10, charge: seats, by: BY}\n"
UNPAID = "  - {id: e2, type: facts_changed, at: DAY, facts: {unpaid: yes}}\n"
SPARED = "  - {id: e2, type: facts_changed, at: DAY, facts: {spare: NOW}}\n"
MONTHS = {"2026-03-01", "2026-04-01", "2026-05-01"}


def policy_by(policy: str, required: str, counted: str = "contracted") -> str:
    billable = "\n  billable: while active" if counted == "billable" else ""
    return policy.replace("REQUIRED", required).replace("COUNTED", counted).replace("BILLABLE", billable)


def held_on(required: str, account: str, counted: str = "contracted", until: date = date(2026, 5, 31)) -> set[str]:
    """The days of the invoices that are held, the same on both engines."""
    policy = policy_of(policy_by(POLICY, required, counted))
    given = account_of(START + account, policy)
    here, there = by_reference(policy, given, until), by_everyday(policy, given, until, Programs())
    assert different(here, there) == []
    assert {str(one.as_of) for one in here[0]} >= MONTHS - {"2026-05-01"}
    for one in here[0]:
        assert (one.status == HELD) == bool(one.missing)
    return {str(one.as_of) for one in here[0] if one.status == HELD}


def fewer(by: str, then: str = "") -> str:
    return ORDER + CHANGED.replace("BY", by) + then


@pytest.mark.parametrize(
    ("required", "account", "days"),
    [
        # Fewer on 10 March: the invoice of 1 April is the first that shows it, and the only one that waits.
        (SPARE, fewer("-2"), {"2026-04-01"}),
        (SPARE, fewer("2"), set()),
        (SPARE, "seats: {seats: 5}\nevents: []\n", set()),
        # What is so on the day counts, not what is so when the invoice is made.
        (SPARE, fewer("-2", SPARED.replace("DAY", "2026-03-05").replace("NOW", "3")), set()),
        (SPARE, fewer("-2", SPARED.replace("DAY", "2026-03-10").replace("NOW", "3")), set()),
        (SPARE, fewer("-2", SPARED.replace("DAY", "2026-03-20").replace("NOW", "3")), {"2026-04-01"}),
        (f"{PAID}more seats", fewer("2", UNPAID.replace("DAY", "2026-03-05")), {"2026-04-01"}),
        (f"{PAID}more seats", fewer("-2", UNPAID.replace("DAY", "2026-03-05")), set()),
        (f"{PAID}more seats", fewer("2", UNPAID.replace("DAY", "2026-03-15")), set()),
        # Terms of two months: the first renewal is on 1 May.
        (f"{PAID}renewal", fewer("2", UNPAID.replace("DAY", "2026-03-05")), {"2026-05-01"}),
        (f"{PAID}renewal", fewer("2", UNPAID.replace("DAY", "2026-05-02")), set()),
        # What every invoice is asked for is asked of every invoice.
        (f"{PAID}invoice", fewer("2", UNPAID.replace("DAY", "2026-03-05")), {"2026-04-01", "2026-05-01"}),
    ],
)
def test_which_invoices_wait(required: str, account: str, days: set[str]) -> None:
    assert held_on(required, account) == days


def test_an_end_is_asked_for_with_what_comes_back() -> None:
    policy = POLICY.replace("no credit until the next cycle", "credited at what was billed, at once")
    end = "  - {id: e1, type: cancelled, at: 2026-03-20}\n"
    for unpaid, days in ((UNPAID.replace("DAY", "2026-03-05"), ["2026-03-20"]), ("", [])):
        made = policy_of(policy_by(policy, f"{PAID}cancellation"))
        given = account_of(START + ORDER + end + unpaid, made)
        here, there = (by_reference(made, given, date(2026, 5, 31)), by_everyday(made, given, date(2026, 5, 31), Programs()))
        assert different(here, there) == []
        assert [str(one.as_of) for one in here[0] if one.status == HELD] == days
        assert [str(one.as_of) for one in here[0]] == ["2026-03-01", "2026-03-20"]


def test_people_who_come_and_go() -> None:
    people = (
        "people:\n  - {id: u-1, roles: [member], status: active, accepted_on: 2026-02-28}\n"
        "  - {id: u-2, roles: [member], status: active, accepted_on: 2026-02-28}\nevents:\n"
    )
    left = "  - {id: e1, type: removed, at: 2026-03-10, person: u-2}\n"
    came = "  - {id: e3, type: person_added, at: 2026-03-10, person: u-3, roles: [member], status: active}\n"
    assert held_on(SPARE, people + left, "billable") == {"2026-04-01"}
    # One comes as another goes: there are as many as before.
    assert held_on(SPARE, people + left + came, "billable") == set()
    assert held_on(f"{PAID}more seats", people + came + UNPAID.replace("DAY", "2026-03-01"), "billable") == {"2026-04-01"}
