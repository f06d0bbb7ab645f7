"""A text and a fact's type in, the exact value out: the one place where a document's words become values.

Values: Fraction for counts, numbers, percents (20% is 1/5), money and rates (in the account's currency), days, hours and
months; str for texts, members of closed sets and currencies; bool for flags; date; datetime (with its offset) for
instants; a tuple of str for `any of`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import bounds, messages, value_messages
from seatpolicy.documents.bounds import Bound
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.currency import is_currency
from seatpolicy.values.dates import parse_date
from seatpolicy.values.money import parse_decimal

Value = Fraction | str | bool | date | datetime | tuple[str, ...]

MOST_COUNT = bounds.MOST_COUNT
MOST_MONTHS = 1200
"""The longest term; a policy can say none that is longer either."""

_DURATIONS = {
    "days": {"day": 1, "week": 7},
    "hours": {"hour": 1, "day": 24},
    "months": {"month": 1, "quarter": 3, "year": 12},
}

_KINDS = {
    "text": ("a text", "Meridian"),
    "flag": ("yes or no", "yes"),
    "count": ("a whole number from 0 to 1,000,000,000", "12"),
    "number": ("a number", "1.5"),
    "percent": ("a percent", "20%"),
    "money": ("an amount of money", "50.00 USD"),
    "rate": ("a rate", "20.00 USD"),
    "date": ("a date", "2026-11-01"),
    "instant": ("a date and time", "2026-11-01T09:00:00Z"),
    "days": ("a number of days", "30 days"),
    "hours": ("a number of hours", "24 hours"),
    "months": ("a number of months", "12 months"),
    "currency": ("a currency", "USD"),
}


def wanted(type_: Type, currency: str = "USD") -> tuple[str, str]:
    """What a type is called in messages, and a value that has it."""
    if type_.kind == "one of":
        return f"one of {', '.join(type_.values)}", type_.values[0] if type_.values else ""
    if type_.kind == "any of":
        return f"any of {', '.join(type_.values)}", f"[{', '.join(type_.values[:2])}]"
    name, sample = _KINDS.get(type_.kind, ("a value", "…"))
    return name, sample.replace("USD", currency)


def convert(node: Node, fact: str, type_: Type, currency: str, declared: Span | None = None) -> Value | Diagnostic:
    """The value of a fact, or the finding that says why it has none."""
    name, sample = wanted(type_, currency)
    if type_.kind == "any of":
        return _any_of(node, fact, type_, declared)
    if isinstance(node, (Mapping, Sequence)):
        return messages.wrong_value(node.at, fact, name, sample, declared)
    if type_.kind in ("one of", "currency"):
        if type_.kind == "currency" or node.text in type_.values:
            return node.text
        return messages.not_one_of(node, fact, type_.values, declared)
    value = _scalar(node, fact, type_, currency, declared)
    return messages.wrong_value(node.at, fact, name, sample, declared) if value is None else value


def number(node: Scalar, fact: str, bound: Bound, sample: str, declared: Span | None = None) -> Fraction | Diagnostic | None:
    """A plain number within its bounds, or the finding that says why not; None for what is no number at all."""
    return _number(node.text, node, fact, bound, sample, declared)


def count(node: Node, of: str) -> int | Diagnostic:
    """A whole number from 0 to a billion, or the finding."""
    if not isinstance(node, Scalar):
        return messages.wrong_count(node.at, of)
    found = number(node, of, bounds.COUNT, "49")
    if found is None:
        return messages.wrong_count(node.at, of)
    return found if isinstance(found, Diagnostic) else found.numerator


def day(node: Scalar, of: str, declared: Span | None = None) -> date | Diagnostic:
    """A day from 1900 to 2200, or the finding."""
    found = parse_date(node.text)
    if found is not None:
        return found
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
        return value_messages.no_such_day(node.at, of, declared)
    return messages.wrong_value(node.at, of, "a date from 1900 to 2200", "2026-11-01", declared)


def amount(node: Scalar, of: str, currency: str = "") -> Fraction | Diagnostic:
    """An amount of money without its currency, which may be below 0, or the finding."""
    found = number(node, of, bounds.money(currency), "500.00")
    return messages.wrong_value(node.at, of, "an amount", "500.00") if found is None else found


def percent(node: Scalar, of: str) -> Fraction | Diagnostic:
    """A share: `19%` is 19/100; or the finding."""
    found = _percent(node, of, None)
    return messages.wrong_value(node.at, of, "a percent", "19%") if found is None else found


def months(text: str) -> int | None:
    """A length of 1 to 1,200 months, such as `12 months` or `1 year`; None for any other text."""
    found = _duration(text, "months")
    return found.numerator if found is not None and 0 < found <= MOST_MONTHS else None


def figure(node: Scalar, of: str, kind: str, currency: str, declared: Span | None = None) -> Fraction | Diagnostic | None:
    """What a meter of a kind came to: a number from 0 on, for money with or without the currency, for hours and days with
    or without a unit. A finding for a number out of bounds, None for what is no number."""
    if kind == "money":
        bound = bounds.money(currency, signed=False)
        written = node.text.removesuffix(f" {currency}") if currency else node.text
        return _number(written, node, of, bound, f"1200.00 {currency}".rstrip(), declared)
    bound = bounds.USAGE_COUNT if kind == "count" else bounds.USAGE
    found = _number(node.text, node, of, bound, "1200", declared)
    if found is None and kind in ("hours", "days"):
        return _duration(node.text, kind)
    return found


def _any_of(node: Node, fact: str, type_: Type, declared: Span | None) -> Value | Diagnostic:
    items = node.items if isinstance(node, Sequence) else (node,)
    members: list[str] = []
    for item in items:
        if not isinstance(item, Scalar):
            return messages.wrong_value(item.at, fact, *wanted(type_), declared)
        if item.text not in type_.values:
            return messages.not_one_of(item, fact, type_.values, declared)
        members.append(item.text)
    return tuple(dict.fromkeys(members))


def _scalar(node: Scalar, fact: str, type_: Type, currency: str, declared: Span | None) -> Value | Diagnostic | None:
    """The value of a text, the finding that says what is wrong with it, or None where it has none of that type."""
    kind, text = type_.kind, node.text
    if kind == "text":
        return text or None
    if kind == "flag":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text)
    if kind == "count":
        return number(node, fact, bounds.COUNT, "12", declared)
    if kind == "number":
        return number(node, fact, bounds.NUMBER, "1.5", declared)
    if kind == "percent":
        return _percent(node, fact, declared)
    if kind in ("money", "rate"):
        return _money(node, fact, type_, currency, declared)
    if kind == "date":
        found = day(node, fact, declared)
        return None if isinstance(found, Diagnostic) and found.code == messages.DO431.code else found
    if kind == "instant":
        return _instant(text)
    return _duration(text, kind) if kind in _DURATIONS else None


def _number(
    text: str, node: Scalar, fact: str, bound: Bound, sample: str, declared: Span | None
) -> Fraction | Diagnostic | None:
    found = bounds.read_number(text, bound)
    if isinstance(found, Fraction):
        return found
    if found == bounds.NO_NUMBER:
        return None
    return value_messages.bad_number(node.at, fact, found, bound, sample, declared)


def _percent(node: Scalar, fact: str, declared: Span | None) -> Fraction | Diagnostic | None:
    if not node.text.endswith("%"):
        return None
    found = _number(node.text[:-1].rstrip(), node, fact, bounds.PERCENT, "20%", declared)
    return found / 100 if isinstance(found, Fraction) else found


def _money(node: Scalar, fact: str, type_: Type, currency: str, declared: Span | None) -> Fraction | Diagnostic | None:
    """An amount in the account's own currency; a rate may repeat what it is per."""
    found = re.fullmatch(r"(\S+) ([A-Z]{3})(?: (.+))?", node.text)
    if found is None or (found[3] is not None and (type_.kind != "rate" or found[3] != str(type_.per))):
        return None
    if found[2] != currency:
        known = is_currency(found[2]) and is_currency(currency)
        return value_messages.other_currency(node.at, fact, found[2], currency, declared) if known else None
    bound = bounds.rate(currency) if type_.kind == "rate" else bounds.money(currency)
    return _number(found[1], node, fact, bound, f"50.00 {currency}", declared)


def _instant(text: str) -> datetime | None:
    """A time with its offset, as `2026-11-10T15:04:00Z`; a time without one is nobody's."""
    found = re.fullmatch(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})", text
    )
    if found is None or parse_date(found[1]) is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _duration(text: str, kind: str) -> Fraction | None:
    """A number and its unit, in days, hours or months."""
    found = re.fullmatch(r"([0-9,]+) ([a-z]+)", text)
    if found is None:
        return None
    size = parse_decimal(found[1])
    unit = _DURATIONS[kind].get(found[2].removesuffix("s"))
    return None if size is None or unit is None or size > bounds.MOST_COUNT else size * unit
