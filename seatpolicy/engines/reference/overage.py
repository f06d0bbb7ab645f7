"""More people billable than were ordered in, what becomes of them out: a line of their own, or a refusal (4.9).

Who is above the contract on the first day of a cycle is charged as a further seat for all of it: the line is the price of
all who are billable less the price of those ordered, after bounds, included units and packs. It stands on the invoice of
that day where the line says `on the next invoice`, `at once`, or a mark that lies on that day. Whether people came above the
contract inside a cycle, and when, needs the history.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity, Step
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.drafts import Draft, charge_drafts, round_to_step
from seatpolicy.engines.reference.quantities import Counter
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.snapshot import lies_on, must_be_on
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.values.money import format_amount, format_decimal


def overage_draft(terms: Terms, counter: Counter, roundings: Roundings) -> Draft | None:
    """The line for those above the contract; None where nobody is, or no line `overage:` counts."""
    if terms.overage is None or terms.quantity is None or terms.quantity.value.kind != "contracted":
        return None
    charge, stated = terms.charge, terms.overage.value
    heads = counter.heads
    billable, ordered, above = heads.in_order(charge), heads.ordered(charge) or Fraction(0), heads.above(charge)
    if billable is None or above == 0:
        return None
    counted = "billable" if heads.ruled(charge) else "assigned"
    words = f"{format_decimal(billable)} {counted}, above the {format_decimal(ordered)} contracted"
    if stated.blocked:
        raise refusal(
            refusals.EN111,
            terms.overage.at,
            f"{charge.title}: {words}",
            why="nobody is let in above the contract",
            hint="order more seats, or take seats away",
            subject=charge.name,
        )
    if terms.bill != "in advance":
        raise not_billed(refusals.EN503, terms.overage.at, f"{words}, in a charge billed {terms.bill}, is")
    if heads.account.people is not None:
        must_be_on(terms.window.first, terms.overage.at, terms, counter.world)
    if stated.when not in ("next invoice", "at once") and not lies_on(stated.when, terms, counter.world):
        raise not_billed(refusals.EN502, terms.overage.at, f"{words}, charged at a later {stated.when}, is")
    return _line(terms, counter, above, words, roundings)


def _line(terms: Terms, counter: Counter, above: Fraction, words: str, roundings: Roundings) -> Draft | None:
    """The line; None for a price that came once, in an earlier cycle, and comes for nobody any more."""
    # Each amount is unrounded, so that only the difference is rounded, once.
    plain = attrs.evolve(roundings, lines={point: line for point, line in roundings.lines.items() if point != "step"})
    # This is one line, however the invoice shows those ordered.
    whole = attrs.evolve(terms, lines="charge") if terms.lines == "seat" else terms
    some = charge_drafts(whole, counter, counter.world, plain)
    all_ = charge_drafts(whole, counter.with_more({terms.charge.name: above}), counter.world, plain)
    if not all_:
        return None
    amounts = [sum((draft.left for draft in drafts), Fraction(0)) for drafts in (all_, some)]
    currency = roundings.currency
    if amounts[0] < amounts[1]:
        raise not_billed(
            refusals.EN502,
            terms.price.at,
            f"{words}, for whom all together cost less ({format_amount(amounts[0], currency)}), is",
            "what lowers a bill follows `fewer seats:`",
        )
    units = [sum((draft.quantity.billed for draft in drafts), Fraction(0)) for drafts in (all_, some)]
    included = [max((draft.quantity.included for draft in drafts), default=Fraction(0)) for drafts in (all_, some)]
    assert terms.overage is not None
    model = all_[0]
    facts = (("above contracted", above), *counter.of(terms.charge.name).facts)
    draft = attrs.evolve(
        model,
        id=f"{terms.charge.name}:overage",
        kind="overage",
        title=f"{terms.charge.title}, above the contract",
        quantity=LineQuantity(units[0] - units[1], included[0] - included[1], facts),
        at=terms.overage.at,
        left=Fraction(0),
        steps=[Step("quantity", "overage", terms.overage.at, words, Fraction(0), above, above)],
    )
    basis = f"{format_amount(amounts[0], currency)} for all, less {format_amount(amounts[1], currency)} for those contracted"
    draft.change("overage", terms.overage.at, basis, amounts[0] - amounts[1])
    round_to_step(draft, roundings)
    draft.listed = draft.base = draft.left
    return draft
