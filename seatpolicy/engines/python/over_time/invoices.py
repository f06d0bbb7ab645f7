"""A policy, an account with a history and a day in, the invoices out that were made up to that day.

An invoice knows what was recorded by its day, and nothing later. What is recorded late never changes an invoice: the whole
history is billed anew, and the next invoice holds what is different from the lines that were billed, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from seatpolicy.engines.python.over_time.required import missing, missing_since
from seatpolicy.engines.python.over_time.series import Due, Series
from seatpolicy.engines.python.programs import Programs
from seatpolicy.pricing import assemble
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.corrections import Book, News
from seatpolicy.pricing.over_time.totals import Balance, totals_of
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts

_DAY = timedelta(days=1)


@attrs.frozen
class History:
    """An account with its events, billed by a policy, or by all the texts that it has on one day or another."""

    programs: Programs
    policy: Policy | Texts
    account: Account

    @property
    def texts(self) -> Texts:
        """Its texts."""
        return as_texts(self.policy)

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
            since = missing_since(due.stages, totals.net, self.programs)
            waits = (*waits, *(one for one in since if one not in waits))
            found.extend(assemble.asked_for(waits))
            assumed = [*due.assumed, *(["signals are not judged over a history"] if due.day.policy.signals else [])]
            yield attrs.evolve(
                self._plain(due.on, HELD if waits else PRICED),
                id=f"{account.name or 'unnamed'}/{period.first}/{number}",
                period=period,
                lines=tuple(one.line for one in lines),
                totals=balance.settle(totals, lines, due.on),
                assumptions=tuple(dict.fromkeys(assumed)),
                missing=waits,
                held=held_named(due.day.policy, due.day.page.plans, due.day.page.addons),
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
        events, book = account.events, Book(concerns_of(self.texts, account.events))
        if account.billed is not None:
            known = known_by(event for event in events if event.recorded_on <= until)
            given = self._series(account, known, until, until)
            try:
                yield from ((due, list(due.lines), due.billed) for due in given.invoices(until))
            finally:
                found.extend(given.found)
            return
        late = [event for event in events if _is_late(event) and event.recorded_on <= until]
        since: date | None = date.min
        while since is not None:
            known = known_by(event for event in events if event.recorded_on <= since or not _is_late(event))
            series = self._series(account, known, until, since)
            try:
                book.learn(_news(series, [event for event in late if event.recorded_on == since], since))
                later = _later(series, late, since, until)
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
                since = later
            finally:
                found.extend(series.found)

    def _series(self, account: Account, known: Sequence[Event], until: date, on: date) -> Series:
        """What is known on a day, up to another one."""
        return Series(self.programs, self.texts, account, tuple(one for one in known if one.day <= until), until, on)

    def _plain(self, as_of: date, status: str) -> Invoice:
        """The invoice without lines."""
        account = self.account
        return Invoice(
            id=f"{account.name or 'unnamed'}/{as_of}/0",
            status=status,
            policy=self.programs.known(self.texts.any).named,
            account=account.name,
            country=account.text("country"),
            billing_entity=account.text("billing_entity"),
            as_of=as_of,
            period=None,
            currency=account.currency,
            held=held_named(self.texts.any, account.plans, account.addons),
        )


def _later(series: Series, late: Sequence[Event], since: date, until: date) -> date | None:
    """The next day from which more is known of the past: something was recorded late, or an old seat goes on."""
    back = series.days.sittings.next_return(since)
    days = [*(event.recorded_on for event in late), *([] if back is None or back > until else [back])]
    return min((day for day in days if day > since), default=None)


def _news(series: Series, late: Sequence[Event], on: date) -> Iterator[News]:
    """What is known from a day on."""
    if late:
        yield News(tuple(late))
    for one, events in series.days.sittings.returned(on):
        words = f"{one.key[0]} is back on {on}: the old seat goes on"
        yield News(events, "coming back", words, one.counting.at)


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
