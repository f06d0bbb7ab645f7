"""An invoice as engines make it: lines with the steps that explain them, totals, what is missing, what was assumed.

Amounts are exact Fractions of the invoice's currency, counts are Fractions, periods include both their days. `price` of
a whole cycle: `net` is the sum of the lines' amounts, and

    net = list - discounts - over_maximum + top_ups - credits - billed_before + rounding

where `billed_before` is what was billed of the same cycle already, and `rounding` what rounding a charge or the total moved,
dealt out over the lines. `due` is `net`, and `tax` where the prices do not include it; without whoever figures it, tax is 0,
and the invoice says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.tax import Taxed
from seatpolicy.source.text import Span

SCHEMA_VERSION = "1.0"

PRICED = "priced"
HELD = "held"
REFUSED = "refused"
INCOMPLETE = "incomplete"
NOT_BILLED = "not billed yet"
"""What an invoice's status can be: a bill; a bill that waits for something (a quote, a required fact); an account that
the policy does not sell so; one whose price cannot be worked out, for a missing fact or a day before its time; one that
needs what this engine does not bill."""


@attrs.frozen(slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


@attrs.frozen(slots=True)
class Step:
    """One reason why a line is what it is.

    `figure` says what changes: "quantity" or "amount". `rule` names the words of the policy, `at` their place; `basis` is
    the arithmetic in words and numbers; `before` + `change` = `after`; `rounding` names the rounding, if this step is one.
    """

    figure: str
    rule: str
    at: Span | None
    basis: str
    before: Fraction
    change: Fraction
    after: Fraction
    rounding: str = ""


@attrs.frozen(slots=True)
class LineQuantity:
    """`billed` units are paid for, `included` were taken off before; `facts` are the counts that they came from, by what
    they are called."""

    billed: Fraction
    included: Fraction
    facts: tuple[tuple[str, Fraction], ...]


@attrs.frozen(slots=True)
class Line:
    """One line.

    `kind` is charge, overage, top_up or credit. `charge` is empty for the top-up of a whole plan or policy; then `owner`
    names that. `counts` is the seat type, item or meter; `unit` what is counted in the end (seat, pack of 5, unit; empty
    for a fee); `factor` how many periods of the rate the cycle is worth. `list_amount` is rounded as a line;
    `exact` is the amount before lines, charges and the total were rounded (None: the same). `events` are the ids of those
    that led to it; `credits` is the id of the line that a credit comes from.
    """

    id: str
    kind: str
    charge: str
    owner: str
    title: str
    counts: tuple[str, ...]
    quantity: LineQuantity
    period: Period
    factor: Fraction
    unit: str
    list_amount: Fraction
    amount: Fraction
    steps: Sequence[Step]
    at: Span
    exact: Fraction | None = None
    events: tuple[str, ...] = ()
    credits: str = ""


@attrs.frozen(slots=True)
class Totals:
    """Sums over the lines; see the module for how they hang together."""

    list: Fraction
    discounts: Fraction
    over_maximum: Fraction
    top_ups: Fraction
    credits: Fraction
    rounding: Fraction
    net: Fraction
    account_credit_used: Fraction
    due: Fraction
    tax: Fraction = Fraction(0)
    billed_before: Fraction = Fraction(0)
    to_account_credit: Fraction = Fraction(0)
    refunded: Fraction = Fraction(0)


@attrs.frozen(slots=True)
class SignalMade:
    """A signal that fired: whom to tell, and why; of which `person`, if it looks at each. `figures` are what it
    looked at, by the words of the policy."""

    name: str
    title: str
    tell: tuple[str, ...]
    because: str
    at: Span
    person: str = ""
    figures: tuple[tuple[str, str], ...] = ()


@attrs.frozen(slots=True)
class CountedPerson:
    """How one person of a roster counted: the seat held (empty: none), in so many `seats`, in a `place` where people count
    again (a workspace or role; else empty), whether it is billable (None: nothing says), and why."""

    person: str
    place: str
    seat: str
    seats: Fraction
    billable: bool | None
    why: str


@attrs.frozen(slots=True)
class Missing:
    """What an invoice waits for, in words, and the line of the policy that asks."""

    what: str
    asked_by: str
    at: Span | None


@attrs.frozen(slots=True)
class PolicyNamed:
    """Which policy priced it. `source_digest` is the SHA-256 of the texts it was read from."""

    name: str
    title: str
    version: str
    source_digest: str


@attrs.frozen(slots=True)
class HeldNamed:
    """A plan or add-on that the account holds on the day of an invoice."""

    name: str
    title: str
    addon: bool


@attrs.frozen(slots=True)
class Invoice:
    """One invoice; `held` are plans, then add-ons. `lines` are empty and `totals` None unless every line has a price.
    `counted` is everybody of the roster, sorted; empty without one."""

    id: str
    status: str
    policy: PolicyNamed
    account: str
    country: str
    billing_entity: str
    as_of: date
    period: Period | None
    currency: str
    lines: Sequence[Line] = ()
    totals: Totals | None = None
    signals: tuple[SignalMade, ...] = ()
    assumptions: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    tax: Taxed | None = None
    counted: tuple[CountedPerson, ...] = ()
    held: tuple[HeldNamed, ...] = ()

    def amount_of(self, charge: str) -> Fraction:
        """What a charge costs: its lines, a top-up to its own minimum included; `total` is the whole invoice before tax.
        With a figured tax, `tax` is all of it, and `due` what is paid."""
        if self.tax is not None and self.totals is not None and charge in ("tax", "due"):
            return self.totals.tax if charge == "tax" else self.totals.due
        return sum((line.amount for line in self.lines if charge in (line.charge, "total")), Fraction(0))
