"""Facts, counts and days of an account in, the inputs of a kernel out: their types, bounds and scales.

The bounds are those that documents are held to (`seatpolicy.documents.bounds`), so every figure behind them has bounds too.
"""

from __future__ import annotations

from datetime import date

from seatpolicy.compiler.ir import Input
from seatpolicy.documents import bounds
from seatpolicy.documents.bounds import MOST_COUNT, Bound
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR
from seatpolicy.values.record import evolved

FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()
LAST_MARK = date.max.toordinal()
"""A cycle that begins in the last year of documents may end behind it."""

MOST_INDEX = 10**6
A_DAY = 24 * 60 * 60 * 10**6
"""A day in microseconds."""

MOST_USE = bounds.MOST_USAGE
USE_SCALE = 10**bounds.USAGE.decimals

MOST_EARLIER = 10**15
"""Money of earlier invoices, in units of the currency."""

MOST_PART = 10**60
"""The size of numerators and denominators that are given beside an account; they are exact, and no document writes them."""

EPOCH = date(1970, 1, 1).toordinal()


def fact(name: str, type_: Type, currency: str, at: Span | None) -> Input | None:
    """The input of an account's fact, in the account's currency. None for a type that no account has."""
    kind = type_.kind
    bound = _bound(kind, currency)
    if bound is not None:
        # A percentage is held as its share: 20% is 1/5, so it has two decimals more.
        high, scale = bound.most * 10**bound.decimals, 10 ** (bound.decimals + 2 * (kind == "percent"))
        return Input("account", name, "scaled", -high, high, True, scale, at=at)
    if kind in ("count", "days", "hours", "months"):
        # Hours may be written in days, days in weeks, months in years.
        most = MOST_COUNT * {"count": 1, "days": 7, "hours": 24, "months": 12}[kind]
        return Input("account", name, "count", 0, most, True, at=at)
    if kind == "flag":
        return Input("account", name, "flag", 0, 1, True, at=at)
    if kind == "one of":
        return Input("account", name, "symbol", 0, max(len(type_.values) - 1, 0), True, values=type_.values, at=at)
    if kind == "any of":
        return Input("account", name, "mask", 0, 2 ** len(type_.values) - 1, True, values=type_.values, at=at)
    if kind == "text":
        return Input("account", name, "text", 0, 0, True, at=at)
    if kind == "date":
        return day(name, True, at)
    if kind == "instant":
        first, last = ((one - EPOCH) * A_DAY for one in (FIRST_DAY - 1, LAST_DAY + 2))
        return Input("account", name, "instant", first, last, True, at=at)
    return None


def _bound(kind: str, currency: str) -> Bound | None:
    """What a document holds a figure of a kind to; None for a kind that has no decimals."""
    if kind in ("number", "percent"):
        return bounds.NUMBER if kind == "number" else bounds.PERCENT
    if kind in ("money", "rate"):
        return bounds.money(currency) if kind == "money" else bounds.rate(currency)
    return None


def day(name: str, optional: bool, at: Span | None = None) -> Input:
    """A day of the account."""
    return Input("account", name, "day", FIRST_DAY, LAST_DAY, optional, at=at)


def begun() -> Input:
    """The first day of the subscription; unknown for an account that begins on the day that is asked for."""
    return Input("cycle", "start", "day", FIRST_DAY, LAST_DAY, True)


def count(name: str) -> Input:
    """A count of a charge, or of a seat type or item that is held."""
    return Input("seats", name, "count", 0, MOST_COUNT, True)


def term() -> Input:
    """The account's own term in months."""
    return Input("account", "term", "count", 0, MOST_COUNT * 12, True)


def mark(pair: int, which: str) -> Input:
    """The first or last day of the window of a pair of cycle and anchor, or how many cycles were before it."""
    if which == "index":
        return Input("cycle", f"{pair}/index", "count", 0, MOST_INDEX)
    return Input("cycle", f"{pair}/{which}", "day", 0, LAST_MARK)


