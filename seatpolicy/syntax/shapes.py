"""The blocks of the language, for messages: what each is called, its heads, its labels, its rows, what it may hold.

The grammar is the norm; tests parse every head and row shown here and compare labels and contents with the grammar.
"""

from __future__ import annotations

NOUNS: dict[str, str] = {
    "policy": "the policy", "facts": "the facts block", "seat": "a seat", "counting": "the counting block",
    "meter": "the meter block", "item": "the item block", "schedule": "a schedule", "table": "a table",
    "plan": "a plan", "addon": "an add-on", "charge": "a charge", "proration": "a proration block",
    "discount": "a discount", "combine": "the combine block", "tax": "the tax block", "change": "a change",
    "signal": "a signal", "approvals": "the approvals block", "limit": "a limit", "rule": "a rule",
    "exempt": "an exemption", "release": "the release block", "guarantee": "a guarantee", "example": "an example",
    "amount": "an amount", "let": "a `let`", "use": "a `use` line", "require": "a requirement",
    "authority": "an authority",
}  # fmt: skip
"""What each declaration is called in a sentence, by its word."""

HEADS: dict[str, tuple[str, ...]] = {
    "policy": ('policy acme "Acme" {',),
    "use": ('use "common.seat"',),
    "facts": ("facts {",),
    "seat": ('seat member "Full member" {',),
    "counting": ("counting {",),
    "meter": ("meter {",),
    "item": ("item {",),
    "schedule": ('schedule team_list "Team list price" graduated per seat per month {',
                 'schedule boxes "Boxes" volume per started pack of 5 per month {'),
    "amount": ("amount floor_price = 22.00 USD or 20.00 EUR per seat per month",),
    "let": ("let deep = line_exception > 30%",),
    "table": ('table incentive "Term incentive" gives percent {', 'table deal "Deal" gives one of short, long {'),
    "plan": ('plan team "Team" {',),
    "addon": ('addon audit "Audit log" for team {', 'addon audit "Audit log" for team or works {'),
    "charge": ('charge member_seats "Member seats" {',),
    "proration": ("proration {",),
    "discount": ('discount annual_prepay "Annual prepayment" {',),
    "combine": ("combine {",),
    "tax": ("tax {",),
    "change": ('change spring_2027 "Price rise" {',),
    "require": ("require country before invoice", "require country and billing_entity before invoice",
                "require that seats of member <= pool_size before more seats"),
    "signal": ('signal asleep "Idle for 60 days" {',),
    "approvals": ("approvals {",),
    "limit": ('limit any_line "Discount on any line" on line_exception by segment {',
              'limit size "Large deals" on arr {'),
    "rule": ('rule long_terms "Payment terms" {',),
    "exempt": ('exempt agreement "Discount in a signed agreement" {',),
    "release": ("release {",),
    "guarantee": ('guarantee "a larger team never pays less" {',),
    "example": ('example "monthly, at the edges" {',),
    "authority": ("authority direct_manager: the manager 1 level above the requester",),
}  # fmt: skip
"""How each declaration begins."""

ROWS: dict[str, tuple[str, ...]] = {
    "schedule": ("1 to 10 | 50.00 | 46.00", "201 and up | by quote | by quote", "seats | USD | EUR",
                 "0 to 50 | flat 900.00 | free"),
    "table": ("smb or midmarket | 0 to 2 | 0%", "enterprise | any | 5%", "up to 12 months | short", "above | long"),
    "limit": ("up to 10% | approved | manager", "above | rejected | vp_sales and cfo", "at least 40% | approved"),
    "example": ("49 | 2,060.00 USD", "10% | approved", "given seats of member | expect member_seats"),
    "facts": ("segment of account: one of smb, enterprise", "projects of person: count",
              "partner of account: optional text", "payment_terms of quote: days"),
    "meter": ("exports: count, sum of the cycle", "calls: count, highest of each hour"),
    "item": ('phone_number: "Phone number"',),
}  # fmt: skip
"""Rows and entries as they stand in blocks whose lines have no labels (an example has both)."""

LABELS: dict[str, tuple[str, ...]] = {
    "policy": ("language", "version", "owner", "effective", "reaches", "time zone", "currencies", "rounding", "remainder",
               "minimum", "maximum", "commitment", "because"),
    "seat": ("held by", "billable", "trial", "because"),
    "counting": ("one person", "same person", "shared login", "idle", "coming back", "freed seat"),
    "plan": ("cycle", "anchor", "first part", "trial", "term", "renews", "renewal price", "sold in", "minimum", "maximum",
             "commitment", "because"),
    "addon": ("only with", "never with", "cycle", "trial", "sold in", "minimum", "maximum", "commitment", "because"),
    "charge": ("for", "price", "quantity", "overage", "included", "limit", "bill", "lines", "cycle", "trial", "minimum",
               "maximum", "commitment", "because"),
    "proration": ("measure", "first day", "last day", "more seats", "fewer seats", "cancellation", "change lines",
                  "upgrade", "downgrade", "flat fees"),
    "discount": ("off", "when", "offered", "lasts", "because"),
    "combine": ("order", "each", "together"),
    "tax": ("attach", "prices", "figured", "base"),
    "change": ("from", "reaches", "announced", "because"),
    "signal": ("when", "for each", "tell", "because"),
    "approvals": ("ladder", "beside", "evidence", "valid", "answer", "delegation", "never by", "quoted price", "one deal"),
    "rule": ("when", "then", "only if", "at most", "evidence", "because"),
    "exempt": ("from", "when", "evidence", "because"),
    "release": ("needs", "passes", "notice", "review"),
    "guarantee": ("holds", "when", "because"),
    "example": ("given", "expect"),
}  # fmt: skip
"""The labels of each block, in the order in which policies usually write them."""

HOLDS: dict[str, tuple[str, ...]] = {
    "plan": ("charge", "proration"), "addon": ("charge", "proration"), "charge": ("proration",),
    "approvals": ("authority", "limit", "rule", "exempt"), "release": ("rule",),
}  # fmt: skip
"""The declarations that stand inside another one."""


def homes(word: str) -> str:
    """Where a declaration stands, in words: `a plan or an add-on`, `the top level`."""
    inside = [NOUNS[block] for block, held in HOLDS.items() if word in held]
    if word == "proration":
        inside.insert(0, "the top level")
    return " or ".join(inside) if inside else "the top level"


def blocks_with(label: str) -> list[str]:
    """The blocks that have a line of a label (without its colon), in the order of a policy."""
    return [block for block, labels in LABELS.items() if label in labels]
