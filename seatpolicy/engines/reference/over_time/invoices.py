"""A policy, an account with a history and a day in, the invoices out that were made up to that day.

An invoice knows what was recorded by its day, and nothing later. What is recorded late never changes an invoice: the whole
history is billed anew, and the next invoice holds what is different from the lines that were billed, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.concerns import concerns_of
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.holdings import held_named
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period, PolicyNamed
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference import settle
from seatpolicy.engines.reference.beside import Beside
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.balance import Balance
from seatpolicy.engines.reference.over_time.corrections import Book, Learned
from seatpolicy.engines.reference.over_time.series import Due, Series
from seatpolicy.engines.reference.over_time.stages import add_missing
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts

_DAY = timedelta(days=1)


def series(policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
    """Every invoice up to a day; behind them, where one cannot be made, one without lines whose status says so."""
    found = Diagnostics()
    made: list[Invoice] = []
    try:
        made.extend(invoices(policy, account, until, found))
    except Refusal as stop:
        found.add(stop.found)
        made.append(_plain(as_texts(policy), account, until, refusals.status(found)))
    return found.outcome(tuple(made))


def last_invoice(policy: Policy | Texts, account: Account, as_of: date) -> Outcome[Invoice]:
    """The invoice that was made on the last day, up to the one asked for, on which something fell due; one without lines,
    where nothing has."""
    outcome = series(policy, account, as_of)
    if outcome.value:
        return Outcome(outcome.value[-1], outcome.diagnostics)
    texts = as_texts(policy)
    nothing = settle.totals((), (), Roundings(texts.any.roundings, account.currency))
    return Outcome(attrs.evolve(_plain(texts, account, as_of, PRICED), totals=nothing), outcome.diagnostics)


def invoices(policy: Policy | Texts, account: Account, until: date, found: Diagnostics) -> Iterator[Invoice]:
    """Every invoice up to a day, in order. Raises Refusal where one cannot be made; what else stops them goes to `found`."""
    account = _started(account)
    assert account.start is not None
    if until < account.start:
        words = f"on {until} nothing is due: the subscription begins on {account.start}"
        raise refusal(refusals.EN107, account.at, words)
    numbers: dict[date, int] = {}
    balance = Balance()
    texts = as_texts(policy)
    for due, billed in _made(texts, account, until, found):
        if not due.drafts:
            continue
        period = _period(due.on, due.drafts)
        numbers[period.first] = numbers.get(period.first, 0) + 1
        name = f"{account.name or 'unnamed'}/{period.first}/{numbers[period.first]}"
        yield _invoice(texts, account, name, due, period, billed, balance, found)


def _started(account: Account) -> Account:
    """The account with the first day of its subscription, which the document or the event says that starts it."""
    started = next((event.day for event in known_by(account.events) if event.type == "subscription_started"), None)
    if account.start is None and started is None:
        raise refusal(
            refusals.EN301,
            account.at,
            "the first day of the subscription is not given, and a history is billed from it on",
            hint="give it: `subscription: {start: 2026-11-01}`",
            subject="subscription",
        )
    return account if account.start is not None else attrs.evolve(account, start=started)


def _made(texts: Texts, account: Account, until: date, found: Diagnostics) -> Iterator[tuple[Due, Fraction]]:
    """What every invoice holds, and how much of it was billed before."""
    events = account.events
    if account.billed is not None:
        series = Series(texts, account, tuple(event for event in _known(events, until)), until, until)
        try:
            yield from ((due, due.billed) for due in series.invoices(until))
        finally:
            found.extend(series.found)
        return
    book = Book(concerns_of(texts, events))
    since: date | None = date.min
    while since is not None:
        known = known_by(event for event in events if event.recorded_on <= since or not _is_late(event))
        series = Series(texts, account, tuple(event for event in known if event.day <= until), until, since)
        try:
            book.learn(_learned(series, events, since))
            later = _next(series, events, since, until)
            for due in series.invoices(until):
                if later is not None and due.on >= later:
                    break
                if due.on < since:
                    book.lay_by(due)
                    continue
                rest = _rest(series, since, due.on) if book.waits else None
                if rest is not None:
                    yield book.bill(rest)
                yield book.bill(due)
            end = until + _DAY if later is None else later
            rest = _rest(series, since, end) if book.waits else None
            if rest is not None:
                yield book.bill(rest)
            since = later
        finally:
            found.extend(series.found)


def _rest(series: Series, since: date, before: date) -> Due | None:
    """The invoice that puts the past right where nothing falls due any more, if its day lies before another one."""
    rest = series.rest(since) if since > date.min else None
    return rest if rest is not None and rest.on < before else None


def _known(events: tuple[Event, ...], until: date) -> Iterator[Event]:
    """What is known on a day of the days up to it."""
    known = known_by(event for event in events if event.recorded_on <= until)
    return (event for event in known if event.day <= until)


def _next(series: Series, events: tuple[Event, ...], since: date, until: date) -> date | None:
    """The next day from which more is known about days before: something is recorded late, or somebody comes back."""
    days = {event.recorded_on for event in events if _is_late(event)}
    back = series.attendance.next_return(since)
    days |= set() if back is None else {back}
    return min((day for day in days if since < day <= until), default=None)


def _learned(series: Series, events: tuple[Event, ...], on: date) -> Iterator[Learned]:
    """What is known from a day on, and was not before."""
    late = tuple(event for event in events if _is_late(event) and event.recorded_on == on)
    if late:
        yield Learned(late)
    for absence, happened in series.attendance.returned(on):
        words = f"{absence.key[0]} is back on {on}: the old seat goes on"
        yield Learned(happened, "coming back", words, absence.counting.at)


def _is_late(event: Event) -> bool:
    return event.type == "correction" or event.recorded_on > event.day


def _period(on: date, drafts: tuple[Draft, ...]) -> Period:
    """The days of the lines that are for the cycle of the invoice's own day; of all lines, where none is."""
    every = [draft.days for draft in drafts]
    current = [days for days in every if days.last >= on] or every
    return Period(min(one.first for one in current), max(one.last for one in current))


def _invoice(
    texts: Texts,
    account: Account,
    name: str,
    due: Due,
    period: Period,
    billed: Fraction,
    balance: Balance,
    found: Diagnostics,
) -> Invoice:
    roundings = Roundings(texts.any.roundings, account.currency)
    totals = settle.totals(due.drafts, due.before, roundings, billed)
    beside = Beside(due.world)
    beside.assume(due.assumed)
    beside.required(totals.net, {"invoice": "before invoice"})
    add_missing(beside, due.stages, totals.net)
    if due.world.policy.signals:
        beside.assume(["signals are not judged over a history"])
    found.extend(beside.findings)
    return attrs.evolve(
        _plain(texts, account, due.on, HELD if beside.missing else PRICED),
        id=name,
        period=period,
        lines=settle.lines(due.drafts, roundings),
        totals=balance.settle(totals, due.drafts, due.on),
        assumptions=tuple(beside.assumptions),
        missing=tuple(beside.missing),
        held=held_named(due.world.policy, due.world.account.plans, due.world.account.addons),
    )


def _plain(texts: Texts, account: Account, as_of: date, status: str) -> Invoice:
    policy = texts.any
    return Invoice(
        id=f"{account.name or 'unnamed'}/{as_of}/0",
        status=status,
        policy=PolicyNamed(policy.name, policy.title, policy.version, source_digest(policy)),
        account=account.name,
        country=account.text("country"),
        billing_entity=account.text("billing_entity"),
        as_of=as_of,
        period=None,
        currency=account.currency,
        held=held_named(policy, account.plans, account.addons),
    )