def term_end(months: int | None) -> Input:
    """The first day after so many months of the account (None: its own term); 0 for an account that has not begun."""
    return Input("cycle", f"term {'own' if months is None else months}", "day", 0, LAST_MARK)


def usage(meter: Meter) -> Input:
    """What was used in the cycle, the parts of a list made into one figure (of an average: their sum); unknown if nobody
    says it."""
    if meter.type.kind == "count":
        return Input("usage", meter.name, "count", 0, MOST_USE, True, at=meter.at)
    return Input("usage", meter.name, "scaled", 0, MOST_USE * USE_SCALE, True, USE_SCALE, at=meter.at)


def usage_parts(meter: str) -> Input:
    """How many parts the use of a meter that takes their average was given in."""
    return Input("usage", f"{meter}/parts", "count", 1, MOST_COUNT)


def windows(charge: str, which: str) -> Input:
    """A figure over the windows of a charge's meter, times `windows(charge, "scale")`: `n/figure` of the n-th different
    one, `count`, `left`, `taken` and `charged`. As counts: `scale` itself, `n/times`, `given` and how many `figures`
    there are."""
    most = MOST_COUNT * 24 if which.endswith(("times", "figures")) else MOST_USE * USE_SCALE * 24 * 366
    return Input("windows", f"{charge}/{which}", "count", int(which == "scale"), most)


def stopped(kind: str, key: str) -> Input:
    """Whether what is read under a key cannot be told; then there is a finding that says why."""
    return Input(kind, f"{key}/stopped", "flag", 0, 1)


def people(which: str) -> Input:
    """How many of some seat types the roster shows: `assigned member+guest`, or `billable …`."""
    return Input("people", which, "count", 0, MOST_COUNT)


def roster_day() -> Input:
    """The day that the roster shows."""
    return Input("people", "day", "day", FIRST_DAY, LAST_DAY)


def renews_on(pair: int) -> Input:
    """Whether the first day of the window of a pair of cycle and anchor is a renewal."""
    return Input("cycle", f"{pair}/renewal", "flag", 0, 1)


def earlier(key: str) -> Input:
    """A sum over the lines of earlier invoices."""
    return Input("earlier", key, "scaled", -MOST_EARLIER * USE_SCALE, MOST_EARLIER * USE_SCALE, False, USE_SCALE)


def earlier_known() -> Input:
    """Whether the document says what was billed before."""
    return Input("earlier", "known", "flag", 0, 1)


def more(charge: str) -> Input:
    """How many more somebody thinks of buying."""
    return Input("more", charge, "count", 0, MOST_COUNT * 4)


def added(charge: str) -> Input:
    """How many seats were added in the window that the policy asks for."""
    return Input("added", charge, "count", 0, MOST_COUNT, True)


def measured(measure: str, of: str) -> Input:
    """What only signals know of a charge, over the register of `…/den`."""
    return Input("measured", f"{measure} of {of}", "count", -MOST_EARLIER * USE_SCALE, MOST_EARLIER * USE_SCALE, True)


def measured_den(measure: str, of: str) -> Input:
    """What that is divided by."""
    return Input("measured", f"{measure} of {of}/den", "count", 1, MOST_EARLIER * USE_SCALE)


def total() -> Input:
    """The total of the bill, over the register of `total_den`."""
    return Input("measured", "total", "count", -MOST_EARLIER * USE_SCALE, MOST_EARLIER * USE_SCALE)


def total_den() -> Input:
    """What that is divided by."""
    return Input("measured", "total/den", "count", 1, MOST_EARLIER * USE_SCALE)


def part(name: str) -> Input:
    """A figure of a part of a cycle, or of an invoice over time: a count, a worth, an amount, times `NAME/den`; and that
    denominator itself."""
    return Input("part", name, "count", 1 if name.endswith("/den") else -MOST_PART, MOST_PART)


def person(name: str, type_: Type, currency: str, at: Span | None) -> Input | None:
    """The input of a person's fact. None for a type that nobody has."""
    made = fact(name, type_, currency, at)
    return None if made is None else evolved(made, kind="person")
