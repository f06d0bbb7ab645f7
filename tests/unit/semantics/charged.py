"""Lines of a charge, a plan and a proration block in, a whole policy around them out."""

from __future__ import annotations

from seatpolicy.semantics.model.policy import Policy
from tests.unit.semantics.policy_under_test import checked

HEAD = """policy test "Test" {{
  language:    1
  version:     "1"
  owner:       "pricing@test.example", backup "finance@test.example"
  effective:   from 2026-01-01
  time zone:   "Europe/Berlin"
  currencies:  {currencies}
  rounding:    half up to the cent on each line
{head}}}
"""

FACTS = """
facts {
  roles of person:      any of admin, user, guest
  billing of account:   one of monthly, annual
  region of account:    one of north, south
  partner of account:   optional text
  pilot of account:     flag
  sites of account:     count
  day of account:       count
}

seat user "User" {
  held by:   admin or user
  billable:  while active
}

seat guest "Guest" {
  held by:   guest
  billable:  while active
}

counting {
  one person:  one seat, as user, else guest
}

meter {
  exports:  count, sum of the cycle
  storage:  number, highest of the cycle
}

item {
  number:  "Number"
}
"""

SEATS = "for: user; price: 10.00 USD per seat per month; quantity: contracted; bill: in advance"
MONTHLY = "cycle: month; anchor: subscription day"
PARTS = "measure: days over the cycle; fewer seats: no credit until the next cycle"


def block(opening: str, lines: str, indent: str = "") -> str:
    """A block of lines split by `;`; nothing for no lines."""
    body = "".join(f"{indent}  {line.strip()}\n" for line in lines.split(";") if line.strip())
    return f"{indent}{opening} {{\n{body}{indent}}}\n" if body else ""


def plan(name: str, charge: str = SEATS, lines: str = MONTHLY, proration: str = "", own: str = "") -> str:
    """A plan of one charge, `NAME_fee`; `own` is a proration block of the charge."""
    inner = block(f'charge {name}_fee "Fee"', charge, "  ")
    if own:
        inner = inner.removesuffix("  }\n") + block("proration", own, "    ") + "  }\n"
    return block(f'plan {name} "Plan"', lines).removesuffix("}\n") + inner + block("proration", proration, "  ") + "}\n"


def addon(name: str, to: str, charge: str, lines: str = "because: \"more\"") -> str:
    """An add-on of one charge, `NAME_fee`."""
    inner = block(f'charge {name}_fee "Fee"', charge, "  ")
    return block(f'addon {name} "Add-on" for {to}', lines).removesuffix("}\n") + inner + "}\n"


def policy(*declarations: str, proration: str = PARTS, head: str = "", currencies: str = "USD") -> str:
    """The whole text; `head` are further lines of the policy's head, split by `;`."""
    more = "".join(f"  {line.strip()}\n" for line in head.split(";") if line.strip())
    parts = [HEAD.format(currencies=currencies, head=more), FACTS, *declarations, block("proration", proration)]
    return "\n".join(parts)


def read(text: str) -> Policy:
    """The model of a text, whatever is found in it."""
    made = checked(text).value.texts[0].policy
    assert made is not None
    return made


def charged(charge: str = SEATS, lines: str = MONTHLY, proration: str = PARTS, **more: str) -> str:
    """A policy with one plan, `team`, of one charge, `team_fee`; `more` is `head`, `currencies`, or `also`: declarations."""
    return policy(plan("team", charge, lines), more.pop("also", ""), proration=proration, **more)
