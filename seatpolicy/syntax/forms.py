"""The forms of the language by label, for messages: what a label says, and the ways to say it.

The grammar is the norm; a test parses every form shown here, so that no message proposes what is not accepted, and asks
for an entry for every label. The block in a key says where a label means something else than elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple


class Forms(NamedTuple):
    """`says` completes "not …"; `ways` are forms that may stand behind the label, the usual ones first."""

    says: str
    ways: tuple[str, ...]


_CREDITS = (
    "credited at what was billed, on the next invoice",
    "no credit until the next cycle",
    "no credit until renewal",
    "credited at what was billed less the used part, on the next invoice",
    "credited in full, within 7 days of purchase",
    "credited at what was billed, to account credit for 6 months",
)
_MONEY = ("200.00 USD per month, before discounts", "200.00 USD or 185.00 EUR per month, before discounts",
          "200.00 USD per cycle, after discounts, prorated")  # fmt: skip
_CONDITION = ("billing = annual", "partner is known", "payment_terms > 60 days", "segment in (smb, midmarket)")

FORMS: dict[str, Forms] = {
    # ---- the policy's head, and changes ----
    "language:": Forms("a version of the language", ("1",)),
    "version:": Forms("a version", ('"2026.2"',)),
    "owner:": Forms("an owner", ('"pricing@acme.example", backup "finance@acme.example"', '"pricing@acme.example"')),
    "effective:": Forms("a first day", ("from 2026-11-01",)),
    "reaches:": Forms("a way for new prices to reach customers",
                      ("everyone at once", "everyone at the next cycle", "everyone at renewal",
                       "new customers at once, others at renewal",
                       "new customers at once, others keep theirs, everyone by 2028-03-01")),
    "time zone:": Forms("a time zone", ('"America/New_York"',)),
    "currencies:": Forms("a list of currencies", ("USD", "USD and EUR", "USD, EUR and GBP")),
    "rounding:": Forms("a way to round",
                       ("half up to the cent on each line", "half even to 4 decimals on each unit price",
                        "down to whole numbers on each quantity", "half up to 0.05 on the total")),
    "remainder:": Forms("a line for the remainder", ("to the largest line", "to the first line", "to the last line")),
    "because:": Forms("a reason", ('"first rise since 2024"',)),
    "change from:": Forms("a first day", ("2027-03-01",)),
    "announced:": Forms("a day", ("2026-12-01",)),
    # ---- who counts ----
    "held by:": Forms("a way to hold a seat", ("admin or editor", "anyone", "contractor when company_mail")),
    "billable:": Forms("a rule for who is billable",
                       ("while active", "while invited, active or suspended", "while active when projects > 1", "never")),
    "trial:": Forms("a trial", ("30 days", "14 days, counts towards the limit", "14 days, does not count")),
    "one person:": Forms("a way to count a person",
                         ("one seat", "one seat, as member, else guest", "one seat per workspace")),
    "same person:": Forms("a way to tell people apart", ("by email",)),
    "shared login:": Forms("a way to count a shared login", ("one seat", "3 seats", "as each user")),
    "idle:": Forms("a rule for idle people", ("suspended after 60 days",)),
    "coming back:": Forms("a rule for people who come back",
                          ("within 30 days continues the old seat", "within the cycle continues the old seat")),
    "freed seat:": Forms("a rule for a freed seat",
                         ("may be reused", "may be reused until the next cycle", "stays taken until renewal")),
    # ---- plans and charges ----
    "cycle:": Forms("a cycle", ("month", "quarter", "half year", "year", "week", "30 days", "year when billing = annual",
                                "month otherwise")),
    "anchor:": Forms("an anchor",
                     ("subscription day, or the last day of a shorter month", "subscription day", "first paid day",
                      "day 15 of the month", "calendar", "calendar, weeks from monday")),
    "first part:": Forms("a way to bill the first part of a cycle", ("billed", "free", "joins the next cycle")),
    "term:": Forms("a term", ("12 months", "36 months")),
    "renews:": Forms("a renewal", ("for 12 months",)),
    "renewal price:": Forms("a limit for the renewal price",
                            ("rises at most 5%", "rises at most 5%, first renewal only")),
    "sold in:": Forms("a list of currencies", ("USD", "USD and EUR")),
    "minimum:": Forms("a minimum", _MONEY),
    "maximum:": Forms("a maximum", _MONEY),
    "commitment:": Forms("a commitment",
                         ("60,000.00 USD per term", "60,000.00 USD per term, overage at 150%, shortfall billed")),
    "for:": Forms("what a charge counts", ("member", "member and contractor")),
    "price:": Forms("a price",
                    ("team_list", "99.00 USD or 92.00 EUR per month", "40.00 USD per seat per month",
                     "20.00 USD per started pack of 5 per month", "500.00 USD once", "team_list, at 105%",
                     "free", "by quote", "by quote, from 24.00 USD per seat per month")),
    "quantity:": Forms("a quantity",
                       ("contracted", "contracted, at least 3", "contracted, in packs of 5", "assigned",
                        "assigned, each day", "billable, highest of the cycle",
                        "assigned, average of the cycle, tier of the last count",
                        "used", "equals workspaces * 2")),
    "included:": Forms("what is included",
                       ("5 per billed seat of member", "1 per 3 billed seats of member", "500 per cycle, prorated")),
    "overage:": Forms("a rule for seats above the contract",
                      ("billable seats above contracted, on the next invoice", "blocked")),
    "limit:": Forms("a limit",
                    ("at most 500, then refuse", "at most 1,000, then bill the rest", "at most 9, then plan team")),
    "bill:": Forms("a time to bill", ("in advance", "in arrears", "as used")),
    "lines:": Forms("a way to write invoice lines", ("one per change", "one per charge", "one per seat", "one per tier")),
    "only with:": Forms("a list of add-ons", ("setup_help", "setup_help or audit")),
    "never with:": Forms("a list of add-ons", ("phones", "phones or audit")),
    # ---- parts of cycles ----
    "measure:": Forms("a measure for parts of a cycle",
                      ("days over the cycle", "days over the cycle, months counted as 30 days", "days over the month",
                       "days over the calendar month", "days over 30 days per month", "days over 360 days per year",
                       "seconds over the cycle", "whole cycles")),
    "first day:": Forms("a way to treat the first day", ("charged", "not charged")),
    "last day:": Forms("a way to treat the last day", ("charged", "not charged")),
    "more seats:": Forms("a way to treat more seats",
                         ("charged on the next invoice", "charged at once", "charged at the month mark",
                          "charged at renewal", "no charge until the next cycle", "no charge until renewal")),
    "fewer seats:": Forms("a way to treat fewer seats", _CREDITS),
    "cancellation:": Forms("a way to treat a cancellation", _CREDITS),
    "change lines:": Forms("a way to show changes on the invoice", ("the difference", "credit and charge")),
    "upgrade:": Forms("a way to treat an upgrade",
                      ("now, same anchor", "now, new anchor", "now, new anchor, credit at most the new charge")),
    "downgrade:": Forms("a way to treat a downgrade", ("at the next cycle", "at renewal")),
    "flat fees:": Forms("a way to treat flat fees", ("whole", "prorated")),
    # ---- discounts and tax ----
    "off:": Forms("a discount",
                  ("20% of member_seats and guest_packs", "10% of everything", "incentive of member_seats",
                   "90.00 USD of everything per cycle", "50.00 USD of member_seats per subscription, spread in order")),
    "when:": Forms("a condition", _CONDITION),
    "only if:": Forms("a condition", _CONDITION),
    "offered:": Forms("a time", ("from 2026-11-01 to 2027-01-31", "from 2026-11-01", "from 2026-11-01, prorated")),
    "lasts:": Forms("how long a discount lasts", ("3 cycles", "until renewal", "until plan_changed")),
    "order:": Forms("an order of discounts",
                    ("annual_prepay, then partner_deal", "annual_prepay, then best of launch and partner_deal")),
    "each:": Forms("a base for each discount", ("off what is left", "off list")),
    "together:": Forms("a cap", ("at most 25% off list, on each line",)),
    "attach:": Forms("a list of facts", ("country and billing_entity",)),
    "prices:": Forms("what prices say about tax", ("exclude tax", "include tax")),
    "figured:": Forms("where tax is figured", ("per line", "on the total")),
    "base:": Forms("a base of the tax", ("rounded amounts", "exact amounts")),
    # ---- signals, approvals, releases ----
    "for each:": Forms("what a signal looks at", ("person",)),
    "tell:": Forms("whom to tell", ("account_owner", "account_owner and deal_desk")),
    "ladder:": Forms("a ladder", ("manager < vp_sales < cfo",)),
    "beside:": Forms("a list of authorities", ("legal", "legal and security")),
    "evidence:": Forms("a list of evidence", ("summary", "competitor and rationale")),
    "valid:": Forms("how long an approval is valid", ("for 30 days",)),
    "answer:": Forms("a time to answer", ("within 24 hours, then deal_desk",)),
    "delegation:": Forms("a limit of delegation", ("at most 30 days",)),
    "never by:": Forms("a list of people", ("policy_author", "policy_author and deal_desk")),
    "quoted price:": Forms("how long a quoted price holds", ("held for 30 days",)),
    "one deal:": Forms("what makes quotes one deal", ("quotes to one account within 90 days",)),
    "then:": Forms("a consequence", ("needs cfo", "needs cfo and legal", "needs any of cfo, vp_sales", "rejected")),
    "at most:": Forms("a quota", ("3 per requester per quarter, then cfo", "1 per account per year, then rejected")),
    "exempt from:": Forms("a limit", ("any_line",)),
    "needs:": Forms("who must agree", ("deal_desk", "cfo and legal", "any of cfo, vp_sales")),
    "passes:": Forms("what a release must pass", ("examples, guarantees and lint",)),
    "notice:": Forms("a notice", ("30 days when raises_price",)),
    "review:": Forms("a time between reviews", ("every 90 days",)),
    # ---- laws and examples ----
    "holds:": Forms("a law", ("total never falls as seats of member rise from 1 to 200", "total >= floor_price")),
    "given:": Forms("a list of facts", ("plan = team, currency = USD, seats of member = 10",)),
    "expect:": Forms("an outcome", ("total = 500.00 USD", "member_seats = 500.00 USD, total = 500.00 USD", "approved",
                                    "needs manager", "rejected", "held")),
}  # fmt: skip


def forms_of(block: str, label: str) -> Forms | None:
    """The forms of a label (with its colon) in a block, or None for an unknown label."""
    return FORMS.get(f"{block} {label}") or FORMS.get(label)
