"""Credits of invoices that go into account credit or back to the customer in, what is due out.

Neither changes a total. Account credit pays later bills, the oldest first, as long as it is kept; on the day on which it was
kept for its months it is gone. A refund is paid out at once. Account credit that should not have been given comes out of
what is left of such credit, the newest first; what has paid a bill already is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import Totals
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.values.dates import add_months

ACCOUNT_CREDIT, REFUND = "account credit", "refund"


@attrs.define
class _Kept:
    left: Fraction
    gone_on: date | None


@attrs.define
class Balance:
    """The account credit of one account."""

    _kept: list[_Kept] = attrs.field(init=False, factory=list)

    def settle(self, totals: Totals, drafts: Sequence[Draft], on: date) -> Totals:
        """The totals of an invoice with what is due of it."""
        kept = [draft for draft in drafts if draft.goes_to == ACCOUNT_CREDIT]
        taken_back = sum((self._taken_back(draft.left, on) for draft in kept if draft.left > 0), Fraction(0))
        credited = sum((-draft.left for draft in kept if draft.left < 0), Fraction(0)) - taken_back
        refunded = sum((-draft.left for draft in drafts if draft.goes_to == REFUND), Fraction(0))
        owed = totals.net + credited + refunded
        used = self._pay(max(owed, Fraction(0)), on)
        for draft in kept:
            if draft.left < 0:
                self._kept.append(_Kept(-draft.left, add_months(on, draft.kept_months) if draft.kept_months else None))
        return attrs.evolve(
            totals, to_account_credit=credited, refunded=refunded, account_credit_used=used, due=owed - used
        )

    def _pay(self, owed: Fraction, on: date) -> Fraction:
        """How much of a bill is paid out of what is kept."""
        used = Fraction(0)
        for kept in self._kept:
            if kept.gone_on is None or on < kept.gone_on:
                part = min(kept.left, owed - used)
                kept.left -= part
                used += part
        return used

    def _taken_back(self, amount: Fraction, on: date) -> Fraction:
        """How much of an amount comes out of what is kept."""
        taken = Fraction(0)
        for kept in reversed(self._kept):
            if kept.gone_on is None or on < kept.gone_on:
                part = min(kept.left, amount - taken)
                kept.left -= part
                taken += part
        return taken
