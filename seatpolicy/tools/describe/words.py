"""Figures, days, lengths of time, money and lists in, the words that a description uses for them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.semantics.model.prices import Amounts, Cycle, Duration
from seatpolicy.semantics.model.types import Per
from seatpolicy.values.money import format_amount, format_decimal, format_percent

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip

MARKS = {
    "next invoice": "on the next invoice",
    "at once": "at once",
    "month mark": "at the next monthly mark",
    "quarter mark": "at the next quarterly mark",
    "renewal": "at renewal",
    "next cycle": "at the next cycle",
}
"""When something is billed or credited."""

UNTIL = {
    "month mark": "the next monthly mark",
    "quarter mark": "the next quarterly mark",
    "renewal": "renewal",
    "next cycle": "the next cycle",
}
"""Until when something stays as it is."""


def number(value: Fraction | int) -> str:
    """`1,000`; `1/3` where decimals would not end."""
    return format_decimal(Fraction(value))


def percent(share: Fraction) -> str:
    """`20%`."""
    return format_percent(share)


def day(value: date) -> str:
    """`1 November 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def so_many(count: Fraction | int, one: str, many: str = "") -> str:
    """`1 day`, `30 days`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def length(duration: Duration) -> str:
    """`30 days`, `1 half year`."""
    return so_many(duration.length, duration.unit)


def cycle(value: Cycle) -> str:
    """`month`, `30 days`: what "every" and "a" stand before."""
    return value.period if value.count == 1 else so_many(value.count, value.period)


def money(values: Mapping[str, Fraction], joined: str = "or") -> str:
    """`50.00 USD or 46.00 EUR`."""
    return listed([f"{format_amount(amount, currency)} {currency}" for currency, amount in values.items()], joined)


def amounts(stated: Amounts, joined: str = "or") -> str:
    """`50.00 USD or 46.00 EUR per seat per month`; `500.00 USD or 460.00 EUR, once`."""
    return f"{money(stated.values, joined)}{per(stated.per)}"


def per(what: Per) -> str:
    """` per seat per month`, `, once`; begins with what it needs before it, and is empty for a bare amount."""
    unit = f" per started pack of {what.pack_size}" if what.unit == "pack" else f" per {what.unit}" if what.unit else ""
    if what.period == "once":
        return f"{unit}, once"
    return f"{unit} per {what.period}" if what.period else unit


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`; `a and b`; `a, b and c`. Empty for nothing."""
    found = list(parts)
    return "".join(found) if len(found) < 2 else f"{', '.join(found[:-1])} {last} {found[-1]}"


def words_of(name: str) -> str:
    """A name in words: `payment_terms` is payment terms."""
    return name.replace("_", " ")


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end; marks before the first letter stay."""
    for place, char in enumerate(text):
        if char.isalnum():
            text = text[:place] + char.upper() + text[place + 1 :]
            break
        if char in "“\"'(":
            break
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def sentences(parts: Iterable[str]) -> str:
    """The parts that say something, as sentences behind each other."""
    return " ".join(sentence(part) for part in parts if part)


def are(name: str) -> str:
    """`are` behind what looks like a plural (payment terms), else `is`."""
    return "are" if name.endswith("s") and not name.endswith(("ss", "us", "is")) else "is"


def because(reason: str) -> str:
    """The reason that the policy gives."""
    return f"The reason given: {reason}" if reason else ""


def unlike(parts: Sequence[str]) -> list[str]:
    """Each part once, in order."""
    return list(dict.fromkeys(parts))
