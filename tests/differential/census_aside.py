"""What of the checked model need not occur in drawn policies, each with the reason."""

from __future__ import annotations

PART = "it is about time within a cycle, and no whole cycle reads it"
QUOTES = "it judges quotes or releases, and no bill reads it"
WORDS = "a reason in words, which no figure reads"
UNREAD = "what could not be read is reported, and never billed"
REFUSED = "no engine bills it yet: it is refused by code and line"

ASIDE: dict[str, str] = {
    "Policy.approvals": QUOTES,
    "Policy.release": QUOTES,
    "Policy.guarantees": QUOTES,
    "Policy.examples": "figures that a policy must give are tests of it, and no part of a bill",
    "Requirement.stage=quote": QUOTES,
    "SeatType.because": WORDS,
    "Signal.because": WORDS,
    "Charge.because": WORDS,
    "Plan.because": WORDS,
    "Discount.because": WORDS,
    "Key.wrong=yes": UNREAD,
    "Schedule.whole=no": UNREAD,
    "Table.whole=no": UNREAD,
    "Trial": REFUSED,
    "SeatType.trial": REFUSED,
    "Charge.trial": REFUSED,
    "Plan.trial": REFUSED,
    "RenewalPrice": REFUSED,
    "Plan.renewal_price": REFUSED,
    "Plan.first_part": PART,
    "MoreSeats": PART,
    "FewerSeats.within": PART,
    "FewerSeats.notice": PART,
    "Proration.measure in cases": PART,
    "Proration.first_day": PART,
    "Proration.last_day": PART,
    "Proration.more_seats": PART,
    "Proration.fewer_seats in cases": PART,
    "Proration.cancellation": PART,
    "Proration.change_lines": PART,
    "Proration.upgrade": PART,
    "Proration.downgrade": PART,
    "Call.defined": "functions of plugins are compared in the tests of plugins",
    "Fact": "the facts of the drawn policies are always the same; what they hold is drawn in the accounts",
}
"""By class, by field (`Class.field`), or by one value of a field (`Class.field=value`)."""
