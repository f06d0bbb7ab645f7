"""The table of defaults: it fits any width, says each subject once, and names the line, or the file where it is another."""

from __future__ import annotations

import re

import pytest

from seatpolicy.diagnostics.cells import cells
from seatpolicy.reports.defaults import defaults_text

ROWS = [
    {"subject": "counting", "statement": "a shared login is one seat", "why": "else: `shared login: 3 seats`",
     "where": "acme.seat:41:1"},
    {"subject": "counting", "statement": "two entries are one person if their `id` is the same",
     "why": "else: `same person: by email`", "where": ""},
    {"subject": "plan `team`", "statement": "the part before the first mark is billed", "why": "else: `first part: free`",
     "where": "common.seat:7:3"},
]  # fmt: skip


def test_a_wide_terminal() -> None:
    assert defaults_text("acme.seat", ROWS, 100).split("\n") == [
        "acme.seat relies on 3 defaults",
        "  counting     a shared login is one seat (line 41)",
        "                 else: `shared login: 3 seats`",
        "               two entries are one person if their `id` is the same",
        "                 else: `same person: by email`",
        "  plan `team`  the part before the first mark is billed (common.seat:7)",
        "                 else: `first part: free`",
    ]


@pytest.mark.parametrize("width", range(40, 121, 8))
def test_every_width(width: int) -> None:
    text = defaults_text("acme.seat", ROWS, width)
    assert max(cells(line) for line in text.split("\n")) <= width
    for row in ROWS:
        for word in (row["statement"] + " " + row["why"]).replace("`", "").split():
            assert word in text.replace("`", "")


def test_colour_takes_no_cells_and_one_default_is_one() -> None:
    colored = defaults_text("acme.seat", ROWS[:1], 80, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[\d*m", "", colored) == defaults_text("acme.seat", ROWS[:1], 80)
    assert colored.startswith("\x1b[1macme.seat relies on 1 default\x1b[0m")
