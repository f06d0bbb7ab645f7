"""What invoices say beside their sums about people over time: why a line is what it is, which events led to it, what is
due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from seatpolicy.documents.invoice import Invoice, Step
from seatpolicy.engines.python.programs import Programs
from seatpolicy.values.money import format_amount
from tests.differential.history_bills import Bills, account_of, by_everyday, by_reference, policy_of

HISTORIES = Path(__file__).resolve().parents[3] / "differential" / "histories"
CREDITED = "credited at what was billed, at once"
AWAY = """
subscription: {start: 2026-11-01}
people:
  - {id: u1, roles: [member], status: active, last_used: 2026-11-01}
  - {id: u2, roles: [member], status: active, last_used: 2026-11-01}
events:
  - {id: gone, at: 2026-11-10T09:00:00Z, type: removed, person: u2}
  - {id: back, at: 2026-11-20T09:00:00Z, type: person_added, person: u2, status: active, roles: [member]}
"""


def policy_text(file: str, **changes: str) -> str:
    """The policy of a file of histories, with some of its words changed."""
    import yaml

    text: str = yaml.safe_load((HISTORIES / f"{file}.yaml").read_text(encoding="utf-8"))["policy"]
    for old, new in changes.items():
        words = old.replace("_", " ")
        assert words in text, words
        text = text.replace(words, new)
    return text


def billed(text: str, document: str, until: date, engine: str) -> Bills:
    policy = policy_of(text)
    account = account_of(document.lstrip(), policy)
    if engine == "reference":
        return by_reference(policy, account, until)
    return by_everyday(policy, account, until, Programs())


def due(invoices: list[Invoice]) -> list[str]:
    return [format_amount(one.totals.due, "USD") for one in invoices if one.totals is not None]


def told(steps: Sequence[Step]) -> list[tuple[str, str]]:
    return [(one.rule, one.basis) for one in steps]


engines = pytest.mark.parametrize("engine", ["reference", "everyday"])


@engines
def test_a_credit_names_who_left_and_what_takes_it_back_names_who_came_back(engine: str) -> None:
    made, found = billed(policy_text("came_back"), AWAY, date(2026, 12, 1), engine)
    assert not list(found)
    _, credit, last = made
    assert told(credit.lines[0].steps)[0] == ("removal", "u2")
    assert credit.lines[0].events == ("gone",)
    again = last.lines[0]
    assert (again.credits, again.amount, again.events) == (credit.lines[0].id, -credit.lines[0].amount, ("back",))
    assert told(again.steps) == [("coming back", "u2 is back on 2026-11-20: the old seat goes on")]


@engines
def test_a_day_on_which_nobody_sits_there_says_whose_seat_goes_on(engine: str) -> None:
    away = AWAY.replace("11-10", "11-25").replace("11-20", "12-05")
    made, _ = billed(policy_text("came_back"), away, date(2027, 1, 1), engine)
    december = next(line for line in made[-1].lines if line.period.first == date(2026, 12, 1))
    assert told(december.steps)[:2] == [("billable", "1 billable"), ("coming back", "u2, back within 30 days")]
    assert ("billed before", "u2 is back on 2026-12-05: the old seat goes on") in told(december.steps)
    assert [int(one.after) for one in december.steps if one.figure == "quantity"] == [1, 2]


@engines
def test_a_seat_that_stays_taken_says_until_when(engine: str) -> None:
    document = AWAY.replace("person: u2, status", "person: u3, status")
    made, _ = billed(policy_text("freed_seats"), document, date(2026, 12, 1), engine)
    added = next(line for line in made[-1].lines if "+" in line.id)
    assert ("freed seat", "u2: stays taken until 2026-12-01") in told(added.steps)
    assert added.events == ("back",)


# 60.00 in November; 21.00 are refunded on the 10th and due again with December's 60.00.
@engines
def test_what_was_refunded_is_due_again(engine: str) -> None:
    text = policy_text("came_back", **{CREDITED: f"{CREDITED}, as a refund"})
    made, _ = billed(text, AWAY, date(2026, 12, 1), engine)
    assert due(made) == ["60.00", "0.00", "81.00"]
    assert [one.totals.refunded for one in made if one.totals is not None] == [0, 21, 0]


# 21.00 of account credit from the 10th on, unused by December: it is withdrawn, and December's 60.00 are due.
@engines
def test_account_credit_is_withdrawn(engine: str) -> None:
    text = policy_text("came_back", **{CREDITED: f"{CREDITED}, to account credit"})
    made, _ = billed(text, AWAY, date(2026, 12, 1), engine)
    assert due(made) == ["60.00", "0.00", "60.00"]
    assert [one.totals.to_account_credit for one in made if one.totals is not None] == [0, 21, -21]


# 6.00 of account credit from 25 November on, for which December's 30.00 (u1 alone) are due with 24.00. Behind the return of
# 5 December the credit is gone: January's 60.00, December's other 30.00 and the 6.00 are due.
@engines
def test_account_credit_that_has_paid_a_bill_is_due_again(engine: str) -> None:
    text = policy_text("came_back", **{CREDITED: f"{CREDITED}, to account credit"})
    away = AWAY.replace("11-10", "11-25").replace("11-20", "12-05")
    made, _ = billed(text, away, date(2027, 1, 1), engine)
    assert due(made) == ["60.00", "0.00", "24.00", "96.00"]


@engines
def test_lines_of_the_days_between_are_not_told_apart(engine: str) -> None:
    lines = """billed:
  - {id: seats, kind: charge, charge: seats, of: team, period: {from: 2026-11-01, to: 2026-11-30}, amount: "60.00"}
