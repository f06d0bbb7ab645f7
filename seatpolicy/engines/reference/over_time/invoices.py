"""A policy, an account with a history and a day in, the invoice as of that day out: the last one that has fallen due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.invoice import PRICED, Invoice, Line, Period, PolicyNamed, Totals
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference.over_time.series import Due, Series
from seatpolicy.semantics.model.policy import Policy


def last_invoice(policy: Policy, account: Account, as_of: date) -> Outcome[Invoice]:
    """The invoice that was made on the last day, up to the one asked for, on which something fell due."""
    found = Diagnostics()
    last: Invoice | None = None
    try:
        for invoice in invoices(policy, account, as_of, found):
            last = invoice
    except Refusal as stop:
        found.add(stop.found)
        return found.outcome(_plain(policy, account, as_of, refusals.status(found)))
    if last is None:
        return found.outcome(_plain(policy, account, as_of, PRICED))
    return found.outcome(last)


def invoices(policy: Policy, account: Account, until: date, found: Diagnostics) -> Iterator[Invoice]:
    """Every invoice up to a day, in order. Raises Refusal where one cannot be made; what else stops them goes to `found`."""
    assert account.start is not None
    if account.billed is not None:
        raise not_billed(refusals.EN505, account.at, "a history beside lines that were billed is")
    if until < account.start:
        raise refusal(
            refusals.EN107,
            account.at,
            f"on {until} nothing is due: the subscription begins on {account.start}",
        )
    series = Series(policy, account, known_by(account.events or ()))
    numbers: dict[date, int] = {}
    try:
        for due in series.invoices(until):
            period = _period(due)
            numbers[period.first] = numbers.get(period.first, 0) + 1
            yield _invoice(policy, account, due, period, numbers[period.first])
    finally:
        found.extend(series.found)


def _period(due: Due) -> Period:
    """The days of the lines that are for the cycle of the invoice's own day; of all lines, where none is."""
    current = [line.period for line in due.lines if line.period.last >= due.on] or [line.period for line in due.lines]
    return Period(min(one.first for one in current), max(one.last for one in current))


def _invoice(policy: Policy, account: Account, due: Due, period: Period, number: int) -> Invoice:
    return _made(policy, account, due.on, f"{account.name or 'unnamed'}/{period.first}/{number}", PRICED, period, due.lines, due.totals)


def _plain(policy: Policy, account: Account, as_of: date, status: str) -> Invoice:
    return _made(policy, account, as_of, f"{account.name or 'unnamed'}/{as_of}/0", status, None, (), None)


def _made(
    policy: Policy,
    account: Account,
    as_of: date,
    name: str,
    status: str,
    period: Period | None,
    lines: tuple[Line, ...],
    totals: Totals | None,
) -> Invoice:
    return Invoice(
        id=name,
        status=status,
        policy=PolicyNamed(policy.name, policy.title, policy.version, source_digest(policy)),
        account=account.name,
        country=account.text("country"),
        billing_entity=account.text("billing_entity"),
        as_of=as_of,
        period=period,
        currency=account.currency,
        lines=lines,
        totals=totals,
    )
