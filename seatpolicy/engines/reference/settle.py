"""Discounted lines in, an invoice's lines and totals out: rounding on lines, charges and the total (steps 8 and 10)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.documents.invoice import Line, Totals
from seatpolicy.engines.reference.discounts import dealt
from seatpolicy.engines.reference.drafts import Draft
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


def totals(drafts: Sequence[Draft], before_sums: Sequence[Fraction], roundings: Roundings) -> Totals:
    """The sums of an invoice. `before_sums` are the lines' amounts before charge and total were rounded."""
    zero = Fraction(0)
    listed = {draft.id: roundings.apply("line", draft.listed) for draft in drafts}
    charges = sum((listed[draft.id] for draft in drafts if draft.kind in ("charge", "overage")), zero)
    top_ups = sum((listed[draft.id] for draft in drafts if draft.kind == "top_up"), zero)
    over = sum((draft.cut_by_maximum for draft in drafts), zero)
    before = sum(before_sums, zero)
    net = sum((draft.left for draft in drafts), zero)
    return Totals(
        list=charges,
        discounts=charges + top_ups - over - before,
        over_maximum=over,
        top_ups=top_ups,
        credits=zero,
        rounding=net - before,
        net=net,
        account_credit_used=zero,
        due=net,
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
    parts = dealt(target, drafts, [draft.left for draft in drafts], remainder, roundings.minor)
    shown = f"{format_amount(exact, roundings.currency)} becomes {format_amount(target, roundings.currency)}"
    for draft, part in zip(drafts, parts, strict=True):
        if part != draft.left:
            basis = shown if len(drafts) > 1 else ""
            draft.round(f"rounding on {on}", stated.at, basis, part, roundings.words(point))
