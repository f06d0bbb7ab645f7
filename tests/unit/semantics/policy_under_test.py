"""Texts in, what the checker says of them out: for every test of the semantics."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.semantics.check import Checked, check
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables

ROOT = Path(__file__).parents[3]

HEAD = """policy test "Test" {
  language:    1
  version:     "1"
  owner:       "pricing@test.example", backup "finance@test.example"
  effective:   from 2026-01-01
  time zone:   "Europe/Berlin"
  currencies:  USD
  rounding:    half up to the cent on each line
}

proration {
  measure:      days over the cycle
  fewer seats:  no credit until the next cycle
}
"""
"""What every policy needs and few tests are about."""

SEATS = """
facts {
  roles of person: any of admin, user
}

seat user "User" {
  held by: admin or user
}
"""

PLAN = """
plan basic "Basic" {
  cycle: month
  anchor: subscription day

  charge user_seats "Users" {
    for: user
    price: 10.00 USD per seat per month
    quantity: contracted
    bill: in advance
  }
}
"""
"""With HEAD and SEATS the smallest policy that bills a seat."""


@cache
def language() -> tables.Tables:
    """The tables of the language's grammar."""
    return tables.load()


def checked(text: str, **libraries: str) -> Outcome[Checked]:
    """The outcome of checking a text; `libraries` by file name without `.seat`."""
    sources = {f"{name}.seat": SourceText(f"{name}.seat", body) for name, body in libraries.items()}
    sources["test.seat"] = SourceText("test.seat", text)
    return check(sources, "test.seat", language())


def model(text: str, **libraries: str) -> Policy:
    """The model of a text without errors, before any change."""
    outcome = checked(text, **libraries)
    assert not outcome.has_errors, outcome.diagnostics
    policy = outcome.value.texts[0].policy
    assert policy is not None
    return policy


def findings(text: str, *codes: str, **libraries: str) -> list[Diagnostic]:
    """What is found in a text; only findings of the codes where some are named."""
    return [found for found in checked(text, **libraries).diagnostics if not codes or found.code in codes]


def placed(found: list[Diagnostic]) -> list[tuple[str, str]]:
    """Each finding as its code and the text it points at."""
    return [(one.code, one.span.text if one.span is not None else "") for one in found]


def policies() -> list[Path]:
    """Every policy of the project."""
    return sorted(ROOT.glob("policies/*/policy.seat"))
