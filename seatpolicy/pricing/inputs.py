"""An account and the windows of its cycles in, the integers that a kernel reads out, in the order of its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from seatpolicy.compiler.ir import Input, Kernel
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import not_billed
from seatpolicy.documents.typed import Value
from seatpolicy.pricing.calendar import NoWindow, Window, months_after
from seatpolicy.source.text import Span

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def kernel_inputs(
    kernel: Kernel, account: Account, as_of: date, windows: Sequence[Window | NoWindow]
) -> list[int | None]:
    """What a kernel reads; None for what is not known. Raises Refusal for a figure that it cannot hold exactly."""
    return [_one(one, account, as_of, windows) for one in kernel.inputs]


def _one(one: Input, account: Account, as_of: date, windows: Sequence[Window | NoWindow]) -> int | None:
    if one.kind == "cycle":
        return _cycle(one.name, account, windows)
    if one.kind == "seats":
        given = account.seats.get(one.name) or account.held.get(one.name)
        return None if given is None else _exactly(given.count, one, given.at)
    if one.name == "as_of":
        return as_of.toordinal()
    if one.name == "starts_on":
        return (account.start or as_of).toordinal()
    if one.name == "customer_since":
        return (account.customer_since or account.start or as_of).toordinal()
    if one.name == "term":
        return account.term_months
    fact = account.facts.get(one.name)
    return None if fact is None else _integer(fact.value, one, fact.at)


def _cycle(name: str, account: Account, windows: Sequence[Window | NoWindow]) -> int | None:
    """A day or number of the calendar; 0 where the calendar refuses it, because nothing that reads it is billed then."""
    start = account.start
    if name == "start":
        return None if start is None else start.toordinal()
    if name.startswith("term "):
        months = account.term_months if name == "term own" else int(name.removeprefix("term "))
        if start is None or months is None or not 0 < months <= 12_000:
            return 0
        return months_after(start, months).toordinal()
    number, _, which = name.partition("/")
    made = windows[int(number)]
    if isinstance(made, NoWindow):
        return 0
    if which == "index":
        return made.index
    return (made.first if which == "first" else made.last).toordinal()


def _integer(value: Value, one: Input, at: Span) -> int:
    """A fact as the integer of its input."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Fraction):
        return _exactly(value, one, at)
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, tuple):
        return sum(1 << place for place, member in enumerate(one.values) if member in value)
    return one.values.index(value) if value in one.values else len(one.values)


def _exactly(value: Fraction, one: Input, at: Span) -> int:
    scaled = value * one.scale
    if scaled.denominator != 1 or not one.low <= scaled <= one.high:
        raise not_billed(refusals.EN511, at, f"so fine or so large a figure for `{one.name}` is")
    return scaled.numerator
