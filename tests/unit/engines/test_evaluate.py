"""Conditions and figures over the facts of an account: every kind of expression, unknown facts, tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from seatpolicy.documents.refusals import Refusal
from seatpolicy.documents.typed import Value
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Heads
from seatpolicy.semantics.model.expressions import FactValue
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import FIRST, HERE, account, amounts, bill, charge, codes, plan, policy

FACTS = """
  segment of account: one of smb, midmarket, enterprise
  unpaid of account: flag
  founded_on of account: optional date
  budget of account: optional money
  score of account: optional number
  tags of account: any of red, green, blue
  motion of quote: one of direct, cosell
  projects of person: count
"""
GIVEN: dict[str, Value] = {
    "segment": "smb",
    "unpaid": False,
    "founded_on": date(2019, 5, 1),
    "budget": Fraction(1000),
    "desks": Fraction(7),
    "most": Fraction(10),
    "share": Fraction(1, 5),
    "tags": ("red", "blue"),
}


def world(made: Policy, facts: dict[str, Value], seats: int = 12) -> World:
    one = account(seats={"seats": seats}, facts=facts)
    return World(made, one, FIRST, Heads(made, one).seats_of)


def holds(condition: str, facts: dict[str, Value] | None = None) -> bool:
    """Whether a condition holds for what is given."""
    lets = "let growth = desks * 2 + 1\namount floor_price = 20.00 USD\n"
    made = policy(lets + plan(charge()) + f'signal s "S" {{\n  when: {condition}\n  tell: account_owner\n}}\n', facts=FACTS)
    when = made.signals["s"].when
    assert when is not None
    return world(made, GIVEN if facts is None else facts).holds(when)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("segment = smb", True),
        ("segment != smb", False),
        ("segment in (midmarket, smb)", True),
        ("not segment in (midmarket, smb)", False),
        ("not unpaid", True),
        ("unpaid or segment = smb", True),
        ("unpaid and segment = smb", False),
        ("desks > 7", False),
        ("desks >= 7", True),
        ("desks < 7", False),
        ("desks <= 7", True),
        ("desks in 7 to 9", True),
        ("desks in 1 to 7", True),
        ("desks in 8 to 9", False),
        ("desks + 3 = most", True),
        ("most - desks = 3", True),
        ("desks * most = 70", True),
        ("desks / most < 1", True),
        ("min(desks, most) = 7", True),
        ("max(desks, most, 11) = 11", True),
        ("share = 20%", True),
        ("share > 19.9%", True),
        ("growth = 15", True),
        ("partner is unknown", True),
        ("partner is known", False),
        ("founded_on is known and founded_on < 2020-01-01", True),
        ("founded_on is known and founded_on in 2019-05-01 to 2019-05-01", True),
        ("budget is known and budget > floor_price", True),
        ("as_of = 2026-11-01", True),
        ("currency = USD", True),
        ("plan = team", True),
        ("starts_on >= 2026-11-01", True),
        ("customer_since in the last 1 days", True),
        ("seats of member = 12", True),
        ("tags in (green, blue)", True),
        ("tags in (green)", False),
    ],
)
def test_conditions(condition: str, expected: bool) -> None:
    assert holds(condition) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 10, 2), False), (date(2026, 10, 3), True), (date(2026, 11, 2), False)]
)
def test_the_last_30_days_are_the_day_itself_and_the_29_before(day: date, expected: bool) -> None:
    assert holds("founded_on is known and founded_on in the last 30 days", {"founded_on": day}) is expected


def test_a_known_fact_guards_what_follows() -> None:
    assert holds("founded_on is known and founded_on < 2020-01-01", {}) is False
    assert holds("founded_on is unknown or founded_on < 2020-01-01", {}) is True


@pytest.mark.parametrize(
    ("condition", "facts", "code"),
    [
        ("segment = smb", {}, "EN301"),
        ("desks / most > 1", {"desks": Fraction(1), "most": Fraction(0)}, "EN303"),
        ("added of seats in the last 30 days > 1", GIVEN, "EN507"),
        ("assigned of seats > 1", GIVEN, "EN507"),
        ("total > 1.00 USD", GIVEN, "EN507"),
    ],
)
def test_what_cannot_be_read_is_refused(condition: str, facts: dict[str, Value], code: str) -> None:
    with pytest.raises(Refusal) as stop:
        holds(condition, facts)
    assert stop.value.found.code == code


@pytest.mark.parametrize(("fact", "code"), [("motion", "EN507"), ("projects", "EN507"), ("last_used", "EN507")])
def test_facts_of_quotes_and_people_are_no_facts_of_an_account(fact: str, code: str) -> None:
    # The checker lets none of them into a price; should one get here, it is no 0 and no "no".
    made = policy(plan(charge()), facts=FACTS)
    with pytest.raises(Refusal) as stop:
        world(made, GIVEN).value(FactValue(made.facts[fact].type, HERE, fact))
    assert stop.value.found.code == code


def test_a_missing_fact_is_named_with_its_type_and_declaration() -> None:
    with pytest.raises(Refusal) as stop:
        holds("segment = smb", {})
    found = stop.value.found
    assert "`segment`" in found.message
    assert found.note == "it is one of smb, midmarket, enterprise"
    assert found.hint == "give it, as in `segment = smb`"
    assert found.related[0].span.text.startswith("segment of account")


TABLE = """
table kind "Kind" gives one of small, medium, large {
  segment           | desks     | kind
  smb or midmarket  | 0 to 5    | small
  smb or midmarket  | 6 and up  | medium
  enterprise        | any       | large
}
table band "Band" gives percent {
  share      | band
  up to 10%  | 1%
  up to 20%  | 2%
  above      | 3%
}
"""


@pytest.mark.parametrize(
    ("segment", "desks", "kind"),
    [
        ("smb", 0, "small"),
        ("midmarket", 5, "small"),
        ("smb", 6, "medium"),
        ("smb", 900, "medium"),
        ("enterprise", 1, "large"),
    ],
)
def test_a_table_gives_the_row_that_fits(segment: str, desks: int, kind: str) -> None:
    made = policy(TABLE + plan(charge()), facts=FACTS)
    row = world(made, {"segment": segment, "desks": Fraction(desks)}).row(made.tables["kind"])
    assert getattr(row.result, "value", None) == kind


@pytest.mark.parametrize(
    ("share", "band"), [("0", "1%"), ("10", "1%"), ("10.01", "2%"), ("20", "2%"), ("20.01", "3%"), ("99", "3%")]
)
def test_bands_of_a_table_begin_just_above_the_row_before(share: str, band: str) -> None:
    made = policy(TABLE + plan(charge()), facts=FACTS)
    row = world(made, {"share": Fraction(share) / 100}).row(made.tables["band"])
    assert getattr(row.result, "value", None) == Fraction(band[:-1]) / 100


def test_a_plan_is_one_plan() -> None:
    made = policy(
        plan(charge())
        + plan(charge("more"), name="other")
        + 'discount d "D" {\n  off: 1% of seats\n  when: plan = team\n}\n'
    )
    one = account("team", "other", seats={"seats": 1})
    when = made.discounts["d"].when
    assert when is not None
    with pytest.raises(Refusal) as stop:
        World(made, one, FIRST, lambda _: Fraction(0)).holds(when)
    assert stop.value.found.code == "EN510"


# ---- days and moments, as both engines read them ----

MOMENTS = """
  since of account: date
  notice of account: days
  signed_at of account: instant
  seen_at of account: instant
