"""Discounted lines in, an invoice's lines and totals out: rounding on lines, charges and the total (steps 8 and 10)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Line, Totals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference.discounts import dealt
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.values.money import format_amount


def round_lines(drafts: Sequence[Draft], roundings: Roundings) -> None:
    """Every line, where the policy rounds lines."""
    stated = roundings.at("line")
    if stated is None:
        return
    for draft in drafts:
        after = roundings.apply("line", draft.left)
        if after != draft.left:
            draft.round("rounding on each line", stated.at, "", after, roundings.words("line"))


def round_sums(drafts: Sequence[Draft], remainder: str, roundings: Roundings) -> None:
    """The sum of each charge's lines, then of all of them, where the policy rounds these; the difference is dealt out."""
    charges = dict.fromkeys(draft.charge or draft.id for draft in drafts)
    for charge in charges:
        _round_sum([d for d in drafts if (d.charge or d.id) == charge], "charge", "each charge", remainder, roundings)
    _round_sum(drafts, "total", "the total", remainder, roundings)


def less_billed(drafts: Sequence[Draft], world: World) -> Fraction:
    """Takes off the lines what was billed for the same cycle before, and gives back how much. A line may fall below 0: what
    was billed at the prices of less use may be more than all of it costs at those of more."""
    whole = Fraction(0)
    for line in world.account.billed or ():
        here = [one for one in drafts if one.window.first <= line.first and line.last <= one.window.period.last]
        same = [one for one in here if one.id == line.id]
        same = same or [one for one in here if line.charge and one.charge == line.charge and one.kind == line.kind]
        if here and not same:
            words = f"`{line.id}`, which was billed for {line.first} to {line.last} and is no line of this bill,"
            raise not_billed(refusals.EN505, line.at, f"what becomes of {words} is")
        if not same:
            continue
        one, exact = same[-1], same[-1].exact
        basis = f"{format_amount(line.amount, world.account.currency)} for {line.first} to {line.last}"
        one.change("billed before", one.at, basis, one.left - line.amount)
        one.exact = exact - line.amount
        whole += line.amount
    return whole


def totals(
    drafts: Sequence[Draft], before_sums: Sequence[Fraction], roundings: Roundings, billed: Fraction = Fraction(0)
) -> Totals:
    """The sums of an invoice. `before_sums` are the lines' amounts before charge and total were rounded, `billed` what was
    taken off them as billed before."""
    zero = Fraction(0)
    listed = [(draft.kind, roundings.apply("line", draft.listed)) for draft in drafts]
    charges = sum((amount for kind, amount in listed if kind in ("charge", "overage")), zero)
    top_ups = sum((amount for kind, amount in listed if kind == "top_up"), zero)
    over = sum((draft.cut_by_maximum for draft in drafts), zero)
    before = sum(before_sums, zero)
    credited = -sum((left for draft, left in zip(drafts, before_sums, strict=True) if draft.kind == "credit"), zero)
    net = sum((draft.left for draft in drafts), zero)
    return Totals(
        list=charges,
        discounts=charges + top_ups - over - before - credited,
        over_maximum=over,
        top_ups=top_ups,
        credits=credited,
        rounding=net + billed - before,
        net=net,
        account_credit_used=zero,
        due=net,
        billed_before=billed,
    )


def lines(drafts: Sequence[Draft], roundings: Roundings) -> tuple[Line, ...]:
    """The finished lines."""
    return tuple(draft.line(roundings.apply("line", draft.listed)) for draft in drafts)


def _round_sum(drafts: Sequence[Draft], point: str, on: str, remainder: str, roundings: Roundings) -> None:
    stated = roundings.at(point)
    if stated is None:
        return
    exact = sum((draft.left for draft in drafts), Fraction(0))
    target = roundings.apply(point, exact)
    # Credits are rounded together, and the charges come to what the sum then lacks.
    above, below = ([max(sign * draft.left, Fraction(0)) for draft in drafts] for sign in (1, -1))
    back = -roundings.apply(point, -sum(below, Fraction(0)))
    charged = dealt(target + back, drafts, above, remainder, roundings.minor)
    credited = dealt(back, drafts, below, remainder, roundings.minor)
    parts = [one - other for one, other in zip(charged, credited, strict=True)]
    shown = f"{format_amount(exact, roundings.currency)} becomes {format_amount(target, roundings.currency)}"
    for draft, part in zip(drafts, parts, strict=True):
        if part != draft.left:
            basis = shown if len(drafts) > 1 else ""
            draft.round(f"rounding on {on}", stated.at, basis, part, roundings.words(point))
