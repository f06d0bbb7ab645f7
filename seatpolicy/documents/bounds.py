"""The text of a number and its bounds in, the exact number out, or why it is none that a document may hold.

Bounds are the same for everybody who reads a document, so that no engine meets a number that it cannot hold exactly: counts
to a billion, money to 10¹⁵ minor units and six decimals beyond the minor unit, rates to fourteen decimals. What YAML or a
programming language would read as a number, and a bookkeeper would not (`1e3`, `0x1F`, `017`, `1_000`, `.inf`), is none.
"""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from seatpolicy.values.currency import is_currency, minor_digits
from seatpolicy.values.money import format_decimal, parse_decimal

MOST_COUNT = 10**9
MOST_MINOR_UNITS = 10**15
MOST_USAGE = 10**12
_UNKNOWN_DIGITS = 3  # of a currency that nobody knows; no currency has more

_OTHER_NOTATIONS = re.compile(
    r"[+-]?\.(?:inf|nan)|[+-]?(?:infinity|nan)"  # what is no number at all
    r"|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)e[+-]?[0-9]+"  # an exponent
    r"|[+-]?0[xob][0-9a-f_]+"  # another base
    r"|\+[0-9][0-9.,]*|[+-]?[0-9]+\.|[+-]?\.[0-9]+"  # a sign, or a digit that is left out
    r"|[+-]?[0-9]+(?:_[0-9]+)+(?:\.[0-9_]*)?"  # underscores
    r"|-?0[0-9,]*[0-9](?:\.[0-9]*)?",  # leading zeros, octal in YAML 1.1
    re.IGNORECASE,
)

NOT_DECIMAL = "not decimal"
BELOW_ZERO = "below zero"
TOO_LARGE = "too large"
TOO_FINE = "too fine"
NO_NUMBER = "no number"


@attrs.frozen
class Bound:
    """Numbers of at most `decimals`, from 0 (from -`most`, where `signed`) to `most`."""

    most: int
    decimals: int
    signed: bool = False

    def rule(self, what: str = "a number") -> str:
        """The bound in words; `what` is the singular of what is counted."""
        low = format_decimal(Fraction(-self.most)) if self.signed else "0"
        fine = f" with at most {self.decimals} decimals" if self.decimals else ""
        return f"{what if self.decimals else what.replace('a number', 'a whole number')} from {low} to {self.most:,}{fine}"


COUNT = Bound(MOST_COUNT, 0)
NUMBER = Bound(10**9, 9, signed=True)
PERCENT = Bound(10**9, 6, signed=True)
USAGE = Bound(MOST_USAGE, 9)
USAGE_COUNT = Bound(MOST_USAGE, 0)


def money(currency: str, signed: bool = True) -> Bound:
    """Amounts of a currency; of one that is not known, the widest that any has."""
    digits = minor_digits(currency) if is_currency(currency) else _UNKNOWN_DIGITS
    return Bound(MOST_MINOR_UNITS // 10**digits, digits + 6, signed)


def rate(currency: str) -> Bound:
    """Prices per something."""
    return attrs.evolve(money(currency), decimals=14)


def read_number(text: str, bound: Bound) -> Fraction | str:
    """The number; or one of the five reasons above."""
    if _OTHER_NOTATIONS.fullmatch(text):
        return NOT_DECIMAL
    value = parse_decimal(text, signed=True)
    if value is None:
        return NO_NUMBER
    if text.startswith("-") and not bound.signed:
        return BELOW_ZERO
    if abs(value) > bound.most:
        return TOO_LARGE
    if (value * 10**bound.decimals).denominator != 1:
        return TOO_FINE
    return value
