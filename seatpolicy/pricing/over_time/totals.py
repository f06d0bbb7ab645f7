"""The lines of an invoice over time in, its totals out; with credits that go into account credit or back to the customer.

Account credit pays later bills, the oldest first, as long as it is kept; on the day on which it was kept for its months it
is gone. A refund is paid out at once. Neither changes a total. Account credit that is withdrawn comes out of what is left of
all such credit, the newest first, and is due as far as it has paid bills already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.invoice import Totals
from seatpolicy.pricing.calendar import months_after
from seatpolicy.pricing.over_time.billed import DueLine

ACCOUNT_CREDIT, REFUND = "account credit", "refund"
_ZERO = Fraction(0)


def totals_of(lines: Sequence[DueLine], billed: Fraction) -> Totals:
    """The sums; `billed` is what was billed before of lines that are put right."""
    net = sum((one.line.amount for one in lines), _ZERO)
    before = sum((one.before for one in lines), _ZERO)
    charges = sum((one.line.list_amount for one in lines if one.line.kind in ("charge", "overage")), _ZERO)
    top_ups = sum((one.line.list_amount for one in lines if one.line.kind == "top_up"), _ZERO)
    credited = -sum((one.before for one in lines if one.line.kind == "credit"), _ZERO)
    over = sum((one.cut for one in lines), _ZERO)
    return Totals(
        list=charges,
        discounts=charges + top_ups - over - before - credited,
        over_maximum=over,
        top_ups=top_ups,
        credits=credited,
        rounding=net + billed - before,
        net=net,
        account_credit_used=_ZERO,
        due=net,
        billed_before=billed,
    )


@attrs.define
class Balance:
    """The account credit of one account: what is left of each credit, and the day on which it is gone (None: never)."""

    _kept: list[tuple[Fraction, date | None]] = attrs.field(init=False, factory=list)

    def settle(self, totals: Totals, lines: Sequence[DueLine], on: date) -> Totals:
        """The totals of an invoice with what is due of it."""
        ours = [one for one in lines if one.goes_to == ACCOUNT_CREDIT]
        withdrawn = sum((self._withdraw(one.line.amount, on) for one in ours if one.line.amount > 0), _ZERO)
        credited = -sum((one.line.amount for one in ours if one.line.amount < 0), _ZERO) - withdrawn
        refunded = -sum((one.line.amount for one in lines if one.goes_to == REFUND), _ZERO)
        owed = totals.net + credited + refunded
        used = self._pay(max(owed, _ZERO), on)
        for one in ours:
            if one.line.amount < 0:
                gone = months_after(on, one.kept_months) if one.kept_months else None
                self._kept.append((-one.line.amount, gone))
        return attrs.evolve(
            totals, to_account_credit=credited, refunded=refunded, account_credit_used=used, due=owed - used
        )

    def _pay(self, owed: Fraction, on: date) -> Fraction:
        """How much of a bill is paid out of what is kept."""
        used = _ZERO
        for number, (left, gone) in enumerate(self._kept):
            if gone is None or on < gone:
                part = min(left, owed - used)
                self._kept[number] = left - part, gone
                used += part
        return used

    def _withdraw(self, amount: Fraction, on: date) -> Fraction:
        """How much of an amount can be taken out of what is kept."""
        rest = amount
        for number in reversed(range(len(self._kept))):
            left, gone = self._kept[number]
            if gone is None or on < gone:
                self._kept[number] = left - min(left, rest), gone
                rest -= min(left, rest)
        return amount - rest
