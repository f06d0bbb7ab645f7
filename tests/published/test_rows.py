"""Every published seat policy stands as a policy of ours, every number of it in a live token.

The facts lie beside the project (`../shared/facts/seat-policies.md`); without them the tests that
read them are skipped, and the map is still held against the policies. The last tests plant
mistakes, so that none of this can pass by chance.
"""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.published.published_rows import (
    Row,
    code_of,
    dead,
    live_of,
    missing,
    numbers_in,
    says,
    table_rows,
    token_stands,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FACTS = ROOT.parent / "shared" / "facts" / "seat-policies.md"

Entry = dict[str, Any]  # as rows.yaml says: product, policy, cells, numbers
ENTRIES: list[Entry] = yaml.safe_load((HERE / "rows.yaml").read_text(encoding="utf-8"))
NUMBERED = [entry for entry in ENTRIES if entry["numbers"]]


def _slug(entry: Entry) -> str:
    return Path(str(entry["policy"])).parent.name


def _policy(entry: Entry) -> str:
    return (ROOT / str(entry["policy"])).read_text(encoding="utf-8")


def _with(policy: str, line: str, other: str) -> str:
    """The policy with another line wherever this one stands."""
    return "\n".join(other if code_of(it) == code_of(line) else it for it in policy.splitlines())


each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=_slug)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    if not FACTS.exists():
        pytest.skip("the facts are not beside this checkout: ../shared/facts/seat-policies.md")
    return {row["Product"]: row for row in table_rows(FACTS.read_text(encoding="utf-8"))}


# ---- The facts against the map ----


def test_every_row_has_an_entry_and_every_entry_a_row(rows: dict[str, Row]) -> None:
    assert len(rows) >= 18, "fewer rows than were ever mapped: the table was not read"
    assert sorted(rows) == sorted(entry["product"] for entry in ENTRIES)


@each_entry
def test_every_number_and_every_stated_cell_is_mapped(entry: Entry, rows: dict[str, Row]) -> None:
    assert missing(rows[entry["product"]], entry) == []


def test_the_rows_hold_the_numbers_that_a_reader_sees(rows: dict[str, Row]) -> None:
    """Read by eye from the table, so that a blind extraction fails and no map looks complete."""
    seen = {
        "Slack (self-serve paid)": "30, quarterly, 28 days, 10 July 2023, 14, single, min 1",
        "GitHub Enterprise (metered)": "30, 10, 20, 5",
        "GitHub Advanced Security": "90 days, 90 days, 90-day",
        "Notion": "15 Feb 2024, 6 months, monthly, annual",
        "Microsoft 365": "365, 7 days, 24 h, 7 days",
        "Asana": "5, 30, 10, min 2",
        "Zoom": "",
        "Zulip Cloud": "$8, $4, halfway, annual, monthly",
    }
    for product, numbers in seen.items():
        found = [number for text in rows[product].values() for number in numbers_in(text)]
        assert ", ".join(found) == numbers


# ---- The map against the policies ----


@each_entry
def test_every_mapped_line_is_live_text_of_its_policy(entry: Entry) -> None:
    assert entry["cells"], "a row without a cell is no map"
    assert dead(entry, _policy(entry)) == []


def test_every_published_policy_is_mapped_and_listed() -> None:
    folders = sorted(path.parent.name for path in ROOT.glob("policies/published-*/policy.seat"))
    assert folders == sorted(_slug(entry) for entry in ENTRIES)
    index = (ROOT / "policies" / "PUBLISHED.md").read_text(encoding="utf-8")
    for entry in ENTRIES:
        listed = [line for line in index.splitlines() if line.startswith(f"| {entry['product']} |")]
        assert len(listed) == 1
        assert f"({_slug(entry)}/policy.seat)" in listed[0]
        assert (ROOT / entry["policy"]).with_name("README.md").exists()


@each_entry
def test_the_policy_checks(entry: Entry) -> None:
    command = [sys.executable, "-m", "seatpolicy", "check", str(entry["policy"])]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


# ---- Planted mistakes ----


@each_entry
def test_an_entry_that_is_left_out_is_missed(entry: Entry, rows: dict[str, Row]) -> None:
    for part in ("numbers", "cells"):
        for at in range(len(entry[part])):
            shorter = copy.deepcopy(entry)
            del shorter[part][at]
            assert len(missing(rows[entry["product"]], shorter)) == 1


@each_entry
def test_a_line_made_a_comment_or_a_reason_is_found_dead(entry: Entry) -> None:
    lines = {line for cell in entry["cells"] for line in cell["lines"]}
    lines |= {number["line"] for number in entry["numbers"]}
    for line in lines:
        reason = 'because:  "{}"'.format(line.replace('"', ""))
        for dull in (f"# {line}", reason):
            found = dead(entry, _with(_policy(entry), line, dull))
            assert any(line in trouble for trouble in found)


@pytest.mark.parametrize("entry", NUMBERED, ids=_slug)
def test_another_token_in_the_policy_is_found(entry: Entry) -> None:
    for number in entry["numbers"]:
        other = number["line"].replace(number["token"], "something_else")
        found = dead(entry, _with(_policy(entry), number["line"], other))
        assert any(trouble.startswith(f"{number['number']}: ") for trouble in found)


def test_a_token_in_a_comment_a_title_or_a_reason_does_not_stand() -> None:
    assert token_stands("28 days", "billable:  while active when last_used in the last 28 days")
    for line in (
        "billable:  while active  # 28 days",
        "# 28 days",
        'because:  "used in the last 28 days"',
        'seat member "28 days" {',
        "trial:  128 days",
        "trial:  28 days_more",
    ):
        assert not token_stands("28 days", line)
    assert not token_stands("8", "price:  8.00 USD")
    assert not token_stands("8", "minimum:  1,8 USD")
    assert live_of('owner:  "a # b", backup "c"  # d') == 'owner: "", backup ""'


RIGHT = """
28 days = 28 days; 90-day = 90 days; 24 h = 24 hours; 10 July 2023 = 2023-07-10;
15 Feb 2024 = 2024-02-15; 2025 = 2025-01-01; 365 = microsoft_365; min 2 = at least 2;
$8 = 8.00 USD; 5 = packs of 5; one = one seat; halfway = 2026-04-16; single = single_guest;
annual = 12 months
"""
WRONG = """
28 days = 28; 28 days = 28 hours; 24 h = 24 days; 10 July 2023 = 2023-10-07; 2025 = 2026-01-01;
365 = microsoft_36; min 2 = at least 3; $8 = 8.50 USD; $8 = 8; 5 = packs of 15; 5 = 5 up to 30;
one = someone; halfway = 2026-04-15; halfway = half; single = guest; annual = month
"""


@pytest.mark.parametrize(("pairs", "right"), [(RIGHT, True), (WRONG, False)])
def test_a_token_must_mean_its_number(pairs: str, right: bool) -> None:
    for pair in pairs.split(";"):
        number, token = pair.strip().split(" = ")
        assert says(number, token) is right, pair


def test_numbers_are_read_as_they_are_written() -> None:
    text = "7 days, else 24 h; since 10 July 2023 ($8 -> $4 halfway); min 1, 90-day, two of 1.5; none"
    found = "7 days, 24 h, 10 July 2023, $8, $4, halfway, min 1, 90-day, two, 1.5"
    assert ", ".join(numbers_in(text)) == found
