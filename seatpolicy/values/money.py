"""Amounts of one currency: added, rounded, read from text and written as text, always exactly.

An amount is a fraction and is never cut by accident: writing shows every digit there is, and
becomes `n/d` where decimals would not end. Amounts of two currencies are never added; trying to is
a mistake of the program, not of its user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from seatpolicy.values.currency import minor_digits
from seatpolicy.values.rounding import Rounding

LONGEST_DECIMAL = 500
"""Longer numbers are not read: no price needs them, and Python itself reads no integer of several
thousand digits.
"""


@attrs.frozen
class Money:
    """An exact amount in units of a currency (not in minor units) and its ISO code.

    Raises TypeError for an amount that is not a Fraction.
    """

    amount: Fraction = attrs.field(validator=attrs.validators.instance_of(Fraction))
    currency: str

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Money:
        """So many cents, pence, yen. Raises ValueError for an unknown currency."""
        return cls(Fraction(minor, _minor_units(currency)), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        """The sum, zero of the currency for no parts. Raises TypeError for a part in another
        currency.
        """
        whole = cls(Fraction(0), currency)
        for part in parts:
            whole = whole + part
        return whole

    @property
    def minor(self) -> int:
        """The amount in whole minor units. Raises ValueError if it is finer, or the currency
        unknown.
        """
        units = self.amount * _minor_units(self.currency)
        if units.denominator != 1:
            raise ValueError(f"{self} is not whole in minor units")
        return units.numerator

    def rounded(self, rounding: Rounding) -> Money:
        """The amount rounded, in the same currency."""
        return Money(rounding.apply(self.amount), self.currency)

    def times(self, factor: Fraction | int) -> Money:
        """So many times the amount, exactly."""
        return Money(self.amount * factor, self.currency)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        self._must_match(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        return self == other or self < other

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _must_match(self, other: Money) -> None:
        if other.currency != self.currency:
            raise TypeError(f"{self} and {other} are in two currencies")


def format_amount(amount: Fraction, currency: str) -> str:
    """`2,060.00`, `-1.50`, `1,200` for JPY: at least the currency's minor digits, more where the
    amount is finer.

    An amount whose decimals never end is written `n/d`. Raises ValueError for an unknown currency.
    """
    return format_decimal(amount, minor_digits(currency))


def format_money(money: Money) -> str:
    """The amount and the code: `2,060.00 USD`. Raises ValueError for an unknown currency."""
    return f"{format_amount(money.amount, money.currency)} {money.currency}"


def format_decimal(value: Fraction, digits: int = 0) -> str:
    """Any number with at least so many decimals and thousands commas; `n/d` where decimals never
    end.
    """
    needed = _decimals(value.denominator)
    if needed is None:
        return f"{_written(value.numerator)}/{_written(value.denominator)}"
    shown = max(digits, needed)
    whole, fraction = divmod(abs((value * 10**shown).numerator), 10**shown)
    sign = "-" if value < 0 else ""
    point = f".{_written(fraction).zfill(shown)}" if shown else ""
    return f"{sign}{_written(whole, ',')}{point}"


def format_percent(share: Fraction) -> str:
    """A share as a percentage, `12.5%`; as a fraction of the whole, `1/6`, where the decimals of that never end."""
    return f"{format_decimal(share * 100)}%" if _decimals(share.denominator) is not None else format_decimal(share)


def parse_decimal(text: str, *, signed: bool = False) -> Fraction | None:
    """The number written as `2060`, `2,060.00` or `0.5`; None for any other text.

    Commas are all there or all absent, in groups of exactly three. There is no exponent, no
    underscore, no digit other than 0 to 9, nothing before or behind; a leading `-` only where
    `signed`. Over 500 characters is no number.
    """
    if len(text) > LONGEST_DECIMAL:
        return None
    found = re.fullmatch(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?", text)
    if found is None or (found[1] and not signed):
        return None
    fraction = found[3] or ""
    size = Fraction(int(found[2].replace(",", "") + fraction), 10 ** len(fraction))
    return -size if found[1] else size


def _minor_units(currency: str) -> int:
    """How many minor units make one unit."""
    return int(10 ** minor_digits(currency))


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction over it needs; None if they never end."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _written(whole: int, thousands: str = "") -> str:
    # By way of Decimal, because Python refuses to write integers of more than 4,300 digits.
    return format(Decimal(whole), f"{thousands}f")
