"""Heads of policies: what they must say, what contradicts itself, and where a head may stand."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import SEATS, charged
from tests.unit.semantics.policy_under_test import findings, placed

HEAD_LINE = 'policy test "Test"'
OWNER = '  owner:       "pricing@test.example", backup "finance@test.example"\n'
ROUNDING = "  rounding:    half up to the cent on each line\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  language:    1\n", "RQ401"),
        ('  version:     "1"\n', "RQ401"),
        ("  effective:   from 2026-01-01\n", "RQ401"),
        ('  time zone:   "Europe/Berlin"\n', "RQ401"),
        ("  currencies:  USD\n", "RQ401"),
        (OWNER, "HY801"),
        (ROUNDING, "MN752"),
    ],
)
def test_each_line_of_a_head_is_needed(line: str, code: str) -> None:
    assert placed(findings(charged().replace(line, ""), "RQ401", "HY801", "MN752")) == [(code, HEAD_LINE)]


def test_nothing_is_needed_in_a_head_that_lost_a_line() -> None:
    broken = charged().replace(OWNER, '  woner:       "pricing@test.example"\n').replace(ROUNDING, "")
    assert findings(broken, "RQ401", "HY801", "MN752") == []


@pytest.mark.parametrize(
    ("owner", "place"),
    [
        ('"a@test.example", backup "b@test.example"', None),
        ('"a@test.example"', ""),
        ('"a@test.example", backup "a@test.example"', '"a@test.example"'),
        ('" ", backup "a@test.example"', '" "'),
    ],
)
def test_an_owner_has_a_backup_that_is_somebody_else(owner: str, place: str | None) -> None:
    found = findings(charged().replace(OWNER, f"  owner:       {owner}\n"), "HY801")
    assert placed(found) == ([] if place is None else [("HY801", place)])


@pytest.mark.parametrize(("version", "count"), [("1", 0), ("2", 1), ("0", 1), ("1.0", 1)])
def test_the_version_of_the_language(version: str, count: int) -> None:
    assert len(findings(charged().replace("language:    1", f"language:    {version}"), "RQ405")) == count


@pytest.mark.parametrize(
    ("zone", "count"), [("UTC", 0), ("America/New_York", 0), ("Europe/Berlinn", 1), ("Nowhere", 1), ("../etc", 1)]
)
def test_time_zones(zone: str, count: int) -> None:
    assert len(findings(charged().replace("Europe/Berlin", zone), "RQ406")) == count


@pytest.mark.parametrize(
    ("roundings", "currencies", "codes"),
    [
        (["to the cent on each line"], "USD", []),
        (["to the cent on each charge"], "USD", []),
        (["to the cent on the total"], "USD", []),
        (["to 0.05 on the total"], "CHF", []),
        (["to 3 decimals on each line"], "USD", ["MN753"]),
        (["to 3 decimals on each line"], "KWD", []),
        (["to 2 decimals on each line"], "JPY", ["MN753"]),
        (["to 2 decimals on each line"], "USD and JPY", ["MN753"]),
        (["to 3 decimals on each line", "to the cent on the total"], "USD", []),
        (["to the cent on each line", "to 0.05 on the total"], "CHF", ["MN753"]),
        (["to the cent on each line", "to the cent on each charge"], "USD", ["MN753"]),
        (["to 9 decimals on each factor"], "USD", ["MN752"]),
        (["to whole numbers on each quantity", "to the cent on each line", "to the cent on the tax"], "USD", []),
    ],
)
def test_roundings_end_in_what_can_be_paid_once(roundings: list[str], currencies: str, codes: list[str]) -> None:
    lines = "".join(f"  rounding:    half up {one}\n" for one in roundings)
    currency = currencies.split()[0]
    text = charged(SEATS.replace("USD", currency), currencies=currencies).replace(ROUNDING, lines)
    assert [one.code for one in findings(text, "MN752", "MN753")] == codes


def test_a_file_without_a_head() -> None:
    assert placed(findings('seat user "User" {\n  held by: anyone\n}\n', "RQ407")) == [("RQ407", "s")]
    assert findings("policy {\n}\n", "RQ407") == []


def test_a_head_in_a_library() -> None:
    library = 'policy other "Other" {\n  language: 1\n}\n\namount floor = 5.00 USD\n'
    text = 'use "shared.seat"\n\n' + charged()
    assert placed(findings(text, "RQ408", shared=library)) == [("RQ408", 'policy other "Other"')]
    assert findings(text, "RQ408", shared="amount floor = 5.00 USD\n") == []


def test_a_plan_is_sold_in_currencies_of_the_policy() -> None:
    lines = "cycle: month; anchor: subscription day; sold in: {}"
    assert placed(findings(charged(SEATS, lines.format("EUR")), "MN757")) == [("MN757", "EUR")]
    both = charged(SEATS, lines.format("USD"), currencies="USD and EUR")
    assert findings(both, "MN755", "MN757") == []


@pytest.mark.parametrize(
    ("credit", "found"),
    [
        ("to account credit for 6 months", []),
        ("to account credit for 2 years", []),
        ("to account credit for 30 days", [("TY304", ", to account credit for 30 days")]),
        ("to account credit, as a refund", [("RQ402", ", as a refund")]),
        ("at once, on the next invoice", [("RQ402", ", on the next invoice")]),
    ],
)
def test_where_and_when_a_credit_goes(credit: str, found: list[tuple[str, str]]) -> None:
    proration = f"measure: days over the cycle; fewer seats: credited at what was billed, {credit}"
    assert placed(findings(charged(proration=proration), "TY304", "RQ402")) == found
