"""Rows of a schedule in, a small policy that bills with it out; and rows as the model has them."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.semantics.model.prices import Cell, Schedule, Tier
from seatpolicy.semantics.model.types import Per
from seatpolicy.source.text import SourceText, Span
from tests.unit.semantics.policy_under_test import HEAD, SEATS

NOWHERE = Span(SourceText("drawn.seat", "drawn"), 0, 5)
EUROS = HEAD.replace("currencies:  USD", "currencies:  USD and EUR")


def priced(rows: str, head: str = "graduated per seat per month", charge: str = "quantity: contracted") -> str:
    """A policy with one schedule and one charge. `rows` are its rows, the head row first, one a line or split by `;`;
    `charge` further lines of the charge, split by `;`. Two currencies where the head row names EUR."""
    lines = [line.strip() for line in rows.replace(";", "\n").splitlines() if line.strip()]
    more = "\n".join(f"    {line.strip()}" for line in charge.split(";"))
    body = "\n".join(f"  {line}" for line in lines)
    price = "" if "for:" in charge else "    for: user\n"
    return f"""{EUROS if "EUR" in lines[0] else HEAD}{SEATS}
schedule list "List" {head} {{
{body}
}}

plan team "Team" {{
  cycle: month
  anchor: subscription day

  charge fee "Fee" {{
{price}    price: list
{more}
    bill: {"in arrears" if "used" in charge else "in advance"}
  }}
}}
"""


def volume(rows: str, charge: str = "quantity: contracted") -> str:
    """The same with a volume schedule."""
    return priced(rows, "volume per seat per month", charge)


def drawn_schedule(model: str, tiers: list[tuple[int, int | None, Cell]]) -> Schedule:
    """A schedule of the model, in one currency."""
    made = tuple(
        Tier(Fraction(low), None if high is None else Fraction(high), {"USD": cell}, NOWHERE) for low, high, cell in tiers
    )
    return Schedule("list", "List", model, Per("seat", 0, "month"), "seats", made, NOWHERE)
