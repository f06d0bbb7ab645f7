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
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.python.over_time.required import missing
from seatpolicy.engines.python.over_time.series import Due, Series
from seatpolicy.engines.python.programs import Programs
from seatpolicy.pricing import assemble
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.corrections import Book
from seatpolicy.pricing.over_time.totals import Balance, totals_of
from seatpolicy.semantics.model.policy import Policy

_DAY = timedelta(days=1)


@attrs.frozen
class History:
    """An account with its events, billed by a policy."""

    programs: Programs
    policy: Policy
    account: Account

    def series(self, until: date) -> Outcome[tuple[Invoice, ...]]:
        """Every invoice up to a day; behind them, where one cannot be made, one without lines whose status says so."""
        found = Diagnostics()
        made: list[Invoice] = []
        try:
            made.extend(self.invoices(until, found))
        except Refusal as stop:
            found.add(stop.found)
            made.append(self._plain(until, refusals.status(found)))
        return found.outcome(tuple(made))

    def last_invoice(self, as_of: date) -> Outcome[Invoice]:
        """The invoice of the last day, up to the one asked for, on which something fell due; one without lines, where
        nothing has."""
        outcome = self.series(as_of)
        if outcome.value:
            return Outcome(outcome.value[-1], outcome.diagnostics)
        nothing = attrs.evolve(self._plain(as_of, PRICED), totals=totals_of((), Fraction(0)))
        return Outcome(nothing, outcome.diagnostics)

    def invoices(self, until: date, found: Diagnostics) -> Iterator[Invoice]:
        """Every invoice up to a day, in order. Raises Refusal where one cannot be made; what else stops them goes to
        `found`."""
        account = self._started()
        assert account.start is not None
        if until < account.start:
            words = f"on {until} nothing is due: the subscription begins on {account.start}"
            raise refusal(refusals.EN107, account.at, words)
        numbers: dict[date, int] = {}
        balance = Balance()
        for due, lines, billed in self._made(account, until, found):
            if not lines:
                continue
            period = _period(due.on, lines)
            number = numbers[period.first] = numbers.get(period.first, 0) + 1
            totals = totals_of(lines, billed)
            waits = missing(due.day, totals.net, self.programs)
            found.extend(assemble.asked_for(waits))
            assumed = [*due.assumed, *(["signals are not judged over a history"] if self.policy.signals else [])]
            yield attrs.evolve(
                self._plain(due.on, HELD if waits else PRICED),
                id=f"{account.name or 'unnamed'}/{period.first}/{number}",
                period=period,
                lines=tuple(one.line for one in lines),
                totals=balance.settle(totals, lines, due.on),
                assumptions=tuple(dict.fromkeys(assumed)),
                missing=waits,
                held=held_named(self.policy, due.day.page.plans, due.day.page.addons),
            )

    def _started(self) -> Account:
        """The account with the first day of its subscription, which the document or the event says that starts it."""
        if self.account.start is not None:
            return self.account
        for event in known_by(self.account.events):
            if event.type == "subscription_started":
                return attrs.evolve(self.account, start=event.day)
        raise refusal(
            refusals.EN301,
            self.account.at,
            "the first day of the subscription is not given, and a history is billed from it on",
            hint="give it: `subscription: {start: 2026-11-01}`",
            subject="subscription",
        )

    def _made(
        self, account: Account, until: date, found: Diagnostics
    ) -> Iterator[tuple[Due, list[DueLine], Fraction]]:
        """What falls due with every invoice, its lines, and how much of these was billed before."""
        events = account.events
        if account.billed is not None:
            known = known_by(event for event in events if event.recorded_on <= until)
            given = Series(self.programs, self.policy, account, tuple(one for one in known if one.day <= until))
            try:
                yield from ((due, list(due.lines), due.billed) for due in given.invoices(until))
            finally:
                found.extend(given.found)
            return
        book = Book(concerns_of(self.policy, events))
        learned = sorted({event.recorded_on for event in events if _is_late(event) and event.recorded_on <= until})
        for since, later in zip([date.min, *learned], [*learned, None], strict=True):
            known = known_by(event for event in events if event.recorded_on <= since or not _is_late(event))
            book.learn(event for event in events if _is_late(event) and event.recorded_on == since)
            series = Series(self.programs, self.policy, account, tuple(one for one in known if one.day <= until))
            try:
                for due in _before(series.invoices(until), later):
                    if due.on < since:
                        book.lay_by(due.lines)
                        continue
                    if book.waits and (rest := _rest(series, since, due.on)) is not None:
                        yield rest, *book.bill(())
                    yield due, *book.bill(due.lines)
                end = until + _DAY if later is None else later
                if book.waits and (rest := _rest(series, since, end)) is not None:
                    yield rest, *book.bill(())
            finally:
                found.extend(series.found)

    def _plain(self, as_of: date, status: str) -> Invoice:
        """The invoice without lines."""
        account = self.account
        return Invoice(
            id=f"{account.name or 'unnamed'}/{as_of}/0",
            status=status,
            policy=self.programs.known(self.policy).named,
            account=account.name,
            country=account.text("country"),
            billing_entity=account.text("billing_entity"),
            as_of=as_of,
            period=None,
            currency=account.currency,
            held=held_named(self.policy, account.plans, account.addons),
        )


def _rest(series: Series, since: date, before: date) -> Due | None:
    """The invoice that puts the past right where nothing falls due any more, if its day lies before another one."""
    rest = series.rest(since) if since > date.min else None
    return rest if rest is not None and rest.on < before else None


def _before(dues: Iterator[Due], later: date | None) -> Iterator[Due]:
    """The invoices before the day on which more was known."""
    for due in dues:
        if later is not None and due.on >= later:
            return
        yield due


def _is_late(event: Event) -> bool:
    return event.type == "correction" or event.recorded_on > event.day


def _period(on: date, lines: list[DueLine]) -> Period:
    """The days of the lines that are for the cycle of the invoice's own day; of all lines, where none is."""
    every = [one.line.period for one in lines]
    current = [days for days in every if days.last >= on] or every
    return Period(min(one.first for one in current), max(one.last for one in current))
