"""An account with its history and some days in, its seats on each of them out: of each charge, and of each person.

Days are judged as bills judge them: by the page by which a charge is charged, so that who is paid for on a last day is shown
on it. What was billed is read off the lines of invoices, by the days that these are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import seat_ledger as told
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.records import Event, PersonEvent, UsageReported
from seatpolicy.documents.invoice import Invoice, Line, Period
from seatpolicy.documents.refusals import Refusal
from seatpolicy.documents.seat_ledger import ChargeOnDays, ChargeSeats, LineBilled, PersonOnDays, PersonSeats, SeatLedger
from seatpolicy.engines.python.over_time.series import Series
from seatpolicy.engines.python.programs import Programs
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.lives import Life, lives
from seatpolicy.pricing.over_time.replay import Replay, replay_of
from seatpolicy.pricing.people import Holder, Roster
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts

_DAY = timedelta(days=1)
_ZERO = Fraction(0)
_METER, _ASSIGNED, _BILLABLE = "meter", "assigned", "billable"
_OF_ALL = frozenset(
    ("subscription_started", "cancelled", "paused", "resumed", "plan_changed", "anchor_moved", "trial_started", "renewed")
)
"""Types of events that every charge may follow."""

S = TypeVar("S", ChargeOnDays, PersonOnDays)


@attrs.define(eq=False, repr=False)
class SeatDays:
    """The days of one account."""

    series: Series
    _lives: list[Life] = attrs.field(init=False, factory=list)

    def cycle(self, on: date) -> Period:
        """The whole cycle of the account's first plan that holds a day; of its first or last day, where the day lies before
        or behind the subscription. Raises Refusal."""
        day = self.series.days.day(self._inside(on))
        window = day.cycle_of_block(day.page.plans[0].name).window
        return Period(window.first, window.last)

    def ledger(self, period: Period, on: date, invoices: Sequence[Invoice]) -> SeatLedger:
        """What there is on the days of a period; charges by the day `on`. Raises Refusal."""
        days = [date.fromordinal(day) for day in range(period.first.toordinal(), period.last.toordinal() + 1)]
        days = [day for day in days if day >= self.series.ledger.starts]
        last = period.last + _DAY
        replay = replay_of(self.series.account, self.series.days.in_force, last) or Replay(last)
        days = [day for day in days if day >= replay.begins]
        self._lives = list(lives(self.series.ledger, self.series.days, replay, last))
        events = tuple(event for event in self.series.events if period.first <= event.day <= period.last)
        charges = [
            self._charge(name, days, events, on, _lines(name, invoices, period)) for name in dict.fromkeys(self._names(days))
        ]
        shown = {one.person for charge in charges for one in charge.people}
        others = [one for one in self._people(days, None) if one.person not in shown]
        policy, account = self.series.policy, self.series.account
        return SeatLedger(
            account=account.name,
            policy=self.series.programs.known(policy).named,
            currency=account.currency,
            period=period,
            charges=tuple(charges),
            others=tuple(others),
            events=events,
        )

    def _names(self, days: Iterable[date]) -> Iterator[str]:
        """The charges of what is held on some day."""
        for day in days:
            yield from self._on(day).charges

    def _inside(self, day: date) -> date:
        """A day, or the first or last one of the subscription."""
        ledger = self.series.ledger
        last = day if ledger.cancelled is None or day < ledger.cancelled.day else ledger.cancelled.day - _DAY
        return max(last, ledger.starts)

    def _on(self, day: date) -> JudgedDay:
        return self.series.days.day(self._inside(day))

    # ---- one charge

    def _charge(
        self, name: str, days: Sequence[date], events: Sequence[Event], on: date, lines: Sequence[LineBilled]
    ) -> ChargeSeats:
        held = next(day for day in map(self._on, days) if name in day.charges)
        one, billed = held.charges[name], list(_counting(lines))
        quantity = held.quantity(name)
        asked = self._on(on)
        window = asked.cycle(name).window if name in asked.charges else None
        running = [self._running(name, day, billed) for day in days]
        people = tuple(self._people(days, name))
        named = {each.person for each in people}
        return ChargeSeats(
            charge=name,
            title=one.charge.title,
            block=one.plan.name,
            counts=one.charge.counts,
            quantity="" if quantity is None else quantity.kind,
            bill=held.chosen(one.bill) or "",
            cycle=None if window is None else Period(window.first, window.last),
            at=one.charge.at,
            days=tuple(_joined(one for one in running if one is not None)),
            lines=tuple(lines),
            people=people,
            events=tuple(event for event in events if _concerns(event, name, one.charge.counts, named)),
        )

    def _running(self, name: str, day: date, billed: Sequence[Line]) -> ChargeOnDays | None:
        """What there is of a charge on a day; None where it is not held."""
        state = self._state(name, day)
        if not state:
            return None
        paid = sum((_sign(one) * one.quantity.billed for one in billed if _is_for(one, day)), _ZERO)
        judged = self._charged(name, day, state)
        if judged is None or judged.charges[name].charge.counts_kind == _METER:
            return ChargeOnDays(day, day, state, None, None, paid)
        level = judged.level(name)
        return ChargeOnDays(day, day, state, level.count, level.units, paid)

    def _charged(self, name: str, day: date, state: str) -> JudgedDay | None:
        """The day by which a charge is charged; None where it is over."""
        if state == told.ENDED:
            return None
        days = self.series.days
        made = days.charged(day, name) if state == told.RUNNING else days.day(day)
        return made if name in made.charges else None

    def _state(self, name: str, day: date) -> str:
        """What a charge is on a day; empty where it is not held."""
        of = [life for life in self._lives if life.charge == name]
        if any(life.begins <= day and (life.ends is None or day < life.ends) for life in of):
            return told.RUNNING
        ledger = self.series.ledger
        if ledger.cancelled is not None and ledger.cancelled.day <= day:
            return told.ENDED if of else ""
        judged = self._on(day)
        if name not in judged.charges:
            return told.ENDED if any(life.ends is not None and life.ends <= day for life in of) else ""
        if day < judged.trial_ends(name):
            return told.TRIAL
        return told.FREE if not any(life.begins <= day for life in of) else told.PAUSED

    # ---- people

    def _people(self, days: Iterable[date], charge: str | None) -> list[PersonSeats]:
        """Who holds seats of a charge; None: who holds none at all."""
        found: dict[tuple[str, str], list[PersonOnDays]] = {}
        for day in days:
            state = told.RUNNING if charge is None else self._state(charge, day)
            judged = self._on(day) if charge is None else self._charged(charge, day, state) if state else None
            roster = judged.given.roster if judged is not None else None
            if judged is None or roster is None:
                continue
            if isinstance(roster, Diagnostic):
                raise Refusal(roster)
            for holder in _holders(roster, judged, charge):
                billable = holder.billable if isinstance(holder.billable, bool) else None
                counts = charge is not None and _does_count(judged, charge, billable)
                one = PersonOnDays(
                    first=day,
                    last=day,
                    seat=holder.seat,
                    seats=holder.seats,
                    status=holder.status,
                    idle=holder.idle,
                    billable=billable,
                    counts=counts,
                    why=holder.why,
                    at=holder.at,
                )
                found.setdefault((holder.person, holder.place), []).append(one)
        return [PersonSeats(*key, tuple(_joined(of))) for key, of in sorted(found.items())]


def seat_days(programs: Programs, policy: Policy | Texts, account: Account, until: date) -> SeatDays:
    """The days of an account up to one, by everything that is known of it at last. Raises Refusal where its history cannot
    be told."""
    account = attrs.evolve(account, has_history=True)
    events = known_by(account.events)
    last = max([until, *(event.day for event in events)])
    return SeatDays(Series(programs, as_texts(policy), account, events, last, last))


def _holders(roster: Roster, judged: JudgedDay, charge: str | None) -> Iterator[Holder]:
    """Who holds a seat of a charge; None: who holds a seat of none, or no seat."""
    counted = judged.charges[charge].charge.counts if charge is not None else ()
    for one in roster.holders:
        if one.seat in counted if charge is not None else not _is_sold(one.seat, judged):
            yield one


def _is_sold(seat: str, judged: JudgedDay) -> bool:
    return any(seat in one.charge.counts for one in judged.charges.values())


def _does_count(judged: JudgedDay, charge: str, billable: bool | None) -> bool:
    """Whether a holder adds to what a charge counts; where seats are ordered, whether one is billable."""
    quantity = judged.quantity(charge)
    return billable is True if quantity is not None and quantity.kind == _BILLABLE else billable is not False


def _concerns(event: Event, charge: str, counts: Sequence[str], people: Set[str]) -> bool:
    """Whether a charge may follow an event; `people` hold its seats on some day."""
    if isinstance(event, UsageReported):
        return event.meter in counts
    if isinstance(event, PersonEvent):
        return event.person in people or getattr(event, "taker", "") in people
    return event.type in _OF_ALL or getattr(event, "charge", charge) == charge


# ---- lines


def _lines(charge: str, invoices: Iterable[Invoice], period: Period) -> tuple[LineBilled, ...]:
    """The lines of a charge for days of a period, in the order of the invoices."""
    return tuple(
        LineBilled(invoice.id, invoice.as_of, line)
        for invoice in invoices
        for line in invoice.lines
        if line.charge == charge and line.period.first <= period.last and period.first <= line.period.last
    )


def _counting(lines: Iterable[LineBilled]) -> Iterator[Line]:
    """The lines as they stand in the end: what puts an earlier line right takes its place, or takes it away."""
    made: dict[tuple[str, date], Line] = {}
    for one in (each.line for each in lines):
        earlier, _, again = one.id.partition("@")
        key = earlier, one.period.first
        if again and one.kind == "credit" and one.credits == earlier:
            made.pop(key, None)
        else:
            made[key] = one
    return (one for one in made.values() if one.kind in ("charge", "credit"))


def _sign(line: Line) -> int:
    """Credits hold what is given back as a quantity below 0."""
    return 1 if line.kind == "charge" or line.quantity.billed < 0 else -1


def _is_for(line: Line, day: date) -> bool:
    return line.period.first <= day <= line.period.last and (line.kind == "charge" or line.factor != 0)


def _joined(records: Iterable[S]) -> Iterator[S]:
    """Records of single days, those that say the same of days side by side as one."""
    last: S | None = None
    for one in records:
        if last is not None and last.last + _DAY == one.first:
            longer = attrs.evolve(last, last=one.last)
            if attrs.evolve(one, first=last.first) == longer:
                last = longer
                continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
