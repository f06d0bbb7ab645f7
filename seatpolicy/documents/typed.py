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
from seatpolicy.documents import messages
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.values.currency import is_currency, minor_digits
from seatpolicy.values.dates import parse_date
from seatpolicy.values.money import format_decimal, parse_decimal

Value = Fraction | str | bool | date | datetime | tuple[str, ...]

MOST_COUNT = 10**9
MOST_MONTHS = 1200
"""The longest term; a policy can say none that is longer either."""

MOST_NUMBER = 10**9
MOST_MINOR = 10**15
"""The largest amount, in minor units of its currency."""

NUMBER_DECIMALS = 9
PERCENT_DECIMALS = 6
MONEY_DECIMALS = 6
"""Of an amount, behind its minor unit."""

RATE_DECIMALS = 14

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
    value = _scalar(node.text, type_, currency)
    if value is None:
        return messages.wrong_value(node.at, fact, name, sample, declared)
    return _too_much(node.at, fact, type_, value, currency, declared) or value


def bounds(kind: str, currency: str) -> tuple[Fraction, int] | None:
    """The largest figure of a kind, as it is held (20% is 1/5), and its most decimals; None for a kind without such bounds.
    Raises ValueError for money in what is no currency."""
    if kind == "number":
        return Fraction(MOST_NUMBER), NUMBER_DECIMALS
    if kind == "percent":
        return Fraction(MOST_NUMBER, 100), PERCENT_DECIMALS + 2
    if kind in ("money", "rate"):
        digits = minor_digits(currency)
        return Fraction(MOST_MINOR, 10**digits), RATE_DECIMALS if kind == "rate" else digits + MONEY_DECIMALS
    return None


def _too_much(at: Span, fact: str, type_: Type, value: Value, currency: str, declared: Span | None) -> Diagnostic | None:
    """The finding about a figure that is larger or finer than any that is billed."""
    known = type_.kind not in ("money", "rate") or is_currency(currency)
    limits = bounds(type_.kind, currency) if known else None
    if limits is None or not isinstance(value, Fraction):
        return None
    most, decimals = limits
    if abs(value) <= most and (value * 10**decimals).denominator == 1:
        return None
    if type_.kind == "percent":
        return messages.out_of_bounds(at, fact, f"{format_decimal(most * 100)}%", decimals - 2, declared)
    unit = f" {currency}" if type_.kind in ("money", "rate") else ""
    return messages.out_of_bounds(at, fact, f"{format_decimal(most)}{unit}", decimals, declared)


def count(text: str) -> int | None:
    """A whole number from 0 to a billion; None for any other text."""
    found = parse_decimal(text)
    return found.numerator if found is not None and found.denominator == 1 and found <= MOST_COUNT else None


def months(text: str) -> int | None:
    """A length of 1 to 1,200 months, such as `12 months` or `1 year`; None for any other text."""
    found = _duration(text, "months")
    return found.numerator if found is not None and 0 < found <= MOST_MONTHS else None


def figure(text: str, kind: str, currency: str) -> Fraction | None:
    """What a meter of a kind came to: a number from 0 on, for money with or without the currency, for hours and days with
    or without a unit; None for any other text."""
    plain = parse_decimal(text)
    if plain is None and kind == "money":
        plain = _money(text, Type("money"), currency)
    if plain is None and kind in ("hours", "days"):
        plain = _duration(text, kind)
    whole = kind != "count" or (plain is not None and plain.denominator == 1 and plain <= MOST_COUNT)
    return plain if plain is not None and plain >= 0 and whole else None


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


def _scalar(text: str, type_: Type, currency: str) -> Value | None:
    """The value of a text, or None where it has none of that type."""
    kind = type_.kind
    if kind == "text":
        return text or None
    if kind == "flag":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text)
    if kind == "count":
        whole = count(text)
        return None if whole is None else Fraction(whole)
    if kind == "number":
        return parse_decimal(text, signed=True)
    if kind == "percent":
        share = parse_decimal(text[:-1].rstrip(), signed=True) if text.endswith("%") else None
        return None if share is None else share / 100
    if kind in ("money", "rate"):
        return _money(text, type_, currency)
    if kind == "date":
        return parse_date(text)
    if kind == "instant":
        return _instant(text)
    return _duration(text, kind) if kind in _DURATIONS else None


def _money(text: str, type_: Type, currency: str) -> Fraction | None:
    """An amount in the account's own currency; a rate may repeat what it is per."""
    found = re.fullmatch(r"(\S+) ([A-Z]{3})(?: (.+))?", text)
    if found is None or found[2] != currency:
        return None
    if found[3] is not None and (type_.kind != "rate" or found[3] != str(type_.per)):
        return None
    return parse_decimal(found[1], signed=True)


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
    return None if size is None or unit is None or size > MOST_COUNT else size * unit
