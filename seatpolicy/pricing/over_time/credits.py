"""Units that are given back and the lines that billed them in, what comes back out (BILLING-RULES 4, `fewer seats:`).

A credit comes out of the lines that billed the units: their net, rounded amount B. Of the step from m to n units, those
from u down to v take B × (A(u) − A(v)) ÷ (A(n) − A(m)), so that five of fifteen seats at 10.00 and 5.00 give back what
the last five cost. No credits of a part together are more than its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Line, LineQuantity, Period, Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing.line_steps import of_rule
from seatpolicy.pricing.over_time.judged import Days
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.sittings import named
from seatpolicy.pricing.over_time.worths import Stretch, factor, share
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_amount, format_decimal
from seatpolicy.values.rounding import Mode, round_to

NEXT_INVOICE = "next invoice"


TAKEN_OFF = ("discount ", "combine", "maximum")
"""Rules of steps that come off a list amount."""

DISCOUNT = "discount "


@attrs.frozen
class Billed:
    """The lines that billed a part, net and rounded, with the exact list amount of each; `credited` is what came back of
    them before."""

    lines: Sequence[Line]
    listed: Sequence[Fraction]
    credited: Fraction

    @property
    def net(self) -> Fraction:
        """What they came to."""
        return sum((one.amount for one in self.lines), Fraction(0))


class Listing(Protocol):
    """What lists parts anew."""

    def listed(self, part: Part) -> Sequence[Fraction]:
        """The exact list amount of each line of a part."""

    def plainly(self, part: Part) -> Fraction:
        """The list amount of a step, not rounded as a step."""


@attrs.frozen
class Credit:
    """A line that gives back, rounded as a line; `goes_to` says where it goes if it does not reduce the bill (account credit
    or refund), kept for so many months (0: without end); `gives_back` what it returns of each discount."""

    line: Line
    goes_to: str
    kept_months: int
    gives_back: dict[str, Fraction]


def credit_of(back: Return, billed: Billed, days: Days, listing: Listing) -> Credit | None:
    """The credit; None where nothing comes back. Raises Refusal for a rule that is not billed."""
    part, rule, net = back.part, back.rule, billed.net
    upper, lower = days.prices(part.day, part.charge, part.level.units, part.above)
    above, below = days.prices(part.day, part.charge, back.upto, back.downto)
    step, taken = upper - lower, above - below
    if not step or not taken or not net:
        return None
    policy, currency = part.day.policy, part.day.page.currency
    of_taken = net * taken / step
    basis = format_amount(net, currency)
    if taken != step:
        basis += f" × {format_decimal(taken / step)} ({_last_of(back)})"
    if rule.kind == "at billed":
        left = _left(back, listing)
        amount = of_taken * left
        basis += f" × {format_decimal(left)} ({_days_left(back)})" if left != 1 else ""
    elif rule.kind == "less used":
        used = Stretch(part.stretch.first, back.unused.first)
        price = Fraction(0)
        if not used.is_empty:
            price = rounded_line(_anew(billed, part, used, listing) * taken / step, policy, currency)
        amount = of_taken - price
        basis += f" - {format_amount(price, currency)}, the part that is used"
    elif rule.kind == "in full":
        amount = of_taken
    else:
        raise not_billed(refusals.EN511, back.at, f"a credit `{rule.kind}` is")
    amount = min(amount, net - billed.credited)
    if amount <= 0:
        return None
    unused = Fraction(0) if back.unused.is_empty else _factor(part, back.unused)
    line = _line(back, amount, unused, billed.lines[0].unit, basis)
    to = "" if rule.to == NEXT_INVOICE else rule.to
    return Credit(line, to, rule.months, _given_back(billed, -line.amount))


def _last_of(back: Return) -> str:
    """`the last 2 of 7`: which of the units that a line billed."""
    part = back.part
    return f"the last {format_decimal(back.upto - back.downto)} of {format_decimal(part.level.units - part.above)}"


def _days_left(back: Return) -> str:
    """`17 of 30 days are left`: how much of the time that a line billed is not used."""
    unused, billed = back.unused, back.part.stretch
    return f"{max((unused.after - unused.first).days, 0)} of {(billed.after - billed.first).days} days are left"


def _left(back: Return, listing: Listing) -> Fraction:
    """How much of what was billed is not used: the worth of the days left over that of the line, or, where unit prices are
    rounded, what the units cost then over what they cost in the line."""
    part = back.part
    if back.unused.is_empty:
        return Fraction(0)
    if "unit price" in part.day.policy.roundings:
        level = attrs.evolve(part.level, units=back.upto, row=None)
        given = attrs.evolve(part, level=level, above=back.downto)
        here, whole = (listing.plainly(attrs.evolve(given, stretch=one)) for one in (back.unused, part.stretch))
    else:
        here, whole = _factor(part, back.unused), _factor(part, part.stretch)
    if not whole:
        words = "a credit of a part that is worth nothing, when its worth is rounded, is"
        raise not_billed(refusals.EN511, back.at, words)
    return here / whole


def _anew(billed: Billed, part: Part, used: Stretch, listing: Listing) -> Fraction:
    """What the lines of a part come to for other days: as much comes off each as came off the line that was billed, every
    cut rounded as a step."""
    policy, currency = part.day.policy, part.day.page.currency
    made = Fraction(0)
    for line, listed, anew in zip(
        billed.lines, billed.listed, listing.listed(attrs.evolve(part, stretch=used)), strict=True
    ):
        if not listed:
            continue
        made += anew
        for step in line.steps:
            if step.figure == "amount" and step.rule.startswith(TAKEN_OFF):
                made += rounded("step", step.change * anew / listed, policy, currency)
    return made


def _given_back(billed: Billed, amount: Fraction) -> dict[str, Fraction]:
    """What a credit returns of each discount that came off the lines it credits: as much of it as of the lines."""
    taken: dict[str, Fraction] = {}
    for step in (step for line in billed.lines for step in of_rule(line.steps, DISCOUNT)):
        name = step.rule.removeprefix(DISCOUNT)
        taken[name] = taken.get(name, Fraction(0)) - step.change * amount / billed.net
    return taken


def rounded_line(amount: Fraction, policy: Policy, currency: str) -> Fraction:
    """An amount, rounded as lines are."""
    return rounded("line", amount, policy, currency)


def line_rounding(policy: Policy, currency: str) -> tuple[Mode, Fraction]:
    """How lines are rounded, and to multiples of what; every policy states it."""
    return policy.roundings["line"].rounding.mode, _increment("line", policy, currency)


def rounded(point: str, amount: Fraction, policy: Policy, currency: str) -> Fraction:
    """An amount, rounded as a point of rounding does; unchanged where the policy states nothing for it."""
    stated = policy.roundings.get(point)
    return amount if stated is None else round_to(amount, stated.rounding.mode, _increment(point, policy, currency))


def _increment(point: str, policy: Policy, currency: str) -> Fraction:
    stated = policy.roundings[point]
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
    steps, cause, left = [], back.cause, back.downto - back.upto
    if cause.who:
        steps.append(Step("quantity", cause.word, back.at, named(cause.who), back.upto, left, back.downto))
    rule, words = back.said
    basis = f"{words}: {basis}" if words else basis
    steps.append(Step("amount", rule, back.at, basis, Fraction(0), -amount, -amount, ""))
    made = rounded_line(-amount, policy, currency)
    if made != -amount:
        stated = policy.roundings["line"]
        increment = format_decimal(_increment("line", policy, currency))
        words = f"{stated.rounding.mode.value} to {increment}"
        steps.append(Step("amount", "rounding on each line", stated.at, "", -amount, made + amount, made, words))
    return Line(
        id=back.name,
        kind="credit",
        charge=part.charge,
        owner=one.plan.name,
        title=one.charge.title,
        counts=one.charge.counts,
        quantity=LineQuantity(left, Fraction(0), ()),
        period=Period(back.unused.first, max(back.unused.last, back.unused.first)),
        factor=unused,
        unit=unit,
        list_amount=Fraction(0),
        amount=made,
        steps=tuple(steps),
        at=back.at,
        exact=-amount,
        credits=part.name,
    )
