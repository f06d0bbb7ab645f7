"""Units that are given back and the lines that billed them in, what comes back out (BILLING-RULES 4, `fewer seats:`).

A credit comes out of the lines that billed the units: their net, rounded amount B. Of the step from m to n units, those
from u down to v take B × (A(u) − A(v)) ÷ (A(n) − A(m)), so that five of fifteen seats at 10.00 and 5.00 give back what
the last five cost. No credits of a part together are more than its lines.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Line, LineQuantity, Period, Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.ledger import ids
from seatpolicy.pricing.over_time.judged import Days
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.worths import Stretch, factor, share
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_amount, format_decimal
from seatpolicy.values.rounding import round_to

NEXT_INVOICE = "next invoice"


@attrs.frozen
class Billed:
    """What the lines of a part came to: `net` and rounded, `listed` at list price, `credited` what came back of it before;
    `unit` is what they count."""

    net: Fraction
    listed: Fraction
    credited: Fraction
    unit: str


@attrs.frozen
class Credit:
    """A line that gives back, rounded as a line, and what it comes to `exactly`; `goes_to` says where it goes if it does not
    reduce the bill (account credit or refund), kept for so many months (0: without end)."""

    line: Line
    exactly: Fraction
    goes_to: str
    kept_months: int


def credit_of(back: Return, billed: Billed, days: Days) -> Credit | None:
    """The credit; None where nothing comes back. Raises Refusal for a rule that is not billed."""
    part, rule = back.part, back.rule
    upper, lower = days.prices(part.day, part.charge, part.level.units, part.above)
    above, below = days.prices(part.day, part.charge, back.upto, back.downto)
    step, taken = upper - lower, above - below
    if not step or not taken or not billed.net:
        return None
    policy, currency = part.day.policy, part.day.page.currency
    of_taken = billed.net * taken / step
    unused = Fraction(0) if back.unused.is_empty else _factor(part, back.unused)
    whole = _factor(part, part.stretch)
    basis = format_amount(billed.net, currency)
    basis += f" × {format_decimal(taken / step)}" if taken != step else ""
    if not whole:
        words = "a credit of a part that is worth nothing, when its worth is rounded, is"
        raise not_billed(refusals.EN511, back.at, words)
    if rule.kind == "at billed":
        amount = of_taken * unused / whole
        basis += f" × {format_decimal(unused / whole)}, the part that is not used" if unused != whole else ""
    elif rule.kind == "less used":
        used = _factor(part, Stretch(part.stretch.first, back.unused.first))
        price = Fraction(0)
        if billed.listed and used:
            price = rounded_line(taken * used * billed.net / billed.listed, policy, currency)
        amount = of_taken - price
        basis += f" - {format_amount(price, currency)}, the part that is used"
    elif rule.kind == "in full":
        amount = of_taken
    else:
        raise not_billed(refusals.EN511, back.at, f"a credit `{rule.kind}` is")
    amount = min(amount, billed.net - billed.credited)
    if amount <= 0:
        return None
    line = _line(back, amount, unused, billed.unit, basis)
    return Credit(line, -amount, "" if rule.to == NEXT_INVOICE else rule.to, rule.months)


def rounded_line(amount: Fraction, policy: Policy, currency: str) -> Fraction:
    """An amount, rounded as lines are."""
    stated = policy.roundings.get("line")
    return amount if stated is None else round_to(amount, stated.rounding.mode, _increment(policy, currency))


def _increment(policy: Policy, currency: str) -> Fraction:
    stated = policy.roundings["line"]
    return Fraction(1, 10 ** minor_digits(currency)) if stated.to_cent else stated.rounding.increment


def _factor(part: Part, stretch: Stretch) -> Fraction:
    """How many periods of the rate some days of a part are worth."""
    day, period = part.day, part.level.period
    made = share(stretch, period, day, part.charge)
    return factor(made, period, day.cycle(part.charge), day.policy, day.page.currency)


def _line(back: Return, amount: Fraction, unused: Fraction, unit: str, basis: str) -> Line:
    """The line, with its steps: what comes back, and the rounding of it."""
    part, day = back.part, back.part.day
    one, policy, currency = day.charges[part.charge], day.policy, day.page.currency
    steps = [Step("amount", "fewer seats", back.at, basis, Fraction(0), -amount, -amount, "")]
    made = rounded_line(-amount, policy, currency)
    if made != -amount:
        stated = policy.roundings["line"]
        words = f"{stated.rounding.mode.value} to {format_decimal(_increment(policy, currency))}"
        steps.append(Step("amount", "rounding on each line", stated.at, "", -amount, made + amount, made, words))
    return Line(
        id=back.name,
        kind="credit",
        charge=part.charge,
        owner=one.plan.name,
        title=one.charge.title,
        counts=one.charge.counts,
        quantity=LineQuantity(back.downto - back.upto, Fraction(0), ()),
        period=Period(back.unused.first, max(back.unused.last, back.unused.first)),
        factor=unused,
        unit=unit,
        list_amount=Fraction(0),
        amount=made,
        steps=tuple(steps),
        at=back.at,
        exact=-amount,
        events=ids(back.events),
        credits=part.name,
    )
