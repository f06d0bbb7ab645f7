"""What the everyday engine does by itself: it keeps programs, lowers again for lines a seat, refuses what it cannot hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.documents.invoice import NOT_BILLED, PRICED
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from tests.unit.engines.policies import FIRST, account, charge, plan, policy
from tests.unit.pricing.invoice_differences import first_difference

PER_SEAT = plan(charge(lines="one per seat"))
TEXTS = """discount same "Same" {
  off: 10% of everything
  when: partner is known and other is known and partner = other
}
"""


def test_a_program_is_made_once() -> None:
    engine, made = PythonEngine(), policy(plan(charge()))
    holding = ("team",), (), "USD"
    first = engine.program(made, holding)
    engine.bill(made, account(seats={"seats": 3}), FIRST)
    assert engine.program(made, holding) is first
    assert engine.program(policy(plan(charge())), holding) is not first


def test_another_policy_of_the_same_name_is_another_program() -> None:
    engine = PythonEngine()
    nets = []
    for rate in ("10.00", "11.00"):
        made = policy(plan(charge(price=f"{rate} USD per seat per month")))
        totals = engine.bill(made, account(seats={"seats": 3}), FIRST).value.totals
        assert totals is not None
        nets.append(totals.net)
    assert nets == [30, 33]


def test_programs_of_a_policy_that_is_gone_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatpolicy.engines.python.programs.MOST_KEPT", 2)
    engine = PythonEngine()
    for rate in range(1, 30):
        # Each policy is forgotten after two more, and its memory, with its identity, may be another's.
        made = policy(plan(charge(price=f"{rate}.00 USD per seat per month")))
        totals = engine.bill(made, account(seats={"seats": 3}), FIRST).value.totals
        assert totals is not None
        assert totals.net == 3 * rate
        del made


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11])
def test_a_line_for_each_seat(count: int) -> None:
    made, one = policy(PER_SEAT), account(seats={"seats": count})
    answer = PythonEngine().bill(made, one, FIRST)
    assert answer.value.status == PRICED
    width = 2 if count > 9 else 1
    wanted = [f"seats#{number:0{width}}" for number in range(1, count + 1)] if count > 1 else ["seats"]
    assert [line.id for line in answer.value.lines] == wanted
    assert sum(line.amount for line in answer.value.lines) == 10 * count
    assert first_difference(ReferenceEngine().bill(made, one, FIRST), answer) == ""


def test_two_texts_of_an_account_are_not_compared() -> None:
    made = policy(plan(charge()) + TEXTS, facts="  other of account: optional text\n")
    facts = {"partner": "Meridian", "other": "Meridian"}
    answer = PythonEngine().bill(made, account(seats={"seats": 3}, facts=facts), FIRST)
    assert answer.value.status == NOT_BILLED
    [found] = answer.diagnostics
    assert found.code == "EN511"
    assert found.span is not None
    assert found.span.text == "partner = other"
    # One text that is not known leaves nothing to compare.
    without = account(seats={"seats": 3}, facts={"partner": "Meridian"})
    assert PythonEngine().bill(made, without, FIRST).value.status == PRICED


def test_a_figure_that_is_too_fine_is_refused_where_it_stands() -> None:
    made = policy(plan(charge()) + 'discount cut "Cut" {\n  off: share of everything\n}\n')
    share = Fraction(1, 10**9)
    answer = PythonEngine().bill(made, account(seats={"seats": 3}, facts={"share": share}), FIRST)
    assert answer.value.status == NOT_BILLED
    [found] = answer.diagnostics
    assert (found.code, found.span and found.span.source.path) == ("EN511", "the test")


def test_standings_agree() -> None:
    made = policy(plan(charge(), lines="  term: 12 months\n  renews: for 6 months\n"))
    for months in range(0, 40, 5):
        day = date(2026 + (10 + months) // 12, (10 + months) % 12 + 1, 17)
        one = account(seats={"seats": 3})
        assert PythonEngine().standing(made, one, day) == ReferenceEngine().standing(made, one, day)
