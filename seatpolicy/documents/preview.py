"""What a change would put on the next invoices: the invoices with it and without it, side by side, and what it moves.

A preview is made of the invoices themselves, and of nothing else: what it says of an invoice is what that invoice will say.
Differences are what there is more with the change, so that less is below zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.documents.changes import Changed
from seatpolicy.documents.invoice import PRICED, Invoice, Line, Period
from seatpolicy.values.dates import add_months

SCHEMA_VERSION = "1.0"
_PERIODS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}


@attrs.frozen
class MovedLine:
    """A line as it is without the change and with it: None where there is none."""

    without: Line | None
    changed: Line | None

    @property
    def line(self) -> Line:
        """Whichever there is; with the change, if it is there."""
        found = self.changed or self.without
        assert found is not None
        return found

    @property
    def difference(self) -> Fraction:
        """How much more it is."""
        return sum((one.amount for one in (self.changed,) if one), Fraction(0)) - sum(
            (one.amount for one in (self.without,) if one), Fraction(0)
        )


@attrs.frozen
class MovedInvoice:
    """The invoice of a day without the change and with it (None: there is none), and the lines that it moves."""

    as_of: date
    without: Invoice | None
    changed: Invoice | None
    lines: tuple[MovedLine, ...]

    @property
    def net(self) -> Fraction:
        """How much more its lines come to."""
        return _net(self.changed) - _net(self.without)

    @property
    def due(self) -> Fraction:
        """How much more is paid: after account credit, and with tax."""
        return _due(self.changed) - _due(self.without)


@attrs.frozen
class Recurring:
    """How much more the lines of a charge come to in each cycle from a day on; the `last` cycle that was looked at says so.
    Where a minimum or commitment adds a line, that has its own; then `charge` is its id."""

    charge: str
    title: str
    since: date
    last: Period
    difference: Fraction

    @property
    def per(self) -> str:
        """How long a cycle is: month, year, 30 days …"""
        after = date.fromordinal(self.last.last.toordinal() + 1)
        for months, name in _PERIODS.items():
            if add_months(self.last.first, months) == after:
                return name
        days = (after - self.last.first).days
        return "week" if days == 7 else f"{days} days"


@attrs.frozen
class Preview:
    """Of an account, what `changes` on a day move of its invoices up to another day; only invoices that differ are named."""

    account: str
    policy: str
    version: str
    currency: str
    changes: tuple[Changed, ...]
    at: date
    until: date
    invoices: tuple[MovedInvoice, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    stopped: str = ""
    """Why nothing can be told, where an invoice cannot be made: the status of that, with the change or without."""

    @property
    def now(self) -> Fraction:
        """How much more is due on the day of the change itself."""
        return sum((one.due for one in self.invoices if one.as_of == self.at), Fraction(0))

    @property
    def next(self) -> MovedInvoice | None:
        """The first later invoice that is another one."""
        return next((one for one in self.invoices if one.as_of > self.at), None)

    @property
    def is_bill(self) -> bool:
        """Whether every invoice is a bill, and waits for nothing."""
        return not self.stopped and all(made.status == PRICED for made in self._made())

    def _made(self) -> Iterator[Invoice]:
        for one in self.invoices:
            yield from (made for made in (one.without, one.changed) if made is not None)


def _net(invoice: Invoice | None) -> Fraction:
    return invoice.totals.net if invoice is not None and invoice.totals is not None else Fraction(0)


def _due(invoice: Invoice | None) -> Fraction:
    return invoice.totals.due if invoice is not None and invoice.totals is not None else Fraction(0)
