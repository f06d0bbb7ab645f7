"""Seats that are given back and the line that billed them in, the credit out (BILLING-RULES 4, `fewer seats:`).

A credit comes out of the line that billed the seats: its net, rounded amount B. Of the step from m to n units, those from u
down to v take B × (A(u) − A(v)) ÷ (A(n) − A(m)), so that five of fifteen seats at 10.00 and 5.00 give back what the last
five cost. No credits of a line together are more than the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity, Period, Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.drafts import Draft, Worth, unit_of
from seatpolicy.engines.reference.over_time.lines import gained, part_drafts, part_worth
from seatpolicy.engines.reference.over_time.parts import Part, Return
from seatpolicy.engines.reference.over_time.there import named
from seatpolicy.engines.reference.over_time.worth import Stretch
from seatpolicy.engines.reference.prices import Piece
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.values.money import format_amount, format_decimal

NEXT_INVOICE = "next invoice"


TAKEN_OFF = ("discount ", "combine", "maximum")
"""Rules of steps that come off a list amount."""


def credit_draft(back: Return, drafts: Sequence[Draft], credited: Fraction, roundings: Roundings) -> Draft | None:
    """The line of a credit; None where nothing comes back. `drafts` are the lines that billed the part, `credited` what was
    given back of them before."""
    part, rule = back.part, back.rule.value
    currency = part.day.world.account.currency
    billed = sum((draft.left for draft in drafts), Fraction(0))
    step = part.price_of(part.level.units) - part.price_of(part.above)
    taken = part.price_of(back.upto) - part.price_of(back.downto)
    if not step or not taken or not billed:
        return None
    share = billed * taken / step
    unused = part_worth(part, back.unused, roundings).rates if not back.unused.is_empty else Fraction(0)
    basis = format_amount(billed, currency)
    if taken != step:
        basis += f" × {format_decimal(taken / step)} ({_last_of(back)})"
    if rule.kind == "at billed":
        left = _left(back, roundings)
        amount = share * left
        basis += f" × {format_decimal(left)} ({_days_left(back)})" if left != 1 else ""
    elif rule.kind == "less used":
        used = Stretch(part.stretch.first, back.unused.first)
        price = Fraction(0)
        if not used.is_empty:
            exact = sum((_anew(*both, roundings) for both in _again(part, drafts, used, roundings)), Fraction(0))
            price = roundings.apply("line", exact * taken / step)
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
        credits=part.name,
        goes_to="" if rule.to == NEXT_INVOICE else rule.to,
        kept_months=rule.months,
    )
    if back.why.who:
        change = (back.upto, back.downto - back.upto, back.downto)
        draft.steps.append(Step("quantity", back.why.cause, back.rule.at, named(back.why.who), *change))
    rule_told, words = back.said
    draft.change(rule_told, back.rule.at, f"{words}: {basis}" if words else basis, -amount)
    return draft


def taken_back(drafts: Sequence[Draft], amount: Fraction) -> dict[str, Fraction]:
    """What a credit gives back of each discount that came off the lines it credits: as much of it as of the lines."""
    billed = sum((draft.left for draft in drafts), Fraction(0))
    taken: dict[str, Fraction] = {}
    for draft in drafts:
        for step in draft.steps:
            if step.rule.startswith("discount "):
                name = step.rule.removeprefix("discount ")
                taken[name] = taken.get(name, Fraction(0)) - step.change * amount / billed
    return taken


def _last_of(back: Return) -> str:
    """`the last 2 of 7`: which of the units that a line billed."""
    part = back.part
    return f"the last {format_decimal(back.upto - back.downto)} of {format_decimal(part.level.units - part.above)}"


def _days_left(back: Return) -> str:
    """`17 of 30 days are left`: how much of the time that a line billed is not used."""
    unused, billed = back.unused, back.part.stretch
    return f"{max((unused.after - unused.first).days, 0)} of {(billed.after - billed.first).days} days are left"


def _left(back: Return, roundings: Roundings) -> Fraction:
    """How much of what was billed is not used: the worth of the days left over that of the line, or, where unit prices are
    rounded, what the units cost then over what they cost in the line."""
    part = back.part
    if back.unused.is_empty:
        return Fraction(0)
    here, whole = part_worth(part, back.unused, roundings), part_worth(part, part.stretch, roundings)
    if roundings.at("unit price") is None:
        return here.rates / whole.rates
    given = gained(part, back.upto, back.downto)
    return _at_rounded_rates(given, part, here, roundings) / _at_rounded_rates(given, part, whole, roundings)


def _at_rounded_rates(given: Sequence[Piece], part: Part, worth: Worth, roundings: Roundings) -> Fraction:
    level = part.level.whole.level
    each = (one.units * roundings.apply("unit price", one.rate * level * worth.rates) for one in given)
    return sum(each, Fraction(0)) + sum((one.flat * level * worth.flats for one in given), Fraction(0))


def _again(
    part: Part, drafts: Sequence[Draft], used: Stretch, roundings: Roundings
) -> Iterator[tuple[Draft, Draft]]:
    """Each line of a part as it would be for other days, at list price, with the line that was billed."""
    made = part_drafts(attrs.evolve(part, stretch=used), roundings)
    return zip(made, drafts, strict=True)


def _anew(made: Draft, billed: Draft, roundings: Roundings) -> Fraction:
    """What a line for other days comes to: as much comes off it as came off the line that was billed, each cut rounded as a
    step."""
    if not billed.listed:
        return Fraction(0)
    left = made.listed
    for step in billed.steps:
        if step.figure == "amount" and step.rule.startswith(TAKEN_OFF):
            left += roundings.apply("step", step.change * made.listed / billed.listed)
    return left