"""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATED: dict[str, Value] = {
    "since": date(2024, 2, 28),
    "notice": Fraction(30),
    "signed_at": NOON,
    "seen_at": NOON.astimezone(timezone(timedelta(hours=2))),
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # 2024 has a 29 February.
        ("since + 2 days = 2024-03-01", 1),
        ("since + notice in 2024-03-29 to 2024-03-29", 1),
        ("as_of - notice > 2026-10-01", 1),
        ("as_of - notice > 2026-10-02", 2),
        ("since - notice in the last 1,007 days", 2),
        ("since - notice in the last 1,008 days", 1),
        # Half a day, and days that no calendar of a policy has.
        ("since + notice / 4 > 2024-01-01", "EN303"),
        ("since + notice * 1,000,000,000 > 2024-01-01", "EN303"),
        ("since - notice * 1,000,000,000 > 2024-01-01", "EN303"),
        ("signed_at = seen_at", 1),
        ("signed_at != seen_at", 2),
        # Of which zone would that day be?
        ("signed_at = 2026-03-01", "EN511"),
        ("signed_at != 2026-03-01", "EN511"),
        ("signed_at in (2026-03-01, 2026-03-02)", "EN511"),
        ("signed_at <= seen_at", "EN511"),
    ],
)
def test_days_are_moved_by_days_and_moments_are_no_days(condition: str, expected: int | str) -> None:
    price = f"1.00 USD per month when {condition}\n    price: 2.00 USD per month"
    made = policy(plan(charge("fee", **{"for": ""}, price=price, quantity="")), facts=MOMENTS)
    outcome = bill(made, account(facts=DATED))
    assert codes(outcome) == ([expected] if isinstance(expected, str) else [])
    assert amounts(outcome.value) == ({} if isinstance(expected, str) else {"fee": expected})


@pytest.mark.parametrize(("column", "code"), [("signed_at", "EN511"), ("since", "")])
def test_a_table_looks_at_days_only(column: str, code: str) -> None:
    table = (
        f'table rates "Rates" gives rate per month {{\n  {column} | rates\n'
        "  up to 2024-02-28 | 1.00 USD per month\n  above | 2.00 USD per month\n}\n"
    )
    made = policy(table + plan(charge("fee", **{"for": ""}, price="rates", quantity="")), facts=MOMENTS)
    outcome = bill(made, account(facts=DATED))
    assert codes(outcome) == ([code] if code else [])
    assert amounts(outcome.value) == ({} if code else {"fee": 1})
