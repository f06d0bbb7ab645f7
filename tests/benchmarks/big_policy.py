"""A number of lines in, a policy of about so many lines out that checks without an error.

It grows by whole products (a seat type, a schedule, a plan with charges, a discount, examples), because that is how real
policies grow; nothing in it is a comment or an empty line more than a person would write.
"""

from __future__ import annotations

HEAD = """policy big "Big" {
  language:    1
  version:     "2026.1"
  owner:       "pricing@big.example", backup "finance@big.example"
  effective:   from 2026-11-01
  time zone:   "America/New_York"
  currencies:  USD and EUR
  rounding:    half up to the cent on each line
}

proration {
  measure:      days over the cycle
  fewer seats:  credited at what was billed, on the next invoice
}
"""

PRODUCT = """
seat seat_{n} "Seat {n}" {{
  held by:   role_{n}
  billable:  while active when last_used in the last 30 days
}}

schedule list_{n} "List price {n}" graduated per seat per month {{
  seats      | USD      | EUR
  1 to 10    |    50.00 |    46.00
  11 to 50   |    40.00 |    37.00
  51 to 200  |    30.00 |    28.00
  201 and up | by quote | by quote
}}

plan plan_{n} "Plan {n}" {{
  cycle:    year when billing = annual
  cycle:    month otherwise
  anchor:   subscription day, or the last day of a shorter month
  minimum:  200.00 USD or 185.00 EUR per month, before discounts

  charge seats_{n} "Seats {n}" {{
    for:       seat_{n}
    price:     list_{n}
    quantity:  contracted, at least 3
    overage:   billable seats above contracted, on the next invoice
    bill:      in advance
  }}

  charge fee_{n} "Fee {n}" {{
    price:  99.00 USD or 92.00 EUR per month
    bill:   in advance
  }}
}}

discount annual_{n} "Annual prepayment {n}" {{
  off:   20% of seats_{n}
  when:  billing = annual
}}

example "product {n}, monthly" {{
  given:  plan = plan_{n}, currency = USD, billing = monthly
  given seats of seat_{n} | expect seats_{n}
  4                       |   200.00 USD
  49                      | 2,060.00 USD
}}
"""


def big_policy(lines: int) -> str:
    """A policy of at least `lines` lines, and less than one product more."""
    per_product = PRODUCT.count("\n")
    count = max(1, -(-(lines - HEAD.count("\n") - 6) // per_product))
    roles = ", ".join(f"role_{n}" for n in range(count))
    facts = f"""
facts {{
  billing of account:  one of monthly, annual
  roles of person:     any of {roles}
}}
"""
    order = ", else ".join(f"seat_{n}" for n in range(count))
    counting = f"""
counting {{
  one person:  one seat, as {order}
}}
"""
    return HEAD + facts + counting + "".join(PRODUCT.format(n=n) for n in range(count))
