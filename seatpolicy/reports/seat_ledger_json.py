"""Seats over time in, the data that JSON holds out: decimals as texts, dates as ISO 8601, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Period
from seatpolicy.documents.invoice_json import decimal
from seatpolicy.documents.seat_ledger import ChargeSeats, LineBilled, PersonSeats, SeatLedger
from seatpolicy.reports.event_words import event_words
from seatpolicy.source.text import Span
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.zones import format_instant


def seat_ledger_to_json(made: SeatLedger) -> dict[str, Any]:
    """The account, its charges and people, as dicts, lists, texts and nulls."""
    digits = minor_digits(made.currency)
    return {
        "account": made.account,
        "policy": {
            "name": made.policy.name,
            "version": made.policy.version,
            "source_digest": made.policy.source_digest,
        },
        "currency": made.currency,
        "period": _period(made.period),
        "charges": [_charge(one, digits) for one in made.charges],
        "others": _people(made.others),
        "events": [_event(one) for one in made.events],
    }


def of_person(made: SeatLedger, person: str) -> SeatLedger:
    """The same with one person alone: charges that count the person, and what happened to either."""

    def only(people: Iterable[PersonSeats]) -> tuple[PersonSeats, ...]:
        return tuple(one for one in people if one.person == person)

    def about(events: Iterable[Event]) -> tuple[Event, ...]:
        return tuple(one for one in events if person in (getattr(one, name, None) for name in ("person", "taker")))

    charges = (attrs.evolve(one, people=only(one.people), events=about(one.events)) for one in made.charges)
    return attrs.evolve(
        made, charges=tuple(one for one in charges if one.people), others=only(made.others), events=about(made.events)
    )


def people_of(made: SeatLedger) -> list[str]:
    """Everybody who is named, once."""
    every = (one for charge in made.charges for one in charge.people)
    return list(dict.fromkeys(one.person for one in (*every, *made.others)))


def _charge(one: ChargeSeats, digits: int) -> dict[str, Any]:
    return {
        "charge": one.charge,
        "title": one.title,
        "of": one.block,
        "counts": list(one.counts),
        "quantity": one.quantity or None,
        "bill": one.bill,
        "cycle": None if one.cycle is None else _period(one.cycle),
        "at": _at(one.at),
        "days": [
            {
                **_period(Period(days.first, days.last)),
                "state": days.state,
                "count": _decimal(days.count),
                "units": _decimal(days.units),
                "billed": decimal(days.billed),
            }
            for days in one.days
        ],
        "lines": [_line(line, digits) for line in one.lines],
        "people": _people(one.people),
        "events": [event.id for event in one.events],
    }


def _line(one: LineBilled, digits: int) -> dict[str, Any]:
    line = one.line
    return {
        "invoice": one.invoice,
        "as_of": one.on.isoformat(),
        "line": line.id,
        "kind": line.kind,
        "credits": line.credits or None,
        "quantity": decimal(line.quantity.billed),
        "unit": line.unit,
        "period": _period(line.period),
        "factor": str(line.factor),
        "amount": decimal(line.amount, digits),
        "events": list(line.events),
        "at": _at(line.at),
    }


def _people(people: Iterable[PersonSeats]) -> list[dict[str, Any]]:
    return [
        {
            "person": one.person,
            "place": one.place or None,
            "days": [
                {
                    **_period(Period(days.first, days.last)),
                    "seat": days.seat or None,
                    "seats": days.seats,
                    "status": days.status,
                    "idle": days.idle,
                    "billable": days.billable,
                    "counts": days.counts,
                    "why": days.why,
                    "at": _at(days.at),
                }
                for days in one.days
            ],
        }
        for one in people
    ]


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "day": event.day.isoformat(),
        "at": format_instant(event.instant),
        "recorded_on": event.recorded_on.isoformat(),
        "source": event.source or None,
        "corrections": list(event.corrections),
        "says": event_words(event),
    }


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else decimal(value)


def _period(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _at(span: Span | None) -> str | None:
    return None if span is None else span.where
