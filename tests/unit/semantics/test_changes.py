"""The dates of a change, against each other and against the policy's first day; changes that lack a line."""

from __future__ import annotations

import pytest

from tests.unit.semantics.charged import MONTHLY, SEATS, charged
from tests.unit.semantics.policy_under_test import HEAD, PLAN, findings, placed
from tests.unit.semantics.policy_under_test import SEATS as SEAT_TYPES

CHANGE = 'change spring "Spring" {{\n{}}}'
PRICES = SEATS.replace("per month", "per month until spring; price: 12.00 USD per seat per month from spring")


def changed(lines: str) -> str:
    """A policy effective from 2026-01-01 whose price changes with `spring`; lines of the change split by `;`."""
    body = "".join(f"  {line.strip()}\n" for line in lines.split(";"))
    return charged(PRICES, also=CHANGE.format(body))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("from: 2026-03-01; reaches: everyone at once", []),
        ("from: 2026-01-02; reaches: everyone at once", []),
        ("from: 2026-01-01; reaches: everyone at once", [("LC707", "2026-01-01")]),
        ("from: 2025-03-01; reaches: new customers at once, others keep theirs", [("LC707", "2025-03-01")]),
        ("from: 2026-03-01; reaches: everyone at once; announced: 2026-03-01", []),
        ("from: 2026-03-01; reaches: everyone at once; announced: 2026-03-02", [("LC706", "2026-03-02")]),
        (
            "from: 2026-03-01; reaches: new customers at once, others at the next cycle, everyone by 2026-02-28",
            [("LC706", "2026-02-28")],
        ),
    ],
)
def test_the_dates_of_a_change(lines: str, expected: list[tuple[str, str]]) -> None:
    assert placed(findings(changed(lines), "LC706", "LC707")) == expected


RENEWED = {
    "": "at renewal",
    "  term: 12 months": "",
    "  term: 12 months\n  renews: for 12 months": "",
    "  term: 12 months when currency = USD": "",
    "  term: 12 months from spring": "",
}
AT_RENEWAL = CHANGE.format("  from: 2026-03-01\n  reaches: new customers at once, others at renewal\n")


def renewing(plan: str) -> str:
    """A policy without a mistake whose price changes with `spring`; `plan` is one more line of its plan."""
    price = "    price: 10.00 USD per seat per month\n"
    dearer = "    price: 12.00 USD per seat per month from spring\n"
    return HEAD + SEAT_TYPES + PLAN.replace("  anchor", f"{plan}\n  anchor").replace(price, price + dearer)


@pytest.mark.parametrize(("plan", "expected"), RENEWED.items())
def test_a_change_at_renewal_without_renewals(plan: str, expected: str) -> None:
    text = renewing(plan) + AT_RENEWAL
    assert placed(findings(text)) == ([("LC709", expected)] if expected else [])
    assert findings(text.replace("others at renewal", "others at renewal, everyone by 2027-03-01")) == []
    assert findings(text.replace("others at renewal", "others keep theirs")) == []


def test_a_change_at_renewal_in_a_library_and_one_that_dates_nothing() -> None:
    autumn = AT_RENEWAL.replace("spring", "autumn").replace("Spring", "Autumn")
    found = findings(f'use "changes.seat"\n{renewing("")}{autumn}', changes=AT_RENEWAL)
    assert sorted((one.code, one.file, one.subject) for one in found) == [
        ("LC708", "test.seat", "autumn"),
        ("LC709", "changes.seat", "spring"),
    ]


@pytest.mark.parametrize("lines", ["from: 2026-03-01", "reaches: everyone at once"])
def test_a_change_that_lacks_a_line_still_tells_its_lines_apart(lines: str) -> None:
    found = findings(changed(lines), "RQ401", "RQ402", "RQ403", "LC706", "LC707", "NM205")
    assert placed(found) == [("RQ401", 'change spring "Spring"')]


def test_a_line_dated_by_nothing() -> None:
    text = changed("from: 2026-03-01; reaches: everyone at once").replace("month from spring", "month from sprung")
    found = findings(text, "NM205")
    assert placed(found) == [("NM205", "sprung")]
    assert found[0].fix is not None
    assert [edit.text for edit in found[0].fix.edits] == ["spring"]


def test_what_a_policy_says_of_time_without_changes() -> None:
    assert findings(charged(SEATS, MONTHLY), "LC706", "LC707", "NM205") == []
