"""Seats that are given back and the line that billed them in, the credit out (BILLING-RULES 4, `fewer seats:`).

A credit comes out of the line that billed the seats: its net, rounded amount B. Of the step from m to n units, those from u
down to v take B × (A(u) − A(v)) ÷ (A(n) − A(m)), so that five of fifteen seats at 10.00 and 5.00 give back what the last
five cost. No credits of a line together are more than the line.
"""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity, Period
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.drafts import Draft, unit_of
from seatpolicy.engines.reference.over_time.diary import ids
from seatpolicy.engines.reference.over_time.lines import part_worth
from seatpolicy.engines.reference.over_time.parts import Return
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.values.money import format_amount, format_decimal

NEXT_INVOICE = "next invoice"


def credit_draft(back: Return, billed: Fraction, listed: Fraction, credited: Fraction, roundings: Roundings) -> Draft | None:
    """The line of a credit; None where nothing comes back. `billed` is what the part's lines came to, net and rounded,
    `listed` what they came to at list price, `credited` what was given back of them before."""
    part, rule = back.part, back.rule.value
    currency = part.day.world.account.currency
    step = part.price_of(part.level.units) - part.price_of(part.above)
    taken = part.price_of(back.upto) - part.price_of(back.downto)
    if not step or not taken or not billed:
        return None
    share = billed * taken / step
    whole = part_worth(part, part.stretch, roundings).rates
    unused = part_worth(part, back.unused, roundings).rates if not back.unused.is_empty else Fraction(0)
    basis = format_amount(billed, currency)
    basis += f" × {format_decimal(taken / step)}" if taken != step else ""
    if rule.kind == "at billed":
        amount = share * unused / whole
        basis += f" × {format_decimal(unused / whole)}, the part that is not used" if unused != whole else ""
    elif rule.kind == "less used":
        used = part_worth(part, Stretch(part.stretch.first, back.unused.first), roundings).rates
        price = roundings.apply("line", taken * used * billed / listed) if listed and used else Fraction(0)
        amount = share - price
        basis += f" - {format_amount(price, currency)}, the part that is used"
    elif rule.kind == "in full":
        amount = share
    else:
        raise not_billed(refusals.EN511, back.rule.at, f"a credit `{rule.kind}` is")
    amount = min(amount, billed - credited)
    if amount <= 0:
        return None
    terms = part.terms
    draft = Draft(
        id=back.name,
        kind="credit",
        charge=back.charge,
        owner=terms.plan.name,
        title=terms.charge.title,
        counts=terms.charge.counts,
        quantity=LineQuantity(back.downto - back.upto, Fraction(0), ()),
        window=terms.window,
        cycle=terms.cycle.value,
        factor=unused,
        unit=unit_of(part.level.whole, terms),
        at=back.rule.at,
        period=Period(back.unused.first, max(back.unused.last, back.unused.first)),
        events=ids(back.events),
        credits=part.name,
        goes_to="" if rule.to == NEXT_INVOICE else rule.to,
        kept_months=rule.months,
    )
    draft.change("fewer seats", back.rule.at, basis, -amount)
    return draft
