"""A case of several invoices as nodes in, what it expects of each of them out.

    - name: two months
      account: accounts/growing.yaml
      period: {from: 2026-11-01, to: 2026-12-31}
      invoices:
        - as_of: 2026-11-01
          lines: [{charge: member_seats, derivation: "49 × 10.00", amount: "490.00"}]
          total: "490.00"

Every invoice that is made in the period is listed with every line of it. A line of a plan or of the policy, which no charge
has (a minimum of all of them), is listed without `charge:`. `from` and `to` may say which days a line is for, `due` what is
paid where that is not the total.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import messages, shape, typed
from seatpolicy.documents.nodes import Mapping, Node, is_nothing
from seatpolicy.documents.shape import Key
from seatpolicy.source.text import Span

PERIOD_SAMPLE = "period: {from: 2026-01-01, to: 2026-12-31}"
PERIOD = (Key("from", "from: 2026-01-01", needed=True), Key("to", "to: 2026-12-31", needed=True))
INVOICE = (
    Key("as_of", "as_of: 2026-11-01", needed=True),
    Key("lines", 'lines: [{charge: member_seats, derivation: "49 × 10.00", amount: "490.00"}]', needed=True),
    Key("total", 'total: "490.00"', needed=True),
    Key("due", 'due: "490.00"'),
)
LINE = (
    Key("charge", "charge: member_seats"),
    Key("from", "from: 2026-11-10"),
    Key("to", "to: 2026-11-30"),
    Key("derivation", 'derivation: "49 × 10.00"', needed=True),
    Key("amount", 'amount: "490.00"', needed=True),
)


@attrs.frozen(slots=True)
class ExpectedLine:
    """A line of a charge (empty: of a plan or the policy); without `first` or `last`, it may be for any days."""

    charge: str
    first: date | None
    last: date | None
    derivation: str
    amount: Fraction
    at: Span


@attrs.frozen(slots=True)
class ExpectedInvoice:
    """An invoice of a day; `due` is None where nothing is said about it."""

    as_of: date
    lines: tuple[ExpectedLine, ...]
    total: Fraction
    due: Fraction | None
    at: Span


@attrs.frozen(slots=True)
class ExpectedSeries:
    """Every invoice from the first day to the last, both included, by day."""

    first: date
    last: date
    invoices: tuple[ExpectedInvoice, ...]


def is_series(node: Mapping) -> bool:
    """Whether a case is one of several invoices."""
    return node.get("period") is not None or node.get("invoices") is not None


def read_series(node: Mapping, found: Diagnostics, tolerant: bool) -> ExpectedSeries | None:
    """What a case expects of its invoices; None, and findings, where the period or an invoice cannot be read."""
    between = _period(node.get("period"), found, tolerant)
    items = shape.items(node.get("invoices"), "invoices", found, "invoices: [{as_of: 2026-01-01, …}]")
    invoices = [_invoice(item, found, tolerant) for item in items]
    if between is None:
        return None
    first, last = between
    read = [one for one in invoices if one is not None]
    days: dict[date, Span] = {}
    for one in read:
        if one.as_of in days:
            found.add(messages.said_twice(one.at, f"the invoice of {one.as_of}", days[one.as_of]))
        elif not first <= one.as_of <= last:
            words = f"{one.as_of} is no day from {first} to {last}"
            found.add(messages.DO437.at(one.at, words, hint="write a day of the period"))
        days.setdefault(one.as_of, one.at)
    ordered = sorted(read, key=lambda one: one.as_of)
    return ExpectedSeries(first, last, tuple(ordered)) if len(read) == len(invoices) else None


def day_of(node: Mapping, key: str, found: Diagnostics) -> date | None:
    """The day that stands under a key; None where there is none, or a finding."""
    given = shape.scalar(node.get(key), key, found, f"{key}: 2026-11-01")
    day = typed.day(given, key) if given is not None else None
    if isinstance(day, Diagnostic):
        found.add(day)
        return None
    return day


def _period(node: Node | None, found: Diagnostics, tolerant: bool) -> tuple[date, date] | None:
    inner = shape.mapping(node, "period", found, PERIOD_SAMPLE) if node is not None and not is_nothing(node) else None
    if inner is None:
        return None
    shape.check_keys(inner, "a period", PERIOD, found, tolerant)
    first, last = day_of(inner, "from", found), day_of(inner, "to", found)
    if first is None or last is None:
        return None
    if last < first:
        words = f"the period ends on {last}, before it begins on {first}"
        found.add(messages.DO437.at(inner.at, words, hint="correct one of the two dates"))
        return None
    return first, last


def _invoice(node: Node, found: Diagnostics, tolerant: bool) -> ExpectedInvoice | None:
    inner = shape.mapping(node, "an invoice", found, "as_of: 2026-11-01")
    if inner is None:
        return None
    shape.check_keys(inner, "an invoice", INVOICE, found, tolerant)
    lines = [_line(item, found, tolerant) for item in shape.items(inner.get("lines"), "lines", found)]
    as_of = day_of(inner, "as_of", found)
    total, due = _amount(inner, "total", found), _amount(inner, "due", found)
    if as_of is None or total is None:
        return None
    read = tuple(one for one in lines if one is not None)
    return ExpectedInvoice(as_of, read, total, due, inner.at) if len(read) == len(lines) else None


def _line(node: Node, found: Diagnostics, tolerant: bool) -> ExpectedLine | None:
    inner = shape.mapping(node, "a line", found, 'charge: member_seats, derivation: "49 × 10.00", amount: "490.00"')
    if inner is None:
        return None
    shape.check_keys(inner, "a line", LINE, found, tolerant)
    charge, derivation = (shape.scalar(inner.get(key), key, found) for key in ("charge", "derivation"))
    first, last = day_of(inner, "from", found), day_of(inner, "to", found)
    amount = _amount(inner, "amount", found)
    if amount is None or derivation is None:
        return None
    return ExpectedLine(charge.text if charge is not None else "", first, last, derivation.text, amount, inner.at)


def _amount(node: Mapping, key: str, found: Diagnostics) -> Fraction | None:
    given = shape.scalar(node.get(key), key, found, f'{key}: "490.00"')
    amount = typed.amount(given, key) if given is not None else None
    if isinstance(amount, Diagnostic):
        found.add(amount)
        return None
    return amount