"""
    made, found = billed(policy_text("came_back"), AWAY + lines, date(2026, 11, 25), engine)
    assert not made
    assert [one.code for one in found] == ["EN505"]
    assert "while `u2` was away, who came back" in next(iter(found)).message


@engines
def test_lines_of_later_days_hold_what_was_put_right(engine: str) -> None:
    lines = """billed:
  - {id: seats, kind: charge, charge: seats, of: team, period: {from: 2026-11-01, to: 2026-11-30}, amount: "60.00"}
  - {id: seats, kind: charge, charge: seats, of: team, period: {from: 2026-12-01, to: 2026-12-31}, amount: "60.00"}
"""
    made, found = billed(policy_text("came_back"), AWAY + lines, date(2027, 1, 1), engine)
    assert not list(found)
    assert due(made) == ["60.00"]


@engines
def test_who_is_in_trial_is_told_and_who_converts_is_told(engine: str) -> None:
    document = """
subscription: {start: 2026-11-01}
people:
  - {id: u1, roles: [member], status: active, accepted_on: 2026-01-10, last_used: 2026-11-01}
events:
  - {id: came, at: 2026-11-03T09:00:00Z, type: person_added, person: u2, status: active, roles: [member]}
  - {id: late, at: 2026-11-28T09:00:00Z, type: person_added, person: u3, status: active, roles: [member]}
"""
    made, found = billed(policy_text("people_in_trial"), document, date(2026, 12, 1), engine)
    assert not list(found)
    converted, december = made[-1].lines
    assert converted.events == ("came",)
    assert converted.period.first == date(2026, 11, 17)
    assert told(december.steps)[:2] == [("billable", "3 billable"), ("trial", "u3, in trial")]


@engines
def test_who_is_in_trial_counts_towards_a_limit_that_says_so(engine: str) -> None:
    text = policy_text(
        "people_in_trial",
        **{
            "trial: 14 days": "trial: 14 days, counts towards the limit",
            "quantity: billable": "quantity: billable\n    limit: at most 1, then refuse",
        },
    )
    document = """
subscription: {start: 2026-11-01}
people:
  - {id: u1, roles: [member], status: active, accepted_on: 2026-01-10, last_used: 2026-11-01}
events:
  - {id: came, at: 2026-11-03T09:00:00Z, type: person_added, person: u2, status: active, roles: [member]}
"""
    made, found = billed(text, document, date(2026, 11, 5), engine)
    assert not made
    assert [one.code for one in found] == ["EN101"]
    apart = text.replace("counts towards the limit", "does not count")
    made, found = billed(apart, document, date(2026, 11, 5), engine)
    assert due(made) == ["30.00"]
    assert not list(found)


REASSIGNED = """
subscription: {start: 2026-11-01}
people:
  - {id: u1, roles: [member], status: active, last_used: 2026-11-01}
  - {id: u2, roles: [WHAT], status: active, last_used: 2026-11-01}
events:
  - {id: given, at: 2026-11-10T09:00:00Z, type: seat_reassigned, from: FROM, to: TO}
"""


@engines
@pytest.mark.parametrize(
    ("what", "giver", "taker", "words"),
    [
        ("member", "u1", "u2", "`given` gives `u2` a seat `member`, who holds one already"),
        ("viewer", "u2", "u1", "`given` gives a seat `member` away that `u2` does not hold"),
    ],
)
def test_seats_that_cannot_change_hands(engine: str, what: str, giver: str, taker: str, words: str) -> None:
    seat = ", seat: member" if what == "viewer" else ""
    document = REASSIGNED.replace("WHAT", what).replace("FROM", giver).replace("TO", f"{taker}{seat}")
    _, found = billed(policy_text("given_to_another"), document, date(2026, 12, 1), engine)
    assert [(one.code, one.message) for one in found] == [("EN303", words)]


@engines
def test_a_seat_that_stays_taken_names_the_event_that_moved_it(engine: str) -> None:
    text = policy_text("given_to_another", **{"may be reused": "stays taken until the next cycle"})
    document = REASSIGNED.replace("WHAT", "viewer").replace("FROM", "u1").replace("TO", "u2")
    made, _ = billed(text, document, date(2026, 12, 1), engine)
    added = next(line for line in made[-1].lines if "+" in line.id)
    assert added.events == ("given",)
    assert ("freed seat", "u1: stays taken until 2026-12-01") in told(added.steps)


@engines
@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        ("type: trial_started, person: u1", "EN303", "`tried` begins a trial of `u1`, and no seat has one"),
        ("type: trial_started, plan: team", "EN303", "`tried` begins a trial, and `team` has none"),
        ("type: trial_started", "EN303", "`tried` begins a trial, and no plan has one"),
    ],
)
def test_trials_that_nobody_wrote(engine: str, event: str, code: str, words: str) -> None:
    document = REASSIGNED.replace("WHAT", "viewer").replace(
        "  - {id: given, at: 2026-11-10T09:00:00Z, type: seat_reassigned, from: FROM, to: TO}",
        f"  - {{id: tried, at: 2026-11-10T09:00:00Z, {event}}}",
    )
    _, found = billed(policy_text("given_to_another"), document, date(2026, 12, 1), engine)
    assert [(one.code, one.message) for one in found] == [(code, words)]


@engines
def test_a_trial_of_a_plan_that_is_billed_already_waits(engine: str) -> None:
    text = policy_text("given_to_another", **{"anchor: calendar": "anchor: calendar\n  trial: 5 days"})
    document = REASSIGNED.replace("WHAT", "viewer").replace(
        "  - {id: given, at: 2026-11-10T09:00:00Z, type: seat_reassigned, from: FROM, to: TO}",
        "  - {id: tried, at: 2026-11-10T09:00:00Z, type: trial_started}",
    )
    _, found = billed(text, document, date(2026, 12, 1), engine)
    assert [one.code for one in found] == ["EN508"]
