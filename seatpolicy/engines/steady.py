"""A bill of whole cycles and a way to bill other days of them in, the same bill out; refused where its prices do not hold.

A whole cycle has one price only if every day of it says the same: another text may be in force from a day on, and a
condition may read the day itself. What is billed in advance is due by the text of its first day, so what changes behind
the day that is asked for goes on a later invoice; what is billed in arrears is due for all its days.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date, timedelta

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import NOT_BILLED, Invoice, Line, Period
from seatpolicy.documents.refusals import EN502, not_billed
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge

Bills = Callable[[date], Invoice | None]
"""The invoice of another day; None where there is none."""

Worth = tuple[object, ...]


def settled(
    outcome: Outcome[Invoice], policy: Policy, as_of: date, same: Callable[[date], Hashable], bills: Bills
) -> Outcome[Invoice]:
    """The invoice as it is, or without lines and with the finding that says which price changes inside its cycle. `same`
    names what a day's prices depend on, so that only one day of each name is billed."""
    invoice = outcome.value
    if invoice.totals is None:
        return outcome
    found = _Steady(invoice, policy, as_of, same, bills).change()
    if found is None:
        return outcome
    return Outcome(stopped(invoice), (*outcome.diagnostics, found))


def stopped(invoice: Invoice) -> Invoice:
    """The same invoice as one that is not billed: without anything that was worked out."""
    return attrs.evolve(invoice, status=NOT_BILLED, lines=(), totals=None, signals=(), missing=())


def fixed_start(invoice: Invoice, start: date | None, as_of: date) -> date | None:
    """The start of an account's cycles when other days of them are billed: an account without one begins on the day that is
    asked for, unless its cycles begin by the calendar."""
    begins = invoice.period is not None and invoice.period.first == as_of
    return as_of if start is None and begins else start


@attrs.frozen
class _Steady:
    invoice: Invoice
    policy: Policy
    as_of: date
    same: Callable[[date], Hashable]
    bills: Bills

    def change(self) -> Diagnostic | None:
        """The finding about the first day on which a line has another price."""
        here = self.same(self.as_of)
        # A line may have come or gone inside the cycle, so the days of the whole invoice are looked at, too.
        periods = dict.fromkeys([self.invoice.period, *(line.period for line in self.invoice.lines)])
        for period in periods:
            seen = {here}
            for day in self._days(period):
                name = self.same(day)
                if name in seen:
                    continue
                seen.add(name)
                found = self._compared(day)
                if found is not None:
                    return found
        return None

    def _days(self, period: Period | None) -> Iterator[date]:
        """The days of a period whose prices something is due by."""
        if period is None:
            return
        blocks = (*self.policy.plans.values(), *self.policy.addons.values())
        waits = any(_in_arrears(charge) for block in blocks for charge in block.charges)
        last = period.last if waits else min(period.last, self.as_of)
        for days in range((last - period.first).days + 1):
            yield period.first + timedelta(days=days)

    def _waits(self, line: Line) -> bool:
        """Whether a line is due at the end of its cycle; a top-up may be."""
        block = self.policy.plans.get(line.owner) or self.policy.addons.get(line.owner)
        charges = block.charges if block is not None else ()
        charge = next((charge for charge in charges if charge.name == line.charge), None)
        return charge is None or _in_arrears(charge)

    def _compared(self, day: date) -> Diagnostic | None:
        other = self.bills(day)
        here = self._worth(self.invoice, day)
        there = {} if other is None or other.totals is None else self._worth(other, day)
        if here == there:
            return None
        lines = (*self.invoice.lines, *(other.lines if other is not None else ()))
        line = next(line for line in lines if here.get(line.id) != there.get(line.id))
        words = f"a cycle whose price changes inside it, as that of `{line.id}` does between {line.period.first} and "
        return not_billed(
            EN502, line.at, f"{words}{line.period.last}, is", "ask for a day in a cycle in which nothing changes"
        ).found

    def _worth(self, invoice: Invoice, day: date) -> dict[str, Worth]:
        """What the lines come to that are due by the prices of both days."""
        worth: dict[str, Worth] = {}
        for line in invoice.lines:
            covers = line.period.first <= min(day, self.as_of) and max(day, self.as_of) <= line.period.last
            if covers and (day <= self.as_of or self._waits(line)):
                worth[line.id] = (line.period, line.list_amount, line.amount)
        return worth


def _in_arrears(charge: Charge) -> bool:
    return any(case.value != "in advance" for case in charge.bill)
